"""Letters and e-mails: one file per letter in `knowledge/letters/`, filled in with what is known.

A letter shows `[words]` where something is to be filled in. Words that name a fact of the profile
(`FACTS`) are replaced when the person told it; all others stay, for the person to fill in. No fact
about health can be filled in, except in the handover, when the person asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import Field, validator

import knowledge.rules.steps  # noqa: F401  registers the rules
from knowledge.articles import Role, Source
from knowledge.dates import in_words
from knowledge.errors import ContentError, ContentErrors, KnowledgeError
from knowledge.facts import load_facts
from knowledge.files import ROOT, Strict, not_empty, read_model
from knowledge.lines import line_of
from knowledge.parameters import Parameters, format_number, load_parameters
from knowledge.phrases import phrases
from knowledge.render import names_used, paragraphs, render
from knowledge.rules.numbers import in_euro
from knowledge.rules.plan import RULES, Plan, Situation, Step, Urgency
from knowledge.rules.plan_text import moment
from knowledge.rules.profile import Cause, Goal, Profile, Region
from knowledge.task_words import task_words
from knowledge.topics import load_topics

HANDOVER = "overdracht"
"""The id of the summary that is made from a plan."""
TODAY, RECIPIENT, STEPS = "datum van vandaag", "ontvanger", "stappen"
OWN_WORDS = "wat je zelf over je gezondheid zei"
PASSED = "datum voorbij, na te kijken"

_BLANK = re.compile(r"\[([^\[\]]+)\]")
_REGIONS = {
    Region.vlaanderen: "Vlaanderen",
    Region.brussel: "Brussel",
    Region.wallonie: "Wallonië",
    Region.duitstalig: "Duitstalige Gemeenschap",
}
_CAUSES = {
    Cause.ziekte: "ziekte",
    Cause.priveongeval: "ongeval buiten het werk",
    Cause.arbeidsongeval: "arbeidsongeval",
    Cause.beroepsziekte: "beroepsziekte",
}
_ABOUT = {Role.wg: "mijn medewerker", Role.co: "mijn cliënt"}


class Recipient(str, Enum):
    """To whom a handover is taken; the value is the word on the command line."""

    rentree_coach = "rentree_coach"
    vakbond = "vakbond"
    ziekenfonds = "ziekenfonds"


_RECIPIENTS = {
    Recipient.rentree_coach: "de Rentree-coach",
    Recipient.vakbond: "de vakbond",
    Recipient.ziekenfonds: "het ziekenfonds",
}


class Letter(Strict):
    """One letter as it is written, before anything is filled in.

    Attributes:
        voor: whose letter it is.
        aan: to whom it is sent.
        wanneer: when it helps, in one sentence.
        doelen: the goals it fits best; none: it does not depend on a goal.
        tekst: the paragraphs; a blank line within one begins a new line.
        invullen: the blanks that only the person can fill in.
        let_op: what to check before sending.
        onderwerp: the topic to read on.
    """

    id: str
    titel: str = Field(min_length=5, max_length=90)
    voor: tuple[Role, ...]
    aan: str = Field(min_length=5)
    wanneer: str = Field(min_length=10)
    doelen: tuple[Goal, ...] = ()
    onderwerp_regel: str = Field(min_length=5, max_length=90)
    tekst: tuple[str, ...]
    invullen: tuple[str, ...] = ()
    let_op: tuple[str, ...]
    onderwerp: str
    bronnen: tuple[Source, ...]
    nagekeken_op: date

    _filled = validator("voor", "tekst", "let_op", "bronnen", allow_reuse=True)(not_empty)


@dataclass(frozen=True)
class WrittenLetter:
    """A letter to copy, edit or print.

    Attributes:
        subject: the subject of the e-mail.
        body: plain text, an empty line between paragraphs.
        check_first: what the person checks before sending.
        sources: where the statements in it come from.
    """

    subject: str
    body: str
    check_first: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def blanks(self) -> tuple[str, ...]:
        """What is still to be filled in, in the order of the text, each once."""
        return tuple(dict.fromkeys(_BLANK.findall(f"{self.subject}\n{self.body}")))

    def as_dict(self) -> dict[str, Any]:
        """The form of the command line's JSON."""
        return {
            "onderwerp_regel": self.subject,
            "tekst": self.body,
            "invullen": list(self.blanks),
            "let_op": list(self.check_first),
            "bronnen": [source.dict(include={"naam", "url"}) for source in self.sources],
        }


def _day(day: date | None) -> str | None:
    return in_words(day) if day else None


def _hours(hours: Decimal | None) -> str | None:
    return format_number(hours) if hours else None


def _label(field: str, value: Enum | None) -> str | None:
    return task_words().knoppen[field][value.value].lower() if value else None


