"""Calculations that show their working, line by line, with the sources of every figure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from knowledge.dates import in_words
from knowledge.errors import ValueNotKnown
from knowledge.files import ROOT, read_yaml
from knowledge.parameters import Parameters, ValueSource, format_number, format_value
from knowledge.rules.calendar import after_months, nth_day
from knowledge.rules.numbers import in_euro, rounded
from knowledge.rules.profile import Status

GWH = "gedeeltelijke_werkhervatting"
IMW = "individueel_maatwerk"
SOL = "solidariteitsbijdrage"
PACKAGES = ("2_jaar", "5_jaar", "verhoogd")
SUNDAY = 6


class CannotCalculate(ValueError):
    """The calculation is not possible; the text is a Dutch sentence that says why."""


@lru_cache(maxsize=1)
def sentences() -> dict[str, Any]:
    """Read the sentences of `rekenen.yml`."""
    content: dict[str, Any] = read_yaml(ROOT / "rekenen.yml")
    return content


@dataclass
class Calculation:
    """A result with its working.

    Attributes:
        kind: which calculation, as named in `rekenen.yml`.
        day: the reference date whose figures were used.
        lines: the working, one sentence each.
        result: named outcomes; amounts in EUR, shares in percent.
        sources: where the figures come from.
    """

    kind: str
    day: date
    parameters: Parameters
    lines: list[str] = field(default_factory=list)
    result: dict[str, Any] = field(default_factory=dict)
    sources: list[ValueSource] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What was calculated."""
        return str(sentences()[self.kind]["titel"])

    @property
    def caveat(self) -> str:
        """Who decides."""
        return str(sentences()["raming"]).format(beslist=sentences()[self.kind]["beslist"])

    def say(self, name: str, **words: object) -> None:
        """Add a line of working."""
        self.lines.append(self.sentence(name, **words))

    def sentence(self, name: str, **words: object) -> str:
        """Fill in one of the sentences of this calculation."""
        return str(sentences()[self.kind][name]).format(**words)

    def figure(self, name: str, day: date | None = None) -> Decimal:
        """Look up a figure on a day (default: the reference date) and remember its source.

        Raises:
            CannotCalculate: the figure is not known or not confirmed for that day.
        """
        parameter = self.parameters[name]
        when = day or self.day
        try:
            value = parameter.on(when)
        except ValueNotKnown as error:
            raise CannotCalculate(
                str(sentences()["niet_bekend"]).format(
                    wat=parameter.omschrijving, datum=in_words(when), wie=parameter.vraag_aan
                )
            ) from error
        source = next(v.bron for v in parameter.waarden if v.covers(when))
        if source not in self.sources:
            self.sources.append(source)
        return value

    def written(self, name: str, day: date | None = None) -> str:
        """Look up a figure and write it with its unit; see `figure`."""
        return format_value(self.figure(name, day), self.parameters[name].eenheid)

    def as_dict(self) -> dict[str, Any]:
        """The form of the command line's JSON."""
        return {
            "soort": self.kind,
            "datum": self.day.isoformat(),
            "werking": self.lines,
            "resultaat": {
                name: float(value) if isinstance(value, Decimal) else value
                for name, value in self.result.items()
            },
            "voorbehoud": self.caveat,
            "bronnen": [source.dict(include={"naam", "url"}) for source in self.sources],
        }


def partial_benefit(
    hours: Decimal, full_time: Decimal, benefit: Decimal, day: date, parameters: Parameters
) -> Calculation:
    """Estimate the benefit that is left during permitted partial work.

    Royal Decree of 3 July 1996, art. 230, since 1 April 2018: the daily benefit falls by the
    fraction of a full-time week that is worked, minus 20 points, rounded to a whole percent.

    Args:
        hours: hours per week that will be worked.
        full_time: hours per week of a full-timer in the same job.
        benefit: the present full benefit, EUR gross per day (six days a week).
        day: the reference date.
        parameters: all figures.

    Raises:
        CannotCalculate: impossible hours or benefit, or a day before the rule.
    """
    made = Calculation("gwh", day, parameters)
    if not 0 < hours <= full_time:
        raise CannotCalculate(made.sentence("uren"))
    if benefit <= 0:
        raise CannotCalculate(made.sentence("daguitkering"))
    if day < date(2018, 4, 1):
        raise CannotCalculate(made.sentence("te_vroeg"))
    free = made.figure(f"{GWH}/vrijgesteld")
    fraction = rounded(hours / full_time * 100)
    cut = rounded(max(fraction - free, Decimal(0)), 0)
    left = rounded(benefit * (100 - cut) / 100)
    days = made.figure(f"{GWH}/dagen_per_maand")
    per_month = rounded(left * days)
    shown = {
        "uren": format_number(hours),
        "voltijds": format_number(full_time),
        "breuk": format_number(fraction),
        "vrij": format_number(free),
        "dag": in_euro(benefit),
        "af": format_number(cut),
        "boven": format_number(max(fraction - free, Decimal(0))),
        "rest": in_euro(left),
        "dagen": format_number(days),
        "maand": in_euro(per_month),
    }
    made.say("breuk", **shown)
    if fraction <= free:
        made.say("vrij", **shown)
    else:
        made.say("boven", **shown)
        made.say("rest", **shown)
    made.say("maand", **shown)
    made.result = {
        "breuk_procent": fraction,
        "vermindering_procent": cut,
        "per_dag": left,
        "per_maand": per_month,
    }
    return made


