"""The page with links that do not work, are uncertain, moved or were never checked; and the action that checks some."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import urlencode

from initiatives import rules
from initiatives.actions.archived_copies import MODELS, keep_copy
from initiatives.admin.links import admin_url
from initiatives.choices import LinkState
from initiatives.linkcheck.register import request_checks
from initiatives.linkcheck.uses import Use, addresses_of, seen_checks, uses_of
from initiatives.models import Initiative, LinkCheck
from initiatives.models.link_check import MAX_URL_LENGTH
from initiatives.requests import signed_in
from initiatives.rules import Verb
from initiatives.tasks import check_requested_links

PAGE_SIZE = 25
STATE, PAGE = "toestand", "p"
SHOWN = (LinkState.BROKEN, LinkState.UNCERTAIN, LinkState.NEW, LinkState.MOVED)  # the first unless another is asked for


class CopyForm(forms.Form):
    """The address of a copy of a page; empty takes it away."""

    archived_url = forms.URLField(
        label="Bewaarde kopie", required=False, max_length=MAX_URL_LENGTH, assume_scheme="https"
    )

    def clean_archived_url(self) -> str:
        url = self.cleaned_data["archived_url"]
        if url and not url.startswith(("https://", "http://")):
            raise ValidationError("Een bewaarde kopie begint met https:// of http://.")
        return url


@dataclass(frozen=True)
class Row:
    """A link as the page shows it."""

    check: LinkCheck
    uses: list[tuple[Use, str, str]]  # with the kind of record and the address of its form
    form: CopyForm | None  # for who may give it a copy


def links(request: HttpRequest) -> HttpResponse:
    """The links in a state; POST checks one again, or keeps the address of a copy."""
    if not rules.may(request.user, Verb.VIEW, Initiative):
        raise PermissionDenied
    checks, form, status = seen_checks(signed_in(request)), None, 200
    posted = _posted(request, checks) if request.method == "POST" else None
    if posted and "opnieuw" in request.POST:
        ask(request, {posted.url})
        return HttpResponseRedirect(request.get_full_path())
    if posted:
        form = CopyForm(request.POST, prefix=str(posted.pk))
        if form.is_valid():
            _keep(request, posted, form.cleaned_data["archived_url"])
            return HttpResponseRedirect(request.get_full_path())
        status = 400
    asked = request.GET.get(STATE, "")
    state = asked if asked in SHOWN else SHOWN[0]
    ordered = checks.filter(state=state).order_by("-failed_days", "checked_at", "url")
    page = Paginator(ordered, PAGE_SIZE).get_page(request.GET.get(PAGE))
    context = {
        **admin.site.each_context(request),
        "title": "Links controleren",
        "state": LinkState(state),
        "states": [(value, checks.filter(state=value).count(), f"?{urlencode({STATE: value})}") for value in SHOWN],
        "page": page,
        "query": urlencode({STATE: state}),
        "rows": _rows(list(page), signed_in(request), posted, form),
        "is_problem": state in (LinkState.BROKEN, LinkState.UNCERTAIN),
    }
    return render(request, "admin/links.html", context, status=status)


def check_records(request: HttpRequest, queryset: QuerySet) -> None:
    """Have the links of a selection checked in the background."""
    ask(request, addresses_of(queryset))


def ask(request: HttpRequest, urls: set[str]) -> None:
    """Have these links checked in the background, and say so."""
    if not urls:
        messages.info(request, "Hier staan geen links in.")
        return
    with transaction.atomic():
        number = request_checks(urls)
        check_requested_links.enqueue()
    subject = "1 link wordt" if number == 1 else f"{number} links worden"
    messages.success(request, f"{subject} gecontroleerd. Kijk over een minuut weer bij “Links controleren”.")


def _posted(request: HttpRequest, checks: QuerySet) -> LinkCheck:
    """The link that a form is about; 404 for one that the editor does not see."""
    key = request.POST.get("link", "")
    is_number = key.isascii() and key.isdecimal() and len(key) < 19
    check = checks.filter(pk=int(key)).first() if is_number else None
    if check is None:
        raise Http404
    return check


def _keep(request: HttpRequest, check: LinkCheck, archived_url: str) -> None:
    kept = keep_copy(url=check.url, archived_url=archived_url, by=signed_in(request))
    if kept.written:
        messages.success(request, f"Bewaard. Gewijzigd: {kept.written}.")
    if kept.proposed:
        messages.success(request, "Uw voorstel is bewaard. Een eindredacteur beslist.")
    if not (kept.written or kept.proposed):
        messages.info(request, "Er is niets gewijzigd.")


def _rows(checks: list[LinkCheck], user: User, posted: LinkCheck | None, form: CopyForm | None) -> list[Row]:
    uses = uses_of([check.url for check in checks], user)
    return [
        Row(
            check,
            [(use, str(use.record._meta.verbose_name), admin_url(use.record)) for use in uses[check.url]],
            form if check == posted else _form(check, uses[check.url], user),
        )
        for check in checks
    ]


def _form(check: LinkCheck, uses: list[Use], user: User) -> CopyForm | None:
    copies = [
        use.archived_url or ""
        for use in uses
        if isinstance(use.row, MODELS) and rules.may(user, Verb.CHANGE, type(use.row))
    ]
    return CopyForm(initial={"archived_url": max(copies)}, prefix=str(check.pk)) if copies else None
