// The mutants that no case notices: underlined in the policy, and listed.
import { $, count, el, fill } from "./dom.js";
import { documents, inPolicy, placeOf } from "./editors.js";

export function createMutants(monaco, editors, choose) {
  const panel = $("panel-mutants");
  const empty = [...panel.childNodes];
  const drawn = editors.policy.createDecorationsCollection();
  const item = one => el("li", {},
    !one.location ? null : one.location.file === documents.policy.file ? inPolicy(editors, one.location) : placeOf(editors, one.location),
    ` ${one.message}`);

  return {
    clear() {
      drawn.clear();
      $("tab-mutants").textContent = "Mutants";
      fill(panel, ...empty);
    },

    show(answer) {
      const model = editors.policy.getModel();
      drawn.set(answer.survivors.map(one => {
        const line = Math.min(one.location.row, model.getLineCount());
        const word = model.getWordAtPosition({ lineNumber: line, column: one.location.col });
        return {
          range: new monaco.Range(line, one.location.col, line, word?.endColumn ?? model.getLineMaxColumn(line)),
          options: { inlineClassName: "mutant", hoverMessage: { value: one.message.replaceAll("`", "'") } },
        };
      }));
      $("tab-mutants").textContent = `Mutants (${answer.survivors.length})`;
      const tried = answer.mutants > 0;
      fill(panel, el("p", {}, tried ? `${count(answer.mutants, "mutant")}, ${answer.killed} noticed, ${answer.survivors.length} survived: ${Math.floor(answer.score * 10) / 10} %` : "No mutant was tried."),
        el("ul", { class: "findings" }, ...[...answer.diagnostics, ...answer.survivors].map(item)),
        tried && !answer.survivors.length ? el("p", { class: "hint" }, "Every change is noticed by a case.") : null);
      choose("mutants");
    },
  };
}
