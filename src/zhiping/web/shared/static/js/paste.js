// What is pasted from Word, WPS or Excel keeps its paragraphs and tables: in a long text as lines with tabs, which the
// page shows as a table again (zhiping.core.longtext); in the table of a form cell by cell, with new rows as needed.
// Without this file the browser pastes plain text.

const BLOCKS = new Set(["P", "DIV", "LI", "H1", "H2", "H3", "H4", "H5", "H6", "BLOCKQUOTE", "PRE"]);

function flat(node) {
  return node.textContent.replace(/\s+/g, " ").trim();
}

// The paragraphs of a cell stand in one line, apart.
function cellOf(cell) {
  const parts = [...cell.querySelectorAll("p, div, li")].filter((part) => !part.querySelector("p, div, li"));
  return parts.length ? parts.map(flat).filter(Boolean).join(" ") : flat(cell);
}

// Every cell in its place; a cell that reaches over several columns leaves the others empty.
export function rowsOf(table) {
  return [...table.rows].map((row) =>
    [...row.cells].flatMap((cell) => [cellOf(cell), ...Array(Math.max(0, cell.colSpan - 1)).fill("")]),
  );
}

function textOf(node, lines) {
  for (const child of node.childNodes) {
    if (child.nodeName === "TABLE") {
      for (const row of rowsOf(child)) lines.push(row.join("\t"));
      lines.push("");
    } else if (child.nodeName === "BR") {
      lines.push("");
    } else if (BLOCKS.has(child.nodeName) && !child.querySelector("table")) {
      lines.push(...written(child));
    } else if (child.nodeType === Node.TEXT_NODE) {
      if (child.textContent.trim()) lines.push(flat(child));
    } else if (child.nodeType === Node.ELEMENT_NODE && !["STYLE", "SCRIPT", "META", "LINK", "TITLE"].includes(child.nodeName)) {
      if (child.querySelector("table, p, div, li")) textOf(child, lines);
      else if (flat(child)) lines.push(flat(child));
    }
  }
}

function written(block) {
  const parts = [""];
  const walk = (node) => {
    for (const child of node.childNodes) {
      if (child.nodeName === "BR") parts.push("");
      else if (child.nodeType === Node.TEXT_NODE) parts[parts.length - 1] += child.textContent;
      else walk(child);
    }
  };
  walk(block);
  return parts.map((part) => part.replace(/\s+/g, " ").trim());
}

function htmlOf(data) {
  return new DOMParser().parseFromString(data.getData("text/html"), "text/html").body;
}

// A text with tables is taken from its HTML; any other from what the program itself calls plain text.
export function pastedText(data) {
  const html = data.types.includes("text/html") ? htmlOf(data) : null;
  if (!html?.querySelector("table")) return null;
  const lines = [];
  textOf(html, lines);
  return lines.join("\n").replace(/\n{3,}/g, "\n\n").trim();
}

export function pastedRows(data) {
  const table = data.types.includes("text/html") ? htmlOf(data).querySelector("table") : null;
  const rows = table
    ? rowsOf(table)
    : data.getData("text/plain").replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
  return rows.filter((row) => row.some((cell) => cell.trim()));
}

function set(field, text) {
  const wanted = text.trim();
  if (field.tagName === "SELECT") {
    const option = [...field.options].find((one) => one.text.trim() === wanted);
    if (!option) return;
    field.value = option.value;
  } else if (field.type === "date") {
    const parts = wanted.match(/^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$/);
    field.value = parts ? `${parts[1]}-${parts[2].padStart(2, "0")}-${parts[3].padStart(2, "0")}` : "";
  } else if (field.type === "month") {
    const parts = wanted.match(/^(\d{4})[-./年](\d{1,2})月?$/);
    field.value = parts ? `${parts[1]}-${parts[2].padStart(2, "0")}` : "";
  } else {
    field.value = wanted;
  }
}

function fields(row) {
  return [...row.querySelectorAll("input:not([type=hidden]):not([type=file]), select, textarea")];
}

function warn(table) {
  const line = document.createElement("p");
  line.className = "form__error";
  line.role = "alert";
  line.textContent = table.dataset.tooMany;
  table.closest(".tablewrap").after(line);
}

function fill(table, from, rows) {
  const name = table.dataset.rows;
  let row = from.closest("tr");
  const first = fields(row).indexOf(from);
  for (const [place, cells] of rows.entries()) {
    if (place > 0) {
      if (!row.nextElementSibling) table.dispatchEvent(new CustomEvent("morerows", { bubbles: true, detail: name }));
      if (!row.nextElementSibling) {
        warn(table);
        break;
      }
      row = row.nextElementSibling;
    }
    const places = fields(row);
    cells.forEach((text, column) => places[first + column] && set(places[first + column], text));
  }
  from.dispatchEvent(new Event("input", { bubbles: true }));
  from.focus();
}

document.addEventListener("paste", (event) => {
  const field = event.target;
  const table = field.closest?.("table[data-rows]");
  if (table) {
    const rows = pastedRows(event.clipboardData);
    if (rows.length < 2 && (rows[0]?.length ?? 0) < 2) return;
    event.preventDefault();
    fill(table, field, rows);
  } else if (field.tagName === "TEXTAREA") {
    const text = pastedText(event.clipboardData);
    if (text === null) return;
    event.preventDefault();
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
