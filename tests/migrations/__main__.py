"""Prints what is wrong with new migrations; exits with 1 when something is. It needs no database."""

import os
import sys
import tomllib

import django
from django.db.migrations.loader import MigrationLoader

from tests.databases import ROOT

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.mypy_settings")  # which need no server


def shipped() -> str:
    """Return the name of the last migration in the previous release, as pyproject.toml says it."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["migrations"]["shipped"]


def main() -> None:
    django.setup()
    from tests.migrations.rules import faults

    found = faults(MigrationLoader(None), shipped())
    for fault in found:
        sys.stderr.write(f"{fault}\n")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
