"""The site of the editors: a menu in three groups, and rights that only initiatives.rules decides."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse

from initiatives import rules
from initiatives.actions.keeping import keep_posted, restore_url
from initiatives.admin import dashboard, deleted, doubles_queue, imports, kept_pages, link_pages, mergers, unchecked
from initiatives.admin.autocomplete import Autocomplete
from initiatives.admin.configuration import configuration
from initiatives.admin.findings import findings
from initiatives.admin.incomplete import incomplete
from initiatives.admin.links import admin_url
from initiatives.admin.manual import manual
from initiatives.admin.menu import groups
from initiatives.admin.open_questions import open_questions
from initiatives.admin.previews import has_page
from initiatives.admin.rights import NUMBER
from initiatives.admin.system import system
from initiatives.models import OutdatedRow
from initiatives.requests import signed_in
from initiatives.revisions.records import PARTS, record_of
from initiatives.rules import Verb

# By name: each part, and the model of the record that it belongs to.
PARTS_BY_NAME = {part._meta.model_name: (part, owner) for owner, parts in PARTS.items() for part in parts.values()}
View = TypeVar("View", bound=Callable[..., HttpResponseBase])
KEPT = "U was niet meer aangemeld. Wat u had ingevuld, is bewaard: meld u aan, dan staat het weer in het formulier."


class EditorsSite(AdminSite):
    site_title = "Corona-initiatieven"
    site_header = "Corona-initiatieven: beheer"
    index_title = "Beheer van de catalogus"

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_staff

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Django's context, with how many initiatives wait to be reindexed."""
        waiting = {"rows_waiting": OutdatedRow.objects.count} if self.has_permission(request) else {}
        return super().each_context(request) | waiting

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Django's check of rights; a form that is sent after the session has ended, is filled in after signing in."""
        checked = super().admin_view(view, cacheable)

        def wrapped(request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponseBase:
            is_refused = request.method == "POST" and not self.has_permission(request)
            if is_refused and (kept := keep_posted(request.POST, request.user)):
                messages.info(request, KEPT)
                return redirect_to_login(restore_url(request, kept), reverse("admin:login"))
            return checked(request, *arguments, **options)

        return cast(View, update_wrapper(wrapped, checked))

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Django's addresses; its redirect to the public page asks for rights first."""
        return [
            *_part_urls(self.admin_view(self.part)),
            path("samenvoegen/", self.admin_view(mergers.mergers), name="mergers"),
            path("samenvoegen/<int:object_id>/", self.admin_view(mergers.merger), name="merger"),
            path("dubbel/", self.admin_view(doubles_queue.queue), name="doubles"),
            path("nakijken/", self.admin_view(unchecked.unchecked), name="freshness"),
            path("links/", self.admin_view(link_pages.links), name="links"),
            path("verwijderd/", self.admin_view(deleted.deleted), name="deleted"),
            path("bewaren/", kept_pages.keep_view, name="keep"),  # also after the session has ended
            path("bewaard/", self.admin_view(kept_pages.kept_list), name="kept_list"),
            path("bewaard/<slug:key>/", self.admin_view(kept_pages.kept_page), name="kept"),
            *imports.urls(self),
            path("bevindingen/", self.admin_view(findings), name="findings"),
            path("onvolledig/", self.admin_view(incomplete), name="incomplete"),
            path("vragen/", self.admin_view(open_questions), name="questions"),
            path("instellingen/", self.admin_view(configuration), name="configuration"),
            path("systeem/", self.admin_view(system), name="system"),
            path("handleiding/", self.admin_view(manual), name="manual"),
            path("r/<int:content_type_id>/<int:object_id>/", self.admin_view(self.on_site), name="view_on_site"),
            *(url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"),
        ]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Redirect who is signed in to the start page; `initiatives.admin` leads others to initiatives.signin.

        Django's own view would check the password of any account, without limits and without a second factor.
        """
        return HttpResponseRedirect(reverse("admin:index"))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The models that the editor may see, in the groups of the menu."""
        models = [model for app in self._build_app_dict(request, app_label).values() for model in app["models"]]
        return groups(models, request.user if app_label is None else None)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The start page, with what waits for the editor and what changed last."""
        work = {"tiles": dashboard.tiles(signed_in(request)), "latest": dashboard.latest_changes(request.user)}
        return super().index(request, work | (extra_context or {}))

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast(HttpResponse, Autocomplete.as_view(admin_site=self)(request))

    def on_site(self, request: HttpRequest, content_type_id: int, object_id: int) -> HttpResponse:
        """Redirect to the public page of a record that the editor may see; 404 for any other."""
        content_type = ContentType.objects.filter(pk=content_type_id).first()
        model = content_type.model_class() if content_type else None
        if model is None or not self.is_registered(model) or not has_page(model):
            raise Http404
        record = rules.visible(request.user, model._default_manager.filter(pk=object_id)).first()
        if record is None or not rules.may(request.user, Verb.VIEW, record):
            raise Http404
        return HttpResponseRedirect(record.get_absolute_url())

    def part(self, request: HttpRequest, model: str, rest: str) -> HttpResponse:
        """Redirect from the former page of a part to that of the record which it is in."""
        part, owner = PARTS_BY_NAME[model]
        key = rest.split("/")[0]
        row = part._default_manager.filter(pk=int(key)).first() if NUMBER.fullmatch(key) else None
        record = row and rules.visible(request.user, owner.objects.filter(pk=record_of(row).pk)).first()
        url = (
            admin_url(record)
            if record
            else reverse(f"admin:{owner._meta.app_label}_{owner._meta.model_name}_changelist")
        )
        return HttpResponseRedirect(url)


def _part_urls(view: Callable[..., HttpResponse]) -> list[URLPattern]:
    return [path(f"initiatives/{name}/<path:rest>", view, {"model": name}) for name in PARTS_BY_NAME] + [
        path(f"initiatives/{name}/", view, {"model": name, "rest": ""}) for name in PARTS_BY_NAME
    ]
