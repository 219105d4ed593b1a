"""Tests of rules and of the language they are written in."""
