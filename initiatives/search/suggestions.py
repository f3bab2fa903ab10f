"""What somebody may be typing: places, target groups, categories and titles that begin so."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest

from django.db import connection
from django.urls import reverse

from initiatives.search.facets.values import FACETS
from initiatives.search.index.snapshot import Index
from initiatives.search.language.analysis import fold, name_key

SHORTEST_FOR_TITLES = 3  # letters; fewer begin too many titles
MOST_EACH = 3  # of each facet
MOST_TITLES = 4
# Chosen by the titles alone: only the few that are suggested are read whole.
TITLES = """
    SELECT row.card ->> 'title', row.card ->> 'place', row.card ->> 'slug' FROM (
        SELECT initiative_id, folded_title NOT LIKE %(begin)s AS is_inside FROM initiatives_searchrow
        WHERE folded_title LIKE %(begin)s OR folded_title LIKE %(inside)s
        ORDER BY is_inside, length(folded_title), folded_title LIMIT %(most)s
    ) AS best JOIN initiatives_searchrow AS row USING (initiative_id)
    ORDER BY is_inside, length(row.folded_title), row.folded_title
"""


@dataclass(frozen=True)
class Suggestion:
    """Something to go to at once; `count` is the number of initiatives, of an initiative itself there is none."""

    kind: str
    label: str
    url: str
    count: int | None = None


def suggest(typed: str, index: Index) -> list[Suggestion]:
    """What begins as somebody types, or has a word that does: facet values with results first, then titles.

    Args:
        typed: the beginning of a word, or a few words.
        index: the catalogue.
    """
    begin = " ".join(fold(typed.replace("\0", " ")).split())
    return [*_values(name_key(begin), index), *_titles(begin)] if name_key(begin) else []


def _values(begin: str, index: Index) -> Iterator[Suggestion]:
    for key in ("gemeente", "provincie", "doelgroep", "categorie"):
        totals = index.totals[key]
        found: dict[str, bool] = {}  # whether one of its names begins so, or only a word in a name
        for label, slug in index.vocabulary.labels[key]:
            if totals.get(slug) and (label.startswith(begin) or f" {begin}" in label):
                found[slug] = found.get(slug, False) or label.startswith(begin)
        best = nsmallest(MOST_EACH, found, key=lambda slug: (not found[slug], -totals[slug], slug))
        for slug in best:
            label = index.vocabulary.terms(key)[slug].label
            yield Suggestion(FACETS[key], label, f"{reverse('browse')}?{key}={slug}", totals[slug])


def _titles(begin: str) -> Iterator[Suggestion]:
    if len(begin) < SHORTEST_FOR_TITLES:
        return
    escaped = begin.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    with connection.cursor() as cursor:
        cursor.execute(TITLES, {"begin": f"{escaped}%", "inside": f"% {escaped}%", "most": MOST_TITLES})
        rows = cursor.fetchall()
    for title, place, slug in rows:
        label = title if place in title else f"{title} ({place})"
        yield Suggestion("Initiatief", label, reverse("initiative", args=[slug]))
