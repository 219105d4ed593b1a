"""Lock files of many ecosystems as one list of locked packages."""
