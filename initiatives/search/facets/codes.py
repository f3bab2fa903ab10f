"""Short codes for facet values, for addresses of which a page has hundreds."""

from base64 import b32encode
from collections.abc import Iterable
from hashlib import blake2b

from initiatives.search.facets.values import FacetAndSlug, FacetValues

LENGTH = 6  # characters of 5 bits: of a hundred values any two have the same code in one catalogue of 200,000


def code_for(key: str, slug: str) -> str:
    """Return the code of a facet value: a hash of its key and slug, so that it is the same in every database."""
    return b32encode(blake2b(f"{key}={slug}".encode()).digest())[:LENGTH].decode().lower()


def values_by_code(facet_values: FacetValues, keys: Iterable[str]) -> dict[str, FacetAndSlug]:
    """Return the values of these facets by their codes; the code of an old slug stands for the slug of today."""
    values: dict[str, FacetAndSlug] = {}
    for key in keys:
        slugs = facet_values.renamed(key) | {slug: slug for slug in facet_values.by_slug(key)}
        values |= {code_for(key, slug): (key, current) for slug, current in slugs.items()}
    return values
