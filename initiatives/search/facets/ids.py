"""Numbers for what an initiative itself has: search rows keep these, and each process knows what they mean today."""

from initiatives.choices import Channel, Phase, Scope
from initiatives.models import Initiative

# The facets that stand in a row; province and size follow from the municipality, a main group from its sub-group.
KINDS = ("gemeente", "doelgroep", "categorie", "bron", "vorm", "fase", "bereik")
ROOM = 10_000_000  # numbers for each kind
CHOICES = {"vorm": Channel, "fase": Phase, "bereik": Scope}


def number(kind: str, value: int | str) -> int:
    """The number of a facet value in a search row.

    Args:
        kind: one of `KINDS`.
        value: the row's primary key, or for a closed list the choice's value.
    """
    if kind in CHOICES:  # by its place in the list: when that changes, `load_catalogue` makes every row anew
        value = CHOICES[kind].values.index(value)
    return KINDS.index(kind) * ROOM + value


def numbers_of(initiative: Initiative) -> list[int]:
    """The facet values of an initiative as numbers, sorted: as it was, without what follows from it today."""
    found = {number("bereik", initiative.scope), number("fase", initiative.phase)}
    found |= {number("vorm", channel) for channel in initiative.channels}
    found |= {number("gemeente", each.pk) for each in initiative.municipalities.all()}
    found |= {number("doelgroep", each.pk) for each in initiative.target_groups.all()}
    found |= {number("categorie", each.pk) for each in initiative.categories.all()}
    found |= {number("bron", mention.source_id) for mention in initiative.mentions.all()}
    return sorted(found)
