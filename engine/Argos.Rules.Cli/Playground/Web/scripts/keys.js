// Everything by the keyboard: F6 goes round the parts of the page, and each action has a key.
import { $ } from "./dom.js";

const parts = ["policy", "tests", "input", "data", "settings", "facts", "cases", "results"];

function partOf(element) {
  return parts.findIndex(part => $(`pane-${part}`).contains(element));
}

export function createKeys(editors, actions) {
  function focusPart(i) {
    const part = parts[(i + parts.length) % parts.length];
    if (part === "cases") $("cases").hidden || !$("cases").children.length ? $("tab-decision").focus() : $("cases").focus();
    else if (part === "results") document.querySelector('[role="tab"][aria-selected="true"]').focus();
    else if ($(`editor-${part}`).hidden) $(`pane-${part}`).querySelector(".fold").focus();
    else editors[part].focus();
  }

  const named = event => [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.altKey ? "Alt" : "", event.shiftKey ? "Shift" : "", event.key.length === 1 ? event.key.toUpperCase() : event.key].filter(Boolean).join("+");

  // Before the editors see it.
  window.addEventListener("keydown", event => {
    if ($("keys").open) return;
    const key = named(event);
    const part = partOf(document.activeElement);
    const action = {
      F6: () => focusPart(part + 1), "Shift+F6": () => focusPart(part < 0 ? parts.length - 1 : part - 1),
      "Ctrl+Enter": actions.run, "Alt+Enter": actions.decide, "Alt+M": actions.mutate, "Alt+E": actions.engine,
    }[key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  }, true);

  for (const fold of document.querySelectorAll(".fold")) {
    fold.addEventListener("click", () => {
      const open = fold.getAttribute("aria-expanded") !== "true";
      fold.setAttribute("aria-expanded", open);
      $(fold.getAttribute("aria-controls")).hidden = !open;
      fold.closest(".pane").classList.toggle("folded", !open);
    });
  }
  $("pane-facts").classList.add("folded");
  $("help").addEventListener("click", () => $("keys").showModal());
}
