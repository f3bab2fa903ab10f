"""The forms of allauth for passkeys, which refuse what no browser sends."""

import struct

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as passkeys
from django import forms

# What json, allauth and fido2 raise for a credential of a wrong form.
UNREADABLE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, struct.error)


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
