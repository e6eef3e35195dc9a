// The scorecard: a running total and a save in the background. Without this file the form saves by its buttons.
import { typedAlready } from "./typed.js";

const form = document.querySelector("form[data-autosave]");
const shown = form?.querySelector("[data-total]");
const saved = form?.querySelector("[data-saved]");
const english = document.documentElement.lang === "en";
let waiting = 0;
let running = null;
let leaving = false;

function total() {
  let sum = 0;
  for (const input of form.querySelectorAll("[data-points]")) {
    const value = Number(input.value.trim().replace(/[，．]/u, "."));
    if (Number.isFinite(value)) sum += input.hasAttribute("data-percent") ? (Number(input.dataset.points) * value) / 100 : value;
  }
  shown.textContent = String(Math.round(sum * 100) / 100);
}

function say(text, failed) {
  saved.textContent = text;
  saved.classList.toggle("saved--failed", failed);
}

// One save at a time: a second one would carry the old revision and be refused as another window's.
async function save() {
  if (running || leaving) return;
  running = keep();
  const again = await running;
  running = null;
  if (again && !leaving) soon(again);
}

async function keep() {
  const sent = new FormData(form);
  const answer = await fetch(form.action, { method: "POST", body: sent, headers: { Accept: "application/json" } }).catch(() => null);
  const said = await answer?.json().catch(() => null);
  if (!said) {
    say(english ? "Not saved yet; what you typed is still on this page." : "尚未保存；您填写的内容仍在本页，稍后会再试。", true);
    return 5000;
  }
  if (!answer.ok) {
    say(said.faults.join(" "), true);
    return 0;
  }
  form.elements.revision.value = said.revision;
  say(`${english ? "Saved" : "已保存"} ${said.at}`, false);
  return changedSince(sent) ? 300 : 0;
}

function changedSince(sent) {
  return [...new FormData(form)].some(([name, value]) => name !== "revision" && sent.get(name) !== value);
}

function soon(delay) {
  clearTimeout(waiting);
  waiting = setTimeout(save, delay);
}

function changed() {
  total();
  soon(1200);
}

form?.addEventListener("input", changed);
if (form && typedAlready(form)) changed();

// A button waits for the save under way, so that both carry the right revision.
form?.addEventListener("submit", async (event) => {
  clearTimeout(waiting);
  if (!running) {
    leaving = true;
    return;
  }
  event.preventDefault();
  leaving = true;
  await running;
  form.requestSubmit(event.submitter);
});
