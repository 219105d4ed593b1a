"""Checks: what a policy asks, and what comes of it."""
