// A section of a form that saves itself, counts its characters and grows its tables. What the server does not have yet
// is kept in the browser and sent again. Without this file the same page is saved with its buttons.
import { Keeping } from "./keeping.js";
import { typedAlready } from "./typed.js";

const form = document.querySelector("form[data-autosave]");

// The same counting as zhiping.core.definition.form.count_characters: a Chinese character or a mark outside ASCII is
// one; a run of letters, digits and ASCII marks is one; blanks are none.
export function countCharacters(text) {
  let count = 0;
  let inside = false;
  for (const character of text.normalize("NFC")) {
    if (/\s/u.test(character)) {
      inside = false;
    } else if (/[\p{Cf}\p{Cc}\p{Mn}\p{Me}]/u.test(character)) {
      continue;
    } else if (!/[\x00-\x7f]/.test(character) && /[\p{Lo}\p{P}\p{S}\uff00-\uffef]/u.test(character)) {
      count += 1;
      inside = false;
    } else if (!inside) {
      count += 1;
      inside = true;
    }
  }
  return count;
}

function recount(field) {
  const line = form.querySelector(`[data-count-for="${CSS.escape(field.id)}"]`);
  if (!line) return;
  const counted = countCharacters(field.value);
  line.querySelector("[data-counted]").textContent = counted;
  line.classList.toggle("form__count--over", counted > Number(field.dataset.limit));
}

const FIRST_RETRY = 2000;
const LAST_RETRY = 60000;
let waiting = 0;
let running = null;
let dirty = false;
let choosing = false;
let leaving = false;
let renewed = false;
let retry = FIRST_RETRY;
const said = form?.querySelector("[data-saved]");
const keeping = form && new Keeping(form);

// Save what is on the page. Returns whether the server has all of it now.
async function save() {
  clearTimeout(waiting);
  if (running) await running;
  running = send();
  const saved = await running;
  running = null;
  return saved;
}

async function send() {
  dirty = false;
  const body = new FormData(form);
  for (const file of form.querySelectorAll("input[type=file]")) body.delete(file.name);
  let answer;
  let told;
  try {
    answer = await fetch(form.action, { method: "POST", body, headers: { "X-Autosave": "1" }, redirect: "error" });
    told = await answer.json().catch(() => null);
  } catch {
    return later(form.dataset.offline);
  }
  if (answer.ok && told) return settled(told);
  if (answer.status >= 500 || answer.status === 429) return later(form.dataset.failed);
  dirty = true;
  keeping.keep();
  if (told?.token && told.token !== form.elements.csrfmiddlewaretoken.value && !renewed) return renew(told.token);
  if (told?.signed_out) signIn(told.signed_out);
  else if (told?.clash) choose(told);
  else say(told?.refused ?? form.dataset.foreign, true);
  return false;
}

// Signing in elsewhere has given this browser a new token; the page goes on with it.
function renew(token) {
  renewed = true;
  form.elements.csrfmiddlewaretoken.value = token;
  return send();
}

function later(text) {
  dirty = true;
  say(keeping.keep() ? text : form.dataset.failed, true);
  waiting = setTimeout(save, retry);
  retry = Math.min(retry * 2, LAST_RETRY);
  return false;
}

function settled(told) {
  retry = FIRST_RETRY;
  renewed = false;
  form.elements.revision.value = told.revision;
  form.elements.base.value = told.base;
  show(new Set(told.shows));
  say(told.merged ? `${told.saved} ${form.dataset.merged}` : told.saved, false);
  if (dirty) return false;
  keeping.forget();
  return true;
}

function signIn(address) {
  say(form.dataset.signedOut, true);
  const link = document.createElement("a");
  link.href = address;
  link.textContent = form.dataset.signIn;
  said.append(" ", link);
}

// Two people changed the same field: both texts stand side by side, and nothing is saved until one is chosen.
function choose(told) {
  choosing = true;
  clearTimeout(waiting);
  const place = form.querySelector("[data-clashes]");
  place.innerHTML = told.clash;
  form.elements.revision.value = told.revision;
  form.elements.base.value = told.base;
  say(told.refused, true);
  place.querySelector("input")?.focus();
}

function say(text, failed) {
  said.textContent = text;
  said.classList.toggle("saved--failed", failed);
}

function show(ids) {
  for (const question of form.querySelectorAll("[data-question]")) {
    const hidden = !ids.has(question.dataset.question);
    question.hidden = hidden;
    question.querySelector("fieldset").disabled = hidden;
  }
}

