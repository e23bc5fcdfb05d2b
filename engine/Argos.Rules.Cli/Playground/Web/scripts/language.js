// The language server: it has the texts as the editors show them, and says what is wrong with them.
import { $ } from "./dom.js";
import { documents } from "./editors.js";
import { registerProviders } from "./providers.js";
import { connect } from "./rpc.js";

const PATH = "/api/language";
const ERROR = 1;

const keys = Object.keys(documents);

export function rangeOf(monaco, { start, end }) {
  return new monaco.Range(start.line + 1, start.character + 1, end.line + 1, end.character + 1);
}

// `looked` is called when something was found, or nothing; `lost` when there is no server, with its words.
export function createLanguage(monaco, editors, { looked, lost }) {
  const found = new Map();
  let folder = "";

  const folderOf = () => `playground:/${encodeURIComponent($("name").value.trim() || "policy")}/`;
  const uriOf = key => folder + documents[key].file;
  const keyOf = model => keys.find(key => editors[key].getModel() === model);
  const versionOf = key => editors[key].getModel().getVersionId();

  const rpc = connect(PATH, {
    opened: openAll,
    lost,
    heard(method, params) {
      if (method === "textDocument/publishDiagnostics") take(params);
    },
  });

  function openAll() {
    folder = folderOf();
    found.clear();
    for (const key of keys) {
      const model = editors[key].getModel();
      rpc.notify("textDocument/didOpen", { textDocument: { uri: uriOf(key), languageId: model.getLanguageId(), version: versionOf(key), text: model.getValue() } });
    }
  }

  // Of a text that has changed meanwhile nothing is taken: what is found in the new one comes.
  function take({ uri, version, diagnostics }) {
    const key = keys.find(one => uriOf(one) === uri);
    if (!key || version !== versionOf(key)) return;
    // Of a project, a text that is blank is not there: only the policy must be.
    const isThere = key === "policy" || editors[key].getValue().trim();
    found.set(key, { version, diagnostics: isThere ? diagnostics : [] });
    looked();
  }

  for (const key of keys) {
    editors[key].onDidChangeModelContent(() => rpc.notify("textDocument/didChange", {
      textDocument: { uri: uriOf(key), version: versionOf(key) }, contentChanges: [{ text: editors[key].getValue() }],
    }));
  }

  const language = {
    isOpen: rpc.isOpen,

    // A policy is called like its folder.
    rename() {
      if (folder === folderOf() || !rpc.isOpen()) return;
      for (const key of keys) rpc.notify("textDocument/didClose", { textDocument: { uri: uriOf(key) } });
      openAll();
    },

    isLookedAt: key => found.get(key)?.version === versionOf(key),

    // All that is known, in the form of `argos check`, with the range that it is about.
    found: () => keys.flatMap(key => (found.get(key)?.diagnostics ?? []).map(one => ({
      severity: one.severity === ERROR ? "error" : "warning", message: one.message, code: one.code, tags: one.tags, range: rangeOf(monaco, one.range),
      location: { file: documents[key].file, row: one.range.start.line + 1, col: one.range.start.character + 1 },
    }))),

    foundAt: (model, range) => (found.get(keyOf(model))?.diagnostics ?? []).filter(one => monaco.Range.areIntersectingOrTouching(rangeOf(monaco, one.range), range)),

    // Asks about a text. Where there is no answer, the editor shows nothing.
    async ask(method, model, token, params) {
      try {
        return await rpc.ask(`textDocument/${method}`, { textDocument: { uri: uriOf(keyOf(model)) }, ...params }, token);
      } catch {
        return null;
      }
    },

    isOf: (model, uri) => uriOf(keyOf(model)) === uri,
  };
  registerProviders(monaco, language);
  return language;
}
