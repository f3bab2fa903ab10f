"""The query string: reading it, writing it, and the outlets that take it."""
