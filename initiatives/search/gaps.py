"""The largest gaps in a table of two facets, in a sentence.

A cell can be empty because its row and column have few initiatives. It is a gap when they have many: were the facets
independent, a combination would have row * column / total initiatives (the expected count of a contingency table, as
in Pearson's chi-squared test, 1900). A cell of which that is 3 is empty by chance in exp(-3) = 5% of cases (Poisson).
"""

from dataclasses import dataclass

from initiatives.search.page.sentence import phrase
from initiatives.search.search import Search

MIN_EXPECTED = 3.0  # initiatives, for an empty cell to be a gap
MAX_GAPS = 3  # in the sentence

Combination = tuple[str, str]  # the slugs of a row and a column


@dataclass(frozen=True)
class Counts:
    """Numbers of initiatives: all, with each value of two facets, and with each combination; by slug, in order.

    The values of one facet overlap: an initiative can have several, or none.
    """

    total: int
    rows: dict[str, int]
    columns: dict[str, int]
    cells: dict[Combination, int]

    @property
    def largest(self) -> int:
        return max(self.cells.values(), default=0)

    def expected(self, row: str, column: str) -> float:
        """Return the count of a combination if the two facets were independent."""
        return self.rows[row] * self.columns[column] / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class SparseLine:
    """A row or column with any initiatives, with its number of cells and of those that are empty."""

    is_row: bool
    slug: str
    initiatives: int
    cells: int
    empty: int


def largest_gaps(counts: Counts, parents: dict[str, str]) -> list[Combination]:
    """Return the empty cells with the largest expected counts, at most `MAX_GAPS` and one for each row.

    Args:
        parents: the row that a row is part of, by slug. Where that row is empty too, the part is no gap of its own.
    """
    gaps: dict[str, Combination] = {}
    for row, column in sorted(counts.cells, key=lambda cell: -counts.expected(*cell)):
        if counts.expected(row, column) < MIN_EXPECTED or len(gaps) == MAX_GAPS:
            break
        is_part = counts.cells.get((parents.get(row, ""), column)) == 0
        if not counts.cells[row, column] and not is_part:
            gaps.setdefault(row, (row, column))
    return list(gaps.values())


def emptiest_line(counts: Counts) -> SparseLine | None:
    """Return the row or column with the largest share of empty cells, of those that have any initiative.

    Of equals the one with the most initiatives. None when nothing is empty, or there is nothing to compare with.
    """
    rows = (SparseLine(True, slug, total, *_cells(counts, slug, None)) for slug, total in counts.rows.items())
    columns = (SparseLine(False, slug, total, *_cells(counts, None, slug)) for slug, total in counts.columns.items())
    lines = [*(rows if len(counts.rows) > 1 else ()), *(columns if len(counts.columns) > 1 else ())]
    sparse = [line for line in lines if 0 < line.empty < line.cells]
    return max(sparse, key=lambda line: (line.empty / line.cells, line.initiatives), default=None)


def _cells(counts: Counts, row: str | None, column: str | None) -> tuple[int, int]:
    """Return the number of cells in a row or a column, and of those that are empty."""
    cells = [
        count for (down, across), count in counts.cells.items() if row in (None, down) and column in (None, across)
    ]
    return len(cells), cells.count(0)


def describe_gaps(search: Search, counts: Counts, rows: str, columns: str) -> str:
    """Return a sentence on the largest gaps, else on the emptiest row or column; empty when there is neither.

    Args:
        rows: key of the facet whose values are the rows; `columns` likewise.
    """
    parents = {slug: value.parent for slug, value in search.facet_values.by_slug(rows).items()}
    if gaps := largest_gaps(counts, parents):
        is_part = bool(search.parameters.words or search.parameters.chosen.keys() - {rows, columns})
        texts = [f"{phrase(search, rows, [row])} {phrase(search, columns, [column])}" for row, column in gaps]
        return _gaps_sentence(texts, is_part=is_part)
    if line := emptiest_line(counts):
        kind, key = ("rij", rows) if line.is_row else ("kolom", columns)
        label = search.facet_values.by_slug(key)[line.slug].label
        return f"Het leegst is de {kind} {label}: daar staat in {line.empty} van de {line.cells} vakken niets."
    return ""


def _gaps_sentence(gaps: list[str], *, is_part: bool) -> str:
    """Return the sentence on gaps; `is_part` when other filters leave out part of the catalogue."""
    heading = "Het grootste gat" if len(gaps) == 1 else "De grootste gaten"
    if is_part:
        heading += " bij deze keuze"
    listed = ", ".join([*gaps[:-1], f"en {gaps[-1]}"]) if len(gaps) > 1 else gaps[0]
    return f"{heading}: onze bronnen noemen niets {listed}. Los van elkaar noemen zij die wel vaak."
