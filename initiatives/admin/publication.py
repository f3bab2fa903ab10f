"""The rules of publication in the form of an initiative: errors at their fields, and a list of what is missing."""

from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join

from initiatives.admin.forms import PartFormSet
from initiatives.choices import Status
from initiatives.models import Initiative
from initiatives.models.publication import Facts, Missing, missing_for_publication

MENTIONS = "mentions"  # the only relation of which the rules look at rows in a formset
INCOMPLETE = "Voor publicatie is nog iets nodig. Vul aan wat hieronder staat, of kies een andere status."


def check_publication(form: forms.ModelForm) -> None:
    """Add an error at each field that is incomplete, in the form of an initiative that is, or becomes, published.

    The record keeps the values of the form as `unsaved`, for the list of what is missing when the form is shown again.
    """
    initiative, data = form.instance, form.cleaned_data
    initiative.unsaved = dict(data)
    if data.get("status", initiative.status) != Status.PUBLISHED:
        return
    missing = [lack for lack in _missing(initiative) if lack.field not in {MENTIONS, *form.errors}]
    for lack in missing:
        form.add_error(lack.field if lack.field in form.fields else None, lack.message)
    if missing:
        form.add_error(None, INCOMPLETE)


class MentionFormSet(PartFormSet):
    """The mentions of an initiative, of which one that is, or becomes, published has at least one."""

    def clean(self) -> None:
        super().clean()
        self.instance.unsaved = getattr(self.instance, "unsaved", {}) | {MENTIONS: list(self._kept())}
        messages = [lack.message for lack in _missing(self.instance) if lack.field == MENTIONS]
        if messages and self.instance.status == Status.PUBLISHED:
            raise ValidationError(messages)

    def _kept(self) -> Iterator[forms.ModelForm]:
        """The forms that are filled in and not to be deleted."""
        for form in self.forms:
            if (form.instance.pk or form.has_changed()) and not self._should_delete_form(form):
                yield form


def missing_list(initiative: Initiative) -> str:
    """Return an HTML list of what is missing, each with a link to its field; empty when nothing is."""
    links = [(_anchor(lack), lack.message) for lack in _missing(initiative)]
    items = format_html_join("", '<li><a href="#{}">{}</a></li>', links)
    return format_html("<ol>{}</ol>", items) if links else ""


def _anchor(lack: Missing) -> str:
    """The id of an element in the admin's form."""
    return f"{MENTIONS}-group" if lack.field == MENTIONS else f"id_{lack.field}"


def _missing(initiative: Initiative) -> list[Missing]:
    return missing_for_publication(Facts.of(initiative, getattr(initiative, "unsaved", None)))
