"""Places more precise than a city that need no word for a street: post codes, blocks in East Asia."""

from __future__ import annotations

import re

_NUMERAL = "一二三四五六七八九十百〇零"
_HAN = "[\u3400-\u9fff々]"
_COUNT = rf"(?:[0-9]{{1,5}}|[{_NUMERAL}]{{1,6}})"
_CHINESE = (
    rf"{_HAN}(?:路|街|道|巷|弄|胡同|里|村|段|坊|径|徑|园|園|区|區)(?:[东東西南北中])?(?:[{_NUMERAL}0-9]+段)?"
    rf"(?:{_COUNT}巷)?(?:{_COUNT}弄)? ?(?:门牌)?[甲乙丙丁]?{_COUNT}(?:[-之/至]{_COUNT})? ?[号號](?![线線文令机機召码碼称稱])",
    # A building with a room, a group of a village, the number at a door, a box.
    rf"(?:{_COUNT}|[A-Z])(?:号楼|號樓|栋|棟|幢|座|楼|樓|期) ?(?:{_COUNT}(?:单元|單元|楼|樓|层|層))? ?[A-Z]?(?:{_COUNT}|[A-Z])(?:室|房|舖|铺)",
    rf"(?:新村|小区|小區|花园|花園|邨|苑|公寓|大厦|大廈)(?:[0-9]{{1,3}}(?:栋|棟|幢|座|号楼)[0-9]{{1,4}}|[0-9]{{1,3}}-[0-9]{{1,3}}-[0-9]{{2,4}})",
    rf"{_COUNT}(?:组|組|鄰|邻){_COUNT}[号號]",
    rf"(?:门牌|門牌)(?:号码|號碼|号|號)?[为為是:：, ]{{0,2}}{_COUNT}",
    rf"信箱第?{_COUNT}[号號]",
)
_JAPANESE = (
    rf"{_COUNT} ?丁目",
    rf"(?<!第){_COUNT}(?:番地|番{_COUNT}号)",
    rf"{_HAN}(?:町|区|市|村|条|通|台|丘|宿|塚|原|坂|橋|山|川|田|本) ?[0-9]{{1,3}}-[0-9]{{1,3}}-[0-9]{{1,4}}",
    rf"[都道府県市区町村]{_HAN}{{1,6}}[0-9]{{1,3}}-[0-9]{{1,3}}-[0-9]{{1,4}}",
    r"[町区村] ?[0-9]{1,4}-[0-9]{1,4}(?![0-9-]|[年月日])",
    r"[町区村市] ?[0-9]{1,4}の[0-9]{1,4}(?!つ)",
    rf"(?:大字|字){_HAN}{{1,8}}[0-9]{{1,5}}(?![年月日名人])",
    r"(?:〒|郵便番号[はが:：]?) ?[0-9]{3}-[0-9]{4}",
    r"(?:マンション|アパート|ハイツ|コーポ|荘|レジデンス|団地) ?[0-9A-Z]{1,4}(?:号室|号棟)",
)
_KOREAN = (
    r"(?<![가-힣])(?!(?:실제|대체|주|별도|앞으|새|따|그대|서|스스|바|홀|제|함부|억지|절대|참으)로)"
    r"[가-힣0-9]{1,10}(?:대로|로|길)(?:[0-9]{1,4}번?[가-힣]?길)? ?"
    r"[0-9]{1,4}(?:-[0-9]{1,3})?(?=[.,;)\]」]|$|번지|호|에 |에서|에 있|의 | ?\(| [가-힣A-Z]{1,10}(?:빌딩|타워|아파트|센터|상가|오피스텔))",
    r"[0-9]{1,4}동 ?[0-9]{1,4}호",
    r"[가-힣]{1,6}(?:읍|면) [가-힣]{1,6}리 ?[0-9]{1,4}(?![0-9]*(?:명|개|곳|년|월|일))",
    r"사서함 ?(?:제 ?)?[0-9]",
    r"[0-9]{1,4}(?:-[0-9]{1,4})?번지",
    r"(?<![가-힣])[가-힣]{1,8}(?:동|리) [0-9]{1,4}-[0-9]{1,4}(?![0-9-])",
)
_THAI = (
    r"(?:บ้าน|ห้อง)เลขที่ ?[0-9]|เลขที่ ?[0-9]{1,4}(?:/[0-9]{1,4})?,? (?:ถนน|ซอย|ถ\.|ซ\.|หมู่|ตรอก)",
    r"ชั้น ?[0-9]{1,3},? ห้อง ?[0-9]|หมู่(?:ที่)? ?[0-9]{1,2},? (?:ตำบล|ต\.|บ้าน)|ตู้ ป\.?ณ\. ?[0-9]",
    r"[0-9]{1,4}(?:/[0-9]{1,4})? (?:ถนน|ซอย|ถ\.|ซ\.)",
    r"(?:ถนน|ซอย)(?!สาย|ยาว|ที่|และ|ใน)[\u0e00-\u0e7f]+(?: (?:บ้าน)?(?:เลขที่|หมายเลข))? ?"
    r"[0-9](?![0-9]* ?(?:กิโล|กม|เมตร|คน|ปี|วัน|สาย))",
)
_KHMER = (r"ផ្ទះ(?:លេខ)? ?#?[0-9]|[0-9][A-Z]?,? ?ផ្លូវ|ផ្លូវ(?:លេខ)? ?[0-9]+,? (?:ផ្ទះ|សង្កាត់)",)
_BURMESE = (
    r"အမှတ် ?\(?[0-9]{1,4}[^ ]{0,3}\)?[၊, ]{1,2}[\u1000-\u109f]+လမ်း",
    r"(?:တိုက်|အိမ်)(?:အမှတ်)? ?\(?[0-9]{1,4}\)?[၊, ]{1,2}အခန်း ?\(?[0-9]",
)
_MONGOLIAN = (
    r"(?:гудамж\w*|хороо\w*|хорооло\w*),? [0-9]{1,3}(?:-р|-?[а-я]{0,2}| дугаар| дүгээр)? ?(?:байр|тоот|гудамж)|"
    r"байр,? [0-9]{1,4} тоот",
)
_KAZAKH = (r"(?:көше\w*|даңғыл\w*|аудан\w*),? [0-9]{1,4}[а-я]?[- ]?үй",)
_PLUS_CODE = (r"\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b",)
# In the Netherlands and in India a code with a city, in the United States one behind a state.
_DUTCH = (
    r", (?!(?:1[5-9]|20)[0-9]{2} )[1-9][0-9]{3} ?(?!EU|US|UK|UN|AD|BC|CE|SS|SA|SD|TV|MP|PM)[A-Z]{2},? [A-Z][a-z]+",
)
_INDIAN = (r", ?[A-Z][a-z]{2,}(?: [A-Z][a-z]+)? ?(?:- ?|\(|PIN:? ?)?[1-9][0-9]{2} ?(?!000)[0-9]{3}\)?(?=[.,;]|$)",)
_AMERICAN = (
    r", ?(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|"
    r"W[AIVY]),? [0-9]{5}(?:-[0-9]{4})?(?![0-9,.]*[0-9])(?! [a-z]+s\b)",
)
_CODES = (
    r"\b(?:GIR ?0AA|(?:[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-HJKPS-UW]?) [0-9][ABD-HJLNP-UW-Z]{2})\b",
    r"\b[ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z] [0-9][ABCEGHJ-NPRSTV-Z][0-9]\b",
    # The number of a house, a post code and a city: whatever the street is called.
    r"\b(?!(?i:jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|page|seite|art|no|"
    r"nr)\w*\b)[A-ZÀ-Ž][\w'-]{2,} [0-9]{1,4}(?:/[0-9]{1,4})?/?[a-zA-Z]?,"
    r" (?:[A-Z]{1,2}-)?(?!(?:1[4-9]|20)[0-9]{2} )(?:[0-9]{4,5}|[0-9]{3} [0-9]{2}|[0-9]{2}-[0-9]{3}|[0-9]{4} "
    r"[A-Z]{2}) [A-ZÀ-Ž]\w+",
)

