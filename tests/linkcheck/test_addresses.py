"""No address, however it is written or resolved, leads the link check into our own network."""

import re
import socket
from contextlib import ExitStack

import pytest

from initiatives.linkcheck.addresses import Reach, Target, target_of
from initiatives.linkcheck.client import Limits, visit
from initiatives.linkcheck.outcomes import Verdict
from initiatives.linkcheck.pacing import Pace
from tests.linkcheck.server import Server, status

# The port stands for {port}: that of a server that listens there, as it does on 127.0.0.2.
BY_ADDRESS = """
http://127.0.0.1:{port}/ http://127.0.0.2:{port}/ http://2130706433:{port}/ http://017700000001:{port}/
http://0177.0.0.1:{port}/ http://0x7f000001:{port}/ http://0x7f.0.0.1:{port}/ http://127.1:{port}/
http://127.0.1:{port}/ http://0:{port}/ http://0.0.0.0:{port}/ http://000000127.0.0.1:{port}/
http://localhost:{port}/ http://LOCALHOST:{port}/ http://localhost.:{port}/
http://ip6-localhost:{port}/ http://127.0.0.1.:{port}/ http://[::1]:{port}/ http://[::]:{port}/
http://[0:0:0:0:0:0:0:1]:{port}/ http://[::ffff:127.0.0.1]:{port}/ http://[::ffff:7f00:1]:{port}/
http://[::127.0.0.1]:{port}/ http://[64:ff9b::127.0.0.1]:{port}/ http://[2002:7f00:1::]:{port}/
http://[2001:0:7f00:1::]:{port}/ http://[fe80::1]:{port}/ http://[fe80::1%25lo]:{port}/ http://[fc00::1]:{port}/
http://[fd12:3456::1]:{port}/ http://[ff02::1]:{port}/ http://10.0.0.1:{port}/ http://172.16.0.1:{port}/
http://192.168.1.1:{port}/ http://169.254.169.254:{port}/ http://100.64.0.1:{port}/ http://224.0.0.1:{port}/
http://255.255.255.255:{port}/ http://example.org@127.0.0.1:{port}/ http://example.org:80@127.0.0.1:{port}/
http://example.org%40127.0.0.1:{port}/ http://127.0.0.1%2f.example.org:{port}/ http://%31%32%37.0.0.1:{port}/
http://127。0。0。1:{port}/ http://127\uff0e0\uff0e0\uff0e1:{port}/ http://\uff11\uff12\uff17.0.0.1:{port}/ http://①②⑦.0.0.1:{port}/
http://example.org\\@127.0.0.1:{port}/ http://127.0.0.1\t:{port}/ http://127.0.0.1:{port}\\.example.org/
http:127.0.0.1:{port} http:///127.0.0.1:{port}/ //127.0.0.1:{port}/ file:///etc/passwd gopher://127.0.0.1:{port}/
ftp://127.0.0.1:{port}/ javascript:alert(1) http://[::1 http://127.0.0.1:99999/ http://127.0.0.1:²/
"""
# A website that resolves to these addresses may not be visited, though one of them may be public.
BY_NAME = {
    "private.voorbeeld.nl": ["127.0.0.2"],
    "localhost.localdomain": ["127.0.0.1"],
    "both.voorbeeld.nl": ["198.41.0.4", "127.0.0.2"],
    "mapped.voorbeeld.nl": ["::ffff:127.0.0.2"],
    "metadata.voorbeeld.nl": ["169.254.169.254"],
    "unique.voorbeeld.nl": ["fd00::2"],
    "zone.voorbeeld.nl": ["fe80::1%lo"],
}


@pytest.fixture(scope="module")
def servers():
    """A website that may be visited, and one of our own network on the same port."""
    with ExitStack() as stack:
        outside = stack.enter_context(Server("127.0.0.1").running())
        inside = stack.enter_context(Server("127.0.0.2", outside.port).running())
        yield outside, inside


def visited(url, reach):
    return visit(url, reach=reach, pace=Pace(0), limits=Limits(2, 4))


def refused(outcome):
    return (outcome.verdict, outcome.status, outcome.is_tried) == (Verdict.UNCERTAIN, None, False)


def test_address_of_our_own_network_gets_no_request(servers):
    outside, inside = servers
    before = outside.connections, inside.connections
    reach = Reach(ports=frozenset({outside.port}))
    urls = [part.format(port=outside.port) for part in re.split("[ \n]+", BY_ADDRESS.strip())]
    assert len(urls) >= 40
    assert [url for url in urls if not refused(visited(url, reach))] == []
    names = Reach(resolve=lambda host, port: BY_NAME[host], ports=reach.ports)
    assert [name for name in BY_NAME if not refused(visited(f"http://{name}:{outside.port}/", names))] == []
    assert (outside.connections, inside.connections) == before


def test_redirect_to_our_own_network_is_not_followed(servers):
    outside, inside = servers
    reach = Reach(
        resolve=lambda host, port: ["127.0.0.1"], ports=frozenset({outside.port}), permitted=frozenset({"127.0.0.1"})
    )
    targets = [
        f"http://127.0.0.2:{inside.port}/",
        f"//127.0.0.2:{inside.port}/",
        f"http://[::ffff:127.0.0.2]:{inside.port}/",
        f"http://2130706434:{inside.port}/",
        "file:///etc/passwd",
        "ftp://127.0.0.2/",
        "http://127.0.0.2:22/",
        "/verder",
    ]
    outside.play["/verder"] = status(307, Location=f"http://127.0.0.2:{inside.port}/")
    before = inside.connections
    for number, target in enumerate(targets):
        outside.play[f"/{number}"] = status(301, Location=target)
        assert refused(visited(f"http://goed.voorbeeld.nl:{outside.port}/{number}", reach)), target
    assert inside.connections == before


def test_name_that_resolves_to_something_else_the_next_time_gets_no_request(servers):
    """Each request resolves once, and connects to what it resolved to."""
    outside, inside = servers
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    reach = Reach(
        resolve=lambda host, port: next(answers), ports=frozenset({outside.port}), permitted=frozenset({"127.0.0.1"})
    )
    outside.play["/wissel"] = status(302, Location="/wissel2")
    before = outside.connections, inside.connections
    assert refused(visited(f"http://wissel.voorbeeld.nl:{outside.port}/wissel", reach))
    assert (outside.connections - before[0], inside.connections - before[1]) == (1, 0)
    with pytest.raises(StopIteration):
        next(answers)


def test_public_website_is_reached_by_the_address_that_was_checked():
    target = target_of("https://Bücher.example.org/a b/?q=é#deel", Reach(resolve=lambda host, port: ["198.41.0.4"]))
    assert target == Target("https", "xn--bcher-kva.example.org", 443, "/a%20b/?q=%C3%A9", "198.41.0.4")


def test_name_without_an_address_is_a_failure_and_one_without_a_resolver_is_not():
    def fails_with(code):
        def resolve(host, port):
            raise socket.gaierror(code, "proef")

        return visited("https://www.voorbeeld.nl/", Reach(resolve=resolve)).verdict

    assert fails_with(socket.EAI_NONAME) is Verdict.FAILED
    assert fails_with(socket.EAI_AGAIN) is Verdict.UNCERTAIN
