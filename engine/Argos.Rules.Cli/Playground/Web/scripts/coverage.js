// What the cases reach: bars in the margin of the policy, and a list of what none does.
import { $, count, el, fill } from "./dom.js";
import { inPolicy } from "./editors.js";

const words = { true: "in no case true", false: "in no case false", arm: "no case takes this arm", line: "no case comes here" };
const percent = (hit, all) => `${all ? Math.floor(hit * 1000 / all) / 10 : 100} %`;

function barOf(line) {
  if (line.hits === 0) return { name: "cover-none", text: "no case comes here" };
  const reached = `reached ${line.hits === 1 ? "once" : `${line.hits} times`}`;
  if (line.branchesHit < line.branches) return { name: "cover-part", text: `${reached}; ${line.branchesHit} of ${line.branches} branches taken` };
  return { name: "cover-full", text: line.branches ? `${reached}; all ${line.branches} branches taken` : reached };
}

export function createCoverage(monaco, editors) {
  const drawn = editors.policy.createDecorationsCollection();
  const panel = $("panel-coverage");
  const empty = [...panel.childNodes];

  return {
    clear() {
      drawn.clear();
      $("tab-coverage").textContent = "Coverage";
      fill(panel, ...empty);
    },

    show(coverage) {
      if (!coverage) return this.clear();
      drawn.set(coverage.lines.map(line => {
        const bar = barOf(line);
        return { range: new monaco.Range(line.row, 1, line.row, 1), options: { isWholeLine: true, linesDecorationsClassName: bar.name, linesDecorationsTooltip: bar.text } };
      }));
      const [hit, branches] = [coverage.lines.filter(line => line.hits > 0).length, coverage.lines.reduce((sum, line) => sum + line.branches, 0)];
      const taken = coverage.lines.reduce((sum, line) => sum + line.branchesHit, 0);
      const unreached = new Set(coverage.gaps.filter(gap => gap.side === "line").map(gap => gap.row));
      const gaps = coverage.gaps.filter(gap => gap.side === "line" || !unreached.has(gap.row));
      $("tab-coverage").textContent = `Coverage ${percent(taken, branches)}`;
      fill(panel, el("p", {}, `${percent(hit, coverage.lines.length)} of ${count(coverage.lines.length, "line")}, ${percent(taken, branches)} of ${count(branches, "branch", "branches")}`),
        coverage.problem ? el("p", { class: "hint" }, coverage.problem) : null,
        gaps.length ? el("ul", { class: "findings" }, ...gaps.map(gap => el("li", {},
          inPolicy(editors, gap), ` ${words[gap.side]} `, gap.text ? el("code", {}, gap.text) : null)))
          : el("p", { class: "hint" }, "Every line and branch is reached."));
    },
  };
}
