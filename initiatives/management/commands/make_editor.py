"""Makes an editor's account for trying the catalogue out."""

from argparse import ArgumentParser
from pathlib import Path

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand

from initiatives.actions import accounts
from initiatives.choices import Role
from initiatives.management.accounts import random_password, write_password

USERNAME = "redacteur"


class Command(BaseCommand):
    help = f"Makes the account “{USERNAME}” with a random password, once; it may do everything in the catalogue."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--password-file", type=Path, required=True, help="where the password is kept")

    def handle(self, *, password_file: Path, **options: object) -> None:
        if User.objects.filter(username=USERNAME).exists():
            return
        password = random_password()
        write_password(password, password_file)
        accounts.add(account=User(username=USERNAME), role=Role.MANAGER, password=password)
        self.stdout.write(f"Editor's account: {USERNAME}, password {password} (kept in {password_file}).")
