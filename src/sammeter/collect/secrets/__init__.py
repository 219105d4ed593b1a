"""Finds secrets, and what looks like one: names of settings, values, encodings, tiers; no value ever leaves here."""
