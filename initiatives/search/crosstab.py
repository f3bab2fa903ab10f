"""Two facets against each other: how many initiatives each combination of values has."""

from dataclasses import dataclass
from math import ceil, sqrt

from initiatives.search.facets.definitions import FACETS
from initiatives.search.page.answer_page import AnswerPage

HEATS = 5  # shades, besides that of an empty cell


@dataclass(frozen=True, slots=True)
class Cell:
    """A combination of two values, with its shade and the list of its initiatives."""

    label: str
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
    """A table of two facets; `url_expanded` shows the sub-groups too, empty where it does or where there are none."""

    rows_label: str
    columns_label: str
    columns: list[str]
    lines: list[Line]
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
    search = answer.search
    among = search.matching_except(rows, columns)
    down = {slug: search.with_values(rows, [slug]) & among for slug in _shown(answer, rows)}
    across = {slug: search.with_values(columns, [slug]) for slug in _shown(answer, columns)}
    counts = {(row, column): len(down[row] & across[column]) for row in down for column in across}
    largest = max(counts.values(), default=0)
    row_values, column_values = search.facet_values.by_slug(rows), search.facet_values.by_slug(columns)
    list_address = answer.list_address

    def cell(row: str, column: str) -> Cell:
        label = f"{row_values[row].label}, {column_values[column].label}"
        url = list_address.url(chosen={**search.parameters.chosen, rows: [row], columns: [column]})
        return Cell(label, counts[row, column], heat(counts[row, column], largest), url)

    lines = [
        Line(row_values[row].label, bool(row_values[row].parent), [cell(row, column) for column in across])
        for row in down
    ]
    labels = [column_values[column].label for column in across]
    return Crosstab(FACETS[rows].label, FACETS[columns].label, labels, lines, _url_expanded(answer, rows))


def _url_expanded(answer: AnswerPage, key: str) -> str:
    is_part = len(_shown(answer, key)) < len(answer.search.facet_values.by_slug(key))
    is_offered = is_part and key not in answer.parameters.chosen
    return answer.address.expanded(key).partition("#")[0] if is_offered else ""


def heat(count: int, largest: int) -> int:
    """Return the shade of a count, from 0 for nothing to `HEATS` for the largest.

    By square root: a few combinations have many initiatives, most have one or two, and those must differ too.
    """
    return ceil(HEATS * sqrt(count / largest)) if count else 0


def _shown(answer: AnswerPage, key: str) -> list[str]:
    """The slugs to show: the chosen ones with their children, else all; children only when the list is expanded."""
    values = answer.search.facet_values.by_slug(key)
    if chosen := answer.parameters.chosen.get(key):
        return [slug for slug, value in values.items() if slug in chosen or value.parent in chosen]
    return [slug for slug, value in values.items() if not value.parent or key in answer.parameters.expanded]
