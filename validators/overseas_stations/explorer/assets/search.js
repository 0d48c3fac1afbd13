"use strict";
// The page of the search: what was found, with the words by which it was, and what is only like it below a heading.
(function () {
  const OVS = (self.OVS = self.OVS || {});
  const AT_ONCE = 30;
  const LINE = 220;
  const LINES = 3;

  const form = document.getElementById("search");
  const field = document.getElementById("q");
  const results = document.getElementById("results");
  const status = document.getElementById("found");
  const examples = document.getElementById("examples");
  const more = OVS.element("button", "", { type: "button", class: "more", hidden: "" });
  let searcher = null;
  let found = [];
  let laid = 0;
  results.after(more);

  function ready() {
    if (!searcher) {
      status.textContent = OVS.say("search.wait");
      searcher = OVS.load(field.dataset.index, "search").then(OVS.searcher);
      searcher.catch(() => (searcher = null));
    }
    return searcher;
  }

  async function look() {
    const words = field.value.trim();
    const find = words || searcher ? await ready() : null;
    // Somebody may have typed on while the index was loading: the last call shows what there is then.
    if (words !== field.value.trim()) return;
    found = words ? find(words).flatMap(({ why, hits }) => hits.map((hit, index) => [hit, index ? "" : why])) : [];
    const told = found.length ? OVS.say("search.results", { n: found.length }) : OVS.say("search.nothing");
    status.textContent = words ? told : "";
    if (examples) examples.hidden = Boolean(words);
    results.replaceChildren();
    laid = 0;
    lay();
  }

  function lay() {
    const some = found.slice(laid, laid + AT_ONCE);
    for (const [hit, why] of some) {
      if (why) results.append(OVS.element("li", OVS.say(why), { class: "why" }));
      results.append(entry(hit));
    }
    laid += some.length;
    more.hidden = laid === found.length;
    more.textContent = OVS.say("filter.more", { n: found.length - laid });
  }

  // A record, with the words by which it was found. Its first text is in the language that it names.
  function entry({ id, to, name, sort, lines, lang, terms }) {
    const item = document.createElement("li");
    const link = OVS.element("a", "", { href: to });
    link.append(...OVS.marked(name, terms));
    item.append(link, " ", OVS.element("small", sort));
    if (OVS.has(id, terms)) {
      const code = document.createElement("code");
      code.append(...OVS.marked(id, terms));
      item.append(" ", code);
    }
    const [first, ...others] = lines.filter(Boolean);
    const shown = others.filter((line) => OVS.has(line, terms)).slice(0, first ? LINES - 1 : LINES);
    if (first) item.append(" ", line(first, terms, lang ? { lang, dir: "auto" } : {}));
    for (const other of shown) item.append(" ", line(other, terms, { class: "also", dir: "auto" }));
    return item;
  }

  function line(text, terms, attributes) {
    const element = OVS.element("span", "", attributes);
    element.append(...OVS.marked(excerpt(text, terms), terms));
    return element;
  }

  // As much of a text as a line bears, around the first word that was found.
  function excerpt(text, terms) {
    if (text.length <= LINE) return text;
    let before = 0;
    for (const part of OVS.marked(text, terms)) {
      if (typeof part !== "string") break;
      before += part.length;
    }
    const wish = before < LINE / 2 || before === text.length ? 0 : before - LINE / 3;
    const start = wish && text.lastIndexOf(" ", wish) + 1;
    const rest = text.slice(start);
    const cut = rest.slice(0, LINE);
    const end = rest.length > LINE ? `${cut.slice(0, cut.lastIndexOf(" ")) || cut}\u00a0…` : rest;
    return start ? `…\u00a0${end}` : end;
  }

  // From the field down to the results, and back up.
  function step(event) {
    const down = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = [...results.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (!down || (at < 0 && (down < 0 || document.activeElement !== field))) return;
    const next = at + down < 0 ? field : links[at + down];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  function address() {
    return { ...OVS.readParams(location.search), q: field.value.trim() };
  }

  function follow() {
    field.value = OVS.readParams(location.search).q || "";
    look();
  }

  more.addEventListener("click", lay);
  document.addEventListener("keydown", step);
  field.addEventListener("focus", function () {
    if (!searcher) ready().then(look);
  });
  field.addEventListener("input", function () {
    OVS.address.going(address());
    look();
  });
  field.addEventListener("change", () => OVS.address.chosen(address()));
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    OVS.address.chosen(address());
  });
  OVS.address.follow(follow);
  follow();
})();
