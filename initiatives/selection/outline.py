"""The paragraphs of a document, in order: both formats write these, so that they say the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TypeVar

from django.utils.dateformat import format as date_format

from initiatives.metadata.citation import AUTHOR, DAY
from initiatives.selection import looks
from initiatives.selection.looks import Look
from initiatives.selection.memo import Entry, Memo

NOT_IN_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2
LINE_END = re.compile("\r\n?")
BLANK_LINES = re.compile(r"\n\s*\n")
THEN = "De teksten beschrijven de initiatieven zoals zij toen waren. Misschien bestaan zij nu niet meer."
T = TypeVar("T")


@dataclass(frozen=True)
class Line:
    """A paragraph: text, then perhaps the text of a link; `target` is an address or # with an `anchor`."""

    look: Look
    text: str = ""
    link: str = ""
    target: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Items:
    """A list with bullets."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Facts:
    """A table of labels and what goes with them."""

    rows: tuple[tuple[Line, Line], ...]


Block = Line | Items | Facts


def safe(value: T) -> T:
    """The same text, or tuple or dataclass with texts, without what XML cannot hold; line ends are "\\n"."""
    if isinstance(value, str):
        return NOT_IN_XML.sub("", LINE_END.sub("\n", value))
    if isinstance(value, tuple):
        return tuple(safe(each) for each in value)
    if is_dataclass(value):
        return replace(value, **{field.name: safe(getattr(value, field.name)) for field in fields(value)})
    return value


def blocks(memo: Memo) -> Iterator[Block]:
    """Everything in the document, in order; `memo` is `safe`."""
    made_on = date_format(memo.made_on, DAY)
    number = len(memo.entries)
    yield Line(looks.TITLE, memo.title)
    subject = f"{number} initiatieven" if number > 1 else "één initiatief"
    made = f"Dit document is gemaakt op {made_on} en gaat over {subject} uit de catalogus {AUTHOR}."
    yield Line(looks.BODY, f"{made} {THEN}")
    yield from _texts(looks.NOTE, memo.note)
    if number > 1:
        yield Line(looks.CONTENTS, "In dit document")
        yield Items(tuple(_pointer(entry, place) for place, entry in enumerate(memo.entries, 1)))
    for place, entry in enumerate(memo.entries, 1):
        yield from _entry(entry, place)
    yield Line(looks.HEADING, "Bronnen")
    yield from (Line(looks.REFERENCE, source) for source in memo.sources)
    yield Line(looks.FINE, f"Gemaakt op {made_on}. U vindt deze selectie op ", memo.address, memo.address)


def _entry(entry: Entry, place: int) -> Iterator[Block]:
    yield Line(looks.HEADING, entry.title, anchor=_anchor(place))
    yield Line(looks.LEAD, entry.summary)
    rows = [(Line(looks.LABEL, label), Line(looks.FACT, text)) for label, text in entry.facts if text]
    page = (Line(looks.LABEL, "Op de site"), Line(looks.FACT, link=entry.address, target=entry.address))
    yield Facts((*rows, page))
    for heading, text in entry.paragraphs:
        yield Line(looks.SUBHEADING, heading)
        yield from _texts(looks.BODY, text)
    if entry.mentions:
        yield Line(looks.SUBHEADING, "Waar staat dit in de bron?")
        yield Items(tuple(Line(looks.ITEM, mention) for mention in entry.mentions))


def _texts(look: Look, text: str) -> Iterator[Line]:
    """A line for each paragraph of a text; single line breaks stay in it."""
    yield from (Line(look, each) for each in BLANK_LINES.split(text.strip()) if each)


def _pointer(entry: Entry, place: int) -> Line:
    return Line(looks.ITEM, link=entry.title, target=f"#{_anchor(place)}")


def _anchor(place: int) -> str:
    return f"initiatief_{place}"
