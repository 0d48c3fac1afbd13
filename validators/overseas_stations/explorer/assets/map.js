"use strict";
// The map beside its list: marks dim with their rows; the slider shows what was known by a month, or had come about.
(function () {
  const OVS = (self.OVS = self.OVS || {});
  const { months, shapes } = OVS.then;
  const lang = document.documentElement.lang;
  const inWords = new Intl.DateTimeFormat(lang, { year: "numeric", month: "long", timeZone: "UTC" });
  const form = document.getElementById("slider");
  const range = document.getElementById("at");
  const output = document.getElementById("month");
  const note = document.getElementById("mode-note");
  const rows = new Map(OVS.list.rows.map((row) => [row.marks.id, row]));
  const today = new Map([...rows].map(([id, row]) => [id, dayOf(row)]));
  const marks = [...document.querySelectorAll("#map a[data-id], #map a[data-ids]")].map(markOf);
  // Station -> its status of the month that is shown; empty before it is known.
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

  // The status that holds at the end of a month, of steps by day.
  function statusBy(steps, month) {
    let status = "";
    for (const [day, next] of steps || []) if (day.slice(0, 7) <= month) status = next;
    return status;
  }

  // How many there were by the end of a month, of days and how many there were from then on.
  const countBy = (steps, month) => statusBy(steps, month) || 0;

  // Set rows and marks to a month; all as it is today without one.
  function set(month, mode) {
    const changed = new Set();
    for (const [id, row] of rows) {
      const status = month ? statusBy(OVS.then[mode][id], month) : today.get(id).status;
      const dated = Boolean(month);
      const same = current.get(id) === status && Boolean(row.past) === dated;
      if (same && (!dated || !status || row.month === month)) continue;
      row.month = month;
      current.set(id, status);
      changed.add(id);
      row.past = dated;
      setRow(row, id, status, mode === "known" ? month : "");
    }
    for (const mark of marks) if (mark.ids.some((id) => changed.has(id))) setMark(mark, month);
    if (changed.size) tellAreas();
    OVS.list.refresh();
  }

  // Voices, lists and cautions are those of a month, or of today without one.
  function setRow(row, id, status, month) {
    const { cells, caution } = today.get(id);
    const counted = ["voices", "lists", "disputes"].map((what) => countBy(OVS.then[what][id], month));
    const [voices, lists, disputes] = counted;
    const then = [voices === 1 && "one_voice", disputes && "disputed"].filter(Boolean).join(" ");
    row.absent = !status;
    row.marks.status = status;
    row.marks.caution = month ? then : caution;
    row.forget();
    // The date of a status of then is not at hand, and that of today would mislead.
    row.cells = row.past ? [cells[0], OVS.words.statuses[status] || "", "", ...cells.slice(3)] : cells;
    if (month) row.cells.splice(4, 2, String(voices), lists ? String(lists) : "");
    const [, told, ...others] = row.element.cells;
    if (status) told.querySelector("use").setAttribute("href", `#mark-${shapes[status]}`);
    told.lastChild.textContent = ` ${row.cells[1]}`;
    others.forEach((cell, index) => (cell.textContent = row.cells[index + 2]));
  }

  function setMark(mark, month) {
    const present = mark.ids.filter((id) => current.get(id));
    mark.element.style.display = present.length ? "" : "none";
    const { colon, statuses } = OVS.words;
    const past = present.map((id) => `${rows.get(id).cells[0]}${colon}${statuses[current.get(id)]}`);
    mark.title.textContent = month ? past.join("; ") : mark.told;
    mark.element.setAttribute("aria-label", mark.lead + mark.title.textContent);
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
    const { at, mode } = OVS.list.params();
    const place = OVS.days(at || "") ? months.findLastIndex((month) => month <= at.slice(0, 7)) : -1;
    range.value = place < 0 ? months.length : place;
    form.elements.mode.value = mode === "happened" ? mode : "known";
    apply();
  }

  function apply() {
    const month = months[range.value] || "";
    const mode = form.elements.mode.value;
    output.textContent = month ? inWords.format(new Date(`${month}-01`)) : OVS.say("slider.today");
    range.setAttribute("aria-valuetext", output.textContent);
    note.textContent = note.dataset[mode];
    set(month, mode);
    return { at: month, mode: mode === "happened" ? mode : "" };
  }

  document.addEventListener("ovs:shown", dim);
  document.addEventListener("ovs:address", follow);
  if (months.length) {
    range.max = months.length;
    form.hidden = false;
    form.addEventListener("input", () => OVS.list.change(apply(), "going"));
    form.addEventListener("change", () => OVS.list.change(apply(), "chosen"));
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("pageshow", (event) => event.persisted || follow());
    follow();
  }
  OVS.list.show();
})();
