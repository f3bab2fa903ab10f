"""The contents of both spreadsheet formats: a sheet of initiatives, and one that explains them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.dateformat import format as date_format

from initiatives.exports.columns import COLUMNS, Column, as_text
from initiatives.metadata.citation import DAY
from initiatives.xml_text import xml_safe

Cell = str | int | date | datetime | None

MAX_ROWS = 2_000  # initiatives: a spreadsheet is made in memory, completely before its first byte is sent
ROWS, EXPLANATION = "Initiatieven", "Toelichting"  # the names of the sheets
LICENCE = "Onze teksten: {name}, {url}. De feiten komen uit de bronnen.".format(**settings.LICENCE)
ABOUT_NAMES = "Meer namen in één cel staan achter elkaar, met een puntkomma ertussen."
EXPLANATION_WIDTHS = (18, 130, 12)  # in characters
HEADER_HEIGHT, ROW_HEIGHT = 18, 92  # in points: a row shows a whole summary, and the beginning of longer texts
MAX_CELL_LENGTH = 32_767  # characters that Excel can hold in a cell
CUT = " … (ingekort; in het CSV-bestand staat alles)"


@dataclass(frozen=True)
class About:
    """The origin of a list: the query as a sentence, the day, the full address of the query; and its columns."""

    sentence: str
    made_on: date
    address: str
    columns: tuple[Column, ...] = COLUMNS

    @property
    def title(self) -> str:
        """The sentence, without characters that a file cannot hold."""
        return xml_safe(self.sentence)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The rows of the explanation; the first cell of each is bold."""
        yield "Inhoud", self.title
        yield "Datum", date_format(self.made_on, DAY)
        yield "Adres", self.address
        yield "Licentie", LICENCE
        yield "Namen", ABOUT_NAMES
        yield ()
        yield "Kolom", "Wat staat erin?", "Soort"
        for column in self.columns:
            yield column.name, column.meaning, column.kind.value


@dataclass(frozen=True)
class Table:
    """A sheet of texts and numbers below a header; the widths of its columns are in characters."""

    name: str
    widths: tuple[int, ...]
    rows: Sequence[Sequence[str | int]]
    has_filters: bool = False  # on the columns


def typed(value: Any) -> Cell:
    """Return the value of a cell: dates and numbers as they are, anything else as a text that XML can hold.

    A time is in Dutch local time, since spreadsheets have no time zones.
    """
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, date | int) or value is None:
        return value
    text = xml_safe(as_text(value))
    return text if len(text) <= MAX_CELL_LENGTH else text[: MAX_CELL_LENGTH - len(CUT)] + CUT
