// How a policy came to what it said, drawn on its code and as a table beside it.
import { el } from "./dom.js";
import { inPolicy } from "./editors.js";

const LONGEST = 60;

// A loop comes to one place several times: its values are shown together.
function places(trace) {
  const found = new Map();
  const add = (one, kind, value, text) => {
    const key = [one.row, one.col, one.endRow, one.endCol, kind === "call"].join(":");
    const place = found.get(key) ?? { ...one, kind, values: [], texts: [] };
    place.values.push(value);
    place.texts.push(text);
    found.set(key, place);
  };
  for (const one of trace.conditions) add(one, one.kind, one.value ?? null, one.compared ?? (one.value === undefined ? "" : String(one.value)));
  for (const one of trace.calls) add(one, "call", null, one.result);
  return [...found.values()];
}

function styleOf(place) {
  if (place.kind === "call") return { name: "trace-call" };
  const [yes, no] = [place.values.includes(true), place.values.includes(false)];
  if (yes && no) return { name: "trace-both", sign: "✓✗", tone: "odd" };
  if (yes) return { name: "trace-true", sign: "✓", tone: "good" };
  if (no) return { name: "trace-false", sign: "✗", tone: "bad" };
  return { name: "trace-end", sign: "●", tone: "end" };
}

function hoverOf(place) {
  const shown = place.texts.slice(0, 8).map((text, i) => {
    const value = place.values[i];
    return value === null ? text : `${value}: ${text}`;
  });
  const more = place.texts.length > shown.length ? `\n… and ${place.texts.length - shown.length} times more` : "";
  // A fence longer than any in the values: they stay texts.
  const body = shown.join("\n") + more;
  const fence = "`".repeat(Math.max(3, ...[...body.matchAll(/`+/g)].map(match => match[0].length + 1)));
  return { value: `${fence}text\n${place.kind === "call" ? "gave " : ""}${body}\n${fence}` };
}

export function createTrace(monaco, editors) {
  const drawn = editors.policy.createDecorationsCollection();

  function draw(trace) {
    drawn.set(places(trace).map(place => {
      const style = styleOf(place);
      return {
        range: new monaco.Range(place.row, place.col, place.endRow, place.endCol),
        options: {
          inlineClassName: style.name, hoverMessage: hoverOf(place), stickiness: 1,
          after: style.sign ? { content: style.sign, inlineClassName: `trace-sign ${style.tone}`, cursorStops: 3 } : undefined,
          overviewRuler: style.sign ? { color: "#8888", position: 4 } : undefined,
        },
      };
    }));
    const end = trace.conditions.findLast(one => one.kind === "return");
    if (end) editors.policy.revealLineInCenterIfOutsideViewport(end.row);
  }

  function table(trace) {
    const lines = [
      ...trace.conditions.map(one => ({ ...one, said: one.value === undefined ? one.kind : String(one.value), values: one.compared ?? "" })),
      ...trace.calls.map(one => ({ ...one, said: "call", values: one.result })),
    ].sort((a, b) => a.order - b.order);
    const short = text => text.length > LONGEST ? text.slice(0, LONGEST - 1) + "…" : text;
    return el("table", {}, el("caption", {}, `What \`${trace.policy}\` did, in order`),
      el("thead", {}, el("tr", {}, ...["place", "came to", "code", "values"].map(head => el("th", { scope: "col" }, head)))),
      el("tbody", {}, ...lines.map(line => el("tr", {},
        el("td", {}, inPolicy(editors, line)),
        el("td", { class: line.said }, line.said), el("td", {}, el("code", { title: line.text }, short(line.text))), el("td", {}, el("code", {}, line.values))))));
  }

  return { draw, table, clear: () => drawn.clear() };
}
