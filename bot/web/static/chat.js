// The full-page chat.

import { Conversation } from "./gesprek.js";
import { View } from "./scherm.js";

const byId = (id) => document.getElementById(id);

// Prints only the last answer that holds the selector, with everything in it open.
function printAnswer(selector) {
  const answer = [...document.querySelectorAll(`article:has(${selector})`)].pop();
  if (!answer) return;
  answer.querySelectorAll("details").forEach((part) => { part.open = true; });
  answer.classList.add("printing");
  document.body.classList.add("print-one");
  window.addEventListener("afterprint", () => {
    answer.classList.remove("printing");
    document.body.classList.remove("print-one");
  }, { once: true });
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
const view = new View(parts, new Conversation(new URL("../", import.meta.url), "terugwijzer"), printAnswer);

byId("opnieuw").addEventListener("click", () => {
  view.restart();
  parts.field.focus();
});
view.begin();
