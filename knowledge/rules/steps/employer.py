"""Steps of an employer with a sick employee; the profile describes that employee."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from knowledge.rules.calendar import (
    after_months,
    after_weeks,
    after_working_days,
    nth_day,
    working_day_before,
)
from knowledge.rules.plan import NOW, Situation, When, from_month, step
from knowledge.rules.profile import Goal, Region, Status

RULES_2026 = date(2026, 1, 1)
"""The day on which the Royal Decree of 17 and the Act of 19 December 2025 came into force."""
RETURN = (Goal.deels_hervatten, Goal.volledig_hervatten, Goal.ander_werk)
NO_RETURN = (Goal.ziek_blijven, Goal.contact, Goal.contract_einde)
OPEN = (None, Goal.niet_zeker)
NO_TRAJECTORY = (Goal.ziek_blijven, Goal.contact, Goal.volledig_hervatten)
SHOWN_AFTER = timedelta(days=31)
"""How long a past moment of a return to work stays in the plan; a choice of this guide, no law."""
QUARTER = 3
YEAR = 12

OLD_TERM = "Deze termijn staat in bronnen van vóór 2026. De arbeidsarts kan zeggen of ze nog geldt."
OLD_SICKNESS = (
    "De ziekte begon vóór 2026. Dan is een inschatting van het arbeidspotentieel niet verplicht. "
    "De arbeidsarts kan zeggen of je medewerker moet instemmen."
)
NO_WAITING = (
    "Sinds 1 januari 2026 is er geen wachttijd meer, als je medewerker instemt. "
    "De arbeidsarts kan zeggen wat voor jou geldt."
)
WORK_RELATED = (
    "Bij een arbeidsongeval of beroepsziekte kan een traject pas na de consolidatie. "
    "De arbeidsarts of de verzekeraar kan zeggen wanneer dat is."
)
CONSOLIDATED = "de consolidatie voorbij is"
STATUS_UNKNOWN = (
    "Ik rekende met een bediende. Een arbeider krijgt loon van jou tot en met dag {own}. "
    "Daarna betaal je tot en met dag {total} een toeslag."
)
LIVES_IN_FLANDERS = "Dit geldt als je medewerker in Vlaanderen woont. VDAB kan het zeggen."
HEALTH_SURVEILLANCE = (
    "Dit geldt alleen bij gezondheidstoezicht. Je externe dienst voor preventie weet of dat zo is."
)
PARTIAL_EXAMINATION = (
    "Bij een gedeeltelijke hervatting vraag je aan de arbeidsarts wanneer het onderzoek komt."
)
RESUMED_EARLY = (
    "Dit geldt alleen als je medewerker vroeger hervat dan voorzien. Of de eerste dag meetelt, "
    "lazen we niet. Ik rekende met de kortste termijn, in kalenderdagen."
)
END_OF_SICKNESS = (
    "Ik nam aan dat de ziekte eindigde op de dag vóór de hervatting. Eindigde ze vroeger, dan "
    "stopt deze periode ook vroeger."
)
RELAPSE_OLD = (
    "De ziekte begon vóór 2026. Daarom rekende ik met de oude, kortere termijn. Je sociaal "
    "secretariaat kan nakijken of dat klopt."
)
RELAPSE_UNKNOWN = "Begon de ziekte vóór 2026, dan is de termijn korter: {days} kalenderdagen."
NSSO_ASKS = (
    "Dit kwartaal noemt Securex. Wacht op het bericht van de RSZ: die zegt wanneer je betaalt."
)
MONTHS_2027 = "Of er sinds 2027 meer maanden meetellen, is niet bevestigd. Vraag het aan de RSZ."
FIRST_PERMISSION = (
    "Ik telde vanaf de startdatum die je invulde. Kreeg je medewerker al vroeger een toelating, "
    "dan tellen de weken vanaf toen."
)
RELAPSE_PARTIAL = "je medewerker tijdens de gedeeltelijke hervatting weer volledig uitvalt"
RELAPSE_PARTIAL_UNKNOWN = (
    "Dit geldt voor een ziekte die vanaf 1 januari 2026 begon. Begon ze vroeger, vraag dan raad "
    "aan je sociaal secretariaat."
)
SHORTER_WAIT = (
    "Vanaf 1 januari 2026 volstaan {months} maanden, ook voor een ziekte van voordien. "
    "Je sociaal secretariaat kan het bevestigen."
)
FORCE_MAJEURE_ONLY = (
    "Dit geldt alleen als jij je op medische overmacht beroept. Vanaf welke dag de termijn telt, "
    "lazen we niet. Ik telde de laatste dag van het contract mee. Vraag het aan het RIZIV."
)
CHOOSES_DATE = "je medewerker een startdatum kiest"
HARD_AGAIN = "je merkt dat het werk je medewerker moeilijk valt"


def _in_service(s: Situation) -> bool:
    end = s.profile.contract_einde
    return s.employee and (end is None or end >= s.day)


def _absent(s: Situation) -> bool:
    return _in_service(s) and s.still_sick


def _statutory(s: Situation) -> bool:
    return s.profile.statuut is Status.statutair


def _insured(s: Situation) -> bool:
    """Whether guaranteed wage and the health fund's benefit apply (facts `gl_*`, `sol_drempel`)."""
    return s.employee and not s.work_related and not _statutory(s)


