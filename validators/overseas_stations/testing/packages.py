"""The strategy of whole, cited packages."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from overseas_stations.forms.scalars import DATE
from overseas_stations.forms.vocabulary import IMPLIED_STATUS, SUCCEEDED, UNIT_OF_METRIC, Metric, StationStatus, Unit
from overseas_stations.passages import fingerprint
from overseas_stations.tables import TABLES, record_name
from overseas_stations.testing.drawing import Drawing, date_until, sentence
from overseas_stations.testing.rows import LATEST_DATE, Package, Row, in_key_order, other_value

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


class _PackageBuilder(Drawing):
    """Puts one package together, so that every rule holds at every step but for the derived statuses."""

    def evidence(self, table: str, name: str, source: Row, stance: str = "supports", passage: str | None = None,
                 **claim: str | None) -> None:  # fmt: skip
        draw = self.draw
        row: Row = dict.fromkeys(TABLES["evidence"].names) | {
            "table": table, "record_id": name, "source_id": source["id"], "stance": stance, **claim
        }  # fmt: skip
        if passage is not None:
            found_print = fingerprint(passage)
            row |= {"passage_sha256": found_print.sha256, "passage_characters": str(found_print.characters)}
        elif self.chance():
            row["passage_sha256"] = self.sha256()
            row["passage_characters"] = str(draw(st.integers(5, 4000)))
        if row["passage_sha256"] and self.chance():
            row["passage_start"] = str(draw(st.integers(0, 9000)))
        if self.chance():
            row["locator"] = "p. 12"
        key = TABLES["evidence"].key
        if all(any(row[part] != other[part] for part in key) for other in self.rows["evidence"]):
            self.rows["evidence"].append(row)

    def record(self, table: str, row: Row, source: Row, *passages: str, bare: bool = False) -> None:
        """Add a row that *source* declares, its evidence, and what other sources say of it."""
        row = {name: row.get(name) for name in TABLES[table].names} | {"source_id": source["id"]}
        name = record_name(TABLES[table], row)
        if any(record_name(TABLES[table], other) == name for other in self.rows[table]):
            return
        self.rows[table].append(row)
        for passage in passages or (None,):
            self.evidence(table, name, source, passage=passage)
        if bare or table == "source_relations":
            return
        columns = [column for column in TABLES[table].columns if column.name in TABLES[table].claimed]
        for other in self.readers:
            if self.chance():
                continue
            # Who declares a record does not dispute it.
            stance = "supports" if other is source else self.draw(st.sampled_from(("supports", "disputes")))
            self.evidence(table, name, other, stance)
            if not columns:
                continue
            column = self.draw(st.sampled_from(columns))
            actual = row[column.name]
            if self.chance():
                value = actual
                if actual is not None and column.scalar.pattern == DATE:
                    value = actual[: self.draw(st.sampled_from((4, 7, 10)))]
                if actual is None or self.chance():
                    value = None
                self.evidence(table, name, other, field=column.name, asserted_value=value)
            elif actual is not None and other is not source:
                value, reason = other_value(column, actual), self.note()
                self.evidence(table, name, other, "disputes", field=column.name, asserted_value=value, reason=reason)

    def status(self, station: str, status: str, source: Row) -> None:
        as_of = self.date(source)
        self.record("station_statuses", {"station_id": station, "as_of": as_of, "status": status}, source)

    def date(self, source: Row) -> str:
        return date_until(self.draw, source["published"] or LATEST_DATE)

    def maybe_date(self, source: Row) -> str | None:
        return self.date(source) if self.chance() else None

    def build(self, *, full: bool) -> Package:
        least = 1 if full else 0
        self.readers: list[Row] = [self.source(dated=True, whole=True)]
        self.readers += [self.source() for _ in range(self.draw(st.integers(least, 2)))]
        others = []
        if full or self.chance():
            others = [self.source(background=True), self.source(background=True, read=False)]
        first = self.readers[0]
        # Something rests on every source that is not background.
        for source in self.readers:
            self.incident(source, bare=source is first)
        self.relations([*others, *self.readers], least)
        for number in range(self.draw(st.integers(2 * least, 3))):
            self.station(first if full and number < 2 else self.reader(), number if full and number < 2 else None)
        for number in range(self.draw(st.integers(least, 2))):
            self.response(self.reader(), bare=number == 0)
        for number in range(self.draw(st.integers(2 * least, 3))):
            self.statement(first if number == 0 else self.reader(), bare=number < 2, form=number if full else None)
        for number in range(self.draw(st.integers(least, 3))):
            self.figure(self.reader(), bare=number == 0)
        for _ in range(self.draw(st.integers(least, 2))):
            self.retraction()
        self.derive()
        return in_key_order(self.rows)

    def reader(self) -> Row:
        return self.draw(st.sampled_from(self.readers))

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
            "bureau": self.note(),
            # Before everything that is said of it.
            "first_reported": draw(st.sampled_from((None, "2000", "2000-01", "2000-01-01"))),
            "note": self.note(),
            "status": "reported",
            "status_as_of": "2000",
        }
        self.record("stations", row, source, bare=number is not None)
        for _ in range(draw(st.integers(1, 2))):
            self.status(row["id"] or "", self.term("stations", "status"), self.reader())

    def response(self, source: Row, *, bare: bool) -> None:
        stations = [row for row in self.rows["stations"] if bare or self.chance()]
        # A state acts on stations at home.
        country = stations[0]["country"] or "" if stations else self.term("responses", "country")
        kind = self.term("responses", "kind")
        row: Row = {
            "id": self.id(country.lower(), "act"),
            "country": country,
            "date": self.maybe_date(source),
            "authority": self.name() if self.chance() else None,
            "kind": kind,
            "summary": self.summary(),
            "outcome": self.note(),
        }
        self.record("responses", row, source, bare=bare)
        for station in stations:
            if station["country"] == country:
                link: Row = {"response_id": row["id"], "station_id": station["id"]}
                self.record("response_stations", link, source)
                implied = next((status for act, status in IMPLIED_STATUS.items() if act.value == kind), None)
                if implied is not None:
                    self.status(station["id"] or "", implied.value, source)

    def statement(self, source: Row, *, bare: bool, form: int | None) -> None:
        draw = self.draw
        verbatim = self.chance() if form is None else form == 0
        pieces = [self.summary(words=3) for _ in range(draw(st.integers(1, 2)))]
        wordings = ["translation", "back_translation"]
        if source["translated_from"] is None:
            wordings.append("original")
        wording = "original" if form == 0 else draw(st.sampled_from(wordings))
        speaker = self.name()
        row: Row = {
            "id": self.id("speaker", "words"),
            "speaker": speaker,
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
        row: Row = {
            "id": self.id("count"),
            "metric": metric.value,
            "country": self.optional("figures", "country"),
            "value": value,
            "bound": self.term("figures", "bound"),
            "unit": unit.value,
            "as_of": self.maybe_date(source),
            "claimant": self.name(),
            "note": self.note(),
        }
        claim = tuple(row[name] for name in ("metric", "country", "claimant", "as_of"))
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
