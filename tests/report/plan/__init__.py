"""The formats of roadmaps."""
