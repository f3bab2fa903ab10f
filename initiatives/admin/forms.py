"""The base of the editors' forms."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.forms import SimpleArrayField
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.forms.utils import ErrorDict
from django.http import QueryDict

from initiatives.models.fields import own_field
from initiatives.models.texts import LongTextField
from initiatives.revisions.state import Changes, digest, state_of


class LinesField(SimpleArrayField):
    """A list of texts, one per line, so that a text can have commas."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, base_field: forms.Field, **options: Any) -> None:
        options["help_text"] = f"{options.get('help_text', '')} Een per regel.".strip()
        # A default that is a function would add a hidden field with the value of before, which `state_seen` guards.
        super().__init__(base_field, delimiter="\n", **options | {"show_hidden_initial": False})

    def clean(self, value: str | None) -> list[str]:
        """Leave out empty lines."""
        return list(super().clean("\n".join(line for line in (value or "").splitlines() if line.strip())))


class LongText(forms.CharField):
    """A long text, with its limit as help and for text_count.js, which counts down.

    Without `maxlength`, by which a browser cuts off what is pasted and says nothing.
    """

    def __init__(self, *, max_length: int, help_text: str = "", **options: Any) -> None:
        limit = f"Hoogstens {max_length:,} tekens.".replace(",", ".")
        super().__init__(max_length=max_length, help_text=f"{help_text} {limit}".strip(), **options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attributes = super().widget_attrs(widget)
        attributes.pop("maxlength", None)
        return attributes | {"data-limit": self.max_length}


FORM_FIELDS: dict[type[models.Field], dict[str, Any]] = {
    ArrayField: {"form_class": LinesField},
    LongTextField: {"form_class": LongText, "widget": AdminTextareaWidget},
    models.URLField: {"assume_scheme": "https"},
}


class PartFormSet(BaseInlineFormSet):
    """The parts of a record, in which a part that somebody else added meanwhile is an error instead of a failure."""

    model: type[models.Model]
    _should_delete_form: Callable[[forms.ModelForm], bool]  # of Django, whose types leave it out

    def clean(self) -> None:
        super().clean()
        shown = [form.instance.pk for form in self.initial_forms if form.instance.pk]
        rows = self.model._default_manager.filter(**{self.fk.name: self.instance.pk})
        others = list(rows.exclude(pk__in=shown)) if self.instance.pk else []
        for form in self.forms:
            if others and not form.errors and form.has_changed() and not self._should_delete_form(form):
                self._check_unique(form, others)

    def _check_unique(self, form: forms.ModelForm, others: list[models.Model]) -> None:
        for constraint in self.model._meta.total_unique_constraints:
            names = [own_field(self.model, name).attname for name in constraint.fields]
            if any(all(getattr(row, name) == getattr(form.instance, name) for name in names) for row in others):
                form.add_error(None, constraint.get_violation_error_message())


class NoteField(forms.CharField):
    """A field that says something about a change, and is none of the record: filling it in changes nothing."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class RecordForm(forms.ModelForm):
    """Form of a record; knows in which state the record was when the form was opened.

    `restored` has the values that a form begins with when an editor puts back what was not saved; they are validated
    when the form is sent.
    """

    restored: QueryDict | None = None  # set by the ModelAdmin
    changes: Changes  # what saving changed; set by the ModelAdmin
    state_seen = NoteField(widget=forms.HiddenInput, required=False)
    why = NoteField(
        label="Waarom?",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Voor wie het voorstel beoordeelt: wat klopt er nu niet, en waar staat het goed?",
    )

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(self.restored if data is None else data, *args, **kwargs)
        if data is None and self.restored is not None:
            self._errors = ErrorDict()
        if self.instance.pk and "state_seen" in self.fields and not self.is_bound:
            self.fields["state_seen"].initial = digest(state_of(self.instance))
