"""Checks the links of a copy: whatever a page or a style sheet refers to in the copy is there."""

import posixpath
import re
from collections.abc import Callable, Collection, Iterator
from html import unescape
from urllib.parse import unquote, urlsplit

# As lxml writes attributes: always with double quotes.
LINK = re.compile(rb'\s(?:href|src|action|srcset|poster)="([^"]*)"')
CSS_LINK = re.compile(rb"url\(\s*[\"']?([^\"')]+)")


def broken_links(paths: Collection[str], read: Callable[[str], bytes]) -> Iterator[str]:
    """Yield each link to a file that is not there, as `file: link`.

    Args:
        paths: the names of all files.
        read: returns the content of one of them.
    """
    known = frozenset(paths)
    for path in sorted(known):
        pattern = {".html": LINK, ".css": CSS_LINK}.get(posixpath.splitext(path)[1])
        if pattern is not None:
            links = {unescape(link.decode()) for link in pattern.findall(read(path))}
            yield from (f"{path}: {link}" for link in sorted(links) if not _is_there(path, link, known))


def _is_there(path: str, link: str, known: frozenset[str]) -> bool:
    """Whether a link leads to a file, to another site, or to a place in the page itself."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not parts.path:
        return True
    target = posixpath.normpath(posixpath.join("/", posixpath.dirname(path), unquote(parts.path)))
    return target.lstrip("/") in known
