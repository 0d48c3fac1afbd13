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
