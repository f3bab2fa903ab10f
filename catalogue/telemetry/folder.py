"""The folder in which the workers of a web server count together; to be imported before anything that counts.

The library of Prometheus reads the variable when it is imported. The folder is of one web server: VAR can be that of
two releases beside each other.
"""

import os
import shutil
import tempfile

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"

if os.environ.get("METRICS_BIND"):
    os.environ[VARIABLE] = tempfile.mkdtemp(prefix="catalogue-metrics-")


def path() -> str:
    """Return the folder; empty where nothing is counted together."""
    return os.environ.get(VARIABLE, "")


def forget(process_id: int) -> None:
    """Drop what a worker that ended said of its present state."""
    from prometheus_client import multiprocess

    if path():
        multiprocess.mark_process_dead(process_id)


def remove() -> None:
    """Remove the folder; for the main process, at its end."""
    if path():
        shutil.rmtree(path(), ignore_errors=True)
