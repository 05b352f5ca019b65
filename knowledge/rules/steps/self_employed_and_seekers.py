"""Steps of the self-employed and of job seekers.

The benefit of the health fund also covers a self-employed person with an occupational disease
(fact `bz_zelfstandige`); for a job seeker the steps about it do not apply after an accident at
work or an occupational disease.
"""

from __future__ import annotations

from datetime import date, timedelta

from knowledge.rules.calendar import (
    after_days,
    after_months,
    after_weeks,
    after_working_days,
    next_working_day,
    nth_day,
    working_day_before,
)
from knowledge.rules.plan import (
    NOW,
    Situation,
    When,
    from_month,
    now_for,
    sentences,
    step,
)
from knowledge.rules.profile import Cause, Goal, Region

MONTHS_IN_YEAR = 12
MONTHS_IN_QUARTER = 3
MISSED_MONTHS = 1
"""Months that a moment that has passed stays in the plan; later it is settled, one way or other."""
DECLARATION_MONTHS = 3
"""Months that the first steps stay in the plan after the last day of the declaration."""
INVALIDITY_MONTHS = 3
"""Months that the change to invalidity stays in the plan."""
STRICTER_SANCTIONS = date(2026, 1, 1)
"""From when the sanctions are stricter; one source says 1 March (fact `plicht_sancties_2026`)."""
PAID_WORK = "In loondienst kan je uitkering anders berekend worden. Laat dat nakijken."
SUMMONS = When(once="je een oproep van je ziekenfonds krijgt")
OTHER_WORK = (
    "Begin je met ander zelfstandig werk, dan kan het niet meer. Wat er geldt bij werk in "
    "loondienst, vonden we niet. Vraag het aan je sociaal verzekeringsfonds."
)

_WORK_GOALS = (Goal.deels_hervatten, Goal.volledig_hervatten, Goal.ander_werk, Goal.niet_zeker)


def _sick_self_employed(s: Situation) -> bool:
    return s.self_employed and s.still_sick


def _sick_job_seeker(s: Situation) -> bool:
    """Tell whether the health fund's benefit is at stake for a job seeker who is still sick."""
    return s.job_seeker and s.still_sick and not s.work_related


def _after_years(s: Situation, figure: str) -> date | None:
    """The first day behind so many full years of sickness (calendar, first day counted)."""
    years = s.figure(figure)
    if s.first is None or years is None:
        return None
    return after_months(s.first, MONTHS_IN_YEAR * years, begins=True)


def _second_year(s: Situation) -> date | None:
    return _after_years(s, "uitkering/invaliditeit_na")


def _first_year(s: Situation) -> bool:
    second = _second_year(s)
    return second is None or s.day < second


def _starting(s: Situation) -> bool:
    """Tell whether the declaration may still be open, as for an employee.

    No benefit is known yet, and its last day is at most three months ago.
    """
    last = _declaration_last(s)
    open_ = last is None or not _settled(s, last, DECLARATION_MONTHS)
    return s.profile.daguitkering is None and open_


def _settled(s: Situation, last: date, months: int = MISSED_MONTHS) -> bool:
    return s.day > after_months(last, months)


def _in_flanders(s: Situation) -> bool:
    return s.profile.gewest in (None, Region.vlaanderen)


def _offers(s: Situation) -> bool:
    """Tell whether offers of help towards work are welcome: not for who wants to stay at home."""
    return not s.wants(Goal.ziek_blijven, Goal.contact, Goal.contract_einde)


def _open_from(s: Situation, start: date, doubt: str | None = None) -> When:
    """An offer without a last day: from its first day on, or now."""
    return When(doubt=doubt) if start <= s.day else from_month(s.first, start, doubt=doubt)


def _month_of_sickness(first: date, month: int) -> tuple[date, date]:
    """The first and last day of the nth month of sickness (calendar months from the first day)."""
    start = after_months(first, month - 1, begins=True)
    return start, after_months(first, month) - timedelta(days=1)


