"""Migrations that are made for a moment, after those of the catalogue."""

import shutil
from pathlib import Path

from tests.databases import ROOT

PACKAGE = "made_migrations"
SETTINGS = f"""
from catalogue.settings import *
MIGRATION_MODULES = {{"initiatives": "{PACKAGE}"}}
"""
TEXT = """
from django.contrib.postgres.operations import (
    AddConstraintNotValid, AddIndexConcurrently, RemoveIndexConcurrently, ValidateConstraint,
)
from django.db import migrations, models
from django.db.models import Q

class Migration(migrations.Migration):
    atomic = {atomic}
    dependencies = [("initiatives", "{before}")]
    operations = [{operations}]
"""


def last_migration() -> str:
    """Return the name of the newest migration of the catalogue."""
    return max(path.stem for path in (ROOT / "initiatives" / "migrations").glob("[0-9]*.py"))


def make(folder: Path, *steps: str | tuple[str, str]) -> dict[str, str]:
    """Write migrations 9001, 9002 … into an empty folder.

    Args:
        steps: the operations of each, as Python; those that mention `Concurrently`, and those of RunPython alone,
            are not atomic. Code that stands before the class is the second text of a pair.

    Returns:
        Environment variables for processes in which they belong to the catalogue.
    """
    package = folder / PACKAGE
    shutil.copytree(ROOT / "initiatives" / "migrations", package, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "made_settings.py").write_text(SETTINGS)
    before = last_migration()
    for number, step in enumerate(steps, start=9001):
        operations, code = (step, "") if isinstance(step, str) else step
        atomic = "Concurrently" not in operations and not operations.startswith("migrations.RunPython")
        text = TEXT.format(atomic=atomic, before=before, operations=operations)
        before = f"{number}_made"
        (package / f"{before}.py").write_text(text.replace("class Migration", f"{code}\n\nclass Migration"))
    return {"DJANGO_SETTINGS_MODULE": "made_settings", "PYTHONPATH": str(folder)}
