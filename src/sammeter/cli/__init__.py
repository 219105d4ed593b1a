"""The command line: one command a module, one error door in __main__.py."""
