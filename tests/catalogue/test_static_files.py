"""Style sheets are made smaller when static files are collected, and say the same."""

import re

import pytest
from django.conf import settings

SOURCES = sorted((settings.BASE_DIR / "static" / "css").glob("*.css"))
HASH = re.compile(r"\.[0-9a-f]{12}(?=\.)")  # in the names of files that it refers to
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_sent_style_sheet_is_smaller_and_says_the_same(source):
    (sent,) = (path for path in (settings.STATIC_ROOT / "css").glob(f"{source.stem}.*.css"))
    written, smaller = source.read_text("utf-8"), HASH.sub("", sent.read_text("utf-8"))
    assert len(smaller) < len(written)
    assert "/*" not in smaller
    assert smaller.split() == COMMENT.sub("", written).split()
