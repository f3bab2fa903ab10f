"""The page with what the check of the catalogue finds, record by record, as `check_catalogue --database` finds it."""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives import rules, tasks
from initiatives.admin.hints import HINTS, quoted
from initiatives.admin.links import admin_url
from initiatives.checking import stored
from initiatives.checking.content import MODELS
from initiatives.checking.rules import DOUBLE, INITIATIVE, MAX_SUMMARY_LENGTH, UNKNOWN, Finding
from initiatives.checking.stored import Stored
from initiatives.models import Initiative
from initiatives.models.base import CatalogueModel
from initiatives.revisions.records import record_of
from initiatives.rules import Account, Verb

RECORDS_PER_PAGE = 50
MAX_AT_ONCE = 1_000  # published initiatives; with more the check is done in the background
MODELS_BY_NAME = {model._meta.model_name: model for model in MODELS}
# What the form has no hint for: by rule, in Dutch.
LABELS = {
    "without summary": "Er is geen samenvatting.",
    "region unlike its scope": "De regio past niet bij het bereik.",
    "places unlike its scope": "De gemeenten passen niet bij het bereik.",
    "without target group": "Er is geen doelgroep.",
    "without a group of its approach": "De doelgroep ontbreekt die bij de aanpak hoort: {}",
    "without category": "Er is geen categorie.",
    "without one to three approaches": "Er zijn niet één tot drie aanpakken, maar {}.",
    "answer without locator": "Een antwoord heeft geen vindplaats: {}",
    "story number not in the texts": "Het getal van de startpagina staat niet in de tekst: {}",
    "without mention": "Er is geen vermelding in een bron.",
    "mention without locator": "Een vermelding heeft geen vindplaats: {}",
    f"summary over {MAX_SUMMARY_LENGTH} characters": "De samenvatting is te lang: {}",
    "unsupported finding": "Een bevinding wordt niet gedragen door haar initiatieven: {}",
    "unknown advice": "Een advies dat niet in de bron staat: {}",
    DOUBLE: "Waarschijnlijk dubbel met {}",
    UNKNOWN: "Verwijst naar iets dat er niet is: {}",
}


class Checked(NamedTuple):
    """A record with what is found in it; without address when the editor may not open it, or it is not known."""

    name: str
    url: str
    findings: list[str]


@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """List what is found, the records in the order of the check."""
    if not may_see(request.user):
        raise PermissionDenied
    result = _current()
    visible = visible_findings(request.user, result.findings) if result else []
    groups = [list(group) for _, group in groupby(visible, attrgetter("model", "row"))]
    page = Paginator(groups, RECORDS_PER_PAGE).get_page(request.GET.get("p"))
    context = {
        **admin.site.each_context(request),
        "title": "Wat kan beter",
        "result": result,
        "number": len(visible),
        "page": page,
        "rows": [_checked(group) for group in page],
    }
    return render(request, "admin/findings.html", context)


def may_see(user: Account) -> bool:
    """Return whether a user writes initiatives, so can mend what is found."""
    return rules.may(user, Verb.CHANGE, Initiative)


def visible_findings(user: Account, found: Iterable[Finding]) -> list[Finding]:
    """Return the findings in what a user works on: of a municipal editor, in the own initiatives only."""
    if not rules.is_municipal(user):
        return list(found)
    slugs = set(rules.visible(user, Initiative.objects.all()).values_list("slug", flat=True))
    return [finding for finding in found if finding.model == INITIATIVE and finding.row in slugs]


def count_findings(user: Account) -> int | None:
    """Return how many findings the last check has for a user; None without one. Has it done again if it is outdated."""
    result = stored.latest()
    if result is None or not result.is_current:
        _ask_for_check()
    return len(visible_findings(user, result.findings)) if result else None


def _current() -> Stored | None:
    """The findings of what is published now; of a large catalogue those of the last check."""
    if Initiative.objects.published().count() <= MAX_AT_ONCE:
        return stored.renew()
    result = stored.latest()
    if result is None or not result.is_current:
        _ask_for_check()
    return result


def _ask_for_check() -> None:
    if stored.claim():
        tasks.check_catalogue.enqueue()


def _checked(group: list[Finding]) -> Checked:
    record = _record(group[0])
    name = str(record) if record else group[0].row
    return Checked(name, admin_url(record) if record else "", [_words(finding) for finding in group])


def _record(finding: Finding) -> CatalogueModel | None:
    model = MODELS_BY_NAME.get(finding.model)
    if model is None:
        return None
    try:
        return record_of(model.objects.get_by_natural_key(*finding.row.split(" / ")))
    except model.DoesNotExist:
        return None


def _words(finding: Finding) -> str:
    text = HINTS[finding.rule][1] if finding.rule in HINTS else LABELS[finding.rule]
    return text.format(quoted(finding.what))
