"""Addresses with several hosts are what libpq takes; those with one are as they were."""

import dj_database_url
import pytest
from environs import ValidationError

from catalogue.database_urls import parse, parse_list


@pytest.mark.parametrize(
    ("hosts", "host", "port"),
    [
        ("one:5432,two:5433", "one,two", "5432,5433"),
        ("one,two", "one,two", ""),
        ("one:6432,two", "one,two", "6432,"),
        ("[::1]:5432,[fe80::2]", "::1,fe80::2", "5432,"),
        ("%2Ftmp%2FOne,%2Ftmp%2Ftwo", "/tmp/One,/tmp/two", ""),
    ],
)
def test_several_hosts_and_ports(hosts, host, port):
    database = parse(f"postgresql://user:p%2Cw%40@{hosts}/name?target_session_attrs=primary", conn_health_checks=True)
    assert (database["HOST"], database["PORT"]) == (host, port)
    assert (database["USER"], database["PASSWORD"], database["NAME"]) == ("user", "p,w@", "name")
    assert database["OPTIONS"] == {"target_session_attrs": "primary"}
    assert database["CONN_HEALTH_CHECKS"]


@pytest.mark.parametrize(
    "url", ["postgresql://u:a,b@one:5432/x", "postgresql://postgres@/postgres?host=/tmp/a", "postgresql://one/x"]
)
def test_one_host_is_read_as_dj_database_url_does(url):
    assert parse(url) == dj_database_url.parse(url)


@pytest.mark.parametrize("url", ["", "nonsense", "postgresql://one:5432:1,two/x", "postgresql://one,two:x/x"])
def test_no_address_is_refused(url):
    with pytest.raises(ValidationError, match=r"Not a valid database URL\."):
        parse(url)


def test_white_space_is_between_addresses():
    first, second = parse_list(" postgresql://one,two/x\n\tpostgresql://three/x ")
    assert (first["HOST"], second["HOST"]) == ("one,two", "three")
    assert parse_list("") == []
