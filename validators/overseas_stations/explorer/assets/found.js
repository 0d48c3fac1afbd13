"use strict";
// Which passages of a page stand in a pasted text, told beside the button: each with its words and its place. What was
// pasted is shown as text alone; it is kept and sent nowhere.
(function () {
  const OVS = (self.OVS = self.OVS || {});
  const WORDS = {
    exact: "check.found",
    moved: "check.found_elsewhere",
    ambiguous: "check.found_several",
    absent: "check.not_found",
    not_checked: "check.not_checked",
  };
  const FOUND = ["exact", "moved", "ambiguous"];
  // So many characters are shown before a passage and after it.
  const AROUND = 90;

  // The passages of a page by source: of each its words, and every place of the page that names it.
  OVS.passages = function (prints, whole) {
    const sources = new Map();
    const own = document.querySelector(".record").dataset.table === "sources";
    for (const print of prints) {
      const { sha, n, at } = print.dataset.sha ? print.dataset : whole.get(print.textContent);
      const link = print.closest("li").querySelector("a");
      const name = own ? "" : link.href;
      if (!sources.has(name)) sources.set(name, { name: own ? "" : link.textContent, passages: new Map() });
      const { passages } = sources.get(name);
      const key = `${sha} ${at || ""}`;
      if (!passages.has(key)) passages.set(key, { sha, n: Number(n), at: at ? Number(at) : undefined, prints: [] });
      passages.get(key).prints.push(print);
    }
    return [...sources.values()].map(({ name, passages }) => ({ name, passages: [...passages.values()] }));
  };

  // Look for the passages of all sources; false as soon as nobody wants to know any more.
  OVS.verify = async function (sources, text, wanted) {
    for (const passage of sources.flatMap(({ passages }) => passages)) {
      Object.assign(passage, await text.verify(passage.sha, passage.n, passage.at));
      if (!wanted()) return false;
    }
    return true;
  };

  const isFound = ({ verdict }) => FOUND.includes(verdict);
  const countOf = ({ passages }) => passages.filter(isFound).length;
  const share = (source) => countOf(source) / source.passages.length;

  // What came of it, as elements: for each source of which something was found a sentence and the passages.
  OVS.tellFound = function (sources, text) {
    const cited = sources.filter(countOf).sort((one, other) => share(other) - share(one));
    const told = cited.flatMap((source) => [sentence(source), list(source, text)]);
    const all = sources.flatMap(({ passages }) => passages);
    // A text of one page has nothing of the others: only where nothing at all was found is that told of each passage.
    const sought = cited.length ? cited.flatMap(({ passages }) => passages) : all;
    for (const { prints, verdict } of sought) for (const print of prints) mark(print, verdict);
    if (cited.length === sources.length) return told;
    const values = { n: all.length - sought.length || all.length, found: 0, sources: sources.length };
    const rest = OVS.say(cited.length ? "check.others" : "check.none", values);
    return [...told, OVS.element("p", rest, { class: "rest" })];
  };

  function sentence(source) {
    const values = { found: countOf(source), n: source.passages.length, source: source.name };
    return OVS.element("p", OVS.say(source.name ? "check.result_of" : "check.result", values), { class: "result" });
  }

  function list({ passages }, text) {
    const items = document.createElement("ol");
    const found = passages.filter(isFound).sort((one, other) => one.start - other.start);
    items.append(...found.map((passage) => item(passage, text)));
    return items;
  }

  // A passage among the words around it, where it stands in the text, and what on this page it is cited for.
  function item({ start, n, prints, verdict }, { characters }) {
    const item = document.createElement("li");
    const words = OVS.element("p", "", { dir: "auto", class: "quoted" });
    const cut = (from, to) => characters.slice(Math.max(0, from), to).join("");
    words.append(
      start > AROUND ? "… " : "",
      cut(start - AROUND, start),
      OVS.element("mark", cut(start, start + n)),
      cut(start + n, start + n + AROUND),
      start + n + AROUND < characters.length ? " …" : "",
    );
    const place = OVS.say("check.place", { from: start + 1, to: start + n, n: characters.length });
    const about = OVS.element("small", verdict === "exact" ? place : `${place} · ${OVS.say(WORDS[verdict])}`);
    item.append(words, about, ...places(prints));
    return item;
  }

  function places(prints) {
    const named = new Map();
    for (const print of prints) {
      const place = print.closest("[id]");
      const field = print.closest("li > div, li").querySelector(":scope > .field");
      const first = print.closest("li").querySelector("a");
      const own = document.querySelector(".record").dataset.table === "sources";
      const title = own ? first.textContent : (field || sectionOf(print)).textContent;
      if (!named.has(title)) named.set(title, own ? first.href : `#${place.id}`);
    }
    return [...named].flatMap(([title, href]) => [" · ", OVS.element("a", title.trim(), { href })]);
  }

  const sectionOf = (print) => print.closest("section").querySelector("h2").firstChild;

  function mark(print, verdict) {
    print.dataset.verdict = verdict;
    print.after(" ", OVS.element("strong", OVS.say(WORDS[verdict]), { class: "verdict" }));
  }
})();
