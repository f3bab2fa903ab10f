"""nginx in front of the catalogue, with the configuration of deploy/nginx."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

from tests import debian
from tests.browser.running import ROOT, free_port
from tests.databases import manage

MAIN = """
load_module {module};
{user}
pid {folder}/nginx.pid;
worker_processes 1;
daemon off;
error_log {folder}/main.log crit;
events {{ worker_connections 4096; }}
http {{
    include /etc/nginx/mime.types;
    {temporary}
    include catalogue.conf;
}}
"""
LISTEN = """
listen 127.0.0.1:{port};
server_name 127.0.0.1;
access_log {folder}/access.log catalogue;
error_log {folder}/error.log crit;
"""
INSIDE = """
listen unix:{folder}/inside.sock;
access_log off;
error_log {folder}/error.log crit;
"""
WRITTEN = "127.0.0.1:8000"
KINDS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")  # of temporary files
MODULE = Path("/usr/lib/nginx/modules/ngx_http_js_module.so")


@contextmanager
def nginx(
    folder: Path, upstream: str | list[str], database_url: str, frozen: Path | None = None, port: int | None = None
) -> Iterator[str]:
    """Run nginx while the context lasts; yields its address.

    Args:
        folder: an empty one, for its configuration, its logs and its temporary files.
        upstream: the address of gunicorn, or the addresses of several.
        database_url: for the command that writes the error pages.
        frozen: a copy of the site.
        port: any free one if None.
    """
    port = port or free_port()
    upstreams = [upstream] if isinstance(upstream, str) else upstream
    _configure(folder, upstreams, port, frozen or folder / "no-copy")
    manage(database_url, "write_error_pages", folder / "catalogue" / "errors")
    command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    subprocess.run([*command, "-t", "-q"], check=True)
    process = subprocess.Popen(command)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(process, port)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def _configure(folder: Path, upstreams: list[str], port: int, frozen: Path) -> None:
    """Write what a site writes itself; the rest is as it is."""
    source, own = ROOT / "deploy" / "nginx", folder / "catalogue"
    shutil.copytree(source / "catalogue", own)
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in KINDS)
    user = "" if os.geteuid() else "user root;"  # for the workers, which could not enter a temporary folder otherwise
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, temporary=temporary, user=user, module=MODULE))
    (folder / "catalogue.conf").write_text((source / "catalogue.conf").read_text())
    (own / "listen.conf").write_text(LISTEN.format(folder=folder, port=port))
    (own / "inside.conf").write_text(INSIDE.format(folder=folder))
    paths = _with_upstreams((own / "paths.conf").read_text(), upstreams)
    places = {"/etc/nginx/catalogue": own, "/var/cache/nginx-catalogue": folder / "cache"}
    places |= {"/srv/catalogue/var/frozen": frozen, "/srv/catalogue/var": os.environ["VAR"]}
    for place, ours in places.items():
        paths = paths.replace(place, str(ours))
    (own / "paths.conf").write_text(paths.replace("/run/nginx-catalogue.sock", f"{folder}/inside.sock"))


def _with_upstreams(paths: str, upstreams: list[str]) -> str:
    """Put the addresses of web servers, in turn, in place of the one that is written."""
    for address in cycle(upstreams):
        if WRITTEN not in paths:
            break
        paths = paths.replace(WRITTEN, urlsplit(address).netloc, 1)
    return paths


def wait_for(process: subprocess.Popen, port: int) -> None:
    """Wait until a server accepts connections; raises AssertionError when it ended."""
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("nginx did not start.")


def is_there() -> bool:
    """Whether nginx is installed, with its module for scripts."""
    return bool(shutil.which("nginx")) and MODULE.exists()


if __name__ == "__main__":
    if not is_there():
        debian.install("nginx-light", "libnginx-mod-http-js")
    if not is_there():
        sys.exit(
            "nginx with njs is missing: install it, for instance with apt-get install nginx-light libnginx-mod-http-js."
        )
