"""The columns of every download: name, meaning, contents, and the field that an import fills from it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from operator import attrgetter
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    DateField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    ManyToManyField,
    Model,
    TextChoices,
)
from django.utils import timezone

from initiatives.choices import Continuation, Evidence, Scope
from initiatives.exports.multi_value import join_lines, join_names
from initiatives.models import Initiative

Value = str | int | date | datetime | list[str] | list[tuple[str, ...]] | None


class Kind(Enum):
    """The kind of value in a column, in the words of the data dictionary."""

    TEXT = "tekst"
    NAMES = "namen"
    LINES = "regels"
    DATE = "datum"
    MOMENT = "tijdstip"
    NUMBER = "getal"
    ADDRESS = "webadres"


@dataclass(frozen=True)
class Column:
    name: str  # its header; fixed, since others rely on it
    kind: Kind  # of its values
    meaning: str  # a sentence for the data dictionary
    # returns the value of an initiative loaded by `for_detail()`; an address without the site
    value: Callable[[Initiative], Value]
    field: str = ""  # of `Initiative`, that an import fills from it; "" when it follows from other columns
    width: int = 30  # in a spreadsheet, in characters
    choices: tuple[str, ...] = ()  # its only values, when those are fixed
    is_required: bool = False  # whether it has a value in every row


def column_of(field: Any, name: str, meaning: str, width: int = 30) -> Column:
    """Return the column of a field of any model."""
    choices = tuple(str(label) for value, label in field.flatchoices if value)
    return Column(name, _kind(field), meaning, _reader(field), field.name, width, choices, not field.blank)


def _of(name: str, field: str, meaning: str, width: int = 30) -> Column:
    return column_of(Initiative._meta.get_field(field), name, meaning, width)


def _kind(field: Field) -> Kind:
    kinds = {
        ManyToManyField: Kind.NAMES,
        ArrayField: Kind.NAMES,
        DateTimeField: Kind.MOMENT,
        DateField: Kind.DATE,
        IntegerField: Kind.NUMBER,
    }
    return next((kind for field_type, kind in kinds.items() if isinstance(field, field_type)), Kind.TEXT)


def _reader(field: Field) -> Callable[[Any], Value]:
    if isinstance(field, ManyToManyField):
        return lambda row: [str(related) for related in getattr(row, field.name).all()]
    if isinstance(field, ArrayField):
        labels = dict(field.base_field.flatchoices)
        return lambda row: [str(labels.get(value, value)) for value in getattr(row, field.name)]
    if isinstance(field, ForeignKey):
        return lambda row: str(getattr(row, field.name) or "")
    if field.choices:
        return lambda row: str(getattr(row, f"get_{field.name}_display")())
    return attrgetter(field.name)


def _one_of(choices: type[TextChoices]) -> str:
    return f"{', '.join(choices.labels[:-1])} of {choices.labels[-1]}"


def _told(name: str, field: str, meaning: str, width: int = 50) -> tuple[Column, Column]:
    """The columns of something that the source tells, and of its place there."""
    return _of(name, field, f"{meaning} Leeg: de bron zegt dat niet.", width), _place(name, field)


def _place(name: str, field: str) -> Column:
    return _of(f"vindplaats {name}", f"{field}_locator", f"Waar dat in de bron staat: {name}.", 20)


def _see_also(initiative: Initiative) -> list[str]:
    return [other.slug for other in initiative.same_project]


def _codes(initiative: Initiative) -> list[str]:
    return [place.code for place in initiative.municipalities.all()]


def _provinces(initiative: Initiative) -> list[str]:
    return sorted({place.province.name for place in initiative.municipalities.all()})


def _population(initiative: Initiative) -> int | None:
    """The inhabitants of its municipalities; None unless all are known."""
    numbers = [place.population for place in initiative.municipalities.all()]
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None


def _sources(initiative: Initiative) -> list[str]:
    return list(dict.fromkeys(mention.source.title for mention in initiative.mentions.all()))


def _mentions(initiative: Initiative) -> list[tuple[str, ...]]:
    return [
        (
            mention.source.slug,
            mention.locator,
            "" if mention.order is None else str(mention.order),
            mention.printed_name,
            mention.printed_category,
            mention.printed_target_group,
            mention.printed_municipality,
        )
        for mention in initiative.mentions.all()
    ]


def _links(initiative: Initiative) -> list[tuple[str, ...]]:
    return [(link.url, link.label, str(link.get_kind_display()), link.archived_url) for link in initiative.links.all()]


COLUMNS = (
    _of("titel", "title", "De naam van het initiatief."),
    _of("samenvatting", "summary", "Eén of twee zinnen die vertellen wat het is.", 50),
    _of("bereik", "scope", f"{_one_of(Scope)}.", 12),
    _of("regio", "region", "De naam van de regio. Alleen gevuld bij een regionaal initiatief.", 20),
    _of("gemeenten", "municipalities", "De gemeenten van toen de bron verscheen."),
    Column("provincies", Kind.NAMES, "De provincies van die gemeenten.", _provinces, width=16),
    _of("doelgroepen", "target_groups", "Voor wie het is."),
    _of("categorieën", "categories", "Waar het over gaat."),
    _of("vormen", "channels", "Digitaal, Telefonisch, Op locatie, Aan huis of Buiten.", 20),
    _of("fase", "phase", "Hoe ver het was op de datum van de bron.", 12),
    _of("herkomst", "origin", "Of het door corona begon. Leeg: de bron zegt dat niet.", 20),
    _of("begonnen", "started", "De eerste dag, als de bron die geeft.", 12),
    _of("gestopt", "ended", "De laatste dag, als de bron die geeft.", 12),
    _of("organisaties", "organisations", "Wie het uitvoerden of steunden."),
    _of("beschrijving", "description", "Het hele verhaal in onze woorden.", 80),
    _of("resultaten", "results", "Wat de bron zegt over wat het opleverde.", 50),
    _of("lessen", "lessons", "Wat volgens de bron wel of niet werkte.", 50),
    Column("bronnen", Kind.NAMES, "De titels van de documenten die erover vertellen.", _sources),
    Column(
        "vermeldingen",
        Kind.LINES,
        "Waar het in een bron staat. Per regel: bron | vindplaats | nummer, en hoe de bron het noemt: naam | categorie"
        " | doelgroep | gemeente.",
        _mentions,
        "mentions",
        50,
    ),
    Column(
        "links",
        Kind.LINES,
        "Webadressen die een bron erbij geeft. Per regel: webadres | tekst | soort | bewaarde kopie.",
        _links,
        "links",
        50,
    ),
    Column("gemeentecodes", Kind.NAMES, "De codes van het CBS van de gemeenten.", _codes, width=16),
    Column(
        "inwoners", Kind.NUMBER, "Hoeveel mensen er in 2020 ongeveer in die gemeenten woonden.", _population, width=12
    ),
    _of("nagekeken op", "checked_on", "Wanneer de redactie het opnieuw nakeek. Leeg: niet meer na het invoeren.", 13),
    _of("gepubliceerd op", "published_at", "Sinds wanneer het op deze site staat.", 17),
    _of("gewijzigd", "modified", "Wanneer het hier voor het laatst veranderde.", 17),
    _of("slug", "slug", "Het laatste deel van het webadres. Daaraan herkent een import het initiatief."),
    Column("adres", Kind.ADDRESS, "De pagina op deze site.", Initiative.get_absolute_url, width=60, is_required=True),
    # Later ones stand behind the first, so that those keep their places.
    _of("aanpakken", "approaches", "Wat er gedaan is."),
    *_told("probleem", "problem", "Waarom het nodig was."),
    *_told("deelnemers", "participants", "Wie eraan meededen."),
    *_told("nodig", "needs", "Wat ervoor nodig was."),
    _place("resultaten", "results"),
    _place("lessen", "lessons"),
    *_told("kosten", "costs", "Wat het kostte en wie dat betaalde."),
    Column(
        "onderbouwing",
        Kind.TEXT,
        f"{_one_of(Evidence)}: wat de bron vertelt over resultaten en lessen.",
        lambda initiative: initiative.evidence.label,
        width=16,
        choices=tuple(Evidence.labels),
        is_required=True,
    ),
    *_told("na corona", "continues", f"{_one_of(Continuation)}.", 12),
    *_told("overgenomen van", "adapted_from", "De plaats of het project waar het vandaan komt.", 20),
    Column("zie ook", Kind.NAMES, "Slugs van hetzelfde initiatief of project. Bij inlezen telt dit niet.", _see_also),
)
# Of the files that editors make in the admin.
EDITORS_COLUMNS = (*COLUMNS, _of("status", "status", "Concept, Ter beoordeling, Gepubliceerd of Gearchiveerd.", 16))


def columns_of(model: type[Model]) -> tuple[Column, ...]:
    """Return the columns of a model other than the initiative: its fields, by the names that editors see."""
    fields = [field for field in (*model._meta.concrete_fields, *model._meta.many_to_many) if not field.primary_key]
    return tuple(column_of(field, str(field.verbose_name), str(field.help_text)) for field in fields)


def as_text(value: Any) -> str:
    """The value as text: dates in ISO 8601, several values joined."""
    if isinstance(value, list):
        return join_names(value) if value and isinstance(value[0], str) else join_lines(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def values(row: Any, site: str, columns: Iterable[Column] = COLUMNS) -> list[Value]:
    """Return the values of a row in the order of the columns; with an initiative of `for_detail()` no query is made.

    The address of the site has no slash at the end.
    """
    pairs = ((column.kind, column.value(row)) for column in columns)
    return [f"{site}{value}" if kind is Kind.ADDRESS else value for kind, value in pairs]
