"""Codes, addresses and names of ours as FollowTheMoney writes them; None where it has none."""

from __future__ import annotations

import re
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlparse

from overseas_stations.forms.codes import bodies

BODIES = frozenset({"EU"})
"""The bodies that FollowTheMoney has a code for among its countries."""

LANGUAGES = dict(
    re.findall(
        "([a-z]{2}) ([a-z]{3})",
        """
af afr am amh ar ara az aze be bel bg bul bn ben bs bos ca cat cs ces da dan de deu el ell en eng es spa et est fa fas
fi fin fr fra ga gle he heb hi hin hr hrv hu hun hy hye id ind is isl it ita ja jpn ka kat kk kaz km khm kn kan ko kor
ky kir lb ltz lo lao lt lit lv lav mk mkd mn mon ms msa mt mlt my mya ne nep nl nld no nor pl pol ps pus pt por ro ron
ru rus si sin sk slk sl slv sq sqi sr srp sv swe sw swa ta tam te tel tg tgk th tha tk tuk tl tgl tr tur uk ukr ur urd
uz uzb vi vie zh zho
""",
    )
)
"""ISO 639-1 -> ISO 639-3, for the languages that FollowTheMoney knows."""

_QUOTED = re.compile("""^["'](.*)["']$""")


def country(code: str) -> str | None:
    """Return the code of a country, or of a body.

    >>> country("EC"), country("XK"), country("EU"), country("XG")
    ('ec', 'xk', 'eu', None)
    """
    return code.lower() if code not in bodies() or code in BODIES else None


def language(code: str) -> str | None:
    """Return the code of a language.

    >>> language("es"), language("kw")
    ('spa', None)
    """
    return LANGUAGES.get(code)


def name(text: str) -> str | None:
    """Return a name as FollowTheMoney keeps it: without quotation marks around it, and with single blanks.

    >>> name('"The  Courier"'), name("Members of the Dáil"), name('""')
    ('The Courier', 'Members of the Dáil', None)
    """
    return " ".join(_QUOTED.sub(r"\1", text).split()) or None


def address(url: str) -> str | None:
    """Return an address as FollowTheMoney keeps it: one of a host alone has a stroke for its path.

    >>> address("https://example.org"), address("https://example.org/a?b")
    ('https://example.org/', 'https://example.org/a?b')
    >>> address("https://example.org:99999/"), address("https://3.4/a"), address("https://192.0.2.1/")
    (None, None, 'https://192.0.2.1/')
    """
    parts = urlparse(url)
    try:
        _, host = parts.port, parts.hostname  # a port that there can not be is an error
    except ValueError:
        host = None
    return parts._replace(path=parts.path or "/").geturl() if host and _is_host(host) else None


def _is_host(name: str) -> bool:
    """Say whether FollowTheMoney takes a name for that of a host; it looks at more than our addresses are asked for."""
    with suppress(ValueError):
        return bool(ip_address(name))
    *above, last = name.split(".")
    if above and (len(last) < 2 or last.isdigit()):
        return False
    return all(len(label) <= 63 and label.strip("-") for label in (*above, last))
