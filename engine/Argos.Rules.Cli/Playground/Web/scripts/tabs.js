// A list of tabs: the arrow keys choose, as the ARIA practices say.
import { $ } from "./dom.js";

export function createTabs(names) {
  const tabs = names.map(name => $(`tab-${name}`));
  function choose(name, focus = false) {
    tabs.forEach((tab, i) => {
      const chosen = names[i] === name;
      tab.setAttribute("aria-selected", chosen);
      tab.tabIndex = chosen ? 0 : -1;
      $(`panel-${names[i]}`).hidden = !chosen;
      if (chosen && focus) tab.focus();
    });
  }
  tabs.forEach((tab, i) => {
    tab.addEventListener("click", () => choose(names[i]));
    tab.addEventListener("keydown", event => {
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: names.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      choose(names[(to + names.length) % names.length], true);
    });
  });
  return choose;
}
