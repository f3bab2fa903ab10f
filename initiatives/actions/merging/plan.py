"""The plan of a merger: everything that it would change, read from the database without writing."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from django.core.exceptions import ValidationError
from django.db.models import Model

from initiatives.actions.merging.moves import Move, Outcome, moves_between
from initiatives.actions.merging.values import CHOSEN, OTHER, OWN, Choice, choices_between, united_values
from initiatives.actions.proposing import open_proposals
from initiatives.choices import Status
from initiatives.models import Initiative
from initiatives.models.base import CatalogueModel, PermalinkModel
from initiatives.revisions.records import record_of
from initiatives.revisions.state import State, digest, state_of
from initiatives.revisions.writing import assign, is_related

MERGEABLE = tuple(CHOSEN)


@dataclass
class Plan:
    """What a merger would do.

    Args:
        record: the record that goes.
        into: the record that stays, with its new columns in memory; not to be saved.
        answers: `OWN` or `OTHER` by the name of a choice; the default is taken for those that are not here.
        own, other: the states of `into` and `record` in the database.
        moves: what becomes of each row that refers to the record.
        refusals: why the merger cannot be done, in Dutch.
    """

    record: CatalogueModel
    into: CatalogueModel
    answers: Mapping[str, str]
    own: State
    other: State
    choices: list[Choice]
    united: State
    moves: list[Move]
    refusals: list[str]

    def answer_to(self, choice: Choice) -> str:
        return self.answers.get(choice.name, choice.default)

    @property
    def values(self) -> State:
        """The new values of the record that stays."""
        return self.united | {
            name: value
            for choice in self.choices
            if self.answer_to(choice) == OTHER
            for name, value in choice.other.items()
        }

    @property
    def touched(self) -> list[CatalogueModel]:
        """The other records that change, each once, in the order of the relations."""
        records = dict.fromkeys(record_of(row) for move in self.moves for row in (move.row, move.twin) if row)
        return [record for record in records if record not in (self.record, self.into)]

    def parts(self, outcome: Outcome) -> list[Move]:
        """The moves of rows with this outcome that are no records themselves, such as mentions."""
        return [
            move
            for move in self.moves
            if move.outcome is outcome and not move.is_relation and record_of(move.row) is not move.row
        ]

    @property
    def parts_of_record(self) -> list[Move]:
        """The moves of the record's own parts, such as its mentions, that become parts of the other."""
        return [move for move in self.parts(Outcome.FOLLOWS) if record_of(move.row) == self.into]

    @cached_property
    def former_slugs(self) -> list[str]:
        """The former slugs of the record that goes; they lead to the other then."""
        return former_slugs(self.record)

    @property
    def digest(self) -> str:
        """A hash of what the editor sees: another one when either record, or what refers to them, was changed."""
        moves = sorted(f"{type(move.row).__name__} {move.row.pk} {move.field} {move.outcome}" for move in self.moves)
        text = f"{digest(self.own)} {digest(self.other)} {moves} {self.former_slugs}"
        return blake2b(text.encode(), digest_size=16).hexdigest()


def plan_merger(record: CatalogueModel, into: CatalogueModel, answers: Mapping[str, str] | None = None) -> Plan:
    """Plan the merger of a record into another; nothing is written.

    Args:
        answers: by the name of a choice, `OWN` or `OTHER`; what is missing keeps its default.

    Raises:
        ValidationError: the two are not of one kind, or are the same; one is gone; or an answer is neither.
    """
    answers = answers or {}
    if type(record) is not type(into) or record == into or type(record) not in MERGEABLE:
        raise ValidationError("Kies iets anders van dezelfde soort om mee samen te voegen.")
    if not set(answers.values()) <= {OWN, OTHER}:
        raise ValidationError("Kies bij elk veld welke tekst blijft.")
    record, into = _as_now(record), _as_now(into)
    own, other = state_of(into), state_of(record)
    choices = choices_between(own, other, type(into))
    plan = Plan(record, into, answers, own, other, choices, united_values(record, into, own, other), [], [])
    assign(into, {name: value for name, value in plan.values.items() if not is_related(type(into), name)})
    plan.moves = list(moves_between(record, into))
    plan.refusals = [*_refusals(record, into), *refusals_of_rows(plan.moves)]
    return plan


def _as_now(record: CatalogueModel) -> CatalogueModel:
    """A record as the database has it, which can be another than an editor's page was made of."""
    row = type(record).objects.filter(pk=record.pk).first()
    if row is None:
        raise ValidationError(f"“{record}” bestaat niet meer.")
    return row


def refusals_of_rows(moves: list[Move]) -> list[str]:
    """Return what is wrong, in Dutch, with the rows that would refer to the other record."""
    return [
        f"{move.row._meta.verbose_name} “{move.row}”: {message}"
        for move in moves
        if move.outcome is Outcome.FOLLOWS and not move.is_relation
        for message in _faults(move.row)
    ]


def former_slugs(record: CatalogueModel) -> list[str]:
    """Return the former slugs of a record; none for a model without history."""
    if not isinstance(record, PermalinkModel):
        return []
    return sorted(record.slug_history.values_list("slug", flat=True))


def _faults(row: Model) -> list[str]:
    try:
        row.full_clean()
    except ValidationError as error:
        return error.messages
    return []


def _refusals(record: CatalogueModel, into: CatalogueModel) -> list[str]:
    refusals = []
    if number := open_proposals(record).count():
        proposals = "staat nog een voorstel open" if number == 1 else f"staan nog {number} voorstellen open"
        refusals.append(f"Voor “{record}” {proposals}. Beoordeel dat eerst.")
    if isinstance(record, Initiative) and isinstance(into, Initiative) and (reason := _dead_address(record, into)):
        refusals.append(reason)
    return refusals


def _dead_address(record: Initiative, into: Initiative) -> str:
    """Why the public address of an initiative would lead to nothing, in Dutch; empty when it would not."""
    if record.status == Status.PUBLISHED and into.status != Status.PUBLISHED:
        return (
            f"“{record}” is openbaar en “{into}” niet. Dan zou een openbare pagina verdwijnen. "
            f"Voeg ze andersom samen, of publiceer “{into}” eerst."
        )
    if record.published_at and not into.published_at:
        return (
            f"“{record}” is openbaar geweest en “{into}” nog nooit. Dan zou een bekend webadres nergens heen leiden. "
            f"Voeg ze andersom samen, of publiceer “{into}” eerst."
        )
    return ""
