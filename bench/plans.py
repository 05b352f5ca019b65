"""How much computing a plan takes, for every combination of role, status, cause, goal and size.

Part of `make bench`. Processor time is counted, so that other work on the machine makes no
difference; the baseline in the same run is the answer of one article.
"""

from __future__ import annotations

import gc
import itertools
import json
import statistics
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from knowledge.articles import Role
from knowledge.content import load_content
from knowledge.conversation import Memory, Understood, take_turn
from knowledge.dates import today
from knowledge.decision import Candidate, Outcome
from knowledge.files import ROOT
from knowledge.parameters import Parameters
from knowledge.rules.plan import make_plan
from knowledge.rules.profile import Cause, Goal, ProfileError, Status, read_profile
from knowledge.step_texts import load_steps
from knowledge.store import Store

SIZES = (None, 10, 19, 20, 49, 50)
DAYS_SICK = (1, 14, 70, 200, 400)
ANSWERED = "gwh_aanvragen"


def combinations(day: date) -> Iterator[dict[str, Any]]:
    """Every combination of what decides which steps there are; answers not given are left out."""
    for role, status, cause, goal, size, sick in itertools.product(
        Role, (None, *Status), (None, *Cause), (None, *Goal), SIZES, DAYS_SICK
    ):
        fields = {
            "rol": role.value,
            "statuut": status and status.value,
            "oorzaak": cause and cause.value,
            "doel": goal and goal.value,
            "grootte_werkgever": size,
            "eerste_ziektedag": day - timedelta(days=sick),
        }
        yield {name: value for name, value in fields.items() if value is not None}


def plan_times(day: date, parameters: Parameters) -> list[float]:
    """Make every plan; returns the ms of computing for each that was not refused."""
    steps, times = load_steps(), []
    # What the action server does before it takes a message: see `actions.antwoord`.
    worker = read_profile({"rol": "wn", "eerste_ziektedag": day}, day)
    make_plan(worker, day, steps, parameters)
    gc.collect()
    gc.freeze()
    for fields in combinations(day):
        started = time.process_time()
        try:
            make_plan(read_profile(fields, day), day, steps, parameters)
        except ProfileError:
            continue
        times.append((time.process_time() - started) * 1000)
    return times


def answer_ms(day: date) -> float:
    """Return the median ms of answering one article, the baseline."""
    content = load_content()
    store = Store("sqlite://")
    store.load(content.articles.values(), content.parameters.values())
    knowledge, times = store.knowledge(), []
    understood = Understood(Outcome.antwoord, [Candidate(ANSWERED, 1.0)])
    for _ in range(100):
        started = time.process_time()
        take_turn(understood, Memory(), day, day, knowledge)
        times.append((time.process_time() - started) * 1000)
    return statistics.median(times)


def main() -> None:
    """Print and keep the figures."""
    day = today()
    times, baseline = plan_times(day, load_content().parameters), answer_ms(day)
    figures = {
        "plans": len(times),
        "median_ms": statistics.median(times),
        "p99_ms": statistics.quantiles(times, n=100)[-1],
        "longest_ms": max(times),
        "over_20_ms": sum(t > 20 for t in times),
        "answer_ms": baseline,
        "ratio": statistics.median(times) / baseline,
    }
    for name, value in figures.items():
        print(f"plan {name:12} {value:10.3f}")
    report = ROOT.parent / "var" / "bench"
    report.mkdir(parents=True, exist_ok=True)
    (report / "plans.json").write_text(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