# The declaration and the benefit at the start.


def _declaration_last(s: Situation) -> date | None:
    """Seven calendar days, the first day not counted, moved on from a weekend or holiday."""
    days = s.figure("aangifte/andere", s.first)
    if s.first is None or days is None:
        return None
    return next_working_day(after_days(s.first, days))


def _declaration(s: Situation, doubt: str | None = None) -> When:
    last = _declaration_last(s)
    once = None if last else "je door ziekte niet meer kan werken"
    return When(last, once=once, doubt=doubt)


@step("zs_aangifte_ziekenfonds")
def declare_as_self_employed(s: Situation) -> When | None:
    """The declaration to the health fund, 7 calendar days after the first day of sickness.

    The first day does not count; a last day on a Saturday, Sunday or public holiday becomes the
    next working day (facts `aangifte_termijnen`, `bz_zelfstandige`). Not shown three months after
    that day.
    """
    if not _sick_self_employed(s) or not _starting(s):
        return None
    doubt = None
    if s.profile.oorzaak is Cause.arbeidsongeval:
        doubt = (
            "Wat er geldt bij een ongeval tijdens je werk als zelfstandige, vonden we niet. "
            "Vraag het aan je ziekenfonds of je verzekeraar."
        )
    return _declaration(s, doubt)


@step("wz_aangifte_ziekenfonds")
def declare_as_job_seeker(s: Situation) -> When | None:
    """The declaration to the health fund, 7 calendar days after the first day of sickness.

    The first day does not count; a last day on a Saturday, Sunday or public holiday becomes the
    next working day (fact `aangifte_termijnen`). Not shown three months after that day.
    """
    return _declaration(s) if _sick_job_seeker(s) and _starting(s) else None


@step("zs_dokter_tekent")
def have_certificate_signed(s: Situation) -> When | None:
    """The last signature that still covers the first day: 14 calendar days after that day.

    The recognition begins at the earliest 14 days before the doctor signs (fact
    `aangifte_zs_erkenning_14d`). Weekends do not move this day.
    """
    days = s.figure("aangifte/zelfstandige_voor_handtekening", s.first)
    if not _sick_self_employed(s) or not _starting(s) or s.first is None or days is None:
        return None
    return When(last=after_days(s.first, days))


@step("zs_uitkering_eerste_dag")
def paid_from_first_day(s: Situation) -> When | None:
    """From the 8th day of sickness on there is a benefit, from the first day (fact `zs_dag1`).

    Calendar days, the first day of sickness counted; shorter sickness gives nothing.
    """
    days = s.figure("uitkering_zelfstandige/minimumduur", s.first)
    if not _sick_self_employed(s) or not _starting(s) or s.first is None or days is None:
        return None
    return When(start=nth_day(s.first, days))


def _exempt_from(first: date) -> date:
    """The first day without contributions: next quarter, or at once in a quarter's first month."""
    months_on = (first.month - 1) % MONTHS_IN_QUARTER
    if months_on == 0:
        return first
    return after_months(first.replace(day=1), MONTHS_IN_QUARTER - months_on)


@step("zs_gelijkstelling_ziekte")
def exemption_from_contributions(s: Situation) -> When | None:
    """The exemption from social contributions, from the quarter after the sickness began.

    It begins at once for a sickness that began in the first month of a quarter. It is not for who
    works in part (fact `zs_gelijkstelling`); of other work that holds for self-employed work, of
    employment the facts say nothing.
    """
    if not _sick_self_employed(s):
        return None
    doubt = OTHER_WORK if s.wants(Goal.ander_werk) else None
    if s.first is None:
        return When(once="je lang ziek bent en je zaak helemaal stilligt", doubt=doubt)
    start, restart = _exempt_from(s.first), s.profile.gewenste_startdatum
    if s.wants(Goal.deels_hervatten) and restart and restart <= max(start, s.day):
        return None
    return When(start=start, doubt=doubt)


