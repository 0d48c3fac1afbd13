"""Passages are found where they stand, and nowhere else."""

import builtins
import sys
import unicodedata
from collections import Counter
from hashlib import sha256
from types import ModuleType
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import list_unassigned
from draws import STEADY
from overseas_stations import passages
from overseas_stations.passages import (
    MIN_WORDS,
    Fingerprint,
    Text,
    TooShort,
    Verdict,
    Verification,
    fingerprint,
    normal_form,
    quoted_pieces,
    text_digest,
)
from overseas_stations.passages.assigned import unassigned
from overseas_stations.report_parts import VERDICTS

ARTICLE = (
    "The harbour office opened in March 2021. A spokesman said: “We did not ask the town for permission, "
    "and Mr Bergen may visit us.” Nobody answered the telephone on Tuesday."
)

anything = st.text(st.characters())
"""Every code point, lone surrogates included."""

tricky = st.text(
    st.sampled_from("aé\u0301\u0323\u200b\u00ad\ufeff\u2009\u2028\u00a0 '’„«″´\u1ffd-—−－\ufe58ŉﬁ…가\u11a8")
)
"""Many characters that the normal form treats in its own way, close together."""

words = st.text("abcdefé1", min_size=1, max_size=5)
other_words = st.text("uvwxyz2", min_size=1, max_size=5)
blanks = st.sampled_from([" ", "\n", "\t", "\r\n", "\u00a0", "\u2003", " \u200b ", " \n  "])
repetitive = st.text("ab -_", max_size=40) | st.lists(st.sampled_from(["a ", "b ", "ab-"]), min_size=8).map("".join)
"""Texts in which most passages stand more than once."""


@st.composite
def cut_passages(draw: st.DrawFn) -> tuple[str, str, int]:
    """Draw a text of different words, a passage of it, and where the passage starts."""
    pieces = draw(st.lists(words, min_size=MIN_WORDS, max_size=30, unique=True))
    first = draw(st.integers(0, len(pieces) - MIN_WORDS))
    last = draw(st.integers(first + MIN_WORDS, len(pieces)))
    return " ".join(pieces), " ".join(pieces[first:last]), len(" ".join([*pieces[:first], ""]))


