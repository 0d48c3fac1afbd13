"use strict";
// The search over everything: forgiving of slips and accents, and at home in scripts that put no blanks between words.
(function () {
  const OVS = (self.OVS = self.OVS || {});
  const AT_ONCE = 30;
  const LINE = 200;
  const CHUNK = 200;
  const SCRIPTS = ["Han", "Hiragana", "Katakana", "Hangul", "Thai", "Myanmar", "Khmer"];
  const UNSPACED = new RegExp(`[${SCRIPTS.map((script) => `\\p{Script=${script}}`).join("")}]`, "u");
  const RUNS = new RegExp(`${UNSPACED.source}+|[^]+?(?=${UNSPACED.source}|$)`, "gu");

  // The words of a text as they are found: folded; of a script without blanks every two neighbours.
  OVS.tokens = function (text) {
    return OVS.fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean).flatMap(function (word) {
      return UNSPACED.test(word) ? word.match(RUNS).flatMap(pairs) : [word];
    });
  };

  function pairs(run) {
    const characters = [...run];
    if (characters.length < 2 || !UNSPACED.test(run)) return [run];
    return characters.slice(1).map((character, index) => characters[index] + character);
  }

  const forgiving = (word) => (word.length > 3 && /^\p{L}+$/u.test(word) && !UNSPACED.test(word) ? 0.2 : false);
  // What is typed last may go on. Short words stand in most records, and what begins like them is seldom meant.
  const begins = (word, index, words) => index === words.length - 1 || word.length > 3;
  const OPTIONS = {
    fields: ["id", "name", "words"],
    tokenize: OVS.tokens,
    processTerm: (term) => term,
    searchOptions: {
      boost: { id: 4, name: 3 },
      prefix: begins,
      fuzzy: forgiving,
      weights: { fuzzy: 0.3, prefix: 0.6 },
    },
  };

  // A promise of a function that finds records for words, the best first.
  OVS.searcher = async function (tables) {
    const documents = tables.flatMap(function ({ sort, folder, records }) {
      const to = (id) => `${folder}/${id.toLowerCase()}.html`;
      return records.map(([id, name, words, lang]) => ({ id, name, words, lang, sort, to: to(id) }));
    });
    const index = new MiniSearch(OPTIONS);
    await index.addAllAsync(documents, { chunkSize: CHUNK });
    const byId = new Map(documents.map((each) => [each.id, each]));
    return function (words) {
      // All words somewhere is meant; where nothing has all, some are better than nothing.
      const all = index.search(words, { combineWith: "AND" });
      const found = (all.length ? all : index.search(words)).map((hit) => byId.get(hit.id));
      const wanted = OVS.fold(words).trim();
      const named = found.filter((each) => each.id === wanted || OVS.fold(each.name) === wanted);
      return named.length ? [...named, ...found.filter((each) => !named.includes(each))] : found;
    };
  };

  const form = document.getElementById("search");
  const field = document.getElementById("q");
  const results = document.getElementById("results");
  const status = document.getElementById("found");
  const more = OVS.element("button", "", { type: "button", class: "more", hidden: "" });
  let searcher = null;
  let found = [];
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
    found = words ? find(words) : [];
    const told = found.length ? OVS.say("search.results", { n: found.length }) : OVS.say("search.nothing");
    status.textContent = words ? told : "";
    results.replaceChildren();
    lay();
  }

  function lay() {
    const laid = results.children.length;
    results.append(...found.slice(laid, laid + AT_ONCE).map(entry));
    const left = found.length - results.children.length;
    more.hidden = left === 0;
    more.textContent = OVS.say("filter.more", { n: left });
  }

  // Of what a record says, its first text, which is in the language that it names.
  function entry(each) {
    const item = document.createElement("li");
    const [first] = each.words.split("\n");
    item.append(OVS.element("a", each.name, { href: each.to }), " ", OVS.element("small", each.sort), " ");
    if (first) item.append(OVS.element("span", shortened(first), each.lang ? { lang: each.lang, dir: "auto" } : {}));
    return item;
  }

  function shortened(text) {
    if (text.length <= LINE) return text;
    const cut = text.slice(0, LINE);
    return `${cut.slice(0, cut.lastIndexOf(" ")) || cut} …`;
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
