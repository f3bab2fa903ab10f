"""Requests and texts that nobody means well with."""
