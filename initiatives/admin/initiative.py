"""Admin of initiatives."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from initiatives.actions import publishing
from initiatives.admin.base import FORM_FIELDS, CatalogueAdmin
from initiatives.admin.publication import MentionFormSet, check_publication, missing_list
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


class InitiativeForm(forms.ModelForm):
    """Form that validates rules across fields, with Dutch messages where the database would raise an error."""

    channels = forms.MultipleChoiceField(
        label="Vormen", choices=Channel.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    version_seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Initiative
        exclude = ()  # noqa: DJ006 (the admin's fieldsets name the fields)
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version_seen"].initial = self.instance.version
        if "slug" in self.fields:
            self.fields["slug"].required = False  # made from the title

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "slug" in self.fields and "slug" not in self.errors and data.get("title"):
            data["slug"] = data["slug"] or self.instance.slug or free_slug(Initiative, data["title"])
        check_publication(self)
        self._check_version(data.get("version_seen"))
        return data

    def _check_version(self, version_seen: int | None) -> None:
        """Optimistic locking: refuse to overwrite what was saved since this form was opened."""
        if not self.instance.pk:
            return
        current = Initiative.objects.select_for_update().get(pk=self.instance.pk)
        if version_seen != current.version:
            self.add_error(
                None,
                "Iemand anders heeft dit initiatief intussen gewijzigd. "
                "Open het in een nieuw tabblad en neem uw wijzigingen daar over.",
            )


class MentionInline(admin.StackedInline):
    model = Mention
    formset = MentionFormSet
    extra = 0
    autocomplete_fields = ["source"]


class LinkInline(admin.TabularInline):
    model = Link
    extra = 0
    formfield_overrides = FORM_FIELDS


class SeeAlsoInline(admin.TabularInline):
    model = SeeAlso
    fk_name = "initiative"
    extra = 0
    autocomplete_fields = ["other"]


@admin.register(SeeAlso)
class SeeAlsoAdmin(CatalogueAdmin):
    autocomplete_fields = ["initiative", "other"]
    list_display = ["initiative", "other"]
    list_select_related = ["initiative", "other"]
    search_fields = ["initiative__title", "other__title"]


@admin.register(Initiative)
class InitiativeAdmin(CatalogueAdmin):
    form = InitiativeForm
    inlines = [MentionInline, LinkInline, SeeAlsoInline]
    actions = ["publish"]
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
    save_on_top = True
    fieldsets = [
        (None, {"fields": ["missing", "title", "slug", "summary", "description", "status", "version_seen"]}),
        ("Waar", {"fields": ["scope", "region", "municipalities"]}),
        ("Voor wie en wat", {"fields": ["target_groups", "categories", "approaches", "organisations", "channels"]}),
        ("Wanneer", {"fields": ["phase", "origin", "started", "ended"]}),
        ("Wat weten we hiervan?", {"fields": LOCATED_FIELDS, "description": ABOUT_KNOWLEDGE}),
        ("Startpagina", {"fields": ["story_figure", "story_text", "story_order"], "description": ABOUT_STORIES}),
        ("Redactie", {"fields": ["checked_on", "version", "created", "modified", "published_at"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("municipalities")

    def get_fieldsets(self, request: HttpRequest, obj: Initiative | None = None) -> list:
        """Show what is missing for publication only where something is."""
        (_, first), *others = super().get_fieldsets(request, obj)
        is_shown = obj is None or (obj.status != Status.PUBLISHED and missing_list(obj))
        fields = [name for name in first["fields"] if is_shown or name != "missing"]
        return [(None, first | {"fields": fields}), *others]

    @admin.display(description="Nog nodig voor publicatie")
    def missing(self, initiative: Initiative) -> str:
        return missing_list(initiative) or "Niets."

    @admin.display(description="plaats")
    def where(self, initiative: Initiative) -> str:
        return initiative.place

    def view_on_site(self, initiative: Initiative) -> str | None:
        """Link to the public page, which only published initiatives have."""
        return initiative.get_absolute_url() if initiative.status == Status.PUBLISHED else None

    def save_model(self, request: HttpRequest, obj: Initiative, form: forms.ModelForm, change: bool) -> None:
        publishing.prepare_edited(initiative=obj)
        super().save_model(request, obj, form, change)

    @admin.action(description="Publiceer de gekozen initiatieven", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        published, refused = publishing.publish(initiatives=queryset)
        for initiative, reason in refused.items():
            self.message_user(request, f"{initiative} is niet gepubliceerd: {reason}", messages.WARNING)
        self.message_user(request, f"Gepubliceerd: {len(published)}.", messages.SUCCESS)
