"""Roadmaps: plans, their projection, and the choice of steps."""
