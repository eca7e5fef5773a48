// Wiring: the state, the editor, the worker's answers, and the address that rebuilds all of it.

import type { Fix, SpanReport } from "../dist/npm/index.js";
import { byId, button, element } from "./dom.js";
import { Editor } from "./editor.js";
import { EXAMPLES } from "./examples.js";
import { type Dropped, chosen, dropped } from "./files.js";
import { showFindings } from "./findings.js";
import { Judge, type Report } from "./judge.js";
import * as shown from "./state.js";
import { showSchema, showSteps } from "./timeline.js";

const VIEWS: shown.View[] = ["findings", "steps", "schema"];
const LANGUAGES: Record<string, string> = { sql: "SQL", py: "Alembic (Python)" };

let state = await shown.fromFragment(location.hash);
let notes: string[] = [];
let last: Report | undefined;
/** Whether the text is no longer the one that was judged, so that places in the answer are not its own. */
let stale = true;
let saving: ReturnType<typeof setTimeout> | undefined;
let asking: ReturnType<typeof setTimeout> | undefined;

const dialect = byId<HTMLSelectElement>("dialect");
const version = byId<HTMLSelectElement>("version");
const example = byId<HTMLSelectElement>("example");
const status = byId("status");

const current = (): shown.File => state.files[state.active] ?? state.files[0] ?? shown.empty().files[0]!;

const editor = new Editor(byId("editor"), {
  changed(text) {
    const file = current();
    file.text = text;
    const path = shown.pathFor(file);
    if (path !== file.path) {
      file.path = path;
      showFiles();
      editor.speak(path, spoken());
    }
    changed();
  },
});

const judge = new Judge({ answered, failed });

/** The dialect that the text is coloured for. */
const spoken = () => state.dialect || (last?.check.targets[0]?.target.split("@")[0] ?? "postgres");

function changed() {
  stale = true;
  clearTimeout(asking);
  // Short enough to feel immediate; long enough for a typist to finish a word.
  asking = setTimeout(() => judge.ask(shown.sources(state), shown.options(state)), 60);
  clearTimeout(saving);
  saving = setTimeout(() => void remember(), 300);
}

async function remember(): Promise<boolean> {
  const blank = state.files.every((it) => !it.text) && !state.dialect && state.view === "findings";
  const fragment = blank ? "" : await shown.toFragment(state);
  history.replaceState(null, "", (fragment ?? "") || location.pathname + location.search);
  return fragment !== undefined;
}

function answered(report: Report) {
  last = report;
  stale = false;
  underline();
  showFindings(byId("findings"), report.check, go, apply);
  showSteps(byId("steps"), report.inspect, go);
  showSchema(byId("schema"), report.inspect.schema);
  const count = report.check.findings.length;
  byId("finding-count").textContent = String(count);
  byId("finding-count").dataset.worst = ["error", "warning", "note"].find((it) => report.check.findings.some((one) => one.severity === it)) ?? "";
  status.textContent = summary(report);
  status.title = status.textContent;
  status.className = "";
  document.body.dataset.answered = String(report.id);
}

function summary(report: Report): string {
  const { statements, understood } = report.check.coverage;
  const [target] = report.check.targets;
  const words = [LANGUAGES[shown.isPython(current().path) ? "py" : "sql"] ?? ""];
  words.push(statements === understood ? plural(statements, "statement") : `${understood} of ${plural(statements, "statement")} understood`);
  if (target) words.push(target.chosen === "given" ? `judged for ${target.target}` : `judged for ${target.target}, assumed: ${target.because}`);
  words.push(`${report.milliseconds < 10 ? report.milliseconds.toFixed(1) : Math.round(report.milliseconds)} ms`);
  return words.join(" · ");
}

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;

function failed(why: string) {
  status.textContent = why;
  status.title = why;
  status.className = "failure";
}