def guaranteed_wage(first: date, status: Status, day: date, parameters: Parameters) -> Calculation:
    """Give the days of guaranteed wage and its parts, all calendar days, first day counted.

    A clerk (bediende): 30 days at full pay (fact `gl_bediende`). A worker (arbeider): 7 days at
    full pay, then 85.88 % to day 14, then a supplement to the benefit to day 30 (CLA 12bis, fact
    `gl_arbeider`).

    Raises:
        CannotCalculate: another status, whose rules are not in the sources.
    """
    made = Calculation("gewaarborgd_loon", day, parameters)

    def until(n: Decimal) -> date:
        return nth_day(first, int(n))

    if status is Status.bediende:
        length = made.figure("gewaarborgd_loon/duur_bediende", first)
        last = until(length)
        made.say("bediende", van=in_words(first), tot=in_words(last), dagen=format_number(length))
        made.say("bediende_kort", maanden=made.written("gewaarborgd_loon/contract_bediende", first))
        made.result["volledig_loon"] = {"van": first.isoformat(), "tot": last.isoformat()}
    elif status is Status.arbeider:
        parts = (
            ("volledig", "volledig_loon", "arbeider_volledig_tot"),
            ("tweede_week", "tweede_week", "arbeider_tweede_week_tot"),
            ("toeslag", "toeslag", "arbeider_toeslag_tot"),
        )
        start = last = first
        for sentence, name, figure in parts:
            last = until(made.figure(f"gewaarborgd_loon/{figure}", first))
            percent = made.written("gewaarborgd_loon/arbeider_tweede_week", first)
            made.say(sentence, van=in_words(start), tot=in_words(last), procent=percent)
            made.result[name] = {"van": start.isoformat(), "tot": last.isoformat()}
            start = last + timedelta(days=1)
        made.say("dienst", dienst=made.written("gewaarborgd_loon/dienst_arbeider", first))
    else:
        raise CannotCalculate(made.sentence("statuut", statuut=status.value))
    made.say("daarna", van=in_words(last + timedelta(days=1)))
    made.say("herval")
    made.result["alleen_uitkering_vanaf"] = (last + timedelta(days=1)).isoformat()
    return made


def wage_premium(
    package: str,
    quarter: int,
    wage: Decimal,
    share: Decimal,
    day: date,
    parameters: Parameters,
) -> Calculation:
    """Estimate the wage premium of individueel maatwerk for one quarter.

    Args:
        package: "2_jaar", "5_jaar" or "verhoogd", as VDAB granted it.
        quarter: which quarter of the support, from 1.
        wage: reference wage, EUR gross per quarter.
        share: employment share, percent of a full-time job (1 to 100).
        day: the reference date; the ceiling of that day is used.
        parameters: all figures.

    Raises:
        CannotCalculate: a wrong quarter or share, or a ceiling that is not confirmed for the day;
            the message then still gives the percentage.
    """
    made = Calculation("loonpremie", day, parameters)
    path = _premium_path(made, package)
    if not 1 <= quarter <= path[-1][1]:
        raise CannotCalculate(made.sentence("kwartaal_fout", laatste=path[-1][1]))
    if not 0 < share <= 100:
        raise CannotCalculate(made.sentence("deel_fout"))
    for start, end, percent in path:
        made.say("pad", van=start, tot=end, procent=f"{format_number(percent)} %")
    percent = next(p for start, end, p in path if start <= quarter <= end)
    made.say("kwartaal", kwartaal=quarter, procent=f"{format_number(percent)} %")
    factor = made.figure(f"{IMW}/plafond_factor")
    minimum = parameters["minimumloon/ggmmi"]
    try:
        monthly = made.figure("minimumloon/ggmmi")
    except CannotCalculate as error:
        unknown = made.sentence("zonder_plafond", datum=in_words(day), wie=minimum.vraag_aan)
        raise CannotCalculate(f"{made.lines[-1]} {unknown}") from error
    ceiling = rounded(factor * monthly * 3 * share / 100)
    counted = min(wage, ceiling)
    made.say(
        "plafond",
        factor=format_number(factor),
        ggmmi=in_euro(monthly),
        deel=format_number(share),
        plafond=in_euro(ceiling),
    )
    made.say(
        "begrensd" if wage > ceiling else "niet_begrensd",
        loon=in_euro(wage),
        begrensd=in_euro(counted),
    )
    amount = rounded(counted * percent / 100)
    made.say("bedrag", bedrag=in_euro(amount))
    made.result = {"percentage": percent, "plafond": ceiling, "bedrag": amount}
    return made


