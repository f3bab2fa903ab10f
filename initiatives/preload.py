"""Reads the Dutch dictionary (some 50 MB) before the first question."""

from initiatives.search.language.analysis import word


def read_dictionary() -> None:
    """Look up a word, which reads the dictionary on first use."""
    word("wandelen")
