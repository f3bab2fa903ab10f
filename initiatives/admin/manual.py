"""The manual of editors, docs/redactie.md, as one of their pages."""

import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element  # nosec B405 # only its type: nothing is parsed

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

FILE = settings.BASE_DIR / "docs" / "redactie.md"
PNG_SIZE = struct.Struct(">16x2I")  # width and height, behind the signature and the head of the first chunk
AFTER_CONTENTS = 4  # below the priority of Markdown's table of contents


@dataclass(frozen=True)
class Manual:
    """The manual as HTML without its title, and the name of each chapter with the id of its heading."""

    title: str
    chapters: list[tuple[str, str]]
    html: SafeString


@cache
def read_manual() -> Manual:
    """Render the manual, once in a process: the file is part of the release, as the templates are."""
    renderer = Markdown(extensions=["tables", "toc", _ForAdmin()])
    text = renderer.convert(FILE.read_text(encoding="utf-8"))
    html = mark_safe(text)  # noqa: S308  # nosec B703 # from the repository
    (top,) = renderer.toc_tokens
    chapters = [(chapter["name"], chapter["id"]) for chapter in top["children"]]
    return Manual(top["name"], chapters, html)


def manual(request: HttpRequest) -> HttpResponse:
    """The manual, for every editor."""
    page = read_manual()
    context = {**admin.site.each_context(request), "title": page.title, "manual": page}
    return render(request, "admin/manual.html", context)


class _ForAdmin(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Markdown's name)
        md.treeprocessors.register(_Page(md), "page", AFTER_CONTENTS)


class _Page(Treeprocessor):
    """Leaves out the title, which the page has already, and serves the pictures as static files."""

    def run(self, root: Element) -> None:
        title = root.find("h1")
        if title is not None:
            root.remove(title)
        for image in root.iter("img"):
            path = Path(image.get("src", ""))
            width, height = PNG_SIZE.unpack_from((FILE.parent / path).read_bytes())
            image.attrib |= {
                "src": static(f"handleiding/{path.name}"),
                "width": str(width),
                "height": str(height),
                "loading": "lazy",
            }
