"""Visits the links of the catalogue."""

import time
from argparse import ArgumentParser, ArgumentTypeError

from django.core.management.base import BaseCommand, CommandError

from initiatives.choices import LinkState
from initiatives.linkcheck.register import request_checks, update_register
from initiatives.linkcheck.run import OfflineError, check_due, count_due
from initiatives.linkcheck.uses import all_addresses
from initiatives.models import LinkCheck

SILENCE = 2  # seconds between two lines of progress
MAX_NUMBER = 1_000_000


class Command(BaseCommand):
    help = "Visits the links that are due: good ones weekly, others daily. Never changes what editors wrote."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", dest="is_all", help="visit every link, due or not")
        parser.add_argument("--limit", type=_number, default=MAX_NUMBER, help="how many links to visit at most")

    def handle(self, *, is_all: bool, limit: int, verbosity: int, **options: object) -> None:
        update_register()
        if is_all:
            request_checks(all_addresses())
        self.total, self.done, self.told_at = min(count_due(), limit), 0, time.monotonic()
        try:
            number = check_due(limit=limit, progress=self.tell)
        except OfflineError:
            raise CommandError("No website answers: is this server connected to the internet?") from None
        if verbosity:
            states = ", ".join(f"{LinkCheck.objects.filter(state=state).count()} {state}" for state in LinkState)
            self.stdout.write(f"Checked: {number}. All links: {states}.")

    def tell(self, number: int) -> None:
        """Say how far it is, when that was some seconds ago."""
        self.done += number
        if time.monotonic() - self.told_at >= SILENCE:
            self.told_at = time.monotonic()
            self.stderr.write(f"{self.done} of {self.total} ...")


def _number(text: str) -> int:
    """A number of links, at least one."""
    if not text.isascii() or not text.isdecimal() or not 0 < int(text[:9]) <= MAX_NUMBER:
        raise ArgumentTypeError("give a number from 1 on")
    return int(text[:9])
