"""Reads the cells of a table: a text of a column, as the value that a fixture would have."""

import re
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import DateField, DateTimeField, Field, ManyToManyField
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware

from initiatives.choices import Channel, LinkKind
from initiatives.exports.multi_value import split_lines, split_names
from initiatives.importing.name_lookup import NameLookup
from initiatives.models import Source

DUTCH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")  # as Excel in Dutch saves a date
MENTION = ("locator", "order", "printed_name", "printed_category", "printed_target_group", "printed_municipality")
MOST_LINK_FIELDS = 3
Fields = dict[str, Any]


def read(field: Field, text: str, names: NameLookup) -> Any:
    """A cell of a column that fills one of the initiative's own fields.

    Raises:
        ValueError: the text is no value for it; in Dutch.
    """
    if isinstance(field, ManyToManyField):
        return [names.key(field.related_model, name) for name in split_names(text)]
    if isinstance(field, ArrayField):
        return [_choice(Channel.choices, name) for name in split_names(text)]
    if isinstance(field, DateTimeField):
        return moment(text).isoformat() if text else None
    if isinstance(field, DateField):
        return _day(text).isoformat() if text else None
    return _choice(field.choices, text) if field.choices and text else text


def moment(text: str) -> datetime:
    """A point in time; without a time zone it is one in the Netherlands."""
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise ValueError(f"“{text[:40]}” is geen tijdstip. Schrijf het als 2021-03-15T10:00:00+01:00.")
    return make_aware(found) if is_naive(found) else found


def mentions(text: str, names: NameLookup) -> list[Fields]:
    """The mentions in a cell, a line each: source, place in it, number of that place, and how the source calls it."""
    return [_mention(fields, names) for fields in split_lines(text)]


def links(text: str) -> list[Fields]:
    """The links in a cell, a line each: address, text, kind."""
    return [_link(fields) for fields in split_lines(text)]


def _mention(fields: list[str], names: NameLookup) -> Fields:
    if len(fields) < 2 or len(fields) > 1 + len(MENTION):
        raise ValueError("Schrijf een vermelding als “bron | vindplaats”, met hoogstens vijf velden erachter.")
    source, *said = fields
    found = dict(zip(MENTION, [*said, *[""] * (len(MENTION) - len(said))], strict=True))
    if found["order"] and not re.fullmatch("[0-9]{1,9}", found["order"]):
        raise ValueError(f"“{found['order'][:40]}” is geen getal. Het derde veld is het nummer van de plaats.")
    order = int(found["order"]) if found["order"] else None
    return {"source": names.key(Source, source.strip()), **found, "order": order}


def _link(fields: list[str]) -> Fields:
    if not 2 <= len(fields) <= MOST_LINK_FIELDS:
        raise ValueError("Een link heeft een webadres, een tekst en een soort, met “ | ” ertussen.")
    kind = _choice(LinkKind.choices, fields[2]) if len(fields) == MOST_LINK_FIELDS else LinkKind.WEBSITE.value
    return {"url": fields[0], "label": fields[1], "kind": kind}


def _choice(choices: list[tuple[str, str]], name: str) -> str:
    """The value of a closed list that a label means; the value itself is fine too."""
    known = {str(label).casefold(): value for value, label in choices} | {value: value for value, _ in choices}
    found = known.get(name.strip().casefold())
    if found is None:
        labels = ", ".join(f"“{label}”" for _, label in choices)
        raise ValueError(f"“{name[:40]}” kan hier niet. Kies uit {labels}.")
    return found


def _day(text: str) -> date:
    """A date as 2021-03-15, or as Excel in Dutch makes of it: 15-3-2021."""
    dutch = DUTCH_DAY.fullmatch(text.strip())
    try:
        return date(*map(int, reversed(dutch.groups()))) if dutch else date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"“{text[:40]}” is geen datum. Schrijf een datum als 2021-03-15.") from None
