"""Turning a decision into the structured answer that every channel shows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from knowledge.articles import FOLDS, TASKS, Article, Item, Role, Source
from knowledge.crisis import answered_beside
from knowledge.dates import in_words
from knowledge.decision import CRISIS, OUT_OF_SCOPE, Candidate, Outcome
from knowledge.parameters import Parameters
from knowledge.phrases import phrases
from knowledge.render import paragraphs, render
from knowledge.rules.calculations import Calculation
from knowledge.rules.plan import Plan, Step
from knowledge.rules.plan_text import moment
from knowledge.sources import Kind
from knowledge.store import Knowledge
from knowledge.topics import load_topics

TALK_TO_A_PERSON = "mens_spreken"
ROLE_INTENT = "rol_kiezen"
SKIP = "overslaan"
MAX_CHOICES = 3
LIKELY_MEANT = 0.25
"""The share (0 to 1) among all that is no distress from which a topic is answered below the
helplines."""

Block = dict[str, Any]


@dataclass(frozen=True)
class Button:
    """A choice: the words on it, and the message that it sends."""

    title: str
    payload: str


@dataclass
class Reply:
    """One answer as structured content. `blocks` are described in docs/antwoordblokken.md."""

    outcome: Outcome
    blocks: list[Block] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    topic: str | None = None
    role: Role | None = None
    version: str | None = None

    @property
    def text(self) -> str:
        """The answer as plain text, without what can be opened."""
        return "\n\n".join(b["tekst"] for b in self.blocks if b["type"] in ("alinea", "nota"))

    @property
    def sources(self) -> list[dict[str, Any]]:
        """The sources shown: name, address (or None) and the date seen."""
        return [item for b in self.blocks if b["type"] == "bronnen" for item in b["items"]]

    def as_dict(self) -> dict[str, Any]:
        """The form in which a reply travels to the browser and the command line."""
        return {
            "beslissing": self.outcome.value,
            "onderwerp": self.topic,
            "rol": self.role.value if self.role else None,
            "artikel_versie": self.version,
            "blokken": self.blocks,
            "knoppen": [{"titel": b.title, "payload": b.payload} for b in self.buttons],
        }


def note(text: str) -> Block:
    """A remark of the guide itself, set apart from the answer."""
    return {"type": "nota", "tekst": text}


def message(outcome: Outcome, text: str, buttons: Iterable[Button] = ()) -> Reply:
    """A reply of one sentence."""
    return Reply(outcome, [{"type": "alinea", "tekst": text}], list(buttons))


def topic_buttons(topics: Iterable[str], knowledge: Knowledge) -> list[Button]:
    """One button for each topic that has an article; others are left out."""
    known = (knowledge.articles[topic] for topic in topics if topic in knowledge.articles)
    return [Button(article.titel, f"/{article.id}") for article in known]


def topic_button(topic: str) -> Button:
    """The way to a topic, under its title in the list of topics."""
    return Button(load_topics().by_id[topic].titel, f"/{topic}")


def role_buttons(skip: bool = True) -> list[Button]:
    """The choice of roles, with a way to skip it."""
    words = phrases()
    buttons = [
        Button(names.knop, f'/{ROLE_INTENT}{{"rol": "{role.value}"}}')
        for role, names in words.rollen.items()
    ]
    if skip:
        buttons.append(Button(words.overslaan, f'/{ROLE_INTENT}{{"rol": "{SKIP}"}}'))
    return buttons


def opening() -> Reply:
    """What a visitor reads first."""
    words = phrases()
    return Reply(
        Outcome.gesprek,
        [
            {"type": "alinea", "tekst": words.opening},
            {"type": "alinea", "tekst": words.opening_vraag},
        ],
        role_buttons(),
    )


def respond(
    outcome: Outcome,
    ranking: Sequence[Candidate],
    role: Role | None,
    day: date,
    today: date,
    knowledge: Knowledge,
    certain_distress: bool = True,
) -> Reply:
    """Build the reply to a message that was understood (or not).

    Args:
        outcome: what was decided.
        ranking: candidate topics, best first.
        role: whose answer is wanted; None when it is not known.
        day: the reference date: rules and figures are those of that day.
        today: the real date, to warn about old texts and days to come.
        knowledge: all current content.
        certain_distress: whether acute distress leaves no doubt; otherwise the answer to the
            question follows the helplines.

    Raises:
        TextError: the article's text cannot be filled in.
    """
    topics = [c.topic for c in ranking if c.topic in knowledge.articles]
    subjects = [topic for topic in topics if knowledge.articles[topic].on_subject][:MAX_CHOICES]
    if outcome is Outcome.crisis:
        reply = _crisis(subjects, role, day, today, knowledge)
        likely = _likely_meant(ranking, knowledge)
        if not certain_distress and likely is not None:
            answer = article_reply(Outcome.antwoord, likely, role, day, today, knowledge)
            reply.blocks = [*reply.blocks[:-1], note(phrases().crisis_ook), *answer.blocks]
            begin = topic_buttons([likely], knowledge) if _is_task(likely, knowledge) else []
            reply.buttons = [*begin, *answer.buttons]
            if likely != TALK_TO_A_PERSON and person_button() not in reply.buttons:
                reply.buttons.append(person_button())
        return reply
    if outcome is Outcome.keuze:
        return _choice(topics, knowledge)
    if outcome is Outcome.onbekend or ranking[0].topic not in knowledge.articles:
        return _not_known(ranking, subjects, knowledge)
    return article_reply(outcome, ranking[0].topic, role, day, today, knowledge)


def _likely_meant(ranking: Sequence[Candidate], knowledge: Knowledge) -> str | None:
    """Return what is likely asked if the message is no distress; None if nothing stands out."""
    others = [candidate for candidate in ranking if candidate.topic != CRISIS]
    article = knowledge.articles.get(others[0].topic) if others else None
    if article is None or not (article.on_subject or answered_beside(article.id)):
        return None
    crisis = sum(c.confidence for c in ranking if c.topic == CRISIS)
    stands_out = others[0].confidence >= LIKELY_MEANT * (1.0 - crisis)
    return article.id if stands_out else None


def _is_task(topic: str, knowledge: Knowledge) -> bool:
    return knowledge.articles[topic].groep == TASKS


def article_reply(
    outcome: Outcome,
    topic: str,
    role: Role | None,
    day: date,
    today: date,
    knowledge: Knowledge,
) -> Reply:
    """Build the answer of one article for one group of users; see `respond`."""
    article = knowledge.article(topic)
    shown = role if role in article.doelgroep else article.doelgroep[0]
    small_talk = not article.on_subject
    reply = Reply(outcome, topic=topic, role=shown, version=knowledge.version_name(topic))
    if not small_talk:
        reply.blocks.append({"type": "titel", "tekst": article.titel})
        if role is not None and role is not shown:
            names = phrases().rollen[shown]
            reply.blocks.append(note(phrases().rol_anders.format(rol=names.voor)))
        reply.blocks.extend(note(text) for text in _warnings(article, day, today))
    reply.blocks.extend(_answer_blocks(article, shown, knowledge.parameters, day))
    reply.buttons = topic_buttons(article.verwant[: MAX_CHOICES + 1], knowledge)
    return reply


def _warnings(article: Article, day: date, today: date) -> Iterable[str]:
    words = phrases()
    if today > article.nazicht_voor:
        yield words.te_laat_nagekeken.format(datum=in_words(article.nazicht_voor))
    if day > today:
        yield words.voor_de_toekomst.format(datum=in_words(day))
    if day < article.geldig_vanaf:
        yield words.ouder_dan_tekst.format(
            vanaf=in_words(article.geldig_vanaf), datum=in_words(day)
        )


def _answer_blocks(
    article: Article, role: Role, parameters: Parameters, day: date
) -> Iterable[Block]:
    words = phrases()
    sources = [source for source in article.bronnen if source.soort is not Kind.eigen]
    for text in paragraphs(render(article.antwoord[role], parameters, day)):
        yield {"type": "alinea", "tekst": text}
    for name in FOLDS:
        items = list(_items(getattr(article.details, name), role, parameters, day))
        if items:
            yield {
                "type": "uitklap",
                "titel": getattr(words.uitklap, name),
                "soort": name,
                "items": [text for text, _ in items],
                "verwijzingen": [_references(facts, sources) for _, facts in items],
            }
    if article.contacten:
        contacts = [contact.dict(exclude={"feiten"}) for contact in article.contacten]
        yield {"type": "contacten", "titel": words.uitklap.contacten, "items": contacts}
    if article.links:
        links = [link.dict() for link in article.links]
        yield {"type": "links", "titel": words.uitklap.links, "items": links}
    if not sources:
        return
    yield {
        "type": "bronnen",
        "titel": words.bronnen,
        "antwoord": _references(article.antwoord_feiten.get(role, ()), sources),
        "nagekeken": words.nagekeken.format(datum=in_words(article.nagekeken_op)),
        "items": [
            {
                "naam": source.naam,
                "url": source.url,
                "gezien_op": source.gezien_op.isoformat(),
                "gezien": words.gezien.format(datum=in_words(source.gezien_op)),
            }
            for source in sources
        ],
    }


def _items(
    items: Sequence[Item], role: Role, parameters: Parameters, day: date
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Fill in what this group may open; each text with the facts it rests on."""
    for item in items:
        if item.voor and role not in item.voor:
            continue
        if text := " ".join(paragraphs(render(item.tekst, parameters, day))):
            yield text, item.feiten or ()