function underline() {
  const path = current().path;
  editor.underline(last?.check.findings.filter((it) => it.path === path) ?? [], apply);
}

/** Applies a fix: the text changes where it can be undone, and files that it makes come beside the others. */
function apply(fix: Fix) {
  if (stale) return;
  for (const path of new Set(fix.edits.map((it) => it.path))) {
    const index = state.files.findIndex((it) => it.path === path);
    if (index === -1) return;
    if (index !== state.active) activate(index);
    editor.edit(fix.edits.filter((it) => it.path === path));
  }
  for (const { path, text } of fix.creates) state.files.push({ path: unused(path), text, named: true });
  showFiles();
  changed();
}

function go(path: string, span: SpanReport) {
  const index = state.files.findIndex((it) => it.path === path);
  if (index === -1) return;
  if (index !== state.active) activate(index);
  editor.select(span.utf16Start, span.utf16End);
}

function activate(index: number) {
  state.active = index;
  showFiles();
  showText();
  changed();
}

function showText() {
  const file = current();
  editor.show(file.text);
  // What the editor holds is what is judged: it knows one kind of line break.
  file.text = editor.text();
  editor.speak(file.path, spoken());
  underline();
}

function showFiles() {
  const tabs = state.files.map((file, index) => {
    const tab = element("div", "tab");
    const name = button(file.path, "name", () => activate(index));
    name.setAttribute("role", "tab");
    name.setAttribute("aria-selected", String(index === state.active));
    name.title = `${file.path}; double-click or F2 renames it`;
    name.addEventListener("dblclick", () => rename(index, tab));
    name.addEventListener("keydown", (event) => {
      if (event.key === "F2") rename(index, tab);
      if (event.key === "Delete" && 1 < state.files.length) close(index);
    });
    tab.append(name);
    if (1 < state.files.length) {
      const closer = button("×", "close quiet", () => close(index));
      closer.setAttribute("aria-label", `Close ${file.path}`);
      tab.append(closer);
    }
    return tab;
  });
  byId("tabs").replaceChildren(...tabs);
}

function rename(index: number, tab: HTMLElement) {
  const file = state.files[index];
  if (!file) return;
  const input = element("input");
  input.value = file.path;
  input.setAttribute("aria-label", "Name of the file");
  let done = false;
  const finish = (take: boolean) => {
    if (done) return;
    done = true;
    if (take && input.value.trim()) Object.assign(file, { path: unused(input.value.trim(), index), named: true });
    showFiles();
    editor.speak(current().path, spoken());
    changed();
  };
  input.addEventListener("blur", () => finish(true));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") finish(true);
    if (event.key === "Escape") finish(false);
  });
  tab.replaceChildren(input);
  input.focus();
  input.select();
}

/** A path that no other file has. */
function unused(path: string, except = -1): string {
  const taken = (it: string) => state.files.some((file, index) => index !== except && file.path === it);
  let free = path;
  for (let number = 2; taken(free); number += 1) free = path.replace(/(\.\w+)?$/, `-${number}$1`);
  return free;
}

function close(index: number) {
  state.files.splice(index, 1);
  state.active = Math.min(state.active, state.files.length - 1);
  showFiles();
  showText();
  changed();
}

function take(files: Dropped[]) {
  notes = files.flatMap((it) => it.note ?? []);
  showNotes();
  if (!files.length) return;
  // An untouched page makes room; else what is dropped comes beside what is there.
  const kept = state.files.filter((it) => it.text.trim());
  state.files = kept;
  for (const { path, text } of files) state.files.push({ path: unused(path), text, named: true });
  state.active = kept.length;
  // Line breaks as the editor holds them, for the files that are not shown yet too.
  for (const file of state.files) file.text = file.text.replace(/\r\n?/g, "\n");
  showFiles();
  showText();
  changed();
}

function showNotes() {
  byId("notes").replaceChildren(...notes.map((it) => element("p", "notice", it)));
}

