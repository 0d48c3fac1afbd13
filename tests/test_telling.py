"""What pages say in words: dates of reports, voices, disputes and counts are no more certain than the rows are."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from overseas_stations.explorer.context import Context, Data
from overseas_stations.explorer.data_files import language_files
from overseas_stations.explorer.overviews.of_several import inquiries
from overseas_stations.explorer.overviews.of_tables import figures, responses, statements, stations
from overseas_stations.explorer.overviews.overview import Overview
from overseas_stations.explorer.pictures.strips import strip
from overseas_stations.explorer.record_view import record_view
from overseas_stations.explorer.related import groups
from overseas_stations.explorer.sides import sides
from overseas_stations.explorer.telling.countries import country_told
from overseas_stations.explorer.telling.counts import read_told, statements_told, voices_told
from overseas_stations.explorer.telling.dates import last_told, record_date
from overseas_stations.explorer.telling.disputes import against
from overseas_stations.explorer.telling.sources import unread_told
from overseas_stations.explorer.writing import site_files
from overseas_stations.labels.reading import labels_in
from overseas_stations.lookups.library import Found, Library
from overseas_stations.lookups.reported import event_of_status, first_report
from overseas_stations.publishing.citing.edition import Edition
from overseas_stations.publishing.citing.items import item
from overseas_stations.publishing.exports.source import About, ExportedPackage
from overseas_stations.tables import TABLES, Row
from overseas_stations.views import VIEWS
from site_pages import frozen_data, read

UNDATED = "undated page, read 2026-11-23"


def row(table: str, /, **cells: str | None) -> Row:
    """Return a row of a table with these cells, the others empty."""
    return {**dict.fromkeys(TABLES[table].names), **cells}


def said(table: str, name: str, source: str, **cells: str | None) -> Row:
    """Return a row of evidence by which a source supports a record."""
    told = {"table": table, "record_id": name, "source_id": source, "stance": "supports"}
    return row("evidence", **{**told, **cells})


def context(**rows: list[Row]) -> Context:
    """Return what pages of some rows are made with."""
    library = Library({**{table: [] for table in TABLES}, **rows})
    return Context(Data(ExportedPackage(library, About(*"abcde"), {}), ("en",)), labels_in("en"))


def sources() -> list[Row]:
    """Return a source with a date and one without, which were read on one day."""
    shared = {"kind": "news", "accessed": "2026-11-23", "language": "en", "extent_read": "opening"}
    return [
        row("sources", **shared, id="dated", publisher="A paper", published="2022-12-04"),
        row("sources", **shared, id="undated", publisher="A page"),
    ]


def station(number: int, as_of: str, **cells: str | None) -> Row:
    """Return a station in Paris."""
    told = {"country": "FR", "city": "Paris", "region": "Île-de-France", "status": "reported", "source_id": "dated"}
    return row("stations", **{**told, "id": f"fr-paris-{number}", "status_as_of": as_of, **cells})


def cells(listed: Overview, column: str) -> list[str]:
    """Return the texts of a column, a text for each row."""
    place = [*listed.headings].index(column)
    return [" ".join(link.text for link in each.cells[place]) for each in listed.rows]


def told_of_paris() -> Context:
    """Return two stations, one of which only a page without a date tells of."""
    return context(
        countries=[row("countries", code="FR", name="France")],
        sources=sources(),
        stations=[station(1, "2022-12-04"), station(2, "2026-11-23", status="no_evidence_found")],
        station_statuses=[
            row("station_statuses", station_id="fr-paris-1", as_of="2022-12-04", status="reported", source_id="dated"),
            row(
                "station_statuses",
                station_id="fr-paris-2",
                as_of="2026-11-23",
                status="no_evidence_found",
                source_id="undated",
            ),
        ],
    )


def test_the_day_of_reading_is_no_date_of_a_report() -> None:
    paris = told_of_paris()
    listed = stations(paris)
    assert cells(listed, "status_as_of") == ["2022-12-04", UNDATED]
    assert [each.sorted_by for each in listed.rows] == [{}, {"status_as_of": ""}]
    first, second = paris.library.rows["stations"]
    assert (last_told(paris, first), last_told(paris, second)) == ("as last reported, 2022-12-04", UNDATED)
    view = record_view(paris, paris.found("stations", second))
    assert view.status
    assert "undated page, read 2026-11-23" in view.status.told
    assert {fact.name: fact.value.text for fact in view.facts}["status_as_of"] == UNDATED
    assert [part.rows[0].cells[0].text for part in view.parts] == [UNDATED]
    assert strip(paris, "fr-paris-2") is None
    assert strip(paris, "fr-paris-1") is not None
    (country,) = paris.library.rows["countries"]
    (group,) = groups(paris, paris.found("countries", country))
    assert [UNDATED in entry.about.text for entry in group.entries] == [False, True]


def test_a_status_does_not_hide_what_else_was_reported() -> None:
    reports = {"2022-10": "closure_ordered", "2022-11": "reported", "2023": "no_evidence_found"}
    told = [
        row("station_statuses", station_id="fr-paris-1", as_of=as_of, status=status, source_id="dated")
        for as_of, status in reports.items()
    ]
    paris = station(1, "2023", status="no_evidence_found")
    some = context(sources=sources(), stations=[paris], station_statuses=told)
    view = record_view(some, some.found("stations", paris))
    assert view.status
    assert "Other reports, of any date: closure ordered." in view.status.told


def test_a_record_without_a_date_is_told_by_its_first_report() -> None:
    told = {"country": "FR", "kind": "investigation_opened", "summary": "It began.", "source_id": "undated"}
    some = context(
        sources=sources(),
        responses=[
            row("responses", **told, id="a", date="2022-10", state="under_way", state_as_of="2022-12"),
            row("responses", **told, id="b", state="concluded", state_as_of="2022-12"),
            row("responses", **told, id="c"),
        ],
        evidence=[
            *(said("responses", name, "undated") for name in "abc"),
            *(said("responses", name, "dated") for name in "ab"),
        ],
    )
    for listed in (responses(some), inquiries(some)):
        assert cells(listed, "date") == ["reported 2022-12-04", "2022-10", "undated"]
        assert [each.marks["date"] for each in listed.rows] == ["2022-12-04", "2022-10", ""]
        assert [each.sorted_by for each in listed.rows] == [{"date": "2022-12-04"}, {}, {"date": ""}]
    states = ["concluded reported 2022-12", "under way when last reported, 2022-12", "not known"]
    assert [text.strip() for text in cells(inquiries(some), "state")] == states
    facts = record_view(some, some.found("responses", some.library.rows["responses"][0])).facts
    assert {fact.name: fact.value.text for fact in facts}["reported"] == "2022-12-04"


@pytest.mark.parametrize(
    ("count", "words"),
    [
        ((0, 0), ""),
        ((1, 1), "1 source"),
        ((1, 2), "1 source passing on 2 voices"),
        ((3, 1), "3 sources, all on one voice"),
        ((3, 2), "3 sources, 2 voices that are not known to rely on each other"),
    ],
)
def test_no_independence_is_promised(count: tuple[int, int], words: str) -> None:
    assert voices_told(context(), *count, apart=True) == words
    assert not [
        text for key, text in labels_in("en").words.items() if key.startswith("count.voices") and "indep" in text
    ]


def test_a_paraphrase_is_told_as_one_wherever_it_stands() -> None:
    told = {"country": "FR", "side": "china", "language": "en", "date": "2022-10", "source_id": "dated"}
    some = context(
        countries=[row("countries", code="FR", name="France")],
        sources=sources(),
        statements=[
            row("statements", **told, id="a", speaker="Ada", form="verbatim", text="We closed it."),
            row("statements", **told, id="b", speaker="Bea", form="paraphrase", text="It was closed."),
        ],
    )
    assert cells(statements(some), "text") == ["paraphrase It was closed.", "“We closed it.”"]
    assert "1 of 2 is verbatim" in statements_told(some)
    first, second = (record_view(some, some.found("statements", each)) for each in some.library.rows["statements"])
    assert (first.kind, second.kind) == ("Statement", "Statement (paraphrase)")
    (group,) = groups(some, some.found("countries", some.library.rows["countries"][0]))
    assert [entry.form for entry in group.entries] == ["", "paraphrase"]
    assert b"Bea, 2022-10 (paraphrase)" in language_files(some)["data/search.js"]


def test_a_figure_and_a_station_are_called_by_all_that_tells_them_from_others() -> None:
    told = {"metric": "stations", "value": "3", "bound": "exact", "claimant": "A group", "source_id": "dated"}
    some = context(
        countries=[row("countries", code="FR", name="France")],
        sources=sources(),
        stations=[station(1, "2022-12-04"), station(2, "2022-12-04"), station(1, "2022", city="Lyon", id="fr-lyon-1")],
        figures=[row("figures", **told, id="a", country="FR", scope="Paris"), row("figures", **told, id="b")],
    )
    library = some.library
    assert [some.called(some.found("figures", each)).text for each in library.rows["figures"]] == [
        "Stations: 3, Paris, France",
        "Stations: 3",
    ]
    titles = [item(library, name, Edition())["title"] for name in ("fr-paris-2", "fr-lyon-1", "a")]
    assert [title.rpartition(": ")[2] for title in titles[:2]] == [
        "Paris, Île-de-France, France (2) (fr-paris-2)",
        "Lyon, Île-de-France, France (fr-lyon-1)",
    ]
    assert titles[2] == "Figure claimed by A group: stations 3, Paris, France (a)"


def disputed_figure() -> Context:
    """Return a figure that two pages tell otherwise on its claimant's word, and one on its own."""
    against = {"stance": "disputes", "field": "value", "asserted_value": "110"}
    return context(
        sources=[row("sources", id=name, publisher=name.upper(), kind="news", language="en") for name in "stu"],
        actors=[row("actors", id="group", name="A group")],
        figures=[
            row("figures", id="f", metric="stations", value="102", bound="exact", actor_id="group", source_id="s")
        ],
        evidence=[
            *(said("figures", "f", name, **against, attributed_to="group") for name in "st"),
            said("figures", "f", "u", **against),
        ],
    )


