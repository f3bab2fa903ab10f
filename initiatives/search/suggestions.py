"""Suggestions while typing: places, target groups, categories and titles that begin with what was typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice

from django.db import connection
from django.urls import reverse

from initiatives.search.facets.definitions import FACETS, RECOGNISED_FACETS
from initiatives.search.index.snapshot import Index
from initiatives.search.language.analysis import fold, name_key

MIN_TITLE_PREFIX = 3  # letters; fewer begin too many titles
MIN_LOCALITY_PREFIX = 4  # letters
MAX_VALUES = 3  # of each facet
MAX_TITLES = 4
MUNICIPALITY = "gemeente"  # the facet of which values without results are suggested too
# Chosen by the titles alone: cards are read only of those that are suggested.
TITLES = """
    SELECT row.card ->> 'title', row.card ->> 'place', row.card ->> 'slug' FROM (
        SELECT initiative_id, folded_title NOT LIKE %(prefix)s AS is_inside FROM initiatives_searchrow
        WHERE folded_title LIKE %(prefix)s OR folded_title LIKE %(inside)s
        ORDER BY is_inside, length(folded_title), folded_title LIMIT %(limit)s
    ) AS best JOIN initiatives_searchrow AS row USING (initiative_id)
    ORDER BY is_inside, length(row.folded_title), row.folded_title
"""


@dataclass(frozen=True)
class Suggestion:
    """Something to go to at once; `count` is the number of initiatives, None for an initiative itself.

    A municipality without initiatives is suggested too: its page says so, and leads on.
    """

    kind: str
    label: str
    url: str
    count: int | None = None


def suggest(typed: str, index: Index) -> list[Suggestion]:
    """Return what begins as somebody types, or has a word that does: facet values, then titles."""
    prefix = " ".join(fold(typed.replace("\0", " ")).split())
    key = name_key(prefix)
    return [*_values(key, index), *_titles(prefix)] if key else []


def _values(prefix: str, index: Index) -> Iterator[Suggestion]:
    for key in RECOGNISED_FACETS:
        totals = index.totals[key]
        begins: dict[str, bool] = {}  # by slug: whether a name begins so, or only a word within it
        for name, slug in index.facet_values.name_keys[key]:
            is_useful = key == MUNICIPALITY or totals.get(slug)
            if is_useful and (name.startswith(prefix) or f" {prefix}" in name):
                begins[slug] = begins.get(slug, False) or name.startswith(prefix)
        for slug in nsmallest(MAX_VALUES, begins, key=lambda slug: (not begins[slug], -totals.get(slug, 0), slug)):
            yield _value(key, slug, index.facet_values.by_slug(key)[slug].label, totals.get(slug, 0))
        if key == MUNICIPALITY:
            yield from islice(_localities(prefix, index), max(0, MAX_VALUES - len(begins)))


def _value(key: str, slug: str, label: str, count: int) -> Suggestion:
    url = f"{reverse('browse')}?{key}={slug}" if count else reverse("municipality", args=[slug])
    return Suggestion(FACETS[key].label, label, url, count)


def _localities(prefix: str, index: Index) -> Iterator[Suggestion]:
    """Towns and villages, with the municipality that they are in, those with most initiatives first."""
    if len(prefix) < MIN_LOCALITY_PREFIX:
        return
    known = index.facet_values.localities.items()
    begins = [pair for name, pairs in known if name.startswith(prefix) for pair in pairs]
    totals, values = index.totals[MUNICIPALITY], index.facet_values.by_slug(MUNICIPALITY)
    for name, slug in sorted(begins, key=lambda pair: (-totals.get(pair[1], 0), pair)):
        yield _value(MUNICIPALITY, slug, f"{name} ({values[slug].label})", totals.get(slug, 0))


def _titles(prefix: str) -> Iterator[Suggestion]:
    if len(prefix) < MIN_TITLE_PREFIX:
        return
    escaped = prefix.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    with connection.cursor() as cursor:
        cursor.execute(TITLES, {"prefix": f"{escaped}%", "inside": f"% {escaped}%", "limit": MAX_TITLES})
        rows = cursor.fetchall()
    for title, place, slug in rows:
        label = title if place in title else f"{title} ({place})"
        yield Suggestion("Initiatief", label, reverse("initiative", args=[slug]))
