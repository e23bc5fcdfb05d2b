// The editors: one for each text of a project.
import { $, el } from "./dom.js";

export const documents = {
  policy: { file: "policy.csx", language: "csharp", label: "Policy, C#" },
  tests: { file: "tests.yaml", language: "yaml", label: "Tests, YAML" },
  input: { file: "input.yaml", language: "yaml", label: "Input, a confirmation as JSON or YAML" },
  data: { file: "data.yaml", language: "yaml", label: "Data, documents by path as JSON or YAML" },
  settings: { file: "settings.yaml", language: "yaml", label: "Settings of the provider, JSON or YAML" },
  facts: { file: "facts.yaml", language: "yaml", label: "Facts by kind, JSON or YAML" },
};

const loaded = ["vs/editor", "vs/toggleHighContrast-DuqAmExZ", "vs/csharp-CX28MZyh", "vs/yaml-C-RIivnc"];

export function loadMonaco() {
  globalThis.MonacoEnvironment = { getWorker: () => new Worker("/monaco/vs/assets/editor.worker-_vAIFJDs.js") };
  const load = globalThis.require;
  load.config({ paths: { vs: "/monaco/vs" } });
  return new Promise((resolve, reject) => load(loaded, (monaco, _, csharp, yaml) => {
    for (const [id, language] of [["csharp", csharp], ["yaml", yaml]]) {
      monaco.languages.register({ id });
      monaco.languages.setMonarchTokensProvider(id, language.language);
      monaco.languages.setLanguageConfiguration(id, language.conf);
    }
    resolve(monaco);
  }, reject));
}

export function createEditors(monaco, theme) {
  const editors = {};
  for (const [key, { file, language, label }] of Object.entries(documents)) {
    editors[key] = monaco.editor.create($(`editor-${key}`), {
      model: monaco.editor.createModel("", language, monaco.Uri.parse(`file:///playground/${file}`)),
      ariaLabel: `${label}. F6 goes on to the next part of the page; Ctrl+M lets Tab move the focus.`,
      automaticLayout: true, theme, fontSize: 13, tabSize: language === "yaml" ? 2 : 4, scrollBeyondLastLine: false, minimap: { enabled: false },
      lineNumbersMinChars: 3, folding: false, lineDecorationsWidth: 12, glyphMargin: false, renderLineHighlight: "line", fixedOverflowWidgets: true,
      wordBasedSuggestions: "off", links: false, unicodeHighlight: { ambiguousCharacters: true, invisibleCharacters: true },
      scrollbar: { alwaysConsumeMouseWheel: false }, padding: { top: 4 }, wordWrap: key === "policy" || key === "tests" ? "off" : "on",
    });
  }
  return editors;
}

const keyOf = file => Object.keys(documents).find(key => documents[key].file === file) ?? null;

function goTo(editors, key, row, col) {
  const editor = editors[key];
  if ($(`editor-${key}`).hidden) $(`pane-${key}`).querySelector(".fold").click();
  editor.setPosition({ lineNumber: row, column: col });
  editor.revealPositionInCenterIfOutsideViewport({ lineNumber: row, column: col });
  editor.focus();
}

// A place to go to; one in a text that has no editor is only named.
export function placeOf(editors, { file, row, col }, words = `${file}:${row}:${col}`) {
  const key = keyOf(file);
  return key ? el("button", { class: "place", onclick: () => goTo(editors, key, row, col) }, words) : el("span", { class: "nowhere" }, words);
}

export const inPolicy = (editors, { row, col }) => placeOf(editors, { file: documents.policy.file, row, col }, `${row}:${col}`);
