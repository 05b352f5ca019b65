"use strict";
/* Comfort for the coach's reference: search as you type, arrow keys, copying. All works without. */

const WAIT = 120;
const form = document.querySelector("form.zoekvorm");
const field = document.getElementById("q");
let timer, running, openFirst = false;

const status = () => document.getElementById("aantal");
const results = () => document.getElementById("resultaten");
const links = () => [...results().querySelectorAll("a")];

function fields() {
  const typed = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...typed]) if (!value.trim()) typed.delete(name);
  return typed;
}

async function search() {
  clearTimeout(timer);
  timer = undefined;
  running?.abort();
  const mine = running = new AbortController();
  const clears = form.dataset.leeg === "wis";
  if (clears && !field.value.trim()) {
    status().textContent = "";
    results().replaceChildren();
    running = undefined;
    return;
  }
  try {
    const answer = await fetch(`/naslag/zoek?${fields()}`, { signal: mine.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const said = page.getElementById("aantal");
    if (!said) throw new Error("no list");
    status().textContent = said.textContent;
    results().replaceChildren(...page.getElementById("resultaten").childNodes);
    if (!clears) history.replaceState(null, "", `/naslag?${fields()}`);
  } catch (problem) {
    if (problem.name === "AbortError") return;
    status().textContent = form.dataset.storing;
    openFirst = false;
  }
  if (running === mine) running = undefined;
  if (openFirst) openBest();
}

function searchSoon() {
  clearTimeout(timer);
  timer = setTimeout(search, WAIT);
}

function openBest() {
  openFirst = false;
  links()[0]?.click();
}

function onFieldKey(event) {
  if (event.isComposing) return;
  if (event.key === "ArrowDown" && links().length) {
    event.preventDefault();
    links()[0].focus();
  } else if (event.key === "Enter" && field.value.trim()) {
    event.preventDefault();
    openFirst = true;
    if (timer) search();
    else if (!running) results().childElementCount ? openBest() : search();
  } else if (event.key !== "Enter") {
    openFirst = false;
  }
}

function onResultKey(event) {
  const all = links();
  const at = all.indexOf(event.target);
  if (at < 0) return;
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (event.key === "Escape" || next === -1) {
    event.preventDefault();
    field.focus();
  } else if (next !== undefined) {
    event.preventDefault();
    all[Math.min(next, all.length - 1)].focus();
  }
}

const shortcut = document.getElementById("sneltoets");
const KEY = "naslag-sneltoets";

function remembered() {
  try { return localStorage.getItem(KEY) !== "uit"; } catch { return true; }
}

function remember(on) {
  try { localStorage.setItem(KEY, on ? "aan" : "uit"); } catch { /* this visit only */ }
}

function onPageKey(event) {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !shortcut.checked) return;
  if (event.target.closest("input, textarea, select")) return;
  event.preventDefault();
  field.focus();
  field.select();
}

async function copy(button) {
  const text = document.getElementById("mailtekst");
  let done = true;
  try {
    await navigator.clipboard.writeText(text.value);
  } catch {
    text.select();
    done = document.execCommand("copy");
  }
  document.getElementById("kopieer-status").textContent = done ? button.dataset.gelukt : button.dataset.mislukt;
}

function show(id, action) {
  const button = document.getElementById(id);
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => action(button));
}

field.addEventListener("input", searchSoon);
field.addEventListener("keydown", onFieldKey);
for (const choice of form.querySelectorAll("select, input[type=date]")) choice.addEventListener("change", search);
document.addEventListener("keydown", onResultKey);
document.addEventListener("keydown", onPageKey);
document.querySelector(".toetsen").hidden = false;
shortcut.checked = remembered();
shortcut.addEventListener("change", () => remember(shortcut.checked));
show("kopieer", copy);
show("druk", () => window.print());
