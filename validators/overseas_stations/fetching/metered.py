"""Sockets that keep to a measure: so many bytes and no more, and nothing after the last moment.

A time-out of a socket counts from one byte to the next, so that who sends a byte now and then holds it for ever. Here
each reading may take what is left of the whole, in the head of an answer as in its body.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from typing import Any

from overseas_stations.fetching.reasons import Failed


class Meter:
    """What one request may still take, and what came.

    Attributes:
        wire: all bytes that came, as they came.
    """

    def __init__(self, seconds: float, most: int, clock: Callable[[], float]) -> None:
        self._end, self._most, self._clock = clock() + seconds, most, clock
        self.wire = bytearray()

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            Failed: none are.
        """
        left = self._end - self._clock()
        if left <= 0:
            raise Failed("timeout")
        return left

    def count(self, part: memoryview) -> None:
        """Take note of what came.

        Raises:
            Failed: it is more than it may be.
        """
        if len(self.wire) + len(part) > self._most:
            raise Failed("too_large", f"more than {self._most} bytes")
        self.wire += part


class MeteredSocket(socket.socket):
    """A socket that a meter watches once it has one."""

    meter: Meter | None = None

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        """Receive into a buffer what may still come."""
        if self.meter is None:
            return super().recv_into(buffer, nbytes, flags)
        self.settimeout(self.meter.left())
        got = super().recv_into(buffer, nbytes, flags)
        self.meter.count(memoryview(buffer)[:got])
        return got


class MeteredTLS(ssl.SSLSocket):
    """The same of a secured one."""

    meter: Meter | None = None

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        """Receive into a buffer what may still come."""
        if self.meter is None:
            return super().recv_into(buffer, nbytes, flags)
        self.settimeout(self.meter.left())
        got = super().recv_into(buffer, nbytes, flags)
        self.meter.count(memoryview(buffer)[:got])
        return got


def metered(plain: socket.socket) -> MeteredSocket:
    """Return a connected socket as one that can be watched; the one that was given is at its end."""
    timeout = plain.gettimeout()
    made = MeteredSocket(plain.family, plain.type, plain.proto, fileno=plain.detach())
    made.settimeout(timeout)
    return made


def tls_context(roots: str | None = None) -> ssl.SSLContext:
    """Return what secures connections: certificates and names are verified.

    Args:
        roots: a file of certificates to trust in place of the system's.
    """
    context = ssl.create_default_context(cafile=roots)
    context.sslsocket_class = MeteredTLS
    return context


def secured(plain: MeteredSocket, context: ssl.SSLContext, host: str, meter: Meter) -> MeteredTLS:
    """Return a connection secured, once the certificate was held against the name of the host.

    Raises:
        Failed: there was no time left, or it could not be secured.
    """
    plain.settimeout(meter.left())
    try:
        made = context.wrap_socket(plain, server_hostname=host)
    except TimeoutError:
        raise Failed("timeout", "the connection was being secured") from None
    except (OSError, ValueError) as error:
        said = getattr(error, "verify_message", "") or getattr(error, "reason", "") or str(error)
        raise Failed("tls", said) from None
    assert isinstance(made, MeteredTLS)
    return made
