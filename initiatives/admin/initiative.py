"""Admin of initiatives."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from initiatives import rules
from initiatives.actions import publishing
from initiatives.admin import bulk
from initiatives.admin.base import CatalogueAdmin
from initiatives.admin.doubles import DoublesMixin
from initiatives.admin.hints import HintsMixin
from initiatives.admin.initiative_form import (
    FOLDED,
    InitiativeForm,
    LinkInline,
    MentionInline,
    SeeAlsoInline,
    last_source,
)
from initiatives.admin.link_pages import check_records
from initiatives.admin.new_organisations import NewOrganisationMixin
from initiatives.admin.publication import missing_list
from initiatives.admin.unchecked import FreshnessMixin
from initiatives.choices import Status
from initiatives.models import Initiative, Organisation
from initiatives.models.knowledge import LOCATED
from initiatives.models.places import MunicipalityQuerySet
from initiatives.models.stories import MAX_STORIES
from initiatives.requests import signed_in
from initiatives.rules import Verb

ABOUT_STORIES = (
    f"Op de startpagina staan hoogstens {MAX_STORIES} initiatieven met een getal. "
    "Het getal moet ook in de samenvatting, de beschrijving of de resultaten staan, precies zo geschreven."
)
ABOUT_KNOWLEDGE = (
    "Wat de bron zelf vertelt, met de vindplaats ernaast. Laat leeg wat er niet staat: de pagina zegt dan "
    "“Staat niet in de bron”."
)
LOCATED_FIELDS = [(name, f"{name}_locator") for name in LOCATED]  # side by side
PLACE, KNOWLEDGE, STATUS = "Waar", "Wat weten we hiervan?", "Stand"


@admin.register(Initiative)
class InitiativeAdmin(FreshnessMixin, NewOrganisationMixin, DoublesMixin, HintsMixin, CatalogueAdmin):
    form = InitiativeForm
    change_form_template = "admin/initiative_form.html"
    inlines = [MentionInline, LinkInline, SeeAlsoInline]
    actions = ["publish", "send_to_review", "archive", "tag", "still_right", "check_links"]
    autocomplete_fields = ["municipalities", "target_groups", "categories", "approaches", "organisations"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["missing", "version", "created", "modified", "published_at"]
    list_display = ["title", "where", "status", "phase", "modified"]
    list_filter = [
        "status",
        "scope",
        "phase",
        "mentions__source",
        "categories",
        "approaches",
        "target_groups",
        "municipalities__province",
        ("story_figure", admin.EmptyFieldListFilter),
    ]
    search_fields = ["title", "slug", "summary", "description", "municipalities__name", "mentions__printed_name"]
    list_per_page = 50
    # In the order in which somebody thinks of it; the template places sources and links before what is folded.
    fieldsets = [
        ("Wat", {"fields": ["missing", "title", "summary", "description"]}),
        (PLACE, {"fields": ["scope", "region", "municipalities"]}),
        ("Voor wie", {"fields": ["target_groups"]}),
        ("Aanpak", {"fields": ["categories", "approaches", "organisations", "new_organisation"]}),
        (KNOWLEDGE, {"fields": [*LOCATED_FIELDS], "description": ABOUT_KNOWLEDGE, "classes": FOLDED}),
        (STATUS, {"fields": ["status"]}),
        ("Vorm en tijd", {"fields": ["channels", "phase", "origin", "started", "ended"], "classes": FOLDED}),
        (
            "Startpagina",
            {
                "fields": ["story_figure", "story_text", "story_order"],
                "description": ABOUT_STORIES,
                "classes": FOLDED,
            },
        ),
        (
            "Redactie",
            {
                "fields": ["slug", "checked_on", "version", "created", "modified", "published_at"],
                "classes": FOLDED,
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("municipalities")

    def get_form(
        self, request: HttpRequest, obj: Initiative | None = None, change: bool = False, **options: Any
    ) -> type[InitiativeForm]:
        """Offer only the statuses that the editor may give; a municipal editor stays in the own municipalities."""
        form = cast(type[InitiativeForm], super().get_form(request, obj, change, **options))
        if status := cast(forms.ChoiceField | None, form.base_fields.get("status")):
            status.choices = [(value, value.label) for value in rules.statuses(request.user, obj)]
        form.own_municipalities = _own_municipalities(request)
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A municipal editor with one municipality writes for that one."""
        own = _own_municipalities(request)
        existing = [] if own is None else list(own.existing())
        given = {"municipalities": [existing[0].pk]} if len(existing) == 1 else {}
        return given | super().get_changeform_initial_data(request)

    def get_formset_kwargs(self, request: HttpRequest, obj: Initiative, inline: Any, prefix: str) -> dict[str, Any]:
        """Begin a new initiative with the source that the editor used last."""
        options = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, MentionInline) and not obj.pk and (source := last_source(signed_in(request))):
            options["initial"] = [{"source": source}]
        return options

    def get_fieldsets(self, request: HttpRequest, obj: Initiative | None = None) -> list:
        """Leave out what does not apply: what is missing where nothing is, what software fills in once it has.

        What is known of an initiative is open when anything is.
        """
        is_complete = obj is not None and (obj.status == Status.PUBLISHED or not missing_list(obj))
        hidden = {"missing"} if is_complete else set()
        hidden |= set() if obj else {"version", "created", "modified", "published_at"}
        hidden |= set() if rules.may(request.user, Verb.ADD, Organisation) else {"new_organisation"}
        is_anything_known = obj is not None and any(getattr(obj, name) for name in LOCATED)
        opened = {KNOWLEDGE} if is_anything_known else set()
        return [
            (title, _without(options, hidden) | ({"classes": []} if title in opened else {}))
            for title, options in super().get_fieldsets(request, obj)
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *arguments: Any, **options: Any
    ) -> HttpResponse:
        """Open the folds with an error, which Django does not see in a row of several fields."""
        form = context["adminform"]
        for _, fieldset in form.fieldsets:
            if form.form.errors.keys() & set(flatten(fieldset["fields"])):
                fieldset["classes"] = []
        context |= {"place_fieldset": PLACE, "status_fieldset": STATUS}
        return super().render_change_form(request, context, *arguments, **options)

    @admin.display(description="Nog nodig voor publicatie")
    def missing(self, initiative: Initiative) -> str:
        return missing_list(initiative) or "Niets."

    @admin.display(description="plaats")
    def where(self, initiative: Initiative) -> str:
        return initiative.place

    def view_on_site(self, initiative: Initiative) -> str | None:
        """Link to the public page, which only published initiatives have."""
        return initiative.get_absolute_url() if initiative.status == Status.PUBLISHED else None

    def prepare(self, record: Initiative) -> None:
        publishing.prepare_edited(initiative=record)

    @admin.action(description="Publiceer", permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return bulk.move(self, request, queryset, Status.PUBLISHED)

    @admin.action(description="Zet ter beoordeling", permissions=["change"])
    def send_to_review(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return bulk.move(self, request, queryset, Status.REVIEW)

    @admin.action(description="Archiveer", permissions=["archive"])
    def archive(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return bulk.move(self, request, queryset, Status.ARCHIVED)

    @admin.action(description="Geef een doelgroep, categorie of aanpak", permissions=["publish"])
    def tag(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return bulk.tag(self, request, queryset)

    @admin.action(description="Nog juist", permissions=["change"])
    def still_right(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return bulk.confirm(self, request, queryset)

    @admin.action(description="Controleer de links", permissions=["change"])
    def check_links(self, request: HttpRequest, queryset: QuerySet) -> None:
        check_records(request, queryset)


def _own_municipalities(request: HttpRequest) -> MunicipalityQuerySet | None:
    """The municipalities of a municipal editor; None for other editors."""
    is_municipal = rules.is_municipal(request.user)
    return cast(MunicipalityQuerySet, rules.own_municipalities(request.user)) if is_municipal else None


def _without(options: dict[str, Any], hidden: set[str]) -> dict[str, Any]:
    return options | {"fields": [name for name in options["fields"] if name not in hidden]}
