"""What the models share: slugs, natural keys, check constraints."""

from collections.abc import Collection
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Max, Q
from django.utils import timezone

from initiatives.choices import Status
from initiatives.models.texts import HAS_NOT_TOO_MANY

Row = TypeVar("Row", bound=models.Model, covariant=True)

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
TAKEN = "Dit webadres was eerder van iets anders, of van iets dat is verwijderd. Kies een ander webadres."


def slug_field(help_text: str = "Staat in het webadres: kleine letters, cijfers en streepjes.") -> models.SlugField:
    """Field for a unique slug of lower-case letters, digits and hyphens."""
    message = "Gebruik alleen kleine letters, cijfers en streepjes, zoals in “de-bakfiets”."
    validators = [RegexValidator(SLUG_PATTERN, message)]
    return models.SlugField("webadres", max_length=100, unique=True, help_text=help_text, validators=validators)


def validate_not_in_future(day: date) -> None:
    """Refuse a day after today for something that somebody did.

    Raises:
        ValidationError: in Dutch.
    """
    if day > timezone.localdate():
        raise ValidationError("Deze dag komt nog. Vul een dag in tot en met vandaag.")


def text_list(label: str, help_text: str = "", size: int = 300, **options: Any) -> ArrayField:
    """Field for a list of short texts, empty by default."""
    return ArrayField(
        models.CharField(max_length=size),
        verbose_name=label,
        help_text=help_text,
        default=list,
        blank=True,
        validators=[HAS_NOT_TOO_MANY],
        **options,
    )


def words_list(label: str, help_text: str) -> ArrayField:
    """Field for a list of words or names; empty by default in the database too, for processes of an older release."""
    return text_list(label, help_text, size=100, db_default=[])


def slug_constraint(name: str) -> models.CheckConstraint:
    """Constraint for the pattern of `slug_field`."""
    return models.CheckConstraint(
        condition=Q(slug__regex=SLUG_PATTERN),
        name=name,
        violation_error_message="Het webadres mag alleen kleine letters, cijfers en streepjes bevatten.",
    )


def not_empty_constraint(field: str, name: str, message: str) -> models.CheckConstraint:
    """Constraint: the text in `field` is not empty."""
    return models.CheckConstraint(condition=~Q(**{field: ""}), name=name, violation_error_message=message)


def choice_constraint(field: str, choices: type[models.TextChoices], name: str, *, blank: bool = False) -> Any:
    """Constraint: the value of `field` is one of `choices`, or empty where `blank` allows it."""
    values = [*choices.values, ""] if blank else choices.values
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": values}), name=name, violation_error_message="Deze keuze bestaat niet."
    )


class NaturalKeyQuerySet(models.QuerySet[Row]):
    """QuerySet of models with a `NATURAL_KEY`, by which fixtures refer to rows."""

    def get_by_natural_key(self, *key: str) -> Row:
        """Get the row with this natural key; raises `DoesNotExist`, also when the number of parts is wrong."""
        model: Any = self.model
        fields = model.NATURAL_KEY
        if len(key) != len(fields):
            raise model.DoesNotExist(f"{key} is geen sleutel van {model._meta.verbose_name}.")
        return self.get(**dict(zip(fields, key, strict=True)))

    def last_changes(self, *paths: str) -> dict[int, datetime]:
        """Return when a published initiative of each row was last changed, by primary key; only of rows with any.

        The paths are lookups from a row to its initiatives. Each has a query of its own: in one query the rows of one
        path would be multiplied by those of another.
        """
        changes: dict[int, datetime] = {}
        for path in paths:
            rows = self.filter(**{f"{path}__status": Status.PUBLISHED}).order_by().values_list("pk")
            for key, changed in rows.annotate(changed=Max(f"{path}__modified")):
                changes[key] = max(changed, changes.get(key, changed))
        return changes


class CatalogueModel(models.Model):
    """Base model with a natural key, given as lookups (`initiative__slug`)."""

    NATURAL_KEY: tuple[str, ...] = ("slug",)

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        abstract = True

    def natural_key(self: Self) -> tuple[str, ...]:
        """The values of the natural key, in the order of `NATURAL_KEY`."""
        return tuple(attrgetter(path.replace("__", "."))(self) for path in self.NATURAL_KEY)


class PermalinkModel(CatalogueModel):
    """A model with permanent URLs: old slugs, kept in `SlugHistory`, redirect to the current one."""

    # of each model its own
    slug: Any
    slug_history: Any
    get_absolute_url: Any

    class Meta:
        abstract = True

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        """Also refuse a slug that another row has had; database triggers enforce the same rule."""
        errors: dict[str, Any] = {}
        try:
            super().validate_unique(exclude)
        except ValidationError as error:
            errors = error.update_error_dict({})
        history = type(self).slug_history.field.model.objects
        if "slug" not in (exclude or ()) and history.of_another(self).exists():
            errors.setdefault("slug", []).append(TAKEN)
        if errors:
            raise ValidationError(errors)
