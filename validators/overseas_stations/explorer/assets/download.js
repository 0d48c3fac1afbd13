"use strict";
// Tables as CSV files: whole, or the rows that a list shows. They are made here, of the bytes of the data package.
(function () {
  const OVS = (self.OVS = self.OVS || {});

  // The parts of a CSV text, each with its end; a cell in quotation marks may hold what elsewhere is one.
  function parts(text, end) {
    const found = [];
    let start = 0;
    let quoted = false;
    for (let at = 0; at < text.length; at++) {
      const character = text[at];
      if (character === '"') quoted = !quoted;
      else if (character === end && !quoted) {
        found.push(text.slice(start, at + 1));
        start = at + 1;
      }
    }
    return found;
  }

  // The records of a CSV text, each with its end of line.
  OVS.records = (text) => parts(text, "\n");

  // A table in which a sign stands for a cell that was there above, as the CSV text that it is. After the sign there is
  // how many rows above, if it is not the last.
  OVS.restored = function ({ sign, text }) {
    const rows = [];
    for (const record of OVS.records(text)) {
      const cells = parts(`${record.slice(0, -1)},`, ",");
      const above = (cell) => Number(cell.slice(sign.length, -1)) || 1;
      rows.push(cells.map((cell, index) => (cell.startsWith(sign) ? rows.at(-above(cell))[index] : cell)));
    }
    return rows.map((cells) => `${cells.join("").slice(0, -1)}\n`).join("");
  };

  // The heading and the records with some numbers, counted from 0, in the order of the file.
  OVS.picked = function (text, numbers) {
    const [heading, ...records] = OVS.records(text);
    const sorted = [...new Set(numbers)].sort((a, b) => a - b);
    return [heading, ...sorted.map((number) => records[number])].join("");
  };

  function save(name, text) {
    const address = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    const link = OVS.element("a", "", { href: address, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  }

  async function table(name) {
    return OVS.restored(await OVS.load(`${OVS.root}data/${name}.js`, `csv_${name}`));
  }

  // What a list is filtered by, as part of the name of a file.
  function chosen() {
    const params = Object.entries(OVS.list.params()).filter(([name]) => !["sort", "view"].includes(name));
    const words = params.flatMap(([, value]) => value).map((value) => value.replace(/[^\p{L}\p{N}-]+/gu, "-"));
    return words.map((word) => `-${word}`).join("").toLowerCase().slice(0, 60);
  }

  function prepare(button, name) {
    button.hidden = false;
    button.addEventListener("click", async function () {
      const numbers = OVS.list.shown().map((row) => row.number);
      save(`${name}${chosen()}.csv`, OVS.picked(await table(name), numbers));
    });
  }

  const filtered = document.getElementById("download");
  if (filtered) prepare(filtered, document.getElementById("list").dataset.table);
  const named = document.getElementById("download-named");
  if (named) prepare(named, named.dataset.view);
  for (const button of document.querySelectorAll("button.whole")) {
    const name = button.dataset.table;
    button.hidden = false;
    button.addEventListener("click", async () => save(`${name}.csv`, await table(name)));
  }
})();
