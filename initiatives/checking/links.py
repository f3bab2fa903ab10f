"""Detects URLs that look broken, without visiting them."""

import re

WHOLE_LINK = re.compile(r"https?://[\w-]+(\.[\w-]+)*\.[^\W\d_]{2,}(:\d+)?([/?#][!-~]*)?", re.I)
CUT_OFF = tuple(".,;:-?&=*([<{'\"")
BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"), ("<", ">"))


def is_broken(url: str) -> bool:
    """Whether a URL looks cut off or joined to another: no host, odd characters, unbalanced brackets, an open end.

    A URL of a web archive can have another URL in its path.
    """
    loose = any(url.count(first) != url.count(last) for first, last in BRACKETS)
    glued = re.search(r"(?<!/)https?://", url[1:], re.I) is not None
    return not WHOLE_LINK.fullmatch(url) or url.endswith(CUT_OFF) or loose or glued
