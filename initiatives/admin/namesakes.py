"""Warns who gives a record a name that another has already, written differently; saving is possible all the same."""

from typing import Any

from django import forms

from initiatives.actions.merging.namesakes import namesakes
from initiatives.admin.forms import RecordForm
from initiatives.models import Synonym
from initiatives.models.base import CatalogueModel

WARNING = "Er is nog niets opgeslagen. Er is al iets met bijna dezelfde naam. Kijk of u dat bedoelt."


class TickField(forms.BooleanField):
    """A tick that is none of the record: setting it changes nothing."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class NamedForm(RecordForm):
    """Form of a record with a name; `namesakes` has the others that were warned of."""

    is_another = TickField(label="Nee, dit is iets anders. Sla het toch op.", required=False)
    namesakes: list[CatalogueModel] = []

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        names = self._new_names()
        self.namesakes = namesakes(self.instance, names=names) if names else []
        if self.namesakes and not data.get("is_another"):
            self.add_error(None, WARNING)
        return data

    def _new_names(self) -> list[str]:
        """The names that were filled in; none while they are as they were, so that an existing pair does not nag."""
        fields = ("word", "also") if self._meta.model is Synonym else ("name",)
        if not set(fields) & set(self.changed_data):
            return []
        values = [self.cleaned_data.get(name) or [] for name in fields]
        return [name for value in values for name in (value if isinstance(value, list) else [value])]
