"""Defects: one a fault, whatever reported it, with a clock."""
