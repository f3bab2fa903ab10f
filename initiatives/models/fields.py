"""Relations and fields of models, found by name, where the types of Django allow for more than the catalogue has."""

from typing import cast

from django.db.models import Field, ManyToManyField, Model

from initiatives.models.base import CatalogueModel


def own_field(model: type[Model], name: str) -> Field:
    """Return a column or many-to-many relation of a model itself, so not the other side of a relation."""
    return cast(Field, model._meta.get_field(name))


def related_model(relation: Field) -> type[CatalogueModel]:
    """Return what a relation of a record refers to; a record refers only to rows of the catalogue."""
    return cast(type[CatalogueModel], relation.related_model)


def through_model(relation: ManyToManyField) -> type[Model]:
    """Return the model of the rows that a many-to-many relation is kept in."""
    return cast(type[Model], relation.remote_field.through)
