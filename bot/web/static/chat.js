// The full-page chat. Every answer arrives as structured blocks and becomes elements here; no text is
// ever read as HTML.

const STORE = "terugwijzer";
const SLOW_MS = 800;
const byId = (id) => document.getElementById(id);
const log = byId("gesprek");
const field = byId("vraag");
const send = byId("verstuur");
const state = load();
let failed = null;
let busy = false;

function load() {
  try {
    return JSON.parse(sessionStorage.getItem(STORE)) || { session: null, turns: [] };
  } catch {
    return { session: null, turns: [] };
  }
}

function save() {
  try {
    sessionStorage.setItem(STORE, JSON.stringify({ session: state.session, turns: state.turns.slice(-60) }));
  } catch {
    // Storage is blocked or full: the conversation simply does not survive a reload.
  }
}

function element(tag, properties = {}, children = []) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") made.className = value;
    else if (name === "text") made.textContent = value;
    else if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

function safeLink(url, text) {
  return /^(https?:|tel:|mailto:)/.test(url || "")
    ? element("a", { href: url, text, rel: "noopener noreferrer", target: url.startsWith("http") ? "_blank" : null })
    : element("span", { text });
}

function fold(title, content, kind) {
  return element("details", { "data-kind": kind }, [element("summary", { text: title }), ...content]);
}

// For coaches: where a statement comes from, as the numbers of the sources below.
function reference(numbers, what = "") {
  const shown = what ? `${what}: bron ${(numbers || []).join(", ")}` : ` [${(numbers || []).join(", ")}]`;
  return (numbers || []).length ? [element("span", { class: "reference", text: shown })] : [];
}

function contactItem(item) {
  const line = element("li", {}, [element("strong", { text: item.naam }), `: ${item.wat} `]);
  if (item.telefoon) line.append(safeLink(`tel:${item.telefoon.replace(/ /g, "")}`, item.telefoon), " ");
  if (item.email) line.append(safeLink(`mailto:${item.email}`, item.email), " ");
  if (item.url) line.append(safeLink(item.url, "website"));
  return line;
}

async function download(path, content, name) {
  try {
    const response = await fetch(path, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(content),
    });
    if (!response.ok) throw new Error("refused");
    const link = element("a", { href: URL.createObjectURL(await response.blob()), download: name });
    document.body.append(link);
    link.click();
    link.remove();
    announce("Je plan is opgeslagen bij je downloads.");
  } catch {
    fail("Ik kan je plan nu niet opslaan. Probeer het over een minuutje opnieuw.", null, "");
  }
}

function printArticles(selector) {
  document.querySelectorAll(`article:has(${selector}) details`).forEach((part) => { part.open = true; });
  window.print();
}

function actions(choices) {
  return element("ul", { class: "choices take-away", "aria-label": "Meenemen" }, choices.map(([label, act]) => {
    const button = element("button", { type: "button", text: label });
    button.addEventListener("click", act);
    return element("li", {}, [button]);
  }));
}

function takeAwayPlan(profile) {
  return actions([
    ["Druk mijn plan af", () => printArticles(".steps")],
    ["Zet de datums in mijn agenda", () => download("/api/plan/agenda", { profiel: profile }, "mijn-afspraken.ics")],
    ["Bewaar alles als tekst", () => download("/api/plan/tekst", { profiel: profile }, "mijn-plan.txt")],
  ]);
}

function actionPlanItem(item, titles) {
  const part = (name) => (item[name].length
    ? [element("p", {}, [element("strong", { text: titles[name] })]), element("ul", {}, item[name].map((text) => element("li", { text })))]
    : []);
  return element("li", { class: "step" }, [
    element("h3", { text: item.onderdeel }),
    ...part("tekortkoming"),
    ...part("overwegen"),
    ...(item.wie ? [element("p", { text: `${titles.wie}: ${item.wie}` })] : []),
    fold(titles.advies, [element("ul", {}, item.advies.map((text) => element("li", { text })))], "advies"),
  ]);
}

