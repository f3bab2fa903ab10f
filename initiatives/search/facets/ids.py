"""Ids of facet values in search rows.

A row keeps what the initiative itself has. What an id means today (a municipality that was merged, a province) is
looked up in each process, so that a merger changes no row.
"""

from initiatives.models import Initiative
from initiatives.search.facets.definitions import FACETS, Facet

IDS_PER_FACET = 10_000_000


def facet_value_id(facet: Facet, value: int | str) -> int:
    """Return the id of a facet value in search rows.

    Args:
        facet: one that is not derived from another.
        value: the primary key of a row, or for a closed list the value of the choice.
    """
    if facet.choices:  # by position; the loader rebuilds every row when the list changes
        value = facet.choices.values.index(value)
    return facet.id_range * IDS_PER_FACET + value


def facet_value_ids(initiative: Initiative) -> list[int]:
    """Return the ids of all facet values of an initiative, sorted; without what is derived from them.

    Args:
        initiative: with what `for_index` prefetches.
    """
    return sorted({facet_value_id(facet, value) for facet in FACETS.values() for value in facet.values_of(initiative)})


def id_range(facet: Facet) -> range:
    """Return the range in which the ids of a facet's values lie."""
    return range(facet.id_range * IDS_PER_FACET, (facet.id_range + 1) * IDS_PER_FACET)
