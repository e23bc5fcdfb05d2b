// Puts the page together.
import { get, latest } from "./api.js";
import { createCases } from "./cases.js";
import { createCoverage } from "./coverage.js";
import { createDecision } from "./decision.js";
import { $, count, el } from "./dom.js";
import { createEditors, loadMonaco } from "./editors.js";
import { createKeys } from "./keys.js";
import { createLanguage } from "./language.js";
import { createMutants } from "./mutants.js";
import { createProblems } from "./problems.js";
import { createRevisions } from "./revisions.js";
import { readFile, readProject, saveFile, showInput, showProject } from "./project.js";
import { createTabs } from "./tabs.js";
import { createTheme, editorTheme } from "./theme.js";
import { createTrace } from "./trace.js";

const RUN_AFTER = 500;
const FIRST = "cookbook/restrict-namespace";

const status = text => { $("status").textContent = text; };

async function begin() {
  const [monaco, start] = await Promise.all([loadMonaco(), get("/api/start")]);
  const editors = createEditors(monaco, editorTheme());
  createTheme(monaco);
  const choose = createTabs(["decision", "problems", "coverage", "mutants"]);
  const problems = createProblems(monaco, editors, choose);
  const trace = createTrace(monaco, editors);
  const coverage = createCoverage(monaco, editors);
  const mutants = createMutants(monaco, editors, choose);
  const decision = createDecision(trace, editors, { steps: start.steps, bytes: start.bytes }, choose);
  const cases = createCases(one => busy(null, () => explain(one)));
  const [test, explainCase, decide, mutate, overEngine] = ["test", "case", "decide", "mutate", "engine"].map(name => latest(`/api/${name}`));
  const firstCase = latest("/api/case");
  const revisions = createRevisions();
  let waiting = 0;
  let shown = 0;
  let edited = false;
  let untested = true;
  let running = 0;
  let bare = false;

  async function busy(button, work) {
    button?.setAttribute("aria-busy", "true");
    try {
      await work();
    } catch (problem) {
      status(problem.message);
    } finally {
      button?.removeAttribute("aria-busy");
    }
  }

  const outdated = () => status("a text has changed meanwhile: the answer was of an earlier one");

  // Whenever the language server has looked at a text: when it has found no error in the policy and what belongs to it, the tests run.
  function looked() {
    const found = language.found();
    problems.look(found);
    if (!["policy", "tests"].every(language.isLookedAt)) return;
    const errors = found.filter(one => one.severity === "error");
    if (errors.length) status(count(errors.length, "error"));
    else if (untested && !running) status("no errors");
    if (!errors.some(one => ["policy.csx", "tests.yaml", "settings.yaml"].includes(one.location.file))) runWhileTyping();
  }

  function runWhileTyping() {
    if (untested && !running && $("live").checked) busy(null, runTests);
  }

  async function runTests() {
    status("running the tests …");
    const isCurrent = revisions.ofTested();
    running++;
    try {
      const answer = await test(readProject(editors));
      if (!answer) return;
      if (!isCurrent()) return outdated();
      untested = false;
      showTests(answer);
    } finally {
      running--;
      if (!isCurrent()) looked();
    }
    if (bare && cases.first()) await begun();
  }

  function showTests(answer) {
    const errors = answer.diagnostics.filter(one => one.severity === "error");
    problems.run(answer.diagnostics);
    if (errors.length) {
      problems.open();
      status("the tests cannot run: see the problems");
      return;
    }
    cases.show(answer);
    coverage.show(answer.coverage);
    const failed = answer.cases.filter(one => !one.passed).length;
    status(failed ? `${failed} of ${count(answer.cases.length, "case")} failed` : `${count(answer.cases.length, "case")} passed`);
  }

  async function explain(one) {
    const isCurrent = revisions.ofTested();
    const answer = await explainCase({ project: readProject(editors), case: one.name });
    if (!answer) return;
    if (!isCurrent()) return outdated();
    if (answer.problem) return decision.problem(answer.problem, answer.diagnostics);
    decision.case(one, answer, () => { showInput(editors, answer); status("the case is the input now"); });
  }

  async function decideWith(ask, isLive) {
    status("deciding …");
    const isCurrent = revisions.ofAll();
    try {
      const answer = await ask(readProject(editors));
      if (!answer) return;
      if (!isCurrent()) return outdated();
      if (answer.error) decision.problem(answer.error.message, answer.error.errors);
      else decision.dryRun(answer.answer, isLive ? { over: answer.over } : null);
      status("decided");
    } catch (problem) {
      if (isCurrent()) decision.problem(problem.message);
      throw problem;
    }
  }

  async function tryMutants() {
    status("trying the mutants …");
    const isCurrent = revisions.ofTested();
    const answer = await mutate(readProject(editors));
    if (!answer) return;
    if (!isCurrent()) return outdated();
    mutants.show(answer);
    status(answer.mutants ? `${count(answer.survivors.length, "mutant")} survived` : "no mutant was tried");
  }

  function changed(isTested) {
    edited = true;
    revisions.changed(isTested);
    decision.age(isTested);
    if (isTested) {
      untested = true;
      cases.age();
      coverage.clear();
      mutants.clear();
    }
    problems.run([]);
    clearTimeout(waiting);
    // Without a language server, nobody says that there are no errors.
    if (!language.isOpen()) waiting = setTimeout(runWhileTyping, RUN_AFTER);
  }

  // Of several that are chosen, the last is shown, in whatever order they come.
  async function choosing(projectOf) {
    const mine = ++shown;
    const project = await projectOf();
    if (mine === shown) show(project);
  }

  function show(project) {
    showProject(editors, project);
    changed(true);
    language.rename();
    cases.clear();
    edited = false;
    bare = !project.input;
  }

  // Something to decide at once: the first case.
  async function begun() {
    const isCurrent = revisions.ofAll();
    const answer = editors.input.getValue() ? null : await firstCase({ project: readProject(editors), case: cases.first().name });
    // Else after the next run.
    if (!isCurrent()) return;
    bare = false;
    if (!answer || answer.problem) return;
    const wasEdited = edited;
    showInput(editors, answer);
    edited = wasEdited;
  }

  const language = createLanguage(monaco, editors, {
    looked,
    lost: reason => {
      status(reason || "the language server does not answer: has the playground ended?");
      runWhileTyping();
    },
  });
  const actions = {
    run: () => busy($("run"), runTests),
    decide: () => busy($("decide"), () => decideWith(decide, false)),
    mutate: () => busy($("mutate"), tryMutants),
    engine: () => start.engine ? busy($("engine"), () => decideWith(overEngine, true)) : status("start `argos playground` with --engine"),
  };
  for (const name of Object.keys(actions)) $(name).addEventListener("click", actions[name]);
  for (const [key, editor] of Object.entries(editors)) editor.onDidChangeModelContent(() => changed(key === "policy" || key === "tests"));
  for (const field of ["name", "operation", "now"]) $(field).addEventListener("change", () => {
    changed(field === "name");
    language.rename();
  });
  createKeys(editors, actions);

  $("save").addEventListener("click", () => { saveFile(readProject(editors)); edited = false; });
  $("open").addEventListener("click", () => $("file").click());
  $("file").addEventListener("change", () => busy($("open"), async () => {
    const [file] = $("file").files;
    if (file) await choosing(() => readFile(file));
    $("file").value = "";
  }));
  $("example").append(...start.examples.map(one => el("option", { value: one.name }, one.title ? `${one.name} — ${one.title}` : one.name)));
  $("example").addEventListener("change", () => busy(null, async () => { if ($("example").value) await choosing(() => get(`/api/examples/${$("example").value}`)); }));
  window.addEventListener("beforeunload", event => { if (edited) event.preventDefault(); });

  $("engine").hidden = !start.engine;
  $("about").textContent = `argos ${start.version}${start.engine ? ` · engine ${start.engine}` : ""}`;
  if (!start.project) $("example").value = FIRST;
  document.body.dataset.ready = "true";
  await busy(null, () => choosing(() => start.project ?? get(`/api/examples/${FIRST}`)));
}

begin().catch(problem => status(problem.message));
