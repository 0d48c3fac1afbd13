"""The strategy of whole, cited packages."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from overseas_stations.forms.codes import country_rows
from overseas_stations.forms.vocabulary import (
    CLOSED,
    IMPLIED_STATUS,
    LASTING_RESPONSES,
    SUCCEEDED,
    UNIT_OF_METRIC,
    Metric,
    ResponseState,
    StationBasis,
    StationStatus,
    Unit,
)
from overseas_stations.lookups.library import Library
from overseas_stations.tables import TABLES, record_name
from overseas_stations.testing.drawing import date_until, sentence
from overseas_stations.testing.looking.observing import Observing
from overseas_stations.testing.recording import Recording
from overseas_stations.testing.rows import LATEST_DATE, Package, Row, in_key_order

CITIES: tuple[Mapping[str, str | None], ...] = tuple(
    dict(zip(("country", "city", "city_local", "geonames_id", "latitude", "longitude"), city, strict=True))
    for city in (
        ("CA", "Toronto", None, "6167865", "43.7", "-79.42"),
        ("EC", "Quito", None, "3652462", "-0.23", "-78.52"),
        ("IE", "Dublin", "Baile Átha Cliath", "2964574", "53.33", "-6.25"),
        ("IT", "Milan", "Milano", "3173435", "45.46", "9.19"),
        ("NA", "Windhoek", None, "3352136", "-22.56", "17.08"),
        ("PT", "Lisbon", "Lisboa", "2267057", "38.72", "-9.13"),
    )
)
"""Real cities, as rows of ``stations`` have them."""

_ENDED = (ResponseState.CONCLUDED, ResponseState.ABANDONED)


class _PackageBuilder(Recording, Observing):
    """Puts one package together, so that every rule holds at every step but for the derived statuses."""

    def build(self, *, full: bool) -> Package:
        least = 1 if full else 0
        self.readers = [self.source(dated=True, whole=True)]
        self.readers += [self.source() for _ in range(self.draw(st.integers(least, 2)))]
        others = []
        if full or self.chance():
            others = [self.source(background=True), self.source(background=True, read=False)]
        for _ in range(self.draw(st.integers(2 * least, 2))):
            self.actor()
        first = self.readers[0]
        # Something rests on every source that is not background.
        for source in self.readers:
            self.incident(source, bare=source is first)
        self.relations([*others, *self.readers], least)
        for number in range(self.draw(st.integers(2 * least, 3))):
            self.station(first if full and number < 2 else self.reader(), number if full and number < 2 else None)
        for number in range(self.draw(st.integers(2 * least, 3))):
            self.response(self.reader(), bare=number == 0)
        self.links()
        for number in range(self.draw(st.integers(2 * least, 3))):
            self.statement(first if number == 0 else self.reader(), bare=number < 2, form=number if full else None)
        for number in range(self.draw(st.integers(least, 3))):
            self.figure(self.reader(), bare=number == 0)
        for _ in range(self.draw(st.integers(least, 2))):
            self.retraction()
        self.derive()
        self.closures()
        self.checks(full=full)
        self.countries()
        return in_key_order(self.rows)

    def incident(self, source: Row, *, bare: bool) -> None:
        country = self.term("incidents", "country")
        row: Row = {
            "id": self.id(country.lower(), "case"),
            "kind": self.term("incidents", "kind"),
            "country": country,
            "date": self.maybe_date(source),
            "summary": self.summary(),
        }
        self.record("incidents", row, source, bare=bare)

    def relations(self, sources: list[Row], least: int) -> None:
        # A later one relies on an earlier one, so that there is no circle.
        sources = sorted(sources, key=lambda row: row["published"] or "")
        read = [number for number, source in enumerate(sources) if number and source["extent_read"] != "not_read"]
        for _ in range(self.draw(st.integers(least, 3)) if read else 0):
            number = self.draw(st.sampled_from(read))
            source, target = sources[number], sources[self.draw(st.integers(0, number - 1))]
            kinds = ["cites", "copies", "updates", "corrects"]
            if source["translated_from"] == target["language"]:
                kinds.append("translates")
            kind = self.draw(st.sampled_from(kinds))
            self.record("source_relations", {"relation": kind, "target_id": target["id"]}, source)

    def station(self, source: Row, number: int | None) -> None:
        draw = self.draw
        row: Row = dict(CITIES[number] if number is not None else draw(st.sampled_from(CITIES)))
        row["precision"] = "city" if number is not None else draw(st.sampled_from(("city", "region", "country")))
        if row["precision"] != "city":
            row |= dict.fromkeys(("city", "city_local", "geonames_id", "latitude", "longitude"))
            row["region"] = "The North" if row["precision"] == "region" else None
        elif number is None:
            row["geonames_id"] = row["geonames_id"] if self.chance() else None
            if row["geonames_id"] is None and self.chance():
                row["latitude"] = row["longitude"] = None
                row["region"] = draw(st.sampled_from((None, "The North")))
        row |= {
            "id": self.id((row["country"] or "").lower(), (row["city"] or "any").lower()),
            "name_as_reported": self.note(),
            # Before everything that is said of it.
            "first_reported": draw(st.sampled_from((None, "2000", "2000-01", "2000-01-01"))),
            "note": self.note(),
            "status": "reported",
            "status_as_of": "2000",
        }
        row["basis"] = draw(st.sampled_from([None, *StationBasis])) if number is None else StationBasis.LISTED.value
        self.record("stations", row, source, bare=number is not None)
        # In a full package the first one is run by all, the second by none.
        known = self.rows["actors"]
        bureaus = [actor for actor in known if number == 0 or (number != 1 and self.chance())]
        for bureau in bureaus:
            self.record("station_bureaus", {"station_id": row["id"], "actor_id": bureau["id"]}, self.reader())
        if row["basis"] == StationBasis.LISTED:
            listed = draw(st.sampled_from([None, *(bureau["id"] for bureau in bureaus)]))
            listing = {"list_id": source["id"], "station_id": row["id"], "actor_id": listed, "place": self.note()}
            self.record("listings", listing, self.reader(), bare=number is not None)
        for _ in range(draw(st.integers(1, 2))):
            self.status(row["id"] or "", self.term("stations", "status"), self.reader(), bare=number is not None)

    def response(self, source: Row, *, bare: bool) -> None:
        stations = [row for row in self.rows["stations"] if bare or self.chance()]
        # A state acts on stations at home.
        country = stations[0]["country"] or "" if stations else self.term("responses", "country")
        kind = self.term("responses", "kind")
        row: Row = {
            "id": self.id(country.lower(), "act"),
            "country": country,
            "date": self.maybe_date(source),
            "actor_id": self.actor_id(),
            "authority_as_reported": self.note(),
            "kind": kind,
            "summary": self.summary(),
            "outcome": self.note(),
            **self.state(kind, source),
        }
        self.record("responses", row, source, bare=bare)
        for station in stations:
            if station["country"] == country:
                link: Row = {"response_id": row["id"], "station_id": station["id"]}
                self.record("response_stations", link, source)
                implied = next((status for act, status in IMPLIED_STATUS.items() if act.value == kind), None)
                if implied is not None:
                    self.status(station["id"] or "", implied.value, source)

    def state(self, kind: str, source: Row) -> Row:
        """Draw how far a response has come, and what came of it."""
        if kind not in LASTING_RESPONSES:
            return {}
        state, looked = self.term("responses", "state"), date_until(self.draw, LATEST_DATE)
        if state == ResponseState.UNKNOWN:
            return {"state": state, "looked_until": looked}
        result = self.term("responses", "result") if state in _ENDED else None
        return {"state": state, "state_as_of": self.date(source), "result": result}

    def links(self) -> None:
        """Let responses bring about later ones, or refer to earlier ones."""
        acts = sorted(self.rows["responses"], key=lambda row: row["date"] or "")
        dated = [row for row in acts if row["date"]]
        for earlier, later in pairwise(dated if len(dated) > 1 else acts):
            forward = ["led_to", "part_of"]
            back = ["answers", "reverses", "repeats", "part_of", *(["closes"] if earlier["state"] in _ENDED else [])]
            one, relations, other = self.draw(st.sampled_from(((earlier, forward, later), (later, back, earlier))))
            link = {"from_id": one["id"], "relation": self.draw(st.sampled_from(relations)), "to_id": other["id"]}
            self.record("response_links", link, self.reader())

    def countries(self) -> None:
        """Add the rows of the countries that some record names."""
        named = {row.get("country") for rows in self.rows.values() for row in rows}
        self.rows["countries"] = [dict(row) for row in country_rows() if row["code"] in named]

    def statement(self, source: Row, *, bare: bool, form: int | None) -> None:
        draw = self.draw
        verbatim = self.chance() if form is None else form == 0
        pieces = [self.summary(words=3) for _ in range(draw(st.integers(1, 2)))]
        wordings = ["translation", "back_translation"]
        if source["translated_from"] is None:
            wordings.append("original")
        wording = "original" if form == 0 else draw(st.sampled_from(wordings))
        speaker, actor = self.name(), self.actor_id()
        row: Row = {
            "id": self.id("speaker", "words"),
            "speaker": speaker if actor is None or form == 0 or self.chance() else None,
            "actor_id": actor,
            "speaker_as_reported": self.note(),
            "speaker_role": self.note(),
            "side": self.sides.setdefault(speaker, self.term("statements", "side")),
            "country": self.optional("statements", "country"),
            "date": self.maybe_date(source),
            "form": "verbatim" if verbatim else "paraphrase",
            "wording": wording if verbatim else None,
            "language": self.term("statements", "language"),
            "text": " […] ".join(pieces),
            "venue": self.note(),
        }
        self.record("statements", row, source, *(pieces if verbatim else ()), bare=bare)

    def figure(self, source: Row, *, bare: bool) -> None:
        metric = self.draw(st.sampled_from(list(Metric)))
        unit = UNIT_OF_METRIC[metric]
        # No more countries than one, where the figure is about one; no year that has not come.
        bounded = {Unit.COUNTRY: st.integers(0, 1), Unit.YEAR: st.integers(1950, 1999)}.get(unit)
        value = self.term("figures", "value") if bounded is None else str(self.draw(bounded))
        actor = self.actor_id()
        row: Row = {
            "id": self.id("count"),
            "metric": metric.value,
            "country": self.optional("figures", "country"),
            "value": value,
            "bound": self.term("figures", "bound"),
            "unit": unit.value,
            "as_of": self.maybe_date(source),
            "actor_id": actor,
            "claimant": self.name() if actor is None or self.chance() else None,
            "note": self.note(),
        }
        claim = tuple(row[name] for name in ("metric", "country", "actor_id", "claimant", "as_of"))
        row["scope"] = self.summary() if claim in self.claims else None
        self.claims.add(claim)
        self.record("figures", row, source, bare=bare)

    def retraction(self) -> None:
        table = self.draw(st.sampled_from(("incidents", "sources", "stations")))
        present = [row["id"] for row in self.rows[table]]
        successor, reason = self.draw(st.sampled_from([None, *present])), self.term("retractions", "reason")
        if successor is None and reason in SUCCEEDED:
            reason = "unsupported"
        row: Row = {
            "table": table,
            "record_id": self.id("gone"),
            "date": date_until(self.draw, LATEST_DATE),
            "reason": reason,
            "note": sentence(self.draw),
            "successor_id": successor,
        }
        self.rows["retractions"].append(row)

    def closures(self) -> None:
        """Let a second voice say so where a station has ended on one voice alone."""
        library = Library(self.rows)
        for station in self.rows["stations"]:
            reports = [row for row, _ in library.statuses(station["id"] or "") if row["status"] == station["status"]]
            names = [record_name(TABLES["station_statuses"], row) for row in reports]
            voices = {voice for name in names for voice in library.voices_for("station_statuses", name)}
            if station["status"] in set(CLOSED) and len(voices) == 1:
                self.actor()
                said = {"table": "station_statuses", "record_id": names[0], "source_id": reports[0]["source_id"]}
                self.rows["evidence"].append(
                    dict.fromkeys(TABLES["evidence"].names)
                    | {**said, "stance": "supports", "attributed_to": self.rows["actors"][-1]["id"]}
                    | {"passage_sha256": self.sha256(), "passage_characters": "40"}
                )

    def derive(self) -> None:
        order = [term.value for term in StationStatus]
        for station in self.rows["stations"]:
            reports = [
                (row["status"] != StationStatus.REPORTED, row["as_of"] or "", order.index(row["status"] or ""))
                for row in self.rows["station_statuses"]
                if row["station_id"] == station["id"]
            ]
            _, station["status_as_of"], place = max(reports)
            station["status"] = order[place]


@st.composite
def packages(draw: DrawFn, *, full: bool = False) -> Package:
    """Draw a whole package: every row cited, every reference kept, no rule broken, not even one that warns.

    Args:
        draw: given by Hypothesis.
        full: every table has a row, and every mutation of :data:`MUTATIONS` applies.

    Returns:
        Table -> rows of text, sorted by key. No date is later than :data:`LATEST_DATE`.
    """
    return _PackageBuilder(draw).build(full=full)
