"""Reads fixture files into records with their file and line, and readable faults."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps

from initiatives.importing.values import key_in
from initiatives.models.base import CatalogueModel

# In the order of foreign keys: what is referred to comes first. Records keep the order of their file.
FILES = (
    "provinces",
    "municipalities",
    "target_groups",
    "categories",
    "approaches",
    "organisations",
    "sources",
    "synonyms",
    "initiatives/*",
    "recommendations",
    "relations",
    "findings",
    "former_slugs",
)
LINE = "__line__"


@dataclass(frozen=True)
class RecordFault:
    """A fault in a file that is loaded: where, in which record, and why.

    Of a table, `column` has the header and `value` what the cell has.
    """

    file: str
    line: int
    record: str
    reason: str
    column: str = ""
    value: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.record}: {self.reason}"


@dataclass(frozen=True)
class Record:
    """A record of a file that is loaded: values for the fields of a model.

    `faulty` names the fields whose values could not be parsed, which was reported already.
    """

    file: str
    line: int
    model: type[CatalogueModel]
    fields: dict[str, Any]
    faulty: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[str, ...]:
        """The natural key, by which other records refer to this one; raises KeyError when a field of it is missing."""
        return key_in(self.model, self.fields)

    @property
    def name(self) -> str:
        """The name in reports: initiative de-bakfiets-alkmaar."""
        try:
            return f"{self.model._meta.model_name} {' / '.join(self.key)}"
        except KeyError:
            return str(self.model._meta.model_name)

    def fault(self, reason: str) -> RecordFault:
        return RecordFault(self.file, self.line, self.name, reason)


_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one reads ten times as fast


class _Loader(_SafeLoader):
    """YAML loader that adds the line to each mapping, refuses duplicate keys, and leaves dates as text.

    Dates are parsed by the model's field, so that an invalid one is a fault of its record and not of the whole file.
    """

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        duplicates = {str(key) for key in keys if keys.count(key) > 1}
        if duplicates:
            raise yaml.constructor.ConstructorError(
                None, None, f"{', '.join(sorted(duplicates))} stands there twice", node.start_mark
            )
        return {**super().construct_mapping(node, deep=deep), LINE: node.start_mark.line + 1}


def read(folder: Path) -> tuple[list[Record], list[RecordFault]]:
    """Read all fixture files.

    Args:
        folder: holds `provinces.yaml` and so on, and the folder `initiatives`.

    Returns:
        The records in the order in which they can be written, and the faults.
    """
    records: list[Record] = []
    faults: list[RecordFault] = []
    for pattern in FILES:
        paths = sorted(folder.glob(f"{pattern}.yaml"))
        if not paths:
            faults.append(RecordFault(f"{pattern}.yaml", 0, "file", "is missing"))
        for path in paths:
            for item in _read_file(path, path.relative_to(folder).as_posix()):
                if isinstance(item, Record):
                    records.append(item)
                else:
                    faults.append(item)
    return records, faults + _duplicates(records)


def _read_file(path: Path, name: str) -> Iterator[Record | RecordFault]:
    try:
        rows = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (a SafeLoader)
    except yaml.MarkedYAMLError as error:
        yield RecordFault(name, (error.problem_mark.line + 1) if error.problem_mark else 0, "file", str(error.problem))
        return
    except (yaml.YAMLError, ValueError, OSError, RecursionError) as error:
        yield RecordFault(name, 0, "file", str(error))
        return
    if not isinstance(rows, list):
        yield RecordFault(name, 1, "file", "is not a list of records")
        return
    for number, row in enumerate(rows, 1):
        yield _read_row(row, name, number)


def _read_row(row: Any, file: str, number: int) -> Record | RecordFault:
    line = row.get(LINE, 0) if isinstance(row, dict) else 0
    if not isinstance(row, dict) or set(row) - {LINE} != {"model", "fields"} or not isinstance(row["fields"], dict):
        return RecordFault(file, line, f"record {number}", "needs exactly `model` and `fields`")
    model = _model(str(row["model"]))
    if model is None:
        return RecordFault(file, line, f"record {number}", f"{row['model']} is no model of the catalogue")
    fields = {name: value for name, value in row["fields"].items() if name != LINE}
    record = Record(file, line, model, fields)
    missing = [path for path in model.NATURAL_KEY if fields.get(path.partition("__")[0]) in (None, "", [])]
    return record.fault(f"has no {missing[0].partition('__')[0]}") if missing else record


def _model(label: str) -> type[CatalogueModel] | None:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    return model if issubclass(model, CatalogueModel) else None


def _duplicates(records: list[Record]) -> list[RecordFault]:
    seen: dict[tuple, Record] = {}
    faults = []
    for record in records:
        first = seen.setdefault((record.model, record.key), record)
        if first is not record:
            faults.append(record.fault(f"stands there twice, first in {first.file}:{first.line}"))
    return faults
