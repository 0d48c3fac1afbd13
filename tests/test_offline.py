"""Nothing reaches for the network: with every socket refused, the work is done all the same."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import Any, NoReturn

import pytest

import overseas_stations
from overseas_stations import api, checking, paths
from overseas_stations.texts.at_hand import Texts
from processes import completed
from small_project import SOURCE, STATION

GUARD = """
import socket, sys
def refuse(*_, **__):
    raise AssertionError("the network was asked for")
class Refused(socket.socket):
    connect = connect_ex = sendto = refuse
    def __init__(self, *_, **__):
        refuse()
socket.socket = Refused
socket.create_connection = socket.getaddrinfo = refuse
from overseas_stations.cli import main
sys.argv[0] = "overseas"
main()
"""


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError("the network was asked for")

    for name in ("connect", "connect_ex", "sendto", "__init__"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)


@pytest.mark.usefixtures("no_network")
def test_the_guard_guards() -> None:
    with pytest.raises(AssertionError, match="network"):
        socket.create_connection(("localhost", 9))
    with pytest.raises(AssertionError, match="network"):
        socket.socket()


@pytest.mark.usefixtures("no_network")
def test_check_and_validate(built: Path) -> None:
    options = checking.Options(Texts(built / "seeds" / "texts"), "2023-02-01")
    _, checked = checking.check_project(built, options)
    assert checked.valid, checked.findings
    assert checked.evidence["exact"] == 3
    assert checking.validate(built / "datapackage", options).valid
    assert overseas_stations.validate(built / "datapackage" / "datapackage.json").valid


@pytest.mark.usefixtures("no_network")
def test_the_tables_and_citations(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "packaged_datapackage", lambda: built / "datapackage")
    assert list(overseas_stations.stations()["id"]) == [STATION]
    assert overseas_stations.stations(as_="polars").height == 1
    assert [record.id for record in overseas_stations.stations(as_="records")] == [STATION]
    for name in overseas_stations.TABLE_NAMES:
        assert len(api.table(name)) == len(api.table(name, "polars")) == len(api.table(name, "records"))
    for style in ("text", "bibtex", "csl"):
        assert "Example News" in overseas_stations.cite(SOURCE, style)


COMMANDS = (
    ("check", "--texts", "seeds/texts"),
    ("validate", "datapackage"),
    ("waivers", "datapackage", "--owner", "a", "--reason", "b", "--expires", "2027-01-31"),
    ("build",),
    ("cite", STATION),
    ("show", STATION),
    ("coverage",),
    ("export", "all"),
    ("rules",),
)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(each, marks=[pytest.mark.long] if number else [], id=each[0])
        for number, each in enumerate(COMMANDS)
    ],
)
def test_the_commands_from_a_cold_start(built: Path, arguments: tuple[str, ...]) -> None:
    done = completed(sys.executable, "-c", GUARD, *arguments, cwd=built)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
