"""What reports of tests have in common: marks and results."""
