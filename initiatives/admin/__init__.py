"""The editors' pages at /beheer/, one ModelAdmin a file on a shared base."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin

from initiatives.admin import (  # noqa: F401 (each module registers its models)
    accounts,
    bookkeeping,
    initiative,
    log,
    places,
    proposals,
    provenance,
    questions,
    vocabulary,
)

admin.site.login = secure_admin_login(admin.site.login)  # leads to the page of initiatives.signin
