"""What an address names: one row by its slug or code, or an exception that says where it is now or that it is gone."""

import re

from django.db.models import Model, QuerySet
from django.http import Http404

from initiatives.models import Category, Initiative, Municipality, SlugHistory, TargetGroup
from initiatives.models.history import TARGETS

CODE = re.compile(r"GM\d{4}", re.IGNORECASE)
NAMES = {
    Initiative: "dit initiatief",
    Municipality: "deze gemeente",
    TargetGroup: "deze doelgroep",
    Category: "deze categorie",
}


class MovedError(Exception):
    """What is asked for now has another slug, or became another thing."""

    def __init__(self, thing: Model) -> None:
        self.thing = thing


class GoneError(Exception):
    """What is asked for was public before, and has been taken away: for now, or for good.

    It tells nothing of what was there: whoever has the address knows no more than that.
    """

    def __init__(self, model: type[Model], slug: str, *, deleted: bool) -> None:
        self.model, self.slug, self.deleted = model, slug, deleted

    @property
    def reason(self) -> str:
        """What happened, in Dutch."""
        if self.deleted:
            return f"De redactie heeft {NAMES[self.model]} verwijderd."
        return f"De redactie heeft {NAMES[self.model]} weggehaald. Misschien komt het later terug."

    @property
    def words(self) -> str:
        """Those of the address, to search by."""
        return self.slug.replace("-", " ")


def find(rows: QuerySet, slug: str) -> Model:
    """The row with this slug.

    Args:
        rows: what the public may see.
        slug: as it stands in the address.

    Raises:
        MovedError: it has another slug now.
        GoneError: it was there before.
        Http404: there is none and never was.
    """
    found = _known(rows, slug)
    if found.slug != slug:
        raise MovedError(found)
    return found


def find_municipality(address: str) -> Municipality:
    """The municipality with this slug or CBS code, where it is one today, or is more than one or none.

    Raises:
        MovedError: it has another slug, or became part of another municipality; that has the one of today.
        GoneError: it was there before.
        Http404: there is none and never was.
    """
    known = Municipality.objects.select_related("province")
    by_code = known.filter(code=address.upper()).first() if CODE.fullmatch(address) else None
    found = by_code or _known(known, address.lower())
    heirs = found.successors_today()
    now = heirs[0] if len(heirs) == 1 else found
    if now.slug != address:
        raise MovedError(now)
    return found


def _known(rows: QuerySet, slug: str) -> Model:
    """The row that has this slug, or had it before; or the error that tells why there is none."""
    found = _with_slug(rows, slug)
    if found is not None:
        return found
    is_withdrawn = rows.model is Initiative and _with_slug(Initiative.objects.withdrawn(), slug) is not None
    if is_withdrawn or SlugHistory.objects.deleted(rows.model).filter(slug=slug).exists():
        raise GoneError(rows.model, slug, deleted=not is_withdrawn)
    raise Http404


def _with_slug(rows: QuerySet, slug: str) -> Model | None:
    found = rows.filter(slug=slug).first()
    if found is None and rows.model in TARGETS:
        found = rows.filter(slug_history__slug=slug).first()
    return found