def test_a_claimant_does_not_dispute_itself() -> None:
    some = disputed_figure()
    found = some.found("figures", some.library.rows["figures"][0])
    voices = sides(some, found)["disputes"].voices
    assert [voice.name.text for voice in voices] == ["Another number of the same claimant, as told by S, T", "U"]
    assert against(some, found, some.library.rows["evidence"][2:]) == "U"
    assert "another number of the same claimant, as told elsewhere (s and 1 more)" in item(
        some.library, "f", Edition()
    ).get("note", "")


def test_a_caution_says_what_is_disputed_and_by_whom() -> None:
    some = disputed_figure()
    view = record_view(some, some.found("figures", some.library.rows["figures"][0]))
    (told,) = (link.text for caution in view.cautions for link in caution.about)
    assert told == "Value (Another number of the same claimant, as told by S, T, U)"


def test_what_one_passage_bears_out_is_one_line() -> None:
    passage = {"passage_sha256": "0" * 64, "passage_characters": "20"}
    some = context(
        sources=sources(),
        stations=[station(1, "2022-12-04")],
        evidence=[
            said("stations", "fr-paris-1", "dated", **passage),
            said("stations", "fr-paris-1", "dated", **passage, field="city"),
            said("stations", "fr-paris-1", "dated", field="country", passage_sha256="1" * 64, passage_characters="20"),
            said("stations", "fr-paris-1", "dated", **passage, field="basis", stance="disputes", reason="No."),
        ],
    )
    both = sides(some, some.found("stations", some.library.rows["stations"][0]))
    lines = [line for voice in both["supports"].voices for line in voice.lines]
    assert [[each.title for each in line.named] for line in lines] == [["all of it", "City"], ["Country"]]
    assert [len(line.passages) for line in lines] == [1, 1]
    assert len(both["disputes"].voices[0].lines) == 1


