"""Dutch words: analysis for the index and for questions, and highlighting."""