def _while_absent(s: Situation, when: When) -> When | None:
    """Drop a step that begins only after the known return or the end of the contract."""
    ends = [day for day in (s.profile.hervat_op, s.profile.contract_einde) if day is not None]
    return None if when.start and any(when.start > day for day in ends) else when


def _shown(s: Situation, name: str, day: date | None) -> int | None:
    """A figure on a day; None also when the text, filled in for the reference date, lacks it."""
    return None if s.figure(name) is None else s.figure(name, day)


def _after(s: Situation, weeks: int, doubt: str | None = None) -> When:
    """From the day on which so many weeks of sickness have passed."""
    if s.first is None:
        return When(once=f"je medewerker {weeks} weken ziek is", doubt=doubt)
    return When(start=after_weeks(s.first, weeks), doubt=doubt)


def _return_day(s: Situation) -> date | None:
    """The day of return: known, or wished for."""
    wished = None if s.wants(*NO_RETURN) else s.profile.gewenste_startdatum
    return s.profile.hervat_op or wished


def _back_at_work(s: Situation, day: date | None) -> bool:
    """Whether that day has come."""
    return day is not None and day <= s.day


def _before(s: Situation, day: date) -> date:
    """The last working day before a day, but not before the first day of sickness."""
    return max(working_day_before(day), s.first or date.min)


def _partial(s: Situation) -> bool:
    """An insured absent employee who wants to resume in part: the goal, or hours without a goal."""
    hours = s.profile.uren_hervatting is not None
    goal = s.wants(Goal.deels_hervatten) or (hours and s.profile.doel in OPEN)
    return goal and _absent(s) and _insured(s)


def _prepare(s: Situation, start: date | None) -> When | None:
    """Due on the last working day before the start; gone a month after it."""
    if start is None:
        return When(once=CHOOSES_DATE)
    return None if s.day > start + SHOWN_AFTER else When(last=_before(s, start))


def _recently_back(s: Situation) -> bool:
    """Whether the last talk of the follow-up (12 months after the return) has not passed.

    How long the plan still offers help after a return is a choice of this guide, no law.
    """
    back, months = s.profile.hervat_op, s.figure("werkgever/opvolging_derde")
    return back is not None and months is not None and s.day <= after_months(back, months)


def _premium_in_view(s: Situation) -> bool:
    """In service and recently back, on the way back, or absent for four weeks."""
    if not _in_service(s):
        return False
    if s.resumed:
        return _recently_back(s)
    weeks = s.figure("reintegratie/melding_arbeidsarts")
    long = s.first is None or weeks is None or s.day >= after_weeks(s.first, weeks)
    return long or s.wants(*RETURN) or _return_day(s) is not None


def _size_doubt(s: Situation, floor: int, ask: str) -> str | None:
    if s.profile.grootte_werkgever is None:
        return f"Dit geldt alleen vanaf {floor} werknemers. Vul je aantal aan als je wil."
    if s.profile.grootte_werkgever == floor:
        return f"Sommige teksten schrijven 'meer dan {floor} werknemers'. Vraag het aan {ask}."
    return None


