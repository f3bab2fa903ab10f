"""Migrates while the site serves."""

from argparse import ArgumentParser, ArgumentTypeError

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from catalogue.migrating import Attempts, BlockedError, LostError, migrate

LOCK_SECONDS = 0.3  # readers in the queue behind it wait so long; the web server refuses after a second
SECONDS = 600.0
TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h


class Command(BaseCommand):
    help = (
        "Applies migrations without keeping readers waiting: short waits for locks, repeated. Exit code 75: run again."
    )

    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--plan", action="store_true", help="only say what would be done")
        parser.add_argument("--check", action="store_true", help="only say whether something is missing: exit code 1")
        parser.add_argument(
            "--lock-seconds", type=_seconds, default=LOCK_SECONDS, help="how long each attempt waits for a lock"
        )
        parser.add_argument("--seconds", type=_seconds, default=SECONDS, help="how long to go on trying in all")

    def handle(
        self, *, plan: bool, check: bool, lock_seconds: float, seconds: float, verbosity: int, **options: object
    ) -> None:
        if plan or check:
            call_command("migrate", plan=plan, check_unapplied=check, stdout=self.stdout, stderr=self.stderr)
            return
        try:
            number = migrate(Attempts(lock_seconds, seconds), self.say if verbosity else lambda _: None)
        except (BlockedError, LostError) as error:
            raise CommandError(str(error), returncode=TRY_AGAIN) from error
        if verbosity:
            self.stdout.write(f"Applied: {number}. Nothing is missing.")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _seconds(text: str) -> float:
    """A number of seconds, more than none."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 86_400:
        raise ArgumentTypeError("give a number of seconds, at most 86400")
    return seconds
