"""Writes the error pages of a web server in front of the catalogue."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management.base import BaseCommand, CommandError

from initiatives.responses.error_pages import TEXTS

OWN = ("Content-Type", "Content-Length", "Cache-Control", "Vary")  # headers that the server sets itself


class Command(BaseCommand):
    help = (
        "Write the error pages for nginx into a folder: by status a page for visitors, problem details for programs, "
        "and headers.conf with their security headers. Again after each upgrade, and when the theme or owner changes."
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
            headers, page = refuse(status)
            (folder / f"{status}.html").write_bytes(page)
            (folder / f"{status}.json").write_bytes(refuse(status, "/api/")[1])
        lines = [f'add_header {name} "{value}" always;\n' for name, value in headers if name not in OWN]
        (folder / "headers.conf").write_text("".join(lines))
        self.stdout.write(f"{len(TEXTS)} error pages are in {folder}.")
