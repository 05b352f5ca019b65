"""Steps of a sick employee."""

from __future__ import annotations

from knowledge.rules.calendar import nth_day
from knowledge.rules.plan import Situation, When, step
from knowledge.rules.profile import Status


@step("aangifte_ziekenfonds")
def report_to_health_fund(s: Situation) -> When | None:
    """The declaration of incapacity to the health fund.

    A worker (arbeider) declares by day 14 and a clerk (bediende) by day 28 at the latest, calendar
    days with the first day of sickness counted (facts `aangifte_*`). Whose status is not known gets
    the earlier day.
    """
    if not s.employee or s.work_related or s.resumed:
        return None
    white_collar = s.profile.statuut is Status.bediende
    days = s.figure("aangifte/bediende" if white_collar else "aangifte/arbeider")
    if s.first is None or days is None:
        return When(once="je ziek wordt")
    doubt = None
    if s.profile.statuut is None:
        doubt = (
            "Ik rekende met de kortste termijn, die van een arbeider. Een bediende heeft langer."
        )
    return When(last=nth_day(s.first, days), doubt=doubt)
