// <terugwijzer-chat>: the guide in a corner of any page (docs/insluiten.md). It talks only to the
// server that this file comes from, and to nobody before the visitor opens it.

import { element, pressButton } from "./blokken.js";
import { Conversation } from "./gesprek.js";
import "./mening.js"; // named here so that slow connections fetch it together with the others
import { View } from "./scherm.js";

const GATEWAY = new URL("../", import.meta.url);
const SHEETS = ["basis.css", "chat.css", "terugwijzer-chat.css"];
const ROLES = ["wn", "zs", "wz", "wg", "co"];
const SMALL = matchMedia("(max-width: 30em), (max-height: 30em)");
const WORDS = {
  nl: { launcher: "Vragen over ziek zijn en werk?" },
  fr: { launcher: "Maladie et travail : vos questions", notice: "Ce guide répond en néerlandais. Posez votre question en néerlandais." },
  de: { launcher: "Krankheit und Arbeit: Ihre Fragen", notice: "Dieser Ratgeber antwortet auf Niederländisch. Stellen Sie Ihre Frage auf Niederländisch." },
  en: { launcher: "Illness and work: your questions", notice: "This guide answers in Dutch. Please ask your question in Dutch." },
};

// The look of the pages, as sheets that a strict Content-Security-Policy of the host allows. A rem
// would follow the host's own text size; the reader's is what `medium` means.
async function loadSheets() {
  const texts = await Promise.all(SHEETS.map(async (name) => {
    const response = await fetch(new URL(name, import.meta.url), { credentials: "omit" });
    if (!response.ok) throw new Error(`${name} cannot be read`);
    return response.text();
  }));
  const size = readersTextSize();
  return texts.map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text.replace(/(\d*\.?\d+)rem\b/g, (_, number) => `${number * size}px`));
    return sheet;
  });
}

function readersTextSize() {
  const probe = element("span", { hidden: "" });
  probe.style.fontSize = "medium";
  document.documentElement.append(probe);
  const size = parseFloat(getComputedStyle(probe).fontSize);
  probe.remove();
  return size;
}

const sheets = loadSheets();

class TerugwijzerChat extends HTMLElement {
  #launcher;
  #panel;
  #parts;
  #conversation;
  #view = null;

  async connectedCallback() {
    if (this.shadowRoot) return;
    let adopted;
    try {
      adopted = await sheets;
    } catch (error) {
      // Without its look the link inside the tag serves better.
      console.warn("terugwijzer-chat:", error.message);
      return;
    }
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = adopted;
    this.#conversation = new Conversation(GATEWAY, "terugwijzer-chat");
    root.append(this.#build());
  }

  #build() {
    const language = this.#language();
    const words = WORDS[language];
    this.#launcher = element("button", { type: "button", class: "launcher", "aria-expanded": "false", "aria-controls": "paneel" }, [
      element("span", { class: "logo", "aria-hidden": "true" }),
      element("span", { lang: language, text: this.getAttribute("knoptekst") || words.launcher }),
    ]);
    this.#launcher.addEventListener("click", () => (this.#panel.hidden ? this.#open() : this.#close()));
    this.#panel = this.#buildPanel(words.notice, language);
    const all = element("div", { class: "all", lang: "nl-BE", dir: "ltr" }, [this.#launcher, this.#panel]);
    all.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing || this.#panel.hidden) return;
      event.stopPropagation();
      this.#close();
    });
    return all;
  }

  #buildPanel(notice, language) {
    const parts = {
      log: element("section", { class: "log", "aria-label": "Gesprek" }),
      field: element("textarea", { id: "vraag", rows: 2, maxlength: 12000, autocomplete: "off", "aria-describedby": "hulp", enterkeyhint: "send", dir: "auto" }),
      send: element("button", { type: "submit", text: "Verstuur" }),
      busy: element("p", { hidden: "" }, [element("span", { class: "dots", "aria-hidden": "true" }), " Even zoeken…"]),
      alertText: element("p"),
      retry: element("button", { type: "button", text: "Probeer opnieuw" }),
      announcer: element("p", { class: "visually-hidden", role: "status", "aria-live": "polite" }),
    };
    parts.alert = element("div", { class: "message error", role: "alert", hidden: "" }, [parts.alertText, parts.retry]);
    parts.form = element("form", {}, [
      element("label", { for: "vraag", text: "Je vraag" }),
      element("div", { class: "row" }, [parts.field, parts.send]),
      element("p", { id: "hulp", text: "Schrijf liever geen namen of rijksregisternummer." }),
    ]);
    this.#parts = parts;
    const panel = element("section", { id: "paneel", class: "panel", role: "dialog", "aria-labelledby": "naam", tabindex: "-1", hidden: "" }, [
      parts.announcer,
      element("div", { class: "top" }, [
        element("h2", { id: "naam", text: "Terugwijzer" }),
        pressButton("Opnieuw", () => { this.#view.restart(); parts.field.focus(); }),
        pressButton("Sluit", () => this.#close()),
      ]),
      element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Wat er gezegd is" }, [
        this.#buildKeep(),
        ...(notice ? [element("p", { class: "note", lang: language, text: notice })] : []),
        parts.log, parts.busy, parts.alert,
      ]),
      element("div", { class: "bottom" }, [parts.form]),
    ]);
    // On a small screen the panel covers the page, so it gives way to whoever moves on to the page.
    panel.addEventListener("focusout", ({ relatedTarget }) => {
      if (SMALL.matches && relatedTarget && !panel.contains(relatedTarget)) this.#hide();
    });
    return panel;
  }

  #buildKeep() {
    const box = element("input", { type: "checkbox" });
    box.checked = this.#conversation.kept;
    box.addEventListener("change", () => this.#conversation.keep(box.checked));
    return element("p", { class: "keep" }, [
      element("label", {}, [box, " Onthoud dit gesprek 30 dagen op dit toestel"]),
      " ",
      element("a", { href: GATEWAY.href, target: "_blank", rel: "noopener", text: "Volledige pagina" }),
    ]);
  }

  #open() {
    this.#panel.hidden = false;
    this.#launcher.setAttribute("aria-expanded", "true");
    // On a touch screen the keyboard would cover the first words.
    (matchMedia("(pointer: fine)").matches ? this.#parts.field : this.#panel).focus({ preventScroll: true });
    if (this.#view) return;
    this.#view = new View(this.#parts, this.#conversation);
    this.#view.begin(this.#first());
  }

  #close() {
    this.#hide();
    this.#launcher.focus({ preventScroll: true });
  }

  #hide() {
    this.#panel.hidden = true;
    this.#launcher.setAttribute("aria-expanded", "false");
  }

  // What the attributes `rol` and `onderwerp` press for the visitor in a new conversation.
  #first() {
    const role = this.getAttribute("rol");
    const topic = this.getAttribute("onderwerp");
    return [
      ...(ROLES.includes(role) ? [`/rol_kiezen{"rol": "${role}"}`] : []),
      ...(/^[a-z_]+$/.test(topic || "") ? [`/${topic}`] : []),
    ];
  }

  #language() {
    const wanted = this.getAttribute("taal") || this.closest("[lang]")?.lang || "nl";
    const found = wanted.slice(0, 2).toLowerCase();
    return found in WORDS ? found : "nl";
  }
}

if (!customElements.get("terugwijzer-chat")) customElements.define("terugwijzer-chat", TerugwijzerChat);
