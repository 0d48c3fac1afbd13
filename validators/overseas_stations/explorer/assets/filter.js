"use strict";
// The filters of an overview: they follow the address, and the address follows them.
(function () {
  const OVS = (self.OVS = self.OVS || {});
  const AT_ONCE = 100;
  const form = document.getElementById("filters");
  const table = document.getElementById("rows");
  const body = table.tBodies[0];
  const headings = new Map([...body.querySelectorAll("tr.group")].map((row) => [row.dataset.group, row]));
  const rows = [...body.querySelectorAll("tr[data-i]")].map(OVS.rowOf);
  const columns = [...table.tHead.rows[0].cells].map((cell) => cell.dataset.name);
  const facets = [...new Set([...form.querySelectorAll("[type=checkbox]")].map((field) => field.name))];
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  const plotted = [...document.querySelectorAll("#plot a[data-row]")];
  let listed = list();
  let params = OVS.readParams(location.search);
  let shown = [];
  let laidOut = 0;

  const more = OVS.element("button", "", { type: "button", class: "more", hidden: "" });
  table.parentElement.after(more);

  function list() {
    return OVS.listed(rows, compare, columns, table.dataset.order);
  }

  // Lay out what matches: a part of it, and a button for more.
  function show() {
    const found = OVS.rows(listed, params, facets);
    shown = found.shown;
    laidOut = Math.min(AT_ONCE, shown.length);
    body.replaceChildren(...elements(0, laidOut));
    document.getElementById("tally").textContent = OVS.say("count.shown", { n: shown.length, total: present() });
    document.getElementById("nothing").hidden = shown.length > 0;
    tellMore();
    OVS.tellCounts(form, found.counts);
    const matching = new Set(shown);
    for (const mark of plotted) mark.classList.toggle("dim", !matching.has(Number(mark.dataset.row)));
    document.dispatchEvent(new CustomEvent("ovs:shown"));
  }

  function present() {
    return rows.reduce((count, row) => count + !row.absent, 0);
  }

  // Rows, each group below its heading as long as nobody asks for another order.
  function elements(start, end) {
    return shown.slice(start, end).flatMap(function (index, at) {
      const { element, marks } = rows[index];
      const before = start + at ? rows[shown[start + at - 1]].marks.group : "";
      return headings.has(marks.group) && !params.sort && marks.group !== before
        ? [headings.get(marks.group), element]
        : [element];
    });
  }

  function tellMore() {
    const left = shown.length - laidOut;
    more.hidden = left === 0;
    more.textContent = OVS.say("filter.more", { n: left });
  }

  more.addEventListener("click", function () {
    const end = Math.min(laidOut + AT_ONCE, shown.length);
    body.append(...elements(laidOut, end));
    laidOut = end;
    tellMore();
    document.dispatchEvent(new CustomEvent("ovs:laid"));
  });

  // Everything that matches is printed.
  addEventListener("beforeprint", () => body.replaceChildren(...elements(0, shown.length)));
  addEventListener("afterprint", () => body.replaceChildren(...elements(0, laidOut)));

  // What has not changed is left where it is: a click on a row ends what is typed, and must still find the row.
  function typed() {
    if (read()) show();
    OVS.address.going(params);
  }

  function chosen() {
    if (read()) show();
    OVS.address.chosen(params);
  }

  // From the form to the parameters, if they change; what the form does not have stays.
  function read() {
    const next = { ...params };
    for (const field of form.elements) if (field.name) delete next[field.name];
    for (const field of form.elements) {
      if (field.type === "checkbox") {
        if (field.checked) next[field.name] = [...(next[field.name] || []), field.value];
      } else if (field.name && field.value.trim()) {
        next[field.name] = field.value.trim();
      }
    }
    const changed = OVS.writeParams(next) !== OVS.writeParams(params);
    params = next;
    OVS.tellChosen(form);
    tellWrongDates();
    return changed;
  }

  // From the parameters to the form.
  function fill() {
    for (const field of form.elements) {
      if (field.type === "checkbox") field.checked = (params[field.name] || []).includes(field.value);
      else if (field.name) field.value = params[field.name] || "";
    }
    OVS.tellChosen(form);
    tellWrongDates();
  }

  function tellWrongDates() {
    for (const name of ["from", "to"]) {
      const field = form.elements[name];
      const text = field ? field.value.trim() : "";
      if (field) field.setAttribute("aria-invalid", String(text !== "" && !OVS.days(text)));
    }
  }

  form.addEventListener("input", (event) => event.target.type !== "checkbox" && typed());
  form.addEventListener("change", chosen);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    chosen();
  });
  form.addEventListener("reset", function (event) {
    event.preventDefault();
    const kept = Object.entries(params).filter(([name]) => ["at", "mode", "view"].includes(name));
    params = Object.fromEntries(kept);
    fill();
    show();
    OVS.address.chosen(params);
  });

  function follow() {
    params = OVS.readParams(location.search);
    fill();
    document.dispatchEvent(new CustomEvent("ovs:address"));
    show();
  }

  OVS.address.follow(follow);
  // A browser that brings a page back fills its form by itself, after this script.
  addEventListener("pageshow", fill);

  // What other scripts do with the list.
  OVS.list = {
    rows,
    params: () => params,
    shown: () => shown.map((index) => rows[index]),
    show,
    // Rows changed: what is sorted is sorted anew when it is shown next.
    refresh: function () {
      listed = list();
    },
    // Set some parameters; the rows are shown anew, the address follows.
    change: function (changes, how) {
      params = { ...params, ...changes };
      for (const name of Object.keys(changes)) if (!changes[name]) delete params[name];
      show();
      OVS.address[how](params);
    },
  };

  function warm(steps) {
    if (!steps.next().done) setTimeout(warm, 0, steps);
  }

  fill();
  form.hidden = false;
  show();
  table.classList.add("ready");
  setTimeout(warm, 0, OVS.warming(listed));
})();
