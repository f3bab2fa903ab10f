"""Looks rows up by slug or code, with exceptions for those that moved and those that are gone."""

import re
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import Http404

from initiatives.models import Approach, Category, Initiative, Municipality, SlugHistory, TargetGroup
from initiatives.models.base import CatalogueModel, PermalinkModel
from initiatives.models.history import TARGETS

CODE = re.compile(r"GM\d{4}", re.IGNORECASE)
NAMES = {
    Initiative: "dit initiatief",
    Municipality: "deze gemeente",
    TargetGroup: "deze doelgroep",
    Category: "deze categorie",
    Approach: "deze aanpak",
}


Row = TypeVar("Row", bound=CatalogueModel)


class MovedError(Exception):
    """The row has another slug now, or was merged into another; `thing` is the row of today."""

    def __init__(self, thing: PermalinkModel) -> None:
        self.thing = thing


class GoneError(Exception):
    """The row was public before, and was withdrawn or deleted; nothing else of it is told."""

    def __init__(self, model: Any, slug: str, *, deleted: bool) -> None:
        self.model, self.slug, self.deleted = model, slug, deleted

    @property
    def reason(self) -> str:
        if self.deleted:
            return f"De redactie heeft {NAMES[self.model]} verwijderd."
        return f"De redactie heeft {NAMES[self.model]} weggehaald. Misschien komt het later terug."

    @property
    def words(self) -> str:
        """The words of the address, as a query to search on with."""
        return self.slug.replace("-", " ")


def find(rows: QuerySet[Row], slug: str) -> Row:
    """Return the row with this slug from those that the public may see.

    Raises:
        MovedError: it has another slug now.
        GoneError: it was withdrawn or deleted.
        Http404: no row ever had this slug.
    """
    row: Any = _current_or_former(rows, slug)
    if row.slug != slug:
        raise MovedError(row)
    return row


def find_municipality(address: str) -> Municipality:
    """Return the municipality with this slug or CBS code: one of today, or one that was split or has no successor.

    Raises:
        MovedError: it has another slug now, or was merged into another municipality.
        GoneError: it was deleted.
        Http404: no municipality ever had this slug or code.
    """
    rows = Municipality.objects.select_related("province")
    by_code = rows.filter(code=address.upper()).first() if CODE.fullmatch(address) else None
    municipality = by_code or _current_or_former(rows, address.lower())
    successors = municipality.successors_today()
    current = successors[0] if len(successors) == 1 else municipality
    if current.slug != address:
        raise MovedError(current)
    return municipality


def _current_or_former(rows: QuerySet[Row], slug: str) -> Row:
    """The row that has or had this slug; raises GoneError or Http404 when there is none."""
    row = _with_slug(rows, slug)
    if row is not None:
        return row
    is_withdrawn = rows.model is Initiative and _with_slug(Initiative.objects.withdrawn(), slug) is not None
    if is_withdrawn or SlugHistory.objects.deleted(rows.model).filter(slug=slug).exists():
        raise GoneError(rows.model, slug, deleted=not is_withdrawn)
    raise Http404


def _with_slug(rows: QuerySet[Row], slug: str) -> Row | None:
    former = rows.filter(slug_history__slug=slug) if rows.model in TARGETS else rows.none()
    return rows.filter(slug=slug).first() or former.first()
