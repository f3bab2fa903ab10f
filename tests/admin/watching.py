"""Watches the rows of records in the database itself, whoever changes them."""

from contextlib import contextmanager

from django.db import connection
from reversion.models import Version

from initiatives.revisions.records import PARTS, owner_of, relations

# Fills `watched` with the table of a record and its primary key, for each row that is really changed.
WATCH = """
CREATE TEMP TABLE watched (model text, key bigint) ON COMMIT DROP;
CREATE FUNCTION pg_temp.watch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND to_jsonb(OLD) - ARRAY['version', 'modified'] = to_jsonb(NEW) - ARRAY['version', 'modified'] THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN INSERT INTO watched VALUES (TG_ARGV[0], (to_jsonb(OLD) ->> TG_ARGV[1])::bigint); END IF;
    IF TG_OP <> 'DELETE' THEN INSERT INTO watched VALUES (TG_ARGV[0], (to_jsonb(NEW) ->> TG_ARGV[1])::bigint); END IF;
    RETURN NULL;
END $$;
"""


def _watched_tables():
    """Each table of which a row is a part of a record: its name, the model, and the column with the record's key."""
    for model, parts in PARTS.items():
        yield model._meta.db_table, model, "id"
        yield from (
            (_through(model, name)._meta.db_table, model, f"{model._meta.model_name}_id") for name in relations(model)
        )
        for part in parts.values():
            yield part._meta.db_table, model, f"{owner_of(part)[1]}_id"


def _through(model, name):
    return model._meta.get_field(name).remote_field.through


def _column(model, table, column):
    """A relation of municipalities to each other has another name for its first column."""
    return "from_municipality_id" if table.endswith("municipality_successors") else column


@contextmanager
def watching():
    """Yields a set that afterwards has the records, as (model, key), that were changed in the database."""
    changed = set()
    with connection.cursor() as cursor:
        cursor.execute(WATCH)
        tables = list(_watched_tables())
        for table, model, column in tables:
            cursor.execute(
                f"CREATE TRIGGER watched AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION "
                f"pg_temp.watch('{model._meta.model_name}', '{_column(model, table, column)}')"
            )
        yield changed
        cursor.execute("SELECT DISTINCT model, key FROM watched")
        changed |= set(cursor.fetchall())
        for table, _, _ in tables:
            cursor.execute(f"DROP TRIGGER watched ON {table}")
        cursor.execute("DROP TABLE watched; DROP FUNCTION pg_temp.watch")


def new_versions(since):
    """The records, as (model, key), with a version newer than this number; one for each version."""
    models = {model._meta.model_name for model in PARTS}
    versions = Version.objects.filter(pk__gt=since).select_related("content_type")
    return [
        (version.content_type.model, int(version.object_id))
        for version in versions
        if version.content_type.model in models
    ]
