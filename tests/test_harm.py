"""The patterns of what could harm somebody find that, and leave alone what only looks like it."""

from __future__ import annotations

import re

import pytest

from overseas_stations.rules.harm import ADDRESS, MAIL, PHONE

FOUND = [
    (PHONE, "call 0039 055 123 4567"),
    (PHONE, "+39 055 1234567"),
    (PHONE, "(555) 123 4567"),
    (PHONE, "030 1234 5678"),
    (ADDRESS, "at 12 Example Street"),
    (ADDRESS, "in der Beispielstraße 7"),
    (ADDRESS, "in via Roma 8, Prato"),
    (MAIL, "write to someone@example.org"),
]
LEFT_ALONE = [
    (PHONE, "Written question E-003998/2022 and its answer E-003998/2022(ASW)"),
    (PHONE, "from 2022-10-11 to 2022-12-05"),
    (PHONE, "230,000 persons, 54 stations, 30 countries"),
    (ADDRESS, "the 27 countries of the Union"),
    (ADDRESS, "The Street of 1000 Nations"),
    (MAIL, "the account @example on a network"),
]


@pytest.mark.parametrize(("pattern", "text"), FOUND)
def test_found(pattern: str, text: str) -> None:
    assert re.search(pattern, text)


@pytest.mark.parametrize(("pattern", "text"), LEFT_ALONE)
def test_left_alone(pattern: str, text: str) -> None:
    assert not re.search(pattern, text)
