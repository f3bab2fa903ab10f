"""Text that XML 1.0 can hold, for documents, spreadsheets and feeds."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

NOT_IN_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2
LINE_END = re.compile("\r\n?")
T = TypeVar("T")


def xml_safe(value: T) -> T:
    """Return a text without characters that XML cannot hold and with "\\n" as line end.

    Also the texts in a tuple or dataclass, at any depth; other values stay as they are.
    """
    safe: Any = value
    if isinstance(value, str):
        safe = NOT_IN_XML.sub("", LINE_END.sub("\n", value))
    elif isinstance(value, tuple):
        safe = tuple(map(xml_safe, value))
    elif is_dataclass(value) and not isinstance(value, type):
        safe = replace(value, **{field.name: xml_safe(getattr(value, field.name)) for field in fields(value)})
    return safe
