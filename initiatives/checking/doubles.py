"""Finds published initiatives that are surely told of twice, in fixtures too; `initiatives.doubles` compares them."""

from collections.abc import Iterator

from initiatives.checking.content import Content
from initiatives.checking.texts import texts_of
from initiatives.doubles.entries import Entry, link_key, mention_key
from initiatives.doubles.index import DoublesIndex
from initiatives.doubles.score import CERTAIN
from initiatives.importing.values import Values
from initiatives.models import SeeAlso


def certain_doubles(content: Content) -> Iterator[tuple[Values, Values]]:
    """Yield pairs that look alike, without those that editors told apart or that refer to each other."""
    related = {frozenset((row["initiative"][0], row["other"][0])) for row in content.rows[SeeAlso]}
    rows = {row["slug"]: row for row in content.initiatives}
    index = DoublesIndex(_entry(row, content) for row in content.initiatives)
    for pair in index.pairs(least=CERTAIN):
        if frozenset((pair.one.key, pair.other.key)) not in related | content.told_apart:
            yield rows[pair.one.key], rows[pair.other.key]


def _entry(row: Values, content: Content) -> Entry:
    """The entry of a row, as `doubles.catalogue.entry_of` has that of an initiative."""
    mentions = content.mentions.get(row["slug"], [])
    known = [content.municipalities[code] for (code,) in row["municipalities"] if code in content.municipalities]
    codes = {code for place in known for code in (place["code"], *(key for (key,) in place["successors"]))}
    names = {name for place in known for name in (place["name"], place["official_name"])} | {row["region"]}
    return Entry(
        key=row["slug"],
        names=(
            row["title"],
            *dict.fromkeys(mention["printed_name"] for mention in mentions if mention["printed_name"]),
        ),
        places=frozenset(codes),
        place_names=frozenset(names - {""}),
        scope=row["scope"],
        text=" ".join(text for _, text in texts_of(row)),
        links=frozenset(link_key(link["url"]) for link in content.links.get(row["slug"], [])) - {""},
        mentions=frozenset(mention_key(mention["source"][0], mention["locator"]) for mention in mentions),
    )
