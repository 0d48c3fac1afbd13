"use strict";
// The theme that a reader chose, set before anything is painted, and the choice of one. Storage may be refused.
(function () {
  const KEY = "overseas-stations-theme";
  const CHOICES = { "": "site.theme_system", light: "site.theme_light", dark: "site.theme_dark" };
  const root = document.documentElement;

  function stored() {
    try {
      return localStorage.getItem(KEY) || "";
    } catch {
      return "";
    }
  }

  function store(theme) {
    try {
      if (theme) localStorage.setItem(KEY, theme);
      else localStorage.removeItem(KEY);
    } catch {
      // It holds for this page then.
    }
  }

  function set(theme) {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  }

  set(stored());
  // What needs scripts has its room from the start, so that nothing moves when they have run.
  root.classList.add("js");
  document.addEventListener("DOMContentLoaded", function () {
    const { texts } = self.OVS.words;
    const choice = document.createElement("select");
    const label = document.createElement("label");
    choice.id = "theme";
    for (const [theme, key] of Object.entries(CHOICES)) choice.add(new Option(texts[key], theme));
    choice.value = root.dataset.theme || "";
    choice.addEventListener("change", function () {
      set(choice.value);
      store(choice.value);
    });
    label.append(`${texts["site.theme"]} `, choice);
    document.querySelector("footer .choices").append(label);
  });
})();
