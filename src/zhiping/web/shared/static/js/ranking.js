// The order of a comparison: rows are dragged by their grip or moved by their buttons, and numbered anew; nothing is
// kept before the form is sent. Without this file the buttons move a row at the server, and places are typed.
const form = document.querySelector("form[data-ranking]");
const told = form?.querySelector("[data-ranking-told]");

const ranked = (body) => [...body.querySelectorAll("tr[data-ranked]")];

function renumber(body) {
  const rows = ranked(body);
  const first = Number(body.dataset.first);
  rows.forEach((row, n) => {
    row.querySelector(".place").value = String(first + n);
  });
  told.hidden = false;
}

// At the edge of a page the button is left to the server, which knows the rows of the other page.
function step(event) {
  const button = event.target.closest("button[data-step]");
  const row = button?.closest("tr");
  if (!row) return;
  const rows = ranked(row.parentElement);
  const neighbour = rows[rows.indexOf(row) + Number(button.dataset.step)];
  if (!neighbour) return;
  event.preventDefault();
  if (button.dataset.step === "1") neighbour.after(row);
  else neighbour.before(row);
  renumber(row.parentElement);
  markEnds(row.parentElement);
  if (button.disabled) row.querySelector("button[data-step]:not(:disabled)")?.focus();
  else button.focus();
}

// What cannot go further is disabled as the server had it: only at the two ends that were disabled on this page.
function markEnds(body) {
  const rows = ranked(body);
  for (const [row, way, end] of [[rows[0], "-1", body.dataset.top], [rows.at(-1), "1", body.dataset.bottom]]) {
    for (const other of rows) other.querySelector(`button[data-step="${way}"]`).disabled = end === "yes" && other === row;
  }
}

function drag(event) {
  const grip = event.target.closest(".grip");
  const row = grip?.closest("tr");
  if (!row || event.button > 0) return;
  event.preventDefault();
  const body = row.parentElement;
  const before = ranked(body);
  row.classList.add("comparison__dragged");
  const move = (at) => {
    const over = ranked(body).find((other) => {
      const box = other.getBoundingClientRect();
      return other !== row && at.clientY >= box.top && at.clientY <= box.bottom;
    });
    if (!over) return;
    if (row.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING) over.after(row);
    else over.before(row);
  };
  // The document listens: a row that moves leaves the page for a moment and would lose a pointer captured by its grip.
  const listening = new AbortController();
  const drop = () => {
    listening.abort();
    row.classList.remove("comparison__dragged");
    if (ranked(body).every((other, n) => other === before[n])) return;
    renumber(body);
    markEnds(body);
  };
  document.addEventListener("pointermove", move, { signal: listening.signal });
  document.addEventListener("pointerup", drop, { signal: listening.signal });
  document.addEventListener("pointercancel", drop, { signal: listening.signal });
}

for (const body of form?.querySelectorAll("tbody") ?? []) {
  const rows = ranked(body);
  if (rows.length === 0) continue;
  body.dataset.top = rows[0].querySelector('[data-step="-1"]').disabled ? "yes" : "no";
  body.dataset.bottom = rows.at(-1).querySelector('[data-step="1"]').disabled ? "yes" : "no";
}
for (const shown of form?.querySelectorAll(".grip, [data-draggable]") ?? []) shown.hidden = false;
form?.addEventListener("click", step);
form?.addEventListener("pointerdown", drag);
