"use strict";
// A row of a list, as it is filtered.
(function () {
  const OVS = (self.OVS = self.OVS || {});

  // Its marks (by parameter), the texts of its columns, and all of it folded, which are read when they are asked for.
  OVS.rowOf = function (element, index) {
    const marks = { ...element.dataset };
    delete marks.i;
    let cells;
    let text;
    return {
      element,
      index,
      number: Number(element.dataset.i),
      marks,
      get cells() {
        cells ??= [...element.cells].map(textOf);
        return cells;
      },
      set cells(texts) {
        cells = texts;
      },
      // What a cell is sorted by, where that is not its text.
      key: (column) => element.cells[column].dataset.key,
      get text() {
        if (text === undefined) text = OVS.fold([...this.cells, marks.id || ""].join(" "));
        return text;
      },
      forget: function () {
        text = undefined;
      },
    };
  };

  function textOf(cell) {
    const texts = [...cell.childNodes].map((node) => node.textContent);
    return texts.join(" ").replace(/\s+/g, " ").trim();
  }
})();