def _smaller(s: Situation, floor: int | None) -> bool:
    size = s.profile.grootte_werkgever
    return floor is None or (size is not None and size < floor)


@step("contactprocedure_arbeidsreglement")
def contact_procedure(s: Situation) -> When | None:
    """The procedure for contact, in the work rules of every employer from 1 January 2026.

    Before that day it is the last day to have one; later it must be there when someone falls sick.
    Facts `contact_procedure_verplicht`, `wg_rol_contactpersoon`; codex art. I.4-71/2 (KPMG).
    """
    if not _absent(s):
        return None
    if s.day < RULES_2026:
        return When(last=RULES_2026)
    return When(start=max(RULES_2026, s.first or RULES_2026))


@step("contact_met_medewerker")
def contact(s: Situation) -> When | None:
    """Contact during the absence: no legal moment (fact `contact_geen_vaste_termijn`)."""
    return NOW if _absent(s) else None


def _wage_period(s: Situation, begin: int, end: int, doubt: str | None) -> When | None:
    """The nth to the mth calendar day of sickness, first day counted."""
    if s.first is None:
        once = f"je medewerker {begin} dagen ziek is" if begin > 1 else "je medewerker ziek wordt"
        return When(once=once, doubt=doubt)
    start, last = nth_day(s.first, begin), nth_day(s.first, end)
    if s.profile.hervat_op is not None:
        last = min(last, s.profile.hervat_op - timedelta(days=1))
    last = min(last, s.profile.contract_einde or last)
    return None if last < start or s.day > last else When(start=start, last=last, doubt=doubt)


@step("gewaarborgd_loon_betalen")
def guaranteed_wage(s: Situation) -> When | None:
    """The wage that the employer pays alone, in calendar days, first day of sickness counted.

    A worker (arbeider): day 1 to 14; a clerk (bediende): day 1 to 30 (facts `gl_arbeider`,
    `gl_bediende`). Not for accidents at work, occupational diseases (`gl_uitgesloten`) and
    statutory staff. Gone when the period is over.
    """
    own = s.figure("gewaarborgd_loon/arbeider_tweede_week_tot")
    total = s.figure("gewaarborgd_loon/duur_bediende")
    if not (_absent(s) and _insured(s)) or own is None or total is None:
        return None
    if s.profile.statuut is Status.arbeider:
        return _wage_period(s, 1, own, None)
    known = s.profile.statuut is Status.bediende
    return _wage_period(s, 1, total, None if known else STATUS_UNKNOWN.format(own=own, total=total))


@step("toeslag_arbeider_betalen")
def wage_supplement(s: Situation) -> When | None:
    """A worker's supplement to the benefit: day 15 to 30, first day counted (`gl_arbeider`)."""
    own = s.figure("gewaarborgd_loon/arbeider_tweede_week_tot")
    total = s.figure("gewaarborgd_loon/arbeider_toeslag_tot")
    if not (_absent(s) and _insured(s)) or s.profile.statuut is not Status.arbeider:
        return None
    return None if own is None or total is None else _wage_period(s, own + 1, total, None)


@step("controlearts_sturen")
def medical_check(s: Situation) -> When | None:
    """A control physician may come from the first day of sickness (fact `controle_wat`).

    Shown while there can be guaranteed wage (30 calendar days): his finding concerns only that.
    """
    days = s.figure("gewaarborgd_loon/duur_bediende")
    if not (_absent(s) and _insured(s)) or days is None:
        return None
    if s.first is None:
        return NOW
    return When(start=s.first) if s.day <= nth_day(s.first, days) else None


@step("melding_arbeidsarts")
def report_to_occupational_physician(s: Situation) -> When | None:
    """Every employer reports an absence of four weeks or more to the occupational physician.

    From the day on which four weeks have passed since the first day of sickness (facts
    `wg_weten_wie_ziek_is`, `wg_rol_arbeidsarts_vier_weken`; codex art. I.4-4, par. 3).
    """
    weeks = s.figure("reintegratie/melding_arbeidsarts")
    if not _absent(s) or weeks is None:
        return None
    return _while_absent(s, _after(s, weeks))


