"""Steps of a sick employee."""

from __future__ import annotations

from datetime import date, timedelta

from knowledge.dates import in_words
from knowledge.rules.calendar import (
    after_days,
    after_months,
    after_weeks,
    after_working_days,
    next_working_day,
    nth_day,
    working_day_before,
)
from knowledge.rules.plan import NOW, Situation, When, from_month, now_for, step
from knowledge.rules.profile import Cause, Goal, Region, Status

REFORM = date(2026, 1, 1)
"""First day of the reform (royal decree of 17 December and law of 19 December 2025)."""
FRESH_DAYS = 7
"""So many calendar days after the first day of sickness its very first steps are shown."""
LATE_DAYS = 31
"""So many calendar days a passed date is still shown, with what can still be done."""
AHEAD_MONTHS = 3
"""A date further away than this is not shown yet: a long plan helps nobody."""
BEHIND_MONTHS = 3
"""So long a date that asks no hurry, or a missed declaration, stays in the plan."""
AFTER_RETURN_MONTHS = 6
"""So long after a full resumption the plan still thinks along."""
PROCEDURE = date(2022, 11, 28)
"""First day of the separate procedure of medical force majeure (fact mo_zes_maanden)."""
VOUCHER = date(2025, 4, 1)
"""From this day the voucher is also there after a year of sickness (fact fonds_voor_wie_1_jaar)."""
YEAR = 12
"""Months in a year."""
TOWARDS_WORK = (Goal.deels_hervatten, Goal.volledig_hervatten, Goal.ander_werk, Goal.niet_zeker)
LETTER = "De juiste datum staat in de brief van je ziekenfonds."
STATUTORY = (
    "Ben je statutair, dan kan dit anders zijn. Je personeelsdienst of je ziekenfonds weet het."
)


def _sick(s: Situation) -> bool:
    """Whether an employee is still sick."""
    return s.employee and s.still_sick


def _insured(s: Situation) -> bool:
    """Whether the rules on guaranteed wage and the health fund's benefit apply to a sickness."""
    return _sick(s) and not s.work_related


def _contract_over(s: Situation) -> bool:
    """Whether the contract ended before the reference date."""
    return s.profile.contract_einde is not None and s.profile.contract_einde < s.day


def _ended_before(s: Situation) -> bool:
    """Whether the contract ended before the first day of sickness."""
    ended = s.profile.contract_einde
    return ended is not None and s.first is not None and ended < s.first


def _employed(s: Situation) -> bool:
    """Whether a sick employee still has an employer."""
    return _sick(s) and not _contract_over(s)


def _back(s: Situation) -> date | None:
    """The day of full resumption, while the plan still thinks along; otherwise None."""
    day = s.profile.hervat_op
    if day is None or not s.employee or not s.resumed:
        return None
    return day if s.day <= after_months(day, AFTER_RETURN_MONTHS) else None


def _four_weeks(s: Situation) -> bool:
    """Whether the sickness lasts four weeks, when the arbeidsarts tells what is possible.

    Fact bvw_informatieplicht_4weken. True when the first day is not known: nothing is held back.
    """
    start = _weeks_after(s, s.first, "reintegratie/melding_arbeidsarts")
    return start is None or s.day >= start


def _looks_ahead(s: Situation) -> bool:
    """Whether help towards work may be offered: never to someone who wants to stay at home."""
    if s.wants(Goal.ziek_blijven):
        return False
    return s.wants(*TOWARDS_WORK) or _four_weeks(s)


def _flemish(s: Situation) -> bool:
    """Whether Flemish services may be offered: the person lives in Flanders or did not say."""
    return s.profile.gewest in (None, Region.vlaanderen)


def _statutory(s: Situation) -> str | None:
    """The sentence of doubt for statutory staff, on whom the facts say almost nothing."""
    return STATUTORY if s.profile.statuut is Status.statutair else None


def _weeks_after(s: Situation, start: date | None, name: str) -> date | None:
    """The day that lies a figure's number of weeks after a day; the figure is that of the day."""
    n = s.figure(name, start)
    return None if start is None or n is None else after_weeks(start, n)


def _months_after(s: Situation, start: date | None, name: str) -> date | None:
    """The day that lies a figure's number of months after a day; the figure is that of the day."""
    n = s.figure(name, start)
    return None if start is None or n is None else after_months(start, n)


def _years_sick(s: Situation, name: str, on: date | None = None) -> date | None:
    """The first day on which the sickness lasts longer than a figure's number of years.

    Args:
        s: the situation.
        name: the figure.
        on: the day of the figure; default: the reference date.
    """
    n = s.figure(name, on)
    return None if s.first is None or n is None else after_months(s.first, YEAR * n, begins=True)


