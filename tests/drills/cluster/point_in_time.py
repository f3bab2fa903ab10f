"""The data of all three machines is lost, and made again from the archive as it was at a moment."""

import time
from collections.abc import Callable
from random import Random

from tests.cluster.archive import Archive
from tests.cluster.databases import JOINING, NAME, Databases
from tests.cluster.machine import Machine
from tests.cluster.site import temporary_folder
from tests.cluster.waiting import wait_until
from tests.drills import pgbackrest
from tests.drills.figures import Figure
from tests.drills.transactions import TABLE, Moment, commit, committed, execute

BACKED_UP, EACH, MORE = 20, 60, 10  # transactions: in the base backup, on each of two timelines, after a restore
SECONDS = 60.0  # until the cluster is whole again


class Drill:
    """Attributes:
    wrong: transactions that are missing on the primary, or too many. `differing`: such rows on the replicas.
    seconds: that each restore took, until a write.
    """

    def __init__(self, cluster: Databases, archive: Archive, seed: int) -> None:
        self._cluster, self._archive, self._random = cluster, archive, Random(seed)
        self.wrong, self.differing, self.seconds = 0, 0, list[float]()
        self._written = 0

    def run(self) -> None:
        """Restore a moment on the first timeline, one on the second, and then all that was written since."""
        execute(self._cluster.url(), TABLE)
        base = self._write(BACKED_UP)
        self._archive.pgbackrest("--type=full", "backup")
        time.sleep(1)  # pgBackRest knows the end of a backup to the second
        first = self._write(EACH)
        timeline = self._change_primary()
        second = self._write(EACH)
        moment = self._random.choice(first[:-1])
        self._restore(self._archive.set_aside, _until(moment, base, first), moment)
        self._write(MORE)
        moment = self._random.choice(second[:-1])
        right = _until(moment, base, first, second)
        self._restore(self._archive.lose, right, moment, timeline)
        self._restore(self._archive.lose, right | _until(None, self._write(MORE)))
        self._write(MORE)

    def _write(self, number: int) -> list[Moment]:
        """Commit transactions by way of HAProxy, with numbers that go on; return the moments after them."""
        numbers = range(self._written + 1, self._written + 1 + number)
        self._written += number
        return [commit(self._cluster.url(), one) for one in numbers]

    def _change_primary(self) -> int:
        """Begin another timeline, by a switchover or as the primary is lost; return its number."""
        leader, is_lost = self._cluster.leader(), self._random.random() < 0.5
        if not is_lost:
            self._cluster.switch_over(self._random.choice(self._cluster.replicas()))
        else:
            leader.kill()
            wait_until(lambda: self._cluster.primary not in (None, leader), JOINING, "No machine takes over")
            leader.start_again()
        self._cluster.wait_until_whole()
        wait_until(self._cluster.is_open, JOINING, "HAProxy does not lead to the primary")
        how = "was killed" if is_lost else "handed over"
        print(f"  {leader.name} {how}, {self._cluster.leader().name} is the primary", flush=True)
        return _timeline(self._cluster.leader())

    def _restore(
        self, lose: Callable[[], None], right: set[int], moment: Moment | None = None, timeline: int | None = None
    ) -> None:
        """Lose the data of all machines, restore it, and compare it on all of them.

        Args:
            right: the numbers that there must be.
            moment, timeline: as for `Archive.restore`.
        """
        self._archive.pgbackrest("check")  # waits until everything is archived, as `archive_timeout` does otherwise
        lose()
        first = self._random.choice(self._cluster.machines)
        self.seconds.append(self._archive.restore(first, moment and moment.time, timeline))
        wrong = len(committed(self._cluster.url()) ^ right)
        differing = sum(self._differing(machine, right) for machine in self._cluster.replicas())
        what = f"to transaction {moment.number}" if moment else "to the end"
        counts = f"{wrong} wrong, {differing} rows differ on replicas"
        place = f"on {first.name}, now on timeline {_timeline(first)}"
        print(f"  {what} {place}: {self.seconds[-1]:.1f} s, {counts}", flush=True)
        self.wrong, self.differing = self.wrong + wrong, self.differing + differing

    def _differing(self, replica: Machine, right: set[int]) -> int:
        """Return how many rows are missing on a replica, or too many, once it has all of the primary."""
        with self._cluster.leader().connect() as connection:
            (lsn,) = connection.execute("SELECT pg_current_wal_lsn()").fetchone()
        with replica.connect(NAME) as connection:
            sql = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
            wait_until(lambda: connection.execute(sql, [lsn]).fetchone()[0], JOINING, f"{replica.name} lags")
            return len({number for (number,) in connection.execute("SELECT number FROM numbered")} ^ right)


def _until(moment: Moment | None, *written: list[Moment]) -> set[int]:
    """Return the numbers that are written up to a moment, or all of them."""
    numbers = [one.number for moments in written for one in moments]
    return set(numbers[: numbers.index(moment.number) + 1] if moment else numbers)


def _timeline(machine: Machine) -> int:
    return int(machine.status()["timeline"])


def points_in_time(seed: int) -> list[Figure]:
    """Restore a cluster three times, after its data was lost in order and by surprise."""
    pgbackrest.install()
    with temporary_folder() as folder:
        cluster = Databases(folder)
        with cluster.running():
            archive = Archive(cluster, folder)
            archive.start()
            drill = Drill(cluster, archive, seed)
            drill.run()
    return [
        Figure(f"transactions wrong, as three machines were restored {len(drill.seconds)} times", drill.wrong, 0),
        Figure("rows that differed on the replicas then", drill.differing, 0),
        Figure("at most until all three took part again", max(drill.seconds), SECONDS, " s"),
    ]
