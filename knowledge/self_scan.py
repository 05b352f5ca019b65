"""The employers' self-scan: four checklists in `zelfscan/`, the answers to them, the action plan.

Everything here is a function of what was chosen and answered, so that a conversation and a page
can use it alike, and pausing means keeping those few values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import Field, validator

from knowledge.articles import Source
from knowledge.errors import ContentError, ContentErrors
from knowledge.facts import load_facts
from knowledge.files import ROOT, Strict, not_empty, read_model
from knowledge.lines import line_of
from knowledge.topics import Topic, load_topics

ALL = "alles"
"""The choice that stands for the whole self-scan."""


class Answer(str, Enum):
    """The answers of the checklists.

    Mind that OVERWEGEN means "not yet, and no priority now", not "we are working on it".
    """

    TOEGEPAST = "TOEGEPAST"
    OVERWEGEN = "OVERWEGEN"
    TEKORTKOMING = "TEKORTKOMING"


class Phase(str, Enum):
    """The time that a checklist is about; the value is the word used in the files."""

    voor = "voor"
    tijdens = "tijdens"
    terugkeer = "terugkeer"
    transversaal = "transversaal"


class QuestionText(Strict):
    """A question as it stands in the file."""

    id: str
    tekst: str = Field(min_length=5)


class Caution(Strict):
    """A warning of our own and the facts it rests on; no facts means advice that states none."""

    tekst: str = Field(min_length=5)
    feiten: tuple[str, ...]


class Section(Strict):
    """Questions that share their advice.

    Attributes:
        nummer: the number in the checklist, such as "1.2"; each checklist begins at 1 again.
        onderwerpen: topics to read on, those for employers first.
        wie_suggestie, let_op: ours, not the checklists'; always shown as such.
    """

    id: str
    nummer: str
    titel: str = Field(min_length=3)
    onderwerpen: tuple[str, ...]
    vragen: tuple[QuestionText, ...]
    adviezen: tuple[str, ...]
    wie_suggestie: tuple[str, ...]
    let_op: Caution | None = None

    _filled = validator("onderwerpen", "vragen", "adviezen", allow_reuse=True)(not_empty)


class Theme(Strict):
    """Sections that belong together."""

    id: str
    nummer: str
    titel: str = Field(min_length=3)
    secties: tuple[Section, ...]

    _filled = validator("secties", allow_reuse=True)(not_empty)


class Checklist(Strict):
    """One of the four lists; its id is the name of its file."""

    id: str
    nummer: int
    titel: str = Field(min_length=3)
    fase: Phase
    bedoeling: str
    nagekeken_op: date
    bron: Source
    themas: tuple[Theme, ...]

    _filled = validator("themas", allow_reuse=True)(not_empty)


class AnswerWords(Strict):
    """An answer in the checklists' words, our shorter button, and what follows from it."""

    naam: str
    knop: str
    smiley: str
    betekenis: str
    gevolg: str


class Columns(Strict):
    """The headings of the action plan, in the order shown."""

    onderdeel: str
    tekortkoming: str
    overwegen: str
    advies: str
    actie: str
    wie: str
    timing: str
    opmerkingen: str
    meer: str


class PlanWords(Strict):
    """The words of the action plan; `uitleg` explains the fields that one fills in."""

    titel: str
    onderdeel: str
    let_op: str
    bron: str = Field(max_length=220)  # a spreadsheet's footer holds no more
    tekortkomingen: str
    alleen_overwegen: str
    geen_tekortkoming: str
    niets_beantwoord: str
    kolommen: Columns
    uitleg: dict[str, str]


class Refusals(Strict):
    """What is said when a choice or an answer cannot be used."""

    antwoorden: str
    vraag: str
    antwoord: str
    keuze: str


class TalkWords(Strict):
    """The sentences and buttons of the conversation, and the patterns of typed answers."""

    hernomen: str
    kies_lijst: str
    kies_thema: str
    hele_lijst: str
    plaats: str
    advies: str
    overslaan: str
    volgend_thema: str
    toon_plan: str
    stop: str
    verder: str
    andere_lijst: str
    klaar: str
    tussenstand: str
    gestopt: str
    woorden: dict[str, str]
    antwoordwoorden: dict[Answer, str]


