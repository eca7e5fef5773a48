// The text, with a line under whatever was found in it.

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { MSSQL, MariaSQL, MySQL, PLSQL, PostgreSQL, SQLite, sql } from "@codemirror/lang-sql";
import { HighlightStyle, bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { EditReport, Finding } from "../dist/npm/index.js";
import { element, prose } from "./dom.js";
import type { Apply } from "./findings.js";

const SQL_DIALECTS = { postgres: PostgreSQL, mysql: MySQL, mariadb: MariaSQL, sqlite: SQLite, mssql: MSSQL, oracle: PLSQL };

const SEVERITIES: Record<string, Diagnostic["severity"]> = { error: "error", warning: "warning", note: "info" };

// Colours are the style sheet's, so that light and dark need no second theme.
const highlight = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--code-keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.typeName, tags.className], color: "var(--code-type)" },
  { tag: tags.function(tags.variableName), color: "var(--code-function)" },
]);

export interface Listener {
  changed(text: string): void;
}

export class Editor {
  private readonly view: EditorView;
  private readonly language = new Compartment();
  private quiet = false;

  constructor(parent: HTMLElement, listener: Listener) {
    this.view = new EditorView({
      parent,
      state: EditorState.create({
        extensions: [
          lineNumbers(),
          lintGutter(),
          highlightActiveLineGutter(),
          highlightActiveLine(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          highlightSelectionMatches(),
          syntaxHighlighting(highlight),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": "Migration", spellcheck: "false" }),
          // Tab leaves the editor after Escape, as CodeMirror's page on accessibility advises.
          keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...lintKeymap, indentWithTab]),
          this.language.of([]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged && !this.quiet) listener.changed(this.text());
          }),
        ],
      }),
    });
  }

  text(): string {
    // Line breaks stay one unit each, so that offsets stay those of the text that was judged.
    return this.view.state.doc.toString();
  }

  /** Another text in place of this one; nobody is told. */
  show(text: string) {
    this.quiet = true;
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text }, selection: { anchor: 0 } });
    this.quiet = false;
  }

  speak(path: string, dialect: string) {
    const known = SQL_DIALECTS[dialect as keyof typeof SQL_DIALECTS] ?? PostgreSQL;
    const extension = /\.py$/i.test(path) ? python() : sql({ dialect: known });
    this.view.dispatch({ effects: this.language.reconfigure(extension) });
  }

  /** The text changed at these places, as if it were typed. */
  edit(edits: EditReport[]) {
    const changes = edits.map((it) => ({ from: it.span.utf16Start, to: it.span.utf16End, insert: it.text }));
    this.view.dispatch({ changes, userEvent: "input.fix" });
  }

  underline(findings: Finding[], apply: Apply) {
    const length = this.view.state.doc.length;
    const clamp = (it: number) => Math.max(0, Math.min(it, length));
    const diagnostics = findings.map((it): Diagnostic => {
      const from = clamp(it.span.utf16Start);
      return {
        from,
        to: Math.max(from, clamp(it.span.utf16End)),
        severity: SEVERITIES[it.severity] ?? "info",
        message: it.message,
        source: it.rule,
        renderMessage: () => explained(it),
        // What makes files is shown with their text in the list.
        actions: it.fixes.filter((fix) => !fix.creates.length).map((fix) => ({ name: "Fix", apply: () => apply(fix) })),
      };
    });
    diagnostics.sort((a, b) => a.from - b.from || a.to - b.to);
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
  }

  select(from: number, to: number) {
    const length = this.view.state.doc.length;
    this.view.dispatch({
      selection: { anchor: Math.min(from, length), head: Math.min(to, length) },
      effects: EditorView.scrollIntoView(Math.min(from, length), { y: "center" }),
    });
    this.view.focus();
  }

  focus() {
    this.view.focus();
  }
}

function explained(finding: Finding): HTMLElement {
  const box = element("div", "hint");
  box.append(prose("p", finding.message, "message"), prose("p", finding.reason), prose("p", `help: ${finding.help}`, "help"));
  return box;
}
