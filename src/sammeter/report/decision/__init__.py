"""Decisions as people and machines read them: one format a file, one table of formats."""
