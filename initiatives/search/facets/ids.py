"""Ids of facet values in search rows.

A row keeps what the initiative itself has. What an id means today (a municipality that was merged, a province) is
looked up in each process, so that a merger changes no row.
"""

from initiatives.models import Initiative
from initiatives.search.facets.definitions import FACETS, Facet

IDS_PER_FACET = 10_000_000


def facet_value_id(facet: Facet, value: int | str) -> int:
    """Return the id of a value of a facet that is not derived: a primary key, or a value of the facet's `choices`."""
    if facet.choices:  # by position; the loader rebuilds every row when the list changes
        value = facet.choices.values.index(str(value))
    return id_range(facet).start + int(value)


def facet_value_ids(initiative: Initiative) -> list[int]:
    """Return the ids of an initiative's values in all facets that are not derived, sorted; needs `for_index`."""
    values = [(facet, value) for facet in FACETS.values() for value in facet.values_of(initiative)]
    return sorted({facet_value_id(facet, value) for facet, value in values if value not in ("", None)})


def id_range(facet: Facet) -> range:
    if facet.id_range is None:
        raise ValueError(f"The facet {facet.key} is derived from another: search rows have no ids of it.")
    return range(facet.id_range * IDS_PER_FACET, (facet.id_range + 1) * IDS_PER_FACET)
