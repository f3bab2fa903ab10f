"""What SQL in a migration does, as far as its first words tell."""

import re
from collections.abc import Iterator

BODY = re.compile(r"\$(\w*)\$.*?\$\1\$", re.S)  # of a function
NAME = r'(?:IF (?:NOT )?EXISTS )?(?:ONLY )?"?(\w+)"?'
DATA = re.compile(r"(INSERT|UPDATE|DELETE|MERGE|TRUNCATE|WITH)\b", re.I)
# The rule, and what breaks it.
RISKS = {
    "index": r"CREATE INDEX (?!CONCURRENTLY)",
    "unique": r"CREATE UNIQUE INDEX (?!CONCURRENTLY)|ADD CONSTRAINT \S+ (?:UNIQUE|PRIMARY KEY|EXCLUDE)(?! USING INDEX)",
    "constraint": r"ADD CONSTRAINT \S+ (?:CHECK|FOREIGN KEY)(?!.*NOT VALID)",
    "set-not-null": r"ALTER (?:COLUMN )?\S+ SET NOT NULL",
    "not-null": r"ADD (?:COLUMN )?(?!CONSTRAINT)(?!.*DEFAULT).*NOT NULL",
    "type": r"ALTER (?:COLUMN )?\S+ (?:SET DATA )?TYPE ",
    "rename": r"^ALTER TABLE .* RENAME (?!CONSTRAINT)",
    "default-removed": r"ALTER (?:COLUMN )?\S+ DROP DEFAULT",
}
TABLE = re.compile(rf"^(?:ALTER|DROP|CREATE) TABLE {NAME}", re.I)
DROPPED = re.compile(rf"\bDROP (?:COLUMN )?(?!CONSTRAINT|TABLE|DEFAULT|NOT NULL|EXPRESSION){NAME}", re.I)


def risks(sql: object) -> Iterator[tuple[str, str, str]]:
    """Yield the rules that statements break, with the table and column of those that drop one.

    Args:
        sql: as RunSQL takes it: a text, or a list of texts or of pairs of a text and parameters.
    """
    made: set[str] = set()
    for statement in statements(sql):
        table = found[1].lower() if (found := TABLE.match(statement)) else ""
        kind = statement.partition(" ")[0].upper()
        if kind == "CREATE" and table:
            made.add(table)
        elif kind == "DROP" and table:
            yield "drop", table, ""
        elif kind == "ALTER" and table:
            yield from (("drop", table, column.lower()) for column in DROPPED.findall(statement))
        if not made & set(re.findall(r"\w+", statement.lower())):  # nobody reads a new table yet
            yield from ((rule, "", "") for rule, pattern in RISKS.items() if re.search(pattern, statement, re.I))


def changes_data(sql: object) -> bool:
    return any(DATA.match(statement) for statement in statements(sql))


def statements(sql: object) -> list[str]:
    """Split SQL into statements, with single spaces, without comments and bodies of functions."""
    parts = [sql] if isinstance(sql, str) else [one if isinstance(one, str) else one[0] for one in sql]
    text = re.sub(r"--[^\n]*", "", BODY.sub("''", ";".join(parts)))
    return [statement for one in text.split(";") if (statement := " ".join(one.split()))]
