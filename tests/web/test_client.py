"""What answers, in all the ways in which servers do: a whole page, or a reason why there is none."""

from __future__ import annotations

import gzip
import socket
import zlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from loopback import HERE, Answer, OnlyHere, Web, answer, moved, raw
from overseas_stations.fetching.client import Client, Limits
from overseas_stations.fetching.metered import tls_context
from overseas_stations.pages.attempts import Failure

HOST = "a.news.example"
URL = f"https://{HOST}/page"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
SMALL = Limits(wire=100_000, inflated=200_000)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_page_comes_as_it_was_sent(web: Web, scheme: str) -> None:
    web.pages[HOST, "/page?a=b%20c"] = answer("Grüße")
    found = web.client().get(f"{scheme}://{HOST}/page?a=b c#part", "de")
    assert (found.status, found.failure, found.body.decode()) == (200, "", "Grüße")
    assert found.headers["content-type"] == "text/html; charset=utf-8"
    assert found.wire.endswith("\r\n\r\nGrüße".encode())
    assert found.request.startswith(b"GET /page?a=b%20c HTTP/1.1\r\nHost: a.news.example\r\nUser-Agent: tests\r\n")
    assert found.address == HERE
    assert (web.resolved, web.connections) == ([HOST], [(HERE, {"http": 80, "https": 443}[scheme])])
    assert web.log[0].headers["Accept-Language"] == "de, *;q=0.1"
    assert "Cookie" not in web.log[0].headers


def chunked(*parts: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)


DEFLATED = zlib.compress(b"words")
WHOLE: dict[str, Answer] = {
    "chunked": raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(b"wo", b"rds", b"")),
    "without a length": raw(HEAD + b"\r\nwords"),
    "gzip": answer(gzip.compress(b"words"), headers={"Content-Encoding": "gzip"}),
    "gzip in two members": answer(gzip.compress(b"wor") + gzip.compress(b"ds"), headers={"Content-Encoding": "x-gzip"}),
    "gzip with filling": answer(gzip.compress(b"words") + b"\0\0", headers={"Content-Encoding": "gzip"}),
    "deflate": answer(DEFLATED, headers={"Content-Encoding": "deflate"}),
    "deflate without its frame": answer(DEFLATED[2:-4], headers={"Content-Encoding": "deflate"}),
    "twice": answer(gzip.compress(DEFLATED), headers={"Content-Encoding": "deflate, gzip"}),
    "cookies": answer("words", headers={"Set-Cookie": "a=b"}),
    "continued": raw(b"HTTP/1.1 100 Continue\r\n\r\n", HEAD + b"Content-Length: 5\r\n\r\nwords"),
    "bare line feeds": raw(HEAD.replace(b"\r\n", b"\n") + b"\nwords"),
}


@pytest.mark.parametrize("way", WHOLE)
def test_a_page_is_whole_in_whichever_way_it_is_sent(web: Web, way: str) -> None:
    web.pages[HOST, "/page"] = WHOLE[way]
    found = web.client().get(URL)
    assert (found.status, found.failure, found.body) == (200, "", b"words"), found.detail


