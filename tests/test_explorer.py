"""The site shows every record with both its sides, leads nowhere in vain, and loads and runs nothing but its own."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import statistics
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from hostile_data import HOSTILE
from overseas_stations.explorer.addresses import address, has_page, page_of
from overseas_stations.explorer.context import Context, Data
from overseas_stations.explorer.data_files import json_in_page, table_in_script
from overseas_stations.explorer.overviews.of_several import disputes, inquiries
from overseas_stations.explorer.pictures.strips import strip
from overseas_stations.explorer.record_view import record_view
from overseas_stations.explorer.related import groups
from overseas_stations.explorer.telling.disputes import disputed
from overseas_stations.explorer.telling.linked_data import CLAIMED
from overseas_stations.explorer.then import counted_steps, happened_steps, known_steps, months
from overseas_stations.explorer.writing import site_files
from overseas_stations.forms.scalars import latest_day
from overseas_stations.forms.vocabulary import Stance
from overseas_stations.labels.reading import labels_in
from overseas_stations.lookups.known import known_on
from overseas_stations.lookups.library import Library
from overseas_stations.publishing.citing.citations import cite
from overseas_stations.publishing.citing.items import UNCITED
from overseas_stations.publishing.exports.source import ExportedPackage
from overseas_stations.publishing.pictures.marks import OUTCOMES
from overseas_stations.tables import TABLES, record_name
from site_pages import PageRead, frozen_data, frozen_site, html_pages, inside, read
from small_project import Overseas, Unusable, contents, overseas_process

DATA = {"application/ld+json", "application/json"}
"""The types of what stands in a script and is none."""

SCHEMA_ORG = set(
    "@context @type @id identifier name inLanguage isPartOf appearance url datePublished publisher".split()  # noqa: SIM905
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    return frozen_data(tmp_path_factory.getbasetemp() / "frozen" / "datapackage")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    return frozen_site(tmp_path_factory.getbasetemp() / "frozen" / "datapackage")


@pytest.fixture(scope="module")
def pages(site: Mapping[str, bytes]) -> Mapping[str, PageRead]:
    return dict(html_pages(site))


# What there is


def test_every_record_has_its_page_and_every_other_row_its_place(data: Data, pages: Mapping[str, PageRead]) -> None:
    places = {(path, anchor) for path, page in pages.items() for anchor in ("", *page.ids)}
    rows = [(table, row) for table in TABLES.values() for row in data.library.rows[table.name]]
    named = [address(table, row).partition("#") for table, row in rows if table.name not in ("evidence", "retractions")]
    assert not {(path, anchor) for path, _, anchor in named} - places
    assert {
        f"r/{row['record_id']}.html" for row in data.library.rows["retractions"] if "/" not in (row["record_id"] or "")
    } <= {*pages}


def test_no_link_leads_nowhere_and_no_id_stands_twice(site: Mapping[str, bytes], pages: Mapping[str, PageRead]) -> None:
    broken, twice = set(), set()
    for path, page in pages.items():
        twice |= {(path, name) for name, count in Counter(page.ids).items() if count > 1}
        for link in page.links:
            target = inside(path, link)
            if target and (target[0] not in site or (target[1] and target[1] not in pages[target[0]].ids)):
                broken.add((path, link))
    assert (broken, twice) == (set(), set())


def test_pages_load_their_own_files_alone_and_run_nothing_else(
    site: Mapping[str, bytes], pages: Mapping[str, PageRead]
) -> None:
    for path, page in pages.items():
        assert {inside(path, each) for each in page.loaded} <= {(name, "") for name in site}, path
        assert {kind for kind, _ in page.inline} <= DATA, path
        assert not page.styled, path
        policies = [told["content"] or "" for tag, told in page.attributes if tag == "meta" and told.get("http-equiv")]
        assert [policy.partition(";")[0] for policy in policies] == ["default-src 'none'"], path
        assert "connect-src 'none'" in policies[0]
        assert "unsafe" not in policies[0]


# What a page says


def test_a_page_shows_every_field_and_every_piece_of_evidence(data: Data, pages: Mapping[str, PageRead]) -> None:
    labels = labels_in("en")
    tables = [table for table in TABLES.cited if has_page(table)]
    records = [(table, row) for table in tables for row in data.library.rows[table.name]]
    for table, row in Random(30).sample(records, 30):
        name = record_name(table, row)
        page = pages[page_of(table, name)]
        context = Context(data, labels, "r")
        for column in table.columns:
            if row[column.name]:
                shown = context.cell(column, row[column.name] or "").text
                assert " ".join(shown.split()) in page.text, (name, column.name)
        evidence = data.library.evidence(table.name, name)
        shown_prints = {told["data-sha"] for _, told in page.attributes if told.get("data-sha")}
        assert {each["passage_sha256"] for each in evidence if each["passage_sha256"]} <= shown_prints
        for each in evidence:
            assert any(name.startswith(f"e-{each['source_id']}") for name in page.ids)
            assert (each["reason"] or "") in page.text
            if each["stance"] == Stance.DISPUTES and each["field"]:
                column = table.column(each["field"])
                value = context.cell(column, each["asserted_value"]).text if each["asserted_value"] else ""
                assert value in page.text


def test_statuses_stand_in_the_order_of_their_dates(data: Data, pages: Mapping[str, PageRead]) -> None:
    for row in data.library.rows["stations"]:
        ids = [each for each in pages[f"r/{row['id']}.html"].ids if each.startswith("station_statuses-")]
        table = TABLES["station_statuses"]
        wanted = [address(table, report).partition("#")[2] for report, _ in data.library.statuses(row["id"] or "")]
        assert ids == wanted


def test_a_vague_date_is_a_span_on_the_axis_and_never_a_day(data: Data) -> None:
    """A month or a year is as wide as it is; only a day is a dot, and all of it lies on the axis."""
    context, kinds = Context(data, labels_in("en"), "r"), Counter[str]()
    for row in data.library.rows["stations"]:
        drawn = strip(context, row["id"] or "")
        for dot in (dot for lane in drawn.lanes for dot in lane.reports) if drawn else ():
            date = dot.title.partition(" (")[0].rpartition(": ")[2]
            kinds[{4: "year", 7: "month", 10: "day"}[len(date)]] += 1
            assert bool(dot.width) == (len(date) < 10), dot
            place, width = (float((text or "0%").removesuffix("%")) for text in (dot.x, dot.width))
            years = 100 / len(drawn.years) if drawn else 0
            assert width == pytest.approx({4: years, 7: years / 12, 10: 0}[len(date)], rel=0.1)
            assert 0 <= place <= place + width <= 100.1
    assert min(kinds[each] for each in ("year", "month", "day")) > 0, kinds


def test_what_somebody_denies_is_not_told_on_their_word(data: Data) -> None:
    context = Context(data, labels_in("en"), "r")
    for actor in data.library.rows["actors"]:
        found = context.found("actors", actor)
        shown = {group.place: {entry.link.href for entry in group.entries} for group in groups(context, found)}
        for place, stance in (("word-stations", Stance.SUPPORTS), ("denied-stations", Stance.DISPUTES)):
            said = [row for row in data.library.rows["evidence"] if row["attributed_to"] == actor["id"]]
            records = {row["record_id"] for row in said if row["stance"] == stance and row["table"] == "stations"}
            assert shown.get(place, set()) == {f"{name}.html" for name in records}


def test_a_caution_says_what_is_disputed_and_leads_to_it(data: Data, pages: Mapping[str, PageRead]) -> None:
    context, seen = Context(data, labels_in("en"), "r"), Counter[str]()
    for row in data.library.rows["stations"]:
        name = row["id"] or ""
        view = record_view(context, context.found("stations", row))
        about = {link.text: link.href for caution in view.cautions for link in caution.about}
        fields = {each["field"] or "" for each in data.library.disputes_of("stations", name)}
        titles = {disputed(context, context.found("stations", row), field) for field in fields}
        said = {text.partition(" (")[0] for text in about}
        parts = [part for part in data.library.parts(name) if part.disputes]
        assert titles <= said
        assert len(about) - len(titles) <= len(parts)
        assert bool(about) == bool(fields or parts)
        assert {href.removeprefix("#") for href in about.values()} <= set(pages[f"r/{name}.html"].ids)
        seen.update("field" if field else "whole" for field in fields)
    assert min(seen["field"], seen["whole"]) > 1


def test_a_page_cites_as_the_command_does(data: Data, site: Mapping[str, bytes]) -> None:
    for table in TABLES.with_ids:
        if table.name in UNCITED:
            continue
        name = data.library.rows[table.name][0]["id"] or ""
        html = site[f"r/{name}.html"].decode()
        parts = (html.partition(f"<pre id={each} ")[2].partition(">\n")[2] for each in ("cite-text", "cite-note"))
        line, note = ("".join(read(part.partition("</pre>")[0].encode()).words) for part in parts)
        assert line == cite(data.library, name, "short", data.edition)
        whole = f"{line.rstrip()} {note}" if note else line
        assert whole == cite(data.library, name, "text", data.edition)


def test_machines_read_claims_in_terms_of_schema_org_alone(data: Data, pages: Mapping[str, PageRead]) -> None:
    def terms(value: object) -> set[str]:
        if isinstance(value, list):
            return {term for each in value for term in terms(each)}
        return (
            {*value, *(term for each in value.values() for term in terms(each))} if isinstance(value, dict) else set()
        )

    for table in TABLES.with_ids:
        for row in data.library.rows[table.name][:20]:
            page = pages[page_of(table, row["id"] or "")]
            told = [json.loads(text) for kind, text in page.inline if kind == "application/ld+json"]
            assert all(terms(each) <= SCHEMA_ORG for each in told)
            kinds = [each["@type"] for each in told]
            assert kinds == (["Claim"] if table.name in CLAIMED else kinds if table.name == "sources" else [])


def test_every_overview_lists_every_row(data: Data, pages: Mapping[str, PageRead]) -> None:
    rows = data.library.rows
    disputes = sum(row["stance"] == Stance.DISPUTES for row in rows["evidence"])
    counts = {name: len(rows[name]) for name in ("statements", "figures", "incidents", "sources", "actors")}
    counts |= {"index": len(rows["stations"]), "timeline": len(rows["responses"]), "disputes": disputes}
    shown = {
        name: sum("data-i" in told for tag, told in pages[f"{name}.html"].attributes if tag == "tr") for name in counts
    }
    assert shown == counts


def test_disputes_stand_in_groups_denials_first_and_trifles_last(data: Data) -> None:
    listed = disputes(Context(data, labels_in("en")))
    groups = [group for group, _, _ in listed.groups]
    order = ["record", "status", "number", "date", "place", "wording"]
    assert groups == [group for group in order if group in groups]
    assert [row.marks["group"] for row in listed.rows] == [group for group, _, n in listed.groups for _ in range(n)]
    rows = data.library.rows["evidence"]
    for row in listed.rows:
        field, table = rows[row.number]["field"], rows[row.number]["table"]
        assert (row.marks["group"] == "record") == (not field and table != "station_statuses")
        if field in ("date", "first_reported"):
            assert row.marks["group"] == "date"


def test_no_cell_of_an_inquiry_is_empty(data: Data) -> None:
    listed = inquiries(Context(data, labels_in("en")))
    assert listed.rows
    names = [*listed.headings]
    for row in listed.rows:
        assert {name for name, cell in zip(names, row.cells, strict=True) if not any(link.text for link in cell)} <= {
            "country"
        }
        response = data.library.rows["responses"][row.number]
        outcome = [link.text for link in row.cells[names.index("led_to")]]
        assert not response["looked_until"] or response["looked_until"] in " ".join(outcome)


def test_tables_for_scripts_are_those_of_the_package(data: Data) -> None:
    def restored(told: Mapping[str, str]) -> list[list[str]]:
        rows: list[list[str]] = []
        for cells in csv.reader(io.StringIO(told["text"], newline="")):
            above = [
                int(cell.removeprefix(told["sign"]) or 1) if cell.startswith(told["sign"]) else 0 for cell in cells
            ]
            rows.append([rows[-by][i] if by else cell for i, (cell, by) in enumerate(zip(cells, above, strict=True))])
        return rows

    for table in TABLES.values():
        rows = [[row[name] or "" for name in table.names] for row in data.library.rows[table.name]]
        assert restored(table_in_script(table, data.library.rows[table.name])) == [list(table.names), *rows]
    table, row = TABLES["retractions"], dict.fromkeys(TABLES["retractions"].names, "^2, ^")
    told = table_in_script(table, [row, row])
    assert (told["sign"], restored(told)[1:]) == ("^^", [[*row.values()]] * 2)


# What was known, and when


def as_known(library: Library, day: str) -> dict[str, list[str]]:
    """Return station -> status and its date as the one rule on what was known has them."""
    rows = known_on(library, day).library.rows["stations"]
    return {row["id"] or "": [row["status"] or "", row["status_as_of"] or ""] for row in rows}


@pytest.mark.parametrize(
    "month", ["2018-06", "2022-09", "2022-10-08", "2022-10", "2022-11-01", "2022-12", "2023-04", "2024-01", "2026-11"]
)
def test_the_slider_shows_what_was_known(data: Data, month: str) -> None:
    day = latest_day(month)
    steps = known_steps(data.library)
    shown = {
        name: [status for first, *status in told if first <= day][-1]
        for name, told in steps.items()
        if told[0][0] <= day
    }
    assert shown == as_known(data.library, day)


@pytest.mark.parametrize("month", ["2022-09", "2022-11", "2023-04", "2026-11"])
def test_voices_and_lists_are_counted_as_they_were_known(data: Data, month: str) -> None:
    day = latest_day(month)
    known = known_on(data.library, day).library
    steps = counted_steps(data.library)

    def by_then(what: str, station: str) -> int:
        return max((count for first, count in steps[what].get(station, ()) if first <= day), default=0)

    for row in known.rows["stations"]:
        station = row["id"] or ""
        assert by_then("voices", station) == len(known.voices_for("stations", station))
        assert by_then("lists", station) == sum(each["station_id"] == station for each in known.rows["listings"])
        disputes = {each["source_id"] for each in known.disputes_of("stations", station)}
        assert by_then("disputes", station) == len(disputes)


def test_what_happened_is_told_by_the_dates_of_events(data: Data) -> None:
    told = {row["event_date"] for row in data.library.rows["station_statuses"] if row["event_date"]}
    shown = {(day, date) for steps in happened_steps(data.library).values() for day, _, date in steps}
    assert shown
    assert shown <= {(latest_day(date or ""), date) for date in told}
    assert months(data.library) == sorted(months(data.library))


# Languages


def test_every_language_has_every_page_and_says_what_is_not_in_it(data: Data) -> None:
    rows = {name: list(listed[:2]) if name in ("statements",) else [] for name, listed in data.library.rows.items()}
    rows |= {name: list(data.library.rows[name]) for name in ("countries", "actors", "sources")}
    small = Data(ExportedPackage(Library(rows), data.source.about, data.source.members), ("en", "es", "fr", "de", "zh"))
    files = site_files(small)
    english = {path for path in files if path.endswith(".html") and path.partition("/")[0] not in small.languages}
    for code in small.languages[1:]:
        assert {
            path.removeprefix(f"{code}/") for path in files if path.startswith(f"{code}/") and path.endswith(".html")
        } == english
        page = read(files[f"{code}/r/{rows['statements'][0]['id']}.html"])
        assert page.language == code
        assert any(
            told.get("lang") == rows["statements"][0]["language"]
            for tag, told in page.attributes
            if tag in ("p", "blockquote")
        )


def test_marks_are_told_alike_in_pictures_and_pages() -> None:
    words = labels_in("en").words
    assert {shape: words[f"map.{shape}"] for shape in OUTCOMES} == {
        shape: meaning.words for shape, meaning in OUTCOMES.items()
    }


# Hostile data


def test_hostile_texts_are_shown_and_nothing_else(data: Data) -> None:
    rows = {name: [dict(row) for row in listed] for name, listed in data.library.rows.items()}
    statement = dict(rows["statements"][0])
    rows["statements"] = [
        statement
        | {
            "id": f"hostile-{i}",
            "text": text.encode("utf-16", "replace").decode("utf-16") or "x",
            "speaker": text[:50].encode("ascii", "replace").decode() or "x",
        }
        for i, text in enumerate(HOSTILE)
    ]
    source = dict(next(row for row in rows["sources"] if row["id"] == statement["source_id"]))
    rows["sources"] += [
        source
        | {
            "id": f"hostile-source-{i}",
            "title": text[:99].encode("ascii", "replace").decode() or None,
            "url": "javascript:alert(1)",
        }
        for i, text in enumerate(HOSTILE)
    ]
    for name in (
        "stations",
        "responses",
        "figures",
        "evidence",
        "station_statuses",
        "listings",
        "station_bureaus",
        "response_stations",
        "response_links",
        "incidents",
    ):
        rows[name] = []
    files = site_files(Data(ExportedPackage(Library(rows), data.source.about, data.source.members), ("en",)))
    for path, page in html_pages(files):
        assert {kind for kind, _ in page.inline} <= DATA, path
        assert not page.styled, path
        assert not [link for link in page.links if link.startswith("javascript:")], path
        assert not {"img", "iframe", "object", "embed"} & {tag for tag, _ in page.attributes}, path


def test_json_in_a_page_ends_nothing() -> None:
    for text in HOSTILE:
        shown = json_in_page({"text": text})
        assert not {"<", ">", "&", "\u2028", "\u2029"} & {*shown}
        assert json.loads(shown) == {"text": text}


# How large it is


def test_pages_are_small(site: Mapping[str, bytes]) -> None:
    sizes = {path: len(gzip.compress(content, 6)) for path, content in site.items()}
    records = [size for path, size in sizes.items() if path.startswith("r/")]
    assert statistics.median(records) <= 6_000
    assert sizes["index.html"] + sizes["assets/site.css"] <= 120_000


def test_a_language_takes_little_room(site: Mapping[str, bytes]) -> None:
    # Five languages of ten times the data must fit into 1 GB, which is what GitHub Pages hold. These data, which no
    # dossier changes, took 9.0 MB when each page said all of a source as often as it named one; they take 7.5 MB,
    # of which 0.4 MB are tables with names, which all languages share; those of this repository 22.7 MB, and 0.8 MB.
    assert sum(map(len, site.values())) <= 7_700_000


def test_a_page_says_once_what_it_names_often(site: Mapping[str, bytes]) -> None:
    """Each passage has its whole fingerprint where it is named first, and a source its address."""
    named_again = 0
    for path, content in site.items():
        if path.startswith("r/"):
            html = content.decode()
            whole: set[str] = set()
            for sha256, shown in re.findall(r"<p><code(?: data-sha=(\w{64}) data-n=\d+[^>]*)?>(\w{8})…</code>", html):
                assert sha256.startswith(shown) if sha256 else shown in whole, path
                whole.add(shown)
                named_again += not sha256
            places = re.findall(r"<li[^>]*><a href=[^>]*>[^<]*</a> <a class=out href=([^>]*)>", html)
            assert len(places) == len({*places}), path
    assert named_again > 1_000


# The command


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--languages", "en,xx"], "no labels in xx"),
        (["--languages", ","], "--languages names none"),
        (["--base-url", "ftp://example.org"], "--base-url ftp://example.org is no address"),
        (["--repository", "https://example.org/<b>"], "is no address"),
    ],
)
def test_what_cannot_be_used_is_one_line(unusable: Unusable, built: Path, options: list[str], said: str) -> None:
    assert said in unusable("site", "--out", "out", *options, cwd=built)
    assert not (built / "out").exists()


def test_it_is_written_again_over_itself_and_over_nothing_else(
    overseas: Overseas, unusable: Unusable, built: Path
) -> None:
    done = overseas("site", "--out", "out", "--base-url", "https://example.org/s", cwd=built)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    first = contents(built / "out")
    assert b"https://example.org/s/r/ec-quito-1.html" in first["sitemap.xml"]
    again = overseas("site", "--out", "out", "--base-url", "https://example.org/s/", cwd=built)
    assert (again.returncode, again.stderr) == (0, "")
    assert [run.stdout.endswith("; the earlier site there is gone\n") for run in (done, again)] == [False, True]
    assert contents(built / "out") == first
    (built / "out" / "notes.txt").write_text("mine", encoding="utf-8")
    assert "holds what no site wrote, or what was changed since (notes.txt)" in unusable(
        "site", "--out", "out", cwd=built
    )
    assert contents(built / "out") == first | {"notes.txt": b"mine"}


def test_what_a_server_shows_anywhere_leads_to_the_site_from_anywhere(overseas: Overseas, built: Path) -> None:
    base, options = "https://example.org/s/", ("--languages", "en,es", "--out", "out")
    assert overseas("site", *options, "--base-url", base, cwd=built).returncode == 0
    for folder in ("", "es/"):
        page = read((built / "out" / folder / "404.html").read_bytes())
        led = [link for link in (*page.links, *page.loaded) if not link.startswith("#")]
        assert f"{base}{folder}search.html" in led
        assert [link for link in led if not link.startswith(base)] == []
        assert {link.removeprefix(base) for link in led} <= contents(built / "out").keys() | {
            f"{folder}about.html#wrong"
        }


def test_a_package_with_faults_is_not_published(overseas: Overseas, built: Path) -> None:
    table = built / "datapackage" / "tables" / "stations.csv"
    table.write_bytes(table.read_bytes().replace(b",EC,", b",XQ,"))
    done = overseas("site", "--out", "out", cwd=built)
    assert done.returncode == 1
    assert "XQ" in done.stdout
    assert done.stderr.splitlines() == [
        "out is as it was: a package with errors is not published; correct what is found above first"
    ]
    assert not (built / "out").exists()


@pytest.mark.long
def test_it_is_the_same_bytes_anywhere(tmp_path: Path, data: Data, tmp_path_factory: pytest.TempPathFactory) -> None:
    package = tmp_path_factory.getbasetemp() / "frozen" / "datapackage"
    places = (
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
    )
    sums = []
    for number, env in enumerate(places):
        out = tmp_path / str(number)
        done = overseas_process("site", "--package", package, "--out", out, "--languages", "all", cwd=tmp_path, env=env)
        assert done.returncode == 0, done.stderr
        sums.append((out / "SHA256SUMS").read_bytes())
    assert sums[0] == sums[1]
    assert len(sums[0].splitlines()) > 1_000
