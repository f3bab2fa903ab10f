"""Writes the error pages of a web server in front of the catalogue."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management.base import BaseCommand, CommandError

from initiatives.embedding.framing import PREFIX
from initiatives.responses.error_pages import TEXTS

# Headers that the server sets itself.
OWN = ("Content-Type", "Content-Length", "Cache-Control", "Vary", "Retry-After", "X-Request-Id")


class Command(BaseCommand):
    help = (
        "Write the error pages for nginx into a folder: by status a page for visitors, problem details for programs, "
        "and headers.conf with their security headers (files.conf: those of static files, which other sites may load); "
        "embed.html and embed.conf are for frames of EMBED_HOSTS. Again after each upgrade, and when the theme, the "
        "owner or EMBED_HOSTS changes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: Any) -> None:
        from catalogue.wsgi import refuse

        storage: Any = staticfiles_storage
        if not storage.manifest_storage.exists(storage.manifest_name):
            raise CommandError("The pages refer to static files: run `manage.py collectstatic --noinput` first.")
        folder.mkdir(parents=True, exist_ok=True)
        for status in TEXTS:
            (folder / f"{status}.html").write_bytes(refuse(status)[1])
            (folder / f"{status}.json").write_bytes(refuse(status, "/api/")[1])
        headers, page = refuse(503, PREFIX)
        (folder / "embed.html").write_bytes(page)
        (folder / "embed.conf").write_text(directives(headers))
        (folder / "headers.conf").write_text(directives(refuse(503)[0]))
        (folder / "files.conf").write_text(directives(refuse(503, settings.STATIC_URL + "js/embed.js")[0]))
        self.stdout.write(f"{len(TEXTS)} error pages are in {folder}.")


def directives(headers: list[tuple[str, str]]) -> str:
    """Return the headers of a response, but for those that the server sets itself, as lines for nginx."""
    return "".join(f'add_header {name} "{value}" always;\n' for name, value in headers if name not in OWN)
