"""What doubles are recognised by: the names, place, links, sources and words of an initiative."""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from initiatives.choices import Scope
from initiatives.models.initiative import PLACELESS

# What is added to an address for counting visitors.
TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|share|referrer|si|igshid)$", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """An initiative, or what is typed or imported of one.

    Args:
        key: tells entries apart; None for what is no initiative yet.
        names: its title, then what its sources call it.
        places: the CBS codes of its municipalities; empty when they are not known.
        place_names: what those and the region are called, which many titles have in common.
        scope: of `Scope`.
        text: everything that is told of it.
        links: web addresses as `link_key` makes them.
        mentions: pairs of the slug of a source and a place in it.
    """

    key: Hashable
    names: tuple[str, ...]
    places: frozenset[str] = frozenset()
    place_names: frozenset[str] = frozenset()
    scope: str = Scope.LOCAL
    text: str = ""
    links: frozenset[str] = frozenset()
    mentions: frozenset[tuple[str, str]] = field(default_factory=frozenset)

    @property
    def is_anywhere(self) -> bool:
        """Whether it belongs to no place, or it is not known to which."""
        return self.scope in PLACELESS or not (self.places or self.place_names)

    @property
    def bare_names(self) -> list[str]:
        """The names without those of its places; one that is nothing else stays whole."""
        return [without_places(name, self.place_names) for name in self.names if name.strip()]


def without_places(name: str, places: Iterable[str]) -> str:
    pattern = "|".join(sorted(map(re.escape, filter(None, places)), key=len, reverse=True))
    bare = re.sub(rf"\b(?:{pattern})\b", " ", name, flags=re.IGNORECASE) if pattern else name
    return bare if re.search(r"\w", bare) else name


def link_key(url: str) -> str:
    """Return a web address in the form in which two are compared: without what makes no other page."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:  # no address
        return ""
    query = urlencode([pair for pair in parse_qsl(parts.query) if not TRACKING.match(pair[0])])
    host = parts.netloc.casefold().removeprefix("www.").removeprefix("nl-nl.")
    path = unquote(parts.path).rstrip("/").casefold()
    return f"{host}{path}{'?' if query else ''}{query}" if host else ""


def mention_key(source: str, locator: str) -> tuple[str, str]:
    return source, " ".join(locator.casefold().split())