@step("arbeidspotentieel_vragen")
def ask_work_potential(s: Situation) -> When | None:
    """Every employer asks for the work potential after eight weeks of sickness.

    From the day on which eight weeks have passed; only sicknesses that began from 1 January 2026
    (facts `ap_wanneer_wie`, `verloop_overgang_2026`).
    """
    weeks = s.figure("reintegratie/arbeidspotentieel_na", s.first)
    if not _absent(s) or weeks is None or s.sick_since_2026() is False:
        return None
    return _while_absent(s, _after(s, weeks, WORK_RELATED if s.work_related else None))


@step("bezoek_arbeidsarts_voorstellen")
def suggest_visit(s: Situation) -> When | None:
    """The employer may ask for a visit before the return, at any time, from 1 January 2026.

    Facts `bvw_wie_vraagt`, `bvw_vanaf_wanneer`. Shown when a return is in view or after four weeks.
    """
    if not _absent(s) or s.day < RULES_2026 or not _premium_in_view(s):
        return None
    return NOW


@step("reintegratietraject_vragen_werkgever")
def request_trajectory(s: Situation) -> When | None:
    """From when the employer may ask for a re-integration trajectory.

    From 1 January 2026: from day one with consent (facts `start_werkgever_dag1`,
    `start_ziek_voor_2026`). Before: three months after the first day of sickness, or 1 January
    2026 if that comes first. Work accidents: after consolidation.
    """
    if not _absent(s) or s.wants(*NO_TRAJECTORY) or _obliged(s):
        return None
    if s.work_related:
        return When(once=CONSOLIDATED, doubt=WORK_RELATED)
    if s.day >= RULES_2026:
        return When(doubt=OLD_SICKNESS if s.sick_since_2026() is False else None)
    return _old_waiting_time(s)


def _obliged(s: Situation) -> bool:
    """Whether the period of the obligatory trajectory runs, for an employer of known size."""
    found = obligatory_trajectory(s) if s.profile.grootte_werkgever is not None else None
    return found is not None and found.start is not None and found.start <= s.day


def _old_waiting_time(s: Situation) -> When | None:
    """The waiting time of the employer before 2026, in months from the first day of sickness."""
    months = s.figure("reintegratie/wachttijd_werkgever")
    if months is None:
        return None
    if s.first is None:
        return When(once=f"je medewerker {months} maanden ziek is")
    start = after_months(s.first, months, begins=True)
    if start <= RULES_2026:
        return from_month(s.first, start)
    return When(start=RULES_2026, doubt=NO_WAITING, rule_of=RULES_2026)


@step("reintegratietraject_verplicht")
def obligatory_trajectory(s: Situation) -> When | None:
    """With 20 employees or more and work potential: a trajectory within six months.

    From the eighth week (when the potential is assessed) to the day on which six months have passed
    since the first day of sickness; only sicknesses from 1 January 2026 (facts
    `start_werkgever_verplicht`, `verloop_zes_maanden_2026`, `verloop_overgang_2026`).
    """
    floor = s.figure("reintegratie/verplicht_traject_drempel", s.first)
    if not _absent(s) or s.sick_since_2026() is False or _smaller(s, floor):
        return None
    if s.work_related:
        return When(once=CONSOLIDATED, doubt=WORK_RELATED)
    return _six_months(s, _size_doubt(s, floor or 0, "je externe dienst voor preventie"))


def _six_months(s: Situation, doubt: str | None) -> When | None:
    """From the eighth week to the day on which six months have passed."""
    weeks = s.figure("reintegratie/arbeidspotentieel_na", s.first)
    months = s.figure("reintegratie/verplicht_traject_binnen", s.first)
    if s.first is None or weeks is None or months is None:
        return When(once="de arbeidsarts arbeidspotentieel ziet", doubt=doubt)
    last = after_months(s.first, months)
    if s.day > last and s.profile.grootte_werkgever is None:
        return When(once="de arbeidsarts arbeidspotentieel ziet", doubt=doubt)
    return _while_absent(s, When(start=after_weeks(s.first, weeks), last=last, doubt=doubt))