def _invalid_from(s: Situation) -> date | None:
    """The first day of invalidity: one year after the first day of sickness (fact inv_gri)."""
    return _years_sick(s, "uitkering/invaliditeit_na")


def _ahead(s: Situation, day: date) -> bool:
    """Whether a day is near enough to show, or past."""
    return day <= after_months(s.day, AHEAD_MONTHS)


def _long_past(s: Situation, day: date) -> bool:
    """Whether a day lies so far back that it is no news any more."""
    return s.day > after_months(day, BEHIND_MONTHS)


def _too_late(s: Situation, last: date) -> bool:
    """Whether a last day lies so far back that it is not shown any more."""
    return s.day > after_days(last, LATE_DAYS)


def _partial(s: Situation) -> bool:
    """Whether a partial resumption is in view: as a goal, or by hours or a date without a goal."""
    open_goal = s.profile.doel in (None, Goal.niet_zeker)
    named = s.profile.uren_hervatting is not None or s.profile.gewenste_startdatum is not None
    return _insured(s) and (s.wants(Goal.deels_hervatten) or (open_goal and named))


def _partial_since(s: Situation) -> date | None:
    """The day on which a partial resumption began, if that day is known and past."""
    start = s.profile.gewenste_startdatum
    return start if _partial(s) and start is not None and start <= s.day else None


def _apply_before(s: Situation, start: date) -> date:
    """The last working day before a start, but never before the first day of sickness."""
    last = working_day_before(start)
    return last if s.first is None else max(last, s.first)


# The first days


@step("werkgever_verwittigen")
def tell_employer(s: Situation) -> When | None:
    """Telling the employer: at once, so on the first day of sickness.

    Fact melden_werkgever_direct. Shown in the first week only. At an accident at work the
    insurer's step says it.
    """
    if not _insured(s) or _contract_over(s):
        return None
    if s.first is None:
        return When(once="je ziek wordt")
    return None if s.day > after_days(s.first, FRESH_DAYS) else When(last=s.first)


@step("ziekteattest_werkgever")
def certificate_for_employer(s: Situation) -> When | None:
    """The certificate for the employer, where neither regulations nor agreement say otherwise.

    Two working days from the first day of sickness (fact attest_2_dagen). The facts do not say
    whether that day counts; the shorter reading is used: a first day that is a working day counts.
    Shown in the first week only.
    """
    days = s.figure("ziekteattest/termijn_werkgever", s.first)
    if not _insured(s) or _contract_over(s) or s.first is None or days is None:
        return None
    if s.day > after_days(s.first, FRESH_DAYS):
        return None
    doubt = (
        "Je arbeidsreglement of cao kan een andere termijn noemen. Kijk daar eerst. "
        "Ik rekende je eerste ziektedag mee, dat is het veiligst."
    )
    return When(last=after_working_days(s.first - timedelta(days=1), days), doubt=doubt)


_SHORTEST = {
    None: "Ik rekende met de kortste termijn, die van een arbeider. Een bediende heeft langer.",
    Status.contractueel: (
        "Ik rekende met de kortste termijn, die van een arbeider. Werk je als bediende, dan heb je "
        "langer. Je personeelsdienst weet wat je bent."
    ),
    Status.statutair: (
        "Voor statutair personeel vonden we geen termijn. Ik rekende met de kortste, die van een "
        "arbeider. Vraag je personeelsdienst of je iets moet aangeven."
    ),
}


def _declaration_last(s: Situation, first: date) -> date | None:
    """The last calendar day of the declaration, before it moves to a working day."""
    if _ended_before(s):
        days = s.figure("aangifte/andere", first)
        return None if days is None else after_days(first, days)
    white_collar = s.profile.statuut is Status.bediende
    days = s.figure("aangifte/bediende" if white_collar else "aangifte/arbeider", first)
    return None if days is None else nth_day(first, days)


@step("aangifte_ziekenfonds")
def report_to_health_fund(s: Situation) -> When | None:
    """The declaration of incapacity to the health fund.

    A worker (arbeider) declares by day 14 and a clerk (bediende) by day 28 at the latest, calendar
    days with the first day of sickness counted; whose contract had ended by then has 7 days, the
    first day not counted. A last day on Saturday, Sunday or a public holiday moves to the next
    working day (fact aangifte_termijnen). Whose status is not known, and public staff, get the
    earlier day. Not shown to who gets a benefit already, nor three months after the last day.
    """
    if not _insured(s) or s.profile.daguitkering is not None:
        return None
    if s.first is None:
        return When(once="je ziek wordt")
    last = _declaration_last(s, s.first)
    if last is None or _long_past(s, next_working_day(last)):
        return None
    doubt = None if _ended_before(s) else _SHORTEST.get(s.profile.statuut)
    return When(last=next_working_day(last), doubt=doubt)


# Wage and benefit


