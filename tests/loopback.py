"""A web on this machine: servers on loopback that answer for any name, in the ways that servers do, good and bad.

Names are resolved and connections opened by what stands here: every one of both is written down, and a connection leads
to the loopback servers whatever its port. The one address that may be reached is theirs.
"""

from __future__ import annotations

import contextlib
import datetime
import functools
import socket
import ssl
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import trustme

from overseas_stations.fetching.client import Client, Limits
from overseas_stations.fetching.policy import Policy

HERE = "127.0.0.1"
PAST = "2026-11-27T00:00:00Z"


class OnlyHere(Policy):
    """The policy of these tests: what is public for the tool would lead away from this machine."""

    def allows(self, address: str) -> bool:
        return address == HERE


@dataclass
class Clock:
    """A clock that stands still but where somebody sleeps, or with each look at it."""

    step: float = 0.0
    now: float = 1000.0
    slept: list[float] = field(default_factory=list)
    lock: Any = field(default_factory=threading.Lock)

    def __call__(self) -> float:
        with self.lock:
            self.now += self.step
            return self.now

    def sleep(self, seconds: float) -> None:
        with self.lock:
            self.slept.append(seconds)
            self.now += seconds

    def time(self) -> str:
        moment = datetime.datetime(2026, 11, 27) + datetime.timedelta(seconds=int(self.now))
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


Answer = Callable[[BaseHTTPRequestHandler], None]


def answer(
    body: bytes | str = b"",
    status: int = 200,
    kind: str = "text/html; charset=utf-8",
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Return what answers in an ordinary way."""
    data = body.encode() if isinstance(body, str) else body

    def give(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response_only(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **(headers or {})}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(data)

    return give


def moved(to: str, status: int = 302) -> Answer:
    return answer(status=status, headers={"Location": to})


def raw(*parts: bytes, times: int = 1) -> Answer:
    """Return what answers with these bytes; the last of them so many times."""

    def give(handler: BaseHTTPRequestHandler) -> None:
        for part in parts[:-1]:
            handler.wfile.write(part)
        for _ in range(times):
            handler.wfile.write(parts[-1])
            handler.wfile.flush()

    return give


def in_turn(*answers: Answer) -> Answer:
    """Return what answers with each of these once, and then always with the last."""
    left = list(answers)

    def give(handler: BaseHTTPRequestHandler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return give


@dataclass(frozen=True)
class Asked:
    """A request as a server saw it: when by the clock of the test, and what."""

    at: float
    host: str
    path: str
    headers: Mapping[str, str]


class Web:
    """The web of a test.

    Attributes:
        pages: by host and path what answers; what is not there is a 404.
        log: the requests, in order.
        resolved: which names were looked up.
        connections: which addresses and ports were connected to.
        most_at_once: by host, how many requests there were at one moment at the most.
        names: addresses of names that are not those of these servers.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.pages: dict[tuple[str, str], Answer] = {}
        self.log: list[Asked] = []
        self.resolved: list[str] = []
        self.connections: list[tuple[str, int]] = []
        self.names: dict[str, Sequence[str] | OSError] = {}
        self.most_at_once: Counter[str] = Counter()
        self.ports: dict[int, int] = {}
        self._now: defaultdict[str, int] = defaultdict(int)
        self._lock = threading.Lock()

    def resolve(self, name: str, port: int) -> Sequence[str]:
        self.resolved.append(name)
        found = self.names.get(name, [HERE])
        if isinstance(found, OSError):
            raise found
        return found

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        self.connections.append((address, port))
        assert address == HERE, f"{address} was connected to"
        return socket.create_connection((HERE, self.ports[port]), min(seconds, 20))

    def client(self, limits: Limits = Limits(), clock: Callable[[], float] | None = None) -> Client:
        return Client("tests", OnlyHere(), self.resolve, self.connect, limits, clock or self.clock, tls_of_client())

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        host = handler.headers.get("Host", "")
        with self._lock:
            self.log.append(Asked(self.clock.now, host, handler.path, dict(handler.headers)))
            self._now[host] += 1
            self.most_at_once[host] = max(self.most_at_once[host], self._now[host])
        try:
            self.pages.get((host, handler.path), answer("nothing", 404))(handler)
        finally:
            with self._lock:
                self._now[host] -= 1

    def asked(self, host: str | None = None) -> list[str]:
        """Return the paths that were asked for, but for the rules for robots."""
        return [each.path for each in self.log if each.host == (host or each.host) and each.path != "/robots.txt"]


@functools.cache
def authority() -> trustme.CA:
    return trustme.CA()


@functools.cache
def tls_of_client() -> ssl.SSLContext:
    from overseas_stations.fetching.metered import tls_context

    context = tls_context()
    authority().configure_trust(context)
    return context


@functools.cache
def tls_of_server() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority().issue_cert("*.news.example", "web.archive.org").configure_cert(context)
    return context


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, web: Web, tls: ssl.SSLContext | None) -> None:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self.close_connection = True
                web.serve(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._tls = tls
        super().__init__((HERE, 0), Handler)

    def finish_request(self, request: Any, client_address: Any) -> None:
        if self._tls is None:
            super().finish_request(request, client_address)
            return
        with self._tls.wrap_socket(request, server_side=True) as secured:
            super().finish_request(secured, client_address)

    def handle_error(self, *_: Any) -> None:
        """Whoever asks may go away at any moment."""


@contextlib.contextmanager
def web_of(clock: Clock) -> Iterator[Web]:
    """Serve a web while a test runs."""
    web = Web(clock)
    servers = {80: _Server(web, None), 443: _Server(web, tls_of_server())}
    threads = [threading.Thread(target=each.serve_forever, args=(0.01,), daemon=True) for each in servers.values()]
    for thread in threads:
        thread.start()
    web.ports = {port: server.server_address[1] for port, server in servers.items()}
    try:
        yield web
    finally:
        for server in servers.values():
            server.shutdown()
            server.server_close()
        for thread in threads:
            thread.join()