@step("wz_uitbetalingsinstelling")
def tell_paying_institution(s: Situation) -> When | None:
    """Ask the institution that pays the unemployment benefit what to fill in.

    The health fund pays from then on (fact `uitk_werkloze`); no source names a term.
    """
    if not _sick_job_seeker(s) or not _starting(s):
        return None
    doubt = (
        "Hoe en tegen wanneer je dit meldt, vonden we niet. "
        "Je vakbond of de Hulpkas kan het je zeggen."
    )
    return When(start=s.first, once=None if s.first else "je ziek wordt", doubt=doubt)


def _extension(s: Situation) -> When | None:
    return When(once="je getuigschrift bijna afloopt") if _first_year(s) else None


@step("zs_getuigschrift_verlengen")
def extend_certificate_self_employed(s: Situation) -> When | None:
    """In the first year each period needs a certificate (facts `attest_ziekenfonds_3maanden`,
    `inv_wat_verandert`); the last day is on the certificate itself.
    """
    return _extension(s) if _sick_self_employed(s) else None


@step("wz_getuigschrift_verlengen")
def extend_certificate_job_seeker(s: Situation) -> When | None:
    """In the first year each period needs a certificate (facts `attest_ziekenfonds_3maanden`,
    `inv_wat_verandert`); the last day is on the certificate itself.
    """
    return _extension(s) if _sick_job_seeker(s) else None


# Contact with the health fund.


def _questionnaire(s: Situation, doubt: str | None = None) -> When | None:
    """Sent after 10 weeks, back within 2 weeks; counted from the day on which it is sent."""
    after, back = s.figure("ziekenfonds/vragenlijst_na"), s.figure("ziekenfonds/vragenlijst_terug")
    if s.first is None or after is None or back is None:
        return When(once="de vragenlijst van je ziekenfonds komt", doubt=doubt)
    start = after_weeks(s.first, after)
    last = after_weeks(start, back)
    letter = "Staat er in je brief een andere dag, dan telt die."
    return None if _settled(s, last) else When(last, start, doubt=sentences(letter, doubt))


@step("zs_vragenlijst")
def questionnaire_self_employed(s: Situation) -> When | None:
    """The questionnaire: from 10 full weeks after the first day, 2 weeks to send it back.

    Facts `plicht_vragenlijst`, `contactmomenten_zelfstandige`. The 2 weeks run from the letter, so
    this last day is the earliest possible one.
    """
    return _questionnaire(s) if _sick_self_employed(s) else None


@step("wz_vragenlijst")
def questionnaire_job_seeker(s: Situation) -> When | None:
    """The questionnaire: from 10 full weeks after the first day, 2 weeks to send it back.

    Fact `plicht_vragenlijst`; whether the stricter sanction of 2026 holds for a sickness that began
    earlier is not certain (`plicht_sancties_2026`, `sancties_maart_2026`).
    """
    return _questionnaire(s, _sanction_doubt(s)) if _sick_job_seeker(s) else None


def _sanction_doubt(s: Situation) -> str | None:
    """A sickness of 2026 gets no questionnaire before both days that sources name for the start."""
    if s.day < STRICTER_SANCTIONS or s.sick_since_2026() is not False:
        return None
    return (
        "Of de strengere sanctie van 2026 ook geldt als je ziekte eerder begon, is niet zeker. "
        "Vraag het aan je ziekenfonds."
    )


@step("zs_eerste_contact")
def first_contact_self_employed(s: Situation) -> When | None:
    """The first contact with the fund's doctor, at the latest on the last day of the 4th month.

    Calendar months of sickness from the first day (fact `contactmomenten_zelfstandige`). After
    that: at every summons (fact `plicht_medisch_onderzoek`).
    """
    month = s.figure("ziekenfonds/contactmoment_zelfstandige")
    if not _sick_self_employed(s) or month is None:
        return None
    if s.first is None:
        return When(once="je ziekenfonds je uitnodigt")
    start, last = _month_of_sickness(s.first, month)
    doubt = "De bronnen hiervoor zijn van 2024. De dag in je brief telt."
    return SUMMONS if _settled(s, last) else from_month(s.first, start, last, doubt)


