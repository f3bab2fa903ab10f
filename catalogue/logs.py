"""Keeps what visitors ask for, and the tokens of preview links, out of the logs."""

import logging
import re

from catalogue.middleware import PREVIEWS

TOKEN = re.compile(rf"{PREVIEWS}[^\s/?#\"']+")
QUERY = re.compile(r"(?<=[\w/%.~-])\?[^\s\"'<>]+")
NO_PATH = re.compile(r"[^\w/.~-].*", re.ASCII | re.DOTALL)  # from a character on that no path of the catalogue has


def masked(text: str) -> str:
    """Return a text without the query strings of the addresses in it, and the tokens of previews."""
    return QUERY.sub("?***", TOKEN.sub(f"{PREVIEWS}***", text))


def logged_path(path: str) -> str:
    """Return the beginning of a path, decoded, that can be one of the catalogue.

    What follows may be a query of which the question mark was encoded, or words that somebody pasted.
    """
    return masked(NO_PATH.sub("***", path))


class AddressFilter(logging.Filter):
    """Masks addresses in every line of a logger or handler, and in its traceback.

    Of a refusal of Django (the loggers `django.security`), which repeats what it refuses, only the path is left.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security.") and hasattr(record, "request"):
            record.msg, record.args = "Refused: %s", (record.request.path_info,)
        if isinstance(record.args, tuple):
            record.args = tuple(map(_without_words, record.args))
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = None  # a refusal is no fault of ours, and its traceback has what was refused
        if record.exc_info and not record.exc_text:
            record.exc_text = masked(logging.Formatter().formatException(record.exc_info))
        message = record.getMessage()
        if (safe := masked(message)) != message:
            record.msg, record.args = safe, ()
        return True


def _without_words(value: object) -> object:
    return logged_path(value) if isinstance(value, str) and value.startswith("/") else value
