"""What every text that could do harm contains, as patterns that all engines read alike.

They hold no look-around and know no cases, and they find more than is wrong: who they suspect is confirmed by the
modules beside this one, which are imported only then. Characters are written as such, not as escapes: the engines'
dialects differ in their escapes.
"""

from __future__ import annotations

from overseas_stations.rules.harm.plain import BLANKS, DASHES, DIGITS

_D, _S = f"[{DIGITS}]", f"[ {BLANKS}.()/{DASHES}-]{{1,2}}"
TELEPHONE = (
    f"[+(\uff0b\uff08][ (]?{_D}(?:[ {BLANKS}.()/{DASHES}-]{{0,3}}{_D}){{5}}"
    f"|(?:^|[^{DIGITS}])(?:{_D}{{6}}"
    f"|{_D}{{3}}{_S}(?:{_D}{{3}}|{_D}{{2}}{_S}{_D}{{2}})|{_D}{{4}}{_S}{_D}{{3}}|[0\uff10]{_D}{{3}}{_S}{_D}{{2}}"
    f"|{_D}{{1,2}}{_S}(?:{_D}{{4,}}{_S}?{_D}{{2}}|{_D}{{3}}{_S}?{_D}{{2}}|{_D}{{2}}{_S}{_D}{{2}}{_S}{_D}{{2}}))"
)
"""Six digits or more in groups: dates that are written with hyphens are none."""

_NUMBER = f"(?:[0-9]{{1,3}}|(?:[03-9][0-9]|1[0-8]|2[1-9])[0-9]{{2}}|[0-9]{{5}}|[{DIGITS[3:]}]{{1,5}})"
ADDRESS = (
    f"(?:^|[^0-9.,:-]|[^0-9][.,:-]){_NUMBER}(?:[^0-9]|$)|(?:[aA]t |[nN][.]?[or\u00ba\u00b0][.:]? ?)(?:19|20)[0-9]{{2}}"
    "|[\u00b0\u00ba\u02da]|[一二三四五六七八九十]+[号號]|[A-Z0-9]{4}[+][A-Z0-9]{2}"
)
"""A number that is no year, or a place that needs none."""