def _references(facts: Sequence[str], sources: Sequence[Source]) -> list[int]:
    """Return the places (from 1) of the sources that prove these facts."""
    return [n for n, source in enumerate(sources, start=1) if set(facts) & set(source.feiten)]


def _crisis(
    subjects: Sequence[str], role: Role | None, day: date, today: date, knowledge: Knowledge
) -> Reply:
    reply = article_reply(Outcome.crisis, CRISIS, role, day, today, knowledge)
    if subjects:
        reply.blocks.append(note(phrases().crisis_daarna))
    reply.buttons = topic_buttons(subjects[:2], knowledge)
    reply.buttons.append(person_button())
    return reply


def _choice(topics: Sequence[str], knowledge: Knowledge) -> Reply:
    shown = [topic for topic in topics if topic not in (CRISIS, OUT_OF_SCOPE)][:MAX_CHOICES]
    return message(Outcome.keuze, phrases().keuze, topic_buttons(shown, knowledge))


def _not_known(
    ranking: Sequence[Candidate], subjects: Sequence[str], knowledge: Knowledge
) -> Reply:
    buttons = [*topic_buttons(subjects, knowledge), person_button()]
    if ranking and ranking[0].topic == OUT_OF_SCOPE and OUT_OF_SCOPE in knowledge.articles:
        article = knowledge.articles[OUT_OF_SCOPE]
        text = paragraphs(article.antwoord[article.doelgroep[0]])
        reply = Reply(Outcome.onbekend, [{"type": "alinea", "tekst": part} for part in text])
        reply.buttons = buttons
        return reply
    return message(Outcome.onbekend, phrases().onbekend, buttons)


