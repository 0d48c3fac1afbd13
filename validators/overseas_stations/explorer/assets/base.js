"use strict";
// What the other scripts share: texts of the interface, folded words, data that are loaded when they are asked for.
(function () {
  const OVS = (self.OVS = self.OVS || {});
  const HERE = document.currentScript.src;
  const GROUPED_FROM = 10000;
  const loading = new Map();

  // The folder of the site, and that of the page's language, as the start of an address.
  OVS.root = HERE.slice(0, HERE.lastIndexOf("assets/"));
  OVS.own = document.querySelector("script[src$='data/words.js']").src.slice(0, -"data/words.js".length);

  // A whole number as it is written: in groups of three from five digits on.
  OVS.number = function (number) {
    const digits = String(number);
    return number < GROUPED_FROM ? digits : digits.replace(/\B(?=(\d{3})+$)/g, OVS.words.group);
  };

  // A text of the interface; of those that count, the form for n.
  OVS.say = function (key, values) {
    const texts = OVS.words.texts;
    const form = values && OVS.words.one.includes(values.n) ? "one" : "other";
    const text = texts[key] === undefined ? texts[`${key}.${form}`] : texts[key];
    return text.replace(/\{([a-z_]+)\}/g, function (_, name) {
      const value = values[name];
      return typeof value === "number" ? OVS.number(value) : value;
    });
  };

  // Words as they are compared: without marks, in lower case. Hangul is put together again.
  OVS.fold = function (text) {
    const bare = text.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC");
    return bare.toLowerCase();
  };

  // A promise of what a data file sets in OVS, the file being loaded once.
  OVS.load = function (path, name) {
    if (OVS[name] !== undefined) return Promise.resolve(OVS[name]);
    if (!loading.has(path)) {
      const loaded = new Promise(function (resolve, reject) {
        const script = document.createElement("script");
        script.addEventListener("load", () => resolve(OVS[name]));
        script.addEventListener("error", function () {
          loading.delete(path);
          script.remove();
          reject(new Error(path));
        });
        script.src = path;
        document.head.append(script);
      });
      loading.set(path, loaded);
    }
    return loading.get(path);
  };

  // An element with a text, and attributes.
  OVS.element = function (name, text, attributes) {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    return made;
  };
})();
