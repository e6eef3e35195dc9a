// Enhancements of plain pages. Everything works without this file.
for (const clock of document.querySelectorAll("time[data-countdown]")) {
  const end = Date.parse(clock.dateTime);
  const skew = Date.parse(document.documentElement.dataset.now ?? "") - Date.now() || 0;
  const tick = () => {
    const left = Math.max(0, end - Date.now() - skew);
    const minutes = Math.floor(left / 60000);
    clock.dataset.left = `${Math.floor(minutes / 1440)}d ${Math.floor(minutes / 60) % 24}h ${minutes % 60}m`;
  };
  tick();
  setInterval(tick, 30000);
}

// Tabs that are wider than the page begin with the one that is open.
for (const tab of document.querySelectorAll(".tabs a[aria-current]")) {
  const tabs = tab.closest(".tabs");
  tabs.scrollLeft = Math.max(0, tab.getBoundingClientRect().right - tabs.getBoundingClientRect().right + 48);
}

// A table or chart that is wider than its place says at its edge that there is more, until its end is reached.
for (const wrap of document.querySelectorAll(":is(.tablewrap, .figure__chart)[data-more]")) {
  const look = () => {
    const left = wrap.scrollWidth - wrap.clientWidth - wrap.scrollLeft;
    wrap.classList.toggle("tablewrap--more", left > 1);
  };
  look();
  wrap.addEventListener("scroll", look, { passive: true });
  addEventListener("resize", look, { passive: true });
}

// What was refused is told first, wherever on the page it stands: beside a long case on a phone it is far below.
const refused = document.querySelector("[role=alert]");
if (refused) {
  refused.tabIndex = -1;
  refused.focus();
}

// Who signs out leaves nothing of the own words in a browser that others may use (see keeping.js); a session that ends
// by itself does.
for (const form of document.querySelectorAll("form[data-leaves]")) {
  form.addEventListener("submit", () => {
    const own = Object.keys(localStorage).filter((key) => key.startsWith(`unsaved ${form.dataset.leaves} `));
    for (const key of own) localStorage.removeItem(key);
  });
}
