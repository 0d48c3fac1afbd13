"""What a store shows is put into dossiers and the log of checks; nothing else changes, and no clock is read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overseas_stations.dossiers.check_log import MAX_FAULTS, Look, Tried, look_of, looks_in
from overseas_stations.dossiers.compilation.checked_rows import at_address
from overseas_stations.dossiers.compiling import compile_dossiers
from overseas_stations.dossiers.editing import Unplaceable, with_source_key
from overseas_stations.dossiers.files import dossier_files
from overseas_stations.dossiers.shape import shapes
from overseas_stations.findings import Finding
from overseas_stations.forms.vocabulary import FOUND, OutcomeOfPassage, OutcomeOfSource
from overseas_stations.pages import verdicts
from overseas_stations.pages.attempts import Attempt
from overseas_stations.pages.outcomes import MEANINGS
from overseas_stations.pages.store import Store
from overseas_stations.tables import TABLES
from repository import ROOT
from small_project import DENIAL, SOURCE, WORDS, Overseas, contents

PAGE = f"""<!DOCTYPE html><html lang="en"><body><p>{WORDS}</p><p>A spokesman answered: “{DENIAL}”</p></body></html>"""
ADDRESS = "https://example.org/2023/stations"
COPY = "https://web.archive.org/web/20230203101112"
ORDER = list(shapes(TABLES).source)
SEEDS = f"seeds/2023/{SOURCE}.yaml"


Had = tuple[str, str, str | None, dict[str, object]]


def put(folder: Path, *attempts: Had) -> Path:
    """Make a store: place, time, page, and what else an attempt says."""
    store = Store.made(folder)
    with store.writing() as writer:
        for place, time, page, more in attempts:
            body = None if page is None else writer.keep(page.encode())
            said = {"requested": ADDRESS, "final": ADDRESS, "status": 200, "media_type": "text/html", **more}
            writer.append(Attempt(SOURCE, place, time=time, body=body, **said))  # type: ignore[arg-type]
    return folder


ARCHIVE: dict[str, object] = {"final": f"{COPY}id_/{ADDRESS}", "snapshot": "20230203101112"}
REFRESH = ("evidence", "refresh", "--store", "store")


def log_of(project: Path, year: int = 2026) -> list[dict[str, Any]]:
    lines = (project / f"seeds/checks/{year}.jsonl").read_text("ascii").splitlines()
    return [json.loads(line) for line in lines]


def test_what_a_copy_shows_is_proposed_and_then_written(built: Path, overseas: Overseas) -> None:
    live, copy = (
        ("live", "2026-05-01T02:00:00Z", None, {"status": 404}),
        ("archive", "2026-05-01T02:01:00Z", PAGE, ARCHIVE),
    )
    put(built / "store", live, copy)
    before = contents(built)
    done = overseas(*REFRESH, cwd=built)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"+  archive_url: {COPY}/{ADDRESS}\n+  archived: 2023-02-03\n" in done.stdout
    assert (
        f"+ {SOURCE}: confirmed, 2 of 2 passages, the web archive's copy of 2023-02-03, had on 2026-05-01"
        in done.stdout
    )
    assert done.stdout.endswith("the same with --write writes them\n")
    assert contents(built) == before
    assert overseas(*REFRESH, "--write", cwd=built).returncode == 0
    after = contents(built)
    assert {name for name in after if after[name] != before.get(name)} == {SEEDS, "seeds/checks/2026.jsonl"}
    added = f"  archive_url: {COPY}/{ADDRESS}\n  archived: 2023-02-03\n".encode()
    assert after[SEEDS].replace(added, b"") == before[SEEDS]
    (look,) = log_of(built)
    assert (look["outcome"], look["place"], look["snapshot"]) == ("confirmed", "archive", "2023-02-03")
    assert [(each["place"], each["outcome"]) for each in look["attempts"]] == [
        ("live", "gone"),
        ("archive", "confirmed"),
    ]  # type: ignore[attr-defined]
    assert "nothing is new" in overseas(*REFRESH, "--write", cwd=built).stdout
    assert contents(built) == after
    shutil.copytree(built / "datapackage", built / "old")
    assert overseas("build", cwd=built).returncode == 0
    done = overseas("diff", "old", "datapackage", "--format", "json", cwd=built)
    told = {(each["table"], each["field"]) for each in json.loads(done.stdout)["changes"]}
    assert told == {
        ("sources", "archive_url"), ("sources", "archived"), ("source_checks", None), ("passage_checks", None)
    }  # fmt: skip


def test_what_was_seen_is_shown_and_the_same_store_gives_the_same_bytes(built: Path, overseas: Overseas) -> None:
    put(built / "store", ("archive", "2026-05-01T02:01:00Z", PAGE, ARCHIVE))
    other = Path(shutil.copytree(built, built.parent / "other"))
    for project in (built, other):
        assert overseas(*REFRESH, "--write", cwd=project).returncode == 0
        assert overseas("build", cwd=project).returncode == 0
    assert contents(built) == contents(other)
    done = overseas("show", "ec-quito-1", "--evidence", cwd=built)
    assert "; exact, last seen on 2026-05-01 in the archived copy of 2023-02-03\n" in done.stdout
    done = overseas("coverage", cwd=built)
    assert "exact 2, in_metadata 0, ambiguous 0, absent 0, not_seen 0, never looked for 0" in done.stdout


def test_of_several_copies_the_nearest_to_the_day_of_reading_is_proposed(built: Path, overseas: Overseas) -> None:
    """The source was published on 2023-01-05 and read a day later; a copy of December is one of another text."""
    copies: list[Had] = []
    for number, day in enumerate(("20221201", "20230108", "20230301")):
        where = {"final": f"https://web.archive.org/web/{day}101112id_/{ADDRESS}", "snapshot": f"{day}101112"}
        copies.append(("archive", f"2026-07-01T02:0{number}:00Z", PAGE, where))
    put(built / "store", *copies)
    assert "+  archived: 2023-01-08\n" in overseas(*REFRESH, cwd=built).stdout


def test_an_address_that_stands_there_gets_its_day(built: Path, overseas: Overseas) -> None:
    dossier = built / SEEDS
    before = dossier.read_text("utf-8")
    stated = before.replace("  language: en\n", f"  archive_url: {COPY}/{ADDRESS}\n  language: en\n", 1)
    dossier.write_text(stated, encoding="utf-8")
    put(built / "store", ("archive", "2026-05-01T02:01:00Z", PAGE, ARCHIVE))
    overseas(*REFRESH, "--write", cwd=built)
    assert dossier.read_text("utf-8").replace("  archived: 2023-02-03\n", "", 1) == stated


def test_a_copy_without_a_passage_is_not_proposed(built: Path, overseas: Overseas) -> None:
    put(built / "store", ("archive", "2026-05-01T02:01:00Z", PAGE.replace(DENIAL, "Nothing."), ARCHIVE))
    done = overseas(*REFRESH, "--write", cwd=built)
    assert "archive_url" not in done.stdout
    assert log_of(built)[0]["outcome"] == "changed"


def test_an_address_that_a_person_chose_stays(built: Path, overseas: Overseas) -> None:
    dossier = built / SEEDS
    said = dossier.read_text("utf-8").replace(
        "  language: en\n", "  archive_url: https://a.example/copy\n  language: en\n", 1
    )
    dossier.write_text(said, encoding="utf-8")
    put(built / "store", ("archive", "2026-05-01T02:01:00Z", PAGE, ARCHIVE))
    overseas(*REFRESH, "--write", cwd=built)
    assert dossier.read_text("utf-8") == said


def test_three_failures_far_enough_apart_are_counted_from_the_log(built: Path, overseas: Overseas) -> None:
    """Each from a store of its own: what an earlier store knew stands in the log."""
    for number, day in enumerate(("01", "02", "05", "09")):
        name = f"store{number}"
        put(built / name, ("live", f"2026-05-{day}T02:00:00Z", None, {"status": 404}))
        assert overseas("evidence", "refresh", "--store", name, "--write", cwd=built).returncode == 0
    assert [look["checked"][-2:] for look in log_of(built)] == ["01", "02", "05", "09"]
    rows = compile_dossiers(dossier_files(built)[0]).rows["source_checks"]
    assert [row.cells["strikes"] for row in rows] == ["1", "1", "2", "3"]
    assert {row.cells["address_outcome"] for row in rows} == {"gone"}


def test_what_tells_nothing_new_is_written_after_ninety_days(built: Path, overseas: Overseas) -> None:
    for number, day in enumerate(("2026-01-01", "2026-03-31", "2026-04-01")):
        put(built / f"store{number}", ("live", f"{day}T02:00:00Z", PAGE, {}))
        overseas("evidence", "refresh", "--store", f"store{number}", "--write", cwd=built)
    assert [look["checked"] for look in log_of(built)] == ["2026-01-01", "2026-04-01"]
    (row,) = {row.cells["seen"] for row in compile_dossiers(dossier_files(built)[0]).rows["passage_checks"]}
    assert row == "2026-04-01"


def test_a_passage_that_is_lost_says_when_it_was_last_seen(built: Path, overseas: Overseas) -> None:
    for number, (day, page) in enumerate((("2026-01-01", PAGE), ("2026-02-01", PAGE.replace(DENIAL, "Nothing.")))):
        put(built / f"store{number}", ("live", f"{day}T02:00:00Z", page, {}))
        overseas("evidence", "refresh", "--store", f"store{number}", "--write", cwd=built)
    rows = compile_dossiers(dossier_files(built)[0]).rows["passage_checks"]
    told = sorted((row.cells["outcome"], row.cells["checked"], row.cells["seen"]) for row in rows)
    assert told == [("absent", "2026-02-01", "2026-01-01"), ("exact", "2026-02-01", "2026-02-01")]


def test_dossiers_with_errors_are_left_alone(built: Path, overseas: Overseas) -> None:
    put(built / "store", ("archive", "2026-05-01T02:01:00Z", PAGE, ARCHIVE))
    (built / SEEDS).write_text("source: [\n", encoding="utf-8")
    done = overseas(*REFRESH, "--write", cwd=built)
    assert (done.returncode, done.stderr) == (2, "overseas: the dossiers have errors: `overseas check` names them\n")


# One key of a dossier


A, B = "  archived: 2023\n", "  language: en\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"source:\n  url: a\n{B}", f"source:\n  url: a\n{A}{B}"),
        (f"source:\n  url: a\n  # of it\n{B}", f"source:\n  url: a\n{A}  # of it\n{B}"),
        ("source:\r\n  url: a\r\n", "source:\r\n  url: a\r\n  archived: 2023\r\n"),
        ("source:\n  url: a", "source:\n  url: a\n  archived: 2023"),
        ("source:\n  archived:  # a day\n  url: a\n", "source:\n  archived: 2023  # a day\n  url: a\n"),
        (f"source:\n  title: >-\n    a\n\n    b\n{B}", f"source:\n  title: >-\n    a\n\n    b\n{A}{B}"),
        (f"source:\n  title: 'a\n    b'\n{B}", f"source:\n  title: 'a\n    b'\n{A}{B}"),
        ("\ufeffsource:\n  id: a\n", f"\ufeffsource:\n  id: a\n{A}"),
        ("source: {url: a}\n", None),
        ("source:\n  archived: 2022\n", None),
        ("declares: {}\n", None),
    ],
)
def test_a_key_gets_its_place(before: str, after: str | None) -> None:
    if after is None:
        with pytest.raises(Unplaceable):
            with_source_key(before.encode(), "archived", "2023", ORDER)
    else:
        assert with_source_key(before.encode(), "archived", "2023", ORDER).decode() == after


def inserted(before: bytes, after: bytes) -> bytes:
    """Return what was put into some bytes at one place; everything else must be as it was."""
    start = next((at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), len(before))
    more = len(after) - len(before)
    assert more > 0
    assert after[start + more :] == before[start:]
    return after[start : start + more]


VALUES = st.sampled_from(
    ["plain", "'quoted # text'", '"a: b"', "a  # with a note", ">-\n    folded\n    text", "'two\n    lines'"]
)


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from([name for name in ORDER if name not in ("archived", "archive_url")]), min_size=1, unique=True
    ),
    st.lists(VALUES, min_size=20, max_size=20),
    st.lists(st.sampled_from(["", "  # a note\n", "\n", "    \n"]), min_size=20, max_size=20),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\ufeff", "# first\n"]),
    st.booleans(),
)
def test_every_other_byte_of_a_dossier_stays(
    names: list[str], values: list[str], between: list[str], end: str, begin: str, last: bool
) -> None:
    body = "".join(f"{gap}  {name}: {value}\n" for name, value, gap in zip(names, values, between, strict=False))
    rest = "supports:\n  - record: a\n" if last else ""
    before = f"{begin}source:\n{body}{rest}".replace("\n", end).encode()
    order = [name for name in ORDER if name in names or name in ("archived", "archive_url")]
    try:
        middle = with_source_key(before, "archive_url", "https://example.org/a", order)
    except Unplaceable:
        # Only where no key stands before it that it could follow.
        assert not {name for name in names if ORDER.index(name) < ORDER.index("archive_url")}
        return
    assert inserted(before, middle).strip().removesuffix(b"archive_url:") == b"archive_url: https://example.org/a"
    after = with_source_key(middle, "archived", "2023-02-03", order)
    assert inserted(middle, after).strip() == b"archived: 2023-02-03"


def test_all_dossiers_of_the_data_take_both_keys() -> None:
    files, _ = dossier_files(ROOT)
    for name, data in sorted(files.items())[::7]:
        if b"\nsource:" in b"\n" + data and b"archive_url" not in data:
            middle = with_source_key(data, "archive_url", "https://example.org/a", ORDER)
            assert middle.replace(b"  archive_url: https://example.org/a\n", b"", 1) == data, name
            after = with_source_key(middle, "archived", "2023-02-03", ORDER)
            assert after.replace(b"  archived: 2023-02-03\n", b"", 1) == middle, name


# The log


LOOK = Look(
    "a", "2026-05-01", "2026-05-01", "live", "confirmed", 200, None, "0" * 64, 7,
    (Tried("2026-05-01T02:00:00Z", "live", "confirmed", 200),), {"1" * 64: "exact"},
)  # fmt: skip


def test_a_line_is_read_as_it_was_written() -> None:
    assert look_of(LOOK.line().encode()).line() == LOOK.line()


@settings(max_examples=200)
@given(st.integers(0, len(LOOK.line()) - 1), st.sampled_from([b"", b"0", b'"', b"{", b" ", b"\xff", b"\\", b"9" * 30]))
def test_no_line_that_was_changed_makes_the_reader_fail(at: int, piece: bytes) -> None:
    line = LOOK.line().encode()
    findings: list[Finding] = []
    found = list(looks_in(line[:at] + piece + line[at + 1 :] + b"\n", "seeds/checks/2026.jsonl", findings))
    assert len(found) + len(findings) == 1
    assert all(each.code == "OS514" and each.line == 1 and each.column for each in findings)


def test_a_file_of_faults_is_not_read_to_its_end() -> None:
    findings: list[Finding] = []
    assert not list(looks_in(b"{}\n" * 5000, "seeds/checks/2026.jsonl", findings))
    assert len(findings) == MAX_FAULTS
    assert "the rest of the file is not read" in findings[-1].message


def test_a_good_day_between_failures_begins_anew() -> None:
    days: Mapping[str, str] = {"01": "gone", "05": "confirmed", "09": "gone", "13": "gone"}
    tried = [Tried(f"2026-05-{day}T00:00:00Z", "live", outcome) for day, outcome in days.items()]
    assert at_address(tried) == ("gone", 2)
    assert at_address(tried[:2]) == ("confirmed", 0)
    assert at_address([]) == ("", 0)


def test_the_words_for_outcomes_are_those_of_the_vocabularies() -> None:
    assert [*MEANINGS] == [*OutcomeOfSource, "not_checked"]
    assert tuple(verdicts.FOUND) == tuple(FOUND)
    assert list(get_args(verdicts.PassageOutcome)) == [*OutcomeOfPassage]
