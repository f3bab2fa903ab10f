"""Lets somebody in again who lost phone and recovery codes."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from initiatives.signin.accounts import find_account
from initiatives.signin.second_factor import remove_second_factors


class Command(BaseCommand):
    help = "Removes the app, the passkeys and the recovery codes of an account, which then sets one up anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="username or e-mail address")

    def handle(self, *, name: str, **options: object) -> None:
        user = find_account(name)
        if user is None:
            raise CommandError(f"No account, or more than one, is called “{name}”.")
        self.stdout.write(f"Removed from {user.get_username()}: {remove_second_factors(user)}.")