FACTS: Mapping[str, Callable[[Profile], str | None]] = {
    "eerste ziektedag": lambda profile: _day(profile.eerste_ziektedag),
    "startdatum": lambda profile: _day(profile.gewenste_startdatum),
    "hervat op": lambda profile: _day(profile.hervat_op),
    "einde van het contract": lambda profile: _day(profile.contract_einde),
    "aantal uren": lambda profile: _hours(profile.uren_hervatting),
    "aantal uren voltijds": lambda profile: _hours(profile.uren_voltijds),
    "daguitkering": lambda profile: (
        f"{in_euro(profile.daguitkering)} euro bruto per dag" if profile.daguitkering else None
    ),
    "aantal werknemers": lambda profile: (
        format_number(Decimal(profile.grootte_werkgever)) if profile.grootte_werkgever else None
    ),
    "rol": lambda profile: phrases().rollen[profile.rol].knop.lower(),
    "statuut": lambda profile: _label("statuut", profile.statuut),
    "wens": lambda profile: _label("doel", profile.doel),
    "over wie": lambda profile: _ABOUT.get(profile.rol),
    "oorzaak": lambda profile: _CAUSES[profile.oorzaak] if profile.oorzaak else None,
    "gewest": lambda profile: _REGIONS[profile.gewest] if profile.gewest else None,
}
"""What a blank with this name becomes; None: the person did not tell it."""

_OF_HANDOVER = {RECIPIENT, STEPS, OWN_WORDS}


@lru_cache(maxsize=4)
def load_letters(folder: Path = ROOT / "letters") -> Mapping[str, Letter]:
    """Read every letter file; the result is by id.

    Raises:
        ContentErrors: all files that are wrong, each with file, line, field and mend.
    """
    found: dict[str, Letter] = {}
    errors: list[ContentError] = []
    parameters = load_parameters()
    for path in sorted(folder.glob("*.yml")):
        try:
            letter = read_model(path, Letter)
        except ContentError as error:
            errors.append(error)
            continue
        found[path.stem] = letter
        for place, problem in _problems(letter, path.stem, parameters):
            field = ".".join(str(part) for part in place)
            errors.append(ContentError(path, field, problem, line_of(path, place)))
    if errors:
        raise ContentErrors(errors)
    return found


_Problem = tuple[Sequence[Any], str]


def _problems(letter: Letter, name: str, parameters: Parameters) -> Iterator[_Problem]:
    if letter.id != name:
        yield ["id"], f"'{letter.id}' is not the file's name; make the two the same"
    topics = load_topics().by_id
    if letter.onderwerp not in topics:
        mend = _mend(letter.onderwerp, topics)
        yield ["onderwerp"], f"there is no topic '{letter.onderwerp}'; {mend}"
    facts = load_facts()
    for number, source in enumerate(letter.bronnen):
        for id_ in source.feiten:
            if id_ not in facts:
                yield (
                    ["bronnen", number, "feiten"],
                    f"there is no fact '{id_}'; {_mend(id_, facts)}",
                )
    for place, text in _texts(letter):
        for problem in _template_problems(text, parameters, letter.nagekeken_op):
            yield place, problem
    yield from _blank_problems(letter)


def _texts(letter: Letter) -> Iterator[tuple[Sequence[Any], str]]:
    yield ["onderwerp_regel"], letter.onderwerp_regel
    for field in ("tekst", "let_op"):
        for number, text in enumerate(getattr(letter, field)):
            yield [field, number], text


def _template_problems(text: str, parameters: Parameters, day: date) -> Iterator[str]:
    try:
        unknown = sorted(names_used(text) - set(parameters))
        if not unknown:
            render(text, parameters, day)
    except KnowledgeError as error:
        yield str(error)
        return
    for name in unknown:
        yield f"no parameter is called '{name}'; {_mend(name, parameters)}"


def _blank_problems(letter: Letter) -> Iterator[_Problem]:
    allowed = {*FACTS, TODAY, *letter.invullen} | (_OF_HANDOVER if letter.id == HANDOVER else set())
    used: set[str] = set()
    for place, text in _texts(letter):
        for name in map(_tidy, _BLANK.findall(text)):
            used.add(name)
            if name not in allowed:
                mend = f"{_mend(name, allowed)}, or add it to 'invullen'"
                yield place, f"'[{name}]' is not known; {mend}"
    for number, name in enumerate(letter.invullen):
        if name not in used:
            yield ["invullen", number], f"no text has '[{name}]'; take it out"