class PageButtons(Strict):
    """The buttons of the page."""

    begin: str
    hervat: str
    maak_plan: str
    bewaar: str
    andere_lijst: str
    xlsx: str
    csv: str
    terug: str
    print: str


class PageRefusals(Strict):
    """What the page says when it cannot use what was sent."""

    titel: str
    geen_keuze: str
    geen_bestand: str
    ander_bestand: str
    bestand_te_groot: str
    formulier: str
    formulier_te_groot: str
    onderdeel: str
    te_lang: str


class PageWords(Strict):
    """The texts of the page, in the order in which a visitor meets them."""

    titel: str
    inleiding: tuple[str, ...]
    keuze: str
    lijst: str
    aantal: str
    meegenomen: str
    bewaard: str
    bewaard_label: str
    bewaard_uitleg: str
    hernomen: str
    vragen_titel: str
    stand: str
    antwoorden: str
    antwoord: str
    geen_antwoord: str
    geen_antwoord_uitleg: str
    themas: str
    advies: str
    let_op: str
    einde_vragen: str
    bewaren: str
    zelf_invullen: str
    timing: str
    meer: str
    meenemen: str
    chat: str
    over_checklists: str
    gezien: str
    knoppen: PageButtons
    fouten: PageRefusals

    _filled = validator("inleiding", allow_reuse=True)(not_empty)


class ScanWords(Strict):
    """The words around the self-scan (`zelfscan.yml`); braces are filled in with `str.format`."""

    alles: str
    antwoorden: dict[Answer, AnswerWords]
    actieplan: PlanWords
    fouten: Refusals
    gesprek: TalkWords
    pagina: PageWords

    @validator("antwoorden")
    def _all_answers(cls, value: dict[Answer, AnswerWords]) -> dict[Answer, AnswerWords]:
        if missing := [answer.value for answer in Answer if answer not in value]:
            raise ValueError(f"has no words for {', '.join(missing)}; add them")
        return value


