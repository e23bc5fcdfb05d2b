// What the language server finds, and what kept the tests from running: as markers in the editors and as a list.
import { $, count, el, fill } from "./dom.js";
import { documents, placeOf } from "./editors.js";

function rangeAt(model, { row, col }) {
  const line = Math.min(Math.max(row, 1), model.getLineCount());
  const column = Math.min(Math.max(col, 1), model.getLineMaxColumn(line));
  const word = model.getWordAtPosition({ lineNumber: line, column });
  const end = word ? word.endColumn : Math.min(column + 1, model.getLineMaxColumn(line));
  return { startLineNumber: line, startColumn: column, endLineNumber: line, endColumn: Math.max(end, column) };
}

export function createProblems(monaco, editors, choose) {
  let looked = [];
  let ran = [];

  function mark(found) {
    for (const key of Object.keys(documents)) {
      const mine = found.filter(one => one.location?.file === documents[key].file);
      const model = editors[key].getModel();
      monaco.editor.setModelMarkers(model, "check", mine.map(one => ({
        ...(one.range ?? rangeAt(model, one.location)), message: one.message, code: one.code, tags: one.tags, source: "argos",
        severity: one.severity === "error" ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
      })));
      const errors = mine.filter(one => one.severity === "error").length;
      const sign = $(`problems-${key}`);
      sign.className = `problems ${errors ? "bad" : "odd"}`;
      sign.textContent = errors ? `✗ ${count(errors, "error")}` : mine.length ? `▲ ${count(mine.length, "warning")}` : "";
    }
  }

  function list(found) {
    $("tab-problems").textContent = found.length ? `Problems (${found.length})` : "Problems";
    if (!found.length) return fill($("panel-problems"), el("p", { class: "hint" }, "No problems."));
    fill($("panel-problems"), el("ul", { class: "findings" }, ...found.map(one => el("li", {},
      one.location ? placeOf(editors, one.location) : "—", " ", el("span", { class: one.severity }, one.severity), " ", one.message, " ", el("code", {}, one.code)))));
  }

  const isSame = (one, other) => one.code === other.code && one.message === other.message && one.location?.file === other.location?.file
    && one.location?.row === other.location?.row;

  // What both have is shown once.
  function show() {
    const found = [...looked, ...ran.filter(one => !looked.some(other => isSame(one, other)))];
    mark(found);
    list(found);
  }

  return {
    look(found) { looked = found; show(); },
    run(found) { ran = found; show(); },
    open() { choose("problems"); },
  };
}
