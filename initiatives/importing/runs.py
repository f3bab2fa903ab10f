"""Imports of tables by editors: try out, write all or nothing, and find out how far that is."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from initiatives import rules
from initiatives.actions import undoing
from initiatives.choices import ImportStatus, RowOutcome
from initiatives.importing import files
from initiatives.importing.fixture_reader import RecordFault
from initiatives.importing.loader import load
from initiatives.importing.progress import progress_of, told
from initiatives.importing.summary import Summary
from initiatives.importing.table_doubles import Reference, doubles_in
from initiatives.importing.table_policy import TablePolicy
from initiatives.importing.table_reader import read
from initiatives.models import ImportRow, Organisation, TableImport
from initiatives.revisions.recording import record_first_versions
from initiatives.rules import Verb

MAX_TEXT = 400  # characters of a text that is shown of a change
MAX_FAULTS = 50  # of a row
MAX_FILE_NAME: Any = TableImport._meta.get_field("file_name").max_length
MAX_TITLE, MAX_SLUG = ImportRow._meta.get_field("title").max_length, ImportRow._meta.get_field("slug").max_length
BATCH = 500  # rows
# By the status of a step: from which it can begin.
BEFORE = {
    ImportStatus.CHECKING: (ImportStatus.FAULTY, ImportStatus.CHECKED),
    ImportStatus.WRITING: (ImportStatus.CHECKED,),
    ImportStatus.UNDOING: (ImportStatus.DONE,),
}


def add(*, content: bytes, file_name: str, by: User) -> TableImport:
    """Keep a file that can be read as a table; `check` tells what it would do.

    Raises:
        FileError: it cannot be read; in Dutch.
    """
    sheet = files.read(content)
    number = max(0, len(sheet.rows) - 1)
    return TableImport.objects.create(
        content=content, file_name=file_name[-MAX_FILE_NAME:], user=by, number=number, notes=sheet.notes
    )


def begin(run: TableImport, status: ImportStatus) -> bool:
    """Give an import the status of a next step; returns False when it is, by now, in a state that this cannot follow.

    A step that stopped half-way can begin again.
    """
    before = [*BEFORE[status], *([status] if has_stopped(run) else [])]
    is_begun = TableImport.objects.filter(pk=run.pk, status__in=before).update(status=status, is_started=False)
    run.refresh_from_db(fields=["status", "is_started"])
    return bool(is_begun)


def check(run: TableImport) -> None:
    """Try a table out, and keep what each row would do; nothing of it is written."""
    with _busy(run, ImportStatus.CHECKING) as tell:
        _keep_rows(run, *_load(run, dry_run=True, tell=tell))


def write(run: TableImport) -> None:
    """Write a table that was checked, completely or not at all, as one revision; with faults since, keep what they are.

    What was written already is not written again: a killed process may have done it just before its end.
    """
    with _busy(run, ImportStatus.WRITING) as tell:
        if TableImport.objects.select_for_update().get(pk=run.pk).status != ImportStatus.WRITING:
            return
        record_first_versions()  # what has none before the import was added by it, when it is undone
        policy, summary = _load(run, dry_run=False, tell=tell)
        if summary.faults:
            _keep_rows(run, policy, summary)
            return
        run.revision = summary.revision
        _keep_slugs(run, policy.table.slugs)
        _end(run, ImportStatus.DONE)


def undo(run: TableImport, *, by: User) -> None:
    """Undo an import that was written, but for what was changed since; `notes` says what stays."""
    with _busy(run, ImportStatus.UNDOING) as tell:
        locked = TableImport.objects.select_for_update().get(pk=run.pk)
        if locked.status != ImportStatus.UNDOING:
            return
        tell(0, run.number)
        run.notes = undoing.undo(revision=run.revision, how=f"Inlezen van {run.file_name} teruggedraaid", by=by).stays
        run.save(update_fields=["notes"])
        _end(run, ImportStatus.UNDONE)


def subject_of(run: TableImport) -> str:
    """Return the name under which the progress of an import is told."""
    return f"import {run.pk}"


def progress(run: TableImport) -> tuple[int, int] | None:
    """Return how many records of how many are done; None when nothing is busy with the import."""
    return progress_of(subject_of(run))


def is_busy(run: TableImport) -> bool:
    """Return whether a step of an import is begun and not finished."""
    return run.status in BEFORE


def has_stopped(run: TableImport) -> bool:
    """Return whether the process that was busy with an import is gone: nothing of it was written."""
    if not is_busy(run) or not run.is_started or progress(run) is not None:
        return False
    run.refresh_from_db()  # it may just have finished
    return is_busy(run) and run.is_started


@contextmanager
def _busy(run: TableImport, status: ImportStatus) -> Iterator[Callable[[int, int], None]]:
    """Tell that this process is busy with an import, in a transaction that writes everything or nothing."""
    with told(subject_of(run)) as tell:
        TableImport.objects.filter(pk=run.pk, status=status).update(is_started=True)
        with transaction.atomic():
            yield tell


def _load(run: TableImport, *, dry_run: bool, tell: Callable[[int, int], None]) -> tuple[TablePolicy, Summary]:
    """Load the table as the editor may; returns the policy, which knows what each row does."""
    may_add = run.user is None or rules.may(run.user, Verb.ADD, Organisation)  # None: of a deleted account
    sheet = files.read(bytes(run.content))
    policies: list[TablePolicy] = []

    def policy() -> TablePolicy:
        """Read the table only now that nothing else can take the slugs that its new rows get."""
        table = read(sheet, run.file_name, may_add_organisations=may_add)
        policies.append(TablePolicy(table, run.user, is_final=not dry_run))
        return policies[0]

    how = f"Ingelezen uit {run.file_name}"
    records = (record for policy in policies for record in policy.table.records)
    faults = (fault for policy in policies for fault in policy.table.faults)
    summary = load(
        records, faults, policy=policy, by=run.user, how=how, dry_run=dry_run, is_unlocked=True, on_progress=tell
    )
    return policies[0], summary


def _keep_rows(run: TableImport, policy: TablePolicy, summary: Summary) -> None:
    """Keep what each row of a table does, in the place of what was kept before."""
    run.rows.all().delete()
    faults = defaultdict(list)
    for fault in summary.faults:
        faults[fault.line].append(fault)
    doubles = doubles_in(policy.table, policy.created)
    lines = sorted({*policy.table.cells, *faults})
    rows = [_row(run, line, policy, faults[line], doubles.get(line, [])) for line in lines]
    ImportRow.objects.bulk_create(rows, batch_size=BATCH)
    _end(run, ImportStatus.FAULTY if summary.faults else ImportStatus.CHECKED)


def _keep_slugs(run: TableImport, slugs: dict[int, str]) -> None:
    """Keep the slugs that rows got where those of the trial run were taken since."""
    others = [row for row in run.rows.only("line", "slug") if row.slug != slugs[row.line]]
    for row in others:
        row.slug = slugs[row.line]
    ImportRow.objects.bulk_update(others, ["slug"], batch_size=BATCH)


def _row(
    run: TableImport, line: int, policy: TablePolicy, faults: list[RecordFault], doubles: list[Reference]
) -> ImportRow:
    cells = policy.table.cells.get(line, {})
    return ImportRow(
        table_import=run,
        line=line,
        title=cells.get("title", "")[:MAX_TITLE],
        slug=policy.table.slugs.get(line, "")[:MAX_SLUG],
        outcome=_outcome(line, policy, faults),
        changes=[[change.column, _short(change.old), _short(change.new)] for change in policy.changes[line]],
        faults=[[fault.column, _short(fault.value), fault.reason] for fault in faults[:MAX_FAULTS]],
        guesses=policy.table.guesses.get(line, []),
        doubles=doubles,
    )


def _outcome(line: int, policy: TablePolicy, faults: list[RecordFault]) -> RowOutcome:
    if faults:
        return RowOutcome.FAULTY
    if line in policy.created:
        return RowOutcome.NEW
    return RowOutcome.CHANGED if policy.changes[line] else RowOutcome.UNCHANGED


def _short(text: str) -> str:
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]} …"


def _end(run: TableImport, status: ImportStatus) -> None:
    run.status, run.is_started, run.finished_at = status, False, timezone.now()
    run.save(update_fields=["status", "is_started", "finished_at", "revision"])
