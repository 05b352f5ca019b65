"""From a situation to the steps that count for it, each with its date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

from knowledge.articles import Role
from knowledge.errors import ValueNotKnown
from knowledge.parameters import Parameters
from knowledge.phrases import phrases
from knowledge.render import paragraphs, render
from knowledge.rules.calendar import is_moved
from knowledge.rules.profile import Cause, Goal, Profile, Status
from knowledge.step_texts import StepText

SOON_DAYS = 31
"""A date this near (calendar days) is shown as coming soon."""
NOW_DAYS = 7
"""A deadline this near (calendar days) is shown as due now."""


class Urgency(str, Enum):
    """Where a step stands on the reference date; the value is the word in the output."""

    gemist = "gemist"
    nu = "nu"
    binnenkort = "binnenkort"
    later = "later"
    zodra = "zodra"


@dataclass(frozen=True)
class When:
    """When a step is due: by a last day, in a period, or as soon as something happens.

    Attributes:
        last: the last day on which it can be done in time (calendar day, included).
        start: the first day on which it can be done, or on which it begins.
        once: words behind "zodra", for a step whose date is not known.
        doubt: a sentence when the date is not certain, and who can tell.
        rule_of: the day whose figures the text gives; default: the reference date.
    """

    last: date | None = None
    start: date | None = None
    once: str | None = None
    doubt: str | None = None
    rule_of: date | None = None

    def urgency(self, day: date) -> Urgency:
        """Say where the step stands on a day."""
        if self.last is not None and self.last < day:
            return Urgency.gemist
        if self.once is not None and self.last is None and self.start is None:
            return Urgency.zodra
        if self.start is not None and self.start > day:
            soon = self.start - day <= timedelta(days=SOON_DAYS)
            return Urgency.binnenkort if soon else Urgency.later
        if self.last is not None and self.start is None:
            left = self.last - day
            if left > timedelta(days=SOON_DAYS):
                return Urgency.later
            return Urgency.nu if left <= timedelta(days=NOW_DAYS) else Urgency.binnenkort
        return Urgency.nu


NOW = When()
"""A step that can be done at any time from now on."""

MOVED = (
    "Ik telde in maanden, maar de maand ervoor is te kort voor dezelfde dag. Onze bronnen zeggen "
    "niet hoe je dan telt. Ik nam de eerste dag erna. Telt die ene dag voor jou, vraag het dan na."
)


def sentences(*words: str | None) -> str | None:
    """Join the sentences that there are; None when there are none."""
    return " ".join(word for word in words if word) or None


def from_month(
    counted: date | None, start: date, last: date | None = None, doubt: str | None = None
) -> When:
    """A step from a first day that was counted in months (`after_months` with `begins`).

    Args:
        counted: the day from which was counted.
        start: the first day.
        last: the last day, if there is one.
        doubt: another doubt; a day that moved to the 1st adds that no source says how to count.
    """
    moved = counted is not None and is_moved(counted, start)
    return When(last, start, doubt=sentences(doubt, MOVED if moved else None))


@dataclass(frozen=True)
class Situation:
    """A profile on a reference date, with the figures of that date."""

    profile: Profile
    day: date
    parameters: Parameters

    def figure(self, name: str, day: date | None = None) -> int | None:
        """Return a whole figure (days, weeks, months, employees) on a day; None if not known."""
        value = self.amount(name, day)
        return None if value is None else int(value)

    def amount(self, name: str, day: date | None = None) -> Decimal | None:
        """Return a figure on a day (default: the reference date); None if it is not known."""
        try:
            return self.parameters[name].on(day or self.day)
        except ValueNotKnown:
            return None

    @property
    def first(self) -> date | None:
        """The first day of sickness."""
        return self.profile.eerste_ziektedag

    @property
    def resumed(self) -> bool:
        """Whether the person fully resumed on or before the reference date."""
        return self.profile.hervat_op is not None and self.profile.hervat_op <= self.day

    @property
    def still_sick(self) -> bool:
        """Whether the person is still unfit for work on the reference date, as far as is known."""
        return not self.resumed

    @property
    def work_related(self) -> bool:
        """Whether the rules on accidents at work and occupational diseases apply."""
        return self.profile.oorzaak in (Cause.arbeidsongeval, Cause.beroepsziekte)

    @property
    def employee(self) -> bool:
        """Whether the sick person is an employee (also seen by an employer or a coach)."""
        own = (Status.zelfstandige, Status.werkzoekende)
        return self.profile.rol not in (Role.zs, Role.wz) and self.profile.statuut not in own

    @property
    def self_employed(self) -> bool:
        """Whether the sick person is self-employed."""
        return self.profile.rol is Role.zs or self.profile.statuut is Status.zelfstandige

    @property
    def job_seeker(self) -> bool:
        """Whether the sick person has no work."""
        return self.profile.rol is Role.wz or self.profile.statuut is Status.werkzoekende

    def wants(self, *goals: Goal) -> bool:
        """Tell whether the person named one of these goals."""
        return self.profile.doel in goals

    def sick_since_2026(self) -> bool | None:
        """Whether the sickness began on or after 1 January 2026; None when the day is not known."""
        return None if self.first is None else self.first >= date(2026, 1, 1)


def now_for(s: Situation, *goals: Goal, once: str) -> When:
    """A step for now when the person has one of these goals, otherwise for when it comes up."""
    return NOW if s.wants(*goals) else When(once=once)


Rule = Callable[[Situation], When | None]
"""Returns when a step is due, or None when it does not apply to the situation."""

RULES: dict[str, Rule] = {}


def step(id_: str) -> Callable[[Rule], Rule]:
    """Register the rule of one step; a test holds rules and step files equal."""

    def add(rule: Rule) -> Rule:
        if id_ in RULES:
            raise ValueError(f"two rules for step '{id_}'")
        RULES[id_] = rule
        return rule

    return add


@dataclass(frozen=True)
class Step:
    """One step of a plan: its text, who does it, and its date."""

    text: StepText
    when: When
    urgency: Urgency
    what: str
    why: str
    consequence: str | None
    rescue: str | None

    def as_dict(self) -> dict[str, Any]:
        """The form of the command line's JSON."""
        found: dict[str, Any] = {
            "id": self.text.id,
            "titel": self.text.titel,
            "wie": self.text.wie.value,
            "status": self.urgency.value,
            "wat": self.what,
            "waarom": self.why,
            "gevolg": self.consequence,
            "onderwerp": self.text.onderwerp,
            "bron": [source.dict(include={"naam", "url"}) for source in self.text.bron],
        }
        if self.when.start is not None:
            found["periode"] = {
                "van": self.when.start.isoformat(),
                "tot": self.when.last.isoformat() if self.when.last else None,
            }
        elif self.when.last is not None:
            found["uiterste_datum"] = self.when.last.isoformat()
        if self.when.once:
            found["zodra"] = self.when.once
        if self.when.doubt:
            found["twijfel"] = self.when.doubt
        if self.urgency is Urgency.gemist and self.rescue:
            found["nog_mogelijk"] = self.rescue
        return found


