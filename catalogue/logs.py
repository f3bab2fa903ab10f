"""Keeps what visitors ask for, and the tokens of preview links, out of the logs."""

import logging
import re

from catalogue.middleware import PREVIEWS

TOKEN = re.compile(rf"{PREVIEWS}[^\s/?#\"']+")
QUERY = re.compile(r"(?<=[\w/%.~-])\?[^\s\"'<>]+")


def masked(text: str) -> str:
    """Return a text without the query strings of the addresses in it, and the tokens of previews."""
    return QUERY.sub("?***", TOKEN.sub(f"{PREVIEWS}***", text))


class AddressFilter(logging.Filter):
    """Masks addresses in every line of a logger or handler."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if (safe := masked(message)) != message:
            record.msg, record.args = safe, ()
        return True
