"""Targets, phases, prerequisites, and what gains most for least effort. Pure: no I/O, no clock."""