def _first_benefit_day(s: Situation) -> date | None:
    """The day on which the health fund begins to pay; None if the status does not tell it."""
    names = {
        Status.bediende: "gewaarborgd_loon/duur_bediende",
        Status.arbeider: "gewaarborgd_loon/arbeider_tweede_week_tot",
    }
    name = names.get(s.profile.statuut) if s.profile.statuut else None
    days = s.figure(name, s.first) if name else None
    return None if s.first is None or days is None else nth_day(s.first, days + 1)


@step("gewaarborgd_loon_einde")
def end_of_guaranteed_wage(s: Situation) -> When | None:
    """From when the health fund pays.

    A clerk: day 31, after 30 calendar days of full wage (fact gl_bediende). A worker: day 15, after
    14 days of wage by the employer alone (fact gl_arbeider). Calendar days, first day counted.
    Without that status no date. Shown until a month after it.
    """
    if not _insured(s) or _ended_before(s):
        return None
    start = _first_benefit_day(s)
    clerk = s.figure("gewaarborgd_loon/duur_bediende", s.first)
    latest = start or (nth_day(s.first, clerk + 1) if s.first and clerk else None)
    if latest is not None and _too_late(s, latest):
        return None
    if start is None:
        return When(once="je gewaarborgd loon op is", doubt=_statutory(s))
    return When(start=start)


@step("gewaarborgd_loon_toeslag")
def supplement_for_worker(s: Situation) -> When | None:
    """The employer's supplement to a worker's benefit, day 15 up to and including day 30.

    Calendar days, the first day of sickness counted (fact gl_arbeider).
    """
    days = s.figure("gewaarborgd_loon/arbeider_toeslag_tot", s.first)
    start = _first_benefit_day(s)
    if not _insured(s) or s.profile.statuut is not Status.arbeider:
        return None
    if s.first is None or days is None or start is None:
        return None
    last = nth_day(s.first, days)
    return None if s.day > last else When(start=start, last=last)


# The health fund


@step("attest_verlengen")
def extend_certificate(s: Situation) -> When | None:
    """Extending the certificate before its end, in the first year.

    Fact aangifte_herval_verlenging. The end is on the certificate, so there is no date here. In
    invalidity no certificate per period is needed (fact inv_wat_verandert).
    """
    year = _invalid_from(s)
    if not _insured(s) or (year is not None and s.day >= year):
        return None
    return When(once="je getuigschrift bijna afloopt", doubt=_statutory(s))


@step("vragenlijst_ziekenfonds")
def questionnaire(s: Situation) -> When | None:
    """The health fund's questionnaire: sent after 10 weeks, back within 2.

    Fact plicht_vragenlijst. Weeks from the first day of sickness. The two weeks run from the
    letter, so the last day is an estimate; one fund asks it within a week (fact
    ap_ziekenfonds_vragenlijst).
    """
    if not _insured(s):
        return None
    start = _weeks_after(s, s.first, "ziekenfonds/vragenlijst_na")
    if start is None:
        return When(once="je de vragenlijst van je ziekenfonds krijgt", doubt=_statutory(s))
    last = _weeks_after(s, start, "ziekenfonds/vragenlijst_terug")
    if last is None or _too_late(s, last):
        return None
    letter = f"{LETTER} Sommige ziekenfondsen vragen de vragenlijst vroeger terug."
    return When(start=start, last=last, doubt=_statutory(s) or letter)


@step("contact_adviserend_arts")
def contact_with_fund_doctor(s: Situation) -> When | None:
    """The next fixed contact with the health fund's doctor: the 4th, 7th and 11th month.

    Month n runs from n-1 months after the first day of sickness up to the day before n months after
    it (fact plicht_artsen_opvolging). After that, or without a first day: at every summons (fact
    plicht_medisch_onderzoek).
    """
    if not _insured(s):
        return None
    for which in ("eerste", "tweede", "derde"):
        n = s.figure(f"ziekenfonds/contact_{which}_maand", s.first)
        if s.first is None or n is None:
            continue
        last = after_months(s.first, n) - timedelta(days=1)
        if s.day <= last:
            start = after_months(s.first, n - 1, begins=True)
            return from_month(s.first, start, last, _statutory(s) or LETTER)
    return When(once="je een oproep van je ziekenfonds krijgt", doubt=_statutory(s))


@step("terug_naar_werk_coordinator")
def return_coordinator(s: Situation) -> When | None:
    """The Terug Naar Werk-coördinator: a free choice, at any time (fact tnw_start)."""
    if not _insured(s) or not _looks_ahead(s):
        return None
    return now_for(s, Goal.niet_zeker, Goal.ander_werk, once="je over werk wil praten")


