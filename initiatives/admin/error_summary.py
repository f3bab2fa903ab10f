"""The errors of a form in one list at its top, each with a link to its field."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.contrib.admin.helpers import InlineAdminFormSet
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm


class ErrorLink(NamedTuple):
    """The id of an element, what it is called, and what is wrong there."""

    anchor: str
    label: str
    messages: list[str]


def error_links(form: BaseForm, inlines: Iterable[InlineAdminFormSet]) -> list[ErrorLink]:
    """Return the errors of a form and its inlines in the order of the page; those of the form as a whole stand above.

    The first field gets the focus when the page is opened.
    """
    if not form.is_bound:
        return []
    links = list(_links(form, [], ""))
    for inline in inlines:
        formset, name = inline.formset, str(inline.opts.verbose_name).capitalize()
        if formset.non_form_errors():
            plural = str(inline.opts.verbose_name_plural).capitalize()
            links.append(ErrorLink(f"{formset.prefix}-group", plural, list(formset.non_form_errors())))
        for number, row in enumerate(formset.forms):
            links += _links(row, [name, str(number + 1)], f"{formset.prefix}-{number}")
    return links


def _links(form: BaseForm, names: list[str], row_anchor: str) -> Iterator[ErrorLink]:
    """The errors of one form; those of a row as a whole, or of a hidden field in it, lead to the row."""
    order = {name: place for place, name in enumerate(form.fields)}
    for name, errors in sorted(form.errors.items(), key=lambda error: order.get(error[0], -1)):
        messages = [str(error) for error in errors]
        is_visible = name != NON_FIELD_ERRORS and not form[name].is_hidden
        if is_visible:
            form.fields[name].widget.attrs["autofocus"] = True  # a browser takes the first
            label = str(form[name].label).capitalize() if not names else str(form[name].label).lower()
            yield ErrorLink(form[name].auto_id, ": ".join([*filter(None, [" ".join(names)]), label]), messages)
        elif row_anchor:
            yield ErrorLink(row_anchor, " ".join(names), messages)
