"""Paths of named URLs, cached: a page has dozens of them."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse


def path_to(name: str, *args: str) -> str:
    """Return the path of a named URL under the script prefix of the request; raises NoReverseMatch."""
    return _path(name, args, get_script_prefix())


@lru_cache(maxsize=5_000)
def _path(name: str, args: tuple[str, ...], prefix: str) -> str:
    return reverse(name, args=args)
