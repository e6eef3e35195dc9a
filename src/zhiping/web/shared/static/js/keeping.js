// What a person has typed and the server does not have yet, kept in this browser: it survives a lost line, an ended
// session and a crash, and goes when its writer signs out. Private values (data-secret) are never kept; what is saved is
// forgotten here.
const PREFIX = "unsaved ";
const DAYS = 7;

export class Keeping {
  constructor(form) {
    this.form = form;
    this.key = `${PREFIX}${form.dataset.writer} ${location.pathname}`;
    const secret = (form.dataset.secret ?? "").split(" ").filter(Boolean);
    this.secret = secret.map((name) => new RegExp(`^${name.replace("*", "\\d+")}$`));
    forgetOld();
  }

  isSecret(name) {
    return this.secret.some((one) => one.test(name));
  }

  entries() {
    return [...new FormData(this.form)].filter(
      ([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken" && !this.isSecret(name) && !name.startsWith("take-"),
    );
  }

  keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), entries: this.entries() }));
      return true;
    } catch {
      return false; // full, or forbidden by the browser: the words are still on the page
    }
  }

  forget() {
    localStorage.removeItem(this.key);
  }

  kept() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null;
    }
  }

  // Put what was kept back on the page. Returns when it was typed, or null when there is nothing the page lacks.
  replay(rowsOf) {
    const kept = this.kept();
    if (!kept) return null;
    const here = new Set(this.entries().filter(isTyped).map(String));
    const there = kept.entries.filter(isTyped).map(String);
    if (there.length === here.size && there.every((one) => here.has(one))) {
      this.forget();
      return null;
    }
    rowsOf(kept.entries.map(([name]) => name));
    const values = new Map();
    for (const [name, value] of kept.entries) values.set(name, [...(values.get(name) ?? []), value]);
    for (const control of this.form.querySelectorAll("[name]")) this.fill(control, values.get(control.name));
    return new Date(kept.at);
  }

  fill(control, values) {
    if (["on_page", "writer", "csrfmiddlewaretoken"].includes(control.name) || control.name.startsWith("take-")) return;
    if (control.type === "file" || control.tagName === "BUTTON" || this.isSecret(control.name)) return;
    if (control.matches(":disabled") && !values) return;
    if (control.type === "radio" || control.type === "checkbox") control.checked = values?.includes(control.value) ?? false;
    else if (values) control.value = values[0];
  }
}

const isTyped = ([name]) => name !== "writer" && name !== "revision" && name !== "base" && name !== "on_page";

function forgetOld() {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(PREFIX)) continue;
    try {
      if (Date.now() - JSON.parse(localStorage.getItem(key)).at > DAYS * 86400000) localStorage.removeItem(key);
    } catch {
      localStorage.removeItem(key);
    }
  }
}
