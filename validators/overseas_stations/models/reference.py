"""What records refer to: countries and actors. Both tables hold names, not claims, and carry no evidence."""

from __future__ import annotations

from overseas_stations.forms.scalars import CountryCode, Iso3, IsoNumeric, Slug, Text
from overseas_stations.forms.vocabulary import ActorKind, CountryKind
from overseas_stations.models.base import Record, optional, required


class Country(Record):
    """A country, a territory or a body, by its code."""

    code: CountryCode = required("Code", "The ISO 3166-1 alpha-2 code, or a documented code of a body.", "IE")
    name: Text = required("Name", "The English name.", "Ireland")
    iso3: Iso3 | None = optional("ISO 3166-1 alpha-3", "The code of three letters. Bodies have none.", "IRL")
    iso_numeric: IsoNumeric | None = optional(
        "ISO 3166-1 numeric", "The code of three digits, zeros in front kept. Bodies have none.", "372"
    )
    kind: CountryKind = required("Kind", "What the code stands for.", "state")
    region: Text | None = optional("Region", "The UN M49 region. Bodies have none.", "Europe")
    subregion: Text | None = optional(
        "Subregion", "The smallest UN M49 region that it lies in. Bodies have none.", "Northern Europe"
    )


class Actor(Record):
    """An authority, a body, an organisation or a medium that acts or speaks. Persons are not actors."""

    id: Slug = required("Actor id", "The actor's permanent id: country and body, or a name.", "ie-foreign-ministry")
    name: Text = required("Name", "The English name in full.", "Department of Foreign Affairs of Ireland")
    name_local: Text | None = optional(
        "Name, local form", "The name in the actor's own language, where it was read.", "An Roinn Gnóthaí Eachtracha"
    )
    kind: ActorKind = required("Kind", "What sort of actor it is.", "ministry")
    country: CountryCode | None = optional(
        "Country", "The state or body that it belongs to, or where it is based.", "IE"
    )
    part_of: Slug | None = optional("Part of", "The actor that it is a part of.", "ie-government")
