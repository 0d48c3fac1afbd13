"""When and where each passage was last seen, as commands, the site and the datasheet tell it; samples of sources."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from casework import base_rows
from overseas_stations.forms.vocabulary import OutcomeOfPassage
from overseas_stations.labels import LANGUAGES
from overseas_stations.labels.reading import labels_in
from overseas_stations.labels.sights import looks, sight, sights
from overseas_stations.lookups.coverage import coverage
from overseas_stations.lookups.known import known_on
from overseas_stations.lookups.library import Library
from overseas_stations.lookups.sampling import sampled, stratum_of
from overseas_stations.publishing.datasheet import datasheet
from overseas_stations.reports.coverage import looked_for
from overseas_stations.reports.records.objects import record_object
from repository import ROOT
from small_project import Overseas

ENGLISH = labels_in("en")
NEWS, DIARIO = "example-news-2023-03-01", "example-diario-2023-03-05"


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(base_rows())


def row(**cells: str) -> dict[str, str | None]:
    empty = dict.fromkeys(("checked", "place", "outcome", "seen", "seen_place", "seen_outcome", "seen_snapshot"))
    return {**empty, "checked": "2025-06-12", **cells}


SEEN = {"seen": "2025-03-10", "seen_place": "archive", "seen_outcome": "exact", "seen_snapshot": "2023-03-02"}
COPY = "last seen on 2025-03-10 in the archived copy of 2023-03-02"


LOST = "not in the page when it was read whole, looked for on 2025-06-12"
ADDRESS = "last seen on 2025-03-10 at its address"
UNSEEN = "could not be looked for on 2025-06-12, last seen on 2025-03-10 in a saved file"


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (None, "not looked for yet"),
        (row(outcome="exact", **SEEN), f"exact, {COPY}"),
        (row(outcome="in_metadata", **{**SEEN, "seen_place": "live"}), f"in metadata, {ADDRESS}"),
        (row(outcome="absent", **SEEN), f"{LOST}, {COPY}"),
        (row(outcome="absent"), LOST),
        (row(outcome="not_seen", **{**SEEN, "seen_place": "by_hand"}), UNSEEN),
    ],
)
def test_what_is_said_of_a_passage(check: dict[str, str | None] | None, said: str) -> None:
    assert sight(ENGLISH, check) == said


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_says_it_of_every_outcome_and_place(code: str) -> None:
    language = labels_in(code)
    for outcome in OutcomeOfPassage:
        for place in ("live", "archive", "by_hand"):
            said = sight(language, row(outcome=outcome.value, **{**SEEN, "seen_place": place}))
            assert ("2025-03-10" in said, "2023-03-02" in said) == (True, place == "archive")


def test_a_source_tells_of_each_look(library: Library) -> None:
    assert looks(ENGLISH, library, NEWS) == [
        "2025-06-12  confirmed, archive 2023-03-02; Outcome at the address: gone, Failures in a row: 1",
        "2025-03-10  confirmed, live",
    ]
    found = library.find(DIARIO)
    assert found is not None
    assert sights(ENGLISH, library, library.passages_of(found)) == (
        "Passages by what came of looking for them last: exact 3, absent 1."
    )


def test_what_nobody_looked_for_says_so(library: Library) -> None:
    silent = Library({**library.rows, "source_checks": [], "passage_checks": []})
    found = silent.find(NEWS)
    assert found is not None
    assert sights(ENGLISH, silent, silent.passages_of(found)) == "None of the passages has been looked for again yet."
    assert sights(ENGLISH, silent, []) == ""
    assert looked_for(coverage(silent).looked_for).startswith("none was looked for in its source again yet")
    assert "None of the 17 different passages was looked for again" in datasheet(silent)
    assert record_object(silent, found, None)["passage_checks"] == []


def test_what_was_not_seen_is_counted_apart_from_what_is_absent(library: Library) -> None:
    found = coverage(library).looked_for
    assert (found.passages, found.never, found.lost, found.last) == (17, 3, 0, "2025-06-12")
    assert found.outcomes == {"exact": 11, "in_metadata": 0, "ambiguous": 0, "absent": 1, "not_seen": 2}
    counted = "`exact` 11, `in_metadata` 0, `ambiguous` 0, `absent` 1, `not_seen` 2, never looked for 3."
    assert f"Of 17 different passages, by the last look at each until 2025-06-12: {counted}" in datasheet(library)
    lost = [{**each, **SEEN} if each["outcome"] == "absent" else each for each in library.rows["passage_checks"]]
    assert coverage(Library({**library.rows, "passage_checks": lost})).looked_for.lost == 1


def test_a_record_has_its_checks_for_programs(library: Library) -> None:
    station, source = library.find("ec-quito-1"), library.find(NEWS)
    assert station is not None
    assert source is not None
    told = record_object(library, station, None)
    passages = {(each["source_id"], each["passage_sha256"]) for each in told["passage_checks"]}
    assert passages == set(library.passages_of(station))
    assert told["source_checks"] == []
    assert [each["checked"] for each in record_object(library, source, None)["source_checks"]] == [
        "2025-03-10",
        "2025-06-12",
    ]


def test_what_was_seen_later_was_not_known_on_a_day(library: Library) -> None:
    for day, expected in (("2025-05-01", 3), ("2025-07-01", 4), ("2023-01-01", 0)):
        assert len(known_on(library, day).library.rows["source_checks"]) == expected


def test_the_page_of_a_source_and_that_of_a_record_tell_it(built: Path, overseas: Overseas) -> None:
    small = ROOT / "tests" / "small_package"
    assert overseas("site", "--package", small, "--out", "site", cwd=built).returncode == 0
    source = (built / "site" / "r" / f"{NEWS}.html").read_text("utf-8")
    station = (built / "site" / "r" / "ec-quito-1.html").read_text("utf-8")
    assert "<li>2025-06-12  confirmed, archive 2023-03-02;" in source
    assert " · exact, last seen on 2025-06-12 in the archived copy of 2023-03-02" in station


# Samples


def rows_of(sizes: dict[tuple[str, str], int]) -> dict[str, list[dict[str, str | None]]]:
    sources: list[dict[str, str | None]] = [
        {"id": f"{language}-{kind}-{number}", "language": language, "kind": kind, "url": "https://example.org/"}
        for (language, kind), size in sizes.items()
        for number in range(size)
    ]
    return {
        "sources": sources,
        "evidence": [{"source_id": each["id"], "passage_sha256": "0" * 64} for each in sources],
    }


SIZES = {("en", "news"): 60, ("en", "court"): 3, ("es", "news"): 27, ("zh", "news"): 10}


def test_each_language_and_kind_has_its_share() -> None:
    rows = rows_of(SIZES)
    drawn = sampled(rows, 20, 1)
    of = {each["id"]: stratum_of(each) for each in rows["sources"]}
    assert Counter(of[name] for name in drawn) == {
        ("en", "news"): 12,
        ("es", "news"): 5,
        ("zh", "news"): 2,
        ("en", "court"): 1,
    }
    assert drawn == sorted(set(drawn)) == sampled(rows, 20, 1) != sampled(rows, 20, 2)
    shuffled = {name: listed[::-1] for name, listed in rows.items()}
    assert sampled(shuffled, 20, 1) == drawn
    assert len(sampled(rows, 1000, 1)) == 100
    assert sampled({"sources": [], "evidence": []}, 5, 1) == []


def test_what_has_no_address_or_no_passage_is_not_drawn() -> None:
    rows = rows_of({("en", "news"): 3})
    rows["sources"][0]["url"] = None
    rows["evidence"] = rows["evidence"][:2]
    assert sampled(rows, 9, 1) == ["en-news-1"]


def test_a_sample_is_tabulated(built: Path, overseas: Overseas) -> None:
    (built / "page.txt").write_text("Nothing of that.", encoding="utf-8")
    source = json.loads(overseas("coverage", "--format", "json", cwd=built).stdout)["rows"]["sources"]
    assert source == 1
    overseas("texts", "add", "example-news-2023-01-05", "page.txt", "--store", "store", cwd=built)
    done = overseas("evidence", "check", "--store", "store", "--sample", "5", "--format", "markdown", cwd=built)
    assert "sources confirmed or partly: 0 of 1, 0% (0% to 79%)" in done.stdout
    assert done.returncode == 1
    done = overseas("evidence", "check", "a", "--store", "store", "--sample", "5", cwd=built)
    assert (done.returncode, done.stderr) == (2, "overseas: --sample draws the sources: name none besides\n")