@step("wz_contactmomenten")
def next_contact_job_seeker(s: Situation) -> When | None:
    """The next fixed contact with the fund's doctor: in the 4th, 7th and 11th month of sickness.

    Calendar months from the first day (fact `plicht_artsen_opvolging`). After that: at every
    summons (fact `plicht_medisch_onderzoek`).
    """
    if not _sick_job_seeker(s):
        return None
    if s.first is None:
        return When(once="je ziekenfonds je uitnodigt")
    for which in ("eerste", "tweede", "derde"):
        month = s.figure(f"ziekenfonds/contact_{which}_maand")
        if month is not None:
            start, last = _month_of_sickness(s.first, month)
            if s.day <= last:
                return from_month(s.first, start, last, "De dag in je brief telt.")
    return SUMMONS


_CHANGE = When(once="er iets verandert, of voor je op reis gaat")


@step("zs_plichten")
def report_changes_self_employed(s: Situation) -> When | None:
    """A new address, a journey, a change in the household, as soon as it happens.

    Facts `plicht_adres` (2 days), `plicht_buitenland`, `plicht_gezin`.
    """
    return _CHANGE if _sick_self_employed(s) else None


@step("wz_plichten")
def report_changes_job_seeker(s: Situation) -> When | None:
    """A new address, a journey, a change in the household, as soon as it happens.

    Facts `plicht_adres` (2 days), `plicht_buitenland`, `plicht_gezin`.
    """
    return _CHANGE if _sick_job_seeker(s) else None


def _coordinator(s: Situation) -> When | None:
    """An offer that waits until the person wants to talk about work, unless that is the goal."""
    if not _offers(s):
        return None
    return now_for(s, Goal.niet_zeker, Goal.ander_werk, once="je over werk wil praten")


@step("zs_terug_naar_werk")
def coordinator_self_employed(s: Situation) -> When | None:
    """The coordinator can be called at any time of the sickness (facts `tnw_start`, `tnw_wat`)."""
    return _coordinator(s) if _sick_self_employed(s) else None


@step("wz_terug_naar_werk")
def coordinator_job_seeker(s: Situation) -> When | None:
    """The coordinator can be called at any time of the sickness (facts `tnw_start`, `tnw_wat`)."""
    return _coordinator(s) if _sick_job_seeker(s) else None


# Working during the sickness.


def _request(s: Situation) -> When | None:
    """Permission is asked at the latest on the last working day before the start."""
    start = s.profile.gewenste_startdatum
    if start is None:
        return When(once="je weet wanneer je wil beginnen")
    last = working_day_before(start)
    if s.first is not None and last < s.first:
        doubt = "Voor je start ligt geen werkdag meer. Vraag je ziekenfonds wat dan kan."
        return When(once="je een latere startdag kiest", doubt=doubt)
    return None if _settled(s, last) else When(last=last)


@step("zs_toegelaten_werk")
def permission_self_employed(s: Situation) -> When | None:
    """The request to work in part, at the latest on the last working day before the start.

    Since 1 January 2023, with the health fund's form (fact `gwh_zs_niet_wachten`).
    """
    return _request(s) if _sick_self_employed(s) and s.wants(Goal.deels_hervatten) else None