def test_a_country_begins_with_its_counts() -> None:
    figure = {"country": "FR", "metric": "stations", "bound": "exact", "claimant": "A group", "source_id": "dated"}
    some = context(
        countries=[row("countries", code="FR", name="France"), row("countries", code="IE", name="Ireland")],
        sources=sources(),
        stations=[station(1, "2022"), station(2, "2022", status="reported_closed")],
        figures=[
            row("figures", **figure, id=f"f-{value}", value=value, scope=scope)
            for value, scope in (("11", None), ("4", "Paris"), ("9", None))
        ],
    )
    france, ireland = (some.found("countries", each) for each in some.library.rows["countries"])
    sentences = ["".join(link.text for link in each) for each in country_told(some, france)]
    assert sentences[:3] == [
        "Recorded here: 2 stations, 3 figures.",
        "Stations by what was last reported of them: 1 reported, 1 reported closed.",
        "Claims of how many stations there are, or how many in a part of the country, from the lowest: "
        "4 (Paris), 9, 11.",
    ]
    places = {group.place for group in groups(some, france)}
    leads = {link.href for each in country_told(some, france) for link in each if link.href.startswith("#")}
    assert leads == {f"#{place}" for place in places}
    assert [*country_told(some, ireland)] == []


@pytest.mark.parametrize(
    ("extent", "url", "words"),
    [("opening", None, []), ("not_read", None, ["No address"]), ("not_read", "https://example.org", ["Its address"])],
)
def test_a_source_that_was_not_read_says_so(extent: str, url: str | None, words: list[str]) -> None:
    unread = row("sources", id="list", publisher="A bureau", extent_read=extent, url=url)
    some = context(
        sources=[unread, *sources()],
        stations=[station(1, "2022-12-04")],
        listings=[row("listings", list_id="list", station_id="fr-paris-1", source_id="dated")],
        evidence=[said("listings", "list/fr-paris-1", "dated")],
    )
    told = " ".join(unread_told(some, Found(TABLES["sources"], "list", unread)))
    assert all(
        each in told for each in [*words, *["That 1 stations are on this list is told by 1 source"] * bool(words)]
    )
    assert bool(told) == bool(words)


