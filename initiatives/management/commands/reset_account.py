"""Lets an editor in again who lost the password or the second factor."""

from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.db import transaction

from initiatives.actions import accounts
from initiatives.management.accounts import add_base_argument, describe, find, one_line


class Command(BaseCommand):
    help = (
        "Removes the second factor of an account, ends its sessions, and prints a link to choose a new password. The "
        "present password works until then."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        add_base_argument(parser)

    def handle(self, *, username: str, base: str | None, **options: object) -> None:
        account = find(username)
        try:
            with transaction.atomic():
                accounts.remove_second_factor(account=account)
                link = describe(accounts.make_link(account=account), base)
        except ValidationError as error:
            raise one_line(error) from None
        self.stdout.write(f"The second factor of {username} is removed.\n{link}")