function showTargets() {
  dialect.replaceChildren(new Option("as the files tell", ""), ...shown.DIALECTS.map((it) => new Option(it.title, it.name)));
  dialect.value = state.dialect;
  const known = shown.DIALECTS.find((it) => it.name === state.dialect)?.versions ?? [];
  version.replaceChildren(new Option("oldest supported", ""), ...known.map((it) => new Option(it, it)));
  version.value = state.version;
  version.disabled = !known.length;
}

function showView() {
  for (const view of VIEWS) {
    const tab = byId(`show-${view}`);
    tab.setAttribute("aria-selected", String(view === state.view));
    tab.tabIndex = view === state.view ? 0 : -1;
    byId(view).hidden = view !== state.view;
  }
}

function showAll() {
  showTargets();
  showFiles();
  showText();
  showView();
  showNotes();
}

dialect.addEventListener("change", () => {
  state.dialect = dialect.value;
  state.version = "";
  showTargets();
  editor.speak(current().path, spoken());
  changed();
});

version.addEventListener("change", () => {
  state.version = version.value;
  changed();
});

example.append(new Option("choose…", ""), ...EXAMPLES.map((it, index) => new Option(it.title, String(index))));
example.addEventListener("change", () => {
  const taken = EXAMPLES[Number(example.value)];
  example.value = "";
  if (!taken) return;
  state = { ...shown.empty(), dialect: taken.dialect, view: state.view, files: taken.files.map((it) => ({ ...it, named: true })) };
  notes = [];
  showAll();
  changed();
});

VIEWS.forEach((view, index) => {
  const tab = byId(`show-${view}`);
  const choose = (it: shown.View) => {
    state.view = it;
    showView();
    changed();
  };
  tab.addEventListener("click", () => choose(view));
  tab.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const next = VIEWS[(index + step + VIEWS.length) % VIEWS.length];
    if (step === 0 || !next) return;
    choose(next);
    byId(`show-${next}`).focus();
  });
});

byId("add").addEventListener("click", () => {
  state.files.push({ path: unused("migration.sql"), text: "", named: false });
  activate(state.files.length - 1);
  editor.focus();
});

const opener = byId<HTMLInputElement>("open");
opener.addEventListener("change", () => {
  void chosen(opener.files ?? []).then(take);
  opener.value = "";
});

byId("share").addEventListener("click", () => {
  void remember().then(async (short) => {
    const share = byId("share");
    const copied = short && (await navigator.clipboard?.writeText(location.href).then(() => true, () => false));
    share.textContent = !short ? "Too long for a link" : copied ? "Copied" : "It is in the address bar";
    setTimeout(() => (share.textContent = "Copy link"), 2000);
  });
});

const theme = (value?: string): string | null => {
  try {
    if (value) localStorage.setItem("theme", value);
    return localStorage.getItem("theme");
  } catch {
    // A page without storage forgets the choice, no more.
    return value ?? null;
  }
};

const dark = () => matchMedia("(prefers-color-scheme: dark)").matches;
const stored = theme();
if (stored === "light" || stored === "dark") document.documentElement.dataset.theme = stored;
byId("theme").addEventListener("click", () => {
  const now = document.documentElement.dataset.theme ?? (dark() ? "dark" : "light");
  const next = now === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  theme(next);
});

const dropZone = byId("drop");
addEventListener("dragover", (event) => {
  if (!event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  dropZone.hidden = false;
});
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) dropZone.hidden = true;
});
// Before the editor sees it: the editor would paste a file's text in place.
addEventListener(
  "drop",
  (event) => {
    dropZone.hidden = true;
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    void dropped(event.dataTransfer).then(take);
  },
  true,
);

addEventListener("hashchange", () => {
  void shown.fromFragment(location.hash).then((it) => {
    state = it;
    showAll();
    changed();
  });
});

showAll();
judge.ask(shown.sources(state), shown.options(state));
editor.focus();
