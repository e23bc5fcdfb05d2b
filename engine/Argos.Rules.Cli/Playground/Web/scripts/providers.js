// What the editors ask the language server for, in the forms of the one and of the other.
import { rangeOf } from "./language.js";

const LANGUAGES = ["csharp", "yaml"];
const SNIPPET = 2;
const KINDS = { 2: "Method", 3: "Function", 5: "Field", 6: "Variable", 7: "Class", 10: "Property", 12: "Value", 13: "Enum", 14: "Keyword", 15: "Snippet", 20: "EnumMember" };

const markdown = text => text ? { value: text.value } : undefined;
const placeOf = ({ lineNumber, column }) => ({ position: { line: lineNumber - 1, character: column - 1 } });
const rangeTo = range => ({
  start: { line: range.startLineNumber - 1, character: range.startColumn - 1 }, end: { line: range.endLineNumber - 1, character: range.endColumn - 1 },
});

export function registerProviders(monaco, language) {
  const { languages } = monaco;
  const edits = list => (list ?? []).map(one => ({ range: rangeOf(monaco, one.range), text: one.newText }));

  function suggestion(item, range) {
    return {
      label: item.label, kind: languages.CompletionItemKind[KINDS[item.kind] ?? "Text"], detail: item.detail, documentation: markdown(item.documentation),
      sortText: item.sortText, insertText: item.insertText ?? item.label, range,
      insertTextRules: item.insertTextFormat === SNIPPET ? languages.CompletionItemInsertTextRule.InsertAsSnippet : undefined,
    };
  }

  languages.registerCompletionItemProvider(LANGUAGES, {
    triggerCharacters: [".", "\"", ":", " "],
    async provideCompletionItems(model, position, _, token) {
      const list = await language.ask("completion", model, token, placeOf(position));
      const word = model.getWordUntilPosition(position);
      const range = new monaco.Range(position.lineNumber, word.startColumn, position.lineNumber, position.column);
      return { suggestions: (list?.items ?? []).map(item => suggestion(item, range)), incomplete: list?.isIncomplete ?? false };
    },
  });

  languages.registerHoverProvider(LANGUAGES, {
    async provideHover(model, position, token) {
      const hover = await language.ask("hover", model, token, placeOf(position));
      return hover && { contents: [markdown(hover.contents)], range: hover.range ? rangeOf(monaco, hover.range) : undefined };
    },
  });

  languages.registerSignatureHelpProvider("csharp", {
    signatureHelpTriggerCharacters: ["(", ","],
    async provideSignatureHelp(model, position, token) {
      const help = await language.ask("signatureHelp", model, token, placeOf(position));
      if (!help) return null;
      const signatures = help.signatures.map(one => ({
        label: one.label, documentation: markdown(one.documentation),
        parameters: one.parameters.map(parameter => ({ label: parameter.label, documentation: markdown(parameter.documentation) })),
      }));
      return { value: { signatures, activeSignature: help.activeSignature, activeParameter: help.activeParameter }, dispose() {} };
    },
  });

  languages.registerDefinitionProvider("csharp", {
    async provideDefinition(model, position, token) {
      const place = await language.ask("definition", model, token, placeOf(position));
      return place && language.isOf(model, place.uri) ? { uri: model.uri, range: rangeOf(monaco, place.range) } : null;
    },
  });

  languages.registerDocumentFormattingEditProvider("csharp", {
    async provideDocumentFormattingEdits(model, { tabSize, insertSpaces }, token) {
      return edits(await language.ask("formatting", model, token, { options: { tabSize, insertSpaces } }));
    },
  });

  languages.registerCodeActionProvider(LANGUAGES, {
    async provideCodeActions(model, range, { markers }, token) {
      const diagnostics = language.foundAt(model, range);
      const fixes = diagnostics.length ? await language.ask("codeAction", model, token, { range: rangeTo(range), context: { diagnostics } }) : [];
      const actions = (fixes ?? []).map(fix => ({
        title: fix.title, kind: fix.kind, isPreferred: fix.isPreferred, diagnostics: markers,
        edit: {
          edits: Object.entries(fix.edit.changes).filter(([uri]) => language.isOf(model, uri))
            .flatMap(([, list]) => edits(list).map(textEdit => ({ resource: model.uri, versionId: model.getVersionId(), textEdit }))),
        },
      }));
      return { actions, dispose() {} };
    },
  });
}
