"""The parameters of the editors' lists: those that a list declares, with values that it can read."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.admin.options import IS_FACETS_VAR, IS_POPUP_VAR, TO_FIELD_VAR
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.main import ALL_VAR, ORDER_VAR, PAGE_VAR, SEARCH_VAR
from django.core.exceptions import ValidationError
from django.db.models import DateField, DateTimeField, Field
from django.db.models.fields.related import RelatedField
from django.http import HttpRequest, QueryDict
from django.utils.timezone import is_aware

FLAGS = ("0", "1", "True", "False")
PAGE = re.compile(r"[1-9][0-9]{0,8}")
ORDER = re.compile(r"(-?[0-9]{1,2}(\.-?[0-9]{1,2})*)?")
DAY = {"year": re.compile(r"[1-9][0-9]{3}"), "month": re.compile(r"[0-9]{1,2}"), "day": re.compile(r"[0-9]{1,2}")}
Reader = Callable[[str], Any]  # says whether a list can read a value


def unreadable(model_admin: ModelAdmin, request: HttpRequest) -> list[str]:
    """Return the parameters of a request that a list does not have, or with a value that it cannot read."""
    readers = declared(model_admin, request)
    names = [name for name, values in request.GET.lists() if name not in readers or not all(map(readers[name], values))]
    return names or _parts_of_no_day(model_admin.date_hierarchy, request.GET)


def declared(model_admin: ModelAdmin, request: HttpRequest) -> dict[str, Reader]:
    """Return the parameters that a list has: its filters, those of our own links to it, page, order and search."""
    columns = len(model_admin.get_list_display(request))
    readers: dict[str, Reader] = {
        SEARCH_VAR: lambda value: "\0" not in value,
        PAGE_VAR: PAGE.fullmatch,
        ORDER_VAR: lambda value: ORDER.fullmatch(value) and all(int(n) <= columns for n in re.findall("[0-9]+", value)),
        ALL_VAR: lambda value: value == "",
        IS_FACETS_VAR: lambda value: value in FLAGS,
        IS_POPUP_VAR: lambda value: value == "1",
        TO_FIELD_VAR: lambda value: value == model_admin.opts.pk.name,
    }
    if model_admin.date_hierarchy:
        readers |= {f"{model_admin.date_hierarchy}__{part}": DAY[part].fullmatch for part in DAY}
    for item in (*model_admin.get_list_filter(request), *getattr(model_admin, "linked_filters", ())):
        readers |= dict(_readers_of(item, model_admin, request))
    return readers


def _readers_of(item: Any, model_admin: ModelAdmin, request: HttpRequest) -> Iterator[tuple[str, Reader]]:
    """The parameters of a filter, as `ModelAdmin.list_filter` names it."""
    if isinstance(item, type) and issubclass(item, SimpleListFilter):
        yield (
            str(item.parameter_name),
            lambda value: _is_choice(value, item(request, {}, model_admin.model, model_admin)),
        )
        return
    path = item if isinstance(item, str) else item[0]
    field = get_fields_from_path(model_admin.model, path)[-1]
    for lookup in _lookups(field):
        yield path + lookup, lambda value: _can_read(_read_as(field), value)
    for lookup in ("__isnull", "__isempty"):
        yield path + lookup, lambda value: value in FLAGS


def _lookups(field: Field) -> tuple[str, ...]:
    """What Django's filters ask of a field, besides whether it is empty."""
    if isinstance(field, RelatedField):
        return (f"__{field.target_field.name}__exact",)
    return ("__gte", "__lt") if isinstance(field, DateField) else ("", "__exact")


def _read_as(field: Field) -> Field:
    """The field that reads the values of a filter: of a relation, that of the other model."""
    return field.target_field if isinstance(field, RelatedField) else field


def _is_choice(value: str, chosen: SimpleListFilter) -> bool:
    return value in {str(choice) for choice, _ in chosen.lookup_choices}


def _can_read(field: Field, value: str) -> bool:
    try:
        read = field.clean(value, None)
    except ValidationError:
        return False
    return "\0" not in value and (not isinstance(field, DateTimeField) or is_aware(read))


def _parts_of_no_day(name: str | None, query: QueryDict) -> list[str]:
    """The parameters of a date hierarchy that are no period together, such as 30 February or a month of no year."""
    given = {part: int(query.get(f"{name}__{part}", "")) for part in DAY if f"{name}__{part}" in query}
    try:
        is_period = not given or date(given["year"], given.get("month", 1), given.get("day", 1)).year < 9999
    except (KeyError, ValueError):
        is_period = False
    return [] if is_period else [f"{name}__{part}" for part in given]
