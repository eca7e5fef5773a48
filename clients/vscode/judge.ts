// From texts to what an editor shows; knows nothing of the editor, so that every editor's client may be as thin.

import { type Finding, type Fix, type Options, type Source, check } from "migralint";

/** Something to underline, by UTF-16 offsets in the text of the file that was asked about. */
export interface Mark {
  start: number;
  end: number;
  finding: Finding;
}

export interface Judgement {
  marks: Mark[];
  /** How many statements of the file were not understood. */
  opaque: number;
}

/** Whether a file is a migration by its text: SQL always, Python if it names its revision. */
export function isMigration(path: string, text: string): boolean {
  return path.endsWith(".sql") || (path.endsWith(".py") && /^(down_)?revision\b/m.test(text));
}

/** What is to be said of one file, judged with the migrations around it. */
export function judge(path: string, sources: readonly Source[], options: Options): Judgement {
  const report = check(sources, options);
  const marks = report.findings
    .filter((it) => it.path === path)
    .map((finding) => ({ start: finding.span.utf16Start, end: finding.span.utf16End, finding }));
  return { marks, opaque: report.coverage.opaque.filter((it) => it.path === path).length };
}

/** The comment that allows a finding, as a line before the one that begins at `offset`. */
export function allowance(path: string, text: string, offset: number, rule: string): { offset: number; text: string } {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? "";
  const mark = path.endsWith(".py") ? "#" : "--";
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  return { offset: start, text: `${indent}${mark} migralint: allow ${rule}: say why${end}` };
}

/** Whether a fix is done by edits of files that are there, all of which were asked about. */
export function isInPlace(fix: Fix): boolean {
  return fix.creates.length === 0;
}