@step("beroep_ziekenfonds")
def appeal_against_fund(s: Situation) -> When | None:
    """Appeal to the labour court: 3 months from the notice (fact beroep_arbeidsrechtbank).

    The notice's day is not known. After a full resumption it stays as long as that term can run.
    """
    if not s.employee or s.work_related:
        return None
    if s.resumed:
        last = _months_after(s, s.profile.hervat_op, "beroep/arbeidsrechtbank")
        if last is None or s.day > last:
            return None
    return When(once="je het niet eens bent met een beslissing van je ziekenfonds")


# Contact and the arbeidsarts


@step("contact_werkgever")
def contact_with_employer(s: Situation) -> When | None:
    """Contact with the employer; no term in the law (fact contact_geen_vaste_termijn)."""
    if not _employed(s):
        return None
    goals = (Goal.contact, Goal.deels_hervatten, Goal.volledig_hervatten, Goal.niet_zeker)
    return now_for(s, *goals, once="je werkgever contact opneemt")


@step("bezoek_voor_hervatting")
def visit_before_resumption(s: Situation) -> When | None:
    """Advice of the arbeidsarts before a return, at any time (fact bvw_vanaf_wanneer)."""
    if not _employed(s) or not _looks_ahead(s) or s.wants(Goal.contract_einde, Goal.ander_werk):
        return None
    goals = (Goal.deels_hervatten, Goal.volledig_hervatten, Goal.niet_zeker)
    return now_for(s, *goals, once="je aan terugkeren denkt")


@step("spontane_raadpleging")
def consultation_at_work(s: Situation) -> When | None:
    """After a full resumption: a spontaneous consultation or a preventive request.

    Facts spontane_raadpleging and prev_vraag; the second exists since 2026 (the text says so).
    """
    if _back(s) is None or _contract_over(s):
        return None
    return When(once="je op het werk weer klachten krijgt")


@step("arbeidspotentieel")
def work_potential(s: Situation) -> When | None:
    """The estimate of work potential, which the employer asks after 8 weeks (fact ap_wanneer_wie).

    Weeks from the first day of sickness; only for sicknesses that began from 2026-01-01. Shown up
    to six months, when the employer's clock ends (fact start_werkgever_verplicht).
    """
    if not _employed(s) or s.work_related or s.sick_since_2026() is False or s.day < REFORM:
        return None
    start = _weeks_after(s, s.first, "reintegratie/arbeidspotentieel_na")
    end = _months_after(s, s.first, "reintegratie/verplicht_traject_binnen")
    if start is None or end is None:
        weeks = s.figure("reintegratie/arbeidspotentieel_na")
        return When(once=f"je {weeks} weken ziek bent") if weeks else None
    return None if s.day > end else When(start=start, doubt=_statutory(s))


@step("traject_van_werkgever")
def employer_starts_trajectory(s: Situation) -> When | None:
    """When the employer can start a trajectory without consent, and by when he must.

    From 8 weeks of sickness, at the latest 6 months after its first day; the duty holds from 20
    employees and only for sicknesses that began from 2026-01-01 (facts start_zonder_instemming,
    verloop_zes_maanden_2026).
    """
    if not _employed(s) or s.work_related or not s.sick_since_2026():
        return None
    start = _weeks_after(s, s.first, "reintegratie/zonder_instemming_na")
    last = _months_after(s, s.first, "reintegratie/verplicht_traject_binnen")
    size, least = s.profile.grootte_werkgever, s.figure("reintegratie/verplicht_traject_drempel")
    if start is None or last is None or s.day > last:
        return None
    if size is not None and least is not None and size < least:
        return When(start=start)
    doubt = f"De laatste dag geldt alleen als je werkgever minstens {least} werknemers heeft."
    return When(start=start, last=last, doubt=doubt if size is None else None)


# The formal trajectory


@step("reintegratietraject_vragen")
def ask_trajectory(s: Situation) -> When | None:
    """Asking the trajectory oneself, from the first day of sickness (fact start_werknemer).

    After an accident at work or an occupational disease only when the temporary incapacity in that
    scheme is over (fact reint_arbeidsongeval_beroepsziekte).
    """
    if not _employed(s) or not _looks_ahead(s):
        return None
    if s.work_related:
        return When(once="je tijdelijke ongeschiktheid bij de verzekeraar of Fedris voorbij is")
    return When(once="je een vast traject met je werkgever wil")


def _trajectory_possible(s: Situation) -> bool:
    """Whether a formal trajectory may concern the person by now."""
    return _employed(s) and not s.work_related and (s.wants(*TOWARDS_WORK) or _four_weeks(s))


