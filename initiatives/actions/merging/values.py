"""The values of a record that another is merged into: what it keeps, what it gets, and what the editor chooses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from initiatives.choices import OrganisationKind, Phase, Scope
from initiatives.models import Approach, Category, Initiative, Organisation, Synonym, TargetGroup
from initiatives.models.base import CatalogueModel
from initiatives.models.knowledge import LOCATED
from initiatives.models.publication import MAX_APPROACHES
from initiatives.models.stories import TEXTS, is_in_texts
from initiatives.revisions.state import State
from initiatives.search.language.names import comparable_name

OWN, OTHER = "eigen", "ander"  # an answer: the value of the record that stays, or of the one that goes
PLACE = ("scope", "region", "municipalities")
STORY = ("story_figure", "story_text", "story_order")
Fields = tuple[str, ...]
Named = TargetGroup | Category | Approach  # with synonyms

# By model, the fields of which one value stays; those that belong together are one choice, named by the first.
CHOSEN: dict[type[CatalogueModel], tuple[Fields, ...]] = {
    Initiative: (
        ("title",),
        ("summary",),
        ("description",),
        PLACE,
        ("approaches",),
        ("phase",),
        ("origin",),
        ("started", "ended"),
        *((name, f"{name}_locator") for name in LOCATED),
        STORY,
        ("checked_on",),
    ),
    TargetGroup: (("description",), ("attention",)),
    Category: (("description",),),
    Approach: (("summary",), ("description",), ("unknowns",)),
    Organisation: (("kind",), ("website",)),
    Synonym: (),
}
# By model, the lists and relations of which all values stay.
UNITED: dict[type[CatalogueModel], Fields] = {
    Initiative: ("municipalities", "target_groups", "categories", "approaches", "organisations", "channels"),
    TargetGroup: ("synonyms", "characteristics", "reach", "approach"),
    Category: ("synonyms",),
    Approach: ("synonyms",),
    Organisation: (),
    Synonym: (),
}
# Values that say as little as an empty field; a draft begins as local.
UNSAID = {
    "scope": (Scope.UNKNOWN, Scope.LOCAL),
    "phase": (Phase.UNKNOWN,),
    "kind": (OrganisationKind.OTHER,),
    "story_order": (0,),
}


@dataclass(frozen=True)
class Choice:
    """Fields that belong together and differ; the values are those of a state."""

    fields: Fields
    own: State
    other: State
    default: str

    @property
    def name(self) -> str:
        return self.fields[0]


def choices_between(own: State, other: State, model: type[CatalogueModel]) -> list[Choice]:
    """Return the fields of which the editor chooses a value: those that differ, and that the other one has.

    The value of the record that stays is the default, unless it is empty.

    Args:
        own: the state of the record that stays.
        other: the state of the record that goes.
    """
    choices = []
    for fields in CHOSEN[model]:
        mine, theirs = ({name: state[name] for name in fields} for state in (own, other))
        if mine != theirs and not _is_empty(theirs) and not _is_united(fields, own, other):
            choices.append(Choice(fields, mine, theirs, _default(fields, own, other)))
    return choices


def _is_empty(values: State) -> bool:
    return all(value in (None, "", [], *UNSAID.get(name, ())) for name, value in values.items())


def _is_united(fields: Fields, own: State, other: State) -> bool:
    """Whether all values of both can stay, so that there is nothing to choose."""
    if fields == PLACE:
        return all(own[name] == other[name] for name in ("scope", "region"))
    return fields == ("approaches",) and len({*own["approaches"], *other["approaches"]}) <= MAX_APPROACHES


def _default(fields: Fields, own: State, other: State) -> str:
    if not _is_empty({name: own[name] for name in fields}):
        return OWN
    if fields == STORY and not is_in_texts(other["story_figure"], [own[name] or other[name] for name in TEXTS]):
        return OWN
    return OTHER


def united_values(record: CatalogueModel, into: CatalogueModel, own: State, other: State) -> State:
    """Return the values that the record which stays gets, whatever is chosen: lists and relations of both together.

    Args:
        own: the state of `into`, which stays.
        other: the state of `record`, which goes.
    """
    model = type(into)
    names = [name for name in UNITED[model] if not _is_chosen(name, own, other, model)]
    values = {name: _together(own[name], other[name], is_sorted=name in RELATIONS) for name in names}
    values |= SPECIAL.get(model, lambda *_: {})(record, into, values)
    return {name: value for name, value in values.items() if value != own[name]}


RELATIONS = ("municipalities", "target_groups", "categories", "approaches", "organisations")  # of an initiative


def _is_chosen(name: str, own: State, other: State, model: type[CatalogueModel]) -> bool:
    return any(name in fields and not _is_united(fields, own, other) for fields in CHOSEN[model])


def _together(own: Sequence, other: Sequence, *, is_sorted: bool = False) -> list:
    values = list(dict.fromkeys([*own, *other]))
    return sorted(values) if is_sorted else values


def _with_name(record: Named, into: Named, values: Mapping) -> State:
    """Its name becomes a synonym, so that who searches for it finds the other."""
    known = {comparable_name(word) for word in (into.name, *values["synonyms"])}
    return {"synonyms": [*values["synonyms"], *([record.name] if comparable_name(record.name) not in known else [])]}


def _of_approach(record: Approach, into: Approach, values: Mapping) -> State:
    """As fixed groups remain those of either that every published initiative of both has, itself or as a sub-group."""
    published = Initiative.objects.published().filter(approaches__in=[record, into])
    groups = {*record.target_groups.all(), *into.target_groups.all()}
    fixed = [
        group.pk
        for group in groups
        if not published.exclude(Q(target_groups=group) | Q(target_groups__parent=group)).exists()
    ]
    return _with_name(record, into, values) | {"target_groups": sorted(fixed)}


def _of_synonym(record: Synonym, into: Synonym, values: Mapping) -> State:
    """Words that mean the same in either mean the same; none of them is narrower or wider as well."""
    same = _together(into.same, record.same)
    narrower = [word for word in _together(into.narrower, record.narrower) if word not in same]
    wider = [word for word in _together(into.wider, record.wider) if word not in (*same, *narrower)]
    return {"also": [word for word in same if word != into.word], "narrower": narrower, "wider": wider}


SPECIAL: dict[type[CatalogueModel], Callable[[Any, Any, Mapping], State]] = {
    TargetGroup: _with_name,
    Category: _with_name,
    Approach: _of_approach,
    Synonym: _of_synonym,
}
