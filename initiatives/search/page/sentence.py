"""What was found, said in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from initiatives.search.search import Search

MOST_NAMES = 3  # of one facet; the chips below the sentence have them all
# How each facet is said, in the order of the sentence.
PHRASES = {
    "doelgroep": "voor {}",
    "gemeente": "in {}",
    "provincie": "in {}",
    "inwoners": "in gemeenten met {} inwoners",
    "categorie": "over {}",
    "vorm": "({})",
    "fase": "(fase: {})",
    "bereik": "(bereik: {})",
    "bron": "uit {}",
}
PROPER = {"gemeente", "provincie", "bron"}  # their values are names, with a capital


def sentence(search: Search) -> str:
    """The number of results and what is chosen: 23 initiatieven voor ouderen in Flevoland over eenzaamheid.

    Args:
        search: a question.
    """
    return " ".join([f"{search.total} initiatie{'f' if search.total == 1 else 'ven'}", *_choices(search)])


def heading(search: Search) -> str:
    """The same as a title, without a number that would change: Initiatieven voor ouderen in Flevoland.

    Args:
        search: a question.
    """
    return " ".join(["Initiatieven", *_choices(search)])


def _choices(search: Search) -> Iterator[str]:
    for key, phrase in PHRASES.items():
        if values := search.asked.chosen.get(key):
            yield phrase.format(_either([_name(search, key, value) for value in values]))
    if search.asked.words:
        yield f"met “{search.asked.words}”"


def _name(search: Search, key: str, value: str) -> str:
    label = search.vocabulary.terms(key)[value].label
    return label if key in PROPER else label[:1].lower() + label[1:]


def _either(names: list[str]) -> str:
    """Names with commas and “of”: any of them is enough."""
    if len(names) > MOST_NAMES:
        return f"{names[0]} of {len(names) - 1} andere"
    return " of ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