@step("zs_uitkering_vermindert")
def lower_benefit_self_employed(s: Situation) -> When | None:
    """The benefit drops from the 7th month of permitted work on, counted from the start.

    Fact `gwh_zs_bedrag`, from sources about the rules before April 2024. Since then there is one
    permission, also for other work (fact `gwh_zs_systemen`); employment may count otherwise (fact
    `gwh_zs_overstap`, not certain).
    """
    start = s.profile.gewenste_startdatum
    months = s.figure("uitkering_zelfstandige/toegelaten_werk_volledig")
    if not _sick_self_employed(s) or not s.wants(Goal.deels_hervatten, Goal.ander_werk):
        return None
    if start is None or months is None:
        return None
    lower = after_months(start, months, begins=True)
    doubt = "De bronnen beschrijven regels van vóór april 2024. Je ziekenfonds weet wat nu geldt."
    paid = PAID_WORK if s.wants(Goal.ander_werk) else None
    return None if _settled(s, lower) else from_month(start, lower, doubt=sentences(doubt, paid))


@step("wz_deels_werken")
def permission_job_seeker(s: Situation) -> When | None:
    """The request to begin working in part, at the latest on the last working day before the start.

    Facts `gwh_aanvraag_timing`, `gwh_wz`, `solliciteren_contract`.
    """
    return _request(s) if _sick_job_seeker(s) and s.wants(Goal.deels_hervatten) else None


@step("wz_antwoord_toelating")
def answer_to_request_job_seeker(s: Situation) -> When | None:
    """The fund's doctor decides at the latest on the 30th working day after the start.

    The start itself does not count (facts `gwh_aanvraag_niet_wachten`,
    `gwh_aanvraag_weigering_stop`).
    """
    start, days = s.profile.gewenste_startdatum, s.figure("gedeeltelijke_werkhervatting/beslissing")
    if not _sick_job_seeker(s) or not s.wants(Goal.deels_hervatten, Goal.ander_werk):
        return None
    if start is None or days is None:
        return None
    last = after_working_days(start, days)
    return None if _settled(s, last) else When(last, start)


@step("zs_ander_werk")
def other_work_self_employed(s: Situation) -> When | None:
    """Permission before other work, at the latest on the last working day before the start.

    Facts `gwh_ander_alle_activiteit`, `gwh_zs_niet_wachten`, `gwh_zs_overstap` (not certain).
    """
    if not _sick_self_employed(s) or not s.wants(Goal.ander_werk):
        return None
    when = _request(s)
    if when is None:
        return None
    return When(when.last, once=when.once, doubt=sentences(when.doubt, PAID_WORK))


@step("wz_ander_werk")
def other_work_job_seeker(s: Situation) -> When | None:
    """Permission before other work, at the latest on the last working day before the start.

    Facts `gwh_ander_alle_activiteit`, `gwh_aanvraag_timing`.
    """
    return _request(s) if _sick_job_seeker(s) and s.wants(Goal.ander_werk) else None


@step("wz_solliciteren")
def apply_for_jobs(s: Situation) -> When | None:
    """What to say about the sickness to a new employer (fact `solliciteren_niet_verplicht`)."""
    seeking = s.resumed or s.wants(Goal.deels_hervatten, Goal.volledig_hervatten, Goal.ander_werk)
    return NOW if s.job_seeker and seeking else None


# Working in full again.


def _full_start(s: Situation) -> When | None:
    """The day of the full start itself; a health fund wants to know at once."""
    wanted = s.profile.gewenste_startdatum if s.wants(Goal.volledig_hervatten) else None
    start = s.profile.hervat_op or wanted
    if start is None:
        unknown = s.wants(Goal.volledig_hervatten)
        return When(once="je weet wanneer je volledig begint") if unknown else None
    return None if _settled(s, start) else When(last=start)


@step("zs_volledig_hervatten_melden")
def report_full_start_self_employed(s: Situation) -> When | None:
    """The full restart, told to the health fund and the social insurance fund on the day itself.

    "At once" when it lies before the end of the recognition (facts `volledig_ziekenfonds_melden`,
    `volledig_zs`, `zs_gelijkstelling`).
    """
    return _full_start(s) if s.self_employed else None