const BLOCKS = {
  titel: (block) => [element("h2", { text: block.tekst })],
  alinea: (block) => [element("p", { text: block.tekst })],
  nota: (block) => [element("p", { class: "note", text: block.tekst })],
  uitklap: (block) => {
    const list = block.soort === "stappen" ? "ol" : "ul";
    const items = block.items.map((text, number) => element("li", {}, [text, ...reference((block.verwijzingen || [])[number])]));
    return [fold(block.titel, [element(list, {}, items)], block.soort)];
  },
  stappen: (block) => [
    element("ol", { class: "steps" }, block.items.map((item) => {
      const shown = element("li", { class: `step ${item.status}` }, [
        element("p", { class: "when" }, [element("strong", { text: item.kop }), ` · ${item.wanneer}`]),
        element("h3", { text: item.titel }),
        element("p", { text: item.wat }),
      ]);
      const more = [item.nog_mogelijk, item.waarom, item.gevolg].filter(Boolean).map((text) => element("p", { text }));
      if (item.twijfel) shown.append(element("p", { class: "note", text: item.twijfel }));
      shown.append(fold("Waarom, en wat als je het niet doet", more, "waarom"));
      return shown;
    })),
    ...(block.profiel ? [takeAwayPlan(block.profiel)] : []),
  ],
  actieplan: (block) => [
    element("ol", { class: "action-plan" }, block.items.map((item) => actionPlanItem(item, block.kolommen))),
    element("p", { class: "note", text: block.bron }),
    actions([
      ["Druk mijn actieplan af", () => printArticles(".action-plan")],
      ["Bewaar als rekenblad (Excel)", () => download("/api/zelfscan/xlsx", { antwoorden: block.antwoorden }, "actieplan.xlsx")],
      ["Bewaar als CSV", () => download("/api/zelfscan/csv", { antwoorden: block.antwoorden }, "actieplan.csv")],
    ]),
  ],
  berekening: (block) => [element("ol", {}, block.items.map((text) => element("li", { text })))],
  contacten: (block) => [fold(block.titel, [element("ul", {}, block.items.map(contactItem))], "contacten")],
  links: (block) => [
    fold(block.titel, [element("ul", {}, block.items.map((item) => element("li", {}, [safeLink(item.url, item.naam)])))], "links"),
  ],
  bronnen: (block) => [
    fold(
      block.titel,
      [
        ...(block.nagekeken ? [element("p", { class: "seen", text: block.nagekeken })] : []),
        ...reference(block.antwoord, "Het korte antwoord"),
        element("ol", {}, block.items.map((item) =>
          element("li", {}, [safeLink(item.url, item.naam), ...(item.gezien ? [element("span", { class: "seen", text: `, ${item.gezien}` })] : [])]))),
      ],
      "bronnen",
    ),
  ],
};

function render(block) {
  const make = BLOCKS[block.type];
  if (make) return make(block);
  return block.tekst ? [element("p", { text: String(block.tekst) })] : [];
}

function showMine(text) {
  const shown = element("article", { class: "message mine" }, [element("span", { class: "visually-hidden", text: "Jij: " }), text]);
  log.append(shown);
  return shown;
}

function showAnswer(answer) {
  const shown = element("article", { class: `message bot ${answer.beslissing === "crisis" ? "crisis" : ""} ${answer.rol === "co" ? "coach" : ""}`, tabindex: "-1" }, [
    element("span", { class: "visually-hidden", text: "Terugwijzer: " }),
    ...answer.blokken.flatMap(render),
  ]);
  if (answer.beslissing === "crisis") shown.querySelectorAll("details[data-kind=contacten]").forEach((d) => { d.open = true; });
  if (answer.knoppen.length) {
    shown.append(element("ul", { class: "choices", "aria-label": "Keuzes" }, answer.knoppen.map((choice) => {
      const button = element("button", { type: "button", text: choice.titel });
      button.addEventListener("click", () => say({ knop: choice.payload }, choice.titel));
      return element("li", {}, [button]);
    })));
  }
  log.append(shown);
  return shown;
}

