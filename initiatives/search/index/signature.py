"""Signature of the code that makes search rows: rows with another signature are outdated."""

import unicodedata
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

APP = Path(__file__).parents[2]
SOURCES = (
    "choices.py",
    "models/*.py",
    "migrations/*.py",
    "search/language/*",
    "search/facets/*",
    "search/index/*",
    "search/weights.py",
)
LIBRARIES = ("simplemma", "snowballstemmer")  # whose rules decide by which words an initiative is found


def code_signature() -> str:
    """Hash everything that decides what a search row looks like, but for the data: our own code and word lists,
    choices, data migrations, and the versions of the libraries that analyse words. Takes about 3 ms.
    """
    digest = sha256(repr([unicodedata.unidata_version, *map(version, LIBRARIES)]).encode())
    for path in sorted(path for pattern in SOURCES for path in APP.glob(pattern) if path.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()


# Read at import: a process that keeps running while a newer release is installed goes on signing as what it is.
SIGNATURE = code_signature()
