"""Tests of the shipped data files and of overlays."""
