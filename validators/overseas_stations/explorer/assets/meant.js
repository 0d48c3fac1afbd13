"use strict";
// Which records are meant by some words: those that have all of them, called by them first; what is only spelt alike,
// or has a part of them, stands apart. At home in scripts that put no blanks between words.
(function () {
  const OVS = (self.OVS = self.OVS || {});
  const CHUNK = 200;
  const FEW = 3;
  const TITLES = ["id", "name", "titles"];
  const SCRIPTS = ["Han", "Hiragana", "Katakana", "Hangul", "Thai", "Myanmar", "Khmer"];
  const UNSPACED = new RegExp(`[${SCRIPTS.map((script) => `\\p{Script=${script}}`).join("")}]`, "u");
  const RUNS = new RegExp(`${UNSPACED.source}+|[^]+?(?=${UNSPACED.source}|$)`, "gu");
  // Ends of English words, the longer ones first, each with how much must be left of a word.
  const ENDS = Object.entries({ ations: 5, ation: 5, ions: 5, ion: 5, ing: 4, ies: 4, ed: 4, es: 4, s: 4 });

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

  // What a word has in common with its other forms: convicted, convicts, conviction.
  function stem(word) {
    const [end] = ENDS.find(([end, left]) => word.endsWith(end) && word.length >= end.length + left) || [""];
    return /^[a-z]{5,}$/.test(word) ? word.slice(0, word.length - end.length) : word;
  }

  const forgiving = (word) => (word.length > 3 && /^\p{L}+$/u.test(word) && !UNSPACED.test(word) ? 0.2 : false);
  // What is typed last may go on. Short words stand in most records, and what begins like them is seldom meant.
  const begins = (word, index, words) => index === words.length - 1 || word.length > 3;
  const OPTIONS = {
    fields: [...TITLES, "words", "sort"],
    tokenize: OVS.tokens,
    processTerm: (term) => term,
    searchOptions: { boost: { id: 4, name: 3, titles: 2 }, weights: { fuzzy: 0.3, prefix: 0.6 } },
  };

  // A word, or another form of it, as a question to the index.
  function asked(word, index, words) {
    const root = stem(word);
    const own = { queries: [word], prefix: begins(word, index, words) };
    return root === word ? own : { combineWith: "OR", queries: [own, { queries: [root], prefix: true }] };
  }

  // A promise of a function that finds records for words: lists of them, the best first, each with the key of the text
  // that says what is wrong with them.
  OVS.searcher = async function (tables) {
    const documents = tables.flatMap(function ({ sort, folder, records }) {
      return records.map(function ([id, name, text, titled, weight, lang]) {
        const lines = text.split("\n");
        const [titles, words] = [lines.slice(0, titled), lines.slice(titled)].map((some) => some.join("\n"));
        return { id, name, titles, words, lines, weight, lang, sort, to: `${folder}/${id.toLowerCase()}.html` };
      });
    });
    const index = new MiniSearch(OPTIONS);
    await index.addAllAsync(documents, { chunkSize: CHUNK });
    const byId = new Map(documents.map((each) => [each.id, each]));

    function search(query, options) {
      return index.search(query, options).map(({ id, score, terms }) => ({ ...byId.get(id), score, terms }));
    }

    // Those that are called by the words come first, and of them those on which most hangs.
    function called(query, options) {
      const titled = search(query, { ...options, fields: TITLES });
      if (!options.fuzzy) for (const each of titled) each.score *= Math.log2(2 + each.weight);
      titled.sort((one, other) => other.score - one.score);
      const known = new Set(titled.map((each) => each.id));
      const all = search(query, options);
      const terms = new Map(all.map((each) => [each.id, each.terms]));
      for (const each of titled) each.terms = terms.get(each.id) || each.terms;
      return [...titled, ...all.filter((each) => !known.has(each.id))];
    }

    return function (words) {
      const tokens = OVS.tokens(words);
      if (!tokens.length) return [];
      const wanted = OVS.fold(words).trim();
      const isNamed = (each) => each.id === wanted || OVS.fold(each.name) === wanted;
      const full = called({ combineWith: "AND", queries: tokens.map(asked) }, {});
      const exact = [...full.filter(isNamed), ...full.filter((each) => !isNamed(each))];
      const lists = [{ why: "", hits: exact }];
      if (exact.length < FEW) {
        const known = new Set(exact.map((each) => each.id));
        const near = called(words, { combineWith: "AND", prefix: begins, fuzzy: forgiving });
        lists.push({ why: "search.near", hits: near.filter((each) => !known.has(each.id)) });
      }
      const found = lists.filter(({ hits }) => hits.length);
      // Where nothing has all words, some are better than nothing.
      return found.length ? found : [{ why: "search.some", hits: search(words, { prefix: begins, fuzzy: forgiving }) }];
    };
  };

  // A text in which the words that were found are marked.
  OVS.marked = function (text, terms) {
    const found = new Set(terms);
    const parts = text.split(/([\p{L}\p{N}\p{M}]+)/u);
    return parts.filter(Boolean).flatMap(function (part) {
      if (!UNSPACED.test(part)) return found.has(OVS.fold(part)) ? [OVS.element("mark", part)] : [part];
      const characters = [...part];
      const pair = (at) => at >= 0 && found.has(OVS.fold(characters.slice(at, at + 2).join("")));
      const isFound = (at) => pair(at) || pair(at - 1) || found.has(OVS.fold(characters[at]));
      return characters.map((each, at) => (isFound(at) ? OVS.element("mark", each) : each));
    });
  };

  // Whether a text has a word that was found.
  OVS.has = (text, terms) => OVS.marked(text, terms).some((part) => typeof part !== "string");
})();
