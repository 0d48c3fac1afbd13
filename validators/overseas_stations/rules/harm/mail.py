"""E-mail addresses in texts, also where their signs are written as words."""

from __future__ import annotations

import re
from functools import cache

from overseas_stations.rules.core.checks import any_of

# What the sign is called where the word has few other uses, and in brackets alone; and what the dot is called.
_CALLED = (
    "arroba|arrova|arobase|arobas|chiocciola|chiocciolina|zavináč|zavinac|małpa|malpa|kukac|klammeraffe|affenschwanz|"
    "apestaartje|apenstaartje|snabel-a|snabela|alfakrøll|krøllalfa|krølle-a|miukumauku|ättmärk|majmunče|majmun|afna|"
    "afnă|kiukiu|собака|собачка|кучка|равлик|маймунско|мајмун|παπάκι|παπακι|שטרודל|כרוכית|แอท|골뱅이|アットマーク|"
    "アット|艾特|小老鼠|圈a|花a|at sign|at-sign|at the rate|at the rate of|ät-zeichen|Ät-Zeichen|at-zeichen|"
    "At-Zeichen|a commercial|arond|a rond|"
    "собачку|собачка|собачке|песик|песика|маймунка|маймунско а|кльомба|мајмунче|kuyruklu a|güzel a|a còng|a móc|"
    "krøllalfa|at-tegn|at-tecken|ät-märkki|ät-merkki|at-merki|eta zīme|ات ساین|اتساین|एट द रेट|ऐट|অ্যাট|ایٹ|앳|แอ็ท|"
    "دال مضلع"
)
_IN_BRACKETS = "at|ät|ätt|eta|chez|à|bei|ved|hos|na|u|pri|у|на|эт|ет|ат|et|آت|أت|ات|ایت|एट|hjá|di|en|aon|@|＠|﹫"
_DOT_CALLED = (
    "dot|punto|punkt|ponto|point|punct|punt|punktum|prik|piste|tečka|tecka|bodka|kropka|točka|tocka|pont|taškas|"
    "punkts|nokta|точка|тачка|крапка|кропка|τελεία|τελεια|נקודה|نقطة|نقطه|डॉट|จุด|닷|점|ドット|点|點|pika|punct|punktur|arĭ|taškas|titik|chấm|crtica|punktiņš|doton|ντοτ|دوت|دات|ڈاٹ|ডট|புள்ளி|쩜|점|דוט|ду|"
    "tačka|punkten|pisteen"
)


def _spelt(words: str) -> str:
    """Return the pattern of words in small letters, in capitals, or begun with one."""
    forms = {form for word in words.split("|") for form in (word, word.capitalize(), word.upper())}
    return "|".join(sorted(map(re.escape, forms)))


_DOT_BEHIND_AT = f"(?:{_spelt('dot|punkt|punto|point|ponto|piste|nokta|titik|taškas|punkts|punktum|punktur|دوت|نقطة')})"
# What the sign is called by words that have other uses: only a domain in words may follow.
_AT = f"(?:{_spelt('at|ät|et|eta|hjá|آت')})"
_NO_DOMAIN = r"(?!(?:the|a|an|this|that|one|each|every|its|his|her|their|our|my|your|no)\b)"
_BRACKETED = f"[(\\[{{<\uff08] ?(?:{_spelt(_IN_BRACKETS)}) ?[)\\]}}>\uff09]"
_SPOKEN = (
    f" {_AT},? [A-Za-z0-9-]+,? {_DOT_BEHIND_AT},? [A-Za-z]| AT [a-z]|[\"'„“‘](?:at|ät|AT)[\"'”“’]|"
    f": ?[A-Za-z0-9._-]+ at [A-Za-z0-9-]+[.]"
)
_STARS = "[★☆◎●○■□◆◇♪※]"
_SPLIT = (
    " ?[\"'„“‘](?:at|ät|AT)[\"'”“’] ?| AT (?=[a-z])| ?[\\[{<]a[\\]}>] ?|[·•・]at[·•・]|_at_|_AT_|&#64;|%40|[|]at[|]|"
    "/at/|=at=|~at~|[*]at[*]|[(\uff08]a[)\uff09]"
)
_TOLD = "[#*\uff03\uff0a]| ?-at- ?|-AT-|[.]at[.]|[.]AT[.]"
_INSTEAD = (
    "[★☆◎●○■□◆◇♪※#*\uff03\uff0a][A-Za-z0-9-]+[.]|[·•・_|/=~*.-](?:at|AT)[·•・_|/=~*.-]"
    "|[(\\[{<\uff08]a[)\\]}>\uff09]|&#64;|%40"
)
MAIL = any_of((f"[@\uff20\ufe6b]|{_INSTEAD}", _BRACKETED, _spelt(_CALLED), _SPOKEN))
"""What every text with an e-mail address contains, on all engines."""

