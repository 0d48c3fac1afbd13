"""The controlled vocabularies: every member with its definition.

A member is its own text (``StationStatus.REPORTED == "reported"``) and carries ``definition``. The order of members is
meaningful only where the class says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Self

from overseas_stations.forms.scalars import DATE, is_match


class Term(StrEnum):
    """A vocabulary whose members carry a definition."""

    definition: str

    def __new__(cls, value: str, definition: str) -> Self:
        """Return the member that is its text and carries its definition."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.definition = definition
        return member

    @property
    def label(self) -> str:
        """The term as words: ``reported closed``."""
        return self.value.replace("_", " ")


class SourceKind(Term):
    """What sort of document a source is."""

    NEWS = "news", "An article, broadcast or agency text of a news medium, whether it reports or comments."
    NGO_REPORT = "ngo_report", "A report or page that a non-governmental organisation published itself."
    GOVERNMENT = "government", "A page or document that a state authority or an embassy published itself."
    PARLIAMENT = (
        "parliament",
        "A record of a parliament: a question, an answer, a debate, a hearing, a committee report.",
    )
    COURT = (
        "court",
        "A document of a court or a prosecutor: a complaint, an indictment, a judgment, a press release on one.",
    )
    ACADEMIC = "academic", "A work of research: a paper, a book, a report of a research institute."
    ORGANISATION = (
        "organisation",
        "A page that an association, a business, a party or another organisation published about itself.",
    )
    ENCYCLOPEDIA = "encyclopedia", "An article of an encyclopedia that anyone may edit."
    OTHER_WEB = "other_web", "A page of another sort: a blog, a forum, a mirror, a social-media post."


class ExtentRead(Term):
    """How much of a source the curators read."""

    WHOLE = "whole", "The whole document was read."
    OPENING = "opening", "Only the opening part was at hand; the rest may qualify it."
    NOT_READ = "not_read", "The document was not at hand: it is known only from other sources, and supports nothing."


class Relation(Term):
    """How a source relies on another."""

    CITES = "cites", "The source names the target as its authority for something that it reports."
    TRANSLATES = "translates", "The source is a translation of the target."
    COPIES = "copies", "The source repeats the target's text, whole or shortened, without adding evidence."
    UPDATES = "updates", "The source is a later version or a continuation of the target by the same publisher."
    CORRECTS = "corrects", "The source corrects or withdraws something that the target reported."


DEPENDENT_RELATIONS = (Relation.TRANSLATES, Relation.COPIES)
"""Sources tied by these relations are one voice when corroboration is counted."""


class CountryKind(Term):
    """What a country's code stands for. No kind is a position on the status of a place."""

    STATE = "state", "A member or an observer of the United Nations, or another place with a government of its own."
    TERRITORY = "territory", "A place with a code of its own that belongs to a state or is administered by one."
    BODY = "body", "A union or a group that acts and has no land."


class ActorKind(Term):
    """What sort of actor somebody is."""

    GOVERNMENT = "government", "A government as a whole, its head, or authorities that a source does not name."
    MINISTRY = "ministry", "A ministry or department of a government, of a state or of a part of it."
    POLICE = "police", "A police force, or a bureau of one."
    PROSECUTOR = "prosecutor", "A prosecution service or office."
    INTELLIGENCE = "intelligence", "An intelligence or security service."
    MILITARY = "military", "Armed forces, or a part of them."
    COURT = "court", "A court."
    LEGISLATURE = "legislature", "A parliament, a chamber or a committee, acting as such."
    LEGISLATOR = "legislator", "Members of a chamber who act or speak for themselves, and neither for it nor a party."
    PARTY = "party", "A political party, or its group in a parliament."
    MISSION = "mission", "An embassy, a consulate or a delegation."
    LOCAL_GOVERNMENT = "local_government", "A municipality, a mayor, a council, the government of a part of a state."
    AGENCY = "agency", "Another public authority."
    INTERGOVERNMENTAL = "intergovernmental", "A body that states formed, or an organ of one."
    POLITICAL_GROUP = "political_group", "A group of members of several parliaments, or of several states."
    NGO = "ngo", "A non-governmental organisation."
    MEDIA = "media", "A news medium."
    ACADEMIC = "academic", "A university or a research institute."
    COMPANY = "company", "A business."
    ASSOCIATION = "association", "A community, home-town or business association."
    OTHER = "other", "None of the other kinds."


