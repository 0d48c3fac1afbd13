"""Coordinates that are more precise than a city, with signs, in words and by their sides."""

from __future__ import annotations

import re

_BY_SECONDS = (
    r"[0-9]{1,3} ?[°º˚] ?[0-9]{1,2} ?['′’] ?[0-9]{1,2}(?:[.,][0-9]+)? ?(?:[\"″”]|''|′′|’’)",
    r"[0-9]{1,3} ?[°º˚] ?[0-9]{1,2}[.,][0-9]{2,} ?['′’]",
    r"[0-9]{1,3}[.,][0-9]{3,} ?[°º˚]",
)
_SIDES = (
    "(?i:(?:di |de |of |der )?(?:geogr\\w*\\.? )?(?:latitud|longitud|šířky|délky|szerokości|długości)\\w*|"
    "צפון|דרום|מזרח|מערב|(?:شمال|جنوب|شرق|غرب)\\w{0,2}|उत्तर|दक्षिण|पूर्व|पश्चिम|"
    "utara|selatan|timur|barat|bắc|đông|เหนือ|ใต้|ตะวันออก|ตะวันตก|north|south|east|west|nord|süd|ost|sud|ovest|"
    "ouest|est|norte|sur|sul|este|leste|oeste|noord|zuid|oost|syd|"
    "öst|väst|øst|vest|północ|południe|wschód|zachód|sever|jih|jug|východ|západ|istok|zapad|észak|dél|kelet|nyugat|"
    "kuzey|güney|doğu|batı|север|юг|восток|запад|північ|південь|схід|захід|изток|исток|βόρεια|νότια|ανατολικά|δυτικά|"
    "(?:сев|северн|юж|южн|вост|восточн|зап|западн|північн|південн|східн|західн|източн|источн|јужн)[а-яії]*\\.? "
    "?(?:ш\\.|д\\.|широт|долгот|довгот|дължин|ширин|дужин)[а-я]*|"
    "(?:nördlich|südlich|östlich|westlich|nord|syd|öst|väst|øst|vest)[a-zé]*\\.? (?:br|breite|l|länge|bredd|bredde|"
    "längd|lengde)|"
    "(?:noorder|zuider|ooster|wester)(?:breedte|lengte)|(?:szer|dł)[a-złęąńśćźżóé]*\\.? geogr|(?:lat|long|lon)\\.? "
    "?[nsewov])(?!\\w)|"
    # Two or three letters with points.
    "(?i:[nsöüoewlvjiszzksšdé]\\. ?(?:br|l|b|š|sz|h|d|br|ilg|pl|g|gr)\\.|[nsöoewvjizšrp]\\.? ?[gz]?\\. ?(?:š|d|ilg|pl|"
    "w|p|l)\\.|[nsoezwšr]\\. ?(?:br|ilg|pl|lat|long)\\.|б\\. ?е|"
    "(?:пн|пд|сх|зх|с|ю|в|з|ј|и)\\. ?(?:г\\. ?)?(?:ш|д)\\.)"
)
_BY_DECIMALS = (
    rf"(?<![0-9.,])[0-9]{{1,3}}[.,][0-9]{{4,}} ?(?:[°º˚]|Grad|degrees?|degrés?|grados|graden|grader|"
    rf"градус\w*)? ?(?:[NSEWOnsewoСЮВЗ]\b|{_SIDES})",
    rf"\b(?:[NSEW]|{_SIDES}):? ?[0-9]{{1,3}}[.,][0-9]{{4,}}|\b[NSEW] ?[0-9]{{1,3}}\.[0-9]{{3,}}",
    r"(?<![0-9.,])[0-9]{1,3}[.,][0-9]{4,} ?[°º˚]? ?[A-ZА-Я],? ?[0-9]{1,3}[.,][0-9]{4,} ?[°º˚]? ?[A-ZА-Я]\b",
    r"(?<![0-9.])-?[0-9]{1,3}\.[0-9]{4,}[,;/ ]{1,3}-?[0-9]{1,3}\.[0-9]{4,}(?!\.?[0-9])",
    r"(?<![0-9,])-?[0-9]{1,3},[0-9]{4,}[;/ ]{1,3}-?[0-9]{1,3},[0-9]{4,}(?!,?[0-9])",
    r"(?i:\b(?:lat|latitude|latitud|latitudine|breite|breitengrad|lon|lng|long|longitude|longitud|longitudine|länge|"
    r"längengrad|breedtegraad|lengtegraad|breddgrad|längdgrad|breddegrad|lengdegrad|leveys|pituus|szerokość|długość|"
    r"šířka|délka|širina|dužina|dolžina|szélesség|hosszúság|enlem|boylam|широта|долгота|довгота|πλάτος|μήκος)\b"
    r"\.?(?: geogr\w*\.?)?(?: ?[:=]| is| es| è| est| ist)? ?)-?[0-9]{1,3}[.,][0-9]{3,}",
    r"(?:北緯|北纬|南緯|南纬|東経|东经|東經|西経|西经|西經|緯度|纬度|経度|经度|위도|경도|북위|동경)"
    r"[:= ]{0,2}[0-9]{1,3}\.[0-9]{3,}",
)

