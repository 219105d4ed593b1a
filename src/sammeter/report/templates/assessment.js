(() => {
  "use strict";
  const all = (selector) => [...document.querySelectorAll(selector)];
  all(".script-only").forEach((one) => { one.hidden = false; });

  // the choice of light or dark is kept for the next report, where the browser lets a file keep anything
  const kept = "sammeter-theme";
  try {
    const radio = document.getElementById(localStorage.getItem(kept));
    if (radio) radio.checked = true;
  } catch { /* nothing may be kept: the choice holds for this page */ }
  all("[name=theme]").forEach((radio) => radio.addEventListener("change", () => {
    try { localStorage.setItem(kept, radio.id); } catch { /* as above */ }
  }));

  const folds = (open) => all("#practices details:not(.rule), #measures details:not(.rule)").forEach((one) => { one.open = open; });
  document.getElementById("open-all").addEventListener("click", () => folds(true));
  document.getElementById("close-all").addEventListener("click", () => folds(false));

  // browsers open what a link leads into by themselves; this is for those that do not yet
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let one = target.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
    target.scrollIntoView();
    target.focus({ preventScroll: true });
  };
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  // one tab stop for the grid, arrow keys inside it
  const rows = all(".grid tr").map((row) => [...row.querySelectorAll("td a")]).filter((row) => row.length);
  const cells = rows.flat();
  const go = (cell) => {
    cells.forEach((one) => { one.tabIndex = one === cell ? 0 : -1; });
    cell.focus();
  };
  cells.forEach((one, number) => { one.tabIndex = number ? -1 : 0; });
  const table = document.querySelector(".grid");
  table.addEventListener("keydown", (event) => {
    const y = rows.findIndex((row) => row.includes(document.activeElement));
    if (y < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const x = rows[y].indexOf(document.activeElement);
    const moves = {
      ArrowLeft: [y, x - 1], ArrowRight: [y, x + 1], ArrowUp: [y - 1, x], ArrowDown: [y + 1, x],
      Home: [y, 0], End: [y, rows[y].length - 1],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const cell = rows[move[0]]?.[move[1]];
    if (cell) go(cell);
  });
})();