def _trajectory_likely(s: Situation) -> bool:
    """Whether the terms of a trajectory may concern the employer: other work, or long enough sick.

    They hold for every employer with a trajectory, also a small one that need not start it (fact
    `wg_sanctie_klein`).
    """
    if not _absent(s) or s.work_related or s.wants(*NO_TRAJECTORY):
        return False
    if s.wants(Goal.ander_werk) or s.first is None:
        return s.wants(Goal.ander_werk)
    weeks = s.figure("reintegratie/zonder_instemming_na")
    if weeks is not None:
        return s.day >= after_weeks(s.first, weeks)
    months = s.figure("reintegratie/wachttijd_werkgever")
    return months is not None and s.day >= after_months(s.first, months, begins=True)


def _term(s: Situation, name: str, once: str) -> When | None:
    """A term of the trajectory: its begin is not in the profile; not confirmed for 2026."""
    if not _trajectory_likely(s) or s.figure(name) is None:
        return None
    return When(once=once, doubt=OLD_TERM if s.day >= RULES_2026 else None)


@step("reintegratiebeoordeling_afwachten")
def await_assessment(s: Situation) -> When | None:
    """The physician's 49 calendar days, from the day after receipt of the request.

    Fact `verloop_termijn_beoordeling`.
    """
    once = "de arbeidsarts je vraag om een traject kreeg"
    return _term(s, "reintegratie/beoordeling_termijn", once)


@step("reintegratieplan_na_a")
def plan_after_a(s: Situation) -> When | None:
    """Plan or report: 63 calendar days from the day after decision A (`verloop_termijn_plan`)."""
    return _term(s, "reintegratie/plan_na_a", "je beslissing A kreeg")


@step("reintegratieplan_na_b")
def plan_after_b(s: Situation) -> When | None:
    """Plan or report: six months from the day after decision B (`verloop_termijn_plan`)."""
    return _term(s, "reintegratie/plan_na_b", "je beslissing B kreeg")


@step("beroep_medewerker_afwachten")
def await_appeal(s: Situation) -> When | None:
    """The employee's 21 calendar days from the day after decision B (`beoordeling_beroep_21`)."""
    if not _trajectory_likely(s) or s.figure("reintegratie/beroep") is None:
        return None
    return When(once="er een beslissing B is")


@step("antwoord_op_plan_afwachten")
def await_answer(s: Situation) -> When | None:
    """The employee's 14 calendar days from the day after receipt (`verloop_termijn_antwoord`)."""
    return _term(s, "reintegratie/plan_antwoord", "je medewerker het plan kreeg")


def _contribution(s: Situation) -> tuple[date, date | None] | None:
    """The first and the last day that count for the solidarity contribution; None: no contribution.

    The two months after the first 30 calendar days (from day 31), until the day before a
    resumption, also a partial one (facts `sol_periode`, `sol_leeftijd_dienst`). The last day is
    None when the number of months is not confirmed.
    """
    day = s.figure("solidariteitsbijdrage/begin_dag", s.first)
    if not _insured(s) or s.first is None or not s.sick_since_2026() or day is None:
        return None
    begin = nth_day(s.first, day)
    months = s.figure("solidariteitsbijdrage/duur", begin)
    stops = _stops(s)
    stops += [after_months(begin, months, begins=True)] if months is not None else []
    end = min(stops) - timedelta(days=1) if stops else None
    return None if end is not None and end < begin else (begin, end)


def _stops(s: Situation) -> list[date]:
    """The first days on which the contribution is not due any more, as far as the profile says."""
    back, wished, end = s.profile.hervat_op, _return_day(s), s.profile.contract_einde
    stops = [day for day in (back, wished) if day is not None and (day == back or day <= s.day)]
    return stops + ([end + timedelta(days=1)] if end is not None else [])


@step("solidariteitsbijdrage")
def solidarity_contribution(s: Situation) -> When | None:
    """The months for which an employer with 50 employees or more on average contributes.

    Day 31 to the end of the second month after it; gone when the months are over (facts `sol_wat`,
    `sol_drempel`, `sol_periode`). The age is not in the profile: it is in the text.
    """
    floor = s.figure("solidariteitsbijdrage/drempel", s.first)
    if _smaller(s, floor) or not _absent(s) or not _insured(s):
        return None
    doubt = _size_doubt(s, floor or 0, "de RSZ of je sociaal secretariaat")
    if s.first is None:
        days = s.figure("solidariteitsbijdrage/eerste_dagen")
        return When(once=f"je medewerker langer dan {days} dagen ziek is", doubt=doubt)
    found = _contribution(s)
    if found is None or (found[1] is not None and found[1] < s.day):
        return None
    return When(start=found[0], last=found[1], doubt=doubt or (None if found[1] else MONTHS_2027))


