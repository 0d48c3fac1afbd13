"use strict";
// Citations for reference managers, of what a page says: the same bytes as those of `overseas cite`.
(function () {
  const OVS = (self.OVS = self.OVS || {});
  const { within, contained, types, subtypes, languages, codes, escapes, ligatures, ris: kinds } = OVS.cite;
  const JOINED = new RegExp(ligatures, "g");
  const LINE_ENDS = /\r\n|[\n-\r\x1c-\x1e\x85\u2028\u2029]/;
  // Key of the part of a title that keeps its letters, whatever capitals a style gives to titles.
  const AS_IT_IS = "as it is";

  function date(item, key) {
    const [parts] = (item[key] || { "date-parts": [[]] })["date-parts"];
    return parts.map((part) => String(part).padStart(2, "0")).join("-");
  }

  const authors = (item) => (item.author || []).map((each) => each.literal).join("; ");

  function escaped(text) {
    const plain = (part) => [...part].map((each) => escapes[each] || each).join("");
    return text.split(JOINED).map(plain).join("{}");
  }

  // A second pair of braces keeps titles from being lower-cased, and names from being parted.
  const whole = (text) => (text ? `{${escaped(text)}}` : "");

  function bibtex(item) {
    const [kind, where] = types[item.type];
    const language = item.language || "";
    const named = languages[language] || language;
    const fields = {
      author: whole(authors(item)),
      title: whole(item.title),
      [where]: whole(item["container-title"] || item.publisher),
      entrysubtype: subtypes[item.type],
      date: date(item, "issued"),
      urldate: date(item, "accessed"),
      version: item.version,
      language: named,
      langid: codes.includes(language) ? language : named,
      url: (item.URL || "").replaceAll("{", "%7B").replaceAll("}", "%7D"),
      note: escaped(item.note || ""),
    };
    const filled = Object.entries(fields).filter(([, value]) => value);
    return [`@${kind}{${item.id},`, ...filled.map(([name, value]) => `  ${name} = {${value}},`), "}"].join("\n");
  }

  function csl(item) {
    const { [AS_IT_IS]: name, ...shown } = item;
    if (name !== undefined) {
      const begins = item.title.endsWith(name) ? item.title.slice(0, item.title.length - name.length) : item.title;
      shown.title = `${begins}<span class="nocase">${name}</span>`;
    }
    return JSON.stringify([shown], null, 2);
  }

  function ris(item) {
    const slashed = (text) => (text ? [...text.split("-"), "", ""].slice(0, 3).join("/") : "");
    const issued = date(item, "issued");
    const tags = [
      ["TY", kinds[item.type]],
      ["ID", item.id],
      ["AU", authors(item)],
      ["TI", item.title],
      ["T2", item["container-title"]],
      ["PB", item.publisher],
      ["DA", slashed(issued)],
      ["PY", issued.slice(0, 4)],
      ["Y2", slashed(date(item, "accessed"))],
      ["ET", item.version],
      ["UR", item.URL],
      ["LA", item.language],
      ["N1", item.note],
    ];
    const filled = tags.filter(([, value]) => value);
    return [...filled.map(([tag, value]) => `${tag}  - ${value.split(LINE_ENDS).join(" ")}`), "ER  - "].join("\n");
  }

  // What the page says to machines, and its citation as text; a source says there of which type it is.
  const read = () => JSON.parse(document.querySelector("script[type='application/ld+json']").textContent);
  const line = document.getElementById("cite-text");

  function source(type, accessed) {
    const told = read();
    const parts = (text) => ({ "date-parts": [text.split("-").map(Number)] });
    return {
      id: told.identifier,
      type,
      ...(told.name && { title: told.name }),
      [contained.includes(type) ? "container-title" : "publisher"]: told.publisher.name,
      ...(told.datePublished && { issued: parts(told.datePublished) }),
      ...(accessed && { accessed: parts(accessed) }),
      ...(told.url && { URL: told.url }),
      language: told.inLanguage,
    };
  }

  // A part of the dataset: its title begins after the quotation mark before its name.
  function record() {
    const name = document.getElementById("cite-name");
    const title = name.previousSibling.textContent.split("“").pop() + name.textContent;
    const note = document.getElementById("cite-note").textContent.trimEnd();
    return { ...within, id: `${within.id}-${read().identifier}`, title, [AS_IT_IS]: name.textContent, note };
  }

  function item() {
    const { type, read: accessed } = line.dataset;
    return type ? source(type, accessed) : record();
  }

  // Name of a style -> what it is called, and what writes an item in it.
  OVS.styles = { bibtex: ["BibTeX", bibtex], csl: ["CSL-JSON", csl], ris: ["RIS", ris] };

  // The citation of the page in a style.
  OVS.citation = (style) => `${OVS.styles[style][1](item())}\n`;
})();
