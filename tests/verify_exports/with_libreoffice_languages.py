"""LibreOffice in many languages: no escaped cell is a date, a number or a formula to it, however it splits lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from export_files import same
from in_libreoffice import XLSX, convert, types, version
from overseas_stations.canonical.tabular import csv_text
from overseas_stations.publishing.exports.delimited import safe_bytes

LANGUAGES = {
    "ar": 1025, "cs": 1029, "de": 1031, "el": 1032, "en": 1033, "es": 3082, "fa": 1065, "fi": 1035, "fr": 1036,
    "he": 1037, "hi": 1081, "hu": 1038, "it": 1040, "ja": 1041, "ka": 1079, "ko": 1042, "lv": 1062, "nb": 1044,
    "nl": 1043, "pl": 1045, "pt": 1046, "ru": 1049, "sv": 1053, "th": 1054, "tr": 1055, "vi": 1066, "zh": 2052,
    "zh_TW": 1028,
}  # fmt: skip
"""Language -> its number in Windows, which LibreOffice goes by."""

MONTHS = (
    "{m}", "{m} 2022", "{m}-22", "{m} 5, 2022", "{m}5", "{m}. 5", "{m} 5 2022 10:30 PM", "{m}/2022", "D {m} 5", "{m}_5",
    "{m} 5 2022 at 10", "{m}-2022-10-27", "{m}-5-2022", "{m}/5/2022",
)  # fmt: skip
WEEKDAYS = (
    "{d}", "{d}, {m} 5, 2022", "{d} {m} 5 2022", "{d}, 5. {m} 2022", "{d} 5 {m} 2022", "{d}, 5 {m}", "{d} 5/3/2022",
    "{d}-2022-03-05", "{d}-{m}-5", "{d}/{m}/5", "{d} 5 {m} 2022 10:30", "{d}, 5 de {m} de 2022",
    "{d}, {m} 5, 2022 10:30 a.m.",
)  # fmt: skip
OTHERS = (
    "令和4年5月3日", "R4.5.1", "H31.4.1", "平成31年4月1日10時30分", "民國111年3月5日", "星期三2022年3月5日",
    "토요일 2022년 3월 5일", "kr 1", "kr-1", "USD 5", "EUR 5,00", "zł 5", "TRUE", "WAHR", "VRAI", "ИСТИНА", "IGAZ",
    "YANLIŞ", "e5", "NaN", "AM5:00", "1e5", "12E3", "0012", "2022-12", "1/2", "(5)", "５", "=1+1", "+1+1", "-1+1",
    "@sum(1)", "＝1+1", "\t=1+1", '"=1+1',
)  # fmt: skip
SPLIT = ("a;=1+1", "a\t=1+1", "a, =1+1", 'a; "=1+1"', "a\n=1+1", "a\r\n-1+1", "a;\u00a0=1+1", "a;\u200b+1+1", ";;=1+1")


def verify(folder: Path) -> Iterator[str]:
    scratch = folder.parent / "languages"
    scratch.mkdir()
    profile = scratch / "profile"
    program = version(profile)
    tried = guarded = 0
    for language, number in LANGUAGES.items():
        texts = _texts(language)
        rows = [[text, "b"] for text in texts]
        (scratch / f"raw-{language}.csv").write_bytes(csv_text(rows).encode())
        (scratch / f"safe-{language}.csv").write_bytes(safe_bytes(rows))
        found = {}
        for kind in ("raw", "safe"):
            file = scratch / f"{kind}-{language}.csv"
            read = f"--infilter=CSV:44,34,76,1,,{number},false,true"
            convert(profile, XLSX, scratch / "out", file, options=(read,))
            found[kind] = types(scratch / "out" / f"{file.stem}.xlsx")
        same(f"types in {language}", found["safe"], {"s": 2 * len(texts)})
        tried, guarded = tried + len(texts), guarded + found["raw"].total() - found["raw"]["s"]
    assert guarded > 0, "LibreOffice took every cell for text as it was: nothing was tried"
    yield (
        f"{program}: {tried} cells in {len(LANGUAGES)} languages, {guarded} of them no text as they were, all of them "
        "text once escaped"
    )
    yield f"{program}: {_split(scratch, profile)}"


def _texts(language: str) -> list[str]:
    from babel.dates import get_day_names, get_month_names

    both = ("wide", "abbreviated")
    months = {name for width in both for name in get_month_names(width, "format", language).values()}
    days = {name for width in both for name in get_day_names(width, "format", language).values()}
    march = get_month_names("wide", "format", language)[3]
    dated = {form.format(m=month) for form in MONTHS for month in months}
    return sorted(dated | {form.format(d=day, m=march) for form in WEEKDAYS for day in days} | set(OTHERS))


def _split(scratch: Path, profile: Path) -> str:
    """Return how many formulas LibreOffice found where it splits at commas, semicolons and tabs, heeding no marks."""
    rows = [[text, "b"] for text in (*SPLIT, *OTHERS)]
    (scratch / "split-raw.csv").write_bytes(csv_text(rows).encode())
    (scratch / "split-safe.csv").write_bytes(safe_bytes(rows))
    counts = []
    for kind in ("raw", "safe"):
        found = 0
        for number, (separators, mark) in enumerate((("59", 34), ("9", 34), ("44/59/9", 34), ("44/59/9", ""))):
            out = scratch / f"split-{number}"
            read = f"--infilter=CSV:{separators},{mark},76,1,,1033,false,true"
            file = scratch / f"split-{kind}.csv"
            convert(profile, XLSX, out, file, options=(read,))
            found += types(out / f"{file.stem}.xlsx")["f"]
        counts.append(found)
    raw, safe = counts
    assert raw > 0, "LibreOffice found no formula in the cells as they were: nothing was tried"
    same("formulas", safe, 0)
    return f"{raw} formulas where lines are split in four ways, none once escaped"