class TestNormalForm:
    """One form for everything that is compared."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            pytest.param("", "", id="empty"),
            pytest.param(" \t\n\u00a0\u2028\u3000", "", id="only-blanks"),
            pytest.param("one\r\n two\u00a0\u2009three\u2028four", "one two three four", id="blanks"),
            pytest.param("har\u00adbour\u200b of\ufefffi\u2060ce \u200c\u200d", "harbour office", id="invisible"),
            pytest.param("“a” „b‟ «c» ″d‶ \u301de\u301e\u301f", '"a" "b" "c" "d" "e""', id="double-quotes"),
            pytest.param("‘a’ ‚b‛ ‹c› ′d‵ it\u02bcs it´s", "'a' 'b' 'c' 'd' it's it's", id="single-quotes"),
            pytest.param("1‐2‑3‒4–5—6―7−8－9﹘0", "1-2-3-4-5-6-7-8-9-0", id="dashes"),
            pytest.param("ﬁve ２０２１ … e\u0301", "five 2021 ... é", id="nfkc"),
            pytest.param("e\u200b\u0301", "é", id="accent-after-invisible"),
            pytest.param("「左」『右』《书》", "「左」『右』《书》", id="corner-brackets-stay"),
            pytest.param("Straße BERGEN", "Straße BERGEN", id="case-stays"),
        ],
    )
    def test_examples(self, text: str, expected: str) -> None:
        """What is folded, what is dropped and what stays."""
        assert normal_form(text) == expected

    def test_is_its_own_normal_form(self) -> None:
        """A second time changes nothing."""
        changed: list[bool] = []

        @given(anything | tricky)
        @example("e\u200b\u0301")
        def apply_twice(text: str) -> None:
            normal = normal_form(text)
            assert normal_form(normal) == normal
            changed.append(normal != text)

        apply_twice()
        assert sum(changed) > 10

    def test_is_the_same_for_equivalent_texts(self) -> None:
        """How a program wrote its accents does not matter."""
        changed: list[bool] = []
        forms: list[Literal["NFC", "NFD"]] = ["NFC", "NFD"]

        @given(anything | tricky, st.sampled_from(forms))
        def write_otherwise(text: str, form: Literal["NFC", "NFD"]) -> None:
            other = unicodedata.normalize(form, text)
            assert normal_form(other) == normal_form(text)
            changed.append(other != text)

        write_otherwise()
        assert sum(changed) > 5

    @pytest.mark.long
    def test_every_character(self) -> None:
        """Idempotent for each code point, alone and between letters; only plain spaces are left."""
        for start in range(0, sys.maxunicode, 256):
            text = " ".join(f"{chr(code)} a{chr(code)}\u0301b" for code in range(start, start + 256))
            normal = normal_form(text)
            assert normal_form(normal) == normal, hex(start)
            assert normal.split() == normal.split(" "), hex(start)


class TestFingerprint:
    """What is kept of a passage."""

    def test_is_the_hash_of_the_normal_form(self) -> None:
        """Anybody can compute it."""
        expected = Fingerprint(sha256(b"'It is open'").hexdigest(), 12, 7)
        assert fingerprint("‘It  is\nopen’ ", 7) == expected

    def test_counts_characters_and_hashes_utf_8(self) -> None:
        """A letter with an accent is one character."""
        assert fingerprint("né à Évora") == Fingerprint(sha256("né à Évora".encode()).hexdigest(), 10, None)

    @pytest.mark.parametrize("passage", ["", "  ", "one", "one two", "one\u00a0two\u200b", "one two \u2060 "])
    def test_refuses_short_passages(self, passage: str) -> None:
        """Two words are not enough, however they are written."""
        with pytest.raises(TooShort, match=r"3 words or more, found [012]"):
            fingerprint(passage)

    @given(st.lists(words, min_size=MIN_WORDS), st.data())
    def test_does_not_depend_on_wrapping(self, pieces: list[str], data: st.DataObject) -> None:
        """Other line breaks, the same passage."""
        wrapped = "".join(piece + data.draw(blanks) for piece in pieces)
        assert fingerprint(wrapped) == fingerprint(" ".join(pieces))

    @given(st.lists(words, min_size=MIN_WORDS), st.sampled_from(["“”", "„“", "«»", "»«", "″″", '""', "＂＂"]))
    def test_does_not_depend_on_quotes(self, pieces: list[str], quotes: str) -> None:
        """Other typography, the same passage."""
        passage = " ".join(pieces)
        assert fingerprint(quotes[0] + passage + quotes[1]) == fingerprint(f'"{passage}"')

    def test_text_digest(self) -> None:
        """A whole text has no minimum."""
        assert text_digest(" no—\n") == (sha256(b"no-").hexdigest(), 3)
        assert text_digest("") == (sha256(b"").hexdigest(), 0)

    def test_a_lone_surrogate_is_no_crash(self) -> None:
        """It reaches us through JSON escapes."""
        assert Text("it \ud800 is so").verify(fingerprint("it \ud800 is so", 0)).verdict == Verdict.EXACT

    @pytest.mark.parametrize(
        "passage",
        [
            pytest.param("ab cd", id="two-words"),
            pytest.param("ab - cd", id="a-dash-is-no-word"),
            pytest.param("警方已关闭", id="chinese"),
            pytest.param("FBI 关闭", id="a-word-and-two-characters"),
            pytest.param("경찰은 폐쇄했다", id="korean-has-blanks"),
        ],
    )
    def test_too_short(self, passage: str) -> None:
        """Fewer than three words, where two characters of a script without blanks are one."""
        with pytest.raises(TooShort):
            fingerprint(passage)

    @pytest.mark.parametrize("passage", ["警方已关闭站", "FBI 已经关闭", "ตำรวจปิด", "閉鎖された。閉鎖"])
    def test_long_enough_without_blanks(self, passage: str) -> None:
        """A passage that no blank divides is found within its sentence."""
        text = Text(f"据报道，{passage}。")
        assert text.verify(fingerprint(passage)).verdict == Verdict.EXACT


class TestFind:
    """Passages start where words start."""

    @pytest.mark.parametrize(
        ("passage", "expected"),
        [
            pytest.param("art", [0, 17, 23], id="start-hyphen-and-within-quotes"),
            pytest.param("art is", [0], id="several-words"),
            pytest.param("“art", [22], id="quote"),
            pytest.param("a", [0, 7, 17, 23, 29, 35], id="end-within-a-word"),
            pytest.param("rt", [], id="within-a-word"),
            pytest.param("-art", [], id="after-a-letter"),
            pytest.param("_b", [], id="underscore-after-a-letter"),
            pytest.param("b", [37], id="after-an-underscore"),
            pytest.param("Art", [], id="case"),
            pytest.param("", [], id="empty"),
        ],
    )
    def test_examples(self, passage: str, expected: list[int]) -> None:
        """Offsets count characters of the normal form."""
        assert Text("art  is a cart, p-art (“art”, apart a_b)").find(passage) == expected

    def test_overlapping_places(self) -> None:
        """A place within another one counts."""
        assert Text("so so so so").find("so so so") == [0, 3]

    def test_finds_every_word_start(self) -> None:
        """The same as looking at each character in turn."""
        found: list[int] = []

        @given(repetitive | tricky | anything, st.integers(0, 20), st.integers(1, 6))
        def look(raw: str, start: int, length: int) -> None:
            text = Text(raw)
            passage = normal_form(text.normal[start : start + length])
            places = text.find(passage)
            assert places == (word_starts(text.normal, passage) if passage else [])
            assert list(text._word_starts) == word_starts(text.normal, "")
            found.append(len(places))

        look()
        assert sum(number > 0 for number in found) > 2
        assert max(found) > 1


UNSPACED = {
    "Thai and Lao": range(0x0E00, 0x0F00),
    "Burmese": range(0x1000, 0x10A0),
    "Khmer": range(0x1780, 0x1800),
    "hiragana and katakana": range(0x3040, 0x3100),
    "Chinese characters": range(0x3400, 0xA000),
    "the planes that are kept for more of them": range(0x20000, 0x40000),
}
"""Scripts without blanks between words. By blocks, so that nothing depends on the Unicode that a Python knows."""


def is_unspaced(character: str) -> bool:
    """Say whether a character belongs to a script that puts no blanks between words."""
    return any(ord(character) in block for block in UNSPACED.values())


def word_starts(normal: str, passage: str) -> list[int]:
    """Return where *passage* stands at a word start, by the definition."""

    def begins_word(i: int) -> bool:
        if i == 0 or not normal[i - 1].isalnum():
            return True
        return is_unspaced(normal[i]) or is_unspaced(normal[i - 1])

    return [
        i for i, character in enumerate(normal) if character != " " and begins_word(i) and normal.startswith(passage, i)
    ]


def slow_verdict(text: Text, fp: Fingerprint) -> Verification:
    """Return what a scan of all windows says."""

    def stands_at(i: int) -> bool:
        window = text.normal[i : i + fp.characters]
        return len(window) == fp.characters and sha256(window.encode()).hexdigest() == fp.sha256

    if fp.start is not None and fp.start >= 0 and stands_at(fp.start):
        return Verification(Verdict.EXACT, fp.start)
    places = [i for i in word_starts(text.normal, "") if stands_at(i)]
    match places:
        case []:
            return Verification(Verdict.ABSENT, None)
        case [place]:
            return Verification(Verdict.EXACT if fp.start is None else Verdict.MOVED, place)
        case _:
            return Verification(Verdict.AMBIGUOUS, places[0])


class TestVerify:
    """The verdict on a passage."""

    def test_verdicts_are_those_of_reports(self) -> None:
        """The same words in the same order."""
        assert tuple(Verdict) == VERDICTS

    @given(cut_passages())
    def test_exact_at_its_hint(self, cut: tuple[str, str, int]) -> None:
        """A passage stands where it was cut from."""
        raw, passage, start = cut
        assert Text(raw).find(passage) == [start]
        assert Text(raw).verify(fingerprint(passage, start)) == (Verdict.EXACT, start)
        assert Text(raw).verify(fingerprint(passage)) == (Verdict.EXACT, start)

    @given(cut_passages(), st.lists(other_words, min_size=1))
    def test_moved_by_a_prefix(self, cut: tuple[str, str, int], prefix: list[str]) -> None:
        """Words before it move a passage."""
        raw, passage, start = cut
        before = "".join(f"{word} " for word in prefix)
        moved = Verification(Verdict.MOVED, start + len(before))
        assert Text(before + raw).verify(fingerprint(passage, start)) == moved
        assert Text(raw).verify(fingerprint(passage, start + len(before))) == (Verdict.MOVED, start)

    @given(cut_passages(), other_words)
    def test_absent_when_removed(self, cut: tuple[str, str, int], word: str) -> None:
        """What was replaced is gone, wherever it is looked for."""
        raw, passage, start = cut
        text = Text(raw.replace(passage, word))
        assert text.verify(fingerprint(passage, start)) == (Verdict.ABSENT, None)
        assert text.verify(fingerprint(passage)) == (Verdict.ABSENT, None)

    @given(cut_passages(), other_words)
    def test_ambiguous_when_duplicated(self, cut: tuple[str, str, int], word: str) -> None:
        """Two places and a wrong hint: nobody knows which was meant."""
        raw, passage, start = cut
        text = Text(f"{raw} {word} {raw}")
        assert text.verify(fingerprint(passage, len(raw) + 1)) == (Verdict.AMBIGUOUS, start)
        assert text.verify(fingerprint(passage)) == (Verdict.AMBIGUOUS, start)
        assert text.verify(fingerprint(passage, start)) == (Verdict.EXACT, start)

    def test_a_second_occurrence_is_ambiguous_after_a_shift(self) -> None:
        """The place where the last shift leads is not taken for the only one."""
        text = Text("new words and one two three and four five six and one two three")
        assert text.verify(fingerprint("four five six", 22)) == (Verdict.MOVED, 32)
        assert text.verify(fingerprint("one two three", 4)) == (Verdict.AMBIGUOUS, 14)

    def test_same_verdict_as_a_slow_scan(self) -> None:
        """What was verified before, and in which order, never changes a verdict."""
        seen: Counter[Verdict] = Counter()
        cut = st.tuples(st.integers(0, 16), st.integers(1, 16), st.none() | st.integers(-20, 60))

        @STEADY
        @given(repetitive, st.lists(cut, min_size=2, max_size=8))
        def verify(raw: str, cuts: list[tuple[int, int, int | None]]) -> None:
            text, shorter = Text(raw), Text(raw[1:])
            for start, length, hint in cuts:
                window = text.normal[start : start + length]
                fp = Fingerprint(sha256(window.encode()).hexdigest(), length, hint)
                found, others = text.verify(fp), set[str]()
                assert found == Text(raw).verify(fp) == slow_verdict(text, fp)
                # Nor does what was looked at in other texts.
                assert shorter.verify(fp, others) == slow_verdict(shorter, fp)
                assert text.verify(fp, others) == found
                assert window not in others
                seen[found.verdict] += 1

        verify()
        assert seen.keys() == set(Verdict) - {Verdict.NOT_CHECKED}

    @pytest.mark.parametrize("characters", [-5, 0, 5, 10**9])
    @pytest.mark.parametrize("start", [None, -1, 0, 10**9])
    def test_senseless_fingerprints_are_absent(self, characters: int, start: int | None) -> None:
        """Neither the empty passage nor one beyond the end stands anywhere."""
        for raw in ("", "a b c"):
            text = Text(raw)
            assert text.verify(Fingerprint(sha256(b"").hexdigest(), characters, start)) == (Verdict.ABSENT, None)

    def test_a_hint_never_counts_from_the_end(self) -> None:
        """A negative hint is a wrong hint."""
        assert Text("so one two three").verify(fingerprint("one two three", -13)) == (Verdict.MOVED, 3)


class TestNearest:
    """The most similar passage, for a person."""

    @pytest.mark.parametrize(
        ("wanted", "passage", "differences"),
        [
            pytest.param(
                "We did ask the town for permission",
                "We did not ask the town for permission",
                ["a negation differs: 'not' is missing here"],
                id="negation-missing",
            ),
            pytest.param(
                "the harbour office never opened in 2021",
                "The harbour office opened in March 2021",
                [
                    "'the' stands where the text has 'The'",
                    "a negation differs: 'never' is not in the text",
                    "a name differs: 'March' is missing here",
                ],
                id="negation-added",
            ),
            pytest.param(
                "Nobody answered the telephone in Tuesday",
                "Nobody answered the telephone on Tuesday",
                ["'in' stands where the text has 'on'"],
                id="plain-word",
            ),
            pytest.param(
                "opened in March 2012",
                "opened in March 2021",
                ["a number differs: '2012' stands where the text has '2021'"],
                id="number",
            ),
            pytest.param(
                "and Mr Bergman may visit us",
                "and Mr Bergen may visit us",
                ["a name differs: 'Bergman' stands where the text has 'Bergen'"],
                id="name",
            ),
            pytest.param(
                "and Mr Bergen must visit us",
                "and Mr Bergen may visit us",
                ["a modal differs: 'must' stands where the text has 'may'"],
                id="modal",
            ),
            pytest.param(
                "and Mr Bergen can't visit us",
                "and Mr Bergen may visit us",
                ["a negation and a modal differ: 'can't' stands where the text has 'may'"],
                id="contraction",
            ),
            pytest.param(
                "A spokesman said: “We won't ask the town for permission",
                'A spokesman said: "We did not ask the town for permission',
                ["a negation and a modal differ: 'won't' stands where the text has 'did not'"],
                id="irregular-contraction",
            ),
            pytest.param(
                "We did not ask the fourteen towns for permission",
                "We did not ask the town for permission",
                ["a number differs: 'fourteen towns' stands where the text has 'town'"],
                id="number-in-words",
            ),
            pytest.param(
                "Nobody answered the Bergen telephone on Tuesday",
                "Nobody answered the telephone on Tuesday",
                ["a name differs: 'Bergen' is not in the text"],
                id="name-added",
            ),
            pytest.param("office opened", "office opened", [], id="the-same"),
        ],
    )
    def test_shows_what_differs(self, wanted: str, passage: str, differences: list[str]) -> None:
        """Word by word, and what kind of word it is."""
        text = Text(ARTICLE)
        near = text.nearest(wanted)
        assert near is not None
        assert near.passage == passage
        assert list(near.differences) == differences
        assert text.normal.startswith(passage, near.start)
        assert near.score == 100 if not differences else 75 < near.score < 100

    def test_the_first_word_is_no_name(self) -> None:
        """It has its capital from its place, also behind a quotation mark."""
        near = Text("They left. “Those officials went home.”").nearest("“These officials went home")
        assert near is not None
        assert near.differences == ("'These' stands where the text has 'Those'",)

    def test_frequent_words_are_compared_too(self) -> None:
        """Also in a long passage, where most words stand often."""
        text = "so it went on and on " * 60
        near = Text(text).nearest(text.replace("and", "and not", 1))
        assert near is not None
        assert near.differences == ("a negation differs: 'not' is not in the text",)

    def test_texts_without_spaces(self) -> None:
        """A missing character is shown, and not the whole text."""
        near = Text("港口办公室三月开放。镇上没有人知道这件事。电话无人接听。").nearest("镇上有人知道这件事")
        assert near is not None
        assert (near.passage, near.differences) == ("镇上没有人知道这件事", ("'没' is missing here",))

    @pytest.mark.parametrize(("raw", "wanted"), [("", ""), ("", "a b"), ("a b", " "), ("a b", "xy")])
    def test_nothing_in_common(self, raw: str, wanted: str) -> None:
        """Then no passage is the nearest."""
        assert Text(raw).nearest(wanted) is None

    def test_never_raises(self) -> None:
        """Whatever is looked for in whatever: a passage of the text, or none."""
        seen: Counter[bool] = Counter()

        @given(anything | tricky | repetitive, anything | tricky | repetitive)
        def look(raw: str, wanted: str) -> None:
            text = Text(raw)
            near = text.nearest(wanted)
            if near is not None:
                assert near.passage == text.normal[near.start : near.start + len(near.passage)] != ""
                assert 0 < near.score <= 100
            seen[near is None] += 1

        look()
        assert min(seen[True], seen[False]) > 5

    @given(cut_passages())
    def test_finds_what_is_there(self, cut: tuple[str, str, int]) -> None:
        """A passage is most similar to itself, and then nothing differs."""
        raw, passage, start = cut
        near = Text(raw).nearest(passage)
        assert near is not None
        assert (near.start, near.passage, near.score, near.differences) == (start, passage, 100, ())

    def test_long_words_are_cut(self) -> None:
        """The work is bounded."""
        near = Text("one two three " * 4000).nearest("one two three " * 100_000)
        assert near is not None
        assert len(near.passage) < 4100

    def test_differences_are_short_and_printable(self) -> None:
        """A report shows them as they are."""
        near = Text("so it began and ended").nearest("so it \u202e" + "x" * 500 + " began and ended")
        assert near is not None
        assert all(len(difference) < 200 and difference.isprintable() for difference in near.differences)

    def test_without_rapidfuzz(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The extra is not needed for anything else."""
        real_import = builtins.__import__

        def no_rapidfuzz(name: str, *rest: object, **options: object) -> ModuleType:
            if name.startswith("rapidfuzz"):
                raise ImportError(name)
            # The arguments are passed on as they came.
            return real_import(name, *rest, **options)

        monkeypatch.setattr(builtins, "__import__", no_rapidfuzz)
        assert Text(ARTICLE).nearest("harbour office opened") is None
        assert Text(ARTICLE).verify(fingerprint("harbour office opened")).verdict == Verdict.EXACT


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("We never met.", ["We never met."]),
        ("We met […] once [...]  or twice.", ["We met", "once", "or twice."]),
        ("[…] only the end", ["only the end"]),
        ("[…][...]", []),
        ("", []),
        ("an [editor's] word … and (...) others stay", ["an [editor's] word … and (...) others stay"]),
    ],
)
def test_quoted_pieces(text: str, pieces: list[str]) -> None:
    """Only omission marks in square brackets divide a statement."""
    assert quoted_pieces(text) == pieces


