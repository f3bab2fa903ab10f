"""Writes the whole public site as files."""

from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.http.request import validate_host

from initiatives.freezing.answers import UnansweredError
from initiatives.freezing.folder import Folder, FolderError
from initiatives.freezing.run import WARC, BrokenLinksError, ChangingError, freeze
from initiatives.management.accounts import base_address


class Command(BaseCommand):
    help = (
        "Write the whole public site into a folder, as files with relative links that can be read without a server, "
        f"with {WARC} for archives. Run again, it brings the folder up to date. Status 1 when it cannot, or when a "
        "link in it is broken; the copy that was there is then still as it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="an empty folder, or one with an earlier copy; made when missing")
        parser.add_argument(
            "--base",
            metavar="URL",
            help="the address of the site, such as https://initiatieven.example.nl; without it the first host of "
            "ALLOWED_HOSTS, by HTTPS unless HTTPS=false",
        )

    def handle(self, *, folder: Path, base: str | None, **options: Any) -> None:
        began = monotonic()
        base = checked_base(base_address(base))
        storage: Any = staticfiles_storage
        if not storage.manifest_storage.exists(storage.manifest_name):
            raise CommandError("The pages refer to static files: run `manage.py collectstatic --noinput` first.")
        try:
            with Folder.opened(folder.absolute()) as opened:
                result = freeze(opened, base, self.stderr.write)
        except OSError as error:
            raise CommandError(f"Cannot write in {folder}: {error.strerror}.") from None
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {' '.join(str(error).split())}") from None
        except (FolderError, UnansweredError) as error:
            raise CommandError(str(error)) from None
        except ChangingError:
            raise CommandError("The catalogue changes all the time; try again later.") from None
        except BrokenLinksError as error:
            raise CommandError("\n".join(["Links of the copy lead nowhere:", *error.links])) from None
        state = f"{result.changed:,} written" if result.changed else "nothing changed"
        self.stdout.write(f"{result.files:,} files are in {folder}: {state}, {monotonic() - began:.1f} s.")


def checked_base(base: str) -> str:
    """Return the address of a site; raises CommandError when it is none that the site answers to."""
    parts = urlsplit(base)
    is_address = parts.scheme in ("http", "https") and base == f"{parts.scheme}://{parts.netloc}"
    if not is_address or not validate_host(parts.hostname or "", settings.ALLOWED_HOSTS):
        raise CommandError(f"{base} is no address of this site: its host must be one of ALLOWED_HOSTS.")
    if settings.SECURE_SSL_REDIRECT and parts.scheme != "https":
        raise CommandError(f"{base} only redirects to HTTPS: begin it with https://, or set HTTPS=false.")
    return base
