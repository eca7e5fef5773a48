// Shows findings in VS Code, and offers their fixes.

import * as vscode from "vscode";
import { explain, type Fix, type Options, type Source } from "migralint";
import { allowance, isInPlace, isMigration, judge, type Mark } from "./judge.js";

/** How long to wait after a keystroke, in milliseconds. */
const PAUSE = 250;
/** Beyond these a file is judged without its neighbours. */
const MOST_FILES = 3_000;
const MOST_CHARACTERS = 20_000_000;

const SEVERITIES: Record<string, vscode.DiagnosticSeverity> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  note: vscode.DiagnosticSeverity.Information,
};

export function activate(context: vscode.ExtensionContext): void {
  const diagnostics = vscode.languages.createDiagnosticCollection("migralint");
  const status = vscode.window.createStatusBarItem(vscode.StatusBarAlignment.Right);
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  const shown = new Map<string, { version: number; marks: Mark[] }>();

  const forget = (document: vscode.TextDocument) => {
    const key = document.uri.toString();
    clearTimeout(waiting.get(key));
    waiting.delete(key);
    shown.delete(key);
    diagnostics.delete(document.uri);
  };

  const refresh = async (document: vscode.TextDocument) => {
    const { version, uri } = document;
    const around = await neighbours(document);
    // The answer to an older text says nothing of this one.
    if (document.version !== version || document.isClosed) return;
    try {
      const { marks, opaque } = judge(uri.path, around.sources, options(uri));
      shown.set(uri.toString(), { version, marks });
      diagnostics.set(uri, marks.map((it) => diagnostic(document, it)));
      status.text = [
        `migralint: ${marks.length} findings`,
        ...(opaque ? [`${opaque} statements not understood`] : []),
        ...(around.whole ? [] : ["judged alone: the folder is too large"]),
      ].join(", ");
    } catch (error) {
      diagnostics.delete(uri);
      status.text = `migralint: ${error instanceof Error ? error.message : String(error)}`;
    }
    status.show();
  };

  const schedule = (document: vscode.TextDocument) => {
    if (!isMigration(document.uri.path, document.getText())) return forget(document);
    const key = document.uri.toString();
    clearTimeout(waiting.get(key));
    waiting.set(key, setTimeout(() => void refresh(document), PAUSE));
  };

  const actions: vscode.CodeActionProvider = {
    provideCodeActions(document, range) {
      const known = shown.get(document.uri.toString());
      if (known?.version !== document.version) return [];
      return known.marks
        .filter((it) => placeOf(document, it).intersection(range))
        .flatMap((it) => actionsFor(document, it));
    },
  };

  context.subscriptions.push(
    diagnostics,
    status,
    vscode.workspace.onDidOpenTextDocument(schedule),
    vscode.workspace.onDidChangeTextDocument((it) => schedule(it.document)),
    vscode.workspace.onDidCloseTextDocument(forget),
    vscode.workspace.onDidChangeConfiguration((it) => {
      if (it.affectsConfiguration("migralint")) vscode.workspace.textDocuments.forEach(schedule);
    }),
    vscode.languages.registerCodeActionsProvider([{ language: "sql" }, { language: "python" }], actions, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
  );
  vscode.workspace.textDocuments.forEach(schedule);
}

function options(uri: vscode.Uri): Options {
  const settings = vscode.workspace.getConfiguration("migralint", uri);
  const target = settings.get<string[]>("targets", []);
  const preset = settings.get<("strict" | "style")[]>("presets", []);
  return { ...(target.length ? { target } : {}), preset };
}

/** The document and the migrations of its folder, as they stand in the editor where they are open. */
async function neighbours(document: vscode.TextDocument): Promise<{ sources: Source[]; whole: boolean }> {
  const own = { path: document.uri.path, text: document.getText() };
  const folder = vscode.Uri.joinPath(document.uri, "..");
  const ending = own.path.slice(own.path.lastIndexOf("."));
  const entries = document.uri.scheme === "untitled" ? [] : await vscode.workspace.fs.readDirectory(folder);
  const names = entries.filter(([name, type]) => type === vscode.FileType.File && name.endsWith(ending)).map(([name]) => name);
  if (MOST_FILES < names.length) return { sources: [own], whole: false };
  const open = new Map(vscode.workspace.textDocuments.map((it) => [it.uri.toString(), it.getText()]));
  const sources = [own];
  let characters = own.text.length;
  for (const name of names.sort()) {
    const uri = vscode.Uri.joinPath(folder, name);
    if (uri.path === own.path) continue;
    const text = open.get(uri.toString()) ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    characters += text.length;
    if (MOST_CHARACTERS < characters) return { sources: [own], whole: false };
    if (isMigration(uri.path, text)) sources.push({ path: uri.path, text });
  }
  return { sources, whole: true };
}

function placeOf(document: vscode.TextDocument, mark: { start: number; end: number }): vscode.Range {
  return new vscode.Range(document.positionAt(mark.start), document.positionAt(mark.end));
}

function diagnostic(document: vscode.TextDocument, mark: Mark): vscode.Diagnostic {
  const { severity, message, reason, help, rule, pages } = mark.finding;
  const it = new vscode.Diagnostic(placeOf(document, mark), `${message}\n${reason}\n${help}`, SEVERITIES[severity] ?? vscode.DiagnosticSeverity.Information);
  it.source = "migralint";
  it.code = explain(rule) && pages ? { value: rule, target: vscode.Uri.parse(pages) } : rule;
  return it;
}

function actionsFor(document: vscode.TextDocument, mark: Mark): vscode.CodeAction[] {
  const { fixes, rule } = mark.finding;
  // Offsets are known for the text that was judged as this document's alone.
  const here = fixes.filter((fix) => fix.edits.every((it) => it.path === document.uri.path));
  const actions = here.map((fix) => action(fix, document, mark));
  const comment = allowance(document.uri.path, document.getText(), mark.start, rule);
  const allow = new vscode.CodeAction(`allow ${rule} here`, vscode.CodeActionKind.QuickFix);
  allow.edit = new vscode.WorkspaceEdit();
  allow.edit.insert(document.uri, document.positionAt(comment.offset), comment.text);
  return [...actions, allow];
}

function action(fix: Fix, document: vscode.TextDocument, mark: Mark): vscode.CodeAction {
  const it = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
  it.isPreferred = fix.safety === "safe" && isInPlace(fix);
  it.diagnostics = [diagnostic(document, mark)];
  it.edit = new vscode.WorkspaceEdit();
  for (const { span, text } of fix.edits) {
    it.edit.replace(document.uri, placeOf(document, { start: span.utf16Start, end: span.utf16End }), text);
  }
  for (const { path, text } of fix.creates) {
    it.edit.createFile(document.uri.with({ path }), { ignoreIfExists: false, overwrite: false, contents: new TextEncoder().encode(text) });
  }
  return it;
}
