"""Downloads of the editors' lists: what the list shows, with its filters, in every format that an import reads."""

from collections.abc import Callable, Iterator
from tempfile import TemporaryFile
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Model, Prefetch, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from initiatives.exports import csv, ods, xlsx
from initiatives.exports.columns import EDITORS_COLUMNS, Value, columns_of, values
from initiatives.exports.sheets import MAX_ROWS, About
from initiatives.models import Initiative
from initiatives.responses.streaming import read_ahead
from initiatives.rules import Account, selectable

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
SHEETS = {"xlsx": xlsx.write, "ods": ods.write}
DIALECT = csv.Dialect(";", "\ufeff")  # as the Dutch Excel reads it
BATCH_SIZE = 200  # records in memory at once


class ExportMixin(ModelAdmin):
    """Adds downloads to a list."""

    change_list_template = "admin/record_list.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.download_view)
        return [path("downloaden/<slug:extension>/", view, name=self._download_name()), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        links = [
            (extension.upper(), reverse(f"admin:{self._download_name()}", args=[extension])) for extension in FORMATS
        ]
        return super().changelist_view(request, {"downloads": links} | (extra_context or {}))

    def download_view(self, request: HttpRequest, extension: str) -> StreamingHttpResponse:
        """The records that the list has with the same query, all of them, in a file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if extension not in FORMATS:
            raise Http404
        rows = self.get_changelist_instance(request).queryset
        columns = EDITORS_COLUMNS if self.model is Initiative else columns_of(self.model)
        site = request.build_absolute_uri("/")[:-1]
        table = (values(row, site, columns) for row in _in_batches(rows, request.user))
        name = f"{slugify(str(self.opts.verbose_name_plural))}_{timezone.localdate():%Y-%m-%d}.{extension}"
        if extension in SHEETS:
            if rows.count() > MAX_ROWS:
                raise BadRequest(f"more than {MAX_ROWS} rows")
            about = About(str(self.opts.verbose_name_plural), timezone.localdate(), site + request.path, columns)
            return _sheet(SHEETS[extension], table, about, name, FORMATS[extension])
        response = StreamingHttpResponse(read_ahead(csv.lines(table, DIALECT, columns)), content_type=FORMATS["csv"])
        response["Content-Disposition"] = content_disposition_header(True, name)
        return response

    def _download_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_download"


def _sheet(
    write: Callable[..., None], table: Iterator[list[Value]], about: About, name: str, media_type: str
) -> FileResponse:
    file = TemporaryFile()  # noqa: SIM115 (the response closes it)
    write(file, table, about)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=media_type)


def _in_batches(rows: QuerySet, user: Account) -> Iterator[Model]:
    """The records in the order of the list, with those of their relations that a user may know of."""
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH_SIZE):
        batch = keys[start : start + BATCH_SIZE]
        records = _with_relations(rows.model, user).in_bulk(batch)
        yield from (records[key] for key in batch if key in records)


def _with_relations(model: type[Model], user: Account) -> QuerySet:
    if model is Initiative:
        return Initiative.objects.for_detail()
    relations = [
        Prefetch(field.name, selectable(user, field.related_model._default_manager.all()))
        for field in model._meta.many_to_many
    ]
    keys = [field.name for field in model._meta.concrete_fields if field.is_relation]
    return model._default_manager.select_related(*keys).prefetch_related(*relations)
