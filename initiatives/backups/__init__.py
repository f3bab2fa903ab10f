"""Backups of the whole database, each with a manifest that proves a restored one (decision 73)."""
