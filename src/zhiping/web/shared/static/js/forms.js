// A section of a form that saves itself, counts its characters and grows its tables. Without this file the same page
// is saved with its buttons.
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

let waiting = 0;
let running = false;
let dirty = false;
const said = form.querySelector("[data-saved]");

async function save() {
  if (running) {
    soon(500);
    return;
  }
  running = true;
  dirty = false;
  const body = new FormData(form);
  for (const file of form.querySelectorAll("input[type=file]")) body.delete(file.name);
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body,
      headers: { "X-Autosave": "1" },
      redirect: "error",
    });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.refused);
    form.elements.revision.value = told.revision;
    form.elements.base.value = told.base;
    show(new Set(told.shows));
    say(told.merged ? `${told.saved} ${form.dataset.merged}` : told.saved, false);
  } catch (failure) {
    const known = failure instanceof Error && !(failure instanceof TypeError) && !(failure instanceof SyntaxError);
    say(known ? failure.message : form.dataset.failed, true);
    dirty = true;
    if (!known) waiting = setTimeout(save, 15000);
  } finally {
    running = false;
  }
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
  clearTimeout(waiting);
  waiting = setTimeout(save, delay);
}

function addRow(name) {
  const table = form.querySelector(`[data-rows="${CSS.escape(name)}"]`);
  const rows = table.tBodies[0].querySelectorAll("[data-row]");
  const most = Number(table.dataset.atMost);
  if (most && rows.length >= most) return;
  const used = [...table.querySelectorAll("[name]")].map((one) => Number(one.name.slice(name.length + 1).split("-")[0]));
  const next = Math.max(-1, ...used.filter(Number.isInteger)) + 1;
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
  row.querySelector("input:not([type=hidden]), select, textarea").focus();
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
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    dirty = false;
  });
  addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
  for (const field of form.querySelectorAll("[data-limit]")) recount(field);
  document.getElementById("faults")?.focus();
}
