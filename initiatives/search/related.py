"""Related initiatives, and municipalities of the same size."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from heapq import nsmallest
from math import log

from django.db import connection
from pyroaring import BitMap

from initiatives.choices import SizeClass
from initiatives.models import Initiative, Municipality
from initiatives.search.facets.definitions import FACETS
from initiatives.search.facets.ids import id_range
from initiatives.search.index.snapshot import Index
from initiatives.search.results import Result, Results

MAX_RELATED = 4  # initiatives
MAX_MUNICIPALITIES = 6
MAX_RARE_WORDS = 12  # of an initiative
MAX_RARE_SHARE = 0.05  # of all initiatives; a word that more of them have is not rare
RARE = """
    SELECT word.bases[1] FROM initiatives_searchrow AS row, unnest(tsvector_to_array(row.vector)) AS lexeme
    JOIN initiatives_searchword AS word ON word.form = lexeme
    WHERE row.initiative_id = %s AND word.uses BETWEEN 2 AND %s ORDER BY word.uses, word.form LIMIT %s
"""
SHARED_FACETS = ("doelgroep", "categorie", "aanpak")


def related_initiatives(initiative: Initiative, index: Index, value_ids: Collection[int] | None = None) -> list[Result]:
    """Return published initiatives that are like this published one, those of other municipalities first.

    They share rare words, target groups or categories with it, each weighted by its inverse document frequency.

    Args:
        value_ids: of the facet values of an initiative that is not in the index, or is there with other values.
    """
    scores: dict[int, float] = defaultdict(float)
    for members in _shared(initiative, index, value_ids):
        rarity = log(1 + len(index.everything) / len(members))
        for key in members:
            scores[key] += rarity
    scores.pop(initiative.pk, None)
    nearby = BitMap().union(*_with_same_values(initiative, "gemeente", index, value_ids))
    keys = nsmallest(MAX_RELATED, scores, key=lambda key: (key in nearby, -scores[key], key))
    return Results(index.cards, len(keys), lambda limit, offset: keys[offset : offset + limit])[:MAX_RELATED]


def _shared(initiative: Initiative, index: Index, value_ids: Collection[int] | None) -> list[BitMap]:
    """The initiatives with each rare word of this one, and among likely ones those with each group and category."""
    with connection.cursor() as cursor:
        cursor.execute(RARE, [initiative.pk, max(2, int(MAX_RARE_SHARE * len(index.everything))), MAX_RARE_WORDS])
        bases = [base for (base,) in cursor.fetchall()]
    words = [BitMap.union(*posting.by_weight) & index.everything for posting in index.postings.get(bases).values()]
    by_facet = [_with_same_values(initiative, key, index, value_ids) for key in SHARED_FACETS]
    in_all_facets = BitMap.intersection(*(BitMap().union(*values) for values in by_facet))
    likely = BitMap.union(*words, in_all_facets) if words else in_all_facets
    shared = [members & likely for values in by_facet for members in values]
    return [members for members in [*words, *shared] if members]


def _with_same_values(
    initiative: Initiative, key: str, index: Index, value_ids: Collection[int] | None
) -> list[BitMap]:
    """The initiatives with each value of a facet that this one has."""
    ids = id_range(FACETS[key])
    return [
        members
        for value_id, members in index.by_id.items()
        if value_id in ids and (initiative.pk in members if value_ids is None else value_id in value_ids)
    ]


@dataclass(frozen=True)
class SimilarMunicipalities:
    """Municipalities of one size with their numbers of initiatives, and a Dutch sentence that says what they share."""

    explanation: str
    places: list[tuple[Municipality, int]]
    size: SizeClass


def similar_municipalities(municipality: Municipality, index: Index) -> SimilarMunicipalities | None:
    """Return municipalities as large as this existing one that have initiatives, those of its province first.

    None when the size is unknown or there is no other municipality of that size.
    """
    size = municipality.size_class
    if size is None:
        return None
    counts = index.totals["gemeente"]
    of_size = index.facet_values.municipalities_by_size[size]
    others = [other for other in of_size if other.pk != municipality.pk and counts.get(other.slug)]
    others.sort(key=lambda other: (other.province_id != municipality.province_id, -counts[other.slug], other.name))
    if not others:
        return None
    explanation = f"Deze gemeenten hebben ongeveer evenveel inwoners: {size.label.lower()}."
    if others[0].province_id == municipality.province_id:
        explanation += f" Eerst staan die uit {municipality.province.name}."
    places = [(other, counts[other.slug]) for other in others[:MAX_MUNICIPALITIES]]
    return SimilarMunicipalities(explanation, places, size)