function soon(delay) {
  dirty = true;
  keeping.keep();
  if (choosing) return;
  clearTimeout(waiting);
  waiting = setTimeout(save, delay);
}

function addRow(name) {
  const table = form.querySelector(`[data-rows="${CSS.escape(name)}"]`);
  const rows = table.tBodies[0].querySelectorAll("[data-row]");
  const most = Number(table.dataset.atMost);
  if (most && rows.length >= most) return;
  const row = putRow(table, name, Math.max(-1, ...numbersOf(table, name)) + 1);
  row.querySelector("input:not([type=hidden]), select, textarea").focus();
}

function numbersOf(table, name) {
  const used = [...table.querySelectorAll("[name]")].map((one) => Number(one.name.slice(name.length + 1).split("-")[0]));
  return used.filter(Number.isInteger);
}

function putRow(table, name, next) {
  const blank = form.querySelector(`template[data-blank="${CSS.escape(name)}"]`);
  const row = blank.content.firstElementChild.cloneNode(true);
  for (const part of row.querySelectorAll("[name], [for], [id]")) {
    for (const attribute of ["name", "for", "id", "value"]) {
      const value = part.getAttribute(attribute);
      if (value?.includes(`${name}-NEW`)) part.setAttribute(attribute, value.replace(`${name}-NEW`, `${name}-${next}`));
    }
  }
  table.tBodies[0].append(row);
  number(table);
  return row;
}

// Give every table the rows that these names of inputs speak of, and no others.
function setRows(names) {
  for (const table of form.querySelectorAll("[data-rows]")) {
    const name = table.dataset.rows;
    const wanted = new Set(
      names.filter((one) => one.startsWith(`${name}-`)).map((one) => Number(one.slice(name.length + 1).split("-")[0])),
    );
    for (const row of table.tBodies[0].querySelectorAll("[data-row]")) {
      const own = row.querySelector("[name]:not(button)").name.slice(name.length + 1).split("-")[0];
      if (!wanted.delete(Number(own))) row.remove();
    }
    for (const next of [...wanted].filter(Number.isInteger).sort((one, other) => one - other)) putRow(table, name, next);
    number(table);
  }
}

function number(table) {
  [...table.tBodies[0].querySelectorAll("[data-number]")].forEach((cell, place) => {
    cell.textContent = place + 1;
  });
}

if (form) {
  form.addEventListener("input", (event) => {
    if (event.target.dataset.limit) recount(event.target);
    if (event.target.type !== "file" && !event.target.name.startsWith("take-")) soon(1500);
  });
  form.addEventListener("change", (event) => {
    if (event.target.type === "file" && !event.target.dataset.photo) form.requestSubmit();
    else if (event.target.closest("[data-steers]")) soon(0);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.more) {
      event.preventDefault();
      addRow(button.dataset.more);
    } else if (button && "remove" in button.dataset) {
      event.preventDefault();
      const table = button.closest("table");
      const next = button.closest("tr").nextElementSibling ?? button.closest("tr").previousElementSibling;
      if (next) {
        button.closest("tr").remove();
        next.querySelector("button").focus();
      } else {
        for (const input of button.closest("tr").querySelectorAll("input, textarea, select")) input.value = "";
      }
      number(table);
      soon(0);
    }
  });
  form.addEventListener("morerows", (event) => addRow(event.detail));
  form.addEventListener("submit", async (event) => {
    if (leaving || (!dirty && !running && !choosing)) return;
    event.preventDefault();
    const { submitter } = event;
    if (!(await save())) return;
    choosing = false; // the choice stays in the form: sent once more, it changes nothing
    leaving = true;
    form.requestSubmit(submitter);
  });
  addEventListener("beforeunload", (event) => {
    if (dirty && !leaving) event.preventDefault();
  });
  addEventListener("online", () => dirty && !choosing && save());
  for (const field of form.querySelectorAll("[data-limit]")) recount(field);
  choosing = Boolean(form.querySelector("[data-clashes] fieldset"));
  document.getElementById("faults")?.focus();
  bringBack();
}

// What this browser kept and the server does not have stands on the page again, and is saved from there.
async function bringBack() {
  const typed = keeping.replay(setRows);
  if (!typed) {
    if (typedAlready(form)) soon(1500);
    return;
  }
  for (const field of form.querySelectorAll("[data-limit]")) recount(field);
  const note = form.querySelector("[data-brought-back]");
  note.hidden = false;
  note.querySelector("[data-typed-at]").textContent = typed.toLocaleString(document.documentElement.lang);
  if (choosing) return;
  await save();
  await save(); // with what the first answer has brought up
}
