"use strict";
// The theme that a reader chose, set before anything is painted, and the choice of one. Storage may be refused.
(function () {
  const KEY = "overseas-stations-theme";
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
    const choice = document.getElementById("theme");
    if (!choice) return;
    choice.value = root.dataset.theme || "";
    choice.addEventListener("change", function () {
      set(choice.value);
      store(choice.value);
    });
    choice.closest("[hidden]").hidden = false;
  });
})();
