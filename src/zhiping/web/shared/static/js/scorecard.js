// The scorecard: a running total and a save in the background. Without this file the form saves by its buttons.
const form = document.querySelector("form[data-autosave]");
const shown = form?.querySelector("[data-total]");
const saved = form?.querySelector("[data-saved]");
let waiting;

function total() {
  let sum = 0;
  for (const input of form.querySelectorAll("[data-points]")) {
    const value = Number(input.value.replace("，", "."));
    if (Number.isFinite(value)) sum += input.hasAttribute("data-percent") ? (Number(input.dataset.points) * value) / 100 : value;
  }
  shown.textContent = String(Math.round(sum * 100) / 100);
}

async function save() {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
  }).catch(() => null);
  if (!answer) {
    saved.textContent = document.documentElement.lang === "en" ? "Offline: not saved yet" : "网络中断，尚未保存";
    waiting = setTimeout(save, 5000);
    return;
  }
  const said = await answer.json();
  if (answer.ok) {
    form.elements.revision.value = said.revision;
    saved.textContent = `${document.documentElement.lang === "en" ? "Saved" : "已保存"} ${said.at}`;
  } else {
    saved.textContent = said.faults.join(" ");
  }
}

form?.addEventListener("input", () => {
  total();
  clearTimeout(waiting);
  waiting = setTimeout(save, 1200);
});
