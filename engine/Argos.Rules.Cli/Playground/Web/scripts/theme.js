// Light and dark: the system's, or the one that was chosen.
import { $ } from "./dom.js";

const KEY = "argos-theme";
const dark = matchMedia("(prefers-color-scheme: dark)");
const contrast = matchMedia("(prefers-contrast: more), (forced-colors: active)");

const stored = () => { try { return localStorage.getItem(KEY) ?? "auto"; } catch { return "auto"; } };
const store = theme => { try { localStorage.setItem(KEY, theme); } catch { /* a browser that keeps nothing */ } };
const isDark = chosen => chosen === "dark" || (chosen !== "light" && dark.matches);

export const editorTheme = () => contrast.matches ? (isDark(stored()) ? "hc-black" : "hc-light") : isDark(stored()) ? "vs-dark" : "vs";

export function createTheme(monaco) {
  const show = () => {
    document.documentElement.dataset.theme = isDark(stored()) ? "dark" : "light";
    monaco.editor.setTheme(editorTheme());
  };
  $("theme").value = stored();
  $("theme").addEventListener("change", () => { store($("theme").value); show(); });
  for (const media of [dark, contrast]) media.addEventListener("change", show);
  show();
}
