"use strict";
// Which rows of an overview are shown, and in what order: a function of rows and address, apart from the page.
(function () {
  const OVS = (self.OVS = self.OVS || {});
  const DATE = /^[1-9]\d{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/;
  const NUMBER = /^(?:\D+ )?\d+$/;

  // The first and the last day that a date can be: of a month or a year, those of it. Null for what is no date.
  OVS.days = function (text) {
    if (!DATE.test(text)) return null;
    const [year, month, day] = text.split("-");
    const last = String(new Date(Date.UTC(year, month || 12, 0)).getUTCDate());
    if (day > last) return null;
    return [`${year}-${month || "01"}-${day || "01"}`, `${year}-${month || "12"}-${day || last}`];
  };

  // Rows as they are filtered: each has marks (by parameter), text (folded) and cells (the texts of its columns).
  // Columns are their names, first that by which the rows are ordered where nobody asks for another order.
  OVS.listed = function (rows, compare, columns, first) {
    const names = new Set(rows.flatMap((row) => Object.keys(row.marks)));
    return { rows, compare, columns, first, names, orders: new Map() };
  };

  // The positions of the rows that match, in order; and of each of some parameters, how many rows have which value
  // among those that match but for what is ticked of that parameter itself.
  OVS.rows = function (listed, params, facets) {
    const words = OVS.fold(params.q || "").split(/\s+/).filter(Boolean);
    const from = OVS.days(params.from || "");
    const to = OVS.days(params.to || "");
    const ticked = Object.entries(params).filter(([name]) => !OVS.PLAIN.includes(name) && listed.names.has(name));
    const counts = new Map((facets || []).map((name) => [name, new Map()]));
    const shown = order(listed, params.sort || listed.first || "").filter(function (index) {
      const row = listed.rows[index];
      const fits =
        !row.absent &&
        ((!from && !to) || overlaps(row, from, to)) &&
        (!words.length || words.every((word) => row.text.includes(word)));
      const missed = fits && ticked.filter(([name, values]) => !hasOneOf(row.marks[name], values));
      if (!fits || missed.length > 1) return false;
      for (const name of missed.length ? [missed[0][0]] : counts.keys()) if (counts.has(name)) count(counts, row, name);
      return !missed.length;
    });
    return { shown, counts };
  };

  // A mark may hold several values, parted by blanks.
  function hasOneOf(mark, values) {
    return mark !== undefined && mark.split(" ").some((value) => values.includes(value));
  }

  function count(counts, row, name) {
    const found = counts.get(name);
    for (const value of (row.marks[name] || "").split(" ")) found.set(value, (found.get(value) || 0) + 1);
  }

  // What takes long, done before somebody asks for it: a piece at each step, for whoever has time between two inputs.
  OVS.warming = function* (listed) {
    for (let at = 0; at < listed.rows.length; at++) {
      if (listed.rows[at].text && at % 500 === 499) yield;
    }
    for (const name of listed.columns) for (const sort of [name, `-${name}`]) yield order(listed, sort);
  };

  // A row whose date is vague matches where it can lie between the two; one without a date does not.
  function overlaps(row, from, to) {
    const days = OVS.days(row.marks.date || "");
    return days !== null && (!from || days[1] >= from[0]) && (!to || days[0] <= to[1]);
  }

  // All positions by a column, by its name, with a minus for descending. Equal cells keep their order, empty ones come
  // last. A date that is told in words is sorted by itself.
  function order(listed, sort) {
    if (!listed.orders.has(sort)) listed.orders.set(sort, sorted(listed, sort));
    return listed.orders.get(sort);
  }

  function sorted({ rows, columns, compare }, sort) {
    const all = rows.map((_, index) => index);
    const column = columns.indexOf(sort.replace(/^-/, ""));
    if (column < 0) return all;
    const cell = (index) => rows[index].key(column) ?? rows[index].cells[column];
    const filled = all.filter((index) => cell(index));
    const sign = sort.startsWith("-") ? -1 : 1;
    if (filled.every((index) => NUMBER.test(cell(index)))) {
      const value = (index) => Number(/\d+$/.exec(cell(index))[0]);
      filled.sort((a, b) => sign * (value(a) - value(b)));
    } else {
      filled.sort((a, b) => sign * compare(cell(a), cell(b)));
    }
    return [...filled, ...all.filter((index) => !cell(index))];
  }
})();