class Precision(Term):
    """How precisely a station's place is reported."""

    CITY = "city", "A city or town is named."
    REGION = "region", "A region, province or island is named, and no city."
    COUNTRY = "country", "Only the country is named."


class StationStatus(Term):
    """What a source says of a station, ordered from the bare report to the furthest consequence.

    The order decides between statuses that were reported for the same date: the later member wins.
    """

    REPORTED = "reported", "The station is reported to exist or to have existed, and nothing more is said of it."
    UNKNOWN_TO_AUTHORITIES = (
        "unknown_to_authorities",
        "An authority of the host state says that it knows of no such station, and not that it looked.",
    )
    DENIED_BY_AUTHORITIES = (
        "denied_by_authorities",
        "An authority of the host state says that there is no such station or that none was allowed, and not that it "
        "looked.",
    )
    NO_EVIDENCE_FOUND = (
        "no_evidence_found",
        "An authority of the host state says that it looked and found no such station, also where it says so far.",
    )
    EXISTENCE_DENIED = (
        "existence_denied",
        "The body said to run or to house the station, or China, says that no such station exists, or that the place "
        "named is none.",
    )
    REPORTED_ACTIVE = (
        "reported_active",
        "The station is said to be at work still, or again, after its closure was reported or asked for.",
    )
    CONFIRMED_BY_AUTHORITIES = (
        "confirmed_by_authorities",
        "An authority of the host state says that the station exists or existed, whatever it calls it.",
    )
    UNDER_INVESTIGATION = (
        "under_investigation",
        "An authority of the host state is said to be looking into the station.",
    )
    NO_ILLEGALITY_FOUND = (
        "no_illegality_found",
        "An inquiry is said to have found no offence, also where it says so far.",
    )
    NO_CHARGES = (
        "no_charges",
        "An inquiry is said to have ended without charges, and not whether it found an offence.",
    )
    CLOSURE_ORDERED = "closure_ordered", "An authority of the host state is said to have ordered the station to close."
    REPORTED_INACTIVE = (
        "reported_inactive",
        "An authority of the host state says that the station has stopped or that it believes it inactive, "
        "and not that it was closed.",
    )
    REPORTED_CLOSED = "reported_closed", "The station is said to have closed. No closure was verified independently."


CLOSED = (StationStatus.REPORTED_INACTIVE, StationStatus.REPORTED_CLOSED)
"""The statuses that say that a station has ended. That it was ordered to is the act of one authority, by its nature."""


class DatePrecision(Term):
    """How precisely a date is known."""

    DAY = "day", "The day is known."
    MONTH = "month", "Only the month is known: it may be any day of it."
    YEAR = "year", "Only the year is known: it may be any day of it."


class DateBound(Term):
    """How the date of an event is to be read."""

    ON = "on", "It came about on that date, or in that month or year."
    BEFORE = "before", "It had come about by then."
    AFTER = "after", "It came about then or later."
    ABOUT = "about", "It came about around then."


class StationBasis(Term):
    """What the record of a station rests on: the first that applies, in this order."""

    LISTED = "listed", "A published list names the station, or its country where the record names no place."
    AUTHORITY = (
        "authority",
        "An authority of the host state, also one that is not named, names, confirms or suspects it.",
    )
    CHINESE_SOURCE = (
        "chinese_source",
        "A text of Chinese police, a mission, state media or the association that is said to house it names it.",
    )
    MEDIA_RESEARCH = "media_research", "Reporters or researchers found it, and rely on something else."
    SECONDARY_ONLY = "secondary_only", "Only pages that pass it on were read, and nobody's own finding."


