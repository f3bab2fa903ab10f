"""Links to the editors' pages."""

from django.db.models import Model, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

MAX_DIGITS = 18  # of a primary key


def row_with_key(rows: QuerySet, key: str) -> Model | None:
    """Return the row with the primary key that an address or a form has; None where it is no number, or of no row."""
    is_number = key.isascii() and key.isdecimal() and len(key) <= MAX_DIGITS
    return rows.filter(pk=int(key)).first() if is_number else None


def admin_url(row: Model) -> str:
    """The address of the form of a row; empty for a model without one."""
    try:
        return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        return ""


def admin_link(row: Model) -> SafeString | str:
    """The name of a row as a link to its form."""
    url = admin_url(row)
    return format_html('<a href="{}">{}</a>', url, row) if url else str(row)
