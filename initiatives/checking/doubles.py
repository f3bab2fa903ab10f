"""Finds probable duplicates: initiatives with similar titles in one place."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from initiatives.checking.content import Content
from initiatives.choices import Scope
from initiatives.importing.values import Values
from initiatives.models.initiative import PLACELESS

THRESHOLD = 0.5  # of `similarity`; among the first 300 initiatives no two different ones reach it


def trigrams(text: str) -> set[str]:
    """Return the trigrams of a text as pg_trgm has them: words are padded by two spaces before and one after."""
    padded = [f"  {word} " for word in re.findall(r"\w+", text.lower())]
    return {word[start : start + 3] for word in padded for start in range(len(word) - 2)}


def similarity(one: str, other: str) -> float:
    """Return the similarity of two texts, from 0 to 1, as `similarity` of pg_trgm."""
    first, second = trigrams(one), trigrams(other)
    return len(first & second) / len(first | second) if first | second else 0.0


def probable_doubles(content: Content) -> Iterator[tuple[Values, Values]]:
    """Yield pairs with similar titles in one municipality or region, or both without any."""
    seen = set()
    for place, group in _by_place(content).items():
        for one, other in combinations(group, 2):
            pair = (one["slug"], other["slug"])
            if pair not in seen and similarity(_without(one, place), _without(other, place)) >= THRESHOLD:
                seen.add(pair)
                yield one, other


def _without(row: Values, place: str) -> str:
    """Return the title without the name of the place, which many titles there have in common."""
    return row["title"].replace(place, "") or row["title"]


def _by_place(content: Content) -> dict[str, list[Values]]:
    groups = defaultdict(list)
    for row in content.initiatives:
        codes = [code for (code,) in row["municipalities"] if code in content.municipalities]
        names = {content.municipalities[code]["name"] for code in codes} | {row["region"]} - {""}
        for place in {Scope(row["scope"]).label} if row["scope"] in PLACELESS else names:
            groups[place].append(row)
    return groups