def last_status(reports: Iterable[tuple[str | None, str | None]]) -> tuple[str, str] | None:
    """Return the date and the status that count as a station's: the one rule by which its status is derived.

    A status that says more than that the station was reported goes before one that does not, then the later date,
    then the further status: a later page that only lists the station again does not say that it is open. Reports
    without a date or a term of the vocabulary do not count; None where none is left.

    >>> last_status([("2022-10", "closure_ordered"), ("2022-10", "reported_closed"), ("2023", "reported")])
    ('2022-10', 'reported_closed')
    """
    order = [term.value for term in StationStatus]
    known = [
        (status != StationStatus.REPORTED, as_of, order.index(status), status)
        for as_of, status in reports
        if as_of and status in order and is_match(DATE, as_of)
    ]
    if not known:
        return None
    _, as_of, _, status = max(known)
    return as_of, status


class ResponseKind(Term):
    """What a state, an authority or a body did."""

    STATEMENT_OF_CONCERN = "statement_of_concern", "An authority voiced concern, and announced no step."
    DENIAL = "denial", "An authority said that no such station existed or that nothing was known of one."
    DECLINED = (
        "declined",
        "An authority declined to comment, to answer or to act, or referred the matter to another.",
    )
    ASSESSMENT = (
        "assessment",
        "An authority stated what it knows or believes of the stations: that they exist, their number, whether "
        "they are at work.",
    )
    MONITORING = "monitoring", "An authority said that it was following or checking the reports, short of an inquiry."
    REQUEST_TO_ACT = (
        "request_to_act",
        "A party, an office holder or a citizen formally asked an authority to act, outside a parliament's own "
        "proceedings: a complaint, a petition, a letter.",
    )
    PARLIAMENTARY_INQUIRY = "parliamentary_inquiry", "A parliament, a committee or a member asked, debated or examined."
    RESOLUTION = "resolution", "A parliament or an international body adopted a resolution or a recommendation."
    OFFICIAL_REPORT = (
        "official_report",
        "An authority, or a commission that the state set up, published a report that deals with the stations.",
    )
    PUBLIC_WARNING = "public_warning", "An authority warned the public, or a community, of the stations' activities."
    PROTECTIVE_MEASURE = (
        "protective_measure",
        "An authority set up help, training or a reporting line against repression by foreign states.",
    )
    INVESTIGATION_OPENED = "investigation_opened", "An authority opened, announced or confirmed an inquiry."
    SEARCH = "search", "Premises were searched."
    POLICE_INTERVENTION = "police_intervention", "Officers stepped in on the spot, to protect or to stop somebody."
    REFERRAL = "referral", "An authority passed its findings to a prosecutor, a court or another authority."
    NO_EVIDENCE_FOUND = (
        "no_evidence_found",
        "An authority ended or reported an inquiry and said that it found no evidence.",
    )
    INQUIRY_CLOSED = (
        "inquiry_closed",
        "An inquiry or a review ended without charges or without a published result, and it is not said that nothing "
        "was found.",
    )
    DIPLOMATIC_PROTEST = "diplomatic_protest", "A state summoned the ambassador, protested or asked for an explanation."
    ASSURANCE_RECEIVED = (
        "assurance_received",
        "An authority said that China had assured it that the stations had stopped or would not be supported.",
    )
    CEASE_AND_DESIST = "cease_and_desist", "A state warned or instructed China to stop the activity."
    CLOSURE_ORDERED = "closure_ordered", "An authority ordered one or more stations to close."
    CLOSURE_CONFIRMED = "closure_confirmed", "An authority said that one or more stations had closed."
    EXPULSION = (
        "expulsion",
        "Officials of the other state, or persons said to act for it, were expelled or asked to leave.",
    )
    ARREST = "arrest", "Persons were arrested."
    PROSECUTION = "prosecution", "Persons were charged or put on trial."
    CONVICTION = "conviction", "Persons pleaded guilty, were convicted or were sentenced."
    CIVIL_SUIT = "civil_suit", "A civil claim that arose from the reports was brought, heard or decided."
    SUPPORT_WITHDRAWN = (
        "support_withdrawn",
        "Public money, a tax benefit or an official recognition was withdrawn from an organisation.",
    )
    LEGISLATION = "legislation", "A law, an executive order or a rule was proposed, passed or changed."
    POLICE_COOPERATION = (
        "police_cooperation",
        "Police or legal cooperation with China was agreed, begun, resumed or carried on.",
    )
    COOPERATION_ENDED = "cooperation_ended", "A police or legal agreement with China was suspended, ended or refused."


