// Files sent in pieces, each with its SHA-256, so that a cut line or a closed browser costs one piece. The same file
// chosen again goes on where it stopped. Without this file the form sends the whole file at once.
import { digest, hex } from "./sha256.js";

const LONGEST_WAIT = 30000;
const PATIENCE = 180000;
const DAMAGED_AT_MOST = 5;

const percentOf = (part, file) => `${Math.floor((100 * part) / file.size)}%`;

class Refused extends Error {}
class SignedOut extends Error {}
class Stopped extends Error {}

class Sending {
  constructor(form, box) {
    this.form = form;
    this.box = box;
    this.bar = box.querySelector("progress");
    this.pause = box.querySelector("[data-upload-pause]");
    this.paused = false;
    this.running = null;
    this.pause.addEventListener("click", () => this.setPaused(!this.paused));
    box.querySelector("[data-upload-stop]").addEventListener("click", () => this.stop());
  }

  say(name, facts = {}, failed = false) {
    const said = this.box.querySelector("[data-upload-said]");
    said.textContent = this.box.dataset[name].replace(/\{(\w+)\}/g, (_all, key) => facts[key] ?? "");
    said.classList.toggle("upload__said--failed", failed);
  }

  setPaused(paused) {
    this.paused = paused;
    this.pause.textContent = paused ? this.box.dataset.goOn : this.box.dataset.pause;
    if (paused) this.running?.abort();
    else this.wake?.();
  }

  async stop() {
    this.stopped = true;
    this.running?.abort();
    this.wake?.();
    if (this.address) await this.ask(this.address, { method: "DELETE", redirect: "follow" }).catch(() => null);
    location.reload();
  }

