"""What looks like an initiative: in its form, while somebody types, and after saving."""

from collections.abc import Iterable
from typing import Any, NamedTuple, cast

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from initiatives import rules
from initiatives.admin.links import admin_url
from initiatives.choices import Scope
from initiatives.doubles.catalogue import doubles_of, entry_of, typed_entry
from initiatives.doubles.entries import Entry
from initiatives.models import Initiative, Municipality
from initiatives.rules import Account, Verb

MAX_OFFERS = 5
MAX_HIDDEN = 20  # initiatives that look alike and that an editor may not see
MAX_LINKS, MAX_TEXT = 20, 1_000  # of what a browser asks; a text in characters


class Offer(NamedTuple):
    """An initiative that looks like the one in the form."""

    initiative: Initiative
    url: str
    reasons: str
    is_related: bool


def may_see(user: Account) -> bool:
    """Return whether a user writes initiatives, so may know what looks like one."""
    return rules.may(user, Verb.CHANGE, Initiative)


def offers(user: Account, entry: Entry) -> list[Offer]:
    """Return what looks like an entry, as far as a user may read it."""
    if not any(name.strip() for name in entry.names) and not entry.links:
        return []
    doubles = doubles_of(entry, limit=MAX_OFFERS + MAX_HIDDEN)
    rows = readable(user, [key_of(double.entry) for double in doubles]).in_bulk()
    known = [double for double in doubles if key_of(double.entry) in rows][:MAX_OFFERS]
    related = set(Initiative(pk=key_of(entry)).same_project) if entry.key else set()
    return [
        Offer(row, url_of(user, row), ", ".join(double.likeness.reasons), row in related)
        for double in known
        for row in [rows[key_of(double.entry)]]
    ]


class DoublesMixin(ModelAdmin):
    """The panel of a ModelAdmin of initiatives: in the form, while somebody types, and after saving."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.panel)
        return [path("dubbel/", view, name="initiatives_initiative_doubles"), *super().get_urls()]

    def panel(self, request: HttpRequest) -> HttpResponse:
        """What looks like the initiative in the query string, as a part of a page."""
        if not may_see(request.user):
            raise PermissionDenied
        return render(request, "admin/doubles_panel.html", {"doubles": offers(request.user, _asked(request))})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *arguments: Any, **options: Any
    ) -> HttpResponse:
        record = options.get("obj")
        if may_see(request.user):
            context["doubles"] = offers(request.user, entry_of(record)) if record and record.pk else []
            context["doubles_url"] = reverse("admin:initiatives_initiative_doubles")
        return super().render_change_form(request, context, *arguments, **options)

    def save_related(self, request: HttpRequest, form: Any, *arguments: Any) -> None:
        """Save, and say what looks like a new initiative, or one with another title or place."""
        super().save_related(request, form, *arguments)
        if not {"title", "municipalities", "region"} & {*form.changed_data}:
            return
        for offer in offers(request.user, entry_of(form.instance))[:1]:
            text = 'Let op: dit lijkt op “<a href="{}">{}</a>” ({}). Is het hetzelfde? Dan is één van de twee genoeg.'
            link = format_html(text, offer.url, offer.initiative.title_with_place, offer.reasons)
            messages.warning(request, link)


def _asked(request: HttpRequest) -> Entry:
    """The entry in a query string; what makes no sense in it is left out."""
    values = request.GET

    def text(name: str) -> str:
        return values.get(name, "").replace("\0", "")[:MAX_TEXT]

    keys = [key for key in values.getlist("gemeente") if key.isascii() and key.isdecimal() and len(key) < 10]
    own = text("zelf")
    return typed_entry(
        text("titel"),
        municipalities=Municipality.objects.filter(pk__in=keys[:500]).prefetch_related("successors"),
        region=text("regio"),
        scope=text("bereik") if text("bereik") in Scope.values else Scope.LOCAL,
        urls=[url[:MAX_TEXT] for url in values.getlist("link")[:MAX_LINKS]],
        summary=text("samenvatting"),
        exclude=int(own) if own.isascii() and own.isdecimal() and len(own) < 10 else None,
    )


def key_of(entry: Entry) -> int:
    """Return the primary key of the initiative that an entry was made of."""
    return cast(int, entry.key)


def readable(user: Account, keys: Iterable[int]) -> QuerySet:
    """Return those of these initiatives that a user may read."""
    return rules.selectable(user, Initiative.objects.filter(pk__in=list(keys)))


def url_of(user: Account, initiative: Initiative) -> str:
    """Return the form of an initiative, or its public page for who may not open the form."""
    return admin_url(initiative) if rules.may(user, Verb.VIEW, initiative) else initiative.get_absolute_url()
