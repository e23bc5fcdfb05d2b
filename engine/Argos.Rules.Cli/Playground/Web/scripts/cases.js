// The cases of the tests: a list that turns green or red. The one that is chosen is explained.
import { $, count, el, fill } from "./dom.js";

export function createCases(explain) {
  const box = $("cases");
  let cases = [];
  let chosen = -1;
  let waiting = 0;

  function item(one, i) {
    const words = one.passed ? "passed" : "failed";
    return el("li", { role: "option", id: `case-${i}`, class: words, "aria-selected": i === chosen, "data-case": one.name, onclick: () => choose(i) },
      el("span", { class: "sign", "aria-hidden": "true" }, one.passed ? "✓" : "✗"),
      el("span", { class: "name" }, one.name), el("span", { class: "visually-hidden" }, `, ${words}`),
      el("span", { class: "what" }, [one.outcome, ...(one.codes ?? [])].join(" ")));
  }

  function choose(i, patience = 0) {
    if (i < 0 || i >= cases.length) return;
    chosen = i;
    for (const [k, option] of [...box.children].entries()) option.setAttribute("aria-selected", k === i);
    box.setAttribute("aria-activedescendant", `case-${i}`);
    box.children[i].scrollIntoView({ block: "nearest" });
    clearTimeout(waiting);
    waiting = setTimeout(() => explain(cases[i]), patience);
  }

  box.addEventListener("keydown", event => {
    const to = { ArrowDown: chosen + 1, ArrowUp: Math.max(chosen - 1, 0), Home: 0, End: cases.length - 1 }[event.key];
    if (to !== undefined) { event.preventDefault(); choose(to, 150); }
    else if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(Math.max(chosen, 0)); }
  });

  function summary(answer) {
    const failed = cases.filter(one => !one.passed).length;
    const sign = $("summary");
    sign.className = `problems ${failed ? "bad" : "good"}`;
    sign.textContent = cases.length ? `${failed ? `✗ ${failed} of ${count(cases.length, "case")} failed` : `✓ ${count(cases.length, "case")} passed`} · ${Math.round(answer.milliseconds)} ms` : "";
  }

  return {
    show(answer) {
      const name = cases[chosen]?.name;
      cases = answer.cases;
      chosen = cases.findIndex(one => one.name === name);
      fill(box, ...cases.map(item));
      if (chosen >= 0) box.setAttribute("aria-activedescendant", `case-${chosen}`);
      else box.removeAttribute("aria-activedescendant");
      $("no-cases").hidden = cases.length > 0;
      summary(answer);
    },
    // The text has changed since: what is shown may no longer hold.
    age() { for (const option of box.children) option.classList.add("old"); },
    first: () => cases[0] ?? null,
    clear() { chosen = -1; this.show({ cases: [], milliseconds: 0 }); },
  };
}
