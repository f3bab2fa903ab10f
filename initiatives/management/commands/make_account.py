"""Makes the account of an editor, the first one among them."""

from argparse import ArgumentParser
from pathlib import Path

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from initiatives.actions import accounts
from initiatives.choices import Role
from initiatives.management.accounts import add_base_argument, describe, one_line, random_password, write_password
from initiatives.models import Municipality


class Command(BaseCommand):
    help = "Makes an account and prints a link to choose its password, which works once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", choices=Role.values, required=True)
        parser.add_argument("--email", default="")
        parser.add_argument(
            "--municipality",
            nargs="+",
            action="extend",
            default=[],
            metavar="CODE",
            help="codes of the own municipalities of a gemeenteredacteur, such as GM0034",
        )
        parser.add_argument("--password-file", type=Path, help="write a random password there instead of a link")
        add_base_argument(parser)

    def handle(
        self,
        *,
        username: str,
        role: str,
        email: str,
        municipality: list[str],
        password_file: Path | None,
        base: str | None,
        **options: object,
    ) -> None:
        account = User(username=username, email=email)
        municipalities = _municipalities(role, municipality)
        try:
            account.full_clean(exclude=["password"])
            with transaction.atomic():
                password = random_password() if password_file else None
                accounts.add(account=account, role=Role(role), municipalities=municipalities, password=password)
                if password_file and password:
                    write_password(password, password_file)
                    access = f"Its password is in {password_file}."
                else:
                    access = describe(accounts.make_link(account=account), base)
        except ValidationError as error:
            raise one_line(error) from None
        self.stdout.write(f"Account: {username} ({role}).\n{access}")


def _municipalities(role: str, codes: list[str]) -> list[Municipality]:
    if codes and role != Role.MUNICIPAL:
        raise CommandError(f"Only a {Role.MUNICIPAL} has own municipalities.")
    municipalities = list(Municipality.objects.filter(code__in=codes))
    if missing := sorted(set(codes) - {municipality.code for municipality in municipalities}):
        raise CommandError(f"There is no municipality {', '.join(missing)}.")
    return municipalities
