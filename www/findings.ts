// The list of what was found.

import type { CheckReport, Finding, Fix, NewFile, OpaqueReport, SpanReport } from "../dist/npm/index.js";
import { button, element, prose } from "./dom.js";

export type Go = (path: string, span: SpanReport) => void;
export type Apply = (fix: Fix) => void;

const ORDER = ["error", "warning", "note"];

/** More cards than anybody reads would only make the page slow. */
const SHOWN = 300;

export function showFindings(into: HTMLElement, report: CheckReport, go: Go, apply: Apply) {
  const findings = [...report.findings].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  const list = element("ol", "findings");
  for (const it of findings.slice(0, SHOWN)) list.append(card(it, go, apply));
  const parts: HTMLElement[] = [];
  if (findings.length) parts.push(list);
  else parts.push(calm(report));
  if (SHOWN < findings.length) parts.push(element("p", "empty", `and ${findings.length - SHOWN} more; the command line lists all of them`));
  if (report.coverage.opaque.length) parts.push(unread(report.coverage.opaque, go));
  into.replaceChildren(...parts);
}

function card(finding: Finding, go: Go, apply: Apply): HTMLElement {
  const item = element("li", `finding ${finding.severity}`);
  const head = element("div", "head");
  head.append(element("span", `badge ${finding.severity}`, finding.severity));
  const rule = element("a", "rule", finding.rule);
  rule.href = page(finding);
  rule.target = "_blank";
  rule.rel = "noopener";
  head.append(rule);
  const place = `${finding.path}:${finding.span.line}:${finding.span.column}`;
  head.append(button(place, "place", () => go(finding.path, finding.span)));
  item.append(head, prose("p", finding.message, "message"), prose("p", finding.reason, "reason"));
  const help = element("p", "help");
  help.append(element("strong", "", "Do: "), prose("span", finding.help));
  item.append(help);
  for (const it of finding.fixes) item.append(offer(it, apply));
  return item;
}

/** A button that applies a fix, under the files that it makes. */
function offer(fix: Fix, apply: Apply): HTMLElement {
  const box = element("div", `fix ${fix.safety}`);
  for (const it of fix.creates) box.append(made(it));
  const act = button("", "apply", () => apply(fix));
  act.append(element("strong", "", "Fix: "), prose("span", fix.title));
  box.append(act);
  return box;
}

function made(file: NewFile): HTMLElement {
  const box = element("details");
  box.append(element("summary", "", `makes ${file.path}`), element("pre", "", file.text));
  return box;
}

/** The page of a rule on this site; a name that is no path of one leads to the list. */
function page(finding: Finding): string {
  return /^rules\/[a-z0-9-]+\/[a-z0-9-]+\.html$/.test(finding.pages) ? finding.pages : "rules.html";
}

function calm(report: CheckReport): HTMLElement {
  const { statements, opaque } = report.coverage;
  const box = element("div", "empty");
  if (statements === 0) {
    box.append(element("p", "lead", "Paste a migration, or drop files anywhere on this page."));
    box.append(element("p", "", "SQL or an Alembic script. It is judged here, in your browser; nothing is sent anywhere."));
  } else if (opaque.length) {
    box.append(element("p", "lead", "Nothing found in what was understood."));
  } else {
    box.append(element("p", "lead good", "Nothing found."));
    box.append(element("p", "", "Every statement was understood, and no rule objects."));
  }
  return box;
}

function unread(opaque: OpaqueReport[], go: Go): HTMLElement {
  const box = element("details", "unread");
  box.open = opaque.length <= 5;
  const places = opaque.length === 1 ? "1 place" : `${opaque.length} places`;
  box.append(element("summary", "", `Not judged: ${places}`));
  const list = element("ul");
  for (const it of opaque.slice(0, SHOWN)) {
    const item = element("li");
    item.append(button(`${it.path}:${it.span.line}`, "place", () => go(it.path, it.span)), prose("span", ` ${it.why}`));
    list.append(item);
  }
  box.append(list);
  return box;
}
