"""The blocks of a document in order, whatever its format; the formats say the same because both write these."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.dateformat import format as date_format

from initiatives.metadata.citation import AUTHOR, DAY
from initiatives.selection.memo import Comparison, Entry, Memo
from initiatives.selection.overview import HEADER, UNKNOWN, shortened

# Paragraph styles of the two templates, by their names in Word.
BODY, TITLE, HEADING, SUBHEADING = "Normal", "Title", "Heading 1", "Heading 2"
LEAD, NOTE, ITEM = "Samenvatting", "Toelichting", "List Bullet"
LABEL, FACT, REFERENCE, FINE_PRINT = "Kenmerk", "Kenmerk tekst", "Bibliography", "Klein"
COLUMN_HEAD, CELL = "Tabel kop", "Tabel tekst"
SHORT_HEADING, SHORT_TEXT = "Kop kort", "Kort"  # in a short document, which has to fit on two pages

BLANK_LINES = re.compile(r"\n\s*\n")
OVERVIEW_WIDTHS = (3.9, 2.7, 2.7, 2.4, 4.3)  # of its columns, in centimetres: together the width of the text
MAX_COMPARED_LENGTH = 240  # characters in a cell of a comparison; the complete text is further on
LABEL_WIDTH, TEXT_WIDTH = 2.4, 16.0  # centimetres: the labels of a comparison, and a line
LANDSCAPE_TEXT_WIDTH = 24.7  # centimetres: a line on a page that lies on its side
DISCLAIMER = "De teksten beschrijven de initiatieven zoals zij toen waren. Misschien bestaan zij nu niet meer."


@dataclass(frozen=True)
class Line:
    """A paragraph: a text, then an optional link, then more text.

    `target` is an address, or # with the `anchor` of another line.
    """

    style: str
    text: str = ""
    link: str = ""
    target: str = ""
    tail: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Items:
    """A bulleted list."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Facts:
    """A table of labels and values, kept on one page."""

    rows: tuple[tuple[Line, Line], ...]


@dataclass(frozen=True)
class Grid:
    """A table of several columns, with a header row that repeats on each page."""

    header: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[float, ...]  # of the columns, in centimetres
    keeps_rows: bool  # whether each row is kept on one page


Block = Line | Items | Facts | Grid


def blocks(memo: Memo) -> Iterator[Block]:
    """Yield everything in the document, in order; `memo` is `xml_safe`."""
    made_on = date_format(memo.made_on, DAY)
    number = len(memo.entries)
    heading, text, note = (SHORT_HEADING, SHORT_TEXT, SHORT_TEXT) if memo.is_short else (HEADING, BODY, NOTE)
    yield Line(TITLE, memo.title)
    subject = f"{number} initiatieven" if number > 1 else "één initiatief"
    made = f"Dit document is gemaakt op {made_on} en gaat over {subject} uit de catalogus {AUTHOR}."
    yield Line(text, f"{made} {DISCLAIMER}")
    yield from _paragraphs(note, memo.note)
    yield Line(heading, "Overzicht")
    yield _overview(memo)
    yield from _summaries(memo) if memo.is_short else _complete(memo)
    yield Line(FINE_PRINT, f"Gemaakt op {made_on}. ", "Open deze selectie op de site", memo.address, ".")


def _overview(memo: Memo) -> Grid:
    """A row for each initiative; its name leads to what more the document has of it, or else to the site."""
    rows = []
    for position, entry in enumerate(memo.entries, 1):
        target = entry.address if memo.is_short else f"#{_anchor(position)}"
        rows.append((Line(CELL, link=entry.name, target=target), *(Line(CELL, text) for text in entry.overview)))
    return Grid(_header(HEADER), tuple(rows), OVERVIEW_WIDTHS, keeps_rows=True)


def _summaries(memo: Memo) -> Iterator[Block]:
    """What a short document has after its overview: a paragraph for each initiative, and numbered sources."""
    yield Line(SHORT_HEADING, "Kort verteld")
    for entry in memo.entries:
        places = "; ".join(entry.references)
        where = f" Vindplaats: {places}." if places else ""
        yield Line(SHORT_TEXT, link=entry.name, target=entry.address, tail=f". {entry.summary}{where}")
    yield Line(SHORT_HEADING, "Bronnen")
    yield from (Line(SHORT_TEXT, f"[{number}] {source}") for number, source in enumerate(memo.sources, 1))


def _complete(memo: Memo) -> Iterator[Block]:
    """What a long document has after its overview."""
    if memo.comparison:
        yield Line(HEADING, "Naast elkaar")
        yield _comparison(memo.comparison)
    for position, entry in enumerate(memo.entries, 1):
        yield from _entry(entry, position)
    yield Line(HEADING, "Bronnen")
    yield from (Line(REFERENCE, source) for source in memo.sources)


def _comparison(comparison: Comparison) -> Grid:
    rows = [
        (Line(COLUMN_HEAD, label), *(Line(CELL, shortened(text, MAX_COMPARED_LENGTH) or UNKNOWN) for text in texts))
        for label, texts in comparison.rows
    ]
    width = (TEXT_WIDTH - LABEL_WIDTH) / len(comparison.names)
    widths = (LABEL_WIDTH, *[width] * len(comparison.names))
    return Grid(_header(("Kenmerk", *comparison.names)), tuple(rows), widths, keeps_rows=False)


def _header(texts: Iterable[str]) -> tuple[Line, ...]:
    return tuple(Line(COLUMN_HEAD, text) for text in texts)


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


def _anchor(position: int) -> str:
    return f"initiatief_{position}"
