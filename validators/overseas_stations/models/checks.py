"""When and where the passages of sources were looked for, and what came of it. A machine writes it, and no source."""

from __future__ import annotations

from overseas_stations.forms.scalars import Count, PartialDate, Sha256, Slug
from overseas_stations.forms.vocabulary import CheckPlace, FoundAs, OutcomeOfPassage, OutcomeOfSource
from overseas_stations.models.base import Record, optional, required


class SourceCheck(Record):
    """The passages of a source were looked for in its page."""

    source_id: Slug = required("Source", "The source.", "cnn-2022-12-04")
    checked: PartialDate = required("Checked", "The day on which its page was last asked for.", "2026-11-26")
    had: PartialDate = required(
        "Page had",
        "The day on which the page was had that tells most of it: before `checked` where asking again gave less.",
        "2026-11-25",
    )
    place: CheckPlace = required("Read at", "Where that page was read.", "archive")
    outcome: OutcomeOfSource = required("Outcome of the check", "What came of it.", "confirmed")
    http_status: Count | None = optional("HTTP status", "What the server answered, where one did.", 200)
    address_outcome: OutcomeOfSource | None = optional(
        "Outcome at the address",
        "What came of the last attempt until then at the source's own address. Empty where none was made.",
        "gone",
    )
    strikes: Count | None = optional(
        "Failures in a row",
        "Of an address that is gone or unreachable: how many attempts in a row ended so, each three days or more after "
        "the one before. Three are proof, and fewer may be a bad day.",
        3,
    )
    passages: Count = required("Passages", "How many passages of the source were looked for.", 3)
    exact: Count = required("Exact", "Of these stand in what the page shows.", 1)
    in_metadata: Count = required("In metadata", "Of these stand in the data of the page alone.", 1)
    ambiguous: Count = required("Ambiguous", "Of these stand in the page more than once.", 1)
    absent: Count = required("Absent", "Of these are nowhere in the page, which was read whole.", 0)
    not_seen: Count = required("Not seen", "Of these were not seen, in a page that was not had or not read whole.", 0)
    text_sha256: Sha256 | None = optional(
        "Fingerprint of the page", "SHA-256 of the text that the page shows, in normal form.", "0" * 64
    )
    text_characters: Count | None = optional(
        "Length of the page", "Characters of the text that the page shows, in normal form.", 4236
    )
    snapshot: PartialDate | None = optional(
        "Day of the copy", "When the web archive made the copy that was read.", "2022-12-05"
    )


class PassageCheck(Record):
    """A passage of a source was looked for: what came of it last, and where it was last seen."""

    source_id: Slug = required("Source", "The source.", "cnn-2022-12-04")
    passage_sha256: Sha256 = required(
        "Passage fingerprint", "SHA-256 of the passage in normal form, as in `evidence`.", "0" * 64
    )
    checked: PartialDate = required(
        "Last looked for", "The day on which the page of its source was last asked for.", "2026-11-26"
    )
    place: CheckPlace = required("Read at", "Where the page was read in which it was looked for.", "archive")
    outcome: OutcomeOfPassage = required("Outcome for the passage", "What came of it then.", "exact")
    seen: PartialDate | None = optional(
        "Last seen",
        "The day on which the last page was had in which it stood. Empty where it was never seen.",
        "2026-11-26",
    )
    seen_place: CheckPlace | None = optional("Last seen at", "Where that page was read.", "archive")
    seen_outcome: FoundAs | None = optional(
        "How last seen", "How it stood there: exact, in the metadata, or more than once.", "exact"
    )
    seen_snapshot: PartialDate | None = optional(
        "Day of the copy where last seen", "When the web archive made the copy in which it was last seen.", "2022-12-05"
    )
