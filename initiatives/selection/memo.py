"""The contents of a document of a selection, whatever its format."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.dateformat import format as date_format

from initiatives.choices import Phase
from initiatives.metadata import citation
from initiatives.models import Initiative, Mention
from initiatives.selection import overview

UNTITLED = "Initiatieven uit de coronajaren"
COMPARED_TEXTS = {name: heading for name, heading in Initiative.LONG_TEXTS.items() if name != "description"}

Pairs = tuple[tuple[str, str], ...]
AddressOf = Callable[[Initiative], str]


@dataclass(frozen=True)
class Entry:
    """One initiative: its facts as (label, text), its long texts as (heading, text), and its places in sources."""

    name: str  # without its place
    title: str
    summary: str
    overview: tuple[str, ...]  # its row of the overview, after the name
    facts: Pairs
    paragraphs: Pairs
    address: str
    mentions: tuple[str, ...]
    references: tuple[str, ...]  # the same places, in short: the number of the source among those of the memo


@dataclass(frozen=True)
class Comparison:
    """Initiatives side by side: their names, and rows of a label with a text for each."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Memo:
    """A selection with the visitor's own title and note; texts may hold line breaks."""

    title: str
    note: str
    address: str
    made_on: date
    entries: tuple[Entry, ...]
    comparison: Comparison | None
    sources: tuple[str, ...]
    is_short: bool


def memo_of(
    initiatives: Iterable[Initiative],
    *,
    title: str,
    note: str,
    address: str,
    made_on: date,
    address_of: AddressOf,
    compared: Iterable[Initiative] = (),
    is_short: bool = False,
) -> Memo:
    """Return the contents of a document about initiatives loaded by `published().for_detail()`; no further query.

    The title "" becomes `UNTITLED`. Addresses are full: that of the selection, and what `address_of` returns.
    `compared` are side by side in it, unless it is short: then it has an overview, summaries and sources only.
    """
    chosen = list(initiatives)
    sources = {mention.source_id: mention.source for initiative in chosen for mention in initiative.mentions.all()}
    numbers = {key: number for number, key in enumerate(sources, 1)}
    return Memo(
        title=title or UNTITLED,
        note=note,
        address=address,
        made_on=made_on,
        entries=tuple(_entry(initiative, address_of(initiative), numbers) for initiative in chosen),
        comparison=comparison_of(compared),
        sources=tuple(citation.of_source(source) for source in sources.values()),
        is_short=is_short,
    )


def comparison_of(initiatives: Iterable[Initiative]) -> Comparison | None:
    """Return initiatives side by side, without rows that are empty for all; None when there are none."""
    compared = list(initiatives)
    columns = [
        (
            ("Samenvatting", initiative.summary),
            *_with_population(initiative),
            *((heading, getattr(initiative, name)) for name, heading in COMPARED_TEXTS.items()),
        )
        for initiative in compared
    ]
    rows = [(cells[0][0], tuple(text for _, text in cells)) for cells in zip(*columns, strict=True)]
    filled = tuple((label, texts) for label, texts in rows if any(texts))
    return Comparison(tuple(initiative.title for initiative in compared), filled) if compared else None


def _with_population(initiative: Initiative) -> Pairs:
    """The facts, with the inhabitants behind the place."""
    place, *others = facts(initiative)
    number = overview.population(initiative, about="")
    return (place, ("Inwoners (ongeveer)", "" if number == overview.UNKNOWN else number), *others)


def facts(initiative: Initiative) -> Pairs:
    """Return the facts to compare initiatives by: always the same labels in the same order, "" for unknown."""
    return (
        ("Waar", initiative.place),
        ("Voor wie", _names(initiative.target_groups.all())),
        ("Categorie", _names(initiative.categories.all())),
        ("Aanpak", _names(initiative.approaches.all())),
        ("Vorm", initiative.channel_labels),
        ("Fase", _phase(initiative)),
        ("Herkomst", initiative.get_origin_display()),
        ("Na corona", initiative.get_continues_display()),
        ("Overgenomen van", initiative.adapted_from),
        ("Periode", _period(initiative)),
        ("Organisaties", _names(initiative.organisations.all())),
    )


def _entry(initiative: Initiative, address: str, numbers: dict[int, int]) -> Entry:
    mentions = initiative.mentions.all()
    return Entry(
        name=initiative.title,
        title=initiative.title_with_place,
        summary=initiative.summary,
        overview=overview.row(initiative),
        facts=facts(initiative),
        paragraphs=tuple(_paragraphs(initiative)),
        address=address,
        mentions=tuple(_mention(mention) for mention in mentions),
        references=tuple(f"[{numbers[mention.source_id]}] {mention.locator}" for mention in mentions),
    )


def _paragraphs(initiative: Initiative) -> Iterator[tuple[str, str]]:
    """The description, and what is known with its place in the source; the others are not in the document."""
    if initiative.description:
        yield Initiative.LONG_TEXTS["description"], initiative.description
    for answer in initiative.answers:
        if answer.text:
            place = f"\n\nVindplaats: {answer.locator}." if answer.locator else ""
            yield answer.question, f"{answer.text}{place}"


def _names(rows: Iterable) -> str:
    return ", ".join(row.name for row in rows)


def _phase(initiative: Any) -> str:
    """The phase with the year of the oldest source."""
    if initiative.phase == Phase.UNKNOWN:
        return ""
    label = initiative.get_phase_display()
    return f"{label} (zo was het in {initiative.seen_on.year})" if initiative.seen_on else label


def _period(initiative: Initiative) -> str:
    started = f"vanaf {date_format(initiative.started, citation.DAY)}" if initiative.started else ""
    ended = f"tot en met {date_format(initiative.ended, citation.DAY)}" if initiative.ended else ""
    period = " ".join(filter(None, [started, ended]))
    return period[:1].upper() + period[1:]


def _mention(mention: Mention) -> str:
    """The place in a source, with the printed name unless the place shows it already."""
    parts = [f"{mention.source.title} ({mention.source.date_label}).", f"Vindplaats: {mention.locator}."]
    if mention.printed_name and mention.printed_name not in mention.locator:
        parts.append(f"Naam in de bron: {mention.printed_name}.")
    return " ".join(parts)
