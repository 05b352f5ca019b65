// A conversation on the screen: the same for the page and the widget, which each bring their own parts.

import { answerElement, element, mineElement, plainText } from "./blokken.js";
import { Refused, randomId } from "./gesprek.js";
import { opinionElement } from "./mening.js";

const SLOW_MS = 800;
const VERY_SLOW_MS = 4000;
const NO_CONNECTION = "Ik kan de gids nu niet bereiken. Kijk je verbinding na en probeer het opnieuw. Je tekst staat er nog.";
const NO_START = "Ik kan de gids nu niet bereiken. Probeer het straks opnieuw. Heb je dringend hulp nodig: bel 112, of 1813 als je aan zelfmoord denkt.";

export class View {
  #parts;
  #conversation;
  #doing;
  #busy = false;
  #timers = [];
  #failed = null;

  // parts: the elements log, form, field, send, busy, alert, alertText, retry and announcer;
  // print: prints the answers that hold a selector; left out where printing makes no sense.
  constructor(parts, conversation, print) {
    this.#parts = parts;
    this.#conversation = conversation;
    this.#doing = {
      choose: (payload, title) => this.say({ knop: payload }, title),
      download: (path, content, name) => this.#download(path, content, name),
      announce: (text) => this.announce(text),
      print,
    };
    parts.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#sayTyped();
    });
    parts.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        parts.form.requestSubmit();
      }
    });
    parts.retry.addEventListener("click", () => this.#again());
  }

  // Show what was said before, or open a conversation. `first`: buttons to press for the visitor.
  async begin(first = []) {
    for (const turn of this.#conversation.turns) {
      if (turn.mine !== undefined) this.#show(mineElement(turn.mine));
      else this.#show(answerElement(turn.bot, this.#doing));
    }
    const { pending } = this.#conversation;
    if (pending) {
      if (pending.message.tekst !== undefined) this.#parts.field.value = pending.message.tekst;
      this.#fail("Je laatste bericht kreeg nog geen antwoord.", pending.message, pending.label);
      return;
    }
    await this.#open(first);
  }

  async restart() {
    this.#conversation.clear();
    this.#parts.log.replaceChildren();
    this.#parts.alert.hidden = true;
    await this.#open([]);
  }

  async say(message, label) {
    if (this.#busy) return;
    this.#parts.alert.hidden = true;
    this.#setBusy(true);
    try {
      const answer = await this.#conversation.send(message, label);
      const mine = label === null ? null : this.#show(mineElement(label));
      const shown = this.#show(answerElement(answer, this.#doing));
      this.#askOpinion(shown, answer);
      const { field } = this.#parts;
      if (message.tekst !== undefined && field.value.trim() === message.tekst.trim()) field.value = "";
      mine?.scrollIntoView({ block: "start" });
      this.announce(plainText(answer));
      if (message.knop !== undefined && label !== null) shown.focus({ preventScroll: true });
    } catch (error) {
      // The typed text stays where it was; nothing is lost.
      const refused = error instanceof Refused;
      // A wrong attribute of the tag is no fault of the visitor.
      if (refused && label === null && !this.#conversation.pending) console.warn(error.message, message);
      else this.#fail(refused ? error.message : NO_CONNECTION, message, label);
    } finally {
      this.#setBusy(false);
    }
  }

  announce(text) {
    const { announcer } = this.#parts;
    announcer.textContent = "";
    setTimeout(() => { announcer.textContent = text; }, 50);
  }

  async #open(first) {
    try {
      const opening = await this.#conversation.open();
      if (!opening) return;
      // Whose role is known is not asked for it.
      const shown = first.length ? { ...opening, blokken: opening.blokken.slice(0, 1), knoppen: [] } : opening;
      this.#show(answerElement(shown, this.#doing));
      this.#conversation.add({ bot: shown });
      for (const payload of first) {
        if (!this.#conversation.pending) await this.say({ knop: payload }, null);
      }
    } catch {
      this.#fail(NO_START, null, "");
    }
  }

  #show(shown) {
    this.#parts.log.append(shown);
    return shown;
  }

  #askOpinion(shown, answer) {
    if (answer.beslissing !== "antwoord" || !answer.artikel_versie) return;
    const id = randomId();
    const give = (clear, text) => this.#conversation.opinion(id, answer.artikel_versie, clear, text);
    shown.append(opinionElement(give, (text) => this.announce(text)));
  }

  #sayTyped() {
    const { field } = this.#parts;
    this.say({ tekst: field.value }, field.value.trim());
  }

  #again() {
    if (!this.#failed) return;
    // The button that was pressed disappears; the focus may not.
    this.#parts.field.focus({ preventScroll: true });
    // Typed text may have been mended in the meantime.
    if (this.#failed.message.tekst !== undefined && this.#parts.field.value.trim()) this.#sayTyped();
    else this.say(this.#failed.message, this.#failed.label);
  }

  #fail(text, message, label) {
    const { alert, alertText, retry } = this.#parts;
    this.#failed = message && { message, label };
    alertText.textContent = text;
    retry.hidden = message === null;
    alert.hidden = false;
    alert.scrollIntoView({ block: "nearest" });
  }

  // Waiting shows after a moment and is said once, only when it lasts.
  #setBusy(value) {
    const { busy, send } = this.#parts;
    this.#busy = value;
    send.disabled = value;
    busy.hidden = true;
    this.#timers.forEach(clearTimeout);
    this.#timers = value
      ? [setTimeout(() => { busy.hidden = false; }, SLOW_MS), setTimeout(() => this.announce("Ik zoek nog even."), VERY_SLOW_MS)]
      : [];
  }

  async #download(path, content, name) {
    try {
      const url = URL.createObjectURL(await this.#conversation.file(path, content));
      const link = element("a", { href: url, download: name });
      this.#parts.log.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
      this.announce("Je plan is opgeslagen bij je downloads.");
    } catch {
      this.#fail("Ik kan je plan nu niet opslaan. Probeer het over een minuutje opnieuw.", null, "");
    }
  }
}
