"""What somebody asks for by an address: one thing by its slug, or the answer to a query string.

Where that is elsewhere now, gone, or cannot be understood, an exception says so; pages and API each tell it in their
own way.
"""

import re
from collections.abc import Collection, Sequence
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import Http404, QueryDict

from initiatives.models import Category, Initiative, Municipality, SlugHistory, TargetGroup
from initiatives.models.history import TARGETS
from initiatives.search.parameters import Fault
from initiatives.search.query import Search

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


class QuestionMovedError(Exception):
    """The same question is now written as another query string."""

    def __init__(self, query: str) -> None:
        self.query = query


class UnclearError(Exception):
    """A question with parts that make no sense, where nobody would read a warning."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = faults


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
    heirs = found.today()
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


def ask(
    query: QueryDict, outlet: str, *, strict: bool = False, own: Collection[str] = (), faults: Sequence[Fault] = ()
) -> Search:
    """The answer to a query string.

    Args:
        query: as it came.
        outlet: one of `search.outlets.OUTLETS`.
        strict: refuse what makes no sense, rather than leave it out and tell.
        own: keys that the outlet reads itself; they are no part of the question, and stay when that has moved.
        faults: what is wrong with those, to refuse together with the rest.

    Raises:
        UnclearError: strict, and parts of the query make no sense; it has them all.
        QuestionMovedError: a value is outdated or informal; it has the query string with the values of today.
    """
    question = query.copy()
    kept = [(key, value) for key in own for value in question.pop(key, [])]
    search = Search(question, outlet=outlet)
    if strict and (wrong := [*faults, *search.asked.ignored]):
        raise UnclearError(wrong)
    if search.moved_query:
        raise QuestionMovedError("&".join(filter(None, [search.moved_query, urlencode(kept)])))
    return search