@step("wz_volledig_hervatten_melden")
def report_full_start_job_seeker(s: Situation) -> When | None:
    """A full start in a job, told to the health fund on the day itself.

    The facts `volledig_ziekenfonds_melden` are about employees and the self-employed.
    """
    when = _full_start(s) if s.job_seeker and not s.work_related else None
    if when is None:
        return None
    doubt = "Onze bronnen gaan over werknemers en zelfstandigen. Vraag je ziekenfonds hoe je meldt."
    return When(when.last, once=when.once, doubt=doubt)


@step("wz_weer_geschikt")
def fit_without_work(s: Situation) -> When | None:
    """Fit again without work: ask first how much unemployment benefit is left.

    Facts `werkloosheid_2026_en_ziekte`, `volledig_werkloosheid` (not certain).
    """
    if not s.job_seeker or s.work_related:
        return None
    doubt = "Welk attest je nu nodig hebt, vonden we alleen in oude bronnen. Vraag je ziekenfonds."
    if not s.resumed:
        return When(once="je ziekenfonds zegt dat je weer kan werken", doubt=doubt)
    back = s.profile.hervat_op
    return None if back is None or _settled(s, back) else When(start=back, doubt=doubt)


def _relapse(s: Situation) -> When | None:
    """Sick again within 14 calendar days, or within 3 months after more than a year of sickness.

    Both count from the first day on which the person was no longer sick, that day included.
    """
    back, second = s.profile.hervat_op, _second_year(s)
    days = s.figure("uitkering/herval_eerste_jaar")
    months = s.figure("uitkering/herval_invaliditeit")
    if back is None or not s.resumed or days is None or months is None:
        return None
    last = nth_day(back, days)
    if second is not None and back > second:
        last = after_months(back, months) - timedelta(days=1)
    unknown = "Was je langer dan een jaar ziek, dan duurt deze tijd langer."
    doubt = None if s.first else unknown
    return None if s.day > last else When(last, back, doubt=doubt)


@step("zs_herval")
def relapse_self_employed(s: Situation) -> When | None:
    """The time in which a new sickness is a relapse for the health fund.

    14 calendar days after a restart in the first year, 3 months after invalidity (facts
    `herval_ziekenfonds`, `aangifte_herval_verlenging`).
    """
    return _relapse(s) if s.self_employed else None


@step("wz_herval")
def relapse_job_seeker(s: Situation) -> When | None:
    """The time in which a new sickness is a relapse for the health fund.

    14 calendar days after a restart in the first year, 3 months after invalidity (facts
    `herval_ziekenfonds`, `aangifte_herval_verlenging`).
    """
    return _relapse(s) if s.job_seeker and not s.work_related else None


# A longer sickness.


@step("wz_uitkering_wijzigt")
def benefit_changes_job_seeker(s: Situation) -> When | None:
    """After six full months the benefit no longer equals the unemployment benefit.

    Calendar months from the first day (fact `uitk_werkloze`).
    """
    months = s.figure("uitkering/werkloze_gelijk")
    if not _sick_job_seeker(s) or s.first is None or months is None:
        return None
    start = after_months(s.first, months, begins=True)
    return None if _settled(s, start) else from_month(s.first, start)


def _invalidity(s: Situation) -> When | None:
    start = _second_year(s)
    if start is None:
        return When(once="je een jaar ziek bent")
    return None if _settled(s, start, INVALIDITY_MONTHS) else from_month(s.first, start)


@step("zs_invaliditeit")
def invalidity_self_employed(s: Situation) -> When | None:
    """Invalidity begins after a full year of sickness (facts `inv_gri`, `inv_wat_verandert`)."""
    return _invalidity(s) if _sick_self_employed(s) else None


@step("wz_invaliditeit")
def invalidity_job_seeker(s: Situation) -> When | None:
    """Invalidity begins after a full year of sickness (facts `inv_gri`, `inv_percentages`)."""
    return _invalidity(s) if _sick_job_seeker(s) else None


# Help and support.


