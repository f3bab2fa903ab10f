"""The tables described for programs that read them: their columns (Table Schema), and the files (Data Package).

Both are of version 2 of the standard: https://datapackage.org/standard/table-schema/.
"""

from initiatives.exports.columns import COLUMNS, Column, Kind
from initiatives.metadata.dataset import DESCRIPTION, KEYWORDS, LICENCE, TITLE, Dataset
from initiatives.models import Source
from initiatives.search.query_string.outlets import DOWNLOADS, Download

PROFILES = "https://datapackage.org/profiles/2.0"
KEY = "slug"  # name of the column that identifies a row
TEXT = {"type": "string"}
TYPES = {
    Kind.TEXT: TEXT,
    Kind.NAMES: TEXT,  # not “list”, which knows no escaped separators
    Kind.LINES: TEXT,
    Kind.DATE: {"type": "date"},
    Kind.MOMENT: {"type": "datetime", "format": "any"},  # the default format has no offset from UTC
    Kind.NUMBER: {"type": "integer"},
    Kind.ADDRESS: {"type": "string", "format": "uri"},
}


def table_schema() -> dict:
    """Return the columns of the CSV, XLSX and ODS files as a Table Schema."""
    fields = [_field(column) for column in COLUMNS]
    return {"$schema": f"{PROFILES}/tableschema.json", "fields": fields, "primaryKey": [KEY]}


def data_package(dataset: Dataset) -> dict:
    """Return the tables with all initiatives as a Data Package; the JSON file is no table."""
    return {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": "corona-initiatieven",
        "title": TITLE,
        "description": DESCRIPTION,
        "homepage": dataset.page,
        "keywords": list(KEYWORDS),
        "licenses": [{"name": LICENCE.spdx, "path": LICENCE.url, "title": LICENCE.name}],
        "contributors": [{"title": dataset.publisher, "path": dataset.home, "roles": ["publisher"]}],
        "sources": [_source(dataset, source) for source in dataset.sources],
        "resources": [_resource(dataset, download) for download in DOWNLOADS if download.is_table],
    }


def _field(column: Column) -> dict:
    constraints = {"required": column.is_required, "unique": column.name == KEY, "enum": list(column.choices)}
    known = {name: value for name, value in constraints.items() if value}
    field = {"name": column.name, "description": column.meaning, **TYPES[column.kind]}
    return field | ({"constraints": known} if known else {})


def _source(dataset: Dataset, source: Source) -> dict:
    return {"title": source.title, "path": dataset.absolute(source.get_absolute_url())}


def _resource(dataset: Dataset, download: Download) -> dict:
    return {
        "name": f"initiatieven-{download.name}",
        "title": download.description,
        "path": dataset.address_of(download),
        "format": download.name,
        "mediatype": download.media_type,
        "type": "table",
        "schema": dataset.table_schema,
    }
