// What stands in the editors, as one object: what the server is asked about, and what is saved as a file.
import { $ } from "./dom.js";
import { documents } from "./editors.js";

const FORMAT = 1;

export function readProject(editors) {
  const project = { name: $("name").value.trim(), operation: $("operation").value, now: $("now").value.trim(), mutants: kept.mutants };
  for (const key of Object.keys(documents)) project[key] = editors[key].getValue();
  return project;
}

// What has no editor stays with the project.
const kept = { mutants: "" };

export function showProject(editors, project) {
  $("name").value = project.name ?? "";
  $("operation").value = project.operation === "refresh" ? "refresh" : "register";
  $("now").value = project.now ?? "";
  kept.mutants = project.mutants ?? "";
  for (const key of Object.keys(documents)) editors[key].setValue(project[key] ?? "");
}

// The world of a case, as something to decide.
export function showInput(editors, { input, data, settings, operation, now }) {
  const texts = { input, data: data.trim() === "{}" ? "" : data, settings };
  for (const [key, text] of Object.entries(texts)) if (editors[key].getValue() !== text) editors[key].setValue(text);
  $("operation").value = operation;
  $("now").value = now.replace("+00:00", "Z");
}

export function saveFile(project) {
  const blob = new Blob([JSON.stringify({ argosPlayground: FORMAT, ...project }, null, 2) + "\n"], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${project.name || "policy"}.playground.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export async function readFile(file, maximumBytes = 2 * 1024 * 1024) {
  if (file.size > maximumBytes) throw new Error(`${file.name} is too large for a playground file`);
  let read = null;
  try { read = JSON.parse(await file.text()); } catch { /* said below */ }
  if (read?.argosPlayground !== FORMAT) throw new Error(`${file.name} is not a playground file`);
  const texts = Object.entries(read).filter(([key, value]) => key !== "argosPlayground" && typeof value === "string");
  return Object.fromEntries(texts);
}