@step("solidariteitsbijdrage_betalen")
def solidarity_payment(s: Situation) -> When | None:
    """When the contribution is asked: with the third quarter after that of the first day.

    From the first day of that quarter (fact `sol_betalen`, Securex). Shown once a day counts, also
    after the return, until two quarters after that day.
    """
    floor = s.figure("solidariteitsbijdrage/drempel", s.first)
    later = s.figure("solidariteitsbijdrage/kwartaal_na", s.first)
    found = _contribution(s)
    if s.first is None or found is None or later is None or _smaller(s, floor):
        return None
    begin = date(s.first.year, s.first.month - (s.first.month - 1) % QUARTER, 1)
    asked = after_months(begin, QUARTER * later)
    if s.day < found[0] or s.day >= after_months(asked, 2 * QUARTER):
        return None
    return When(start=asked, doubt=NSSO_ASKS)


@step("formulier_gedeeltelijke_hervatting")
def partial_resumption_form(s: Situation) -> When | None:
    """The employer's part of the form: by the last working day before the start.

    Facts `gwh_aanvraag_timing`, `gwh_aanvraag_formulier`. The employee asks; not for accidents at
    work and statutory staff.
    """
    return _prepare(s, s.profile.gewenste_startdatum) if _partial(s) else None


@step("bijlage_gedeeltelijke_hervatting")
def contract_annex(s: Situation) -> When | None:
    """A temporary annex to the contract before the start: wise, no duty (fact `wg_addendum`)."""
    return _prepare(s, s.profile.gewenste_startdatum) if _partial(s) else None


@step("uitval_gedeeltelijke_hervatting")
def relapse_in_partial_resumption(s: Situation) -> When | None:
    """No guaranteed wage when fully sick again during permitted work, without limit of time.

    Only sicknesses that began from 1 January 2026 (fact `gwh_neutralisatie_2026`).
    """
    if not _partial(s) or s.sick_since_2026() is False or s.day < RULES_2026:
        return None
    return When(once=RELAPSE_PARTIAL, doubt=None if s.first else RELAPSE_PARTIAL_UNKNOWN)


@step("uitval_gedeeltelijke_hervatting_oud")
def relapse_in_partial_resumption_before_2026(s: Situation) -> When | None:
    """From when guaranteed wage is due again: 20 weeks after the start of the permitted work.

    Only sicknesses that began before 2026 (facts `gwh_neutralisatie_voor_2026`,
    `gwh_neutralisatie_overgang`); work that started from 28 November 2022.
    """
    start = s.profile.gewenste_startdatum
    weeks = _shown(s, "gedeeltelijke_werkhervatting/neutralisatie_oude_regel", start)
    if not _partial(s) or s.sick_since_2026() is not False or weeks is None:
        return None
    if start is None:
        return When(once=f"de gedeeltelijke hervatting {weeks} weken duurt")
    return When(start=after_weeks(start, weeks), doubt=FIRST_PERMISSION)


@step("volledige_hervatting_doorgeven")
def report_full_resumption(s: Situation) -> When | None:
    """The employer reports an early full resumption within eight days (`wg_loon_ziekenfonds_rest`).

    Counted with the day of resumption as the first, calendar days: the shortest reading.
    """
    back, days = s.profile.hervat_op, s.figure("ziekenfonds/melding_volledige_hervatting")
    if back is None or days is None or not s.resumed or not (_in_service(s) and _insured(s)):
        return None
    last = nth_day(back, days)
    return None if s.day > last + SHOWN_AFTER else When(last=last, doubt=RESUMED_EARLY)


@step("individueel_maatwerk_vragen")
def ask_wage_premium(s: Situation) -> When | None:
    """Individueel maatwerk: asked while in service (fact `imw_aanvragen_tijdens_dienst`).

    For an employee who lives in Flanders (`imw_voorwaarden_woonplaats`) and has an employment
    contract (`imw_voorwaarden_contract`).
    """
    region = s.profile.gewest
    if not _premium_in_view(s) or _statutory(s) or region not in (None, Region.vlaanderen):
        return None
    return When(last=s.profile.contract_einde, doubt=LIVES_IN_FLANDERS if region is None else None)


