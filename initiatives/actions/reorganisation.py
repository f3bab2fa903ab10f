"""Mergers and splits of municipalities (herindelingen): recorded once, they take effect on their day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import mean

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from initiatives.models import Initiative, Municipality, Province
from initiatives.models.initiative import InitiativeQuerySet
from initiatives.search.index import writer


@dataclass(frozen=True)
class Founded:
    """A municipality that begins with a merger or split: its CBS code, names, and the code of its province."""

    code: str
    name: str
    province: str
    official_name: str = ""


@dataclass(frozen=True)
class Reorganisation:
    """What was recorded: which municipalities become which on a day, and how much is known of each that ends.

    `initiatives` counts those that the public sees, also of what had become part of it before.
    """

    on: date
    abolished: list[Municipality]
    successors: list[Municipality]
    initiatives: dict[Municipality, int]


@transaction.atomic
def reorganise(
    *,
    abolished: Sequence[str],
    on: str,
    successors: Sequence[str] = (),
    founded: Founded | None = None,
    dry_run: bool = False,
) -> Reorganisation:
    """Record that municipalities end and what they become: one for a merger, several for a split.

    Args:
        abolished: the CBS codes of those that end.
        on: the first day on which they do not exist, as ISO 8601 writes it.
        successors: the CBS codes of those that exist already and take them over.
        founded: one that begins on that day and takes them over.
        dry_run: find out what would happen, write nothing.

    Returns:
        What was recorded, or with `dry_run` would have been.

    Raises:
        ValidationError: something is wrong; `messages` has every fault. Nothing was written.
    """
    writer.index_lock()
    day = _day(on)
    old, into = (list(Municipality.objects.filter(code__in=codes)) for codes in (abolished, successors))
    new = founded and _begun(founded, day, old)
    faults = [] if day else [f"“{on}” is no date: write it like 2027-01-01."]
    known = {each.code for each in (*old, *into)}
    faults += [f"{code}: there is no such municipality." for code in (*abolished, *successors) if code not in known]
    faults += [*_faults_of_number(len(old), len(into) + bool(new)), *_faults_of_order(old, into)]
    if day:
        faults += _faults_of_day(day, old, into)
    if new:
        faults += _faults_of_new(new, founded)
    if faults:
        raise ValidationError(faults)
    return _record(day, old, into, new, dry_run=dry_run)


def _day(on: str) -> date | None:
    try:
        return date.fromisoformat(on)
    except ValueError:
        return None


def _begun(founded: Founded, day: date | None, old: list[Municipality]) -> Municipality:
    """The new municipality, on the map in the middle of what it is made of."""
    places = [(each.latitude, each.longitude) for each in old if each.latitude is not None]
    latitude, longitude = (round(mean(each), 3) for each in zip(*places, strict=True)) if places else (None, None)
    return Municipality(
        code=founded.code,
        name=founded.name,
        official_name=founded.official_name or founded.name,
        slug=slugify(founded.name),
        province=Province.objects.filter(code=founded.province).first(),
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
    before = Municipality.objects.filter(pk__in=[each.pk for each in old]).with_predecessors()
    for each in into:
        if each in old:
            yield f"{each.code} {each}: cannot take over itself."
        elif each in before:
            yield f"{each.code} {each}: is recorded to become part of what it would take over."


def _faults_of_day(day: date, old: list[Municipality], into: list[Municipality]) -> Iterator[str]:
    for each in old:
        if each.valid_until:
            yield f"{each.code} {each}: is already recorded to end on {each.valid_until}."
        elif each.valid_from and each.valid_from >= day:
            yield f"{each.code} {each}: only begins on {each.valid_from}."
    for each in into:
        if not each.is_existing(day):
            yield f"{each.code} {each}: does not exist on {day}."


def _faults_of_new(new: Municipality, founded: Founded) -> Iterator[str]:
    if new.province_id is None:
        yield f"“{founded.province}”: there is no such province."
    try:
        new.full_clean(exclude={"province"})
    except ValidationError as error:
        yield from (f"{new.code} {new}: {name}: {' '.join(told)}" for name, told in error.message_dict.items())


def _record(
    day: date, old: list[Municipality], into: list[Municipality], new: Municipality | None, *, dry_run: bool
) -> Reorganisation:
    with transaction.atomic():
        if new:
            new.save()
            into = [*into, new]
        for each in old:
            each.valid_until = day
            each.save(update_fields=["valid_until"])
            each.successors.set(into)
        writer.reindex(_initiatives_of(*old))
        known = {each: _initiatives_of(each).published().count() for each in old}
        transaction.set_rollback(dry_run)
    return Reorganisation(day, old, into, known)


def _initiatives_of(*municipalities: Municipality) -> InitiativeQuerySet:
    """Those of municipalities and of what became part of them."""
    every = Municipality.objects.filter(pk__in=[each.pk for each in municipalities]).with_predecessors()
    return Initiative.objects.filter(municipalities__in=every).distinct()
