"""Web addresses that look broken, as far as can be told without visiting them."""

import re

WHOLE_LINK = re.compile(r"https?://[\w-]+(\.[\w-]+)*\.[^\W\d_]{2,}(:\d+)?([/?#][!-~]*)?", re.I)
CUT_OFF = tuple(".,;:-?&=*([<{'\"")
BRACKETS = ("()", "[]", "{}", "<>")


def is_broken(url: str) -> bool:
    """Whether a web address looks cut off or glued: no host, a blank or odd sign in it, a loose bracket or end.

    An archive's address may have another address in its path.
    """
    loose = any(url.count(first) != url.count(last) for first, last in BRACKETS)
    glued = re.search(r"(?<!/)https?://", url[1:], re.I) is not None
    return not WHOLE_LINK.fullmatch(url) or url.endswith(CUT_OFF) or loose or glued
