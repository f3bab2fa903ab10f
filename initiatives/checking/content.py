"""The contents to check, in one form for fixtures and database."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, ManyToManyField, QuerySet
from django.utils.functional import cached_property

from initiatives.choices import Status
from initiatives.importing.fixture_reader import Record, RecordFault, read
from initiatives.importing.values import Values, default_value, fields_of, fixture_value, row_values
from initiatives.models import (
    AdviceExample,
    Approach,
    Category,
    Finding,
    Illustration,
    Initiative,
    Link,
    Mention,
    Municipality,
    NotDouble,
    Organisation,
    Province,
    Publication,
    Recommendation,
    SeeAlso,
    SlugHistory,
    Source,
    Synonym,
    TargetGroup,
)
from initiatives.models.base import CatalogueModel
from initiatives.models.publication import Facts

Model = type[CatalogueModel]
MODELS: tuple[Model, ...] = (
    Province,
    Municipality,
    TargetGroup,
    Category,
    Approach,
    Organisation,
    Source,
    Publication,
    Synonym,
    Initiative,
    Mention,
    Link,
    Recommendation,
    Illustration,
    AdviceExample,
    SeeAlso,
    Finding,
    SlugHistory,
)


@dataclass(frozen=True)
class Content:
    """All rows as `importing.values` has them, with related rows as natural keys.

    Args:
        told_apart: pairs of slugs of initiatives that an editor said are different ones; fixtures have none.
    """

    rows: dict[Model, list[Values]]
    told_apart: frozenset[frozenset[str]] = frozenset()

    @cached_property
    def initiatives(self) -> list[Values]:
        """The published initiatives; drafts are unfinished, so they are not checked."""
        return [row for row in self.rows[Initiative] if row["status"] == Status.PUBLISHED]

    @cached_property
    def sources(self) -> dict[str, Values]:
        """By slug, oldest first."""
        rows = sorted(self.rows[Source], key=lambda row: (row["published"], row["file"], row["title"]))
        return {row["slug"]: row for row in rows}

    @cached_property
    def municipalities(self) -> dict[str, Values]:
        """By CBS code."""
        return {row["code"]: row for row in self.rows[Municipality]}

    @cached_property
    def mentions(self) -> dict[str, list[Values]]:
        """By the slug of their initiative, those of the oldest source first."""
        ranks = {slug: rank for rank, slug in enumerate(self.sources)}
        ordered = sorted(self.rows[Mention], key=lambda row: ranks.get(row["source"][0], len(ranks)))
        return _by_initiative(ordered)

    @cached_property
    def links(self) -> dict[str, list[Values]]:
        """By the slug of their initiative."""
        return _by_initiative(self.rows[Link])

    @cached_property
    def group_parents(self) -> dict[str, str]:
        """The slug of the target group that a sub-group is a part of, by its slug."""
        return {row["slug"]: row["parent"][0] for row in self.rows[TargetGroup] if row["parent"]}

    @cached_property
    def approach_groups(self) -> dict[str, list[str]]:
        """The slugs of the target groups that belong to an approach, by its slug."""
        return {row["slug"]: [slug for (slug,) in row["target_groups"]] for row in self.rows[Approach]}

    def facts_of(self, initiative: Values) -> Facts:
        """Return what the rules of publication look at, with slugs for names."""
        groups = {slug for (slug,) in initiative["target_groups"]}
        return Facts(
            own=initiative,
            target_groups=groups | {self.group_parents[slug] for slug in groups & self.group_parents.keys()},
            approaches={slug: self.approach_groups.get(slug, []) for (slug,) in initiative["approaches"]},
            municipalities=len(initiative["municipalities"]),
            categories=len(initiative["categories"]),
            mentions=len(self.mentions.get(initiative["slug"], [])),
        )

    def source_of(self, initiative: Values) -> str:
        """Return the slug of its oldest source, or an empty text."""
        mentions = self.mentions.get(initiative["slug"], [])
        return mentions[0]["source"][0] if mentions else ""


def from_database() -> Content:
    pairs = NotDouble.objects.values_list("first__slug", "second__slug")
    return Content({model: rows_of(model.objects.all()) for model in MODELS}, frozenset(map(frozenset, pairs)))


def from_fixtures(folder: Path) -> tuple[Content, list[RecordFault]]:
    """Read the fixtures in `folder`; return their contents and faults."""
    records, faults = read(folder)
    rows: dict[Model, list[Values]] = {model: [] for model in MODELS}
    for record in records:
        try:
            rows[record.model].append(_complete(record))
        except ValidationError as error:
            faults.append(record.fault(" ".join(error.messages)))
    return Content(rows), faults


def _complete(record: Record) -> Values:
    """Return the values of all fields, with defaults for those that the record does not have."""
    fields = fields_of(record.model)
    unknown = record.fields.keys() - fields.keys()
    missing = {name for name, field in fields.items() if _is_required(field)} - record.fields.keys()
    if unknown or missing:
        raise ValidationError([f"{name} is no field" for name in unknown] + [f"{name} is missing" for name in missing])
    given = {name: fixture_value(fields[name], value) for name, value in record.fields.items()}
    return {name: default_value(field) for name, field in fields.items()} | given


def _is_required(field: Field) -> bool:
    return not (field.blank or field.null or field.has_default() or isinstance(field, ManyToManyField))


def rows_of(rows: QuerySet) -> list[Values]:
    """Return rows of a model as `importing.values` has them, in the order of their primary keys."""
    fields = fields_of(rows.model)
    related = [name for name, field in fields.items() if isinstance(field, ManyToManyField | ForeignKey)]
    complete = rows.prefetch_related(*related).order_by("pk")
    return [row_values(row, set(fields), lambda related: related.natural_key()) for row in complete]


def _by_initiative(rows: Iterable[Values]) -> dict[str, list[Values]]:
    grouped = defaultdict(list)
    for row in rows:
        grouped[row["initiative"][0]].append(row)
    return grouped
