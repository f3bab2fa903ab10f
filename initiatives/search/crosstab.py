"""Two facets against each other: how many initiatives each combination of values has."""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from urllib.parse import urlencode

from django.urls import reverse

from initiatives.search.facets.codes import code_for
from initiatives.search.facets.definitions import FACETS
from initiatives.search.gaps import Counts, describe_gaps
from initiatives.search.page.answer_page import AnswerPage
from initiatives.search.query_string.outlets import OUTLETS

ROWS = OUTLETS["matrix"].table_rows  # the facet of the rows of all tables
# The facets of the columns of the tables at an outlet; one with many columns has a page of its own.
COLUMNS = {"matrix": ("categorie", "provincie"), "approach_matrix": ("aanpak",)}
HEATS = 8  # shades, besides that of an empty cell


@dataclass(frozen=True, slots=True)
class Cell:
    """A combination of two values, with its shade.

    `url` leads to the list of its initiatives; empty without any. It is relative to the page with the table and has
    codes for the two values, since a table has over a thousand cells.
    """

    count: int
    heat: int
    url: str


@dataclass(frozen=True)
class Line:
    """A value of one facet against every value of the other."""

    label: str
    is_child: bool
    cells: list[Cell]


@dataclass(frozen=True)
class Crosstab:
    """A table of two facets.

    `gaps` is a sentence about what is missing most, or empty. `url_expanded` shows the sub-groups too, empty where it
    does or where there are none.
    """

    rows_label: str
    columns_label: str
    columns: list[str]
    lines: list[Line]
    gaps: str
    url_expanded: str

    @property
    def cells(self) -> list[Cell]:
        return [cell for line in self.lines for cell in line.cells]

    @property
    def empty(self) -> int:
        """Number of combinations without any initiative."""
        return sum(not cell.count for cell in self.cells)


def crosstab(answer: AnswerPage, rows: str, columns: str) -> Crosstab:
    """Count every combination of two facets.

    A count is the number of results if those two values were the only ones chosen in their facets, all else as it is;
    it equals the count that the facets show on the list behind the cell. Of a facet in which values are chosen already,
    only those are shown.
    """
    counts = _counts(answer, rows, columns)
    row_values, column_values = map(answer.search.facet_values.by_slug, (rows, columns))
    url = _cell_address(answer, rows, columns)

    def cell(row: str, column: str) -> Cell:
        count = counts.cells[row, column]
        return Cell(count, heat(count, counts.largest), url(row, column) if count else "")

    lines = [
        Line(row_values[row].label, bool(row_values[row].parent), [cell(row, column) for column in counts.columns])
        for row in counts.rows
    ]
    labels = [column_values[column].label for column in counts.columns]
    gaps = describe_gaps(answer.search, counts, rows, columns)
    return Crosstab(FACETS[rows].label, FACETS[columns].label, labels, lines, gaps, _url_expanded(answer, rows))


def _counts(answer: AnswerPage, rows: str, columns: str) -> Counts:
    search = answer.search
    among = search.matching_except(rows, columns)
    down = {slug: search.with_values(rows, [slug]) & among for slug in _shown(answer, rows)}
    across = {slug: search.with_values(columns, [slug]) & among for slug in _shown(answer, columns)}
    return Counts(
        total=len(among),
        rows={slug: len(members) for slug, members in down.items()},
        columns={slug: len(members) for slug, members in across.items()},
        cells={(row, column): len(down[row] & across[column]) for row in down for column in across},
    )


def _cell_address(answer: AnswerPage, rows: str, columns: str) -> Callable[[str, str], str]:
    """Return a function that makes the address of a cell from the slugs of its row and column."""
    folder = reverse("matrix_cell", args=["row", "column"]).removeprefix(reverse("matrix")).removesuffix("row.column")
    chosen = {**answer.parameters.chosen, rows: [""], columns: [""]}
    others = urlencode([pair for pair in answer.list_address.pairs(chosen=chosen) if pair[0] not in (rows, columns)])
    question = f"?{others}" if others else ""
    codes = {(key, slug): code_for(key, slug) for key in (rows, columns) for slug in _shown(answer, key)}
    return lambda row, column: f"{folder}{codes[rows, row]}.{codes[columns, column]}{question}"


def _url_expanded(answer: AnswerPage, key: str) -> str:
    is_part = len(_shown(answer, key)) < len(answer.search.facet_values.by_slug(key))
    is_offered = is_part and key not in answer.parameters.chosen
    return answer.address.expanded(key).partition("#")[0] if is_offered else ""


def heat(count: int, largest: int) -> int:
    """Return the shade of a count: 0 for nothing, 1 for one, `HEATS` for the largest if that is more than one.

    By square root: a few combinations have many initiatives, most have one or two, and those must differ too.
    """
    if count < 2:
        return count
    return 1 + round((HEATS - 1) * (sqrt(count) - 1) / (sqrt(largest) - 1))


def _shown(answer: AnswerPage, key: str) -> list[str]:
    """The slugs to show: the chosen ones with their children, else all; children only when the list is expanded."""
    values = answer.search.facet_values.by_slug(key)
    if chosen := answer.parameters.chosen.get(key):
        return [slug for slug, value in values.items() if slug in chosen or value.parent in chosen]
    return [slug for slug, value in values.items() if not value.parent or key in answer.parameters.expanded]
