"""The findings in one initiative of the database, whatever its status, as `check_catalogue` has them."""

from initiatives.checking.content import MODELS, Content, Model, rows_of
from initiatives.checking.rules import Check, Finding
from initiatives.checking.texts import LISTS, NAMES, TEXTS
from initiatives.choices import Status
from initiatives.importing.values import Values, fields_of, plain
from initiatives.models import Approach, Initiative, Link, Mention, Source, TargetGroup

WHOLE = (TargetGroup, Approach, Source)  # of which the rules need all values, not only words and dates
MORE = ("code", "official_name", "valid_from", "valid_until")


def findings_of(initiative: Initiative) -> list[Finding]:
    """Return the findings in an initiative, its mentions and links; doubles are not among them."""
    return list(Check(_content_around(initiative)).in_initiatives())


def _content_around(initiative: Initiative) -> Content:
    """The initiative as if it were published, with what the rules hold it against.

    Of most rows only the words count, which tell the name of a person from an ordinary word.
    """
    rows: dict[Model, list[Values]] = {model: _words_of(model) for model in MODELS}
    rows |= {model: rows_of(model.objects.all()) for model in WHOLE}
    rows |= {model: rows_of(model.objects.filter(initiative=initiative)) for model in (Mention, Link)}
    own = rows_of(Initiative.objects.filter(pk=initiative.pk))
    others = [row | {"status": Status.DRAFT.value} for row in rows[Initiative]]
    rows[Initiative] = [row | {"status": Status.PUBLISHED.value} for row in own] + others
    return Content(rows)


def _words_of(model: Model) -> list[Values]:
    names = fields_of(model).keys() & {*TEXTS, *NAMES, *LISTS, *MORE}
    return (
        [{name: plain(value) for name, value in row.items()} for row in model.objects.values(*names)] if names else []
    )
