"use strict";
// Check it yourself: a pasted text, and which passages of the page stand in it. And buttons that copy a citation.
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
  const section = document.getElementById("check");
  const prints = [...document.querySelectorAll("code.print[data-sha]")];
  let run = 0;

  if (section && prints.length) prepare();
  else if (section) section.hidden = true;
  if (navigator.clipboard) document.querySelectorAll("button.copy").forEach(prepareCopy);

  function prepare() {
    const pasted = document.getElementById("pasted");
    const outcome = document.getElementById("outcome");
    section.querySelector(".form").hidden = false;

    document.getElementById("look").addEventListener("click", async function () {
      const mine = ++run;
      clear(outcome);
      if (!pasted.value.trim()) return;
      // A page from a server without encryption has no hashes.
      if (!self.crypto || !crypto.subtle) {
        outcome.textContent = OVS.say("check.not_checked");
        return;
      }
      const verdicts = await check(new OVS.Text(pasted.value), () => mine === run);
      if (mine !== run) return;
      const found = [...verdicts.values()].filter((verdict) => FOUND.includes(verdict));
      outcome.textContent = OVS.say("check.result", { found: found.length, n: verdicts.size });
    });
    document.getElementById("clear").addEventListener("click", function () {
      run++;
      pasted.value = "";
      clear(outcome);
      pasted.focus();
    });
  }

  // Look for each passage once, in the order of the page, and say at each place what came of it.
  async function check(text, wanted) {
    const verdicts = new Map();
    for (const print of prints) {
      const { sha, n, at } = print.dataset;
      const key = `${sha} ${at || ""}`;
      if (!verdicts.has(key)) {
        const { verdict } = await text.verify(sha, Number(n), at ? Number(at) : undefined);
        verdicts.set(key, verdict);
      }
      if (!wanted()) return verdicts;
      tell(print, verdicts.get(key));
    }
    return verdicts;
  }

  function tell(print, verdict) {
    print.dataset.verdict = verdict;
    print.after(" ", OVS.element("strong", OVS.say(WORDS[verdict]), { class: "verdict" }));
    // What was found must not stay folded away.
    let folded = print.closest("details");
    for (; folded && FOUND.includes(verdict); folded = folded.parentElement.closest("details")) folded.open = true;
  }

  function clear(outcome) {
    outcome.textContent = "";
    for (const print of prints) delete print.dataset.verdict;
    for (const verdict of document.querySelectorAll("strong.verdict")) verdict.remove();
  }

  function prepareCopy(button) {
    const told = OVS.element("span", "", { role: "status" });
    button.hidden = false;
    button.after(" ", told);
    button.addEventListener("click", async function () {
      try {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
        told.textContent = OVS.say("cite.copied");
      } catch {
        told.textContent = OVS.say("cite.not_copied");
      }
    });
  }
})();
