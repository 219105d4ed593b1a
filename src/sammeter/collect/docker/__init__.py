"""Reads what container images are made of and how containers are run; nothing is built or pulled."""
