"""The search index: rows in PostgreSQL, and their copy as bitmaps in each process."""
