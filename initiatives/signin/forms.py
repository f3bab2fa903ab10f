"""The forms of allauth with Dutch labels, and the first field in focus."""

import struct
from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as codes
from allauth.mfa.totp import forms as app
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.http import HttpRequest, HttpResponse

from initiatives.signin.adapters import end_of_session

# What json, allauth and fido2 raise for a credential of a wrong form.
UNREADABLE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, struct.error)


class Labelled(forms.Form):
    """Mixin: labels and help instead of placeholders."""

    labels: dict[str, str] = {}
    help_texts: dict[str, str] = {}

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, "")
        first = next(field for field in self.fields.values() if not isinstance(field.widget, forms.HiddenInput))
        first.widget.attrs["autofocus"] = True


class LoginForm(Labelled, account.LoginForm):
    labels = {"login": "Gebruikersnaam of e-mailadres", "password": "Wachtwoord"}

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["login"].max_length = 254  # type: ignore[attr-defined] # a CharField
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "maxlength": 254,
        }

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        response = super().login(request, redirect_url)
        request.session.set_expiry(end_of_session())  # allauth made it one that each change prolongs
        return response


class ReauthenticateForm(Labelled, account.ReauthenticateForm):
    labels = {"password": "Wachtwoord"}


class NewPassword(Labelled):
    """Mixin: a new password, twice, with the rules for it."""

    labels = {
        "oldpassword": "Huidig wachtwoord",
        "password1": "Nieuw wachtwoord",
        "password2": "Nieuw wachtwoord, nog een keer",
    }

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["password1"].help_text = password_validators_help_text_html()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "password2" in self.errors and data.get("password1"):
            self.errors["password2"] = self.error_class(["Dit is niet hetzelfde als hierboven. Vul het nog eens in."])
        return data


class ChangePasswordForm(NewPassword, account.ChangePasswordForm):
    pass


class SetPasswordForm(NewPassword, account.SetPasswordForm):
    pass


class ResetPasswordKeyForm(NewPassword, account.ResetPasswordKeyForm):
    pass


class ResetPasswordForm(Labelled, account.ResetPasswordForm):
    labels = {"email": "E-mailadres"}


class Code(Labelled):
    """Mixin: a code of six digits or a recovery code."""

    labels = {"code": "Code"}
    help_texts = {"code": "Zes cijfers uit de app, of een herstelcode van acht."}

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}


class CodeForm(Code, codes.AuthenticateForm):
    pass


class ReauthenticateCodeForm(Code, codes.ReauthenticateForm):
    pass


class ActivateAppForm(Code, app.ActivateTOTPForm):
    help_texts = {"code": "Zes cijfers die de app nu laat zien."}


class Credential(forms.Form):
    """Mixin: a credential that cannot be read is a fault of the form."""

    def full_clean(self) -> None:
        try:
            super().full_clean()
        except UNREADABLE:
            # Without it, since showing the form again would read it again.
            self.data = {name: value for name, value in self.data.items() if name != "credential"}
            self.add_error("credential", get_adapter().validation_error("incorrect_code"))


class LoginPasskeyForm(Credential, passkeys.LoginWebAuthnForm):
    pass


class AuthenticatePasskeyForm(Credential, passkeys.AuthenticateWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(Credential, passkeys.ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(Labelled, Credential, passkeys.AddWebAuthnForm):
    labels = {"name": "Naam", "passwordless": "Ook aanmelden zonder wachtwoord"}
    help_texts = {
        "name": "Waaraan u deze passkey herkent, bijvoorbeeld “laptop van het werk”.",
        "passwordless": "Het apparaat vraagt dan om uw vinger, gezicht of pincode.",
    }

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["passwordless"].initial = True


class EditPasskeyForm(Labelled, passkeys.EditWebAuthnForm):
    labels = {"name": "Naam"}
