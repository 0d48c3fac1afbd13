"use strict";
// The map beside its list: marks dim with their rows; the slider shows what was known by a date, or had come about.
(function () {
  const OVS = (self.OVS = self.OVS || {});
  const { months, shapes } = OVS.then;
  const form = document.getElementById("slider");
  const range = document.getElementById("at");
  const day = document.getElementById("day");
  const output = document.getElementById("month");
  const note = document.getElementById("mode-note");
  const rows = new Map(OVS.list.rows.map((row) => [row.marks.id, row]));
  const today = new Map([...rows].map(([id, row]) => [id, dayOf(row)]));
  const marks = [...document.querySelectorAll("#map a[data-id], #map a[data-ids]")].map(markOf);
  // The month or the day that is shown; empty for today.
  let at = "";
  // Station -> its status of then; empty before it is known.
  const current = new Map([...today].map(([id, row]) => [id, row.status]));

  function dayOf({ marks: { status, caution }, cells }) {
    return { status, caution, cells };
  }

  // A mark at a city, or the hatched area of several stations.
  function markOf(element) {
    const { id, ids } = element.dataset;
    const title = element.querySelector("title");
    const label = element.getAttribute("aria-label");
    const lead = label.slice(0, label.length - title.textContent.length);
    const use = element.querySelector("use[href^='#mark-']");
    return { element, ids: id ? [id] : ids.split(" "), title, lead, use, told: title.textContent };
  }

  // Set rows and marks to a date; all as it is today without one.
  function set(date, mode) {
    const changed = new Set();
    for (const [id, row] of rows) {
      const [status, asOf] = date ? OVS.stepBy(OVS.then[mode][id], date) : [today.get(id).status];
      const same = (current.get(id) || "") === (status || "") && Boolean(row.past) === Boolean(date);
      if (same && (!date || !status || row.shown === date + mode)) continue;
      row.shown = date + mode;
      current.set(id, status || "");
      changed.add(id);
      row.past = Boolean(date);
      setRow(row, id, status || "", asOf, mode === "known" ? date : "");
      lead(row.element.cells[0].querySelector("a"), date, mode);
    }
    for (const mark of marks) if (mark.ids.some((id) => changed.has(id))) setMark(mark, date, mode);
    if (changed.size) tellAreas();
    OVS.list.refresh();
  }

  // The page of a station is told from which date somebody comes.
  function lead(link, date, mode) {
    const [page] = link.getAttribute("href").split("?");
    link.setAttribute("href", page + OVS.thenOf(date, mode));
  }

  // Voices, lists and cautions are those of a date, or of today without one.
  function setRow(row, id, status, asOf, date) {
    const { cells, caution } = today.get(id);
    const counted = ["voices", "lists", "disputes"].map((what) => OVS.stepBy(OVS.then[what][id], date)[0] || 0);
    const [voices, lists, disputes] = counted;
    const then = [voices === 1 && "one_voice", disputes && "disputed"].filter(Boolean).join(" ");
    row.absent = !status;
    row.marks.status = status;
    row.marks.caution = date ? then : caution;
    row.forget();
    row.cells = row.past ? [cells[0], OVS.words.statuses[status] || "", asOf || "", ...cells.slice(3)] : cells;
    if (date) row.cells.splice(4, 2, String(voices), lists ? String(lists) : "");
    const [, told, ...others] = row.element.cells;
    if (status) told.querySelector("use").setAttribute("href", `#mark-${shapes[status]}`);
    told.lastChild.textContent = ` ${row.cells[1]}`;
    others.forEach((cell, index) => (cell.textContent = row.cells[index + 2]));
  }

  function setMark(mark, date, mode) {
    const present = mark.ids.filter((id) => current.get(id));
    mark.element.style.display = present.length ? "" : "none";
    const { colon, statuses } = OVS.words;
    const past = present.map((id) => `${rows.get(id).cells[0]}${colon}${statuses[current.get(id)]}`);
    mark.title.textContent = date ? past.join("; ") : mark.told;
    mark.element.setAttribute("aria-label", mark.lead + mark.title.textContent);
    if (mark.use) lead(mark.element, date, mode);
    if (mark.use && present.length) mark.use.setAttribute("href", `#mark-${shapes[current.get(present[0])]}`);
  }

  // How many stations are reported somewhere in a country, beside what hatches mean.
  function tellAreas() {
    const ids = marks.flatMap((mark) => (mark.element.dataset.ids ? mark.ids : []));
    const present = new Set(ids.filter((id) => current.get(id)));
    document.getElementById("unplaced").textContent = OVS.say("count.stations", { n: present.size });
  }

  function dim() {
    const shown = new Set(OVS.list.shown().map((row) => row.marks.id));
    for (const mark of marks) mark.element.classList.toggle("dim", !mark.ids.some((id) => shown.has(id)));
  }

  // The form, from the address and back. Its last step is all of today.
  function follow() {
    const { at: asked, mode } = OVS.list.params();
    form.elements.mode.value = mode === "happened" ? mode : "known";
    choose(asked || "");
    apply();
  }

  // A month or a day that is asked for, where it lies among the months of the slider.
  function choose(date) {
    const days = OVS.days(date);
    const place = days ? months.findLastIndex((month) => month <= days[1].slice(0, 7)) : -1;
    const isDay = date.length > 7 && date.startsWith(months[place]);
    at = place < 0 ? "" : isDay ? date : months[place];
    range.value = place < 0 ? months.length : place;
  }

  function chosen({ target }) {
    if (target === range) at = months[range.value] || "";
    if (target === day && (!day.value || OVS.days(day.value))) choose(day.value);
    return apply(target);
  }

  // What is typed into a field is left as it is.
  function apply(typed) {
    const mode = form.elements.mode.value;
    if (typed !== day) day.value = at ? OVS.days(at)[1] : "";
    output.textContent = OVS.sayThen(at, mode);
    range.setAttribute("aria-valuetext", output.textContent);
    note.textContent = note.dataset[mode];
    set(at, mode);
    return { at, mode: mode === "happened" ? mode : "" };
  }

  document.addEventListener("ovs:shown", dim);
  document.addEventListener("ovs:address", follow);
  if (months.length) {
    range.max = months.length;
    day.min = `${months[0]}-01`;
    [, day.max] = OVS.days(months.at(-1));
    document.getElementById("first").textContent = OVS.inWords(months[0]);
    form.hidden = false;
    form.addEventListener("input", (event) => OVS.list.change(chosen(event), "going"));
    form.addEventListener("change", (event) => OVS.list.change(chosen(event), "chosen"));
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("pageshow", (event) => event.persisted || follow());
    follow();
  }
  OVS.list.show();
})();
