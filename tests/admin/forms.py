"""Forms of the admin, filled in as a browser does."""

import re


def address(model, page, *arguments):
    name = model._meta.model_name
    return "/".join(["/beheer/initiatives", name, *map(str, arguments), page]).rstrip("/") + "/"


def form_of(response):
    """The values that a change page would post when nothing is changed."""
    form = response.context["adminform"].form
    values = {f"{form.add_prefix(name)}": form[name].value() for name in form.fields}
    for formset in response.context["inline_admin_formsets"]:
        for part in [formset.formset.management_form, *formset.formset.forms]:
            values |= {part.add_prefix(name): part[name].value() for name in part.fields}
    return {name: value for name, value in values.items() if value is not None}


def save(editor, row, **changes):
    url = address(type(row), "change", row.pk)
    return editor.post(url, {**form_of(editor.get(url)), **changes})


def errors(response):
    return re.findall(r'<ul class="errorlist[^>]*>\s*<li>(.*?)</li>', response.content.decode())