@step("uitnodiging_arbeidsarts")
def invitation_of_arbeidsarts(s: Situation) -> When | None:
    """An invitation for the assessment, a duty since 2026 (fact verloop_niet_reageren_2026).

    A trajectory that ran before 2026-01-01 goes on under the old rules (fact
    verloop_overgang_2026). The invitation's day is not known.
    """
    if not _trajectory_possible(s):
        return None
    old = s.day >= REFORM and s.sick_since_2026() is False
    doubt = "Begon je traject vóór 2026? Dan gelden de oude regels. Je vakbond weet welke."
    return When(once="de arbeidsarts je uitnodigt", doubt=doubt if old else None)


@step("reintegratieplan_antwoorden")
def answer_plan(s: Situation) -> When | None:
    """The answer to the plan: 14 calendar days from the day after receipt.

    Fact verloop_termijn_antwoord (rules of 2022, not confirmed for 2026). The day is not known.
    """
    return When(once="je een re-integratieplan krijgt") if _trajectory_possible(s) else None


@step("beroep_beslissing_b")
def appeal_against_assessment(s: Situation) -> When | None:
    """Appeal against decision B: 21 calendar days from the day after receipt.

    Fact beoordeling_beroep_21. The day is not known.
    """
    if not _trajectory_possible(s):
        return None
    return When(once="je beslissing B krijgt en het er niet mee eens bent")


# Working in part


@step("gwh_bespreken")
def discuss_partial_work(s: Situation) -> When | None:
    """Talking with doctor and employer before a partial resumption (facts wg_akkoord_nodig)."""
    return None if not _partial(s) or _partial_since(s) else NOW


@step("gwh_aanvragen")
def apply_for_partial_work(s: Situation) -> When | None:
    """The application for a partial resumption: the last working day before the start.

    Monday to Friday without public holidays (fact gwh_aanvraag_timing); never before the first day
    of sickness.
    """
    if not _partial(s):
        return None
    start = s.profile.gewenste_startdatum
    if start is None:
        return When(once="je weet wanneer je wil beginnen", doubt=_statutory(s))
    last = _apply_before(s, start)
    return None if _too_late(s, last) else When(last=last, doubt=_statutory(s))


@step("gwh_beslissing")
def decision_on_partial_work(s: Situation) -> When | None:
    """The decision of the fund's doctor: at the latest the 30th working day after the start.

    The start itself not counted (facts gwh_aanvraag_niet_wachten, gwh_aanvraag_weigering_stop).
    """
    start = s.profile.gewenste_startdatum
    days = s.figure("gedeeltelijke_werkhervatting/beslissing", start)
    if not _partial(s) or start is None or days is None:
        return None
    last = after_working_days(start, days)
    return None if _too_late(s, last) else When(start=start, last=last)


@step("gwh_verlengen")
def renew_partial_work(s: Situation) -> When | None:
    """Renewing the permission before it ends (fact gwh_duur_verlengen_op_tijd).

    Its end is in the permission; sources do not agree on the maximum (fact gwh_duur_2jaar).
    """
    return When(once="je toelating bijna afloopt") if _partial_since(s) else None


def _old_neutralisation(s: Situation, start: date) -> str | None:
    """From when the employer pays wage again at a relapse, for a sickness from before 2026.

    The exemption holds for the first 20 weeks of partial work (fact gwh_neutralisatie_overgang).
    """
    if s.sick_since_2026():
        return None
    until = _weeks_after(s, start, "gedeeltelijke_werkhervatting/neutralisatie_oude_regel")
    if s.first is None or until is None:
        return "Begon je ziekte vóór 2026, dan geldt een oude regel. Je ziekenfonds weet welke."
    return (
        f"Je ziekte begon vóór 2026. Val je uit vanaf {in_words(until)}, dan betaalt je werkgever "
        "weer gewaarborgd loon voor de toegelaten uren. Je ziekenfonds kan het bevestigen."
    )


@step("gwh_opnieuw_ziek")
def relapse_in_partial_work(s: Situation) -> When | None:
    """Falling out fully during partial work: report at once (fact gwh_opnieuw_ziek_melden).

    No guaranteed wage when the sickness began from 2026-01-01 (fact gwh_neutralisatie_2026);
    before, only in the first 20 weeks of partial work.
    """
    start = _partial_since(s)
    if start is None:
        return None
    return When(once="je weer helemaal uitvalt", doubt=_old_neutralisation(s, start))


@step("toelating_ander_werk")
def permission_for_other_work(s: Situation) -> When | None:
    """Permission for any other work: applied for by the last working day before it begins.

    Facts gwh_ander_alle_activiteit and gwh_aanvraag_timing; never before the first day of sickness.
    """
    if not _insured(s) or not s.wants(Goal.ander_werk):
        return None
    start = s.profile.gewenste_startdatum
    if start is None:
        return When(once="je met ander werk wil beginnen")
    last = _apply_before(s, start)
    return None if _too_late(s, last) else When(last=last)


# Working in full again


