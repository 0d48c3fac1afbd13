"""How the names of streets and the numbers of houses are written, as patterns for texts without marks."""

from __future__ import annotations

# A name: a capital, or letters of a script that has none, with what stands between its words.
CAPITAL = "[A-ZÆØÐÞŁĐŒА-ЯЁЂЃЄІЇЈЉЊЋЌЎЏҐҒҚҢӨҰҮҺӘԱ-ՖΑ-Ω]"
CASELESS = (
    "[\u0590-\u05ff\u0610-\u061a\u0620-\u065f\u066e-\u06ef\u06fa-\u08ff\u0900-\u0963\u0970-\u10ff"
    "\u1200-\u139f\u1780-\u17df\ufb1d-\ufefc\u200c\u200d]"
)
LETTER = rf"(?:[^\W\d_]|{CASELESS})"
JOINS = "\u0650\u0654\u200c"
"""The signs that join a Persian word to its name."""
_PARTICLE = (
    "(?:de|del|du|des|d[aio]|d[aeo]s|d'|l'|del|dell[aeo]|dell'|degli|dei|el|la|le|les|los|las|lo|y|e|i|et|und|"
    "der|dem|den|die|das|van|von|"
    "vom|zum?|zur|of|the|and|sw\\.?|im\\.?|gen\\.?|ks\\.?|am|an|in|al|ten|ter|'t|af|av|sur|sous|en|aux?|на|"
    "им\\.?|имени|ім\\.?|та|и|у|u|v|na|"
    "nad|pod|op|bin|ibn|os|as|του|της|των)"
)
NAME = rf"(?:{CAPITAL}\w*(?!°)\.?(?:['-]\w+\.?){{0,3}}|{CASELESS}+)"
_STEP = rf"(?:{_PARTICLE}(?: |(?<=')))"
NAMES = (
    rf"(?:(?:(?:des|del|dei|de|do|du|of) )?[0-9]{{1,2}}(?:(?:ης|ου|-?[йяемго]{{1,2}})?\.? (?:лет |років )?|-))?{_STEP}{{0,3}}"
    rf"[\"“„«'‘]?{NAME}[\"”“»'’]?(?:[ -]{_STEP}{{0,3}}{NAME}){{0,5}}"
)
MARK = r"№{1,2}|(?:d|д|c|ev|km|kav|kbr|k|кв|буд|dom|дом)(?!\w)[.:'°º]{0,2}|#|nº|n°|n\.º"
WITHOUT = r"[sS]/[nN]|[bB]\.? ?[bB]|[бБ]\.? ?[бБ]|[бБ]/[нН]|snc|SNC"
"""What is written for the number of a house that has none."""
HOUSE = (
    r"(?P<house>(?:" + WITHOUT + r")(?!\w)|"
    r"(?:[1-9][0-9]?\.[0-9]{3}(?![0-9])|[0-9]{1,5}(?:/[0-9]{1,4}|-[0-9]{1,4}){0,2})"
    r"(?:[ -]?(?:bis|ter|quater|hs|huis|bg|rood|zw|I{1,3}|IV)\b|"
    r"[-/]?[A-Za-zА-Яа-яΑ-Ωα-ω](?!\w)|/[\u0900-\u09ff]|[א-ת]'?(?!\w)|-[\u0600-\u06ff]{1,2}(?!\w)| [A-HА-ДΑ-Δ](?: [0-9]{1,3})?(?!\w))?)"
    r"(?![0-9]|[.,:][0-9]|[A-Za-z_À-ɏ])"
)
TO_HOUSE = rf"(?:[,;]? ?\(?(?P<mark>{MARK}) ?|, (?:au|al|ao|en el) |,? ?)"