def _mend(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f"write '{near[0]}'" if near else "check the spelling"


def _tidy(words: str) -> str:
    return " ".join(words.split())


def letters_for(role: Role, goal: Goal | None = None) -> tuple[Letter, ...]:
    """The letters of a group of users, the most fitting first; without the handover.

    Letters for the goal come first (the more specific the earlier), then those that do not depend
    on a goal, then the others: none is hidden, since a goal says nothing about a letter received.
    """

    def rank(letter: Letter) -> tuple[bool, bool, int, str]:
        return (
            goal not in letter.doelen,
            bool(letter.doelen),
            len(letter.doelen),
            letter.id,
        )

    own = (letter for letter in load_letters().values() if role in letter.voor)
    return tuple(sorted((letter for letter in own if letter.id != HANDOVER), key=rank))


def write_letter(
    letter: Letter, profile: Profile, day: date, parameters: Parameters
) -> WrittenLetter:
    """Fill a letter in with what the person told; what is not known stays a blank.

    Args:
        letter: one of `load_letters`.
        profile: the situation; `kanker` and `burn_out` are never used.
        day: the reference date.
        parameters: all figures.

    Raises:
        TextError: the text cannot be filled in.
    """
    facts = _told(profile, day)
    blocks = [_lines(text, facts, day, parameters) for text in letter.tekst]
    return _written(letter, blocks, facts, day, parameters)


def write_handover(
    plan: Plan, to: Recipient, parameters: Parameters, *, share_health: bool = False
) -> WrittenLetter:
    """Summarise what the person told and the dated steps of the plan, for the person to approve.

    Only what was told stands in it. A step that only follows from `kanker` or `burn_out` is left
    out, unless the person wants to share that.

    Args:
        plan: the plan of the situation.
        to: to whom it is taken.
        parameters: all figures.
        share_health: name `kanker` and `burn_out` as told; never for an employer, who speaks of
            somebody else.

    Raises:
        TextError: the text cannot be filled in.
    """
    letter = load_letters()[HANDOVER]
    health = share_health and plan.profile.rol is not Role.wg
    facts = {
        **_told(plan.profile, plan.day),
        RECIPIENT: _RECIPIENTS[to],
        STEPS: "\n".join(_step_line(step) for step in _dated(plan, parameters, health)),
        OWN_WORDS: _health(plan.profile) if health else "",
    }
    known = {name: words for name, words in facts.items() if words}
    blocks = [_lines(text, known, plan.day, parameters) for text in letter.tekst]
    told = [[line for line in block if not _not_told(line)] for block in blocks]
    shown = [block for block in told if len(block) > 1 or not block[0].endswith(":")]
    return _written(letter, shown, known, plan.day, parameters)


def _told(profile: Profile, day: date) -> dict[str, str]:
    values = {name: fact(profile) for name, fact in FACTS.items()}
    return {TODAY: in_words(day), **{name: words for name, words in values.items() if words}}


def _lines(text: str, facts: Mapping[str, str], day: date, parameters: Parameters) -> list[str]:
    return paragraphs(_fill(render(text, parameters, day), facts))


def _fill(text: str, facts: Mapping[str, str]) -> str:
    return _BLANK.sub(lambda blank: facts.get(_tidy(blank[1]), blank[0]), text)


def _written(
    letter: Letter,
    blocks: Sequence[Sequence[str]],
    facts: Mapping[str, str],
    day: date,
    parameters: Parameters,
) -> WrittenLetter:
    checks = (" ".join(_lines(text, {}, day, parameters)) for text in letter.let_op)
    return WrittenLetter(
        subject=" ".join(_lines(letter.onderwerp_regel, facts, day, parameters)),
        body="\n\n".join("\n".join(block) for block in blocks if block),
        check_first=tuple(check for check in checks if check),
        sources=letter.bronnen,
    )


def _not_told(line: str) -> bool:
    names = {_tidy(name) for name in _BLANK.findall(line)}
    return bool(names & ({*FACTS} | _OF_HANDOVER))


def _health(profile: Profile) -> str:
    words = task_words().ook
    said = [words[name]["true"] for name in ("kanker", "burn_out") if getattr(profile, name)]
    return ", ".join(said)


def _dated(plan: Plan, parameters: Parameters, health: bool) -> list[Step]:
    """The steps that have a date, in the order of their dates."""
    bare = plan.profile.copy(update={"kanker": None, "burn_out": None})
    situation = Situation(bare, plan.day, parameters)
    dated = [
        step
        for step in plan.steps
        if (step.when.last or step.when.start)
        and (health or RULES[step.text.id](situation) is not None)
    ]
    return sorted(dated, key=lambda step: step.when.last or step.when.start or date.max)


def _step_line(step: Step) -> str:
    when = moment(step.when)
    if step.urgency is Urgency.gemist:
        when = f"{when}: {PASSED}"
    line = f"- {step.text.titel} ({when})"
    return f"{line}. {step.when.doubt}" if step.when.doubt else line
