"""Letters and the handover in conversation: offered after a plan, shown to edit, copy or print."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from knowledge.articles import Role
from knowledge.decision import Outcome
from knowledge.letters import (
    HANDOVER,
    Letter,
    Recipient,
    WrittenLetter,
    letters_for,
    load_letters,
    write_handover,
    write_letter,
)
from knowledge.parameters import Parameters
from knowledge.progress import answer_payload
from knowledge.replies import Button, Reply, note
from knowledge.rules.plan import make_plan
from knowledge.rules.profile import Profile
from knowledge.step_texts import load_steps
from knowledge.task_words import task_words

LETTER = "brief"
"""The first part of a button's value; then the letter, the recipient, and what may be shared."""
OFFERED = 2
WITH_HEALTH, WITHOUT_HEALTH = "met", "zonder"


def letter_buttons(profile: Profile) -> list[Button]:
    """Offer the letters that fit a situation best, and the handover."""
    fitting = [*letters_for(profile.rol, profile.doel)[:OFFERED], load_letters()[HANDOVER]]
    return [_button(letter.titel, letter.id) for letter in fitting]


def letter_reply(value: str, profile: Profile, day: date, parameters: Parameters) -> Reply | None:
    """Show the letter that a button asks for, or ask what it still needs.

    Args:
        value: the value of the button, such as "brief:overdracht:vakbond:zonder".
        profile: the situation as it was told.
        day: the reference date.
        parameters: all figures.

    Returns:
        The reply; None when there is no such letter for this group of users.
    """
    _, id_, *rest = value.split(":")
    letter = load_letters().get(id_)
    if letter is None or profile.rol not in letter.voor:
        return None
    if id_ != HANDOVER:
        return _shown(letter, write_letter(letter, profile, day, parameters), profile)
    recipients = {recipient.value: recipient for recipient in Recipient}
    if not rest or rest[0] not in recipients:
        return _ask_recipient()
    speaks_of_health = profile.rol is not Role.wg and (profile.kanker or profile.burn_out)
    if speaks_of_health and rest[1:] not in ([WITH_HEALTH], [WITHOUT_HEALTH]):
        return _ask_health(rest[0])
    plan = make_plan(profile, day, load_steps(), parameters)
    share = rest[1:] == [WITH_HEALTH]
    written = write_handover(plan, recipients[rest[0]], parameters, share_health=share)
    return _shown(letter, written, profile)


def _button(title: str, *parts: str) -> Button:
    return Button(title, answer_payload(":".join((LETTER, *parts))))


def _ask_recipient() -> Reply:
    words = task_words().brieven
    buttons = [
        _button(words.ontvangers[recipient.value], HANDOVER, recipient.value)
        for recipient in Recipient
    ]
    return _asked(words.aan_wie, buttons)


def _ask_health(recipient: str) -> Reply:
    words = task_words().brieven
    choices = ((words.zonder_gezondheid, WITHOUT_HEALTH), (words.met_gezondheid, WITH_HEALTH))
    buttons = [_button(title, HANDOVER, recipient, choice) for title, choice in choices]
    return _asked(words.gezondheid, buttons)


def _asked(text: str, buttons: Sequence[Button]) -> Reply:
    return Reply(Outcome.gesprek, [{"type": "alinea", "tekst": text}], list(buttons))


def _shown(letter: Letter, written: WrittenLetter, profile: Profile) -> Reply:
    words = task_words().brieven
    reply = Reply(Outcome.gesprek, [{"type": "titel", "tekst": letter.titel}])
    reply.blocks.append(note(words.nalezen))
    reply.blocks.append(
        {
            "type": "brief",
            "aan": letter.aan,
            "onderwerp": written.subject,
            "tekst": written.body,
            "invullen": list(written.blanks),
        }
    )
    check = {"type": "uitklap", "titel": words.let_op, "soort": "let_op"}
    reply.blocks.append({**check, "items": list(written.check_first)})
    sources = [{"naam": source.naam, "url": source.url} for source in written.sources]
    reply.blocks.append({"type": "bronnen", "titel": words.bronnen, "items": sources})
    others = [other for other in letters_for(profile.rol, profile.doel) if other.id != letter.id]
    reply.buttons = [_button(other.titel, other.id) for other in others[:OFFERED]]
    return reply
