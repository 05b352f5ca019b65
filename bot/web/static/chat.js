// The full-page chat.

import { Conversation } from "./gesprek.js";
import { View } from "./scherm.js";

const byId = (id) => document.getElementById(id);

function printArticles(selector) {
  document.querySelectorAll(`article:has(${selector}) details`).forEach((part) => { part.open = true; });
  window.print();
}

const parts = {
  log: byId("gesprek"),
  form: byId("formulier"),
  field: byId("vraag"),
  send: byId("verstuur"),
  busy: byId("bezig"),
  alert: byId("melding"),
  alertText: byId("melding-tekst"),
  retry: byId("herhaal"),
  announcer: byId("aankondiging"),
};
const view = new View(parts, new Conversation(new URL("../", import.meta.url), "terugwijzer"), printArticles);

byId("opnieuw").addEventListener("click", () => {
  view.restart();
  parts.field.focus();
});
view.begin();