class ResponseState(Term):
    """How far a response that takes time has come."""

    ANNOUNCED = "announced", "It is said to be going to begin."
    UNDER_WAY = (
        "under_way",
        "A source of 30 days or more after it began says that it goes on, whatever it had found or brought so far.",
    )
    CONCLUDED = "concluded", "A source says that it ended, or how. A finding so far does not end it."
    ABANDONED = "abandoned", "It was dropped before its end: withdrawn, or lapsed with the parliament."
    UNKNOWN = "unknown", "It began, and no source that was found says how it went on."


class ResponseResult(Term):
    """What a response itself ended in. What followed from that is another response, linked to it."""

    NONE_FOUND = "none_found", "It found no station, or nothing that is punishable."
    NO_CHARGES = "no_charges", "It ended without charges, and it is not said what was found."
    NOT_PUBLISHED = "not_published", "It ended, and its result was not made public."
    ANSWERED = "answered", "The question was answered to who asked it, or the debate or the meeting was held."
    NOT_ANSWERED = "not_answered", "No answer came, or who asked says that it left the questions open."
    REPORT_PUBLISHED = "report_published", "A report was published."
    ADOPTED = "adopted", "The law, the motion or the agreement was passed."
    REJECTED = "rejected", "It was voted down or refused."
    MEASURES_TAKEN = "measures_taken", "Steps followed that are none of the others."
    REFERRED = "referred", "It was passed to another authority."
    STATION_CLOSED = "station_closed", "A station closed, or was ordered to."
    EXPULSION = "expulsion", "Somebody was expelled, or asked to leave."
    CHARGES = "charges", "Somebody was charged."
    CONVICTION = "conviction", "Somebody pleaded guilty, was convicted or sentenced."
    ACQUITTAL = "acquittal", "Somebody was acquitted."
    DISMISSED = "dismissed", "A court dismissed it."
    SETTLED = "settled", "The parties settled."
    OTHER = "other", "Something else, which the outcome says."


class ResponseRelation(Term):
    """What one response does to another."""

    LED_TO = "led_to", "It brought the other about."
    ANSWERS = "answers", "It answers the other."
    CLOSES = "closes", "It ends the other."
    REVERSES = "reverses", "It undoes the other."
    REPEATS = "repeats", "It says or does again what the other did."
    PART_OF = "part_of", "It is a step of the other."


LASTING_RESPONSES = (
    ResponseKind.REQUEST_TO_ACT,
    ResponseKind.PARLIAMENTARY_INQUIRY,
    ResponseKind.INVESTIGATION_OPENED,
    ResponseKind.REFERRAL,
    ResponseKind.PROSECUTION,
    ResponseKind.CIVIL_SUIT,
    ResponseKind.LEGISLATION,
)
"""Responses of these kinds take time: each has a state."""


IMPLIED_STATUS = {
    ResponseKind.INVESTIGATION_OPENED: StationStatus.UNDER_INVESTIGATION,
    ResponseKind.CLOSURE_ORDERED: StationStatus.CLOSURE_ORDERED,
    ResponseKind.CLOSURE_CONFIRMED: StationStatus.REPORTED_CLOSED,
}
"""A response of this kind about a station goes with a status row of that value for the station."""


class Side(Term):
    """On whose behalf somebody speaks."""

    CHINA = (
        "china",
        "The Chinese state: its ministries, missions, police and party bodies, and media that speak for them.",
    )
    HOST_STATE = (
        "host_state",
        "A state in which stations were reported: its authorities and its office holders of any party.",
    )
    OTHER_STATE = "other_state", "A state other than China in which no station was reported, likewise."
    INTERNATIONAL = "international", "An international body or a group of states or parliaments."
    NGO = "ngo", "A non-governmental organisation."
    ACADEMIC = "academic", "A researcher who speaks as one."
    MEDIA = "media", "A news medium or a journalist, in their own voice."
    AFFECTED_PERSON = "affected_person", "A person who says that the stations or the police behind them concern them."
    ASSOCIATION = "association", "A community, home-town or business association, or a person speaking for one."
    OTHER = "other", "None of the other sides: stated in the speaker's role."