def _course(s: Situation) -> bool:
    return s.wants(Goal.ander_werk, Goal.niet_zeker)


@step("zs_opleiding")
def course_self_employed(s: Situation) -> When | None:
    """The fund's doctor agrees before a course begins (fact `vdab_opl_uitkering`)."""
    doubt = (
        "De meeste uitleg die we vonden, gaat over werknemers en werklozen. "
        "Vraag je ziekenfonds wat voor zelfstandigen anders is."
    )
    when = When(once="je een opleiding wil beginnen", doubt=doubt)
    return when if _sick_self_employed(s) and _course(s) else None


@step("wz_opleiding")
def course_job_seeker(s: Situation) -> When | None:
    """The fund's doctor agrees before a course begins (facts `vdab_opl_uitkering`, `_werkloze`)."""
    when = When(once="je een opleiding wil beginnen")
    return when if _sick_job_seeker(s) and _course(s) else None


@step("zs_vdab")
def guidance_self_employed(s: Situation) -> When | None:
    """Straight to VDAB after more than a year of sickness (fact `vdab_begeleiding_route_c`)."""
    if not _sick_self_employed(s) or not _offers(s) or not _in_flanders(s):
        return None
    doubt = "Welke begeleiding er voor zelfstandigen is, vraag je aan VDAB."
    start = _after_years(s, "vdab/route_c_na")
    if start is None:
        return When(once="je langer dan een jaar ziek bent", doubt=doubt)
    return _open_from(s, start, doubt)


def _agreement_doubt(s: Situation) -> str | None:
    """The agreement of 2021 left out sickness through work (fact `bz_raamakkoord_uitsluiting`)."""
    if not s.work_related:
        return None
    return (
        "Bij een arbeidsongeval of beroepsziekte gold het akkoord met VDAB en GTB in 2021 niet. "
        "Of dat nog zo is, weten we niet. Vraag het aan VDAB."
    )


@step("wz_vdab")
def guidance_job_seeker(s: Situation) -> When | None:
    """Guidance by VDAB, through the health fund or straight after more than a year.

    Who named no goal sees it after that year. Facts `vdab_begeleiding_wie`,
    `vdab_begeleiding_routes`, `vdab_begeleiding_route_c`.
    """
    start = _after_years(s, "vdab/route_c_na")
    alone = _offers(s) and start is not None and start <= s.day
    wanted = s.job_seeker and s.still_sick and _in_flanders(s)
    shown = wanted and (alone or s.wants(*_WORK_GOALS))
    return When(doubt=_agreement_doubt(s)) if shown else None


@step("wz_gtb")
def special_guidance_job_seeker(s: Situation) -> When | None:
    """Guidance by GTB, through VDAB (facts `gtb_wat_definitie`, `gtb_aanmelden_via_vdab`)."""
    wanted = s.job_seeker and s.still_sick and s.wants(*_WORK_GOALS) and _in_flanders(s)
    return When(doubt=_agreement_doubt(s)) if wanted else None


@step("zs_arbeidsbeperking")
def recognition_self_employed(s: Situation) -> When | None:
    """The recognition of a work disability, at any time, never an obligation.

    Facts `arbeidsbeperking_wie`, `arbeidsbeperking_stap_werknemer`.
    """
    return NOW if s.self_employed and s.wants(*_WORK_GOALS) and _in_flanders(s) else None


@step("wz_arbeidsbeperking")
def recognition_job_seeker(s: Situation) -> When | None:
    """The recognition of a work disability, at any time, never an obligation.

    Facts `arbeidsbeperking_wie`, `arbeidsbeperking_stap_werkzoekende`.
    """
    return NOW if s.job_seeker and s.wants(*_WORK_GOALS) and _in_flanders(s) else None