# What a text must contain for one of the patterns to be tried: few texts do. The first are not for texts in ASCII.
_SPOTS_BEYOND = tuple(
    (mark, "|".join(patterns))
    for mark, patterns in (
        ("[号號室房舖铺牌]|[栋棟幢座楼区區苑园園寓厦廈][0-9]", _CHINESE),
        ("弄", (rf"(?:路|街|道|巷) ?{_COUNT}弄",)),
        ("丁|番|〒|字|[0-9]の[0-9]|号[室棟]|[\u3400-\u9fff] ?[0-9]{1,4}-[0-9]", _JAPANESE),
        ("[로길동리번함]", _KOREAN),
        ("[\u0e00-\u0e7f]", _THAI),
        ("[ផ]", _KHMER),
        ("[တအ]", _BURMESE),
        ("байр|тоот|гудамж", _MONGOLIAN),
        ("үй", _KAZAKH),
    )
)
_SPOTS = tuple(
    (mark, "|".join(patterns))
    for mark, patterns in (
        (r"\+", _PLUS_CODE),
        ("0AA| [0-9][A-Z]{2}|[0-9][A-Z][0-9]|[0-9]/?[A-Za-z]?, (?:[A-Z]{1,2}-)?[0-9]", _CODES),
        ("[0-9]{4} ?[A-Z]{2},? [A-Z]", _DUTCH),
        (r"[1-9][0-9]{2} ?[0-9]{3}\)?(?:[.,;]|$)", _INDIAN),
        ("[A-Z]{2},? [0-9]{5}", _AMERICAN),
    )
)


def is_spot(text: str) -> bool:
    """Say whether a plain text names such a place.

    >>> is_spot("样例路88号"), is_spot("第88号")
    (True, False)
    """
    spots = _SPOTS if text.isascii() else (*_SPOTS_BEYOND, *_SPOTS)
    return any(re.search(mark, text) and re.search(pattern, text) for mark, pattern in spots)
