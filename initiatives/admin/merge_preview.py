"""What the page before a merger shows: in words, with links, everything that the plan changes."""

from collections import defaultdict
from typing import Any

from initiatives.actions.merging.moves import Move, Outcome
from initiatives.actions.merging.plan import Plan
from initiatives.actions.merging.values import OTHER, OWN, Choice
from initiatives.admin.links import admin_link
from initiatives.models import Initiative, Organisation, PreviewLink, Synonym
from initiatives.models.base import CatalogueModel, PermalinkModel
from initiatives.models.fields import own_field
from initiatives.revisions.comparison import describe
from initiatives.revisions.records import record_of
from initiatives.search.facets.definitions import FACETS

MAX_UNFOLDED = 20  # of one kind; the others are in a fold
# What stays as it is in the record that stays, where that is not the name, the address and the order.
KEPT = {
    Initiative: "Het webadres, de status en de publicatiedatum blijven die",
    Organisation: "De naam blijft die",
    Synonym: "Het zoekwoord blijft dat",
}


def preview_context(plan: Plan) -> dict[str, Any]:
    """Return what the template of the preview needs of a plan."""
    return {
        "plan": plan,
        "choices": [_choice(plan, choice) for choice in plan.choices],
        "gains": _gains(plan),
        "groups": [_group(name, lines) for name, lines in _touched(plan).items()],
        "number": len(plan.touched) + len(plan.parts_of_record),
        "addresses": _addresses(plan),
        "facet": next((facet.key for facet in FACETS.values() if facet.model is type(plan.into)), ""),
        "losses": _losses(plan),
        "kept": KEPT.get(type(plan.into), "De naam, het webadres en de plaats in lijsten blijven die"),
        "own": OWN,
        "other": OTHER,
    }


def _choice(plan: Plan, choice: Choice) -> dict[str, Any]:
    changes = {name: (choice.own[name], choice.other[name]) for name in choice.fields}
    differences = [row for row in describe(type(plan.into), changes) if row.old or row.new]
    return {"name": choice.name, "differences": differences, "answer": plan.answer_to(choice)}


def _gains(plan: Plan) -> list[dict[str, Any]]:
    """What lists and relations get, and what the fixed groups of an approach lose."""
    changes = {name: (plan.own[name], value) for name, value in plan.united.items()}
    gains = []
    for difference in describe(type(plan.into), changes):
        old, new = difference.old.splitlines(), difference.new.splitlines()
        added, removed = ([word for word in one if word not in other] for one, other in ((new, old), (old, new)))
        gains.append({"label": difference.label, "added": added, "removed": removed})
    return gains


def _touched(plan: Plan) -> dict[str, list[tuple[str, str]]]:
    """What changes, by kind: other records as links with the parts that refer, then the parts that go along."""
    parts: dict[CatalogueModel, dict[str, None]] = {record: {} for record in plan.touched}
    for move in plan.moves:
        record = record_of(move.row)
        if record in parts and record is not move.row:
            parts[record][str(move.row._meta.verbose_name)] = None
    lines: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for record, names in parts.items():
        lines[str(record._meta.verbose_name_plural)].append((admin_link(record), ", ".join(names)))
    for move in plan.parts_of_record:
        lines[str(move.row._meta.verbose_name_plural)].append((str(move.row), ""))
    return lines


def _group(name: str, lines: list) -> dict[str, Any]:
    return {"name": name, "number": len(lines), "first": lines[:MAX_UNFOLDED], "rest": lines[MAX_UNFOLDED:]}


def _addresses(plan: Plan) -> list[str]:
    """The public addresses that lead to the other record from then on."""
    record = plan.record
    if not isinstance(record, PermalinkModel) or (isinstance(record, Initiative) and record.published_at is None):
        return []
    model: Any = type(record)  # with a field `slug` of its own
    return [model(slug=slug).get_absolute_url() for slug in (record.slug, *plan.former_slugs)]


def _losses(plan: Plan) -> list[str]:
    losses = [f"{_name(move)} hebben ze allebei. Er blijft er één.{_left(move)}" for move in plan.parts(Outcome.DOUBLE)]
    if plan.parts(Outcome.ENDS):
        losses.append("Ze verwijzen nu naar elkaar, met “zie ook”. Die verwijzing vervalt.")
    if PreviewLink.objects.valid().about(plan.record).exists():
        losses.append(f"Voorbeeldlinks van “{plan.record}” werken niet meer.")
    return losses


def _name(move: Move) -> str:
    return f"{str(move.row._meta.verbose_name).capitalize()} “{move.row}”"


def _left(move: Move) -> str:
    """The values of a row that is dropped which the row that stays has otherwise."""
    changes = [(own_field(type(move.row), name).verbose_name, value) for name, value in move.left.items()]
    return "".join(f" Wat vervalt: {label} “{value}”." for label, value in changes)
