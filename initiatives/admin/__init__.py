"""The editors' pages at /beheer/, one ModelAdmin a file on a shared base."""

from initiatives.admin import (  # noqa: F401 (each module registers its models)
    bookkeeping,
    initiative,
    log,
    places,
    proposals,
    provenance,
    questions,
    vocabulary,
)
