"""What reports of scanners, tests and conformity checks have in common: times, digests, names of tools."""