@step("zs_individueel_maatwerk")
def wage_premium_self_employed(s: Situation) -> When | None:
    """The premium for a self-employed person with a recognised disability who works (again).

    Facts `imw_zelfstandige_wie`, `imw_zelfstandige_inkomen`; without a term.
    """
    works = s.wants(Goal.deels_hervatten, Goal.volledig_hervatten)
    return NOW if s.self_employed and works and _in_flanders(s) else None


@step("zs_loopbaanbegeleiding")
def career_guidance_self_employed(s: Situation) -> When | None:
    """Career guidance, for who lives in Flanders or Brussels; the scheme is known until end 2026.

    Facts `loopbaanbegeleiding_voorwaarden`, `loopbaanbegeleiding_een_cheque` (a draft).
    """
    lives = s.profile.gewest in (None, Region.vlaanderen, Region.brussel)
    if not _sick_self_employed(s) or not _course(s) or not lives:
        return None
    known = s.figure("loopbaancheque/aantal") is not None
    doubt = "Of het al kan terwijl je ziek bent, vraag je aan VDAB en je ziekenfonds."
    after = "Wat er vanaf 2027 geldt, vonden we niet. Vraag het aan VDAB."
    return When(doubt=doubt if known else sentences(after, doubt))


@step("wz_terug_naar_werk_fonds")
def guidance_cheque_job_seeker(s: Situation) -> When | None:
    """The cheque for guidance, after more than a year of sickness, since 1 April 2025.

    Fact `fonds_voor_wie_1_jaar`; as long as there is money.
    """
    if not _sick_job_seeker(s) or not _offers(s):
        return None
    if s.figure("terug_naar_werk_fonds/ziekte_minimum") is None:
        return None
    start = _after_years(s, "terug_naar_werk_fonds/ziekte_minimum")
    if start is None:
        return When(once="je langer dan een jaar ziek bent")
    return _open_from(s, start)


def _had_cancer(s: Situation) -> bool:
    return s.profile.kanker is True and _offers(s)


@step("zs_rentree")
def rentree_self_employed(s: Situation) -> When | None:
    """Guidance after cancer; whether the self-employed have access is not confirmed.

    Fact `rentree_wie_zelfstandige`.
    """
    doubt = (
        "Begin 2024 meldde Kom op tegen Kanker dat Rentree niet meer openstond voor zelfstandigen. "
        "Of dat nu anders is, weten we niet. Vraag het na voor je erop rekent."
    )
    return When(doubt=doubt) if s.self_employed and _had_cancer(s) else None


@step("wz_rentree")
def rentree_job_seeker(s: Situation) -> When | None:
    """Guidance during and after cancer (facts `rentree_wie_werknemer_werkzoekende`,
    `rentree_wie_andere_werkgever`).
    """
    doubt = (
        "Volgens Stichting tegen Kanker is Rentree er ook voor werkzoekenden. Begin 2024 waren er "
        "volgens Kom op tegen Kanker drempels. Vraag eerst of het voor jou kan."
    )
    return When(doubt=doubt) if s.job_seeker and _had_cancer(s) else None


def _appeal(s: Situation, doubt: str | None = None) -> When | None:
    """Three months after the notice of a decision; no plan knows that day."""
    months = s.figure("beroep/arbeidsrechtbank")
    back = s.profile.hervat_op
    if s.resumed and back is not None and _settled(s, back, months or MISSED_MONTHS):
        return None
    return When(once="je een beslissing krijgt waarmee je niet akkoord gaat", doubt=doubt)


@step("zs_beroep")
def appeal_self_employed(s: Situation) -> When | None:
    """The appeal in court, until 3 months after the notice (fact `beroep_arbeidsrechtbank`)."""
    doubt = "Onze bronnen gaan vooral over werknemers. De termijn in je brief telt."
    return _appeal(s, doubt) if s.self_employed else None


@step("wz_beroep")
def appeal_job_seeker(s: Situation) -> When | None:
    """The appeal in court, until 3 months after the notice (fact `beroep_arbeidsrechtbank`)."""
    return _appeal(s) if s.job_seeker and not s.work_related else None