function plainText(answer) {
  return answer.blokken.filter((b) => ["titel", "alinea", "nota"].includes(b.type)).map((b) => b.tekst).join(" ");
}

function announce(text) {
  byId("aankondiging").textContent = "";
  window.setTimeout(() => { byId("aankondiging").textContent = text; }, 50);
}

function setBusy(value) {
  busy = value;
  send.disabled = value;
  byId("bezig").hidden = true;
  if (value) window.setTimeout(() => { byId("bezig").hidden = !busy; }, SLOW_MS);
}

function fail(text, message, label) {
  failed = { message, label };
  byId("melding-tekst").textContent = text;
  byId("herhaal").hidden = message === null;
  byId("melding").hidden = false;
  byId("melding").scrollIntoView({ block: "nearest" });
}

async function post(path, body, session) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...(session ? { "X-Sessie": session } : {}) },
    body: JSON.stringify(body),
  });
  const content = await response.json();
  return { ok: response.ok, status: response.status, content };
}

async function ensureSession() {
  if (state.session) return null;
  const { content } = await post("/api/gesprek", {});
  state.session = content.sessie;
  save();
  return content.antwoord;
}

async function say(message, label) {
  if (busy) return;
  byId("melding").hidden = true;
  setBusy(true);
  try {
    await ensureSession();
    let result = await post("/api/bericht", message, state.session);
    if (result.status === 401) {
      state.session = null;
      await ensureSession();
      result = await post("/api/bericht", message, state.session);
    }
    if (!result.ok) {
      // The typed text stays where it was; nothing is lost.
      const text = result.content.antwoord.blokken.map((block) => block.tekst).join(" ");
      fail(text, message, label);
      return;
    }
    const mine = showMine(label);
    const shown = showAnswer(result.content.antwoord);
    state.turns.push({ mine: label }, { bot: result.content.antwoord });
    save();
    if (message.tekst !== undefined && field.value.trim() === message.tekst.trim()) field.value = "";
    mine.scrollIntoView({ block: "start" });
    announce(plainText(result.content.antwoord));
    if (message.knop !== undefined) shown.focus({ preventScroll: true });
  } catch {
    fail("Ik kan de gids nu niet bereiken. Kijk je verbinding na en probeer het opnieuw. Je tekst staat er nog.", message, label);
  } finally {
    setBusy(false);
  }
}

byId("formulier").addEventListener("submit", (event) => {
  event.preventDefault();
  say({ tekst: field.value }, field.value.trim());
});
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    byId("formulier").requestSubmit();
  }
});
byId("herhaal").addEventListener("click", () => {
  if (!failed) return;
  // Typed text may have been mended in the meantime.
  if (failed.message.tekst !== undefined && field.value.trim()) say({ tekst: field.value }, field.value.trim());
  else say(failed.message, failed.label);
});
byId("opnieuw").addEventListener("click", () => {
  state.session = null;
  state.turns = [];
  save();
  log.replaceChildren();
  byId("melding").hidden = true;
  begin();
  field.focus();
});

async function begin() {
  try {
    const opening = await ensureSession();
    if (opening) {
      showAnswer(opening);
      state.turns.push({ bot: opening });
      save();
    }
  } catch {
    fail("Ik kan de gids nu niet bereiken. Probeer het straks opnieuw. Heb je dringend hulp nodig: bel 112, of 1813 als je aan zelfmoord denkt.", null, "");
  }
}

for (const turn of state.turns) {
  if (turn.mine !== undefined) showMine(turn.mine);
  else showAnswer(turn.bot);
}
begin();
