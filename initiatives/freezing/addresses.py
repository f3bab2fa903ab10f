"""Addresses of the site and the files of a copy that stand for them; decision 71 has the rule for others to apply."""

import posixpath
import re
from typing import NamedTuple, Self
from urllib.parse import quote, urlsplit

INDEX = "index.html"
MAX_NAME = 255  # bytes of a file name, on any file system
SAFE_PATH = re.compile(r"(/[A-Za-z0-9._~@=&-]*)+")
SAFE_QUERY = re.compile(r"[A-Za-z0-9._~=&-]*")


def canonical_query(query: str) -> str:
    """Return the parts of a query string in the order of their characters, without empty ones."""
    return "&".join(sorted(filter(None, query.split("&"))))


def file_for(path: str, query: str = "") -> str:
    """Return the name of the file for an address, relative to the folder of the copy.

    A path that ends with a slash is the file index.html in it, and a name without a dot gets “.json”. The query stands
    before the last dot, after “@”, with its parts sorted. The file is in the folder of the address, so that relative
    links lead to the same from the file and from the address.

    Raises:
        ValueError: it has a character that is not safe in file names, or is too long for one.
    """
    query = canonical_query(query)
    if not (SAFE_PATH.fullmatch(path) and SAFE_QUERY.fullmatch(query)) or "/." in path.replace("/.well-known/", "/"):
        raise ValueError(f"no file can be named after {path}?{query}")
    folder, _, name = path[1:].rpartition("/")
    name = name or INDEX
    name = name if "." in name else f"{name}.json"
    if query:
        stem, _, ending = name.rpartition(".")
        name = f"{stem}@{query}.{ending}"
    if len(name) > MAX_NAME:
        raise ValueError(f"the name of the file is too long: {name}")
    return posixpath.join(folder, name)


def relative_link(source: str, target: str) -> str:
    """Return the link from one file of the copy to another, by their names."""
    return quote(posixpath.relpath(target, posixpath.dirname(source) or "."), safe="/@=&~")


class Address(NamedTuple):
    """An address of the site: its path, and its query in the canonical form of a copy."""

    path: str
    query: str = ""

    @classmethod
    def of(cls, text: str) -> Self:
        """Read an address without host; what stands after “#” is left out."""
        parts = urlsplit(text)
        return cls(parts.path, canonical_query(parts.query))

    @property
    def file(self) -> str:
        """The name of its file; raises ValueError as `file_for`."""
        return file_for(self.path, self.query)

    def __str__(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path