@dataclass(frozen=True)
class Plan:
    """All steps that count for a situation, most urgent first."""

    profile: Profile
    day: date
    steps: tuple[Step, ...]
    remarks: tuple[str, ...] = field(default=())


_ORDER = [Urgency.nu, Urgency.gemist, Urgency.binnenkort, Urgency.zodra, Urgency.later]


def moments(situation: Situation, texts: Mapping[str, StepText]) -> dict[str, When]:
    """Return the steps that apply, by id, each with when it is due.

    Args:
        situation: the profile on the reference date.
        texts: all step texts by id.
    """
    import knowledge.rules.steps  # noqa: F401  registers the rules

    shown = (id_ for id_ in RULES if situation.profile.rol in texts[id_].voor)
    found = ((id_, RULES[id_](situation)) for id_ in shown)
    return {id_: when for id_, when in found if when is not None}


def make_plan(
    profile: Profile, day: date, texts: Mapping[str, StepText], parameters: Parameters
) -> Plan:
    """Collect the steps that apply, with their dates.

    Args:
        profile: the situation, already checked (`read_profile`).
        day: the reference date.
        texts: all step texts by id.
        parameters: all figures.
    """
    situation = Situation(profile, day, parameters)
    steps = [
        _filled(texts[id_], when, day, parameters)
        for id_, when in moments(situation, texts).items()
    ]
    return Plan(profile, day, tuple(sorted(steps, key=_rank)), tuple(_remarks(situation)))


def _filled(text: StepText, when: When, day: date, parameters: Parameters) -> Step:
    def fill(words: str | None) -> str | None:
        rule_of = when.rule_of or day
        return " ".join(paragraphs(render(words, parameters, rule_of))) if words else None

    return Step(
        text,
        when,
        when.urgency(day),
        fill(text.wat) or "",
        fill(text.waarom) or "",
        fill(text.gevolg),
        fill(text.gemist),
    )


def _rank(found: Step) -> tuple[int, int, date, str]:
    moment = found.when.last or found.when.start or date.max
    return (_ORDER.index(found.urgency), -found.text.gewicht, moment, found.text.id)


def _remarks(situation: Situation) -> list[str]:
    words = phrases().plan
    remarks = []
    if situation.first is None:
        remarks.append(words.zonder_datum)
    if situation.work_related and not situation.self_employed:
        remarks.append(words.werk_gerelateerd)
    return remarks
