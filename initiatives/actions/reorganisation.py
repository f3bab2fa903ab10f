"""Records mergers and splits of municipalities (herindelingen), which take effect on their day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import mean

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from initiatives.actions.log import log
from initiatives.choices import EventKind
from initiatives.models import Municipality, Province
from initiatives.models.places import MunicipalityQuerySet
from initiatives.revisions.recording import recorded
from initiatives.search.index.dependents import dependent_initiatives
from initiatives.search.index.writer import IndexUpdate

HOW = "Herindeling"


@dataclass(frozen=True)
class NewMunicipality:
    """A municipality that begins with a merger or split: its CBS code, names, and the code of its province."""

    code: str
    name: str
    province: str
    official_name: str = ""


@dataclass(frozen=True)
class Reorganisation:
    """What was recorded: which municipalities become which on a day.

    `initiatives` has the number of published initiatives of each abolished municipality and its predecessors.
    """

    on: date
    abolished: list[Municipality]
    successors: list[Municipality]
    initiatives: dict[Municipality, int]


def reorganise(
    *,
    abolished: Sequence[str],
    on: str,
    successors: Sequence[str] = (),
    new: NewMunicipality | None = None,
    by: User | None = None,
    dry_run: bool = False,
) -> Reorganisation:
    """Record that municipalities end and what they become: one for a merger, several for a split.

    Args:
        abolished: the CBS codes of those that end.
        on: the first day on which they do not exist, in ISO 8601.
        successors: the CBS codes of existing municipalities that take over.
        new: a municipality that begins on that day and takes over.
        by: the editor; None for a command.
        dry_run: check everything, write nothing.

    Returns:
        What was recorded, or with `dry_run` would have been.

    Raises:
        ValidationError: `messages` has every fault; nothing was written.
    """
    with recorded(by=by, how=HOW) as update:
        day = _parse_day(on)
        old, into = (list(Municipality.objects.filter(code__in=codes)) for codes in (abolished, successors))
        begun = new and _make_new(new, day, old)
        faults = [] if day else [f"“{on}” is no date: write it like 2027-01-01."]
        known = {municipality.code for municipality in (*old, *into)}
        faults += [f"{code}: there is no such municipality." for code in (*abolished, *successors) if code not in known]
        faults += [*_faults_of_number(len(old), len(into) + bool(begun)), *_faults_of_order(old, into)]
        faults += [*_faults_of_day(day, old, into)] if day else []
        faults += [*_faults_of_new(begun, new)] if begun and new else []
        if faults or day is None:
            raise ValidationError(faults)
        initiatives = {row: dependent_initiatives(_only(row)).published().count() for row in old}
        plan = Reorganisation(day, old, [*into, begun] if begun else into, initiatives)
        _record(plan, update, by=by, dry_run=dry_run)
        return plan


def _parse_day(on: str) -> date | None:
    try:
        return date.fromisoformat(on)
    except ValueError:
        return None


def _make_new(new: NewMunicipality, day: date | None, old: list[Municipality]) -> Municipality:
    """The new municipality, unsaved, on the map in the middle of those it is made of."""
    places = [(row.latitude, row.longitude) for row in old if row.latitude is not None]
    latitude, longitude = (round(mean(values), 3) for values in zip(*places, strict=True)) if places else (None, None)
    return Municipality(
        code=new.code,
        name=new.name,
        official_name=new.official_name or new.name,
        slug=slugify(new.name),
        province=Province.objects.filter(code=new.province).first(),
        latitude=latitude,
        longitude=longitude,
        valid_from=day,
    )


def _faults_of_number(old: int, into: int) -> Iterator[str]:
    if not into:
        yield "Name at least one municipality that takes over."
    if old > 1 and into > 1:
        yield "Several municipalities cannot be split at once: record each by itself."


def _faults_of_order(old: list[Municipality], into: list[Municipality]) -> Iterator[str]:
    """No municipality can become what it came from."""
    predecessors = Municipality.objects.filter(pk__in=[municipality.pk for municipality in old]).with_predecessors()
    for municipality in into:
        if municipality in old:
            yield f"{municipality.code} {municipality}: cannot take over itself."
        elif municipality in predecessors:
            yield f"{municipality.code} {municipality}: is recorded to become part of what it would take over."


def _faults_of_day(day: date, old: list[Municipality], into: list[Municipality]) -> Iterator[str]:
    for municipality in old:
        if municipality.valid_until:
            yield f"{municipality.code} {municipality}: is already recorded to end on {municipality.valid_until}."
        elif municipality.valid_from and municipality.valid_from >= day:
            yield f"{municipality.code} {municipality}: only begins on {municipality.valid_from}."
    for municipality in into:
        if not municipality.is_existing(day):
            yield f"{municipality.code} {municipality}: does not exist on {day}."


def _faults_of_new(begun: Municipality, new: NewMunicipality) -> Iterator[str]:
    if begun.province_id is None:
        yield f"“{new.province}”: there is no such province."
    try:
        begun.full_clean(exclude={"province"})
    except ValidationError as error:
        yield from (f"{begun.code} {begun}: {name}: {' '.join(lines)}" for name, lines in error.message_dict.items())


def _record(plan: Reorganisation, update: IndexUpdate, *, by: User | None, dry_run: bool) -> None:
    for begun in plan.successors:
        if begun.pk is None:
            begun.save()
    for municipality in plan.abolished:
        municipality.valid_until = plan.on
        municipality.save(update_fields=["valid_until"])
        municipality.successors.set(plan.successors)
        if not dry_run:
            update.add(_only(municipality))
            log(EventKind.MERGED, by=by, about=municipality, detail=f"herindeling op {plan.on:%d-%m-%Y}")
    transaction.set_rollback(dry_run)


def _only(municipality: Municipality) -> MunicipalityQuerySet:
    return Municipality.objects.filter(pk=municipality.pk)
