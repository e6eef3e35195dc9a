// A part of a page that tells how far a job is, asked anew every few seconds; once the job has ended the whole page is
// loaded again. Without this file the same part has a link that does it.
const PAUSE = 3000;
const part = document.querySelector("[data-watched]");

async function look() {
  const answer = await fetch(part.dataset.watched, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-watched]");
    if (!now) {
      location.reload();
      return;
    }
    if (now.innerHTML !== part.innerHTML && !part.contains(document.activeElement)) {
      part.replaceChildren(...now.childNodes);
    }
  }
  setTimeout(look, PAUSE);
}

if (part) setTimeout(look, PAUSE);
