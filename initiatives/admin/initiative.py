"""Admin of initiatives."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from initiatives import rules
from initiatives.actions import publishing
from initiatives.admin import bulk
from initiatives.admin.base import CatalogueAdmin
from initiatives.admin.forms import FORM_FIELDS, RecordForm
from initiatives.admin.link_pages import check_records
from initiatives.admin.publication import MentionFormSet, check_publication, missing_list
from initiatives.admin.rights import PartRightsMixin
from initiatives.admin.unchecked import FreshnessMixin
from initiatives.choices import Channel, Status
from initiatives.models import Initiative, Link, Mention, SeeAlso, free_slug
from initiatives.models.knowledge import LOCATED
from initiatives.models.stories import MAX_STORIES

ABOUT_STORIES = (
    f"Op de startpagina staan hoogstens {MAX_STORIES} initiatieven met een getal. "
    "Het getal moet ook in de samenvatting, de beschrijving of de resultaten staan, precies zo geschreven."
)
ABOUT_KNOWLEDGE = (
    "Wat de bron zelf vertelt, met de vindplaats ernaast. Laat leeg wat er niet staat: de pagina zegt dan "
    "“Staat niet in de bron”."
)
LOCATED_FIELDS = [(name, f"{name}_locator") for name in LOCATED]  # side by side


class InitiativeForm(RecordForm):
    """Form that validates rules across fields, with Dutch messages where the database would raise an error."""

    own_municipalities = None  # of a municipal editor; set by the ModelAdmin
    channels = forms.MultipleChoiceField(
        label="Vormen", choices=Channel.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = Initiative
        exclude = ()
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False  # made from the title

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "slug" in self.fields and "slug" not in self.errors and not data["slug"]:
            data["slug"] = self.instance.slug or (free_slug(Initiative, data["title"]) if data.get("title") else "")
        check_publication(self)
        self._check_own_municipalities(data)
        return data

    def _check_own_municipalities(self, data: dict[str, Any]) -> None:
        """Somebody who works for one municipality may not lose sight of what they write."""
        own = self.own_municipalities
        if own is not None and "municipalities" in data and not set(data["municipalities"]) & set(own):
            self.add_error("municipalities", "Kies minstens één van uw eigen gemeenten.")


class MentionInline(PartRightsMixin, admin.StackedInline):
    model = Mention
    formset = MentionFormSet
    extra = 0
    autocomplete_fields = ["source"]


class LinkInline(PartRightsMixin, admin.StackedInline):
    model = Link
    extra = 0
    fields = ["url", ("label", "kind"), "archived_url"]
    formfield_overrides = FORM_FIELDS


class SeeAlsoInline(PartRightsMixin, admin.StackedInline):
    model = SeeAlso
    fk_name = "initiative"
    extra = 0
    autocomplete_fields = ["other"]


@admin.register(Initiative)
class InitiativeAdmin(FreshnessMixin, CatalogueAdmin):
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
    fieldsets = [
        (None, {"fields": ["missing", "title", "slug", "summary", "description", "status"]}),
        ("Waar", {"fields": ["scope", "region", "municipalities"]}),
        ("Voor wie en wat", {"fields": ["target_groups", "categories", "approaches", "organisations", "channels"]}),
        ("Wanneer", {"fields": ["phase", "origin", "started", "ended"]}),
        ("Wat weten we hiervan?", {"fields": LOCATED_FIELDS, "description": ABOUT_KNOWLEDGE}),
        ("Startpagina", {"fields": ["story_figure", "story_text", "story_order"], "description": ABOUT_STORIES}),
        ("Redactie", {"fields": ["checked_on", "version", "created", "modified", "published_at"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("municipalities")

    def get_form(self, request: HttpRequest, obj: Initiative | None = None, **options: Any) -> type[forms.ModelForm]:
        """Offer only the statuses that the editor may give; a municipal editor stays in the own municipalities."""
        form = super().get_form(request, obj, **options)
        if status := form.base_fields.get("status"):
            status.choices = [(value, value.label) for value in rules.statuses(request.user, obj)]
        form.own_municipalities = rules.own_municipalities(request.user) if rules.is_municipal(request.user) else None
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Initiative | None = None) -> list:
        """Show what is missing for publication only where something is, and what the software fills in once it has."""
        is_complete = obj is not None and (obj.status == Status.PUBLISHED or not missing_list(obj))
        hidden = {"missing"} if is_complete else set()
        hidden |= set() if obj else {"version", "created", "modified", "published_at"}
        fieldsets = super().get_fieldsets(request, obj)
        return [
            (title, options | {"fields": [name for name in options["fields"] if name not in hidden]})
            for title, options in fieldsets
        ]

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