@step("arbeidspost_aanpassen")
def ask_workplace_adaptation(s: Situation) -> When | None:
    """VDAB's refund of an adapted workplace: ask first (`premies_overzicht_eerst_aanvragen`)."""
    region = s.profile.gewest
    if not _premium_in_view(s) or region not in (None, Region.vlaanderen):
        return None
    return When(doubt=LIVES_IN_FLANDERS) if region is None else NOW


@step("premie_ander_gewest")
def premium_of_other_region(s: Situation) -> When | None:
    """Premiums where the employee lives, not in Flanders (`premies_overzicht_woonplaats_telt`)."""
    outside = s.profile.gewest not in (None, Region.vlaanderen)
    return NOW if outside and _premium_in_view(s) else None


@step("werkhervattingspremie_vragen")
def ask_resumption_premium(s: Situation) -> When | None:
    """The resumption premium: at the earliest three months after the start of the permitted work.

    The work starts one year or more after the first day of sickness (facts `whp_voorwaarden`,
    `whp_aanvraag`). Without a start the step appears after that year.
    """
    start = s.profile.gewenste_startdatum if s.wants(*RETURN) else None
    years = _shown(s, "werkhervattingspremie/minimale_ziekte", start)
    wait = _shown(s, "werkhervattingspremie/aanvraag_na", start)
    if not (_in_service(s) and _insured(s)) or s.first is None or years is None or wait is None:
        return None
    year = after_months(s.first, YEAR * years, begins=True)
    if s.wants(Goal.volledig_hervatten) or (start or s.day) < year:
        return None
    return _after_permitted_work(s, start, wait)


def _after_permitted_work(s: Situation, start: date | None, wait: int) -> When | None:
    """So many months after the start of the permitted work; None when it ended before that."""
    if start is None:
        once = f"het toegelaten werk {wait} maanden duurt"
        return None if s.resumed or s.wants(*NO_RETURN) else When(once=once)
    earliest, back = after_months(start, wait, begins=True), s.profile.hervat_op
    return None if back is not None and back < earliest else from_month(start, earliest)


@step("vervanging_regelen")
def arrange_replacement(s: Situation) -> When | None:
    """Replacement during the absence, in writing (fact `wg_vervanging_overeenkomst`)."""
    return NOW if _absent(s) else None


@step("terugkeer_klaarmaken")
def prepare_return(s: Situation) -> When | None:
    """Workplace and team ready by the last working day before the return: good practice, no duty.

    Facts `terugkeer_werkplek_klaar`, `wg_team_boodschap_samen`. Gone from the day of return.
    """
    back = _return_day(s)
    if not _absent(s) or _back_at_work(s, back) or (back is None and not s.wants(*RETURN)):
        return None
    return _prepare(s, back)


@step("eerste_werkdag_onthaal")
def first_day(s: Situation) -> When | None:
    """The welcome on the day of return (fact `wg_team_eerste_dag`)."""
    back = _return_day(s)
    if back is None or not _in_service(s) or back < s.day:
        return None
    return When(start=back, last=back)


@step("onderzoek_werkhervatting_plannen")
def plan_examination(s: Situation) -> When | None:
    """The examination at the return, for employees under health surveillance.

    After an absence of four weeks or more; from the day of return to ten working days after it, the
    day of return not counted (facts `owh_wie`, `owh_termijn`).
    """
    back, days = _return_day(s), s.figure("reintegratie/onderzoek_binnen")
    weeks = s.figure("reintegratie/onderzoek_afwezigheid")
    if back is None or days is None or weeks is None or not _in_service(s):
        return None
    last = after_working_days(back, days)
    if (s.first and back < after_weeks(s.first, weeks)) or s.day > last + SHOWN_AFTER:
        return None
    doubt = f"{HEALTH_SURVEILLANCE} {PARTIAL_EXAMINATION}" if _partial(s) else HEALTH_SURVEILLANCE
    return When(start=back, last=last, doubt=doubt)


