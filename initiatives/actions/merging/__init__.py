"""Merging a record into another of its kind: a plan to look at, the merger, and its undoing."""
