"""Numbers and codes that point to one person: register, telephone, account, card, plate, mail.

A number counts whole when its check digits are right (python-stdnum) or the numbering plan knows it
(phonenumbers). With a digit too many, too few or wrong it counts only behind a word that announces
it ("mijn gsm is …") or in a shape that nothing else has (85.07.30-033.28).

What looks alike is kept: dates, hours, amounts, articles of law, helplines and other service lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberType
from stdnum import iban, luhn
from stdnum.be import ssn, vat

from bot.privacy.patterns import Kind, Span, load_patterns, plain

_DIGITS = re.compile(r"[0-9]{1,34}")
_BETWEEN = re.compile(r"[\s./()–—_-]{1,4}|[\s,]{1,2}(?:en(?: dan)?|dan)\s")
_DATE = re.compile(
    r"(?<![\w./-])(?:0?[1-9]|[12][0-9]|3[01])(?:[ ./-](?:0?[1-9]|1[0-2])[ ./-](?:19|20)[0-9]{2}"
    r"|([./-])(?:0?[1-9]|1[0-2])\1[0-9]{2})(?![0-9])"
)
_MOST_DIGITS = 19
_LOOK_BACK = 48
"""How many characters before a number a word that announces it may begin."""

_COMPACT_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+'-]{1,64}@[A-Za-z0-9][\w-]{0,62}(?:[.,][\w-]{2,63}){0,4}"
)
_TOP = r"(?:be|com|net|org|nl|eu|fr|de|gent|vlaanderen|brussels|info)"
_SPELLED_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}(?:\s?@\s?|\s?[(\[]\s?(?:at|apenstaartje)\s?[)\]]\s?"
    r"|\s(?:at|apenstaartje|apestaartje)\s)"
    rf"[\w-]{{1,63}}(?:\s?[.,]\s?|\s(?:punt|dot|point)\s|\s?[(\[](?:punt|dot)[)\]]\s?){_TOP}(?!\w)",
    re.IGNORECASE,
)
_IBAN = re.compile(r"(?<!\w)[A-Za-z]{2}[ .-]{0,2}[0-9]{2}(?:[ .-]{0,2}[A-Za-z0-9]){10,30}")
_BELGIAN_IBAN = re.compile(r"BE[0-9]{13,15}")
_PLATE = re.compile(
    r"(?<![\w.-])(?:[0-9][ .-]?(?P<new>[A-Za-z]{3})[ .-]?[0-9]{3}"
    r"|(?P<first>[A-Z]{3})-[0-9]{3}|[0-9]{3}-(?P<last>[A-Z]{3}))(?![\w-])"
)
_LOOSE_PLATE = re.compile(
    r"[0-9A-Za-z]{1,7}(?:[ .-]{1,2}(?:[0-9]{1,4}|[A-Za-z]{1,3})(?![0-9A-Za-z])){0,2}"
)
_NO_PERSON = {
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.UAN,
    PhoneNumberType.UNKNOWN,
}
_NEIGHBOURS = ("NL", "FR", "DE")


@dataclass(frozen=True)
class _Window:
    """Some digits that stand together: where, which, and how many in each group."""

    start: int
    end: int
    digits: str
    shape: tuple[int, ...]
    plus: bool


def find_numbers(text: str) -> Iterator[Span]:
    """Give every personal number, mail address and plate in a text; spans do not overlap much.

    Args:
        text: as `knowledge.wording.clean` leaves it.
    """
    for pattern in (_COMPACT_MAIL, _SPELLED_MAIL):
        for match in pattern.finditer(text):
            yield Span(match.start(), match.end(), Kind.mail)
    yield from _accounts(text)
    yield from _digit_numbers(text)
    yield from _plates(text)


def _accounts(text: str) -> Iterator[Span]:
    for match in _IBAN.finditer(text):
        places = [place for place in range(*match.span()) if text[place].isalnum()]
        compact = "".join(text[place] for place in places).upper()
        for length in range(min(34, len(compact)), 14, -1):
            end = places[length - 1] + 1
            if text[end : end + 1].isalnum():
                continue
            code = compact[:length]
            if _BELGIAN_IBAN.fullmatch(code) or iban.is_valid(code):
                yield Span(match.start(), end, Kind.rekening)
                break


def _digit_numbers(text: str) -> Iterator[Span]:
    groups = list(_DIGITS.finditer(text))
    dates = [match.span() for match in _DATE.finditer(text)] if len(groups) > 1 else []
    position = 0
    while position < len(groups):
        windows = _windows(text, groups, position)
        found = next(_named(text, windows, dates), None)
        if found is None:
            position += 1
            continue
        window, kind = found
        yield Span(window.start, window.end, kind)
        position += len(window.shape)


def _windows(text: str, groups: list[re.Match[str]], position: int) -> list[_Window]:
    """Return the digits from this group on, the longest stretch first."""
    first = groups[position]
    start = first.start()
    if start and (text[start - 1].isalnum() or text[start - 1] == "_"):
        return []
    before = text[max(0, start - 2) : start]
    lead = before[len(before.rstrip("+(")) :]
    windows: list[_Window] = []
    digits, shape = "", []
    for place in range(position, len(groups)):
        group = groups[place]
        if place > position and not _BETWEEN.fullmatch(
            text, groups[place - 1].end(), group.start()
        ):
            break
        digits += group[0]
        shape.append(len(group[0]))
        if len(digits) > _MOST_DIGITS:
            break
        if len(digits) >= 8 and not text[group.end() : group.end() + 1].isalpha():
            windows.append(
                _Window(start - len(lead), group.end(), digits, tuple(shape), "+" in lead)
            )
    return windows[::-1]


def _named(
    text: str, windows: list[_Window], dates: list[tuple[int, int]]
) -> Iterator[tuple[_Window, Kind]]:
    """Give what these stretches of digits are, the surest first."""
    if not windows:
        return
    for window in windows:
        if _is_register(window):
            yield window, Kind.rijksregisternummer
    start = windows[0].start
    if any(begin <= start < end for begin, end in dates):
        return
    for window in windows:
        if kind := _sure_kind(window):
            yield window, kind
    announced = _announced(text, start)
    if announced is Kind.nummerplaat:
        return
    for window in windows:
        if announced and _may_be(window, announced):
            yield window, announced


def _is_register(window: _Window) -> bool:
    if len(window.digits) != 11 or window.plus:
        return False
    typical = window.shape in {(2, 2, 2, 3, 2), (6, 3, 2), (6, 5)}
    return ssn.is_valid(window.digits) or (typical and _like_birth_date(window.digits))


def _like_birth_date(digits: str) -> bool:
    """Tell whether digits begin with a birth date; in a BIS number its month is 20 or 40 more."""
    month, day = int(digits[2:4]), int(digits[4:6])
    return month % 20 <= 12 and month < 53 and day <= 31


def _sure_kind(window: _Window) -> Kind | None:
    digits, shape = window.digits, window.shape
    if shape == (3, 7, 2):
        return Kind.rekening
    if len(digits) == 10 and shape == (4, 3, 3) and vat.is_valid(digits):
        return Kind.ondernemingsnummer
    if len(digits) >= 13 and not window.plus and _is_card(window):
        return Kind.kaart
    return Kind.telefoon if _is_telephone(window) else None


def _is_card(window: _Window) -> bool:
    digits = window.digits
    issuer = int(digits[:4])
    known = digits[0] in "46" or 5100 <= issuer < 5600 or 2221 <= issuer < 2721
    known = known or digits[:2] in {"34", "37"}
    return known and window.shape[0] >= 4 and luhn.is_valid(digits)


def _is_telephone(window: _Window) -> bool:
    digits = window.digits
    tries: list[tuple[str, str | None]]
    if window.plus or digits.startswith("00"):
        tries = [("+" + digits.removeprefix("00"), None)]
    elif digits.startswith("0") and len(digits) <= 12:
        tries = [(digits, "BE"), *((digits, region) for region in _NEIGHBOURS)]
    elif digits.startswith("324") and len(digits) == 11:
        tries = [("+" + digits, None)]
    else:
        return False
    if len(digits) < 9 or digits.startswith(load_patterns().getallen.diensten):
        return False
    return any(_of_a_person(number, region) for number, region in tries)


def _of_a_person(number: str, region: str | None) -> bool:
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return False
    if not phonenumbers.is_valid_number(parsed):
        return False
    kind = phonenumbers.number_type(parsed)
    if region in _NEIGHBOURS:
        return kind == PhoneNumberType.MOBILE
    return kind not in _NO_PERSON


def _may_be(window: _Window, kind: Kind) -> bool:
    """Tell whether digits with a slip in them can be what was announced."""
    count = len(window.digits)
    if kind is Kind.telefoon:
        return count <= 12 and not window.digits.startswith(load_patterns().getallen.diensten)
    if kind is Kind.ondernemingsnummer:
        return 9 <= count <= 11
    if kind is Kind.rijksregisternummer:
        return 10 <= count <= 13
    return count >= 12


@lru_cache(maxsize=1)
def _announcing() -> dict[Kind, re.Pattern[str]]:
    """Return for each kind the pattern of the words that announce it, up to the number itself."""
    words = load_patterns().getallen
    fillers = "|".join(re.escape(word) for word in sorted(words.tussenwoorden, key=len)[::-1])
    gap = r"[\s:.,;='’(-]{0,4}"
    return {
        kind: re.compile(
            rf"(?<!\w)(?:{'|'.join(_one_word(word) for word in cues)})"
            rf"(?:[\s:.,;='’(-]{{1,4}}(?:{fillers})(?!\w)){{0,4}}{gap}$"
        )
        for kind, cues in words.woorden.items()
    }


def _one_word(cue: str) -> str:
    return re.escape(cue.rstrip("*")) + (r"\w{0,14}" if cue.endswith("*") else r"(?!\w)")


def _announced(text: str, start: int) -> Kind | None:
    """Return what the words before a number say it is."""
    before = plain(text[max(0, start - _LOOK_BACK) : start])
    for kind, pattern in _announcing().items():
        if pattern.search(before):
            return kind
    return None


def _plates(text: str) -> Iterator[Span]:
    none = load_patterns().getallen.geen_plaat
    for match in _PLATE.finditer(text):
        letters = match["new"] or match["first"] or match["last"]
        joined = match["new"] and " " not in match[0]
        if joined or (letters.isupper() and letters.lower() not in none):
            yield Span(match.start(), match.end(), Kind.nummerplaat)
    for cue in re.finditer(_plate_cue(), text):
        found = _LOOSE_PLATE.match(text, cue.end())
        if found and any(c.isdigit() for c in found[0]) and any(c.isalpha() for c in found[0]):
            yield Span(found.start(), found.end(), Kind.nummerplaat)


@lru_cache(maxsize=1)
def _plate_cue() -> re.Pattern[str]:
    words = load_patterns().getallen.woorden[Kind.nummerplaat]
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(words)})(?:\s(?:is|nr))?[\s:.=(]{{1,3}}", re.IGNORECASE
    )
