"""The initiatives of one approach side by side, and what can be said of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from initiatives.choices import Scope
from initiatives.models import Approach, Initiative, Mention, Source
from initiatives.models.initiative import PLACELESS
from initiatives.models.knowledge import QUESTIONS, UNTOLD
from initiatives.search.page.places import joined
from initiatives.selection.overview import UNKNOWN, phase_and_year, population

HEADER = (
    "Initiatief en plaats",
    "Voor wie",
    QUESTIONS["participants"],
    "Vorm, fase en jaar",
    QUESTIONS["results"],
    QUESTIONS["lessons"],
)

NOTHING = "Hierover staat nog niets in onze bronnen. Dat betekent niet dat er niets gebeurde."


@dataclass(frozen=True)
class Cell:
    """What sources tell: the numbers of those sources, and the place where it is another one than the row gives."""

    text: str
    sources: tuple[int, ...] = ()
    locator: str = ""

    @property
    def reference(self) -> str:
        """The numbers in brackets and the place, as a document has them."""
        return " ".join(filter(None, [*(f"[{number}]" for number in self.sources), self.locator]))


@dataclass(frozen=True)
class Row:
    """An initiative, with a cell for each heading of `HEADER` after the first.

    `references` are its places in sources: the number of the source among those of the comparison, and the locator.
    """

    initiative: Initiative
    place: str
    size: str  # about how many inhabitants, or empty
    cells: tuple[Cell, ...]
    references: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Statement:
    """A sentence about the initiatives, with those that it rests on."""

    text: str
    initiatives: Sequence[Initiative]

    @property
    def evidence(self) -> list[tuple[str, str, Initiative]]:
        """The initiatives with a short label, and what it leaves out: the place where that tells them apart."""
        places = Counter(initiative.place for initiative in self.initiatives)
        return [
            (initiative.place, initiative.title, initiative)
            if places[initiative.place] == 1 and initiative.scope not in PLACELESS
            else (initiative.title_with_place, "", initiative)
            for initiative in self.initiatives
        ]


@dataclass(frozen=True)
class Comparison:
    """All of an approach; the municipalities are counted as they are today."""

    approach: Approach
    rows: Sequence[Row]
    sources: Sequence[Source]  # numbered from 1
    statements: Sequence[Statement]
    municipalities: int

    @property
    def where(self) -> str:
        """The number of municipalities and of initiatives without, in words; empty without initiatives."""
        scopes = Counter(Scope(row.initiative.scope) for row in self.rows)
        national, unnamed = scopes[Scope.NATIONAL], scopes[Scope.SEVERAL] + scopes[Scope.UNKNOWN]
        plural = "" if self.municipalities == 1 else "n"
        parts = [
            f"in {self.municipalities} gemeente{plural}" if self.municipalities else "",
            f"{national} landelijk" if national else "",
            f"{unnamed} zonder genoemde gemeente" if unnamed else "",
        ]
        return joined([part for part in parts if part])


def compare(approach: Approach, initiatives: Iterable[Initiative]) -> Comparison:
    """Compare the initiatives of an approach.

    Args:
        approach: one of `with_findings`.
        initiatives: its published ones, loaded by `for_detail`; no further query is made.
    """
    # What tells most comes first: who reads no further has seen it.
    chosen = sorted(initiatives, key=lambda initiative: (-_told(initiative), initiative.place, initiative.title))
    sources = list({mention.source for initiative in chosen for mention in initiative.mentions.all()})
    sources.sort(key=lambda source: (source.published, source.title))
    numbers = {source.pk: number for number, source in enumerate(sources, 1)}
    places = {place.pk for row in chosen for old in row.municipalities.all() for place in old.successors_today()}
    return Comparison(
        approach,
        [_row(initiative, numbers) for initiative in chosen],
        sources,
        [Statement(finding.text, finding.evidence) for finding in approach.findings_shown],  # type: ignore[attr-defined] # prefetched
        len(places),
    )


def _told(initiative: Initiative) -> int:
    """How many of the two last columns are filled in."""
    return bool(initiative.results) + bool(initiative.lessons)


def _row(initiative: Initiative, numbers: dict[int, int]) -> Row:
    size = population(initiative)
    mentions = {mention: numbers[mention.source_id] for mention in initiative.mentions.all()}
    everywhere = tuple(dict.fromkeys(mentions.values()))
    groups = ", ".join(group.name for group in initiative.target_groups.all()).capitalize()
    how = "; ".join(filter(None, [initiative.channel_labels, phase_and_year(initiative)]))
    organisations = ", ".join(organisation.name for organisation in initiative.organisations.all())
    return Row(
        initiative=initiative,
        place=initiative.place,
        size=size if initiative.municipalities.all() and size != UNKNOWN else "",
        cells=(
            Cell(groups, everywhere),
            _located(initiative.participants, initiative.participants_locator, mentions)
            if initiative.participants or not organisations
            else Cell(organisations, everywhere),
            Cell(how, everywhere),
            _located(initiative.results, initiative.results_locator, mentions),
            _located(initiative.lessons, initiative.lessons_locator, mentions),
        ),
        references=tuple((number, mention.locator) for mention, number in mentions.items()),
    )


def _located(text: str, locator: str, mentions: dict[Mention, int]) -> Cell:
    """Return a cell with the number of the source that a locator is about.

    Where an initiative stands in several sources, its locators begin with the title of theirs.
    """
    if not text:
        return Cell(UNTOLD)
    for mention, number in mentions.items():
        place = locator.removeprefix(f"{mention.source.title}, ")
        if place == mention.locator:
            return Cell(text, (number,))
        if place != locator:
            return Cell(text, (number,), place)
    return Cell(text, tuple(mentions.values())[:1], locator)
