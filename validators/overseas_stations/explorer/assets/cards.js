"use strict";
// Tables on narrow screens: a row is a card, and each cell has its heading before it.
(function () {
  const OFTEN = 0.2;
  const narrow = matchMedia("(max-width: 48rem)");

  // What a table is, which its looks take away, and the headings of its cells.
  function label(table) {
    const titles = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
    table.setAttribute("role", "table");
    // A column that often holds long texts is as wide as a card on every card, so that the others keep their places.
    const often = table.rows.length * OFTEN;
    const long = new Map();
    for (const { cellIndex: at } of table.querySelectorAll("td.long")) long.set(at, (long.get(at) || 0) + 1);
    for (const row of table.rows) {
      row.setAttribute("role", "row");
      row.parentElement.setAttribute("role", "rowgroup");
      for (const cell of row.cells) {
        if (cell.tagName === "TH") cell.setAttribute("role", cell.scope === "col" ? "columnheader" : "rowheader");
        else cell.setAttribute("role", "cell");
        if (cell.tagName === "TD") cell.dataset.label = titles[cell.cellIndex];
        if (cell.tagName === "TD") cell.classList.toggle("whole", long.get(cell.cellIndex) > often);
        // A heading before nothing says nothing.
        cell.classList.toggle("blank", !cell.textContent.trim());
      }
    }
    table.classList.add("cards");
  }

  function all() {
    if (narrow.matches) document.querySelectorAll("main table").forEach(label);
  }

  for (const event of ["ovs:shown", "ovs:laid"]) document.addEventListener(event, all);
  narrow.addEventListener("change", all);
  all();
})();
