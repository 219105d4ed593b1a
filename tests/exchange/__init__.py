"""Tests of the other tools' formats."""
