"""Trying the catalogue out with one command, on a PostgreSQL from a package. Not for production."""
