"""Keeps the tokens of preview links out of the logs."""

import logging
import re

from catalogue.middleware import PREVIEWS

TOKEN = re.compile(rf"{PREVIEWS}[^\s/?#\"']+")


def masked(text: str) -> str:
    """Return a text without the tokens in the addresses of previews."""
    return TOKEN.sub(f"{PREVIEWS}***", text)


class TokenFilter(logging.Filter):
    """Masks the tokens in every line of a logger or handler."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if PREVIEWS in message:
            record.msg, record.args = masked(message), ()
        return True
