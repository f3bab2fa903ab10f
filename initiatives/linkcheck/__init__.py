"""Visits the web addresses of the catalogue, and keeps what came of it: politely, and never inside our own network."""
