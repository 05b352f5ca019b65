"""Personal data is left out, and nothing else: measured on many messages, and rule by rule."""

from __future__ import annotations

import random
import re
import time
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from bot.examples import load_examples
from bot.privacy import Kind, names, notice, redact
from bot.privacy.patterns import PATTERNS, load_patterns
from knowledge.errors import ContentError

DATA = Path(__file__).parent / "data" / "privacy"
SEED = 20261124
ROUNDS = 3
SLOT = re.compile(r"\{(\w+)\}")
STRUCTURED = {"rrn", "bis", "gsm", "tel", "mail", "iban", "kaart", "plaat"}
NAMES = {"naam", "voornaam", "achternaam"}
WITHOUT_CUE = {"los", "losse_voornaam", "los_bedrijf"}


@dataclass(frozen=True)
class Item:
    """One personal item in a message: which slot it filled, and how it was typed."""

    slot: str
    typed: str


def lines(name: str) -> list[str]:
    text = (DATA / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def values() -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = YAML(typ="safe").load((DATA / "waarden.yml").read_text("utf-8"))
    return loaded


class Filler:
    """Fills the slots of a message with seeded values; check digits are computed here."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def digits(self, count: int) -> str:
        return "".join(str(self.rng.randrange(10)) for _ in range(count))

    def grouped(self, digits: str, *shapes: str) -> str:
        """Write digits in one of these shapes, in which every # is a digit."""
        rest = iter(digits)
        return "".join(next(rest) if c == "#" else c for c in self.rng.choice(shapes))

    def register(self, month_more: int = 0) -> str:
        year, after_2000 = self.rng.randrange(100), False
        if year < 8:
            after_2000 = self.rng.random() < 0.7
        month, day = self.rng.randrange(1, 13) + month_more, self.rng.randrange(1, 29)
        first = f"{year:02}{month:02}{day:02}{self.rng.randrange(1, 998):03}"
        check = 97 - int(("2" if after_2000 else "") + first) % 97
        shapes = ("##.##.##-###.##", "##.##.##-###-##", "######-###-##", "###########")
        pieces = ("## ## ## ### ##", "###### ### ##", "######-#####", "## ## ## en dan ### ##")
        return self.grouped(f"{first}{check:02}", *shapes, *shapes, *pieces, "##/##/##-###.##")

    def rrn(self) -> str:
        return self.register()

    def bis(self) -> str:
        return self.register(self.rng.choice((20, 40)))

    def gsm(self) -> str:
        digits = self.rng.choice(("0470", "0478", "0485", "0494", "0468", "0456")) + self.digits(6)
        if self.rng.random() < 0.2:
            shapes = ("+32 ### ## ## ##", "+32#########", "0032 ### ######", "+32(0)### ## ## ##")
            return self.grouped(digits[1:], *shapes)
        return self.grouped(
            digits, "#### ## ## ##", "####/##.##.##", "##########", "####/ ## ## ##", "####-######",
            "#### ### ###", "####.##.##.##", "## ## ## ## ##", "####/######", "(####) ## ## ##",
        )  # fmt: skip

    def tel(self) -> str:
        if self.rng.random() < 0.4:
            digits = self.rng.choice(("093", "032", "023")) + self.digits(6)
            return self.grouped(digits, "##/###.##.##", "## ### ## ##", "##-### ## ##", "#########")
        digits = self.rng.choice(("0523", "0562", "0532", "0112", "0147", "0512")) + self.digits(5)
        return self.grouped(digits, "###/##.##.##", "### ## ## ##", "###-## ## ##", "#########")

    def mail(self) -> str:
        first = self.rng.choice(values()["voornamen"]).lower()
        last = self.rng.choice(values()["achternamen"]).lower().replace(" ", "").replace("'", "")
        domain = self.rng.choice(values()["domeinen"])
        local = self.rng.choice((f"{first}.{last}", f"{last}{first}", f"{first}_{self.digits(2)}"))
        local = local.encode("ascii", "ignore").decode()
        how = self.rng.random()
        if how < 0.06:
            return f"{local} @ {domain}"
        if how < 0.1:
            return f"{local} at {domain}"
        if how < 0.14:
            return f"{local}(at){domain.replace('.', ' punt ')}"
        return f"{local}@{domain}".title() if how < 0.2 else f"{local}@{domain}"

    def iban(self) -> str:
        if self.rng.random() < 0.1:
            bank = "ABNA" + self.digits(10)
            check = 98 - int("".join(str(int(c, 36)) for c in bank + "NL00")) % 97
            return self.grouped(f"{check:02}{bank}", "NL## #### #### #### ##", "NL" + "#" * 16)
        bank = self.digits(10)
        bank += f"{int(bank) % 97 or 97:02}"
        check = 98 - int(bank + "111400") % 97
        shape = self.rng.choice(("BE", "BE", "be", "Be"))
        return self.grouped(
            f"{check:02}{bank}",
            *(shape + rest for rest in ("## #### #### ####", "#" * 14, "##-####-####-####")),
            shape + " ## #### #### ####",
        )

    def kaart(self) -> str:
        digits = self.rng.choice(("4", "51", "55", "6703", "222345"))
        digits += self.digits((17 if digits == "6703" else 16) - 1 - len(digits))
        doubled = sum(sum(divmod(int(c) * (2 - i % 2), 10)) for i, c in enumerate(digits[::-1]))
        digits += str(-doubled % 10)
        four = "#### #### #### ####"
        shape = four + (" #" if len(digits) == 17 else "")
        return self.grouped(digits, shape, "#" * len(digits), shape.replace(" ", "-"))

    def plaat(self) -> str:
        letters = "".join(self.rng.choice("ABCDEFGHJKLNPRSTVWXYZ") for _ in range(3))
        number = f"{self.rng.choice('12')}-{letters}-{self.digits(3)}"
        return self.rng.choice(
            (number, number, number.replace("-", ""), number.lower(), number.replace("-", " "))
        )

    def adres(self) -> str:
        street, number = self.rng.choice(values()["straten"]), self.rng.randrange(1, 420)
        extra = self.rng.choice(("", "", "", "", "A", " bus 3", "/4"))
        town = self.rng.choice(values()["gemeenten"])
        where = self.rng.choice(("", f", {town}", f" {town}", f" in {town.partition(' ')[2]}"))
        return f"{street} {number}{extra}{where}"

    def voornaam(self) -> str:
        return self.rng.choice(values()["voornamen"])

    def achternaam(self) -> str:
        return self.rng.choice(values()["achternamen"])

    def naam(self) -> str:
        return f"{self.voornaam()} {self.achternaam()}"

    def werkgever(self) -> str:
        return self.rng.choice(values()["werkgevers"])

    los, losse_voornaam, los_bedrijf = naam, voornaam, werkgever

    def fill(self, template: str) -> tuple[str, list[Item]]:
        """Return a message and its items; who types no capitals mostly types none in names."""
        items: list[Item] = []
        small = template == template.lower() and self.rng.random() < 0.6

        def value(match: re.Match[str]) -> str:
            typed = getattr(self, match[1])()
            if small and match[1] not in STRUCTURED:
                typed = typed.lower()
            items.append(Item(match[1], typed))
            return str(typed)

        return SLOT.sub(value, template), items


@lru_cache(maxsize=1)
def personal_messages() -> list[tuple[str, list[Item]]]:
    filler = Filler(random.Random(SEED))
    return [filler.fill(line) for _ in range(ROUNDS) for line in lines("berichten.txt")]


def left_over(item: Item, text: str) -> list[str]:
    """The telling parts of an item that still stand in a text."""
    parts = re.findall(r"\w{3,}", item.typed)
    if item.slot in {"rrn", "bis", "gsm", "tel", "iban", "kaart", "plaat"}:
        parts = re.findall(r"\w+", item.typed.replace(" en dan ", " "))
        return [item.typed] if re.search(r"\W+".join(parts[-2:]), text) else []
    parts = [part for part in parts if part.lower() not in load_patterns().namen.deeltjes]
    if item.slot == "adres":
        parts = parts[:1]
    if item.slot in {"werkgever", "los_bedrijf"}:
        lists = load_patterns().werkgevers
        kept = lists.soortwoorden | lists.rechtsvormen
        parts = [part for part in parts if part.lower() not in kept]
    return [part for part in parts if re.search(rf"(?<![\w\[]){re.escape(part)}(?!\w)", text)]


def misses() -> dict[str, list[tuple[str, str]]]:
    """Messages in which an item was not left out, by slot."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for message, items in personal_messages():
        text = redact(message).text
        for item in items:
            if left_over(item, text):
                found[item.slot].append((message, text))
    return found


def share_left_out(slots: set[str]) -> float:
    total = sum(item.slot in slots for _, items in personal_messages() for item in items)
    missed = sum(len(found) for slot, found in all_misses().items() if slot in slots)
    return 1 - missed / total


@lru_cache(maxsize=1)
def all_misses() -> dict[str, list[tuple[str, str]]]:
    return misses()


@lru_cache(maxsize=1)
def clean_messages() -> list[str]:
    """Hand-written ones, and training examples in which nobody reads personal data."""
    own = lines("onschuldig.txt")
    personal = set(lines("voorbeelden_met_gegevens.txt"))
    examples = sorted({line for found in load_examples().values() for line in found} - personal)
    return own + random.Random(SEED).sample(examples, 1000 - len(own))


def test_the_set_is_large_enough() -> None:
    assert len(lines("berichten.txt")) >= 400
    assert len(personal_messages()) >= 1000
    assert sum(len(items) for _, items in personal_messages()) >= 1500
    assert len(lines("onschuldig.txt")) >= 200
    assert len(clean_messages()) >= 1000


def test_structured_items_are_left_out() -> None:
    assert share_left_out(STRUCTURED) >= 0.99


def test_names_behind_a_cue_are_left_out() -> None:
    assert share_left_out(NAMES) >= 0.90


def test_addresses_and_employers_are_left_out() -> None:
    assert share_left_out({"adres"}) >= 0.95
    assert share_left_out({"werkgever"}) >= 0.80


def test_clean_messages_stay_whole() -> None:
    touched = [message for message in clean_messages() if redact(message).text != message]
    assert len(touched) < 0.01 * len(clean_messages()), touched


def test_tricky_clean_messages_stay_whole() -> None:
    assert [message for message in lines("onschuldig.txt") if redact(message).kinds] == []


def test_a_miss_is_seen() -> None:
    assert left_over(Item("naam", "Jan Peeters"), "ik ben [naam] Peeters")
    assert left_over(Item("rrn", "85.07.30-033.28"), "[naam] 85.07.30-033.28")
    assert not left_over(Item("rrn", "85.07.30-033.28"), "[naam] [rijksregisternummer]")


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        # Register numbers: with check digits, born before and after 2000, BIS, every way to type.
        ("mijn rijksregisternummer is 85.07.30-033.28", "mijn rijksregisternummer is [rijksregisternummer]"),
        ("85073003328", "[rijksregisternummer]"),
        ("17 07 30 033 84", "[rijksregisternummer]"),
        ("bis 98.47.28-997.65 ok", "bis [rijksregisternummer] ok"),
        ("850730 en dan 033 28", "[rijksregisternummer]"),
        ("het is 85.07.30-033.29 denk ik", "het is [rijksregisternummer] denk ik"),
        ("rrn 8507300332", "rrn [rijksregisternummer]"),
        # Telephones, also from across the border, and with a digit too few behind a cue.
        ("bel 0478/12.34.56", "bel [telefoonnummer]"),
        ("+32 (0)478 12 34 56", "[telefoonnummer]"),
        ("0032 478 123 456", "[telefoonnummer]"),
        ("op 09 225 12 34 na 18u", "op [telefoonnummer] na 18u"),
        ("+31 6 12345678", "[telefoonnummer]"),
        ("06 12 34 56 78", "[telefoonnummer]"),
        ("mijn gsm is 0478 12 34 5", "mijn gsm is [telefoonnummer]"),
        ("0478123456 3 keer gebeld", "[telefoonnummer] 3 keer gebeld"),
        ("0478 12.03.26", "[telefoonnummer]"),
        # Accounts and cards.
        ("BE68 5390 0754 7034", "[rekeningnummer]"),
        ("be68539007547034 op", "[rekeningnummer] op"),
        ("BE68 5390 0754 7035", "[rekeningnummer]"),
        ("NL91 ABNA 0417 1643 00 en dan", "[rekeningnummer] en dan"),
        ("rekening 539-0075470-34", "rekening [rekeningnummer]"),
        ("4111 1111 1111 1111", "[kaartnummer]"),
        ("visa 4111 1111 1111 1112", "visa [kaartnummer]"),
        ("BTW 0403.170.701", "BTW [ondernemingsnummer]"),
        # Mail.
        ("jan.peeters@telenet.be.", "[e-mailadres]."),
        ("jan.peeters @ telenet.be", "[e-mailadres]"),
        ("jan at telenet punt be", "[e-mailadres]"),
        ("jan@gmail,com", "[e-mailadres]"),
        ("jan@gmailcom", "[e-mailadres]"),
        # Plates.
        ("1-ABC-123", "[nummerplaat]"),
        ("1abc123", "[nummerplaat]"),
        ("nummerplaat abc 123", "nummerplaat [nummerplaat]"),
        ("ABC-123", "[nummerplaat]"),
        # Addresses.
        ("Kerkstraat 12 bus 3, 9000 Gent", "[adres]"),
        ("ik woon in de Kerkstraat", "ik woon in de [adres]"),
        ("Jan Van Rijswijcklaan 162, 2020 Antwerpen", "[adres]"),
        ("gentse steenweg 12a aub", "[adres] aub"),
        ("Meir 24, 2000 Antwerpen", "[adres]"),
        ("Steenweg op Aalst 4", "[adres]"),
        # Names.
        ("mijn naam is jan", "mijn naam is [naam]"),
        ("ik ben Sofie Van den Berghe, 45 jaar", "ik ben [naam], 45 jaar"),
        ("dokter claes zegt nee", "dokter [naam] zegt nee"),
        ("dr. Peeters zegt nee", "dr. [naam] zegt nee"),
        ("mevrouw Van Damme belt", "mevrouw [naam] belt"),
        ("dokter de smet zegt", "dokter [naam] zegt"),
        ("dokter zwertvaegher zegt", "dokter [naam] zegt"),
        ("mijn baas, Luc, lacht", "mijn baas, [naam], lacht"),
        ("mijn collega's Sofie en Karim", "mijn collega's [naam] en [naam]"),
        ("Met vriendelijke groeten,\nEls", "Met vriendelijke groeten,\n[naam]"),
        ("IK BEN JAN PEETERS EN BOOS", "IK BEN [naam] EN BOOS"),
        ("J. Peeters belde: mevrouw J. Peeters", "J. Peeters belde: mevrouw [naam]"),
        # Employers.
        ("ik werk bij Colruyt in Halle", "ik werk bij [werkgever] in Halle"),
        ("ik werk bij de firma Janssens BVBA", "ik werk bij de firma [werkgever]"),
        ("ik werk voor de stad Gent", "ik werk voor de stad [werkgever]"),
        ("werkgever: Katoen Natie", "werkgever: [werkgever]"),
        ("Dewaele Dakwerken BV betaalt niet", "[werkgever] betaalt niet"),
        # A name that at first overlaps with something else is found in a second round.
        ("ik zag Jan Peeters van Jan NV", "ik zag [naam] van [werkgever]"),
    ],
)  # fmt: skip
def test_left_out(typed: str, wanted: str) -> None:
    assert redact(typed).text == wanted


@pytest.mark.parametrize(
    "typed",
    [
        "ziek sinds 03/08/2026 of 3-8-26, van 01/02/2026 tot 05/02/2026 19 uur",
        "01/08/2026 5 dagen en 05 08 2026 2 weken",
        "19u op 38, van 08.30-12.00 en 12.30-16.30",
        "1.040,50 euro of 2 870,15 en 30 % van 12.500",
        "artikel 52 §1, CAO 104, cao-103, PC 322.01",
        "bel 1813, 106, 112, 0800 15 802, 0800 35 445, 078 15 15 15 of 1700",
        "gsm van de hulplijn: 0800 32 123",
        "ik ben bediende, ik ben moe, ik ben ziek, ik ben 58 jaar",
        "Ik ben Bediende. Ik ben Belg.",
        "mijn dokter zegt, mevrouw van HR belt, dokter van Mensura schrijft",
        "ik werk bij VDAB, mijn coach van GTB, Unia, Fedris, RIZIV, CM, Helan, Solidaris, Rentree",
        "Kom op tegen Kanker, parkinson, ziekte van Crohn, borstkanker",
        "onderweg 2 uur, loopbaan 20 jaar, arbeidsmarkt 2026, vermindering 20 %",
        "in Mei 2026, jan en feb thuis",
        "dossier 2026/12345 en 12345678",
        "1 dec 100 procent, 2 uur 100 km",
    ],
)
def test_stays(typed: str) -> None:
    assert redact(typed).text == typed


def test_kinds_come_in_the_order_of_the_text() -> None:
    found = redact("Ik ben Jan Peeters, 0478 12 34 56, jan@mail.be, mijn man Luc")
    assert found.kinds == (Kind.naam, Kind.telefoon, Kind.mail, Kind.naam)


def test_a_label_that_was_typed_is_not_a_find() -> None:
    assert redact("ik ben [naam], gsm 0478123456").kinds == (Kind.telefoon,)
    assert redact("[werkgever] belt naar de garage bij Volvo").kinds == ()


def test_the_visitor_reads_what_was_left_out() -> None:
    assert notice(()) == ""
    assert notice((Kind.naam,)).startswith("Ik heb een naam uit je bericht weggelaten.")
    assert "namen, een telefoonnummer en een e-mailadres" in notice(
        (Kind.naam, Kind.telefoon, Kind.naam, Kind.mail)
    )


def test_every_kind_has_a_label_that_is_left_alone() -> None:
    labels = load_patterns().soorten
    assert set(labels) == set(Kind)
    text = " ".join(shown.label for shown in labels.values())
    assert redact(text).text == text


def test_a_kind_without_label_is_refused(tmp_path: Path) -> None:
    text = PATTERNS.read_text(encoding="utf-8")
    broken = tmp_path / "patronen.yml"
    broken.write_text(re.sub(r"  nummerplaat: \{label.*\n", "", text), encoding="utf-8")
    with pytest.raises(ContentError, match="no label for nummerplaat"):
        load_patterns(broken)


def test_persons_come_from_the_model_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = spacy.blank("nl")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "PERSON", "pattern": "Quirine Zwaluw"},
            {"label": "PERSON", "pattern": "Rentree"},
            {"label": "ORG", "pattern": "Zonnebloem"},
        ]
    )
    text = "volgens Quirine Zwaluw van Zonnebloem helpt Rentree"
    assert redact(text).kinds == ()
    monkeypatch.setattr(names, "_model", lambda: nlp)
    assert redact(text).text == "volgens [naam] van Zonnebloem helpt Rentree"


PIECES = st.sampled_from(
    [
        "ik ben", "mijn naam is", "dokter", "mevrouw", "Jan", "Peeters", "van", "de", "Kerkstraat", "12", "0478",
        "12 34 56", "BE68", "@", ".be", "bij", "werk", "Colruyt", "BV", "en", ",", ".", "-", "(", "[naam]", "[", "]",
        "\0", "85.07.30-033.28", "\n", "is", "1-ABC-123", "+32", "gsm", "é", "İ", "9000 Gent", "groetjes", "zxcvb",
        "Kerkstraat 12", "Jan Peeters", "Jan Peeters van Jan NV", "werk bij Volvo", "jan@mail.be", "0478 12 34 56",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map(" ".join)))
def test_never_raises_and_a_second_time_changes_nothing(text: str) -> None:
    once = redact(text)
    again = redact(once.text)
    assert (again.text, again.kinds) == (once.text, ())
    assert bool(once.kinds) == (once.text != text)


@pytest.mark.parametrize(
    "piece",
    [
        "a", "1 ", "12-", "a.", "a@", "Aa ", "straat ", "Kerkstraat ", "0478 12 34 5 ", "be12 ", "van de ",
        "mijn naam is ", "bij De ", "dr. ", "(+", "1-abc-", "Jan ", "Jan en ", "x at y punt ", "'", "[naam]",
        "de steenweg op ", "gsm is nr op ", "dokter zxcvb ", "NL91 ABNA 0417 ", "ik werk bij zxcvbn ",
    ],
)  # fmt: skip
def test_nasty_input_is_quickly_read(piece: str) -> None:
    text = (piece * 12_000)[:12_000]
    started = time.process_time()
    redact(text)
    assert time.process_time() - started < 5


def test_speed_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    messages = [message for message, _ in personal_messages()] + clean_messages()
    taken = []
    for message in messages:
        started = time.process_time()
        redact(message)
        taken.append(time.process_time() - started)
    with capsys.disabled():
        print(f"\nredact: median {sorted(taken)[len(taken) // 2] * 1000:.2f} ms per message")
