"""The rules for new migrations find each fault, and let the safe way pass."""

import os
import subprocess
import sys

import pytest
from django.db.migrations.loader import MigrationLoader
from django.test import override_settings

from tests.databases import ROOT
from tests.drills.migration import STEPS
from tests.migrations.__main__ import shipped
from tests.migrations.made import PACKAGE, last_migration, make
from tests.migrations.rules import ADVICE, faults

NOTE = 'migrations.AddField("initiative", "note", models.CharField(max_length=50, {}))'
FREE = "def change(apps, schema_editor): pass"
BOTH = "migrations.RunPython(change, migrations.RunPython.noop)"
INDEX = 'models.Index(fields=["phase"], name="made_index")'
CHECK = 'models.CheckConstraint(condition=Q({}__isnull=False), name="made_check")'
UNIQUE = 'models.UniqueConstraint(fields=["title"], name="made_unique")'
MODEL = 'migrations.CreateModel("Made", [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField())])'
BAD = [
    ("not-null", NOTE.format('default=""')),
    ("unique", NOTE.format("null=True, unique=True")),
    ("index", NOTE.format("null=True, db_index=True")),
    ("index", f'migrations.AddIndex("initiative", {INDEX})'),
    ("index", 'migrations.AddField("initiative", "by", models.ForeignKey("auth.User", models.CASCADE, null=True))'),
    ("unique", f'migrations.AddConstraint("initiative", {UNIQUE})'),
    ("constraint", f'migrations.AddConstraint("initiative", {CHECK.format("title")})'),
    ("type", 'migrations.AlterField("initiative", "title", models.CharField(max_length=20))'),
    ("type", 'migrations.AlterField("municipality", "population", models.TextField(null=True))'),
    ("set-not-null", 'migrations.AlterField("municipality", "population", models.PositiveIntegerField())'),
    ("default-removed", 'migrations.AlterField("catalogueversion", "changed", models.DateTimeField())'),
    ("rename", 'migrations.RenameField("initiative", "title", "name")'),
    ("rename", 'migrations.RenameModel("Link", "Reference")'),
    ("rename", 'migrations.AlterModelTable("link", "links")'),
    ("drop", 'migrations.RemoveField("initiative", "results")'),
    ("drop", 'migrations.DeleteModel("Link")'),
    ("drop", 'migrations.RunSQL("ALTER TABLE initiatives_initiative DROP COLUMN results", "SELECT 1")'),
    ("drop", 'migrations.RunSQL("ALTER TABLE initiatives_mention DROP COLUMN source_id", "SELECT 1")'),
    ("drop", 'migrations.RunSQL("DROP TABLE initiatives_link", "SELECT 1")'),
    ("index", 'migrations.RunSQL("CREATE INDEX x ON initiatives_link (url)", "DROP INDEX x")'),
    ("unique", 'migrations.RunSQL("CREATE UNIQUE INDEX x ON initiatives_link (url)", "DROP INDEX x")'),
    ("constraint", 'migrations.RunSQL("ALTER TABLE initiatives_link ADD CONSTRAINT x CHECK (id > 0)", "SELECT 1")'),
    ("set-not-null", 'migrations.RunSQL("ALTER TABLE x ALTER COLUMN y SET NOT NULL", "SELECT 1")'),
    ("not-null", 'migrations.RunSQL("ALTER TABLE initiatives_link ADD COLUMN x int NOT NULL", "SELECT 1")'),
    ("type", 'migrations.RunSQL("ALTER TABLE x ALTER COLUMN y TYPE int", "SELECT 1")'),
    ("rename", 'migrations.RunSQL("ALTER TABLE x RENAME COLUMN y TO z", "SELECT 1")'),
    ("irreversible", ("migrations.RunPython(change)", FREE)),
    ("irreversible", 'migrations.RunSQL("SELECT 1")'),
    ("mixed", (f"{NOTE.format('null=True')}, {BOTH}", FREE)),
    ("mixed", f'{NOTE.format("null=True")}, migrations.RunSQL("UPDATE initiatives_link SET url = url", "SELECT 1")'),
    ("half-applied", f'AddIndexConcurrently("initiative", {INDEX}), {NOTE.format("null=True")}'),
]
GOOD = [
    STEPS,
    (NOTE.format("null=True"), NOTE.format('db_default=""').replace("note", "mark")),
    (f'AddIndexConcurrently("initiative", {INDEX})', 'RemoveIndexConcurrently("initiative", "made_index")'),
    (
        f'AddConstraintNotValid("municipality", {CHECK.format("population")})',
        'ValidateConstraint("municipality", "made_check")',
        'migrations.AlterField("municipality", "population", models.PositiveIntegerField())',
    ),
    ((BOTH, FREE),),
    ('migrations.AlterField("initiative", "title", models.CharField(max_length=500))',),
    (
        'migrations.SeparateDatabaseAndState([], [migrations.RemoveField("initiative", "results")])',
        'migrations.RunSQL("ALTER TABLE initiatives_initiative DROP COLUMN long_gone", "SELECT 1")',
    ),
    (f'{MODEL}, migrations.AddIndex("Made", models.Index(fields=["name"], name="made_index"))',),
    ('migrations.RunSQL("CREATE TABLE x (y int); CREATE INDEX z ON x (y)", "DROP TABLE x")',),
    ('migrations.RunSQL("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ DELETE FROM x $$", "DROP FUNCTION f")',),
]


@pytest.fixture
def check(tmp_path, monkeypatch):
    """Make migrations and return the rules that they break, with the number of each migration."""

    def check(*steps, excused=None):
        make(tmp_path, *steps)
        path = tmp_path / PACKAGE / "9001_made.py"
        path.write_text(f"{path.read_text()}    excused = {excused}\n" if excused else path.read_text())
        monkeypatch.syspath_prepend(tmp_path)
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]
        with override_settings(MIGRATION_MODULES={"initiatives": PACKAGE}):
            return [(fault.migration[:4], fault.rule) for fault in faults(MigrationLoader(None), last_migration())]

    return check


@pytest.mark.parametrize(("rule", "step"), BAD)
def test_unsafe_migration_is_refused(check, rule, step):
    assert check(step) == [("9001", rule)]


@pytest.mark.parametrize("steps", GOOD)
def test_safe_migrations_pass(check, steps):
    assert check(*steps) == []


def test_every_rule_has_a_migration_that_breaks_it():
    assert {rule for rule, _ in BAD} | {"excuse"} == set(ADVICE)


def test_excuse_lets_one_rule_pass_and_no_other(check):
    step = 'migrations.RenameField("initiative", "title", "name"), migrations.DeleteModel("Link")'
    assert check(step, excused={"rename": "no release had it"}) == [("9001", "drop")]


def test_excuse_that_is_not_needed_is_refused(check):
    assert check(NOTE.format("null=True"), excused={"rename": "no reason"}) == [("9001", "excuse")]


def test_migrations_of_the_catalogue_pass():
    assert faults(MigrationLoader(None), shipped()) == []


def test_command_fails_on_a_bad_migration(tmp_path):
    environment = os.environ | make(tmp_path, 'migrations.RenameField("initiative", "title", "name")')
    command = [sys.executable, "-m", "tests.migrations"]
    process = subprocess.run(command, cwd=ROOT, env=environment, text=True, capture_output=True)
    assert (process.returncode, process.stderr.startswith("9001_made: rename: ")) == (1, True)
