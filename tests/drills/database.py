"""Faults of the database: restarts, crashes, absence, locks, a server that only reads, a full disk."""

from tests.drills.figures import Figure


def drill(quick: bool, seed: int) -> list[Figure]:
    """Run all drills of the database."""
    return []
