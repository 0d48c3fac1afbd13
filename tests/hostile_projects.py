"""Hostile inputs: dossiers, tombstones, waivers and texts, and the folders that they stand in."""

from __future__ import annotations

import os
from pathlib import Path

from hostile_inputs import CANARY, DOSSIER, FINE, edited, holds, hostile
from small_project import SOURCE, dossier

CHECK, BUILD = "check --pending", "build"
GOOD = dossier().encode()
TEXT = f"seeds/texts/{SOURCE}.txt"
RUNS = f"!!python/object/apply:os.system ['touch ../{CANARY}']"
ALIASES = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))

for _name, _data in {
    "an empty dossier": b"",
    "a dossier of NUL bytes": b"\0" * 4096,
    "a dossier in UTF-16": GOOD.decode().encode("utf-16"),
    "a dossier that is not UTF-8": GOOD.replace(b"Quito", b"Qu\xff\xfeito"),
    "a dossier cut in the middle of a character": GOOD + b"# \xe2\x82",
    "a dossier with tabs": GOOD.replace(b"  stations:", b"\tstations:"),
    "a dossier that runs a program": f"source: {RUNS}\n".encode(),
    "a dossier with a tag that names a class": b"source: !!python/name:os.system\n",
    "a dossier of aliases of aliases": f"a0: &a0 [x]\n{ALIASES}".encode(),
    "a dossier nested very deep": b"a: " + b"[" * 20_000,
    "a dossier nested very deep by blanks": b"".join(b" " * n + b"a:\n" for n in range(2_000)),
    "a dossier with a hundred thousand keys": b"".join(b"k%d: 1\n" % n for n in range(100_000)),
    "a dossier of one huge text": b"source: '" + b"x" * 3_000_000 + b"'\n",
    "a dossier of one line without an end": b"source: {id: " + b"y" * 3_000_000,
    "two documents in a dossier": GOOD + b"---\n" + GOOD,
    "a dossier that is a list": b"- 1\n- 2\n",
    "a dossier that is a number": b"42\n",
    "a dossier with a key that is a list": b"? [a, b]\n: 1\n",
    "a dossier with a merge key": b"source: &s {id: x}\nother:\n  <<: *s\n",
    "a dossier with an escape code": GOOD.replace(b"Example News", b'"\\e[2J Example News"'),
    "a dossier with a directive": b"%TAG ! tag:example.org,2000:\n---\nsource: !x {}\n",
}.items():
    holds(_name, {DOSSIER: _data}, CHECK, BUILD)

for _name, _file, _data in (
    ("tombstones that are a list", "seeds/retractions.yaml", b"- 1\n"),
    ("tombstones that run a program", "seeds/retractions.yaml", f"retractions: {RUNS}\n".encode()),
    ("waivers that run a program", "waivers.yaml", f"waivers: {RUNS}\n".encode()),
    ("waivers of aliases of aliases", "waivers.yaml", f"a0: &a0 [x]\n{ALIASES}".encode()),
    ("waivers that are no list", "waivers.yaml", b"waivers: yes\n"),
    ("a dossier with another ending", "seeds/2023/other.YAML", GOOD),
    ("a dossier as JSON", "seeds/2023/other.json", b"{}"),
    ("a dossier in the wrong folder", "seeds/other.yaml", GOOD),
    ("a file whose name is control characters", "seeds/2023/\x1b[2J\r\n.yaml", GOOD),
    ("a file whose name ends in a line break", "seeds/2023/a.yaml\n", GOOD),
):
    holds(_name, {_file: _data}, CHECK)

for _name, _data in {
    "a log of checks of NUL bytes": b"\0" * 4096,
    "a log of checks that is not UTF-8": b'{"source_id":"\xff\xfe"}\n',
    "a log of checks nested very deep": b"[" * 20_000 + b"\n",
    "a log of checks of one line without an end": b'{"source_id":"' + b"y" * 3_000_000,
    "a log of checks of a million lines without anything": b"\n" * 1_000_000,
    "a log of checks with half a character": b'{"source_id":"\\ud800"}\n',
    "a log of checks with a number of ten thousand digits": b'{"status":' + b"9" * 10_000 + b"}\n",
    "a log of checks with a key twice": b'{"source_id":"a","source_id":"b"}\n',
}.items():
    holds(_name, {"seeds/checks/2026.jsonl": _data}, CHECK)

for _name, _data in {
    "a text that is not UTF-8": b"\xff\xfe",
    "a text of NUL bytes": b"\0" * 100,
    "a text longer than any": b"x" * 20_000_001,
}.items():
    holds(_name, {TEXT: _data}, "check --pending --texts seeds/texts")
holds("a text of no source", {"seeds/texts/nobody.txt": b"x"}, "check --pending --texts seeds/texts")


LEDGER = "releases/0.1.0.json"
OF_LEDGERS = ("check", "check --against 0.1.0", "diff 0.1.0 datapackage", "show ec-quito-1", "export csv")
HEAD = (
    '{"ledger": 1, "name": "overseas-stations", "version": "0.1.0", "date": null, "schema_version": null, "records": '
)
HASHES = '["000000000000", null]'

