"""What the records of the example set say: invented texts, and what rules ask of records that hold a term."""

from __future__ import annotations

from collections.abc import Mapping

from overseas_stations.forms.vocabulary import (
    LASTING_RESPONSES,
    UNIT_OF_METRIC,
    DateBound,
    ResponseResult,
    StationBasis,
    StationStatus,
    Unit,
    Wording,
)

Texts = dict[str, str]
"""Key of a dossier -> the text under it."""

FIRST, SECOND = "example-news-2023-01-10", "example-news-2023-02-01"
STATION = "ec-quito-1"
CITED = "example-kind-news"
BODY, PARENT = "example-body", "example-parent"
WORDS = "These are the printed words of nobody."
DATED = {"published": "2023-01-10", "accessed": "2026-01-05", "archived": "2023-01-11"}

# In place of the columns' examples where these name somebody: nothing invented is put down to them.
NOBODY: Texts = {
    "publisher": "Example News",
    "speaker": "A spokeswoman",
    "speaker_as_reported": "a spokesman",
    "speaker_role": "Spokeswoman of a ministry",
    "authority_as_reported": "A ministry",
    "name": "An invented body",
    "name_local": "Un organismo inventado",
    "claimant": "An invented group",
    "actor_id": BODY,
    "part_of": PARENT,
    "attributed_to": BODY,
    "list_id": FIRST,
}

# What else a record says where it holds one of these terms, because a rule asks for it.
COMPANIONS: Mapping[tuple[str, str, str], Texts] = {
    ("stations", "precision", "city"): {"city": "Quito"},
    ("stations", "precision", "region"): {"region": "Madeira"},
    ("statements", "form", "verbatim"): {"wording": "original", "text": WORDS},
    **{("statements", "wording", term.value): {"form": "verbatim", "text": WORDS} for term in Wording},
    **{
        ("figures", "metric", metric.value): {"value": "2016"}
        for metric, unit in UNIT_OF_METRIC.items()
        if unit is Unit.YEAR
    },
    **{("stations", "status", term.value): {"precision": "country"} for term in StationStatus},
    **{("stations", "basis", term.value): {"precision": "country"} for term in StationBasis},
    **{
        ("stations", "event_date_bound", term.value): {"precision": "country", "event_date": "2022"}
        for term in DateBound
    },
    **{("station_statuses", "event_date_bound", term.value): {"event_date": "2000"} for term in DateBound},
    **{("responses", "kind", kind.value): {"state": "announced"} for kind in LASTING_RESPONSES},
    ("responses", "state", "concluded"): {"result": "not_published"},
    ("responses", "state", "unknown"): {"looked_until": "2026-01-05"},
    **{("responses", "result", term.value): {"state": "concluded"} for term in ResponseResult},
    ("responses", "result", "other"): {"state": "concluded", "outcome": "Something else."},
}

# Who says it where no actor does: a rule asks for one of the two.
SPEAKERS = {"statements": "speaker", "figures": "claimant"}

# What the record with every key says, where the columns' examples do not go together.
WHOLE: Mapping[str, Texts] = {
    "stations": {"first_reported": "2000"},
    "station_statuses": {"event_date": "2000"},
    "responses": {"country": "EC"},
    "statements": {"form": "verbatim", "text": WORDS},
}
