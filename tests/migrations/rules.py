"""What a new migration may not do while the site serves, and the previous release still runs (decision 72)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import connection
from django.db.migrations import Migration, RunPython, RunSQL, SeparateDatabaseAndState, operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import CheckConstraint, Field, ForeignKey, GeneratedField, ManyToManyField, Q

from tests.migrations.sql import changes_data, risks

APP = "initiatives"
ADVICE = {
    "not-null": "the previous release inserts rows without the new column: give it db_default, or null=True",
    "set-not-null": "PostgreSQL reads the whole table under a lock: first AddConstraintNotValid with "
    "Q(field__isnull=False) and ValidateConstraint, in a release that knows the field",
    "type": "PostgreSQL writes the table anew under a lock: add another column and fill it",
    "default-removed": "the previous release relies on the default in the database: remove it a release later",
    "rename": "the previous release asks for the old name: add a new one, fill it, remove the old one a release later",
    "drop": "the previous release still reads it: first remove it from the state only (SeparateDatabaseAndState), and "
    "drop it with RunSQL a release later",
    "index": "it stops writing while it is made: use AddIndexConcurrently (for a field: db_index=False and an index)",
    "unique": "it stops writing while it is made: CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … USING "
    "INDEX, with SeparateDatabaseAndState",
    "constraint": "PostgreSQL reads the whole table under a lock: use AddConstraintNotValid, and ValidateConstraint in "
    "a migration of its own",
    "irreversible": "it cannot be taken back: give reverse_code or reverse_sql (noop where there is nothing to undo)",
    "mixed": "data and schema in one hold the lock of the schema until the data are done: make two migrations",
    "half-applied": "one that is not atomic and fails in the middle cannot be repeated: one operation in each",
    "excuse": "an excuse that is not needed, or names no rule",
}


@dataclass(frozen=True)
class Fault:
    migration: str
    rule: str

    def __str__(self) -> str:
        return f"{self.migration}: {self.rule}: {ADVICE[self.rule]}"


@dataclass
class Context:
    """What an operation is judged by.

    Attributes:
        state: the models before it. `previous`: those of the previous release.
        new_models: made in the same migration; their tables are empty, and nobody reads them yet.
    """

    state: ProjectState
    previous: ProjectState
    new_models: set[str] = field(default_factory=set)

    def field(self, operation: Any) -> Field:
        return self.state.models[APP, operation.model_name_lower].fields[operation.name]

    def is_known_before(self, operation: Any) -> bool:
        model = self.previous.models.get((APP, operation.model_name_lower))
        return model is not None and operation.name in model.fields

    def is_never_null(self, operation: Any) -> bool:
        """Whether a constraint says so already, which spares PostgreSQL reading the table."""
        constraints = self.state.models[APP, operation.model_name_lower].options.get("constraints", [])
        never_null = Q(**{f"{operation.name}__isnull": False})
        return any(isinstance(one, CheckConstraint) and one.condition == never_null for one in constraints)


def faults(loader: MigrationLoader, shipped: str) -> list[Fault]:
    """Return what is wrong with the migrations after `shipped`, the last one of the previous release."""
    previous = loader.project_state((APP, shipped))
    new = sorted(name for app, name in loader.disk_migrations if app == APP and name > shipped)
    return [fault for name in new for fault in _faults(loader, previous, loader.disk_migrations[APP, name])]


def _faults(loader: MigrationLoader, previous: ProjectState, migration: Migration) -> Iterator[Fault]:
    context = Context(loader.project_state((APP, migration.name), at_end=False), previous)
    excuses = getattr(migration, "excused", {})
    broken = {*_rules_of_whole(migration), *_rules_of_operations(migration.operations, context)}
    for rule in sorted(broken - excuses.keys()):
        yield Fault(migration.name, rule)
    if excuses.keys() - broken:
        yield Fault(migration.name, "excuse")


def _rules_of_whole(migration: Migration) -> Iterator[str]:
    done = list(_in_database(migration.operations))
    is_data = [_is_data(operation) for operation in done]
    if any(is_data) and not all(is_data):
        yield "mixed"
    if not migration.atomic and len(done) > 1:
        yield "half-applied"


def _in_database(steps: list[Operation]) -> Iterator[Operation]:
    """The operations that change the database, not only what Django knows of it."""
    for operation in steps:
        if isinstance(operation, SeparateDatabaseAndState):
            yield from _in_database(operation.database_operations)
        else:
            yield operation


def _is_data(operation: Operation) -> bool:
    return isinstance(operation, RunPython) or (isinstance(operation, RunSQL) and changes_data(operation.sql))


def _rules_of_operations(steps: list[Operation], context: Context) -> Iterator[str]:
    for operation in steps:
        for done in _in_database([operation]):
            if not done.reversible:
                yield "irreversible"
            kind = next((kind for kind in type(done).__mro__ if kind in RULES), None)
            model = getattr(done, "model_name", getattr(done, "name", "")).lower()
            if kind and model not in context.new_models:
                yield from RULES[kind](done, context)
            if isinstance(done, operations.CreateModel):
                context.new_models.add(done.name_lower)
        operation.state_forwards(APP, context.state)


def _add_field(operation: operations.AddField, context: Context) -> Iterator[str]:
    added = operation.field
    if isinstance(added, ManyToManyField):
        return
    if isinstance(added, GeneratedField):
        yield "type"
    elif not added.null and not added.has_db_default():
        yield "not-null"
    if added.unique:
        yield "unique"
    elif added.db_index:
        yield "index"


def _alter_field(operation: operations.AlterField, context: Context) -> Iterator[str]:
    old, new = context.field(operation), operation.field
    if _is_written_anew(old, new):
        yield "type"
    if old.null and not new.null and not (context.is_known_before(operation) and context.is_never_null(operation)):
        yield "set-not-null"
    if old.has_db_default() and not new.has_db_default():
        yield "default-removed"
    if new.unique and not old.unique:
        yield "unique"
    elif new.db_index and not old.db_index:
        yield "index"


def _is_written_anew(old: Field, new: Field) -> bool:
    if isinstance(old, ForeignKey) or isinstance(new, ForeignKey):
        return type(old) is not type(new)
    before, after = old.db_type(connection), new.db_type(connection)
    if before == after or (str(before).startswith("varchar") and after == "text"):
        return False
    is_text = str(before).startswith("varchar(") and str(after).startswith("varchar(")
    return not is_text or new.max_length < old.max_length


def _run_sql(operation: RunSQL, context: Context) -> Iterator[str]:
    """Drops are right of what the previous release does not know."""
    known = {
        (model.options.get("db_table") or f"{APP}_{name}") for (app, name), model in context.previous.models.items()
    }
    columns = {
        (model.options.get("db_table") or f"{APP}_{name}", column)
        for (_, name), model in context.previous.models.items()
        for column in (*model.fields, *(f"{one}_id" for one in model.fields))
    }
    for rule, table, column in risks(operation.sql):
        if rule != "drop" or ((table, column) in columns if column else table in known):
            yield rule


def _always(rule: str) -> Callable[[Any, Context], Iterator[str]]:
    return lambda operation, context: iter((rule,))


def _nothing(operation: Any, context: Context) -> Iterator[str]:
    return iter(())


def _add_constraint(operation: operations.AddConstraint, context: Context) -> Iterator[str]:
    yield "constraint" if isinstance(operation.constraint, CheckConstraint) else "unique"


RULES: dict[type, Callable[[Any, Context], Iterator[str]]] = {
    operations.AddField: _add_field,
    operations.AlterField: _alter_field,
    operations.RemoveField: _always("drop"),
    operations.DeleteModel: _always("drop"),
    operations.RenameField: _always("rename"),
    operations.RenameModel: _always("rename"),
    operations.AlterModelTable: _always("rename"),
    operations.AddIndex: _always("index"),
    AddIndexConcurrently: _nothing,
    operations.AddConstraint: _add_constraint,
    AddConstraintNotValid: _nothing,
    operations.AlterUniqueTogether: _always("unique"),
    RunSQL: _run_sql,
}
