"""Waiting for what other processes do."""

import time
from collections.abc import Callable
from pathlib import Path

PAUSE = 0.05  # seconds


def wait_until(condition: Callable[[], bool], seconds: float, otherwise: str, log: Path | None = None) -> float:
    """Return the seconds until a condition holds.

    Args:
        otherwise: what the AssertionError says when that takes longer than `seconds`, with the end of `log`.
    """
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            raise AssertionError(f"{otherwise} within {seconds:.0f} s. {log.read_text()[-2_000:] if log else ''}")
        time.sleep(PAUSE)
    return time.monotonic() - began
