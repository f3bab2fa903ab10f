"""Initiatives that are probably the same, or of one project."""
