"""Addresses of PostgreSQL servers in settings: with several hosts as libpq takes them, and lists of them."""

import re
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from environs import ValidationError

HOST = re.compile(r"(?P<host>\[[^\]]*\]|[^:\[\]]*)(:(?P<port>\d*))?")


def parse(url: str, **options: Any) -> dict[str, Any]:
    """Return what Django needs for a database.

    Args:
        url: postgresql://user:password@host:5432/database; several hosts, with a port each or not, have commas between
            them, and libpq tries them in order (`?target_session_attrs=primary`: until one takes writes).
        options: of `dj_database_url.parse`.

    Raises:
        ValidationError: it is no address of a database.
    """
    try:
        user, _, hosts = urlsplit(url).netloc.rpartition("@")
        if "," not in hosts:
            return dict(dj_database_url.parse(url, **options))
        database = dict(dj_database_url.parse(urlsplit(url)._replace(netloc=f"{user}@several").geturl(), **options))
        return database | _places(hosts)
    except ValueError as error:
        raise ValidationError("Not a valid database URL.") from error


def parse_list(urls: str, **options: Any) -> list[dict[str, Any]]:
    """Return the same for each of some addresses; white space is between them, since an address can have commas."""
    return [parse(url, **options) for url in urls.split()]


def _places(hosts: str) -> dict[str, str]:
    """The hosts and ports as libpq's parameters take them; a path of a Unix socket is quoted in an address."""
    matches = [HOST.fullmatch(host) for host in hosts.split(",")]
    places = [(unquote(match["host"].strip("[]")), match["port"] or "") for match in matches if match]
    if len(places) < len(matches):
        raise ValueError("a host or its port is none")
    ports = [port for _, port in places]
    return {"HOST": ",".join(host for host, _ in places), "PORT": ",".join(ports) if any(ports) else ""}
