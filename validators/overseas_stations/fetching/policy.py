"""Which addresses may be reached: those of the public web, and nothing that leads inward.

A name is resolved once. If one of its addresses is not public, it is refused as a whole; else the connection goes to an
address that was looked at, so that a second answer of the name server changes nothing.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, quote, urlsplit

from overseas_stations.fetching.reasons import Failed

Resolve = Callable[[str, int], Sequence[str]]
"""The addresses of a name, for a port; raises OSError where there are none."""

PORTS = {"http": 80, "https": 443}
MAX_ADDRESS = 4_096

# What is_global says differs from one Python to the next, and it is true for some that lead elsewhere: these.
_NEVER_V4 = tuple(map(IPv4Network, ("192.0.0.0/24", "192.88.99.0/24", "224.0.0.0/4")))
_GLOBAL_V6 = IPv6Network("2000::/3")
"""What is given out of the sixth version; loopback, NAT64, link and site local, multicast stand outside."""
_NEVER_V6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")))
_ISATAP = {0x00005EFE, 0x02005EFE}
"""What stands before an address of the fourth version that is the end of one of the sixth."""


def is_public(address: str) -> bool:
    """Tell whether an address is one of the public web.

    >>> [is_public(each) for each in ("93.184.215.14", "::ffff:127.0.0.2", "64:ff9b::7f00:1", "fec0::1")]
    [True, False, False, False]
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return _public_v4(found.ipv4_mapped)
        if found.scope_id is not None or found not in _GLOBAL_V6 or any(found in each for each in _NEVER_V6):
            return False
        return int(found) >> 32 & 0xFFFFFFFF not in _ISATAP or _public_v4(IPv4Address(int(found) & 0xFFFFFFFF))
    return _public_v4(found)


def _public_v4(address: IPv4Address) -> bool:
    return address.is_global and not any(address in each for each in _NEVER_V4)


@dataclass(frozen=True)
class WebTarget:
    """An address on the web, as it is asked for.

    Attributes:
        scheme: ``http`` or ``https``.
        host: the name in ASCII and lower case, or an address without brackets.
        path: path and query, as they are sent.
    """

    scheme: str
    host: str
    path: str

    @property
    def port(self) -> int:
        """The port that is asked."""
        return PORTS[self.scheme]

    @property
    def authority(self) -> str:
        """The host as it stands in an address."""
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.authority}{self.path}"


def target(url: str) -> WebTarget:
    """Return what is asked where an address is to be fetched; its fragment is left out.

    >>> target("https://Example.org/a b?q=é#part").url
    'https://example.org/a%20b?q=%C3%A9'

    Raises:
        Failed: it is no address that may be asked for.
    """
    if len(url) > MAX_ADDRESS or re.search(r"[\x00-\x1f\x7f\\]", url):
        raise Failed("address_refused", "it is no address")
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise Failed("address_refused", str(error)) from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise Failed("address_refused", f"{scheme or 'no scheme'}: only http and https are asked")
    if "@" in parts.netloc:
        raise Failed("address_refused", "it names a user")
    if port is not None and port != PORTS[scheme]:
        raise Failed("address_refused", f"port {port}")
    return WebTarget(scheme, _host(parts), _path(parts))


def _host(parts: SplitResult) -> str:
    """Return the host of an address, in the one spelling that is looked up."""
    host = parts.hostname or ""
    if "[" in parts.netloc:
        try:
            return IPv6Address(host).compressed
        except ValueError:
            raise Failed("address_refused", f"{host} is no address") from None
    try:
        name = host.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        raise Failed("address_refused", f"{host!r} is no name of a host") from None
    if not re.fullmatch(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", name):
        raise Failed("address_refused", f"{host!r} is no name of a host")
    # Resolvers take 0x7f000002, 127.1 and 017700000001 for addresses: what ends in a number must be one as written.
    if re.fullmatch(r"[0-9]+|0x[0-9a-f]*", name.rpartition(".")[2]):
        try:
            return str(IPv4Address(name))
        except ValueError:
            raise Failed("address_refused", f"{host} is an odd spelling of an address") from None
    if "." not in name:
        raise Failed("address_refused", f"{host} is a name of a local network")
    return name


def _path(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._[]|")
    query = quote(parts.query, safe="/?%:@!$&'()*+,;=~-._[]|")
    return (path if path.startswith("/") else f"/{path}") + (f"?{query}" if parts.query else "")


def addresses(name: str, port: int) -> list[str]:
    """Return the addresses of a name as the system knows them, each once."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Policy:
    """Which addresses may be reached. No option of a command makes it wider."""

    def allows(self, address: str) -> bool:
        """Tell whether a connection to an address may be opened."""
        return is_public(address)

    def reach(self, asked: WebTarget, resolve: Resolve) -> Sequence[str]:
        """Return the addresses of a target, all of which may be reached.

        Args:
            asked: the target.
            resolve: who knows the addresses of names. It is asked once.

        Raises:
            Failed: there are none, or one may not be reached.
        """
        if ":" in asked.host or re.fullmatch(r"[0-9.]+", asked.host):
            found: Sequence[str] = [asked.host]
        else:
            try:
                found = resolve(asked.host, asked.port)
            except (OSError, UnicodeError) as error:
                raise Failed("dns", getattr(error, "strerror", None) or str(error)) from None
        if not found:
            raise Failed("dns", asked.host)
        for address in found:
            if not self.allows(address):
                raise Failed("address_refused", f"{asked.host} is {address}")
        return found
