// The panel of a decision: what came, what each policy said, how it came to that, and what it cost.
import { $, el, fill } from "./dom.js";
import { placeOf } from "./editors.js";

const outcome = word => el("span", { class: `outcome ${word}` }, word);

const line = (...parts) => el("p", {}, ...parts);

function costs(cost, budget) {
  const meter = (label, used, all) => el("span", {}, `${label} `, el("meter", { min: 0, max: all, value: used, low: all / 2, high: all * 0.8, "aria-label": label }),
    ` ${used.toLocaleString("en")} of ${all.toLocaleString("en")}`);
  return el("div", { class: "costs" }, meter("steps", cost.steps ?? 0, budget.steps), meter("bytes", cost.bytes ?? 0, budget.bytes),
    cost.elapsedMicroseconds === undefined ? null : el("span", {}, `${Math.round(cost.elapsedMicroseconds).toLocaleString("en")} µs`));
}

function summary(decision) {
  const attributes = Object.entries(decision.attributes ?? {});
  return [
    line(outcome(decision.outcome), " ", el("strong", {}, (decision.codes ?? []).join(", ")), decision.detail ? ` ${decision.detail}` : ""),
    attributes.length ? line(...attributes.map(([name, value]) => el("code", {}, `${name}: ${value}  `))) : null,
  ];
}

const said = policy => line(el("strong", {}, policy.policy), policy.enforced === false ? " (shadow: evaluated, decides nothing)" : "", " said ", outcome(policy.outcome),
  policy.code ? ` ${policy.code}` : "", policy.detail ? `: ${policy.detail}` : "",
  policy.waitsFor ?? policy.waitsForFact ? `; waits for ${policy.waitsFor ?? policy.waitsForFact}` : "");

export function createDecision(trace, editors, budget, choose) {
  const panel = $("panel-decision");
  // Whether what is shown is of the input; a case has a world of its own.
  let isOfInput = false;
  const traceOf = policy => ({ policy: policy.policy, conditions: policy.conditions ?? [], calls: policy.calls ?? [], problem: policy.traceProblem });

  function show(ofInput, ...parts) {
    isOfInput = ofInput;
    panel.classList.remove("old");
    fill(panel, ...parts);
    choose("decision");
  }

  return {
    problem(message, errors = []) {
      trace.clear();
      show(true, line(el("span", { class: "outcome failed" }, "no answer"), ` ${message}`),
        errors.length ? el("ul", { class: "findings" }, ...errors.map(one => el("li", {}, one.location ? placeOf(editors, one.location) : null, ` ${one.message}`))) : null);
    },

    // A text has changed since: what is drawn no longer stands where it belongs, and what is said may no longer hold.
    age(isTested) {
      if (!isTested && !isOfInput) return;
      trace.clear();
      if (panel.querySelector(".outcome")) panel.classList.add("old");
    },

    case(one, answer, useAsInput) {
      const first = answer.trace[0];
      if (first) trace.draw(first);
      else trace.clear();
      show(false, line("Case ", el("strong", {}, one.name), one.passed ? " passed " : " failed "),
        one.differences?.length ? el("ul", { class: "differences" }, ...one.differences.map(text => el("li", {}, text))) : null,
        ...summary(answer.decision), ...(answer.decision.policies ?? []).map(said), first ? costs(first, budget) : null,
        line(el("button", { onclick: useAsInput }, "Use as input")), first ? trace.table(first) : null);
    },

    // With `live`, beside what the running engine decides as it is.
    dryRun(answer, live) {
      const shown = answer.policies.find(policy => policy.conditions) ?? null;
      const mine = live ? answer.policies.find(policy => policy.policy === live.over) ?? shown : shown;
      if (mine?.conditions) trace.draw(traceOf(mine));
      else trace.clear();
      show(true, live ? change(answer, live.over) : null, ...summary(answer.decision),
        answer.policies.length ? null : line(answer.explanation ?? "no policy fits this provider"),
        ...(answer.invalidSettings ?? []).map(one => line(el("span", { class: "outcome undecided" }, "settings"), ` ${one.message}`)),
        ...answer.policies.flatMap(policy => [said(policy), costs(policy, budget), policy.conditions ? trace.table(traceOf(policy)) : null]));
    },
  };

  function change(answer, over) {
    const words = answer.changed
      ? [el("strong", {}, "It would change. "), "The engine now decides ", ...summary(answer.live).filter(Boolean).flatMap(part => [...part.childNodes]), " — with this policy:"]
      : ["The engine decides the same with this policy as without."];
    return el("div", { class: answer.changed ? "change" : "change same", role: "note" }, el("code", {}, over), " · ", ...words);
  }
}
