"""Which addresses may be visited: public web servers only, whatever an address looks like or a name resolves to."""

import re
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, quote, urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_HOST_LENGTH = 253  # characters, RFC 1035
CONTROL = re.compile(r"[\x00-\x1f\x7f\\]")  # a backslash: browsers read it as a slash
LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
# At least two labels, and none that a resolver could read as a number at the end: 127.1, 0x7f.1.
NAME = re.compile(rf"(?:{LABEL}\.)+(?!0x[0-9a-f]*$)(?=[a-z0-9_-]*[a-z]){LABEL}")
UNRESERVED = "/?%:@!$&'()*+,;=~[]|"  # besides letters, digits and -._, what is left as it is in a path and a query
UNICAST = IPv6Network("2000::/3")  # RFC 4291: all global unicast addresses that are given out
NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052

Address = IPv4Address | IPv6Address
Resolver = Callable[[str, int], Sequence[str]]


class ForbiddenAddressError(Exception):
    """An address that is not visited; the message says why, in Dutch."""


def system_resolver(host: str, port: int) -> list[str]:
    """The IP addresses of a name by the resolver of the system; raises `socket.gaierror` without any."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


@dataclass(frozen=True)
class Reach:
    """What may be visited. The defaults are those of production; only tests give others.

    Args:
        resolve: returns the IP addresses of a name.
        ports: of web servers.
        permitted: IP addresses that may be visited although they are not public.
    """

    resolve: Resolver = system_resolver
    ports: frozenset[int] = frozenset(DEFAULT_PORTS.values())
    permitted: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Target:
    """An address that was checked, with the one IP address that a connection may be made to."""

    scheme: str
    host: str  # as the server knows itself: a name in ASCII, or an IP address
    port: int
    path: str  # with the query
    ip: str


def target_of(url: str, reach: Reach) -> Target:
    """Check an address and resolve its name, once: whoever connects to `ip` reaches what was checked.

    Raises:
        ForbiddenAddressError: it may not be visited.
        socket.gaierror: its name has no IP address.
    """
    if CONTROL.search(url):
        raise ForbiddenAddressError("er staan vreemde tekens in")
    try:
        parts = urlsplit(url.strip())
        port = parts.port or DEFAULT_PORTS.get(parts.scheme)
        host = _host(parts)
    except ValueError:  # UnicodeError too
        raise ForbiddenAddressError("het is geen geldig webadres") from None
    if parts.scheme not in DEFAULT_PORTS:
        raise ForbiddenAddressError("het begint niet met https:// of http://")
    if "@" in parts.netloc:
        raise ForbiddenAddressError("er staat een gebruikersnaam in")
    if port not in reach.ports:
        raise ForbiddenAddressError("de poort is niet die van een website")
    addresses = _addresses(host, port, reach)
    if not all(address in reach.permitted or is_public(ip_address(address)) for address in addresses):
        raise ForbiddenAddressError("het is geen openbaar adres")
    path = quote(parts.path or "/", UNRESERVED) + (f"?{quote(parts.query, UNRESERVED)}" if parts.query else "")
    return Target(parts.scheme, host, port, path, addresses[0])


def is_public(address: Address) -> bool:
    """Return whether an IP address is of the public internet, and so are the IPv4 addresses inside it."""
    inner = list(_embedded(address))
    if inner:
        return all(map(is_public, inner))
    if isinstance(address, IPv6Address) and address not in UNICAST:
        return False
    return address.is_global and not address.is_multicast


def _embedded(address: Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses that an IPv6 address stands for or tunnels to."""
    if isinstance(address, IPv4Address):
        return
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo
    if address in NAT64:
        yield IPv4Address(int(address) & 0xFFFFFFFF)


def _host(parts: SplitResult) -> str:
    """The host in ASCII; raises ValueError where it is neither a name with a dot nor an IP address."""
    host = (parts.hostname or "").removesuffix(".")
    if len(host) > MAX_HOST_LENGTH or "%" in host:
        raise ValueError(host)
    if not host.isascii():
        host = host.encode("idna").decode().lower()  # also turns other dots and digits into ours
    if not NAME.fullmatch(host):
        ip_address(host)
    return host


def _addresses(host: str, port: int, reach: Reach) -> Sequence[str]:
    if not NAME.fullmatch(host):
        return [host]
    addresses = reach.resolve(host, port)
    if not addresses:
        raise socket.gaierror(socket.EAI_NONAME, "no address")
    return addresses