@step("volledige_hervatting_melden")
def report_full_resumption(s: Situation) -> When | None:
    """Telling the health fund of a full resumption before the end of the recognition: at once.

    So on the day of resumption at the latest (fact volledig_ziekenfonds_melden).
    """
    if not s.employee or s.work_related:
        return None
    wanted = s.wants(Goal.volledig_hervatten)
    day = s.profile.hervat_op or (s.profile.gewenste_startdatum if wanted else None)
    if day is None:
        return When(once="je weet wanneer je weer helemaal begint") if wanted else None
    return None if _too_late(s, day) else When(last=day)


@step("onderzoek_werkhervatting")
def examination_at_resumption(s: Situation) -> When | None:
    """The examination at resumption: from the first day of work, within 10 working days after it.

    Only after an absence of at least four weeks (28 calendar days) and for jobs under health
    surveillance, which the text says (facts owh_wie, owh_termijn).
    """
    wanted = s.wants(Goal.deels_hervatten, Goal.volledig_hervatten)
    day = s.profile.hervat_op or (s.profile.gewenste_startdatum if wanted else None)
    days = s.figure("reintegratie/onderzoek_binnen", day)
    if not s.employee or _contract_over(s) or day is None or days is None:
        return None
    least = _weeks_after(s, s.first, "reintegratie/onderzoek_afwezigheid")
    last = after_working_days(day, days)
    too_short = least is not None and day < least
    return None if too_short or s.day > last else When(start=day, last=last)


@step("herval_gewaarborgd_loon")
def relapse_and_wage(s: Situation) -> When | None:
    """The window in which a new sickness by the same cause gives no new guaranteed wage.

    56 calendar days for sicknesses that began from 2026-01-01, 14 before (fact
    herval_gewaarborgd_loon_2026), counted from the day after the end of the previous sickness: the
    day of resumption is day 1. A first day that is not known gets the longer window.
    """
    back = _back(s)
    if back is None or s.work_related:
        return None
    days = s.figure("gewaarborgd_loon/herval", s.first or max(back, REFORM))
    last = None if days is None else nth_day(back, days)
    if last is None or s.day > last:
        return None
    return When(start=back, last=last, doubt=_relapse_doubt(s, back))


def _relapse_doubt(s: Situation, back: date) -> str | None:
    """Doubt about the window around 2026: sources do not say which sickness' begin decides."""
    if s.first is None:
        return (
            "Ik rekende met de langste termijn. Begon je ziekte vóór 2026, dan is hij korter. "
            "Je werkgever of je vakbond weet het."
        )
    days = s.figure("gewaarborgd_loon/herval", REFORM)
    if s.sick_since_2026() or days is None or nth_day(back, days) < REFORM:
        return None
    return (
        f"Je ziekte begon vóór 2026. Voor ziektes vanaf 1 januari 2026 is het {days} dagen. Welke "
        "begindatum telt, is niet zeker. Je werkgever of je vakbond kan het nakijken."
    )


@step("herval_uitkering")
def relapse_and_benefit(s: Situation) -> When | None:
    """The window in which the health fund calls a new sickness a relapse (fact herval_ziekenfonds).

    14 calendar days after less than a year of sickness, three months after invalidity; the day of
    resumption is day 1. A first day that is not known gets the shorter window, with a doubt.
    """
    back, year = _back(s), _invalid_from(s)
    if back is None or s.work_related:
        return None
    days = s.figure("uitkering/herval_eerste_jaar", back)
    months = _months_after(s, back, "uitkering/herval_invaliditeit")
    last = nth_day(back, days) if days else None
    if year is not None and back > year:
        last = months - timedelta(days=1) if months else None
    if last is None or s.day > last:
        return None
    doubt = "Was je langer dan een jaar ziek, dan is de periode langer. Je ziekenfonds weet het."
    return When(start=back, last=last, doubt=None if year else doubt)


# A year, and the end of the contract


@step("invaliditeit")
def invalidity(s: Situation) -> When | None:
    """Invalidity begins after one year of sickness, without an application (fact inv_gri).

    Shown from three months before it until three months after.
    """
    start = _invalid_from(s)
    if not _insured(s) or start is None or not _ahead(s, start) or _long_past(s, start):
        return None
    return from_month(s.first, start, doubt=_statutory(s))


def _end_in_sickness(s: Situation) -> date | None:
    """The last day of the contract, when it does not lie before the first day of sickness."""
    return None if _ended_before(s) else s.profile.contract_einde


def _dismissal(s: Situation) -> bool:
    """Whether the end of the contract is a question: as a goal or by its date."""
    return s.wants(Goal.contract_einde) or _end_in_sickness(s) is not None


@step("ontslag_tijdens_ziekte")
def dismissal(s: Situation) -> When | None:
    """What to do when the contract may end (fact ontslag_wat_doen); until six months after it."""
    ended = _end_in_sickness(s)
    past = ended is not None and s.day > after_months(ended, AFTER_RETURN_MONTHS)
    return NOW if _sick(s) and _dismissal(s) and not past else None


