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
