"""Numbered transactions, by which is told whether a restored database is exactly as it was at a moment."""

import time
from dataclasses import dataclass

import psycopg

TABLE = "CREATE TABLE numbered (number int PRIMARY KEY)"


@dataclass(frozen=True)
class Moment:
    """After a numbered transaction, in the three ways in which a point in time can be said."""

    number: int
    xid: str
    lsn: str
    time: str


def commit(url: str, number: int) -> Moment:
    """Commit a numbered transaction, and return the moment after it."""
    with psycopg.connect(url) as connection:
        connection.execute("INSERT INTO numbered VALUES (%s)", [number])
        (xid,) = connection.execute("SELECT pg_current_xact_id()::text").fetchone()
        connection.commit()
        time.sleep(0.002)
        lsn, now = connection.execute("SELECT pg_current_wal_lsn()::text, clock_timestamp()::text").fetchone()
    return Moment(number, xid, lsn, now)


def committed(url: str) -> set[int]:
    """Return the numbers that are there."""
    with psycopg.connect(url) as connection:
        return {number for (number,) in connection.execute("SELECT number FROM numbered")}


def execute(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)
