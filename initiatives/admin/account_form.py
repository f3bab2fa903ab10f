"""The form of an account."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from initiatives import rules
from initiatives.actions import accounts
from initiatives.choices import Role
from initiatives.models import Editor, Municipality

NAMES = ("username", "first_name", "last_name", "email")


class AccountForm(forms.ModelForm):
    """The names and rights of an account. Everything else of it is written by `initiatives.actions.accounts` only."""

    editor: User  # who fills the form in; set by the ModelAdmin
    role = forms.ChoiceField(label="Rol", choices=[("", "Kies…"), *Role.choices])
    municipalities = forms.ModelMultipleChoiceField(
        Municipality.objects.all(),
        label="Eigen gemeenten",
        required=False,
        help_text="Alleen voor een gemeenteredacteur; bij een andere rol worden ze niet bewaard.",
        widget=AutocompleteSelectMultiple(Editor._meta.get_field("municipalities"), admin.site),
    )
    blocked = forms.BooleanField(
        label="Geblokkeerd", required=False, help_text="Kan zich niet aanmelden, en is overal meteen afgemeld."
    )

    class Meta:
        model = User
        fields = NAMES

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        account = self.instance
        if not account.pk:
            del self.fields["blocked"]
            return
        self.initial.update(
            role=rules.assigned_role(account),
            municipalities=accounts.own_municipalities(account),
            blocked=not account.is_active,
        )
        is_own = account == self.editor
        if is_own or account.is_superuser:  # a disabled field keeps its value, whatever is posted
            self.fields["role"].disabled = self.fields["municipalities"].disabled = True
            self.fields["role"].help_text = "De rol van dit account kunt u hier niet wijzigen."
        self.fields["blocked"].disabled = is_own

    def clean(self) -> dict[str, Any]:
        """Report what `actions.accounts` would refuse, at the field."""
        super().clean()
        data = self.cleaned_data
        named = User(pk=self.instance.pk, username=data.get("username", ""), email=data.get("email", ""))
        self._check(accounts.check_names, named)
        if not data.get("role"):
            return data
        role = Role(data["role"])
        if role is not Role.MUNICIPAL:
            data["municipalities"] = Municipality.objects.none()
        elif "municipalities" in data and not data["municipalities"]:
            self.add_error("municipalities", accounts.OWN_PLACES_MISSING)
        if self.instance.pk:
            account, is_blocked = User.objects.get(pk=self.instance.pk), data.get("blocked", False)
            self._check(accounts.check_change, account, role, is_blocked=is_blocked, by=self.editor)
        return data

    def _check(self, check: Callable[..., None], *arguments: Any, **options: Any) -> None:
        try:
            check(*arguments, **options)
        except ValidationError as error:
            self.add_error(None, error)
