"""Adds records to a package with their evidence, so that no rule is broken."""

from __future__ import annotations

from hypothesis import strategies as st

from overseas_stations.forms.scalars import DATE
from overseas_stations.passages import fingerprint
from overseas_stations.tables import TABLES, record_name
from overseas_stations.testing.drawing import Drawing, date_until, sentence
from overseas_stations.testing.rows import LATEST_DATE, Row, other_value


class Recording(Drawing):
    """Adds records to a package, each with what other sources say of it.

    Attributes:
        readers: the sources that were read, in the order that they were drawn.
    """

    readers: list[Row]

    def evidence(self, table: str, name: str, source: Row, stance: str = "supports", passage: str | None = None,
                 **claim: str | None) -> None:  # fmt: skip
        """Add evidence of a source, with a passage if it is given or drawn."""
        draw = self.draw
        row: Row = dict.fromkeys(TABLES["evidence"].names) | {
            "table": table, "record_id": name, "source_id": source["id"], "stance": stance, **claim
        }  # fmt: skip
        row["attributed_to"] = self.actor_id()
        if stance == "disputes" and row["field"] is None:
            row["reason"] = sentence(draw)
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

    def status(self, station: str, status: str, source: Row, *, bare: bool = False) -> None:
        """Add a status that a source reports of a station."""
        as_of = self.date(source)
        event = date_until(self.draw, as_of) if self.chance() else None
        row: Row = {
            "station_id": station,
            "as_of": as_of,
            "status": status,
            # A part of the date that is reported for, so that it does not come after it.
            "event_date": event if event and event <= as_of else None,
        }
        row["event_date_bound"] = self.term("station_statuses", "event_date_bound") if row["event_date"] else None
        self.record("station_statuses", row, source, bare=bare)

    def date(self, source: Row) -> str:
        """Draw a date that a source can report."""
        return date_until(self.draw, source["published"] or LATEST_DATE)

    def maybe_date(self, source: Row) -> str | None:
        """Draw such a date, or nothing."""
        return self.date(source) if self.chance() else None

    def reader(self) -> Row:
        """Draw one of the sources that were read."""
        return self.draw(st.sampled_from(self.readers))
