"""Titles so alike that two initiatives may be one."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from initiatives.checking.content import Content
from initiatives.choices import Scope
from initiatives.importing.values import Values

ALIKE = 0.5  # as `similarity` counts it, from 0 to 1; among the first 300 initiatives no two that differ reach it
NATIONAL = "Landelijk"


def trigrams(text: str) -> set[str]:
    """The groups of three letters of a text as PostgreSQL's pg_trgm takes them: words padded by two blanks and one."""
    padded = [f"  {word} " for word in re.findall(r"\w+", text.lower())]
    return {word[start : start + 3] for word in padded for start in range(len(word) - 2)}


def similarity(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1, as pg_trgm's `similarity` counts it."""
    mine, theirs = trigrams(one), trigrams(other)
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


def probable_doubles(content: Content) -> Iterator[tuple[Values, Values]]:
    """Pairs of initiatives in one municipality or region, or both national, with titles alike but for the place."""
    seen = set()
    for place, group in _by_place(content).items():
        for one, other in combinations(group, 2):
            pair = (one["slug"], other["slug"])
            if pair not in seen and similarity(_without(one, place), _without(other, place)) >= ALIKE:
                seen.add(pair)
                yield one, other


def _without(row: Values, place: str) -> str:
    """The title without the name of the place, by which all titles there are alike."""
    return row["title"].replace(place, "") or row["title"]


def _by_place(content: Content) -> dict[str, list[Values]]:
    groups = defaultdict(list)
    for row in content.initiatives:
        codes = [code for (code,) in row["municipalities"] if code in content.municipalities]
        names = {content.municipalities[code]["name"] for code in codes} | {row["region"]} - {""}
        for place in {NATIONAL} if row["scope"] == Scope.NATIONAL else names:
            groups[place].append(row)
    return groups
