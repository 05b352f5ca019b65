// Answers (docs/antwoordblokken.md) become elements here, for the page and for the widget. No text is
// ever read as HTML. `doing` holds what a button may do: choose, download, announce and perhaps print.

export function element(tag, properties = {}, children = []) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") made.className = value;
    else if (name === "text") made.textContent = value;
    else if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export function pressButton(label, act) {
  const button = element("button", { type: "button", text: label });
  button.addEventListener("click", act);
  return button;
}

function safeLink(url, text) {
  return /^(https?:|tel:|mailto:)/.test(url || "")
    ? element("a", { href: url, text, rel: "noopener noreferrer", target: url.startsWith("http") ? "_blank" : null })
    : element("span", { text });
}

function fold(title, content, kind) {
  return element("details", { "data-kind": kind }, [element("summary", { text: title }), ...content]);
}

function list(tag, texts) {
  return element(tag, {}, texts.map((text) => element("li", { text })));
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

function buttons(label, kind, choices) {
  return element("ul", { class: `choices ${kind}`, "aria-label": label }, choices.map(([title, act]) =>
    element("li", {}, [pressButton(title, act)])));
}

function takeAway(doing, printLabel, selector, files) {
  return buttons("Meenemen", "take-away", [
    ...(doing.print ? [[printLabel, () => doing.print(selector)]] : []),
    ...files.map(([label, path, content, name]) => [label, () => doing.download(path, content, name)]),
  ]);
}

function step(item) {
  const shown = element("li", { class: `step ${item.status}` }, [
    element("p", { class: "when" }, [element("strong", { text: item.kop }), ` · ${item.wanneer}`]),
    element("h3", { text: item.titel }),
    element("p", { text: item.wat }),
  ]);
  const more = [item.nog_mogelijk, item.waarom, item.gevolg].filter(Boolean).map((text) => element("p", { text }));
  if (item.twijfel) shown.append(element("p", { class: "note", text: item.twijfel }));
  shown.append(fold("Waarom, en wat als je het niet doet", more, "waarom"));
  return shown;
}

function actionPlanItem(item, titles) {
  const part = (name) => (item[name].length
    ? [element("p", {}, [element("strong", { text: titles[name] })]), list("ul", item[name])]
    : []);
  return element("li", { class: "step" }, [
    element("h3", { text: item.onderdeel }),
    ...part("tekortkoming"),
    ...part("overwegen"),
    ...(item.wie ? [element("p", { text: `${titles.wie}: ${item.wie}` })] : []),
    fold(titles.advies, [list("ul", item.advies)], "advies"),
  ]);
}

function letter(block, doing) {
  const text = element("textarea", { rows: 14, "aria-label": "Tekst van je brief", dir: "auto" });
  text.value = block.tekst;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text.value);
      doing.announce("Je brief is gekopieerd.");
    } catch {
      text.select();
      doing.announce("Je brief is geselecteerd. Kopieer hem nu zelf.");
    }
  };
  return [
    element("p", { text: `Aan: ${block.aan}` }),
    element("p", { text: `Onderwerp: ${block.onderwerp}` }),
    element("div", { class: "row" }, [text]),
    ...(block.invullen.length ? [element("p", { class: "note", text: `Vul zelf nog in: ${block.invullen.join(", ")}` })] : []),
    buttons("Meenemen", "take-away", [["Kopieer de tekst", copy]]),
  ];
}

const BLOCKS = {
  titel: (block) => [element("h2", { text: block.tekst })],
  alinea: (block) => [element("p", { text: block.tekst })],
  nota: (block) => [element("p", { class: "note", text: block.tekst })],
  uitklap: (block) => {
    const tag = block.soort === "stappen" ? "ol" : "ul";
    const items = block.items.map((text, number) => element("li", {}, [text, ...reference((block.verwijzingen || [])[number])]));
    return [fold(block.titel, [element(tag, {}, items)], block.soort)];
  },
  stappen: (block, doing) => [
    element("ol", { class: "steps" }, block.items.map(step)),
    ...(block.profiel ? [takeAway(doing, "Druk mijn plan af", ".steps", [
      ["Zet de datums in mijn agenda", "api/plan/agenda", { profiel: block.profiel }, "mijn-afspraken.ics"],
      ["Bewaar alles als tekst", "api/plan/tekst", { profiel: block.profiel }, "mijn-plan.txt"],
    ])] : []),
  ],
  actieplan: (block, doing) => [
    element("ol", { class: "action-plan" }, block.items.map((item) => actionPlanItem(item, block.kolommen))),
    element("p", { class: "note", text: block.bron }),
    takeAway(doing, "Druk mijn actieplan af", ".action-plan", [
      ["Bewaar als rekenblad (Excel)", "api/zelfscan/xlsx", { antwoorden: block.antwoorden }, "actieplan.xlsx"],
      ["Bewaar als CSV", "api/zelfscan/csv", { antwoorden: block.antwoorden }, "actieplan.csv"],
    ]),
  ],
  brief: letter,
  berekening: (block) => [list("ol", block.items)],
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

function render(block, doing) {
  const make = BLOCKS[block.type];
  if (make) return make(block, doing);
  return block.tekst ? [element("p", { text: String(block.tekst) })] : [];
}

export function mineElement(text) {
  return element("article", { class: "message mine" }, [
    element("span", { class: "visually-hidden", text: "Jij: " }),
    element("div", { dir: "auto", text }),
  ]);
}

export function answerElement(answer, doing) {
  const crisis = answer.beslissing === "crisis";
  const shown = element("article", { class: `message bot ${crisis ? "crisis" : ""} ${answer.rol === "co" ? "coach" : ""}`, tabindex: "-1", "aria-label": crisis ? "Hulp, nu" : "Antwoord van Terugwijzer" }, [
    element("span", { class: "visually-hidden", text: "Terugwijzer: " }),
    ...answer.blokken.flatMap((block) => render(block, doing)),
  ]);
  if (crisis) shown.querySelectorAll("details[data-kind=contacten]").forEach((part) => { part.open = true; });
  if (answer.knoppen.length) {
    shown.append(buttons("Keuzes", "", answer.knoppen.map((choice) => [choice.titel, () => doing.choose(choice.payload, choice.titel)])));
  }
  return shown;
}

// What a screen reader says of a new answer: its words, the steps' titles, and what can be chosen.
export function plainText(answer) {
  const words = answer.blokken.flatMap((block) => {
    if (block.type === "titel") return [ended(block.tekst)];
    if (block.type === "stappen") return [ended(`Stappen: ${block.items.map((item) => item.titel).join("; ")}`)];
    return ["alinea", "nota"].includes(block.type) ? [block.tekst] : [];
  });
  const titles = answer.knoppen.map((choice) => choice.titel);
  const choices = answer.beslissing === "antwoord" ? titles.length : titles.join(", ");
  return [...words, ...(titles.length ? [ended(`Keuzes: ${choices}`)] : [])].join(" ");
}

function ended(text) {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