_STOPS = " \u00a0\u3000,;:!?@\uff20()\\[\\]{}<>\"'\u00ab\u00bb\u201c\u201d/="
# What tells that another sign stands for that of mail: the sign itself, words for mail, and for what is changed.
_SAYS = (
    "(?i:[@\uff20]|mail|courriel|correo|correio|posta\\b|почт|пошт|ηλεκτρονικ|メール|メアド|邮|郵|메일|アット|"
    "\\bat sign|"
    "ersetz|replac|remplac|sustitu|substitu|sostitu|reemplaz|zamie|zastąp|nahra|vervang|byt ut|erstatt|bytt|korvaa|"
    "замен|замін|заміст|înlocui|cseréld|değiştir|ganti|thay|置き換|置換|変え|変更|读作|换|換|替|改成|改为|바꾸|바꿔)"
)
_FILE = r"(?i:\.(?:png|jpe?g|gif|svg|webp|pdf|css|js|html?))$"


# A word may be one of the sentence: only what is Latin is a domain behind it.
_LATIN, _TOP = "[A-Za-z0-9-]+", "(?:[A-Za-z]{2,}(?![A-Za-z])|(?:ру|рф|ком|укр|бг|срб)(?![а-я]))"
_COMMON_TOP = "(?i:[a-z]{2}|com|net|org|info|edu|gov|app|club|site|online|asia|biz)(?![A-Za-z])"
_LOCAL = "(?<![A-Za-z0-9./_-])[A-Za-z0-9][A-Za-z0-9.+-]{0,63}"
_DOMAIN = (
    rf"{_LATIN}(?:\.{_LATIN}){{0,4}}\.(?!(?:py|js|ts|md|sh|rs|go|txt|csv|json|xml|ya?ml|html?|pdf|png|jpe?g|gif|"
    rf"docx?)\b)"
    r"(?:[a-z]{2,}|[A-Z]{2,})(?![A-Za-z0-9])"
)


@cache
def _told() -> re.Pattern[str]:
    return re.compile(f"{_LOCAL}(?:{_TOLD}){_DOMAIN}")


_SIGNS = ("@", "\uff20", "\ufe6b", *_CALLED.split("|"))
_ASCII_SIGNS = tuple(filter(str.isascii, _SIGNS))
_AROUND_AT = ('at"', "at'", "at”", "at’", "at“", " at", " ät", " et", " eta", " hjá", " آت")


def _has_sign(text: str) -> bool:
    """Say whether a text holds what every address does; sooner than by the pattern of them all."""
    small = text.lower()
    return (
        any(sign in small for sign in (_ASCII_SIGNS if text.isascii() else _SIGNS))
        or (any(opened in small for opened in "([{<\uff08") and re.search(_BRACKETED, text) is not None)
        or re.search(_INSTEAD, text) is not None
        or (any(sign in small for sign in _AROUND_AT) and re.search(_SPOKEN, text) is not None)
    )


@cache
def _addresses() -> tuple[re.Pattern[str], ...]:
    opened, closed = "[(\\[{<\uff08] ?", " ?[)\\]}>\uff09]"
    bracketed = f"{opened}(?:{_spelt(_CALLED)}|{_spelt(_IN_BRACKETS)}){closed}"
    spelt = f"(?:{_spelt(_DOT_CALLED)})"
    dot = (
        f"(?:[.\uff0e\u3002]| ?{opened}(?:{spelt}|\\.){closed} ?| {spelt} |{spelt}(?=[a-z])|"
        f" \\. (?=[a-z]{{2,4}}(?![a-z])))"
    )
    label, top = f"[^.{_STOPS}]+", "[A-Za-z\u00c0-\uffdc-]{2,}"
    return (
        re.compile(f"{_LOCAL}(?: ?{_STARS}|{_SPLIT}){_DOMAIN}"),
        re.compile(f"[^{_STOPS}] ?(?:[@\uff20\ufe6b]|{bracketed}) ?{label}(?:{dot}{label})*{dot}{top}"),
        re.compile(f"[^{_STOPS}] ?(?:{_spelt(_CALLED)}) ?{_LATIN}(?:{dot}{_LATIN})*{dot}{_TOP}"),
        # Told by the way, between commas.
        re.compile(f"[^{_STOPS}], (?:{_spelt(_CALLED)}), {_LATIN},? {spelt},? (?:{_LATIN} {spelt} )?{_COMMON_TOP}"),
        re.compile(
            rf"[A-Za-z0-9._%+-]+ (?!et [^.]* point ){_AT},? {_NO_DOMAIN}{_LATIN},? {_DOT_BEHIND_AT},? {_COMMON_TOP}"
        ),
        re.compile(rf"(?i:mail|courriel|correo|correio|почта)[^.:]{{0,20}}: ?{_LOCAL} at {_DOMAIN}"),
    )


def is_mail(text: str, _: str | None = None) -> bool:
    """Say whether a text holds an e-mail address.

    >>> is_mail("someone (at) example.org"), is_mail("the account @example"), is_mail("icon@2x.png")
    (True, False, False)
    """
    if not _has_sign(text):
        return False
    if re.search(_INSTEAD, text) and re.search(_SAYS, text) and _told().search(text):
        return True
    return any(not re.search(_FILE, found[0]) for pattern in _addresses() for found in pattern.finditer(text))
