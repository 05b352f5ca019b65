// The conversation with the gateway: the session, messages that carry an id, and what this tab
// remembers. Knows nothing of the screen.

const LAST_TURNS = 60;
const PATIENCE_MS = 30_000;
const KEPT_MS = 30 * 24 * 3600 * 1000;

// The gateway read the message and says in one sentence why it gives no answer.
export class Refused extends Error {}

export class Conversation {
  #base;
  #key;
  #session;

  // base: the gateway's address; key: the name under which the browser keeps this conversation.
  constructor(base, key) {
    this.#base = base;
    this.#key = key;
    const found = read(key);
    this.#session = found.session || null;
    this.turns = Array.isArray(found.turns) ? found.turns : [];
    this.pending = found.pending || null;
    this.kept = found.kept === true;
  }

  // Make sure that there is a session. Returns the opening words of a new one, otherwise null.
  async open() {
    if (this.#session) return null;
    const { ok, content } = await this.#json("api/gesprek", {});
    if (!ok) throw new Refused(sentence(content));
    this.#session = content.sessie;
    this.#save();
    return content.antwoord;
  }

  // Send a message and return the answer. What gets none stays in `pending` and, sent again
  // unchanged, keeps its id: the gateway answers it once. A null label is not shown as a turn.
  async send(message, label) {
    if (JSON.stringify(this.pending?.message) !== JSON.stringify(message)) this.pending = { id: randomId(), message, label };
    this.#save();
    await this.open();
    let result = await this.#deliver();
    if (result.status === 401) {
      this.#session = null;
      await this.open();
      result = await this.#deliver();
    }
    if (!result.ok) {
      if (result.status < 500) this.pending = null;
      this.#save();
      throw new Refused(sentence(result.content));
    }
    this.pending = null;
    this.add(...(label === null ? [] : [{ mine: label }]), { bot: result.content.antwoord });
    return result.content.antwoord;
  }

  // Tell whether an answer was clear; the same id mends what was told before.
  async opinion(id, version, clear, text) {
    const { ok } = await this.#json("api/mening", { id, versie: version, duidelijk: clear ? "ja" : "nee", ...(text ? { tekst: text } : {}) });
    if (!ok) throw new Error("the opinion was not taken");
  }

  // Ask for a file, such as a plan's calendar.
  async file(path, content) {
    const response = await this.#post(path, content);
    if (!response.ok) throw new Error("the file was refused");
    return response.blob();
  }

  add(...turns) {
    this.turns = [...this.turns, ...turns].slice(-LAST_TURNS);
    this.#save();
  }

  clear() {
    this.#session = null;
    this.turns = [];
    this.pending = null;
    this.#save();
  }

  // Keep the conversation on this device for thirty days, or in this tab only.
  keep(kept) {
    this.kept = kept;
    this.#save();
  }

  async #deliver() {
    return this.#json("api/bericht", { ...this.pending.message, id: this.pending.id });
  }

  async #json(path, body) {
    const response = await this.#post(path, body);
    return { ok: response.ok, status: response.status, content: await response.json() };
  }

  async #post(path, body) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
    try {
      return await fetch(new URL(path, this.#base), {
        method: "POST",
        headers: { "Content-Type": "application/json", ...(this.#session ? { "X-Sessie": this.#session } : {}) },
        body: JSON.stringify(body),
        credentials: "omit",
        signal: stop.signal,
      });
    } finally {
      clearTimeout(timer);
    }
  }

  #save() {
    try {
      const [store, other] = this.kept ? [localStorage, sessionStorage] : [sessionStorage, localStorage];
      const { turns, pending } = this;
      store.setItem(this.#key, JSON.stringify({ session: this.#session, turns, pending, at: Date.now() }));
      other.removeItem(this.#key);
    } catch {
      // Storage is blocked or full: the conversation simply does not survive a reload.
    }
  }
}

function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    if (kept && Date.now() - kept.at < KEPT_MS) return { ...kept, kept: true };
    localStorage.removeItem(key);
    return JSON.parse(sessionStorage.getItem(key)) || {};
  } catch {
    return {};
  }
}

function sentence(content) {
  return content.antwoord.blokken.map((block) => block.tekst).join(" ");
}

// Not crypto.randomUUID, which is missing on pages without https.
export function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
