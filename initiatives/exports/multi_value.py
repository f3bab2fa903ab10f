"""Several values in one cell: names on one line, or lines of fields; written for people, read back without loss."""

from collections.abc import Iterable, Sequence

BETWEEN_NAMES, BETWEEN_FIELDS = ";", "|"
ESCAPES = {"\n": "n", "\r": "r"}
ESCAPED = {short: sign for sign, short in ESCAPES.items()}


def join_names(names: Iterable[str]) -> str:
    """Names behind each other: Almere; Den Haag. A semicolon in a name gets a backslash."""
    return f"{BETWEEN_NAMES} ".join(_escaped(name, BETWEEN_NAMES) for name in names)


def split_names(text: str) -> list[str]:
    """The names that `join_names` was given, without empty ones."""
    first, *others = _apart(text, BETWEEN_NAMES)
    return [name for name in [first, *(other.removeprefix(" ") for other in others)] if name.strip()]


def join_lines(lines: Iterable[Sequence[str]]) -> str:
    """A line each: fields with | between them. Empty fields at the end of a line are left out."""
    return "\n".join(_line(fields) for fields in lines)


def split_lines(text: str) -> list[list[str]]:
    """The lines that `join_lines` was given; blank lines are left out."""
    return [_fields(line) for line in text.replace("\r\n", "\n").split("\n") if line.strip()]


def _line(fields: Sequence[str]) -> str:
    filled = max((place for place, field in enumerate(fields, 1) if field), default=0)
    return f" {BETWEEN_FIELDS} ".join(_escaped(field, BETWEEN_FIELDS) for field in fields[:filled])


def _fields(line: str) -> list[str]:
    """Just the one space beside each separator is not part of a field."""
    fields = _apart(line, BETWEEN_FIELDS)
    fields = [fields[0], *(field.removeprefix(" ") for field in fields[1:])]
    return [*(field.removesuffix(" ") for field in fields[:-1]), fields[-1]]


def _escaped(text: str, separator: str) -> str:
    text = text.replace("\\", "\\\\").replace(separator, f"\\{separator}")
    for sign, short in ESCAPES.items():
        text = text.replace(sign, f"\\{short}")
    return text


def _apart(text: str, separator: str) -> list[str]:
    """The parts between separators that have no backslash, with what the backslashes stand for."""
    parts, letters = [""], iter(text)
    for letter in letters:
        if letter == separator:
            parts.append("")
        elif letter == "\\":
            behind = next(letters, "\\")
            parts[-1] += ESCAPED.get(behind, behind)
        else:
            parts[-1] += letter
    return parts
