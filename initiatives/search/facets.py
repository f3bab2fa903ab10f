"""What a page shows of the facets: values with counts, and chips for what is chosen."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from initiatives.search.vocabulary import Terms

LONG = 12  # values; a longer list can be searched
PROMINENT = ("gemeente", "doelgroep", "categorie")


@dataclass(frozen=True, slots=True)
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


@dataclass
class Facet:
    """A question with values to choose from: those that occur in the catalogue, and what is chosen.

    `counts` has for each value the number of results if it were the only one chosen in this facet.
    """

    key: str
    label: str
    terms: Terms
    counts: dict[str, int]
    values_chosen: list[str]
    toggled: Callable[[str, str], str] = field(repr=False)

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """The values in the order of the vocabulary; in a plain list the dead ones last."""
        options = [
            Option(
                value,
                known.label,
                self.counts[value],
                value in self.values_chosen,
                self.toggled(self.key, value),
                bool(known.parent),
            )
            for value, known in self.terms.items()
            if value in self.counts
        ]
        has_levels = any(option.is_child for option in options)
        return tuple(options if has_levels else sorted(options, key=lambda option: option.is_dead))

    @property
    def chosen(self) -> int:
        """How many of its values are chosen."""
        return len(self.values_chosen)

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
