"""The blocks of a document in order, whatever its format; the formats say the same because both write these."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.dateformat import format as date_format

from initiatives.metadata.citation import AUTHOR, DAY
from initiatives.selection.memo import Entry, Memo

# Paragraph styles of the two templates, by their names in Word.
BODY, TITLE, HEADING, SUBHEADING = "Normal", "Title", "Heading 1", "Heading 2"
LEAD, NOTE, CONTENTS, ITEM = "Samenvatting", "Toelichting", "Inhoud kop", "List Bullet"
LABEL, FACT, REFERENCE, FINE_PRINT = "Kenmerk", "Kenmerk tekst", "Bibliography", "Klein"

BLANK_LINES = re.compile(r"\n\s*\n")
DISCLAIMER = "De teksten beschrijven de initiatieven zoals zij toen waren. Misschien bestaan zij nu niet meer."


@dataclass(frozen=True)
class Line:
    """A paragraph: a text, then an optional link; `target` is an address, or # with the `anchor` of another line."""

    style: str
    text: str = ""
    link: str = ""
    target: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Items:
    """A bulleted list."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Facts:
    """A table of labels and values."""

    rows: tuple[tuple[Line, Line], ...]


Block = Line | Items | Facts


def blocks(memo: Memo) -> Iterator[Block]:
    """Yield everything in the document, in order; `memo` is `xml_safe`."""
    made_on = date_format(memo.made_on, DAY)
    number = len(memo.entries)
    yield Line(TITLE, memo.title)
    subject = f"{number} initiatieven" if number > 1 else "één initiatief"
    made = f"Dit document is gemaakt op {made_on} en gaat over {subject} uit de catalogus {AUTHOR}."
    yield Line(BODY, f"{made} {DISCLAIMER}")
    yield from _paragraphs(NOTE, memo.note)
    if number > 1:
        yield Line(CONTENTS, "In dit document")
        yield Items(tuple(_contents_line(entry, position) for position, entry in enumerate(memo.entries, 1)))
    for position, entry in enumerate(memo.entries, 1):
        yield from _entry(entry, position)
    yield Line(HEADING, "Bronnen")
    yield from (Line(REFERENCE, source) for source in memo.sources)
    yield Line(FINE_PRINT, f"Gemaakt op {made_on}. U vindt deze selectie op ", memo.address, memo.address)


def _entry(entry: Entry, position: int) -> Iterator[Block]:
    yield Line(HEADING, entry.title, anchor=_anchor(position))
    yield Line(LEAD, entry.summary)
    rows = [(Line(LABEL, label), Line(FACT, text)) for label, text in entry.facts if text]
    page = (Line(LABEL, "Op de site"), Line(FACT, link=entry.address, target=entry.address))
    yield Facts((*rows, page))
    for heading, text in entry.paragraphs:
        yield Line(SUBHEADING, heading)
        yield from _paragraphs(BODY, text)
    if entry.mentions:
        yield Line(SUBHEADING, "Waar staat dit in de bron?")
        yield Items(tuple(Line(ITEM, mention) for mention in entry.mentions))


def _paragraphs(style: str, text: str) -> Iterator[Line]:
    """A line for each paragraph of a text; single line breaks stay within it."""
    yield from (Line(style, paragraph) for paragraph in BLANK_LINES.split(text.strip()) if paragraph)


def _contents_line(entry: Entry, position: int) -> Line:
    return Line(ITEM, link=entry.title, target=f"#{_anchor(position)}")


def _anchor(position: int) -> str:
    return f"initiatief_{position}"
