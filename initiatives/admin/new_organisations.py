"""Organisations that are made by naming them in the form of an initiative."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict

from initiatives import rules
from initiatives.actions.organisations import new_organisation, organisation_named
from initiatives.admin.autocomplete import NEW
from initiatives.admin.forms import NoteField
from initiatives.admin.keeping import KeepingMixin
from initiatives.admin.typed import editor_request
from initiatives.models import Organisation
from initiatives.requests import signed_in
from initiatives.rules import Verb

FIELD, TYPED = "organisations", "new_organisation"


class NewOrganisationField(NoteField):
    """The name of an organisation, for browsers without JavaScript; only one that cannot be made is still in it."""

    def __init__(self, **options: Any) -> None:
        help_text = "Staat de organisatie niet in de lijst hierboven? Typ hier de naam."
        widget = forms.TextInput(attrs={"class": "vTextField"})
        super().__init__(label="Nieuwe organisatie", required=False, help_text=help_text, widget=widget, **options)

    def clean(self, value: Any) -> str:
        name = super().clean(value)
        if name:
            try:
                new_organisation(name).full_clean()
            except ValidationError as error:
                raise ValidationError(error.messages) from None
        return name


class NewOrganisationMixin(KeepingMixin):
    """Makes the organisations that are named in a form before the form is read.

    They stay when the form has an error or becomes a proposal, so that it can refer to them.
    """

    def changeform_view(self, request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponse:
        if request.method == "POST" and rules.may(request.user, Verb.ADD, Organisation):
            editor_request(request).POST = _with_organisations(request)
        return super().changeform_view(request, *arguments, **options)

    def _values_for(self, request: HttpRequest, record: Model | None, kept: Any) -> QueryDict:
        """The values of a kept input; a name that was chosen and is not made yet is in the field for it."""
        values = super()._values_for(request, record, kept)
        names = [text.removeprefix(NEW) for text in kept.values.get(FIELD, ()) if text.startswith(NEW)]
        if names:
            values[TYPED] = names[0]
        return values


def _with_organisations(request: HttpRequest) -> QueryDict:
    """What was sent, with the keys of organisations in the place of new names."""
    post = request.POST.copy()
    chosen = post.getlist(FIELD)
    names = [text.removeprefix(NEW) for text in chosen if text.startswith(NEW)] + post.getlist(TYPED)
    keys, wrong = [text for text in chosen if not text.startswith(NEW)], []
    for name in dict.fromkeys(" ".join(name.replace("\0", "").split()) for name in names):
        try:
            keys += [str(organisation_named(name=name, by=signed_in(request)).pk)] if name else []
        except ValidationError:
            wrong.append(name)
    post.setlist(FIELD, list(dict.fromkeys(keys)))
    post[TYPED] = wrong[0] if wrong else ""
    return post
