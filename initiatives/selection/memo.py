"""The contents of a document of a selection, whatever its format."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.dateformat import format as date_format

from initiatives.choices import Phase
from initiatives.metadata import citation
from initiatives.models import Initiative, Mention

UNTITLED = "Initiatieven uit de coronajaren"

Pairs = tuple[tuple[str, str], ...]
AddressOf = Callable[[Initiative], str]


@dataclass(frozen=True)
class Entry:
    """One initiative: its facts as (label, text), its long texts as (heading, text), and its places in sources."""

    title: str
    summary: str
    facts: Pairs
    paragraphs: Pairs
    address: str
    mentions: tuple[str, ...]


@dataclass(frozen=True)
class Memo:
    """A selection with the visitor's own title and note; texts may hold line breaks."""

    title: str
    note: str
    address: str
    made_on: date
    entries: tuple[Entry, ...]
    sources: tuple[str, ...]


def memo_of(
    initiatives: Iterable[Initiative], title: str, note: str, address: str, made_on: date, address_of: AddressOf
) -> Memo:
    """Return the contents of a document about initiatives loaded by `published().for_detail()`; no further query.

    The title "" becomes `UNTITLED`. Addresses are full: that of the selection, and what `address_of` returns.
    """
    chosen = list(initiatives)
    sources = {mention.source_id: mention.source for initiative in chosen for mention in initiative.mentions.all()}
    return Memo(
        title=title or UNTITLED,
        note=note,
        address=address,
        made_on=made_on,
        entries=tuple(_entry(initiative, address_of(initiative)) for initiative in chosen),
        sources=tuple(citation.of_source(source) for source in sources.values()),
    )


def facts(initiative: Initiative) -> Pairs:
    """Return the facts to compare initiatives by: always the same labels in the same order, "" for unknown."""
    return (
        ("Waar", initiative.place),
        ("Voor wie", _names(initiative.target_groups.all())),
        ("Categorie", _names(initiative.categories.all())),
        ("Vorm", initiative.channel_labels),
        ("Fase", _phase(initiative)),
        ("Herkomst", initiative.get_origin_display()),
        ("Periode", _period(initiative)),
        ("Organisaties", _names(initiative.organisations.all())),
    )


def _entry(initiative: Initiative, address: str) -> Entry:
    return Entry(
        title=initiative.title_with_place,
        summary=initiative.summary,
        facts=facts(initiative),
        paragraphs=tuple(initiative.long_texts),
        address=address,
        mentions=tuple(_mention(mention) for mention in initiative.mentions.all()),
    )


def _names(rows: Iterable) -> str:
    return ", ".join(row.name for row in rows)


def _phase(initiative: Initiative) -> str:
    """The phase with the year of the oldest source."""
    if initiative.phase == Phase.UNKNOWN:
        return ""
    label = initiative.get_phase_display()
    return f"{label} (zo was het in {initiative.seen_on.year})" if initiative.seen_on else label


def _period(initiative: Initiative) -> str:
    started = initiative.started and f"vanaf {date_format(initiative.started, citation.DAY)}"
    ended = initiative.ended and f"tot en met {date_format(initiative.ended, citation.DAY)}"
    period = " ".join(filter(None, [started, ended]))
    return period[:1].upper() + period[1:]


def _mention(mention: Mention) -> str:
    """The place in a source, with the printed name unless the place shows it already."""
    parts = [f"{mention.source.title} ({mention.source.date_label}).", f"Vindplaats: {mention.locator}."]
    if mention.printed_name and mention.printed_name not in mention.locator:
        parts.append(f"Naam in de bron: {mention.printed_name}.")
    return " ".join(parts)