@step("opvolggesprek_plannen")
def follow_up_talk(s: Situation) -> When | None:
    """The next talk: one, six and twelve months after the return (`wg_opv_vaste_momenten`)."""
    back = _return_day(s)
    if back is None or not _in_service(s):
        return None
    months = [s.figure(f"werkgever/opvolging_{which}") for which in ("eerste", "tweede", "derde")]
    moments = [after_months(back, month) for month in months if month is not None]
    return next((When(last=moment) for moment in moments if moment >= s.day), None)


@step("herval_loon_werkgever")
def relapse_window(s: Situation) -> When | None:
    """The days in which the same sickness gives no new guaranteed wage.

    56 calendar days from the day after the end of the sickness; 14 when the sickness began before
    2026 (facts `herval_gewaarborgd_loon_2026`). Gone when they are over.
    """
    back, old = s.profile.hervat_op, s.figure("gewaarborgd_loon/herval_begin_voor_2026")
    new = s.figure("gewaarborgd_loon/herval", s.first)
    if back is None or not s.resumed or not (_in_service(s) and _insured(s)) or not (old and new):
        return None
    last = nth_day(back, old if s.sick_since_2026() is False else new)
    doubts = [END_OF_SICKNESS]
    doubts += [RELAPSE_OLD] if s.sick_since_2026() is False and s.day >= RULES_2026 else []
    doubts += [RELAPSE_UNKNOWN.format(days=old)] if s.first is None and new != old else []
    return None if s.day > last else When(start=back, last=last, doubt=" ".join(doubts))


@step("medische_overmacht_niet_voor")
def force_majeure(s: Situation) -> When | None:
    """Before which day the procedure of medical force majeure may not begin.

    Six months of sickness without interruption from 1 January 2026, also for sicknesses that began
    before; nine months until then (fact `mo_zes_maanden`). No step towards it: it is left out when
    the person wants something else.
    """
    if not _absent(s) or not _insured(s) or s.wants(*RETURN, Goal.ziek_blijven, Goal.contact):
        return None
    now = s.figure("medische_overmacht/wachttijd")
    old = s.figure("medische_overmacht/wachttijd", RULES_2026 - timedelta(days=1))
    new = s.figure("medische_overmacht/wachttijd", RULES_2026)
    if now is None or old is None or new is None:
        return None
    if s.first is None:
        return When(once=f"je medewerker {now} maanden zonder onderbreking ziek is")
    reformed = max(after_months(s.first, new, begins=True), RULES_2026)
    start = min(after_months(s.first, old, begins=True), reformed)
    doubt = SHORTER_WAIT.format(months=new) if s.day < RULES_2026 <= start else None
    when = replace(from_month(s.first, start, doubt=doubt), rule_of=max(start, s.day))
    return _while_absent(s, when)


@step("terug_naar_werk_fonds_melden")
def report_to_fund(s: Situation) -> When | None:
    """An employer who invokes medical force majeure reports it to RIZIV within 45 days.

    Counted with the last day of the contract as the first: the shortest reading, the sources do not
    say from when (fact `fonds_wg_bijdrage`).
    """
    end = s.profile.contract_einde
    days = _shown(s, "terug_naar_werk_fonds/melding_werkgever", end)
    if not s.employee or _statutory(s) or days is None or not s.wants(Goal.contract_einde):
        return None
    if end is None:
        return When(once="jij een contract beëindigt wegens medische overmacht")
    return When(last=nth_day(end, days), doubt=FORCE_MAJEURE_ONLY)


@step("reintegratiebeleid_overleggen")
def discuss_policy(s: Situation) -> When | None:
    """The consultation on the policy: at least once a year (fact `wg_jaarlijks_overleg`)."""
    return NOW if s.employee else None


@step("zelfscan_invullen")
def self_scan(s: Situation) -> When | None:
    """The checklists of FOD WASO: at any time, a choice (fact `wg_checklists_niet_verplicht`)."""
    return NOW if s.employee else None


@step("rentree_inschakelen")
def involve_rentree(s: Situation) -> When | None:
    """A Rentree coach, when the employee has or had cancer; no fact names an end.

    Facts `rentree_wg_inschakelen`, `rentree_wie_werknemer_werkzoekende`. Long after the return it
    waits until work becomes hard.
    """
    if not s.profile.kanker or not _in_service(s):
        return None
    return NOW if s.still_sick or _recently_back(s) else When(once=HARD_AGAIN)
