"""What goes on while a machine fails: editors who save, a program that writes, and visitors who read."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count, pairwise
from threading import Event
from urllib.parse import urlencode

import psycopg

from tests.cluster.site import Site
from tests.drills import editors
from tests.drills.figures import Figure
from tests.drills.load import Read, failed, read, readers, running
from tests.drills.paths import any_path

ADD = "/beheer/initiatives/synonym/add/"
FORM_PAUSE, ROW_PAUSE = 5.0, 0.02  # seconds between two writes; after a form, every page and file is made anew
NO_ANSWER = 90.0  # seconds after which no write is expected any more
CONNECTING = {"connect_timeout": 2, "tcp_user_timeout": 5_000}  # as the application connects
CERTAIN = (psycopg.errors.DiskFull, psycopg.errors.ReadOnlySqlTransaction)  # errors after which nothing is stored
TABLE = "CREATE TABLE IF NOT EXISTS drill_write (number bigint PRIMARY KEY)"


@dataclass
class Writes:
    """What came of writes; `done` has, for each that was acknowledged, what it wrote, and when it began and ended.

    Attributes:
        in_doubt: how many had no answer, since the connection was lost. They may be stored.
        refused: how many were certainly not stored.
    """

    done: list[tuple[str, float, float]] = field(default_factory=list)
    in_doubt: int = 0
    refused: int = 0

    def seconds_after(self, moment: float) -> float:
        """Wait for a write that began after a moment, and return how long after it was acknowledged."""
        while time.monotonic() < moment + NO_ANSWER:
            with suppress(StopIteration):
                return next(end - moment for _, began, end in reversed(self.done[-20:]) if began > moment)
            time.sleep(0.02)
        return NO_ANSWER

    @property
    def longest_pause(self) -> float:
        """Seconds between two that were acknowledged, one after the other."""
        ends = sorted(end for _, _, end in self.done)
        return max((later - earlier for earlier, later in pairwise(ends)), default=NO_ANSWER)


class Load:
    """Attributes:
    rows: writes of a program, straight into the database. `forms`: saves of an editor, through nginx.
    reads: those of visitors, through nginx.
    """

    def __init__(self, site: Site, cookie: str, numbers: Iterator[int]) -> None:
        self.rows, self.forms, self.reads = Writes(), Writes(), list[Read]()
        self._site, self._cookie, self._numbers = site, cookie, numbers
        self._connection: psycopg.Connection | None = None
        self._is_urgent = Event()

    def write_row(self) -> None:
        """Store a number; the connection is that of the write before, unless it was lost."""
        number, began = next(self._numbers), time.monotonic()
        try:
            if self._connection is None:
                self._connection = psycopg.connect(self._site.databases.url(), autocommit=True, **CONNECTING)
            self._connection.execute("INSERT INTO drill_write VALUES (%s)", [number])
            self.rows.done.append((str(number), began, time.monotonic()))
        except psycopg.Error as error:
            self._count(error)
        time.sleep(ROW_PAUSE)

    def _count(self, error: psycopg.Error) -> None:
        """Count a write that was not acknowledged, and begin anew."""
        is_certain = self._connection is None or isinstance(error, CERTAIN)
        self.rows.refused += is_certain
        self.rows.in_doubt += not is_certain
        if self._connection:
            self._connection.close()
        self._connection = None

    def save_form(self) -> None:
        """Add a synonym in the admin, as an editor does."""
        word, began = f"oefenwoord{next(self._numbers)}", time.monotonic()
        fields = {"csrfmiddlewaretoken": editors.CSRF, "_save": "1", "is_another": "on"}
        fields |= {"word": word, "also": f"{word}en"}
        answer = read(self._site.address, ADD, "POST", urlencode(fields), Cookie=self._cookie)
        if answer.status == 302:
            self.forms.done.append((word, began, time.monotonic()))
        else:
            self.forms.refused += 1
        time.sleep(ROW_PAUSE if self._is_urgent.wait(FORM_PAUSE) else 0)

    def seconds_after(self, moment: float) -> float:
        """Return how long after a moment both the program and the editor, who tries on and on, have written again."""
        self._is_urgent.set()
        try:
            return max(writes.seconds_after(moment) for writes in (self.rows, self.forms))
        finally:
            self._is_urgent.clear()

    def end_pause(self) -> None:
        """Let the editor not wait any more, so that the load can end."""
        self._is_urgent.set()

    def lost(self) -> int:
        """Return how many writes were acknowledged and are not in the database."""
        with self._site.databases.leader().connect("catalogue") as connection:
            rows = {str(number) for (number,) in connection.execute("SELECT number FROM drill_write")}
            words = {word for (word,) in connection.execute("SELECT word FROM initiatives_synonym")}
        done = ((self.rows.done, rows), (self.forms.done, words))
        return sum(len({what for what, _, _ in writes} - stored) for writes, stored in done)

    def figures(self, while_what: str) -> list[Figure]:
        """Return the figures that all drills of the cluster have.

        Args:
            while_what: for their names, such as "while etcd was away".
        """
        rows, forms = self.rows, self.forms
        told = f"{rows.in_doubt + forms.refused:,} in doubt, {rows.refused:,} refused"
        writes = f"{len(rows.done):,} acknowledged writes and {len(forms.done):,} forms"
        return [
            failed(f"of {len(self.reads):,} reads {while_what}", self.reads),
            Figure(f"lost of {writes} {while_what} ({told})", self.lost(), 0),
        ]


class People:
    """Who uses the site: makes a `Load` for each drill, with numbers that go on."""

    def __init__(self, site: Site, cookie: str) -> None:
        self._site, self._cookie, self._numbers = site, cookie, count(1)
        with site.databases.leader().connect("catalogue") as connection:
            connection.execute(TABLE)
            connection.execute("GRANT ALL ON drill_write TO catalogue")

    @contextmanager
    def working(self, seed: int) -> Iterator[Load]:
        """Read and write while the context lasts."""
        load = Load(self._site, self._cookie, self._numbers)
        with readers(self._site.address, any_path, seed, threads=3) as reads, running([load.write_row, load.save_form]):
            load.reads = reads
            load.rows.seconds_after(time.monotonic())
            try:
                yield load
            finally:
                load.end_pause()
