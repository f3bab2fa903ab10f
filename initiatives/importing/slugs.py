"""Slugs for the new initiatives of a table."""

from collections.abc import Iterable

from initiatives.exports.multi_value import split_names
from initiatives.models import Initiative
from initiatives.models.history import first_free_slug, taken_slugs


class NewSlugs:
    """Makes slugs that nothing has or had, nor has another row of the table.

    Args:
        given: the slugs that rows of the table have.
    """

    def __init__(self, given: Iterable[str]) -> None:
        self._taken = taken_slugs(Initiative) | set(given)

    def make(self, title: str, places: str) -> str:
        """Return a slug from a title, with the place behind it where the title alone is taken.

        Args:
            places: the municipalities as the table has them; many say nothing of the place.
        """
        names = split_names(places)
        place = names[0] if len(names) == 1 else ""
        slug = first_free_slug(Initiative, [title, f"{title} {place}"], self._taken)
        self._taken.add(slug)
        return slug
