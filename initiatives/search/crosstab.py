"""Two facets against each other: how many initiatives each combination has, and which has none that we know of."""

from dataclasses import dataclass
from math import ceil, sqrt

from initiatives.search.facets.values import FACETS
from initiatives.search.search import Search

HEATS = 5  # shades, besides that of an empty cell


@dataclass(frozen=True, slots=True)
class Cell:
    """A combination of two values: how many initiatives, how warm, and the list of them."""

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
    """A table of two facets."""

    rows_label: str
    columns_label: str
    columns: list[str]
    lines: list[Line]
    url_whole: str  # where the smaller groups are shown too; empty where they are, or where there are none

    @property
    def cells(self) -> list[Cell]:
        return [cell for line in self.lines for cell in line.cells]

    @property
    def empty(self) -> int:
        """How many combinations have no initiative."""
        return sum(not cell.count for cell in self.cells)


def crosstab(search: Search, rows: str, columns: str) -> Crosstab:
    """Count every combination of two facets.

    A count is the number of results if those two values were the only ones chosen in their facets, all else as it is;
    it equals the count that the facets show on the list behind the cell.

    Args:
        search: a question; where it has values of one of the two facets, only those are shown.
        rows: the key of a facet.
        columns: the key of another.
    """
    among = search.among(rows, columns)
    down = {value: search.having(rows, [value]) & among for value in _shown(search, rows)}
    across = {value: search.having(columns, [value]) for value in _shown(search, columns)}
    counts = {(row, column): len(down[row] & across[column]) for row in down for column in across}
    most = max(counts.values(), default=0)
    row_terms, column_terms = search.vocabulary.terms(rows), search.vocabulary.terms(columns)

    rows_shown = [(row, row_terms[row]) for row in down]

    def cell(row: str, column: str) -> Cell:
        count = counts[row, column]
        url = search.list_address.url(chosen={**search.asked.chosen, rows: [row], columns: [column]})
        return Cell(f"{row_terms[row].label}, {column_terms[column].label}", count, heat(count, most), url)

    lines = [Line(term.label, bool(term.parent), [cell(row, each) for each in across]) for row, term in rows_shown]
    labels = [column_terms[each].label for each in across]
    return Crosstab(FACETS[rows], FACETS[columns], labels, lines, _url_whole(search, rows))


def _url_whole(search: Search, key: str) -> str:
    is_part = len(_shown(search, key)) < len(search.vocabulary.terms(key)) and key not in search.asked.chosen
    return search.address.whole(key).partition("#")[0] if is_part else ""


def heat(count: int, most: int) -> int:
    """The shade of a count, from 0 for nothing to `HEATS` for the most.

    By square root: a few combinations have many initiatives, most have one or two, and those must differ too.

    Args:
        count: initiatives.
        most: the largest count in the table.
    """
    return ceil(HEATS * sqrt(count / most)) if count else 0


def _shown(search: Search, key: str) -> list[str]:
    """The values to show: those chosen with what belongs to them, else all; the smaller groups only on request."""
    terms = search.vocabulary.terms(key)
    chosen = search.asked.chosen.get(key)
    if chosen:
        return [value for value, term in terms.items() if value in chosen or term.parent in chosen]
    return [value for value, term in terms.items() if not term.parent or key in search.asked.whole]
