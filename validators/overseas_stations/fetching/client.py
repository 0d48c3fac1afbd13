"""One request, and what came of it: a bounded answer, or a reason why there is none.

The connection goes to the address that was looked at, and the certificate is held against the name. Nothing is kept
between two requests, no cookie and no connection, and nothing leads on by itself: redirects are followed by who asks.
It is written with what Python has, because a library would hide what is needed: which address is connected to, and each
byte as it came.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email.message import Message
from time import monotonic
from typing import Any
from urllib.parse import urljoin

from overseas_stations.fetching.inflating import inflated
from overseas_stations.fetching.metered import Meter, MeteredSocket, metered, secured, tls_context
from overseas_stations.fetching.policy import Policy, Resolve, WebTarget, addresses, target
from overseas_stations.fetching.reasons import Failed
from overseas_stations.pages.attempts import Failure

Connect = Callable[[str, int, float], socket.socket]
"""Opens a connection to an address and port, in so many seconds; raises OSError."""

MAX_WIRE = 10_000_000
MAX_INFLATED = 20_000_000
MAX_SECONDS = 30.0
_PIECE = 1 << 16
MOVED = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Limits:
    """How much one request may take.

    Attributes:
        wire: bytes of the answer as it comes, head and body.
        inflated: bytes of the body once it is unpacked.
        seconds: from the look-up of the name to the last byte.
    """

    wire: int = MAX_WIRE
    inflated: int = MAX_INFLATED
    seconds: float = MAX_SECONDS


@dataclass(frozen=True)
class Exchange:
    """A request and its answer.

    Attributes:
        url: what was asked for.
        address: the address that was connected to, empty where none was.
        request: the request's bytes, empty where none was sent.
        wire: the answer's bytes as they came, also where they are not whole.
        status: of the answer; None where it has none.
        headers: of the answer, by name in lower case; of several with one name, joined by commas.
        body: unpacked; empty where the answer is not whole.
        failure: why there is no whole answer; empty where there is one.
        detail: what the system said of it.
    """

    url: str
    address: str = ""
    request: bytes = b""
    wire: bytes = b""
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    failure: Failure = ""
    detail: str = ""

    @property
    def answers(self) -> bool:
        """A page answered, and not an error."""
        return not self.failure and self.status == 200 and self.body != b""

    @property
    def media_type(self) -> str:
        """What it was declared as, such as ``text/html``; empty where it was not."""
        return self._declared.get_content_type() if self.headers.get("content-type") else ""

    @property
    def charset(self) -> str:
        """The charset that its head declares; empty where it does not."""
        return self._declared.get_content_charset("") or ""

    @property
    def _declared(self) -> Message:
        stated = Message()
        stated["content-type"] = self.headers.get("content-type", "")
        return stated

    @property
    def leads_to(self) -> str | None:
        """The address that the answer leads to; None where it leads nowhere.

        Raises:
            Failed: it leads on, and says nothing that is an address.
        """
        if self.failure or self.status not in MOVED or not self.headers.get("location"):
            return None
        # Headers are read as Latin-1; addresses that are not ASCII are UTF-8 more often than not.
        location = self.headers["location"].encode("latin-1", "replace")
        try:
            named = location.decode("utf-8")
        except UnicodeDecodeError:
            named = location.decode("latin-1")
        try:
            return urljoin(self.url, named.strip())
        except ValueError as error:
            raise Failed("redirects", str(error)) from None


def connected(address: str, port: int, seconds: float) -> socket.socket:
    """Return a connection to an address."""
    return socket.create_connection((address, port), seconds)


class Client:
    """Who asks, always in the same way.

    Args:
        agent: what it says that it is.
        policy: which addresses may be reached.
        resolve: who knows the addresses of names.
        connect: who opens connections.
        limits: what one request may take.
        clock: seconds that pass, for the last of the limits.
        tls: what secures connections.
    """

    def __init__(
        self,
        agent: str,
        policy: Policy | None = None,
        resolve: Resolve = addresses,
        connect: Connect = connected,
        limits: Limits = Limits(),
        clock: Callable[[], float] = monotonic,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.agent, self.limits = agent, limits
        self._policy, self._resolve, self._connect = policy or Policy(), resolve, connect
        self.clock, self._tls = clock, tls or tls_context()

    def get(
        self, url: str, language: str = "", seconds: float | None = None, more: Mapping[str, str] | None = None
    ) -> Exchange:
        """Return what an address answers, or why it does not. It never raises, and never follows.

        Args:
            url: the address.
            language: that in which the page is asked for, as a code.
            seconds: how long it may take, if that is less than the limit.
            more: further headers of the request.
        """
        meter = Meter(min(self.limits.seconds, seconds or self.limits.seconds), self.limits.wire, self.clock)
        known: dict[str, Any] = {}
        try:
            asked = target(url)
            known["address"], plain = self._connection(asked, meter)
            try:
                self._answer(asked, plain, self._request(asked, language, more or {}), meter, known)
            finally:
                plain.close()
        except Failed as failure:
            known |= {"failure": failure.failure, "detail": failure.detail, "body": b""}
        except (OSError, http.client.HTTPException, ValueError, LookupError) as error:
            known |= {"failure": _failure(error), "detail": _detail(error), "body": b""}
        return Exchange(url, wire=bytes(meter.wire), **known)

    def _connection(self, asked: WebTarget, meter: Meter) -> tuple[str, MeteredSocket]:
        """Return an address of a target and a connection to it: the first that answers of those that were looked at."""
        failure: OSError | None = None
        for address in self._policy.reach(asked, lambda name, port: self._resolved(name, port, meter)):
            try:
                return address, metered(self._connect(address, asked.port, meter.left()))
            except OSError as error:
                failure = error
        if isinstance(failure, TimeoutError):
            raise Failed("timeout", "no connection came about")
        raise Failed("connection", _detail(failure) if failure else "")

    def _resolved(self, name: str, port: int, meter: Meter) -> Sequence[str]:
        """Return the addresses of a name. The system's look-up knows no time-out: it is left alone where it hangs."""
        found: list[Sequence[str] | Exception] = []

        def look_up() -> None:
            try:
                found.append(self._resolve(name, port))
            except Exception as error:
                found.append(error)

        thread = threading.Thread(target=look_up, daemon=True)
        thread.start()
        thread.join(meter.left())
        if not found:
            raise Failed("timeout", "the name was looked up")
        if isinstance(found[0], Exception):
            raise found[0] if isinstance(found[0], OSError | UnicodeError) else OSError(str(found[0]))
        return found[0]

    def _answer(
        self, asked: WebTarget, plain: MeteredSocket, request: bytes, meter: Meter, known: dict[str, Any]
    ) -> None:
        """Send the request and read the answer; what is known of them is noted as it comes to be known."""
        connection = secured(plain, self._tls, asked.host, meter) if asked.scheme == "https" else plain
        try:
            known["request"] = request
            connection.settimeout(meter.left())
            connection.sendall(known["request"])
            connection.meter = meter
            with http.client.HTTPResponse(connection, method="GET") as raw:
                raw.begin()
                # It is content with a head that ends in its middle.
                if not re.search(rb"\n\r?\n", meter.wire):
                    raise Failed("connection", "its head is not whole")
                known["status"], known["headers"] = raw.status, _headers(raw)
                if raw.status < 200:
                    raise Failed("protocol", f"status {raw.status}")
                body = _body(raw)
        finally:
            connection.close()
        known["body"] = inflated(body, known["headers"].get("content-encoding", ""), self.limits.inflated)

    def _request(self, asked: WebTarget, language: str, more: Mapping[str, str]) -> bytes:
        headers = {
            "Host": asked.authority,
            "User-Agent": self.agent,
            "Accept": "text/html, application/xhtml+xml, application/pdf, text/plain;q=0.9, */*;q=0.5",
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }
        if language:
            headers["Accept-Language"] = f"{language}, *;q=0.1"
        headers |= more
        lines = [f"GET {asked.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        return "\r\n".join(lines).encode("ascii")


def _headers(raw: http.client.HTTPResponse) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in raw.getheaders():
        held = found.get(name.lower())
        # Of several addresses that an answer leads to the first counts.
        if held is None or name.lower() != "location":
            found[name.lower()] = value if held is None else f"{held}, {value}"
    return found


def _body(raw: http.client.HTTPResponse) -> bytes:
    """Return what came between head and end, without the marks of chunks.

    It is read by pieces: what a head or a chunk says of its length would be had at once else, whatever it is.
    """
    body = bytearray()
    while part := raw.read(_PIECE):
        body += part
    if raw.length:
        raise Failed("connection", f"{raw.length} bytes are missing")
    return bytes(body)


_FAILURES: tuple[tuple[type[Exception], Failure], ...] = (
    (ssl.SSLError, "tls"),
    (ssl.CertificateError, "tls"),
    (http.client.IncompleteRead, "connection"),
    # It is a BadStatusLine too.
    (http.client.RemoteDisconnected, "connection"),
    (http.client.HTTPException, "protocol"),
    (TimeoutError, "timeout"),
    (ConnectionError, "connection"),
    (OSError, "connection"),
)


def _failure(error: Exception) -> Failure:
    return next((failure for kind, failure in _FAILURES if isinstance(error, kind)), "protocol")


def _detail(error: Exception) -> str:
    """Return what the system said of an error, in one short line."""
    said = (
        getattr(error, "verify_message", "") or getattr(error, "strerror", None) or str(error) or type(error).__name__
    )
    return " ".join(said.split())[:200]
