"""The form of an initiative and of its parts."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

from initiatives.admin.forms import FORM_FIELDS, LongText, RecordForm
from initiatives.admin.new_organisations import NewOrganisationField
from initiatives.admin.publication import MentionFormSet, check_publication
from initiatives.admin.rights import PartRightsMixin
from initiatives.choices import Channel, EventKind
from initiatives.models import Event, Initiative, Link, Mention, SeeAlso, free_slug

FOLDED = ["collapse"]
RECENT = 20  # things that an editor wrote, to find the source used last


class InitiativeForm(RecordForm):
    """Form that validates rules across fields, with Dutch messages where the database would raise an error."""

    own_municipalities: QuerySet | None = None  # of a municipal editor; set by the ModelAdmin
    new_organisation = NewOrganisationField()
    channels = forms.MultipleChoiceField(
        label="Vormen", choices=Channel.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = Initiative
        exclude = ()
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}
        field_classes = {"summary": LongText}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False  # made from the title

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
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
    autocomplete_fields = ["source"]
    fieldsets = [
        (None, {"fields": [("source", "locator")]}),
        (
            "Zoals het in de bron staat",
            {
                "fields": [
                    "printed_name",
                    "printed_category",
                    "printed_target_group",
                    "printed_municipality",
                    "order",
                ],
                "classes": FOLDED,
            },
        ),
    ]

    def get_extra(self, request: HttpRequest, obj: Initiative | None = None, **options: Any) -> int:
        """An empty mention in the form of a new initiative, which needs one."""
        return 0 if obj and obj.pk else 1


class LinkInline(PartRightsMixin, admin.StackedInline):
    model = Link
    extra = 0
    fields = ["url", ("label", "kind"), "archived_url"]
    formfield_overrides = FORM_FIELDS


class SeeAlsoInline(PartRightsMixin, admin.StackedInline):
    classes = FOLDED
    model = SeeAlso
    fk_name = "initiative"
    extra = 0
    autocomplete_fields = ["other"]


def last_source(user: User) -> int | None:
    """Return the source of the newest mention in what a user wrote last; None when there is none."""
    written = Event.objects.filter(user=user, model="initiative", kind__in=[EventKind.ADDED, EventKind.CHANGED])
    keys = list(written.values_list("object_id", flat=True)[:RECENT])
    return Mention.objects.filter(initiative__in=keys).order_by("-pk").values_list("source", flat=True).first()
