// The extension starts `argos lsp` and lets it do the work; what it adds is where the program is, and a restart.
const { commands, window, workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const documents = [
  { scheme: "file", language: "argos-policy" },
  { scheme: "file", pattern: "**/{tests,*.tests}.yaml" },
  { scheme: "file", pattern: "**/settings{,.example}.{yaml,yml,json}" },
];

// What another program writes, a checkout for example, is said to the server: what is open beside it is checked again.
const watchers = ["**/*.csx", ...documents.filter((d) => d.pattern).map((d) => d.pattern)].map((pattern) =>
  workspace.createFileSystemWatcher(pattern),
);

let client;

async function start() {
  const command = workspace.getConfiguration("argos").get("path") || "argos";
  client = new LanguageClient(
    "argos",
    "Argos.Rules",
    { command, args: ["lsp", "--stdio"] },
    { documentSelector: documents, synchronize: { fileEvents: watchers } },
  );
  try {
    await client.start();
  } catch (problem) {
    client = undefined;
    window.showErrorMessage(
      `argos cannot be started (${command}): install it with "dotnet tool install --global Argos.Rules.Cli", or set argos.path. ${problem.message}`,
    );
  }
}

async function stop() {
  const running = client;
  client = undefined;
  await running?.stop();
}

async function activate(context) {
  context.subscriptions.push(
    ...watchers,
    commands.registerCommand("argos.restart", async () => {
      await stop();
      await start();
    }),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