class StatementForm(Term):
    """Whether a statement's text is the speaker's words as the source printed them, or our account of them."""

    VERBATIM = "verbatim", "The words stand in the source between quotation marks, or as a quoted text."
    PARAPHRASE = "paraphrase", "Our own words for what the source says that the speaker said."


class Wording(Term):
    """How words printed by a source relate to the words that were spoken."""

    ORIGINAL = "original", "The source prints the language that the speaker is understood to have used."
    TRANSLATION = "translation", "The source prints a translation of the speaker's words."
    BACK_TRANSLATION = (
        "back_translation",
        "The words were translated into another language and back: what the source printed is not what was said.",
    )


class Metric(Term):
    """What a claimed number counts."""

    STATIONS = "stations", "Stations claimed to exist or to have existed, in all or in the named country."
    STATIONS_ADDED = "stations_added", "Stations that a later report adds to an earlier one."
    COUNTRIES = "countries", "Countries in which stations are claimed."
    CITIES = "cities", "Cities in which stations are claimed."
    BUREAUS = "bureaus", "Chinese police authorities said to run stations."
    INVESTIGATING_COUNTRIES = "investigating_countries", "Countries said to have opened inquiries."
    RETURNED_PERSONS = "returned_persons", "Persons said to have been persuaded or made to return to China."
    INCIDENTS = "incidents", "Cases of coerced return, harassment or the like."
    PERSONNEL = "personnel", "Persons said to work for stations."
    SERVICE_CENTRES = (
        "service_centres",
        "Contact, liaison or service points abroad, by whatever name, that the claimant does not equate with stations.",
    )
    SERVICE_CENTRE_CITIES = "service_centre_cities", "Cities with such contact, liaison or service points."
    SERVICE_CENTRE_COUNTRIES = "service_centre_countries", "Countries with such contact, liaison or service points."
    CALLING_COUNTRIES = "calling_countries", "Countries or regions from which a hotline is said to have had calls."
    RETURN_COUNTRIES = "return_countries", "Countries or regions from which persons are said to have been returned."
    CASES_HANDLED = "cases_handled", "Matters or criminal cases that a programme is said to have handled or solved."
    DETAINED_PERSONS = "detained_persons", "Persons said to have been detained through a programme."
    INTERVIEWED_PERSONS = "interviewed_persons", "Persons whom the authors of a report interviewed."
    START_YEAR = "start_year", "The year in which the stations, or the first of a group, are said to have begun."
    REPORT_YEAR = "report_year", "The year in which a report is said to have been published."
    VOTES = "votes", "Votes cast for or against something."


class Bound(Term):
    """How a claimed number is to be read."""

    EXACT = "exact", "The number itself is claimed."
    AT_LEAST = "at_least", "The source says at least, or more than: the true number may be higher."
    ABOUT = "about", "The source says about, around or nearly."
    AT_MOST = "at_most", "The source says at most, or fewer than: the true number may be lower."


class Unit(Term):
    """The unit of a claimed number."""

    STATION = "station", "A station, or a service centre."
    COUNTRY = "country", "A country."
    CITY = "city", "A city."
    BUREAU = "bureau", "A police authority."
    PERSON = "person", "A person."
    CASE = "case", "A case or an incident."
    YEAR = "year", "A calendar year."
    VOTE = "vote", "A vote."


UNIT_OF_METRIC = {
    Metric.STATIONS: Unit.STATION,
    Metric.STATIONS_ADDED: Unit.STATION,
    Metric.COUNTRIES: Unit.COUNTRY,
    Metric.CITIES: Unit.CITY,
    Metric.BUREAUS: Unit.BUREAU,
    Metric.INVESTIGATING_COUNTRIES: Unit.COUNTRY,
    Metric.RETURNED_PERSONS: Unit.PERSON,
    Metric.INCIDENTS: Unit.CASE,
    Metric.PERSONNEL: Unit.PERSON,
    Metric.SERVICE_CENTRES: Unit.STATION,
    Metric.SERVICE_CENTRE_CITIES: Unit.CITY,
    Metric.SERVICE_CENTRE_COUNTRIES: Unit.COUNTRY,
    Metric.CALLING_COUNTRIES: Unit.COUNTRY,
    Metric.RETURN_COUNTRIES: Unit.COUNTRY,
    Metric.CASES_HANDLED: Unit.CASE,
    Metric.DETAINED_PERSONS: Unit.PERSON,
    Metric.INTERVIEWED_PERSONS: Unit.PERSON,
    Metric.START_YEAR: Unit.YEAR,
    Metric.REPORT_YEAR: Unit.YEAR,
    Metric.VOTES: Unit.VOTE,
}
"""Each metric is counted in one unit."""


