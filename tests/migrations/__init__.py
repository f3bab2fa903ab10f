"""Migrations: the rules for new ones, `python -m tests.migrations`, and how they are applied while the site serves."""
