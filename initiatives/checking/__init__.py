"""Checks the contents of the catalogue: complete, in plain language, in our own words."""
