"""The editors' pages at /beheer/, one ModelAdmin a file on a shared base."""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin

from initiatives.admin import (  # noqa: F401 (each module registers its models)
    bookkeeping,
    initiative,
    places,
    provenance,
    questions,
    vocabulary,
)

admin.site.site_title = "Corona-initiatieven"
admin.site.site_header = "Corona-initiatieven: beheer"
admin.site.index_title = "Beheer van de catalogus"
admin.site.login = secure_admin_login(admin.site.login)  # leads to the page of initiatives.signin
admin.site.unregister([EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken])
