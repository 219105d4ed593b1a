"""Tests of envelope."""