@step("einde_contract_melden")
def report_end_of_contract(s: Situation) -> When | None:
    """Telling the health fund that the contract ends (fact ontslag_wat_doen); no term is known."""
    if not _insured(s) or not _dismissal(s):
        return None
    ended = _end_in_sickness(s)
    if ended is None:
        return When(once="je contract stopt")
    return None if _long_past(s, ended) else When(start=ended)


def _force_majeure_from(s: Situation) -> date | None:
    """The first day on which the procedure of medical force majeure can start; None if not known.

    Nine months after the first day of sickness up to 2025-12-31, six from 2026-01-01, also for
    sicknesses that began before (fact mo_zes_maanden). Six months that were over in 2025 count from
    2026-01-01.
    """
    name = "medische_overmacht/wachttijd"
    old = s.figure(name, REFORM - timedelta(days=1))
    new = s.figure(name, max(s.day, REFORM))
    if s.first is None or old is None or new is None:
        return None
    before = after_months(s.first, old, begins=True)
    after = max(after_months(s.first, new, begins=True), REFORM)
    return max(before, PROCEDURE) if before < REFORM else after


def _force_majeure_near(s: Situation) -> bool:
    """Whether the procedure is near enough to speak of, or the end of the contract a question."""
    start = _force_majeure_from(s)
    return s.wants(Goal.contract_einde) or (start is not None and _ahead(s, start))


@step("medische_overmacht")
def medical_force_majeure(s: Situation) -> When | None:
    """From when medical force majeure can be started; it never happens by itself (fact mo_wat).

    Shown until three months after, or as long as the end of the contract is a question.
    """
    if not _employed(s) or not _force_majeure_near(s):
        return None
    start = _force_majeure_from(s)
    if start is None:
        return When(once="je lang zonder onderbreking ziek bent")
    old_news = _long_past(s, start) and not s.wants(Goal.contract_einde)
    return None if old_news else from_month(s.first, start)


@step("medische_overmacht_brief")
def letter_on_force_majeure(s: Situation) -> When | None:
    """Letters in the procedure: adapted work within 7 calendar days, appeal within 21.

    Facts mo_aangepast_werk_vragen and mo_beroep. The days of receipt are not known.
    """
    if not _employed(s) or not _force_majeure_near(s):
        return None
    return When(once="je een brief over medische overmacht krijgt")


def _offer(s: Situation, start: date, doubt: str | None = None) -> When:
    """An offer from a day on; when it is no news any more it waits for the person."""
    if _long_past(s, start):
        return When(once="je begeleiding naar werk wil", doubt=doubt)
    return from_month(s.first, start, doubt=doubt)


def _voucher_after_contract(s: Situation) -> When | None:
    """The voucher within six months after a contract ended by force majeure, from 2024-04-01 on."""
    ended = _end_in_sickness(s)
    last = _months_after(s, ended, "terug_naar_werk_fonds/aanvraag_werknemer")
    if last is None or _too_late(s, last):
        return None
    doubt = "Dit kan alleen als je werkgever je contract stopte door medische overmacht."
    return When(start=ended, last=last, doubt=doubt)


@step("terug_naar_werk_fonds")
def return_fund(s: Situation) -> When | None:
    """The voucher of the Terug Naar Werk-fonds.

    Within six months after a contract ended by force majeure (fact fonds_voor_wie_overmacht), or
    since 2025-04-01 when the sickness lasts longer than a year (fact fonds_voor_wie_1_jaar).
    """
    if not _insured(s):
        return None
    if (voucher := _voucher_after_contract(s)) is not None:
        return voucher
    if s.profile.contract_einde is None and s.wants(Goal.contract_einde):
        return When(once="je werkgever je contract stopt door medische overmacht")
    soon = after_months(s.day, AHEAD_MONTHS)
    start = _years_sick(s, "terug_naar_werk_fonds/ziekte_minimum", soon)
    if start is None or start > soon or s.wants(Goal.ziek_blijven):
        return None
    return _offer(s, max(start, VOUCHER))


# Guidance


@step("rentree")
def rentree_coach(s: Situation) -> When | None:
    """A Rentree coach, for who has or had cancer and said so (fact rentree_wat_tijdens_en_na)."""
    if not s.employee or not s.profile.kanker:
        return None
    if s.resumed and _back(s) is None:
        return None
    doubt = None if _flemish(s) else "Rentree is een Vlaams aanbod. VDAB zegt of het voor jou kan."
    if s.wants(Goal.ziek_blijven):
        return When(once="je over werk wil praten", doubt=doubt)
    return When(doubt=doubt)


