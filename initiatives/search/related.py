"""What is like an initiative, and which municipalities are like a municipality."""

from collections import Counter
from dataclasses import dataclass
from heapq import nsmallest
from math import log

from django.db import connection
from pyroaring import BitMap

from initiatives.choices import SizeClass
from initiatives.models import Initiative, Municipality
from initiatives.search.facets.ids import KINDS, ROOM
from initiatives.search.index.snapshot import Index
from initiatives.search.results import Result, Results

MOST = 4  # initiatives alike
MOST_PLACES = 6
RARE_WORDS = 12  # of an initiative that say most about it
COMMON = 0.05  # of all initiatives; a word that more of them have is not rare
RARE = """
    SELECT word.bases[1] FROM initiatives_searchrow AS row, unnest(tsvector_to_array(row.vector)) AS lexeme
    JOIN initiatives_searchword AS word ON word.form = lexeme
    WHERE row.initiative_id = %s AND word.uses BETWEEN 2 AND %s ORDER BY word.uses, word.form LIMIT %s
"""
SHARED = ("doelgroep", "categorie")


def similar(initiative: Initiative, index: Index) -> list[Result]:
    """Published initiatives like this one, those of other municipalities first.

    They share rare words, target groups or categories with it; each counts by its rarity (inverse document frequency).

    Args:
        initiative: a published one.
        index: the catalogue.
    """
    scores: Counter[int] = Counter()
    for members in _shared(initiative, index):
        rarity = log(1 + len(index.everything) / len(members))
        for key in members:
            scores[key] += rarity
    scores.pop(initiative.pk, None)
    beside = _numbered(initiative, "gemeente", index)
    keys = nsmallest(MOST, scores, key=lambda key: (key in beside, -scores[key], key))
    return Results(index.cards, len(keys), lambda number, skip: keys[skip : skip + number])[:MOST]


def _shared(initiative: Initiative, index: Index) -> list[BitMap]:
    """The initiatives that share each rare word with it, and among those and its like the groups and categories."""
    with connection.cursor() as cursor:
        cursor.execute(RARE, [initiative.pk, max(2, int(COMMON * len(index.everything))), RARE_WORDS])
        wanted = [base for (base,) in cursor.fetchall()]
    postings = index.postings.get(wanted, len(index.everything)).values()
    words = [BitMap.union(*posting.by_weight) & index.everything for posting in postings]
    kinds = [_numbered(initiative, key, index) for key in SHARED]
    near = BitMap.union(*words, BitMap.intersection(*kinds)) if words else BitMap.intersection(*kinds)
    shared = [found & near for key in SHARED for found in _each(initiative, key, index)]
    return [found for found in [*words, *shared] if found]


def _each(initiative: Initiative, key: str, index: Index) -> list[BitMap]:
    start = KINDS.index(key) * ROOM
    numbers = (number for number in index.numbers if start <= number < start + ROOM)
    return [index.numbers[number] for number in numbers if initiative.pk in index.numbers[number]]


def _numbered(initiative: Initiative, key: str, index: Index) -> BitMap:
    """The initiatives with any of its values of a facet."""
    return BitMap().union(*_each(initiative, key, index))


@dataclass(frozen=True)
class Alike:
    """Municipalities like one, and in what."""

    explanation: str
    places: list[tuple[Municipality, int]]
    size: SizeClass


def municipalities_like(municipality: Municipality, index: Index) -> Alike | None:
    """Municipalities of the same size that have initiatives, those of the same province first.

    Args:
        municipality: one that exists, with its province.
        index: the catalogue.

    Returns:
        With the number of initiatives of each; nothing when the size is not known or none is like it.
    """
    if municipality.size_class is None:
        return None
    counts = index.totals["gemeente"]
    found = [
        each
        for each in index.vocabulary.municipalities
        if each.size_class == municipality.size_class and each.pk != municipality.pk and counts.get(each.slug)
    ]
    found = [each for each in found if each.is_existing()]
    found.sort(key=lambda each: (each.province_id != municipality.province_id, -counts[each.slug], each.name))
    if not found:
        return None
    size = SizeClass(municipality.size_class)
    province = municipality.province.name
    explanation = f"Deze gemeenten hebben ook {size.label.lower()} inwoners. Eerst staan die uit {province}."
    return Alike(explanation, [(each, counts[each.slug]) for each in found[:MOST_PLACES]], size)