_DEGREES = (
    "degrees?|deg|grad|degr[eé]s?|grados?|gradi|grado|graus|graden|grader|градус\\w*|stopni\\w*|stup\\w+|derece|fok|"
    "astet\\w*|grade|μοιρες|μοίρες|laipsni\\w+|gr[aā]d\\w*|kraadi|darjah|derajat|độ|درجة|درجه|מעלות|अंश|डिग्री|องศา"
)
_MINUTES = "min\\w*|мин\\w*|хвилин\\w*|perc|dakika|dk|λεπτ[άα]|phút|menit|daqiqa|دقيقة|دقیقه|דקות|मिनट|ลิปดา"
_SECONDS = "sec\\w*|sek\\w*|seg\\w*|сек\\w*|másodperc|mp|saniye|sn|δευτερόλεπτα|giây|detik|ثانية|ثانیه|שניות|सेकंड|ฟิลิปดา"
_IN_WORDS = (
    # 度 分 秒, and 도 분 초, with a side before or behind.
    r"(?:[北南東东西][緯纬経经經]|[북남]위|[동서]경)[:=は约約 ]{0,3}[0-9]{1,3} ?[度도] ?[0-9]{1,2} ?[分분] ?[0-9]{1,2}",
    r"(?:[北南東东西][緯纬経经經]|[북남]위|[동서]경)[:=は约約 ]{0,3}[0-9]{1,3} ?[度도] ?[0-9]{1,2}\.[0-9]{2,} ?[分분]",
    r"(?:[北南東东西][緯纬経经經]|[북남]위|[동서]경)[:=は约約 ]{0,3}[0-9]{1,3}\.[0-9]{3,}",
    rf"(?i:[0-9]{{1,3}} ?(?:{_DEGREES})\.?,? (?:and |und |et |y |e |i |и )?[0-9]{{1,2}} ?(?:{_MINUTES})\.?,? "
    rf"(?:and |und |et |y |e |i |и |og |och |en |ve )?[0-9]{{1,2}}(?:[.,][0-9]+)? ?(?:{_SECONDS})(?!\w))"
    r"(?! (?:later|after|spater|plus tard))",
)
_SIGNS_BEYOND = (
    ("[0-9] ?[°º˚]", "|".join(_BY_SECONDS)),
    ("[緯纬経经經위경] ?[:=は約约]{0,2} ?[0-9]", "|".join(_IN_WORDS[:3])),
)
_SIGNS = (
    (r"(?<![\w./,])[0-9]{1,3}[.,][0-9]{4}|[NSEW] ?[0-9]{1,3}[.][0-9]{3}", "|".join(_BY_DECIMALS)),
    (
        r"[0-9] [^\W\d_]+,? (?:[^\W\d_]+ )?[0-9]{1,2} [^\W\d_]+,? (?:[^\W\d_]+ )?[0-9]{1,2}(?:[.,][0-9]+)? [^\W\d_]",
        _IN_WORDS[3],
    ),
)
"""What a text must contain for a pattern to be tried: few texts do. The first are not for texts in ASCII."""


def is_coordinate(text: str) -> bool:
    """Say whether a plain text holds such a coordinate.

    >>> is_coordinate("at 12.34567, -98.76543"), is_coordinate("at -0.23, -78.52")
    (True, False)
    """
    signs = _SIGNS if text.isascii() else (*_SIGNS_BEYOND, *_SIGNS)
    return any(re.search(mark, text) and re.search(pattern, text) for mark, pattern in signs)