BOMB = gzip.compress(bytes(3_000_000))
HOSTILE: dict[str, tuple[Answer, Failure, int | None]] = {
    "a bomb": (answer(BOMB, headers={"Content-Encoding": "gzip"}), "too_large", 200),
    "a bomb in a bomb": (answer(gzip.compress(BOMB), headers={"Content-Encoding": "gzip, gzip"}), "too_large", 200),
    "a bomb without a frame": (
        answer(zlib.compress(bytes(3_000_000))[2:-4], headers={"Content-Encoding": "deflate"}),
        "too_large",
        200,
    ),
    "many small members": (answer(gzip.compress(b"a") * 1000, headers={"Content-Encoding": "gzip"}), "too_large", 200),
    "packed many times": (answer("words", headers={"Content-Encoding": "gzip, " * 9 + "gzip"}), "protocol", 200),
    "packed in another way": (answer("words", headers={"Content-Encoding": "br"}), "protocol", 200),
    "not packed as it says": (answer("words", headers={"Content-Encoding": "gzip"}), "protocol", 200),
    "half packed": (answer(gzip.compress(bytes(999))[:20], headers={"Content-Encoding": "gzip"}), "connection", 200),
    "endless body": (raw(HEAD + b"\r\n", bytes(10_000), times=50), "too_large", 200),
    "endless chunks": (
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", chunked(bytes(10_000)), times=50),
        "too_large",
        200,
    ),
    "endless head": (raw(HEAD, b"X: " + b"a" * 10_000 + b"\r\n", times=50), "too_large", None),
    "many small headers": (raw(HEAD, b"X: a\r\n", times=1000), "protocol", None),
    "a long line": (raw(b"HTTP/1.1 200 ", b"a" * 10_000, times=9), "protocol", None),
    "always to be continued": (raw(b"HTTP/1.1 100 Continue\r\n\r\n", times=9000), "too_large", None),
    "a length that is not sent": (raw(HEAD + b"Content-Length: 999999999999999\r\n\r\nwords"), "connection", 200),
    "a chunk that is not sent": (
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffff\r\nwords"),
        "connection",
        200,
    ),
    "a length that is none": (raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nwords\r\n"), "connection", 200),
    "no last chunk": (raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(b"words")), "connection", 200),
    "less than it says": (raw(HEAD + b"Content-Length: 50\r\n\r\nwords"), "connection", 200),
    "nothing": (raw(b""), "connection", None),
    "not HTTP": (raw(b"SSH-2.0-OpenSSH\r\n"), "protocol", None),
    "no status": (raw(b"HTTP/1.1 abc OK\r\n\r\n"), "protocol", None),
    "half a head": (raw(b"HTTP/1.1 200 OK\r\nConte"), "connection", None),
    "only a hint": (raw(b"HTTP/1.1 103 Early Hints\r\n\r\n"), "protocol", 103),
}


@pytest.mark.parametrize("way", HOSTILE)
def test_what_is_no_page_has_a_reason_and_no_body(web: Web, way: str) -> None:
    given, failure, status = HOSTILE[way]
    web.pages[HOST, "/page"] = given
    found = web.client(SMALL).get(URL)
    assert (found.failure, found.status, found.body) == (failure, status, b""), found.detail
    assert len(found.wire) <= SMALL.wire


DRIPPING = {
    "body": HEAD + b"\r\n",
    "header": HEAD + b"X: ",
    "status": b"HTTP/1.1 200 ",
    "chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\nffff\r\n",
}


@pytest.mark.parametrize("where", DRIPPING)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_who_sends_a_byte_now_and_then_is_not_waited_for(web: Web, where: str, scheme: str) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(DRIPPING[where])
        for _ in range(200):
            handler.wfile.write(b"a")
            web.clock.sleep(7)

    web.pages[HOST, "/page"] = drip
    found = web.client().get(f"{scheme}://{HOST}/page")
    assert (found.failure, found.body) == ("timeout", b"")


def test_a_look_up_and_a_connection_that_hang_are_timed_out(web: Web) -> None:
    web.names["hangs.news.example"] = TimeoutError("timed out")
    assert web.client().get("https://hangs.news.example/").failure == "dns"

    def hang(address: str, port: int, seconds: float) -> socket.socket:
        raise TimeoutError("timed out")

    client = web.client()
    client._connect = hang
    assert client.get(URL).failure == "timeout"


def refusing(error: OSError) -> Callable[[str, int, float], socket.socket]:
    def refuse(address: str, port: int, seconds: float) -> socket.socket:
        raise error

    return refuse


def test_what_cannot_be_reached_is_told_apart(web: Web) -> None:
    web.names["unknown.news.example"] = socket.gaierror(-2, "Name or service not known")
    web.names["empty.news.example"] = []
    assert web.client().get("https://unknown.news.example/").failure == "dns"
    assert web.client().get("https://empty.news.example/").failure == "dns"
    # The certificate is that of other names.
    assert web.client().get("https://other.example/").failure == "tls"
    web.ports[443] = web.ports[80]
    assert web.client().get(URL).failure == "tls"
    client = web.client()
    client._connect = refusing(ConnectionRefusedError(111, "Connection refused"))
    found = client.get(URL)
    assert (found.failure, found.detail, found.address) == ("connection", "Connection refused", "")


def test_a_certificate_of_somebody_else_is_refused(web: Web) -> None:
    client = Client("tests", OnlyHere(), web.resolve, web.connect, clock=web.clock, tls=tls_context())
    web.pages[HOST, "/page"] = answer("words")
    found = client.get(URL)
    assert (found.failure, found.status, found.request, web.log) == ("tls", None, b"", [])


def test_it_leads_on_by_itself_never(web: Web) -> None:
    web.pages[HOST, "/page"] = moved("../föö?a=b")
    found = web.client().get(URL)
    assert (found.status, found.leads_to, len(web.log)) == (302, f"https://{HOST}/föö?a=b", 1)
