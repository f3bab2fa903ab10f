"""A comparison of an approach as a document or a spreadsheet."""

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO

from django.utils.dateformat import format as date_format

from initiatives.approaches.comparison import HEADER, NOTHING, Cell, Comparison, Row
from initiatives.exports import xlsx
from initiatives.exports.sheets import LICENCE, Table
from initiatives.metadata import citation
from initiatives.models import Initiative
from initiatives.search.page.sentence import number_of_initiatives
from initiatives.selection import docx, odt
from initiatives.selection.outline import (
    BODY,
    CELL,
    COLUMN_HEAD,
    DISCLAIMER,
    FINE_PRINT,
    HEADING,
    ITEM,
    LEAD,
    REFERENCE,
    TITLE,
    Block,
    Grid,
    Items,
    Line,
)
from initiatives.xml_text import xml_safe

WIDTHS = (4.7, 3.3, 4.5, 3.4, 4.4, 4.4)  # centimetres: together the width of the text
SHEET_WIDTHS = (30, 24, 12, 30, 40, 24, 50, 50, 30, 40)  # characters
SHEET_HEADER = ("Initiatief", "Plaats", "Inwoners", *HEADER[1:], "Bron", "Adres")
READING_NOTE = "Bovenaan staat waarover de bron het meest vertelt. Het getal tussen haken is de bron."
EVIDENCE = "Wat de bronnen hierover zeggen"
UNKNOWNS = "Wat de bronnen niet vertellen"

AddressOf = Callable[[Initiative], str]


def document(comparison: Comparison, made_on: date, address: str, address_of: AddressOf, kind: str) -> bytes:
    """Return the file of a kind in `WRITERS`; `address` is that of the page, `address_of` that of an initiative."""
    return WRITERS[kind](comparison, made_on, address, address_of)


def _blocks(comparison: Comparison, made_on: date, address: str, address_of: AddressOf) -> Iterator[Block]:
    approach = comparison.approach
    yield Line(TITLE, approach.name)
    yield Line(LEAD, approach.summary)
    yield Line(
        BODY, f"Gemaakt op {date_format(made_on, citation.DAY)} uit de catalogus {citation.AUTHOR}. {DISCLAIMER}"
    )
    yield from _paragraphs(approach.description)
    if not comparison.rows:
        yield Line(BODY, NOTHING)
        return
    yield Line(BODY, f"In onze bronnen: {number_of_initiatives(len(comparison.rows))}, {comparison.where}.")
    if comparison.statements:
        yield Line(HEADING, EVIDENCE)
        yield Items(tuple(Line(ITEM, f"{text} ({titles})") for text, titles in _statements(comparison)))
    if approach.unknowns:
        yield Line(HEADING, UNKNOWNS)
        yield from _paragraphs(approach.unknowns)
    yield Line(HEADING, "Naast elkaar")
    yield Line(BODY, READING_NOTE)
    rows = tuple(_cells(row, address_of(row.initiative)) for row in comparison.rows)
    yield Grid(tuple(Line(COLUMN_HEAD, text) for text in HEADER), rows, WIDTHS, keeps_rows=True)
    yield Line(HEADING, "Bronnen")
    yield from (
        Line(REFERENCE, f"[{number}] {citation.of_source(source)}")
        for number, source in enumerate(comparison.sources, 1)
    )
    yield Line(FINE_PRINT, "", "Open deze pagina op de site", address, ".")


def _paragraphs(texts: str) -> Iterator[Line]:
    return (Line(BODY, text) for text in texts.splitlines() if text)


def _statements(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """Each sentence with the titles of the initiatives that it rests on."""
    for statement in comparison.statements:
        yield statement.text, "; ".join(initiative.title_with_place for initiative in statement.initiatives)


def _cells(row: Row, address: str) -> tuple[Line, ...]:
    about = ", ".join(filter(None, [row.place, row.size and f"{row.size} inwoners"]))
    first = Line(CELL, link=row.initiative.title, target=address, tail=f" ({about}) {_places(row)}")
    return first, *(Line(CELL, _with_reference(cell)) for cell in row.cells)


def _places(row: Row) -> str:
    return "; ".join(f"[{number}] {locator}" for number, locator in row.references)


def _with_reference(cell: Cell) -> str:
    return f"{cell.text} {cell.reference}".strip()


def _spreadsheet(comparison: Comparison, made_on: date, address: str, address_of: AddressOf) -> bytes:
    approach = comparison.approach
    rows = [
        (
            row.initiative.title,
            row.place,
            _number_of(row),
            *(_with_reference(cell) for cell in row.cells),
            _places(row),
            address_of(row.initiative),
        )
        for row in comparison.rows
    ]
    about = [
        ("Aanpak", approach.name),
        ("Uitleg", approach.description or approach.summary),
        (UNKNOWNS, approach.unknowns),
        ("Datum", date_format(made_on, citation.DAY)),
        ("Adres", address),
        ("Licentie", LICENCE),
        *((f"Bron [{number}]", citation.of_source(source)) for number, source in enumerate(comparison.sources, 1)),
    ]
    file = BytesIO()
    xlsx.write_tables(
        file,
        xml_safe(approach.name),
        made_on,
        [
            Table("Naast elkaar", SHEET_WIDTHS, [SHEET_HEADER, *rows], has_filters=True),
            Table("Bevindingen", (90, 70), [(EVIDENCE, "Initiatieven"), *_statements(comparison)]),
            Table("Toelichting", (30, 110), about),
        ],
    )
    return file.getvalue()


def _number_of(row: Row) -> int | str:
    """The inhabitants in hundreds as a number, where there is one municipality; else what the page says."""
    places = row.initiative.municipalities.all()
    return places[0].rounded_population or row.size if row.size and len(places) == 1 else row.size


def _document(write: Callable[..., bytes]) -> Callable[..., bytes]:
    def render(comparison: Comparison, made_on: date, address: str, address_of: AddressOf) -> bytes:
        title = xml_safe(comparison.approach.name)
        blocks = map(xml_safe, _blocks(comparison, made_on, address, address_of))
        return write(title, made_on, blocks, landscape=True)

    return render


WRITERS: dict[str, Callable[..., bytes]] = {
    "odt": _document(odt.write),
    "docx": _document(docx.write),
    "xlsx": _spreadsheet,
}