def step_blocks(plan: Plan, shown: Sequence[Step]) -> Iterable[Block]:
    """Show steps of a plan: a heading, remarks, the steps, and where they come from."""
    words = phrases().plan
    yield {"type": "titel", "tekst": words.titel}
    yield note(words.stand.format(datum=in_words(plan.day)))
    for remark in plan.remarks:
        yield note(remark)
    if not shown:
        yield {"type": "alinea", "tekst": words.leeg}
        return
    items = [
        {**step.as_dict(), "wanneer": moment(step.when), "kop": words.status[step.urgency.value]}
        for step in shown
    ]
    text = " ".join(f"{i['kop']}: {i['titel']} ({i['wanneer']})." for i in items)
    profile = json.loads(plan.profile.json(exclude_none=True))
    yield {"type": "stappen", "items": items, "tekst": text, "profiel": profile}
    names = {source.naam: source.url for step in shown for source in step.text.bron}
    yield _plain_sources(names)


def calculation_blocks(made: Calculation) -> Iterable[Block]:
    """Show a calculation: a heading, the working line by line, who decides, the sources."""
    yield {"type": "titel", "tekst": made.title}
    yield {"type": "berekening", "items": made.lines, "tekst": " ".join(made.lines)}
    yield note(made.caveat)
    yield _plain_sources({source.naam: source.url for source in made.sources})


def _plain_sources(names: Mapping[str, str | None]) -> Block:
    items = [{"naam": name, "url": url} for name, url in names.items()]
    return {"type": "bronnen", "titel": phrases().bronnen, "items": items}


def person_button() -> Button:
    """The way to a person."""
    return Button(phrases().onbekend_mens, f"/{TALK_TO_A_PERSON}")