  // One request; what is no answer of ours becomes one of the errors above, a lost line stays a TypeError.
  async ask(address, options) {
    this.running = new AbortController();
    const limit = setTimeout(() => this.running.abort(), PATIENCE);
    const token = this.form.elements.csrfmiddlewaretoken.value;
    try {
      const answer = await fetch(address, {
        redirect: "manual",
        ...options,
        headers: { "X-CSRFToken": token, ...options.headers },
        signal: this.running.signal,
      });
      if (options.redirect === "follow") return null;
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) throw new SignedOut();
      if (answer.status === 429) {
        await this.rest(1000 * Number(answer.headers.get("Retry-After") || 10));
        return this.ask(address, options);
      }
      if (answer.status >= 500) throw new TypeError(String(answer.status));
      if (answer.status === 404) return { gone: true };
      return await answer.json();
    } finally {
      clearTimeout(limit);
    }
  }

  rest(milliseconds) {
    return new Promise((done) => {
      this.wake = done;
      setTimeout(done, milliseconds);
      addEventListener("online", done, { once: true });
    });
  }

  // Ask until an answer comes, however often the line is cut or the person pauses.
  async insist(address, options) {
    for (let wait = 1000; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      if (this.stopped) throw new Stopped();
      if (this.paused) {
        this.say("paused");
        await new Promise((done) => (this.wake = done));
        if (this.address && options.method === "PUT") return { again: true };
        continue;
      }
      try {
        return await this.ask(address, options);
      } catch (failure) {
        if (failure instanceof SignedOut) throw failure;
        if (this.paused || this.stopped) continue;
        this.say("offline", {}, true);
        await this.rest(wait);
        if (this.address && options.method === "PUT") return { again: true };
      }
    }
  }

  post(address, values) {
    return this.insist(address, { method: "POST", body: new URLSearchParams(values) });
  }

  async send(file) {
    const first = new Uint8Array(await file.slice(0, 4194304).arrayBuffer());
    const known = new TextEncoder().encode(`${file.name}|${file.size}|${file.lastModified}|${hex(await digest(first))}`);
    const mark = hex(await digest(known));
    const begun = await this.post(this.form.dataset.upload, {
      rule: this.form.elements.rule.value,
      name: file.name,
      size: file.size,
      mark,
      replaces: this.form.elements.replaces?.value ?? "",
    });
    if (begun.refused) throw new Refused(begun.refused);
    this.address = `${this.form.dataset.upload}${begun.id}/`;
    const digests = [];
    await this.pieces(file, begun, digests);
    this.say("checking", { name: file.name });
    const root = hex(await digest(new Uint8Array(await new Blob(digests).arrayBuffer())));
    const replaces = this.form.elements.replaces?.value ?? "";
    const done = await this.post(this.address, { root, replaces });
    this.address = "";
    if (done.refused || done.gone) throw new Refused(done.refused ?? this.box.dataset.gone);
  }

  async pieces(file, begun, digests) {
    let offset = begun.received;
    let damaged = 0;
    const begunAt = performance.now();
    const from = offset;
    while (digests.length * begun.piece < file.size) {
      const start = digests.length * begun.piece;
      const bytes = new Uint8Array(await file.slice(start, start + begun.piece).arrayBuffer());
      const own = await digest(bytes);
      if (start < offset) {
        digests.push(own);
        this.say("resuming", { name: file.name, percent: percentOf(start, file) });
        continue;
      }
      const speed = (offset - from) / Math.max(performance.now() - begunAt, 1);
      this.show(file, offset, speed);
      const told = await this.insist(this.address, {
        method: "PUT",
        body: bytes,
        headers: { "Upload-Offset": start, "Upload-Digest": hex(own), "Content-Type": "application/octet-stream" },
      });
      if (told.gone) throw new Refused(this.box.dataset.gone);
      if (told.again) {
        const asked = await this.insist(this.address, { method: "GET" });
        if (asked.gone) throw new Refused(this.box.dataset.gone);
        offset = asked.received;
      } else if (told.code === "upload.elsewhere") {
        offset = told.offset;
        digests.length = Math.min(digests.length, Math.floor(offset / begun.piece));
      } else if (told.code === "upload.damaged" && damaged < DAMAGED_AT_MOST) {
        damaged += 1;
      } else if (told.refused) {
        throw new Refused(told.refused);
      } else {
        offset = told.received;
      }
    }
    this.show(file, file.size, 0);
  }

  show(file, sent, speed) {
    const left = speed > 0 ? Math.ceil((file.size - sent) / speed / 1000) : 0;
    const megabytes = (bytes) => (bytes / 1048576).toFixed(1);
    this.bar.value = sent / file.size;
    const facts = { name: file.name, percent: percentOf(sent, file), sent: megabytes(sent), size: megabytes(file.size) };
    this.say(left > 0 ? "sendingFor" : "sending", { ...facts, left: left > 90 ? `${Math.ceil(left / 60)} min` : `${left} s` });
  }

  async run(files) {
    const refused = [];
    this.box.hidden = false;
    this.bar.value = 0;
    for (const file of files) {
      try {
        await this.send(file);
      } catch (failure) {
        if (failure instanceof Stopped) return;
        if (failure instanceof SignedOut) {
          this.say("signedOut", {}, true);
          this.box.querySelector("[data-upload-sign-in]").hidden = false;
          return;
        }
        if (!(failure instanceof Refused)) throw failure;
        refused.push(`${file.name}：${failure.message}`);
      }
    }
    if (refused.length) sessionStorage.setItem(`refused ${this.form.id}`, refused.join("\n"));
    this.busy = false;
    location.hash = this.form.elements.rule.value;
    location.reload();
  }
}

for (const form of document.querySelectorAll("form[data-upload]")) {
  const box = form.querySelector("[data-upload-box]");
  const sending = new Sending(form, box);
  form.addEventListener("submit", (event) => {
    const { files } = form.elements.file;
    if (!files.length) return;
    event.preventDefault();
    if (sending.busy) return;
    sending.busy = true;
    form.querySelector("[data-upload-begin]").disabled = true;
    sending.run([...files]);
  });
  const earlier = sessionStorage.getItem(`refused ${form.id}`);
  if (earlier) {
    sessionStorage.removeItem(`refused ${form.id}`);
    const note = form.querySelector("[data-upload-refused]");
    note.hidden = false;
    note.querySelector("p").textContent = earlier;
    note.focus();
  }
  addEventListener("beforeunload", (event) => {
    if (sending.busy && !sending.stopped) event.preventDefault();
  });
}
