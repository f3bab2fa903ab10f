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

# Leads to the page of initiatives.signin.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign] # as allauth documents it