class IncidentKind(Term):
    """What an incident is reported to have been."""

    COERCED_RETURN = "coerced_return", "A person is said to have been persuaded, pressed or made to return to China."
    HARASSMENT = "harassment", "A person is said to have been threatened, pressed or harassed, without returning."
    SURVEILLANCE = "surveillance", "A person or a group is said to have been watched or reported on."
    ABDUCTION_ATTEMPT = (
        "abduction_attempt",
        "An attempt to take a person abroad by force or deceit is said to have been made or stopped.",
    )


class Stance(Term):
    """What a source does to a record."""

    SUPPORTS = "supports", "The source says what the record, or the named field of it, says."
    DISPUTES = "disputes", "The source says otherwise, or reports that somebody does."


class CheckPlace(Term):
    """Where a page was read in which passages were looked for."""

    LIVE = "live", "At its own address."
    ARCHIVE = "archive", "In a copy of the web archive."
    BY_HAND = "by_hand", "In a file that a person saved."


class OutcomeOfSource(Term):
    """What came of a source, the most telling first."""

    CONFIRMED = "confirmed", "Every passage stands in its page."
    PARTLY = "partly", "Some passages stand in its page, which could not be read whole."
    CHANGED = "changed", "Its page was read whole, and some passage is not in it."
    REDIRECTED = "redirected", "Another page answers in its place, or one in another language, without its passages."
    PAYWALLED = "paywalled", "Its page shows its beginning only, without its passages."
    UNREADABLE = "unreadable", "Its page has no text that can be read: a script makes it, or it is of an unknown type."
    REFUSED = "refused", "The server does not answer programs, which says nothing about the page."
    GONE = "gone", "The server says that there is no such page."
    UNREACHABLE = "unreachable", "No server answers."


class OutcomeOfPassage(Term):
    """What came of looking for a passage in the page of its source."""

    EXACT = "exact", "It stands in what the page shows, once, or where it is expected."
    IN_METADATA = "in_metadata", "It stands in the data of the page alone, which readers of the page do not see."
    AMBIGUOUS = "ambiguous", "It stands in the page more than once."
    ABSENT = "absent", "The page was read whole, and has it nowhere."
    NOT_SEEN = "not_seen", "The page could not be had, or not be read whole: nothing is known."


class FoundAs(Term):
    """How a passage stood in the page in which it was last seen."""

    EXACT = OutcomeOfPassage.EXACT.value, OutcomeOfPassage.EXACT.definition
    IN_METADATA = OutcomeOfPassage.IN_METADATA.value, OutcomeOfPassage.IN_METADATA.definition
    AMBIGUOUS = OutcomeOfPassage.AMBIGUOUS.value, OutcomeOfPassage.AMBIGUOUS.definition


FOUND = (OutcomeOfPassage.EXACT, OutcomeOfPassage.IN_METADATA, OutcomeOfPassage.AMBIGUOUS)
"""The outcomes of a passage that stands in its page."""

FAILED = (OutcomeOfSource.GONE, OutcomeOfSource.UNREACHABLE)
"""The outcomes of a page that may be lost, or whose server had a bad day."""


class RetractionReason(Term):
    """Why an id left the data."""

    MERGED = "merged", "The record turned out to be the same thing as another, which is named as successor."
    SPLIT = "split", "The record turned out to be several things; one of them is named as successor."
    UNSUPPORTED = "unsupported", "No source supports the record any longer."
    WITHDRAWN = "withdrawn", "The source withdrew what the record rested on."
    HARM = "harm", "The record could harm a person."
    RENAMED = "renamed", "The id was wrong in itself; the record goes on under its successor."


SUCCEEDED = (RetractionReason.MERGED, RetractionReason.SPLIT, RetractionReason.RENAMED)
"""For these reasons a record goes on under another id, which is named as successor."""
