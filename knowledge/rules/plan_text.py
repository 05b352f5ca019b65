"""A plan as plain text, to read, print or mail to oneself."""

from __future__ import annotations

from knowledge.dates import in_words
from knowledge.phrases import phrases
from knowledge.rules.plan import Plan, Step, Urgency, When


def moment(when: When) -> str:
    """Say when a step is due: "uiterlijk 3 december 2026", "zodra je acht weken ziek bent"."""
    words = phrases().plan
    if when.start and when.last:
        return words.tussen.format(van=in_words(when.start), tot=in_words(when.last))
    if when.last:
        return words.uiterlijk.format(datum=in_words(when.last))
    if when.start:
        return words.vanaf.format(datum=in_words(when.start))
    return words.zodra.format(wat=when.once) if when.once else words.altijd


def as_lines(plan: Plan) -> list[str]:
    """Write the whole plan, a heading per status."""
    words = phrases().plan
    lines = [words.titel, words.stand.format(datum=in_words(plan.day)), *plan.remarks]
    if not plan.steps:
        return [*lines, words.leeg]
    last: Urgency | None = None
    for step in plan.steps:
        if step.urgency is not last:
            lines.extend(["", words.status[step.urgency.value].upper()])
            last = step.urgency
        lines.extend(_step_lines(step))
    return lines


def _step_lines(step: Step) -> list[str]:
    parts = [f"[ ] {step.text.titel} ({moment(step.when)})", f"    {step.what}"]
    if step.urgency is Urgency.gemist and step.rescue:
        parts.append(f"    {step.rescue}")
    elif step.consequence:
        parts.append(f"    {step.consequence}")
    if step.when.doubt:
        parts.append(f"    {step.when.doubt}")
    return parts
