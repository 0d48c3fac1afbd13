"""What stands close to a fault of times, duplicates and contradictions, and is none: nothing is found in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework import findings_of

NEWS, MINISTRY = "seeds/2023/example-news-2023-03-01.yaml", "seeds/2023/example-ministry-2023-04-10.yaml"
PASSAGE = """
      passages:
        - sha256: 08fb4b36f86dc4e5299948e2c97cd9de5a5d3a15bcc136694fcd34a8d9691527
          characters: 38
"""


def page(name: str, published: str, url: str, relation: str, target: str) -> str:
    return f"""source:
  id: {name}
  kind: news
  title: A page
  publisher: Another Paper
  published: {published}
  accessed: 2026-01-08
  url: {url}
  language: en
  extent_read: whole
  background: true

relations:
  - relation: {relation}
    target_id: {target}
"""


def figure(name: str, bound: str, value: int, **more: str) -> str:
    told = {"id": name, "metric": "cities", "bound": bound, "value": value, "as_of": "2023-04",
            "claimant": "Example Ministry", **more}  # fmt: skip
    return "    - " + "\n      ".join(f"{key}: {cell}" for key, cell in told.items()) + "\n"


FILES = {
    # A copy may be dated a day before its original, a report cited some days before it is published.
    "seeds/2023/page-a.yaml": page(
        "page-a", "2023-03-04", "https://example.org/page?id=1", "copies", "example-diario-2023-03-05"
    ),
    "seeds/2023/page-b.yaml": page(
        "page-b", "2023-04-06", "https://example.org/page?id=2", "cites", "example-ministry-2023-04-10"
    ),
    # A later version of a page has the page's address.
    "seeds/2023/page-c.yaml": page("page-c", "2023-05", "https://example.org/page?id=1#b", "updates", "page-a"),
}
EDITS = (
    # The note says why the id has another date.
    (MINISTRY, "  published: 2023-04-10\n", "  published: 2023-04-12\n  note: Posted two days after it was made.\n"),
    # That a station existed earlier is no report of that time; a response abroad that names the country.
    (MINISTRY, "  station_statuses:\n", f"""  figures:
{figure("ministry-2023-cities-a", "exact", 14)}{figure("ministry-2023-cities-b", "at_least", 14)}{
    figure("ministry-2023-cities-c", "exact", 20, scope="A bureau")}{
    figure("ministry-2023-countries-a", "exact", 20, metric="countries", country="EU")}
  station_statuses:
    - station_id: ec-quito-1
      as_of: 2018
      status: reported{PASSAGE}"""),
    (NEWS, "following the reports.", "following the reports, that from Ecuador too."),
    (NEWS, "stations: [ie-dublin-1]", "stations: [ie-dublin-1, ec-quito-1]"),
)  # fmt: skip


@pytest.fixture
def case() -> dict[str, object]:
    edits = [{"file": file, "find": find, "replace": new} for file, find, new in EDITS]
    return {"kind": "dossier", "files": FILES, "edits": edits}


def test_nothing_is_found_at_the_edges(case: dict[str, object], tmp_path: Path) -> None:
    found = findings_of(case, tmp_path)
    assert [(finding.code, finding.file, finding.line, finding.message) for finding in found] == []


@pytest.mark.parametrize(
    ("code", "find", "new"),
    [
        ("OS421", "published: 2023-03-04", "published: 2023-03-03"),
        ("OS422", "published: 2023-04-06", "published: 2023-04-04"),
        ("OS426", "relation: updates", "relation: cites"),
    ],
)
def test_a_step_further_is_found(case: dict[str, object], tmp_path: Path, code: str, find: str, new: str) -> None:
    case["files"] = {name: text.replace(find, new) for name, text in FILES.items()}
    assert {finding.code for finding in findings_of(case, tmp_path)} == {code}