def _premium_path(made: Calculation, package: str) -> list[tuple[int, int, Decimal]]:
    """The percentages of a package as (first quarter, last quarter, percent)."""
    if package == "2_jaar":
        last = int(made.figure(f"{IMW}/pakket_2_jaar_kwartalen"))
        return [(1, last, made.figure(f"{IMW}/pakket_2_jaar"))]
    path, start = [], 1
    for phase in (1, 2, 3):
        end = start + int(made.figure(f"{IMW}/fase_{phase}_kwartalen")) - 1
        path.append((start, end, made.figure(f"{IMW}/pakket_{package}_fase_{phase}")))
        start = end + 1
    return path


def resumption_premium(
    first: date, resumption: date, day: date, parameters: Parameters
) -> Calculation:
    """Check the dates for the werkhervattingspremie, and list what the employer must check.

    Facts `whp_*`: at least one year of incapacity when partial or adapted work begins.

    Args:
        first: the employee's first day of sickness.
        resumption: the day on which partial or adapted work begins.
        day: the reference date.
        parameters: all figures.

    Raises:
        CannotCalculate: the premium did not exist yet on the day of resumption.
    """
    made = Calculation("werkhervattingspremie", day, parameters)
    try:
        amount = made.figure("werkhervattingspremie/bedrag", resumption)
    except CannotCalculate as error:
        raise CannotCalculate(made.sentence("te_vroeg", datum=in_words(resumption))) from error
    years = made.written("werkhervattingspremie/minimale_ziekte", resumption)
    needed = int(made.figure("werkhervattingspremie/minimale_ziekte", resumption))
    earliest = after_months(first, 12 * needed, begins=True)
    eligible = resumption >= earliest
    made.say(
        "ziek_ja" if eligible else "ziek_nee",
        datum=in_words(resumption),
        duur=years,
        vanaf=in_words(earliest),
    )
    if eligible:
        written = made.written("werkhervattingspremie/bedrag", resumption)
        made.say("bedrag", bedrag=written, datum=in_words(resumption))
    made.say("nakijken_toelating")
    duration = made.written("werkhervattingspremie/minimale_werkduur", resumption)
    made.say("nakijken_duur", maanden=duration)
    made.result = {"mogelijk": eligible, "bedrag": amount if eligible else Decimal(0)}
    return made


def solidarity_contribution(
    employees: int,
    first: date,
    benefit: Decimal,
    day: date,
    parameters: Parameters,
    *,
    age: int | None = None,
    resumed: date | None = None,
) -> Calculation:
    """Estimate an employer's solidarity contribution for one sick employee.

    Facts `sol_*`: 30 % of the benefit over the two months after the first 30 days, for employers
    with 50 employees or more on average, for sicknesses that began on or after 1 January 2026.

    Args:
        employees: average number of employees.
        first: the employee's first day of sickness.
        benefit: the employee's benefit, EUR gross per day (six days a week).
        day: the reference date.
        parameters: all figures.
        age: the employee's age at the beginning, in years; None: not checked.
        resumed: the day of (also partial) resumption; the contribution stops the day before.

    Raises:
        CannotCalculate: a figure that is not confirmed for the day.
    """
    made = Calculation("solidariteitsbijdrage", day, parameters)
    made.result = {"bedrag": Decimal(0)}
    if first < date(2026, 1, 1):
        made.say("voor_2026")
        return made
    if employees < made.figure(f"{SOL}/drempel", first):
        made.say("klein", drempel=made.written(f"{SOL}/drempel", first))
        return made
    low, high = (int(made.figure(f"{SOL}/leeftijd_{end}", first)) for end in ("minimum", "maximum"))
    if age is not None and not low <= age <= high:
        made.say("leeftijd", van=low, tot=high)
        return made
    start = nth_day(first, int(made.figure(f"{SOL}/begin_dag", first)))
    months = int(made.figure(f"{SOL}/duur", start))
    end = after_months(start, months, begins=True) - timedelta(days=1)
    made.say("periode", van=in_words(start), tot=in_words(end))
    if resumed is not None and resumed <= end:
        end = resumed - timedelta(days=1)
        made.say("gestopt", datum=in_words(resumed), tot=in_words(end))
    made.say("nog_niet", van=in_words(start))
    length = max((end - start).days + 1, 0)
    days = sum((start + timedelta(days=n)).weekday() != SUNDAY for n in range(length))
    percent = made.figure(f"{SOL}/percentage", start)
    amount = rounded(benefit * days * percent / 100)
    made.say(
        "bedrag",
        dagen=days,
        dag=in_euro(benefit),
        procent=made.written(f"{SOL}/percentage", start),
        bedrag=in_euro(amount),
    )
    made.say("vrijgesteld", dienst=made.written(f"{SOL}/dienst_minimum", first))
    made.say("betalen")
    made.result = {
        "van": start.isoformat(),
        "tot": end.isoformat(),
        "dagen": days,
        "bedrag": amount,
    }
    return made