def test_a_choice_says_how_many_rows_have_a_value() -> None:
    told = {"country": "FR", "kind": "denial", "summary": "It said no.", "source_id": "dated"}
    rows = [
        row("responses", **told, id="a", state="concluded"),
        row("responses", **told, id="b", state="under_way"),
        row("responses", **told, id="c"),
    ]
    facets = {facet.parameter: facet.some for facet in responses(context(sources=sources(), responses=rows)).facets}
    assert facets == {"state": "2 of 3 have one"}


def test_figures_stand_by_what_they_count_and_where_and_when() -> None:
    told = {"value": "3", "bound": "exact", "claimant": "A group", "source_id": "dated"}
    rows = [
        row("figures", **told, id="a", metric="stations", country="FR", as_of="2022"),
        row("figures", **told, id="b", metric="stations", as_of="2023"),
        row("figures", **told, id="c", metric="cities", as_of="2023"),
        row("figures", **told, id="d", metric="stations", as_of="2022"),
    ]
    listed = figures(context(sources=sources(), figures=rows))
    assert [each.number for each in listed.rows] == [2, 3, 1, 0]
    assert listed.order == "metric"


# Of all rows


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    return frozen_data(tmp_path_factory.getbasetemp() / "frozen" / "datapackage")


@pytest.fixture(scope="module")
def paris(data: Data) -> ExportedPackage:
    return ExportedPackage(told_of_paris().library, data.source.about, data.source.members)


@pytest.fixture(scope="module")
def small(paris: ExportedPackage) -> Mapping[str, bytes]:
    return site_files(Data(paris, ("en",), dossiers={"dated": "seeds/2022/dated.yaml"}))


def test_pages_tell_events_and_first_reports_as_the_views_do(data: Data) -> None:
    library, context = data.library, Context(data, labels_in("en"))
    for wide in VIEWS["stations_wide"].rows(library):
        event = event_of_status(library, library.find(wide["id"] or "").row)  # type: ignore[union-attr]
        assert (event and event["event_date"]) == wide["status_event_date"]
    for wide in VIEWS["responses_wide"].rows(library):
        found = library.find(wide["id"] or "")
        assert found
        assert first_report(library, found) == (wide["first_published"] or "")
        assert record_date(context, found).key == (found.row["date"] or wide["first_published"] or "")


def test_a_source_says_which_fields_it_bears_out(data: Data) -> None:
    """On its page, for each record that it supports; what it bears out as a whole alone has none."""
    context, library = Context(data, labels_in("en"), "r/"), data.library
    named = 0
    for row in library.rows["sources"]:
        source = library.find(row["id"] or "")
        assert source
        said = [each for each in library.rows["evidence"] if each["source_id"] == row["id"]]
        for group in groups(context, source):
            stance, _, table = group.place.partition("-")
            if stance not in ("supports", "disputes"):
                continue
            of = [each for each in said if (each["stance"], each["table"]) == (stance, table)]
            wanted: dict[str, dict[str, None]] = {}
            for each in of:
                fields = wanted.setdefault(each["record_id"] or "", {})
                if each["field"] and stance == "supports":
                    fields[context.labels.column(table, each["field"])] = None
            assert sorted(entry.fields for entry in group.entries) == sorted(map(", ".join, wanted.values()))
            named += any(entry.fields for entry in group.entries)
    assert named > 20


def test_how_much_was_read_is_told_first(data: Data, small: Mapping[str, bytes]) -> None:
    told = "Documents: 2. Read whole: 0; in their opening part only: 2; not read, and known from others: 0."
    assert all(told in read(small[path]).text for path in ("index.html", "about.html", "sources.html"))
    extents = [each["extent_read"] for each in data.library.rows["sources"]]
    counts = [str(extents.count(extent)) for extent in ("whole", "opening", "not_read")]
    assert re.findall(r"\d+", read_told(Context(data, labels_in("en"))))[1:] == counts


def test_every_page_leads_to_where_a_fault_is_reported(small: Mapping[str, bytes], paris: ExportedPackage) -> None:
    for path, content in small.items():
        if path.endswith(".html"):
            up = "../" if "/" in path else ""
            assert f"{up}about.html#wrong" in read(content).links, path
    about = read(small["about.html"])
    assert "wrong" in about.ids
    assert "write to whoever published the copy" in about.text
    assert "seeds/2022/dated.yaml" in read(small["r/fr-paris-1.html"]).text
    home = "https://example.org/stations"
    hosted = site_files(Data(paris, ("en",), repository=home))
    assert f"{home}/issues/new?title=fr-paris-1%3A+" in read(hosted["r/fr-paris-1.html"]).links
    assert f"{home}/issues/new" in read(hosted["about.html"]).links
