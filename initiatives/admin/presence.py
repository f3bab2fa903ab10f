"""Who has a record open: told to the others while their forms are open, without locks."""

from datetime import timedelta
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from catalogue.database import best_effort
from initiatives import rules
from initiatives.models import Presence
from initiatives.requests import signed_in
from initiatives.rules import Account

ALIVE = timedelta(seconds=15)  # three heartbeats of static/js/presence_worker.js
FORGOTTEN = timedelta(minutes=1)
MAX_TAB = Presence._meta.get_field("tab").max_length


class PresenceMixin(ModelAdmin):
    """The heartbeat of the forms of a ModelAdmin."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_presence"
        view = self.admin_site.admin_view(self.presence_view)
        return [path("<int:object_id>/aanwezig/", view, name=name), *super().get_urls()]

    def presence_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Note that a tab has a record open, or closed it ("weg"), and say who else has it open."""
        tab = request.POST.get("tab", "").replace("\0", "")[:MAX_TAB]
        if "weg" in request.POST:
            Presence.objects.filter(user_id=signed_in(request).pk, tab=tab).delete()
            return HttpResponse(status=204)
        if not rules.visible(request.user, self.model._default_manager.filter(pk=object_id)).exists():
            raise Http404
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not tab:
            raise Http404
        now = timezone.now()
        row = Presence(
            user_id=signed_in(request).pk,
            tab=tab,
            model=str(self.opts.model_name),
            object_id=object_id,
            since=now,
            seen_at=now,
        )
        Presence.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["user", "tab"], update_fields=["seen_at"]
        )
        return JsonResponse({"text": " ".join(_sentences(self._open(object_id), request.user, tab))})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *arguments: Any, **options: Any
    ) -> HttpResponse:
        """Show who has the record open from the start; one's own tabs only tell so with their next heartbeat."""
        if obj := options.get("obj"):
            gone = Presence.objects.filter(seen_at__lt=timezone.now() - FORGOTTEN)
            best_effort("who is not present any more", gone.delete)
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_presence"
            context["presence"] = {
                "url": reverse(name, args=[obj.pk]),
                "text": " ".join(_sentences(self._open(obj.pk), request.user, "")),
            }
        return super().render_change_form(request, context, *arguments, **options)

    def _open(self, object_id: int) -> QuerySet:
        alive = timezone.now() - ALIVE
        rows = Presence.objects.filter(model=self.opts.model_name, object_id=object_id, seen_at__gte=alive)
        return rows.select_related("user").order_by("since")


def _sentences(rows: QuerySet, user: Account, tab: str) -> list[str]:
    """Who else has a record open, each person once, and whether the user has it in another tab.

    Another tab counts from its first heartbeat after this one was opened: a page that is left may still be noted.
    """
    tabs = list(rows)
    others: dict[Any, Any] = {}
    for row in tabs:
        if row.user_id != user.pk:
            others.setdefault(row.user_id, row)
    names = [f"{_name(row.user)} (sinds {timezone.localtime(row.since):%H:%M})" for row in others.values()]
    since = next((row.since for row in tabs if row.user_id == user.pk and row.tab == tab), None)
    is_twice = since and any(row.user_id == user.pk and row.tab != tab and row.seen_at > since for row in tabs)
    return [
        *([f"Ook geopend door: {', '.join(names)}."] if names else []),
        *(["U hebt dit ook in een ander tabblad open."] if is_twice else []),
    ]


def _name(user: User) -> str:
    return user.get_full_name() or user.get_username()
