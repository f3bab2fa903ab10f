"""Find Chromium, and get it where it is missing: `python -m tests.browser.chromium`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests import debian

# Debian's shell without windows comes first: it costs a quarter less than the whole browser.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# A sandbox is not to be had as root; the rest keeps the browser from talking to anybody but the site.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> str | None:
    """The path of a Chromium on this machine: the system's, or the one that Playwright downloaded."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium; raises `SystemExit` when there is none, so that nothing is skipped in silence."""
    path = find() or sys.exit("Chromium is missing: run `make chromium`.")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


def install() -> None:
    """Install Debian's package when that is allowed, else download Playwright's own; or say what to do."""
    print("Installing Chromium for the browser tests (about two minutes) ...", flush=True)  # noqa: T201
    debian.install("chromium-headless-shell")
    if find() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if find() is None:
        sys.exit("Chromium is missing and could not be installed: install your system's package chromium.")


if __name__ == "__main__":
    find() or install()
