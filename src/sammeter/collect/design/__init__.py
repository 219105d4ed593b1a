"""Reads models of threats and of architecture, each in the form of its tool."""
