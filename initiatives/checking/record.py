"""The findings in one initiative of the database, whatever its status, as `check_catalogue` has them."""

from functools import lru_cache
from typing import NamedTuple

from initiatives.checking.content import MODELS, Content, Model, rows_of
from initiatives.checking.persons import ordinary_words
from initiatives.checking.rules import Check, Finding
from initiatives.checking.texts import LISTS, NAMES, TEXTS
from initiatives.choices import Status
from initiatives.importing.values import Values, fields_of, plain
from initiatives.models import Approach, Initiative, Link, Mention, Source, TargetGroup
from initiatives.search.index.version import current_version

WHOLE = (TargetGroup, Approach, Source)  # of which the rules need all values, not only words and dates
OWN = (Initiative, Mention, Link)
MORE = ("code", "official_name", "valid_from", "valid_until")


class Surroundings(NamedTuple):
    """What the rules hold an initiative against: other rows, and the words in lower case of all texts."""

    rows: dict[Model, list[Values]]
    ordinary: frozenset[str]


def findings_of(initiative: Initiative) -> list[Finding]:
    """Return the findings in an initiative as if it were published, its mentions and links; without doubles."""
    surroundings = _surroundings(current_version())
    (own,) = rows_of(Initiative.objects.filter(pk=initiative.pk))
    rows = surroundings.rows | {Initiative: [own | {"status": Status.PUBLISHED.value}]}
    rows |= {model: rows_of(model.objects.filter(initiative=initiative)) for model in (Mention, Link)}
    return list(Check(Content(rows), surroundings.ordinary).in_initiatives())


@lru_cache(maxsize=1)
def _surroundings(version: int) -> Surroundings:
    """Read what is around an initiative, once for each version of the catalogue: it has all texts."""
    rows: dict[Model, list[Values]] = {model: _words_of(model) for model in MODELS}
    ordinary = ordinary_words(row for of_model in rows.values() for row in of_model)
    rows |= {model: rows_of(model.objects.all()) for model in WHOLE} | {model: [] for model in OWN}
    return Surroundings(rows, ordinary)


def _words_of(model: Model) -> list[Values]:
    names = fields_of(model).keys() & {*TEXTS, *NAMES, *LISTS, *MORE}
    return (
        [{name: plain(value) for name, value in row.items()} for row in model.objects.values(*names)] if names else []
    )
