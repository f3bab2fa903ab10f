"""The rows of every table as a number and a hash, by which two databases are compared."""

from dataclasses import dataclass

import psycopg
from psycopg.sql import SQL, Identifier

# On which the text of a row depends.
FORMS = {
    "DateStyle": "ISO, MDY",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    "bytea_output": "hex",
    "extra_float_digits": "1",
}
TABLES = """
    SELECT nspname, relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind = 'r' AND relpersistence <> 't' AND nspname !~ '^pg_' AND nspname <> 'information_schema'
        AND NOT EXISTS (
            SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e'
        )
    ORDER BY 1, 2
"""
# Sums of both halves of a SHA-256 prefix of 128 bits: the same for the same rows in any order, also for rows that occur
# twice, which an exclusive or would lose.
HASH = SQL("""
    SELECT count(*), coalesce(sum(('x' || left(hash, 16))::bit(64)::bigint), 0)::text,
        coalesce(sum(('x' || substr(hash, 17, 16))::bit(64)::bigint), 0)::text
    FROM (SELECT encode(sha256(convert_to("row"::text, 'UTF8')), 'hex') AS hash FROM {} AS "row") AS hashes
""")


@dataclass(frozen=True)
class Table:
    rows: int
    hash: str


def read_tables(connection: psycopg.Connection) -> dict[str, Table]:
    """Return all tables of a database, but for those of extensions, by name with schema; it reads every row.

    Args:
        connection: its transaction, if it is in one, decides which rows there are.
    """
    for name, value in FORMS.items():
        connection.execute("SELECT set_config(%s, %s, false)", [name, value])
    names = connection.execute(TABLES).fetchall()
    return {f"{schema}.{table}": _read(connection, schema, table) for schema, table in names}


def _read(connection: psycopg.Connection, schema: str, table: str) -> Table:
    row = connection.execute(HASH.format(Identifier(schema, table))).fetchone()
    rows, *halves = row or (0, "0", "0")
    return Table(rows, ":".join(halves))


def differing_rows(expected: dict[str, Table], found: dict[str, Table]) -> dict[str, int]:
    """Return the tables that differ, with the least number of rows in which they do."""
    nothing = Table(0, "0:0")
    differing = {}
    for name in sorted(expected.keys() | found.keys()):
        one, other = expected.get(name, nothing), found.get(name, nothing)
        if one != other or (name in expected) != (name in found):
            differing[name] = max(1, abs(one.rows - other.rows))
    return differing