def test_passages_that_moved_together_are_not_scanned_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first one is looked for, the others are found where its shift leads."""
    text = Text(" ".join(f"word{number} {number} ends" for number in range(2000)))
    moving = [f"word{number} {number} ends" for number in range(1000, 2000, 10)]
    moved = [(fingerprint(passage, text.find(passage)[0] - 10_000), text.find(passage)[0]) for passage in moving]
    hashed = []

    def counted(data: bytes) -> object:
        hashed.append(len(data))
        return sha256(data)

    monkeypatch.setattr(passages.fingerprints, "sha256", counted)
    for number, (fp, place) in enumerate(moved):
        assert text.verify(fp) == (Verdict.MOVED, place)
        if number == 0:
            assert len(hashed) > 1000
            hashed.clear()
    assert len(hashed) == 2 * (len(moved) - 1)


def test_a_passage_has_what_every_version_of_unicode_has() -> None:
    everything = "".join(map(chr, range(0x110000)))
    listed = unassigned(everything)
    # Whatever this Python does not know, Unicode 14 did not either; Python 3.11 knows that and no more.
    assert set(listed) >= {each for each in everything if unicodedata.category(each) == "Cn"}
    if unicodedata.unidata_version == list_unassigned.VERSION:
        assert list_unassigned.FILE.read_bytes() == list_unassigned.text().encode()
    assert len(listed) == 829_834
