// Before anything is painted: the theme that was chosen last.
"use strict";
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  let chosen = "auto";
  try { chosen = localStorage.getItem("argos-theme") ?? "auto"; } catch { /* a browser that keeps nothing */ }
  document.documentElement.dataset.theme = chosen === "light" || chosen === "dark" ? chosen : dark ? "dark" : "light";
})();
