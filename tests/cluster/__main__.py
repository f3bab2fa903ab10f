"""`make cluster`: the catalogue on three machines, which are this one, until Ctrl-C."""

import argparse
import signal
import sys
import time
from pathlib import Path

from catalogue.trial.__main__ import ENDING, check_port, check_signals, say, stop
from tests.cluster.processes import left
from tests.cluster.site import served, temporary_folder


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.cluster", description=__doc__)
    parser.add_argument("--port", default="8000")
    port = check_port(parser.parse_args().port)
    for number in ENDING:
        signal.signal(number, stop)
    with temporary_folder() as folder:
        try:
            _serve(folder, port)
        finally:
            _tell_left(folder)


def _serve(folder: Path, port: int) -> None:
    """Serve until a signal comes, which raises SystemExit."""
    began = time.monotonic()
    with served(folder, port=port, tell=say) as site:
        seconds = time.monotonic() - began
        announcement = f"The catalogue is at {site.address}/, after {seconds:.0f} s. Logs: {folder}. Ctrl-C stops it."
        sys.stdout.write(f"{announcement}\n")
        sys.stdout.flush()
        while True:
            check_signals()
            time.sleep(0.2)


def _tell_left(folder: Path) -> None:
    processes = left(folder)
    say(f"Stopped; {len(processes)} processes left.")
    if processes:
        sys.exit(", ".join(f"{process.pid} {process.name()}" for process in processes))


if __name__ == "__main__":
    main()
