"""Parses the cells of a table into the values that a fixture would have."""

import re
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import DateField, DateTimeField, Field, ManyToManyField
from django.utils.dateparse import parse_datetime
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.timezone import is_naive, make_aware

from initiatives.choices import Channel, LinkKind
from initiatives.exports.multi_value import split_lines, split_names
from initiatives.importing.name_lookup import NameLookup
from initiatives.models import Source
from initiatives.models.fields import related_model

DUTCH_DAY = re.compile(r"(\d{1,2})[-/ ](\d{1,2}|[a-z]{3,9})\.?[-/ ](\d{4})")  # 15-3-2021, 15/3/2021, 15 maart 2021
MENTION = ("locator", "order", "printed_name", "printed_category", "printed_target_group", "printed_municipality")
MAX_LINK_FIELDS = 4
Fields = dict[str, Any]


def read(field: Field, text: str, names: NameLookup) -> Any:
    """Parse a cell of a field of the initiative.

    Raises:
        ValueError: the text is not valid; in Dutch.
    """
    if isinstance(field, ManyToManyField):
        return [key for name in split_names(text) for key in names.keys(related_model(field), name)]
    if isinstance(field, ArrayField):
        return list(dict.fromkeys(_choice(Channel.choices, name) for name in split_names(text)))
    if isinstance(field, DateTimeField):
        return moment(text).isoformat() if text else None
    if isinstance(field, DateField):
        return _day(text).isoformat() if text else None
    return _choice(field.flatchoices, text) if field.choices and text else text


def moment(text: str) -> datetime:
    """Parse a point in time; without a time zone it is Dutch local time."""
    try:
        parsed = parse_datetime(text)
    except ValueError:
        parsed = None
    if parsed is None:
        raise ValueError(f"“{text[:40]}” is geen tijdstip. Schrijf het als 2021-03-15T10:00:00+01:00.")
    return make_aware(parsed) if is_naive(parsed) else parsed


def mentions(text: str, names: NameLookup) -> list[Fields]:
    """Parse mentions, one per line: source, locator, its number, and the names that the source uses."""
    return [_mention(fields, names) for fields in split_lines(text)]


def links(text: str) -> list[Fields]:
    """Parse links, one per line: URL, label, kind, URL of a copy; without the last a link keeps what it has."""
    return [_link(fields) for fields in split_lines(text)]


def _mention(fields: list[str], names: NameLookup) -> Fields:
    if len(fields) < 2 or len(fields) > 1 + len(MENTION):
        raise ValueError("Schrijf een vermelding als “bron | vindplaats”, met hoogstens vijf velden erachter.")
    source, *others = fields
    mention = dict(zip(MENTION, [*others, *[""] * (len(MENTION) - len(others))], strict=True))
    if mention["order"] and not re.fullmatch("[0-9]{1,9}", mention["order"]):
        raise ValueError(f"“{mention['order'][:40]}” is geen getal. Het derde veld is het nummer van de plaats.")
    order = int(mention["order"]) if mention["order"] else None
    return {"source": names.key(Source, source.strip()), **mention, "order": order}


def _link(fields: list[str]) -> Fields:
    if not 2 <= len(fields) <= MAX_LINK_FIELDS:
        raise ValueError("Een link heeft een webadres, een tekst en een soort, met “ | ” ertussen.")
    url, label, kind, copy = [*fields, "", ""][:MAX_LINK_FIELDS]
    kind = _choice(LinkKind.choices, kind) if kind else LinkKind.WEBSITE.value
    return {"url": url, "label": label, "kind": kind} | ({"archived_url": copy} if copy else {})


def _choice(choices: list[tuple[str, str]], name: str) -> str:
    """Return the value of a choice, given its label or value."""
    values = {str(label).casefold(): value for value, label in choices} | {value: value for value, _ in choices}
    chosen = values.get(name.strip().casefold())
    if chosen is None:
        labels = ", ".join(f"“{label}”" for _, label in choices)
        raise ValueError(f"“{name[:40]}” kan hier niet. Kies uit {labels}.")
    return chosen


def _day(text: str) -> date:
    """Parse a date in ISO 8601, perhaps with a time, or in Dutch: 15-3-2021, 15 maart 2021."""
    dutch = DUTCH_DAY.fullmatch(" ".join(text.casefold().split()))
    try:
        return _dutch_day(*dutch.groups()) if dutch else datetime.fromisoformat(text.strip()).date()
    except ValueError:
        raise ValueError(f"“{text[:40]}” is geen datum. Schrijf een datum als 15-03-2021.") from None


def _dutch_day(day: str, month: str, year: str) -> date:
    names = {str(name).casefold(): number for names in (MONTHS, MONTHS_3) for number, name in names.items()}
    return date(int(year), names.get(month) or int(month), int(day))
