"use strict";
// The choices of a list: each says how many are ticked, and lies over the list while it is open.
(function () {
  const OVS = (self.OVS = self.OVS || {});
  const facets = [...document.querySelectorAll("#filters details")];

  for (const facet of facets) facet.querySelector("summary").append(document.createElement("b"));

  OVS.tellChosen = function (form) {
    for (const facet of form.querySelectorAll("details")) {
      const count = facet.querySelectorAll(":checked").length;
      facet.querySelector("summary b").textContent = count ? ` ${count}` : "";
    }
  };

  // How many rows each choice would leave or add, beside what else is chosen; words in the order of the dictionary.
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  for (const { lastElementChild: choices } of facets) {
    const labels = [...choices.querySelectorAll("label")];
    const text = (label) => label.querySelector("input").nextSibling.textContent.trim();
    choices.append(...labels.sort((one, other) => compare(text(one), text(other))));
  }

  OVS.tellCounts = function (form, counts) {
    for (const field of form.querySelectorAll("[type=checkbox]")) {
      const number = counts.get(field.name).get(field.value) || 0;
      const label = field.parentElement;
      label.querySelector("small").textContent = OVS.number(number);
      label.classList.toggle("none", !number && !field.checked);
    }
  };

  document.addEventListener("click", function (event) {
    for (const facet of facets) if (!facet.contains(event.target)) facet.open = false;
  });
  document.addEventListener("keydown", function (event) {
    const facet = event.key === "Escape" && event.target.closest("#filters details[open]");
    if (!facet) return;
    facet.open = false;
    facet.querySelector("summary").focus();
  });
})();