@step("burn_out_fedris")
def burn_out_programme(s: Situation) -> When | None:
    """The Fedris programme: at work, or sick for less than two months on the day of signature.

    So the last day is the day before two months after the first day of sickness (fact
    burnout_fedris_twee_maanden); the programme exists since 2024-04-24.
    """
    months = s.figure("burnout/fedris_maximum_ziek")
    if not s.employee or not s.profile.burn_out or months is None:
        return None
    public = (Status.contractueel, Status.statutair)
    doubt = "Federale en Vlaamse ambtenaren horen er niet bij. Fedris zegt of jij mag meedoen."
    doubt_here = doubt if s.profile.statuut in public else None
    if s.resumed or s.first is None:
        return When(doubt=doubt_here) if s.first is None or _back(s) else None
    last = after_months(s.first, months) - timedelta(days=1)
    return None if _too_late(s, last) else When(last=last, doubt=doubt_here)


@step("burn_out_hulp")
def burn_out_help(s: Situation) -> When | None:
    """A talk, for who said to have a burn-out (fact burnout_psycholoog_prijs)."""
    return NOW if s.employee and s.profile.burn_out and (s.still_sick or _back(s)) else None


@step("vdab_gtb")
def flemish_employment_service(s: Situation) -> When | None:
    """VDAB and GTB, a free choice (facts gtb_aanmelden_via_vdab, vdab_begeleiding_routes)."""
    if not _sick(s) or not _flemish(s) or not _looks_ahead(s):
        return None
    return now_for(s, Goal.ander_werk, once="je hulp wil om passend werk te vinden")


@step("vdab_rechtstreeks")
def straight_to_employment_service(s: Situation) -> When | None:
    """Straight to VDAB after more than a year of sickness (fact vdab_begeleiding_route_c)."""
    if not _insured(s) or not _flemish(s) or s.wants(Goal.ziek_blijven):
        return None
    start = _years_sick(s, "vdab/route_c_na")
    if start is None or not _ahead(s, start):
        return None
    doubt = "De Vlaamse regering wilde die wachttijd korter maken. Vraag aan VDAB of dat al zo is."
    return _offer(s, start, doubt)


@step("jobcoaching")
def job_coach(s: Situation) -> When | None:
    """A specialised job coach at work (fact jobcoaching_wat); with cancer that is Rentree.

    Not for who changes employer (fact jobcoaching_ander_werk).
    """
    if not s.employee or not _flemish(s) or s.profile.kanker or _contract_over(s):
        return None
    if s.resumed:
        return When(once="het werk moeilijk gaat") if _back(s) else None
    if not _looks_ahead(s) or s.wants(Goal.ander_werk, Goal.contract_einde):
        return None
    return now_for(s, Goal.deels_hervatten, Goal.volledig_hervatten, once="je aan terugkeren denkt")


@step("arbeidsbeperking_erkenning")
def recognition_of_disability(s: Situation) -> When | None:
    """Recognition of a work disability by VDAB, never a duty (fact arbeidsbeperking_wie)."""
    if not s.employee or not _flemish(s):
        return None
    if _back(s) is None and not (s.still_sick and _looks_ahead(s)):
        return None
    return When(once="je gezondheid je werk lang moeilijk maakt")


@step("premies_ander_gewest")
def support_of_other_region(s: Situation) -> When | None:
    """Support outside Flanders: the home counts (fact premies_overzicht_woonplaats_telt)."""
    if not s.employee or _flemish(s) or s.wants(Goal.ziek_blijven):
        return None
    if s.resumed and _back(s) is None:
        return None
    return now_for(s, *TOWARDS_WORK, once="je weer aan werken denkt")


@step("vakbond_hulp")
def trade_union(s: Situation) -> When | None:
    """Advice of a trade union (facts vakbond_eerste_hulp, vakbond_arbeidsrechtbank)."""
    if not _sick(s):
        return None
    return NOW if _dismissal(s) else When(once="je iets moet tekenen of twijfelt over je rechten")


# Accident at work and occupational disease


@step("arbeidsongeval_verzekeraar")
def accident_insurer(s: Situation) -> When | None:
    """At an accident at work the employer's insurer pays (fact bz_anders)."""
    return NOW if _sick(s) and s.profile.oorzaak is Cause.arbeidsongeval else None


@step("beroepsziekte_fedris")
def occupational_disease(s: Situation) -> When | None:
    """The application to Fedris: the benefit begins at most 365 days before it.

    So an application up to 365 calendar days after the first day of sickness loses no day (fact
    bz_vergoeding).
    """
    if not _sick(s) or s.profile.oorzaak is not Cause.beroepsziekte:
        return None
    days = s.figure("beroepsziekte/voor_aanvraag", s.first)
    if s.first is None or days is None:
        return NOW
    return When(last=after_days(s.first, days))
