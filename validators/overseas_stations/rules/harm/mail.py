"""E-mail addresses in texts, also where their signs are written as words."""

from __future__ import annotations

import re

_SIGN = (
    "(?:[@\uff20\ufe6b]|[(\\[{<\uff08] ?(?:"
    "[aA][tT]|[aA\u00e4\u00c4][tT]|[aA]rroba|[cC]hez|@|\uff20|\u0441\u043e\u0431\u0430\u043a\u0430) ?[)\\]}>\uff09])"
)
_DOT = (
    "(?:[.\uff0e\u3002]| ?[(\\[{<\uff08] ?(?:"
    "[dD][oO][tT]|[pP]un[kt]to?|[pP]oint|[pP]onto|\\.|\u0442\u043e\u0447\u043a\u0430) ?[)\\]}>\uff09] ?)"
)
_PART = "[^ \u00a0\u3000,;:!?@\uff20()\\[\\]{}<>\"'\u00ab\u00bb\u201c\u201d/=]"
_LABEL = "[^ \u00a0\u3000.,;:!?@\uff20()\\[\\]{}<>\"'\u00ab\u00bb\u201c\u201d/=]"
_TOP = "[A-Za-z\u00c0-\uffdc-]{2,}"
MAIL = (
    f"{_PART} ?{_SIGN} ?{_LABEL}+(?:{_DOT}{_LABEL}+)*{_DOT}{_TOP}"
    "|[A-Za-z0-9._%+-]{1,64} (?:at|AT) [A-Za-z0-9-]+ (?:dot|DOT) [A-Za-z]{2,}"
)
"""What every text with an e-mail address contains, on all engines."""

_FILE = r"(?i:\.(?:png|jpe?g|gif|svg|webp|pdf|css|js|html?))$"


def is_mail(text: str, _: str | None = None) -> bool:
    """Say whether a text holds an e-mail address.

    >>> is_mail("someone (at) example.org"), is_mail("the account @example"), is_mail("icon@2x.png")
    (True, False, False)
    """
    return any(not re.search(_FILE, found[0]) for found in re.finditer(MAIL, text))