for _name, _data in {
    "an empty ledger": b"",
    "a ledger of NUL bytes": b"\0" * 4096,
    "a ledger nested very deep": b'{"records": ' + b"[" * 200_000,
    "a ledger of one line without an end": b'{"name": "' + b"y" * 3_000_000,
    "a ledger with half a surrogate": f'{HEAD}{{"stations/\\ud800": {HASHES}}}}}'.encode(),
    "a ledger with a huge number": f'{HEAD}{{"stations/a": [{"9" * 5000}, null]}}}}'.encode(),
    "a ledger of a record that stands twice": f'{HEAD}{{"stations/a": {HASHES}, "stations/a": {HASHES}}}}}'.encode(),
    "a ledger whose message would be an escape code": f'{HEAD}{{"\\u001b[2J\\u202e": 1}}}}'.encode(),
}.items():
    holds(_name, {LEDGER: _data}, *OF_LEDGERS)

for _name, _records in {
    "a ledger of names that are escape codes": f'{{"stations/\\u001b[2J\\r\\n": {HASHES}}}',
    "a ledger of names that are markup": f'{{"stations/<script>`|": {HASHES}, "<b>/a": {HASHES}}}',
    "a ledger of keys with many parts": f'{{"station_statuses/{"/" * 5000}": {HASHES}}}',
    "a ledger of many tables": "{" + ", ".join(f'"t{number}/a": {HASHES}' for number in range(20_000)) + "}",
}.items():
    holds(_name, {LEDGER: f"{HEAD}{_records}}}".encode()}, "check --against 0.1.0")
    told = ("diff 0.1.0 datapackage", "diff 0.1.0 datapackage --format html", "show ec-quito-1")
    holds(f"{_name}, told", {LEDGER: f"{HEAD}{_records}}}".encode()}, *told, codes=FINE)


@hostile("a ledger that is a pipe", *OF_LEDGERS[:1], "show ec-quito-1", needs="mkfifo")
def _ledger_pipe(project: Path) -> None:
    (project / LEDGER).parent.mkdir()
    os.mkfifo(project / LEDGER)


@hostile("a ledger that is a link", *OF_LEDGERS, needs="symlink")
def _ledger_link(project: Path) -> None:
    (project / LEDGER).parent.mkdir()
    (project / LEDGER).symlink_to(project.parent / "outside" / "thesis.txt")


@hostile("a folder of ledgers that is a link", "ledger", needs="symlink")
def _ledgers_link(project: Path) -> None:
    (project / "releases").symlink_to(project.parent / "outside")


@hostile("a dossier that is a folder", CHECK, BUILD)
def _folder(project: Path) -> None:
    (project / "seeds" / "2023" / "folder.yaml").mkdir()


@hostile("a dossier that is a pipe", CHECK, BUILD, needs="mkfifo")
def _pipe(project: Path) -> None:
    os.mkfifo(project / "seeds" / "2023" / "pipe.yaml")


@hostile("a text that is a pipe", "show ec-quito-1 --texts seeds/texts", "check --texts seeds/texts", needs="mkfifo")
def _text_pipe(project: Path) -> None:
    (project / TEXT).unlink()
    os.mkfifo(project / TEXT)


@hostile("waivers that are a pipe", CHECK, "check --waivers waivers.yaml", needs="mkfifo")
def _waivers_pipe(project: Path) -> None:
    os.mkfifo(project / "waivers.yaml")


for _name, _target in {
    "a dossier that is a link to a user's file": "../../../outside/thesis.txt",
    "a dossier that is a link to nothing": "nowhere.yaml",
    "a dossier that is a link to itself": "link.yaml",
    "a dossier that is a link to a device without an end": "/dev/zero",
}.items():

    @hostile(_name, CHECK, BUILD, needs="symlink")
    def _link(project: Path, target: str = _target) -> None:
        (project / "seeds" / "2023" / "link.yaml").symlink_to(target)


@hostile("a folder of dossiers that is a link to its parent", CHECK, needs="symlink")
def _loop(project: Path) -> None:
    (project / "seeds" / "2024").symlink_to("..", target_is_directory=True)


@hostile("a file whose name is not UTF-8", CHECK, needs="bytes")
def _bytes(project: Path) -> None:
    (project / "seeds" / "2023" / os.fsdecode(b"\xff\xfe.yaml")).write_bytes(GOOD)


@hostile("a package that is a link to a user's folder", BUILD, needs="symlink")
def _package_link(project: Path) -> None:
    (project / "datapackage").rename(project / "datapackage-was")
    (project / "datapackage").symlink_to("../outside", target_is_directory=True)


@hostile("a user's file in the built package", BUILD)
def _users_file(project: Path) -> None:
    (project / "datapackage" / "my notes.txt").write_text("mine", encoding="utf-8")


@hostile("a user's file among the built schemas", BUILD)
def _users_schema(project: Path) -> None:
    (project / "schema" / "dev" / "my notes.txt").write_text("mine", encoding="utf-8")


@hostile("a file where the built package belongs", BUILD)
def _package_file(project: Path) -> None:
    (project / "datapackage").rename(project / "datapackage-was")
    (project / "datapackage").write_text("mine", encoding="utf-8")


holds(
    "a dossier with lines of all kinds", {DOSSIER: GOOD.replace(b"\n", b"\xc2\x85", 3).replace(b"\n", b"\r")}, CHECK,
    codes=FINE,
)  # fmt: skip


@hostile("a dossier that a desktop left something beside", CHECK, codes=FINE)
def _litter(project: Path) -> None:
    (project / "seeds" / ".DS_Store").write_bytes(b"\0\0")


@hostile("a declaration without any cell, ten thousand times", CHECK)
def _incomplete(project: Path) -> None:
    edited(project, DOSSIER, "  statements:\n", "    - {}\n" * 10_000 + "  statements:\n")
