"""Tests of the readers of text from outside."""
