"""What a page shows of the facets: values with counts, and chips for what is chosen."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import CharField, Count, F, Func, QuerySet, Value

LONG = 12  # values; a longer list can be searched
PROMINENT = ("gemeente", "doelgroep", "categorie")


@dataclass(frozen=True)
class Option:
    """A value of a facet: how many results it would give as the only one, and the address that toggles it."""

    value: str
    label: str
    count: int
    chosen: bool
    url: str
    is_child: bool = False

    @property
    def is_dead(self) -> bool:
        """Greyed and no link: it leads nowhere. A chosen value stays, so that it can be removed."""
        return not self.count and not self.chosen


@dataclass(frozen=True)
class Facet:
    """A question with values to choose from."""

    key: str
    label: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> int:
        """How many of its values are chosen."""
        return sum(option.chosen for option in self.options)

    @property
    def is_prominent(self) -> bool:
        """Advisers begin with it, so it is shown unfolded."""
        return self.key in PROMINENT

    @property
    def is_long(self) -> bool:
        """Too long to look through, so it can be searched."""
        return len(self.options) > LONG


@dataclass(frozen=True)
class Sort:
    """A way to sort the results."""

    label: str
    chosen: bool
    url: str


@dataclass(frozen=True)
class Chip:
    """Something that is chosen, and the address without it."""

    label: str
    url: str


def count_terms(sets: dict[str, QuerySet]) -> dict[str, Counter[str]]:
    """Count how often each term occurs in each set of initiatives, in one query.

    Args:
        sets: initiatives by any name; they have search rows.

    Returns:
        By the same name, the number of initiatives with each term.
    """
    counted = [_counted(initiatives, name) for name, initiatives in sets.items()]
    counts: dict[str, Counter[str]] = {name: Counter() for name in sets}
    for name, term, number in counted[0].union(*counted[1:], all=True):
        counts[name][term] = number
    return counts


def _counted(initiatives: QuerySet, name: str) -> QuerySet:
    term = Func(F("search_row__terms"), function="unnest", output_field=CharField())
    rows = initiatives.order_by().annotate(set_name=Value(name), term=term).values("set_name", "term")
    return rows.annotate(number=Count("pk")).values_list("set_name", "term", "number")
