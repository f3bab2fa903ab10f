"""Links to the editors' pages."""

from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString


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
