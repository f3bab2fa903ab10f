"""Makes an editor's account for trying the catalogue out."""

import secrets
from argparse import ArgumentParser
from pathlib import Path

from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand

from initiatives.choices import Role

USERNAME = "redacteur"


class Command(BaseCommand):
    help = f"Makes the account “{USERNAME}” with a random password, once; it may do everything in the catalogue."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--password-file", type=Path, required=True, help="where the password is kept")

    def handle(self, *, password_file: Path, **options: object) -> None:
        if User.objects.filter(username=USERNAME).exists():
            return
        password = secrets.token_urlsafe(12)
        password_file.touch(mode=0o600)
        password_file.write_text(password + "\n")
        user = User.objects.create_user(USERNAME, password=password, is_staff=True)
        user.groups.add(Group.objects.get(name=Role.MANAGER))
        self.stdout.write(f"Editor's account: {USERNAME}, password {password} (kept in {password_file}).")
