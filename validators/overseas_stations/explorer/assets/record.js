"use strict";
// The page of a record. Check it yourself: a pasted text, and which passages of the page stand in it. Buttons that
// copy, and what fields and terms mean, where somebody points at them.
(function () {
  const OVS = (self.OVS = self.OVS || {});
  const prints = [...document.querySelectorAll("li p > code")];
  // What is shown of a fingerprint -> all of it, which stands where the page names the passage first.
  const whole = new Map();
  let run = 0;

  for (const { textContent, dataset } of prints) {
    if (dataset.sha && !whole.has(textContent)) whole.set(textContent, dataset);
  }
  if (prints.length) prepare();
  prepareCitation(document.getElementById("cite-text"));
  prepareStyles(document.getElementById("cite"));
  document.addEventListener("pointerover", explain, { once: true });

  tellThen(document.querySelector(".record").dataset.table, new URLSearchParams(location.search));

  // Who comes from a date of the map's slider is told what was known of the station then, and that here is more.
  async function tellThen(table, asked) {
    const at = asked.get("at") || "";
    const mode = asked.get("mode") === "happened" ? "happened" : "known";
    if (table !== "stations" || !/^[1-9]\d{3}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$/.test(at)) return;
    const steps = await OVS.load(`${OVS.root}data/then.js`, "then");
    await OVS.load(`${OVS.root}assets/steps.js`, "sayThen");
    const [status, asOf] = OVS.stepBy(steps[mode][document.querySelector(".kind code").textContent], at);
    const known = status ? OVS.words.statuses[status] : OVS.say("slider.not_yet");
    const told = OVS.element("p", "", { id: "then", class: "caution" });
    const then = `${OVS.sayThen(at, mode)}${OVS.words.colon}${known}${asOf ? ` (${asOf})` : ""}`;
    const back = OVS.element("a", OVS.say("slider.back"), { href: `${OVS.own}index.html${OVS.thenOf(at, mode)}` });
    told.append(OVS.element("b", then), " · ", OVS.say("slider.page_of_today"), " ", back);
    document.querySelector(".record h1").after(told);
  }

  // The form does nothing without scripts, so that it is made by one.
  function prepare() {
    const section = OVS.element("section", "", { id: "check", class: "check" });
    const form = OVS.element("div", "", { class: "form" });
    const pasted = OVS.element("textarea", "", { id: "pasted", rows: "5", spellcheck: "false", autocomplete: "off" });
    const outcome = OVS.element("div", "", { id: "outcome", role: "status" });
    const buttons = document.createElement("p");
    buttons.append(button("look", "check.run"), " ", button("clear", "check.clear"));
    form.append(OVS.element("label", OVS.say("check.paste"), { for: "pasted" }), pasted, buttons, outcome);
    section.append(
      OVS.element("h2", OVS.say("check.title")),
      OVS.element("p", OVS.say("check.how")),
      form,
      OVS.element("p", `${OVS.say("explain.passage")} ${OVS.say("check.not_found_means")}`, { class: "note" }),
    );
    (document.getElementById("looked") || document.getElementById("cite")).before(section);

    document.getElementById("look").addEventListener("click", async function () {
      const mine = ++run;
      clear(outcome);
      if (!pasted.value.trim()) {
        outcome.textContent = OVS.say("check.empty");
        pasted.focus();
        return;
      }
      // A page from a server without encryption has no hashes.
      if (!self.crypto || !crypto.subtle) {
        outcome.textContent = OVS.say("check.not_checked");
        return;
      }
      await OVS.load(`${OVS.root}assets/found.js`, "tellFound");
      const Text = await OVS.load(`${OVS.root}assets/passages.js`, "Text");
      const text = new Text(pasted.value);
      const sources = OVS.passages(prints, whole);
      if (await OVS.verify(sources, text, () => mine === run)) outcome.append(...OVS.tellFound(sources, text));
    });
    document.getElementById("clear").addEventListener("click", function () {
      run++;
      pasted.value = "";
      clear(outcome);
      pasted.focus();
    });
  }

  function button(id, key) {
    return OVS.element("button", OVS.say(key), { type: "button", id });
  }

  function clear(outcome) {
    outcome.textContent = "";
    for (const print of prints) delete print.dataset.verdict;
    for (const verdict of document.querySelectorAll("strong.verdict")) verdict.remove();
  }

  // The citation in one line, with the address of the page where it has one; and with what to know of the record.
  function prepareCitation(line) {
    if (!line) return;
    const note = document.getElementById("cite-note");
    const permanent = document.getElementById("permanent");
    const where = note && permanent ? ` ${permanent.textContent}` : "";
    const short = () => `${line.textContent.trimEnd()}${where}\n`;
    line.after(" ", ...copyOf("cite-short", short));
    if (permanent) permanent.after(" ", ...copyOf("permanent", () => permanent.textContent));
    if (note) note.after(" ", ...copyOf("cite-text", () => `${line.textContent.trimEnd()} ${note.textContent}`));
    document.querySelector(".kind").append(" ", ...copyOf("cite-top", short, "cite.short"));
  }

  // Citations for reference managers are made when somebody asks for them.
  function prepareStyles(section) {
    if (!section) return;
    const more = OVS.element("details", "", { id: "cite-more" });
    more.append(OVS.element("summary", OVS.say("cite.more")));
    section.append(more);
    more.addEventListener("toggle", lay, { once: true });
    async function lay() {
      await OVS.load(`${OVS.root}data/cite.js`, "cite");
      const styles = await OVS.load(`${OVS.root}assets/cite.js`, "styles");
      for (const [style, [name]] of Object.entries(styles)) {
        const id = `cite-${style}`;
        const details = document.createElement("details");
        const text = OVS.element("pre", OVS.citation(style), { id, tabindex: "0" });
        details.append(OVS.element("summary", name), text, ...copyOf(id, () => text.textContent));
        more.append(details);
      }
    }
  }

  // A button that copies a text of the page, and where it says so; nothing where nothing can be copied.
  function copyOf(id, text, key = "cite.copy") {
    if (!navigator.clipboard) return [];
    const copy = OVS.element("button", OVS.say(key), { type: "button", class: "copy", "data-copy": id });
    const told = OVS.element("span", "", { role: "status" });
    copy.addEventListener("click", async function () {
      try {
        await navigator.clipboard.writeText(text());
        told.textContent = OVS.say("cite.copied");
      } catch {
        told.textContent = OVS.say("cite.not_copied");
      }
    });
    return [copy, " ", told];
  }

  // The page of the fields has all of it; here it is a tip.
  async function explain() {
    const meanings = await OVS.load(`${OVS.own}data/meanings.js`, "meanings");
    const own = meanings[document.querySelector(".record").dataset.table] || {};
    for (const fact of document.querySelectorAll("#recorded + dl > div")) {
      const [meaning, terms] = own[fact.id.slice("f-".length)] || ["", {}];
      const [title, value] = fact.children;
      if (meaning) title.title = meaning;
      if (terms[value.textContent]) value.title = terms[value.textContent];
    }
  }
})();
