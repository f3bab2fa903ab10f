"""Links to the editors' pages."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

MAX_DIGITS = 18  # of a primary key
Row = TypeVar("Row", bound=Model)


def row_with_key(rows: QuerySet[Row], key: str) -> Row | None:
    """Return the row with the primary key that an address or a form has; None where it is no number, or of no row."""
    is_number = key.isascii() and key.isdecimal() and len(key) <= MAX_DIGITS
    return rows.filter(pk=int(key)).first() if is_number else None


def admin_url(row: Model) -> str:
    """The address of the form of a row; empty for a model without one."""
    return form_url(type(row), row.pk)


def form_url(model: type[Model], key: int | None) -> str:
    """The address of the form of the row with a primary key, which need not exist; empty for a model without one."""
    try:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[key])
    except NoReverseMatch:
        return ""


def admin_link(row: Model) -> SafeString | str:
    """The name of a row as a link to its form."""
    url = admin_url(row)
    return format_html('<a href="{}">{}</a>', url, row) if url else str(row)