class ScanError(ValueError):
    """Something that the self-scan cannot use; `field` names it, the text is a Dutch sentence."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


@dataclass(frozen=True)
class Question:
    """A question with its place, so that it can be asked on its own."""

    id: str
    text: str
    section: Section
    theme: Theme
    checklist: Checklist


@dataclass(frozen=True)
class Scan:
    """The four checklists, and all their questions in order."""

    checklists: tuple[Checklist, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Choice:
    """What one can choose to answer: all, a checklist or a theme.

    Attributes:
        id: "alles", or the id of the checklist or theme.
        phase: None for the whole self-scan.
        is_theme: whether it is a theme, which belongs below the checklist before it.
        count: number of questions.
    """

    id: str
    title: str
    phase: Phase | None
    is_theme: bool
    count: int


@dataclass(frozen=True)
class ScanProgress:
    """How many of the chosen questions have an answer."""

    answered: int
    total: int


@dataclass(frozen=True)
class PlanRow:
    """One section of the action plan.

    Attributes:
        shortcomings, considered: texts of the questions with that answer.
        wie: our suggestion; `actie`, `timing` and `opmerkingen` are left for the employer.
    """

    checklist: Checklist
    section: Section
    shortcomings: tuple[str, ...]
    considered: tuple[str, ...]
    topics: tuple[Topic, ...]
    wie: str
    actie: str = ""
    timing: str = ""
    opmerkingen: str = ""


@dataclass(frozen=True)
class ActionPlan:
    """The rows, most shortcomings first, and a sentence for above them."""

    rows: tuple[PlanRow, ...]
    remark: str


@lru_cache(maxsize=4)
def scan_words(path: Path = ROOT / "zelfscan.yml") -> ScanWords:
    """Read the words around the self-scan once.

    Raises:
        ContentError: the file is wrong, or a word is missing.
    """
    return read_model(path, ScanWords)


@lru_cache(maxsize=4)
def load_scan(folder: Path = ROOT / "zelfscan") -> Scan:
    """Read the checklists in a folder once, in the order of their file names.

    Raises:
        ContentErrors: every problem found, each with file, line, field and mend: a wrong field,
            an id that stands in two places, a topic or a fact that does not exist, no files.
    """
    checklists: list[Checklist] = []
    errors: list[ContentError] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            checklists.append(read_model(path, Checklist, id=path.stem))
        except ContentError as error:
            errors.append(error)
    if not checklists and not errors:
        errors.append(ContentError(folder, "", "holds no checklist; add a file such as c1.yml"))
    if errors := errors or list(_problems(checklists, folder)):
        raise ContentErrors(errors)
    return Scan(
        tuple(checklists),
        tuple(
            Question(question.id, question.tekst, section, theme, checklist)
            for checklist in checklists
            for theme in checklist.themas
            for section in theme.secties
            for question in section.vragen
        ),
    )


_Place = tuple[str | int, ...]


def _problems(checklists: list[Checklist], folder: Path) -> Iterator[ContentError]:
    seen = {ALL, *(checklist.id for checklist in checklists)}
    for checklist in checklists:
        path = folder / f"{checklist.id}.yml"
        for place, id_ in _ids(checklist):
            if id_ in seen:
                yield _located(path, place, f"'{id_}' is used already; give it another id")
            seen.add(id_)
        for place, problem in _unknown(checklist):
            yield _located(path, place, problem)


def _located(path: Path, place: _Place, problem: str) -> ContentError:
    return ContentError(path, ".".join(map(str, place)), problem, line_of(path, place))


def _sections(checklist: Checklist) -> Iterator[tuple[_Place, Section]]:
    for t, theme in enumerate(checklist.themas):
        for s, section in enumerate(theme.secties):
            yield ("themas", t, "secties", s), section


def _ids(checklist: Checklist) -> Iterator[tuple[_Place, str]]:
    for t, theme in enumerate(checklist.themas):
        yield ("themas", t, "id"), theme.id
    for place, section in _sections(checklist):
        yield (*place, "id"), section.id
        for number, question in enumerate(section.vragen):
            yield (*place, "vragen", number, "id"), question.id


def _unknown(checklist: Checklist) -> Iterator[tuple[_Place, str]]:
    facts, topics = load_facts(), load_topics().by_id
    named: list[tuple[_Place, str, str, Collection[str]]] = [
        (("bron", "feiten"), "fact", id_, facts) for id_ in checklist.bron.feiten
    ]
    for place, section in _sections(checklist):
        named.extend(((*place, "onderwerpen"), "topic", id_, topics) for id_ in section.onderwerpen)
        if section.let_op:
            where = (*place, "let_op", "feiten")
            named.extend((where, "fact", id_, facts) for id_ in section.let_op.feiten)
    for where, kind, id_, known in named:
        if id_ not in known:
            near = get_close_matches(id_, known, n=1)
            mend = f"write '{near[0]}'" if near else "check the spelling"
            yield where, f"there is no {kind} '{id_}'; {mend}"


def choices(scan: Scan) -> tuple[Choice, ...]:
    """List what one can choose to answer: all, then each checklist followed by its themes."""

    def count(id_: str) -> int:
        return sum(id_ in _belongs_to(question) for question in scan.questions)

    found = [Choice(ALL, scan_words().alles, None, False, count(ALL))]
    for checklist in scan.checklists:
        phase = checklist.fase
        found.append(Choice(checklist.id, checklist.titel, phase, False, count(checklist.id)))
        found.extend(
            Choice(theme.id, theme.titel, phase, True, count(theme.id))
            for theme in checklist.themas
        )
    return tuple(found)


def questions(chosen: Collection[str], scan: Scan) -> tuple[Question, ...]:
    """Return the questions of the chosen parts, each once, in the order of the checklists.

    Raises:
        ScanError: a choice that does not exist.
    """
    known = {choice.id for choice in choices(scan)}
    for id_ in chosen:
        if id_ not in known:
            raise ScanError(id_, scan_words().fouten.keuze.format(naam=id_))
    return tuple(q for q in scan.questions if not _belongs_to(q).isdisjoint(chosen))


def _belongs_to(question: Question) -> set[str]:
    return {ALL, question.checklist.id, question.theme.id}


def next_question(
    chosen: Collection[str], answers: Mapping[str, Answer], skipped: Collection[str], scan: Scan
) -> Question | None:
    """Return the first chosen question that is neither answered nor skipped; None at the end.

    Raises:
        ScanError: a choice that does not exist.
    """
    open_ = (q for q in questions(chosen, scan) if q.id not in answers and q.id not in skipped)
    return next(open_, None)


def skip_theme(
    theme: str, answers: Mapping[str, Answer], skipped: Collection[str], scan: Scan
) -> tuple[str, ...]:
    """Return what is skipped when one goes on to the next theme: also the rest of this one.

    Raises:
        ScanError: a theme that does not exist.
    """
    rest = (q.id for q in questions((theme,), scan) if q.id not in answers)
    return tuple(dict.fromkeys([*skipped, *rest]))


def progress(chosen: Collection[str], answers: Mapping[str, Answer], scan: Scan) -> ScanProgress:
    """Count the chosen questions that have an answer; a skipped one has none.

    Raises:
        ScanError: a choice that does not exist.
    """
    asked = questions(chosen, scan)
    return ScanProgress(sum(question.id in answers for question in asked), len(asked))


def read_answers(raw: Any, scan: Scan) -> dict[str, Answer]:
    """Read answers that were kept or sent as plain text, such as `{"c1_s1_1_v1": "OVERWEGEN"}`.

    An `Answer` is text, so `json.dumps` of the result gives the plain form again.

    Raises:
        ScanError: not a mapping, a question that does not exist, or another answer.
    """
    wrong = scan_words().fouten
    if not isinstance(raw, Mapping):
        raise ScanError("antwoorden", wrong.antwoorden)
    known = {question.id for question in scan.questions}
    found: dict[str, Answer] = {}
    for id_, value in raw.items():
        if id_ not in known:
            raise ScanError(str(id_), wrong.vraag.format(naam=id_))
        try:
            found[id_] = Answer(value)
        except ValueError as error:
            raise ScanError(id_, wrong.antwoord.format(waarde=value, naam=id_)) from error
    return found


def action_plan(answers: Mapping[str, Answer], scan: Scan) -> ActionPlan:
    """Make the action plan of everything that was answered.

    Sections with the most shortcomings come first, then those with the most to consider, then the
    order of the checklists. A section in which all is applied is left out.
    """
    rows = [
        _row(checklist, section, answers)
        for checklist in scan.checklists
        for _, section in _sections(checklist)
    ]
    rows = [row for row in rows if row.shortcomings or row.considered]
    rows.sort(key=lambda row: (-len(row.shortcomings), -len(row.considered)))
    return ActionPlan(tuple(rows), _remark(rows, bool(answers)))


def _row(checklist: Checklist, section: Section, answers: Mapping[str, Answer]) -> PlanRow:
    def answered(answer: Answer) -> tuple[str, ...]:
        return tuple(q.tekst for q in section.vragen if answers.get(q.id) is answer)

    return PlanRow(
        checklist,
        section,
        shortcomings=answered(Answer.TEKORTKOMING),
        considered=answered(Answer.OVERWEGEN),
        topics=tuple(load_topics().by_id[id_] for id_ in section.onderwerpen),
        wie=", ".join(section.wie_suggestie),
    )


def _remark(rows: list[PlanRow], begun: bool) -> str:
    words = scan_words().actieplan
    if not begun:
        return words.niets_beantwoord
    if not rows:
        return words.geen_tekortkoming
    return words.tekortkomingen if rows[0].shortcomings else words.alleen_overwegen
