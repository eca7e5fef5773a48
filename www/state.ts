// What is shown; all of it can be rebuilt from the address.

import type { Options, Source } from "../dist/npm/index.js";

export type View = "findings" | "steps" | "schema";

export interface File {
  path: string;
  text: string;
  /** Whether the page named it; then its ending follows the language of its text. */
  named: boolean;
}

export interface State {
  files: File[];
  active: number;
  /** Empty for "what the files tell". */
  dialect: string;
  /** Empty for the oldest that is still supported. */
  version: string;
  view: View;
}

/** The longest address that is worth copying. */
const LONGEST = 60_000;

export const DIALECTS: { name: string; title: string; versions: string[] }[] = [
  { name: "postgres", title: "PostgreSQL", versions: ["18", "17", "16", "15", "14", "13", "12", "11", "10"] },
  { name: "mysql", title: "MySQL", versions: ["9.4", "8.4", "8.0", "5.7"] },
  { name: "mariadb", title: "MariaDB", versions: ["11.8", "11.4", "10.11", "10.6", "10.5", "10.4", "10.3"] },
  { name: "sqlite", title: "SQLite", versions: ["3.50", "3.46", "3.40", "3.35", "3.31"] },
  { name: "mssql", title: "SQL Server", versions: ["2022", "2019", "2017", "2016"] },
  { name: "oracle", title: "Oracle", versions: ["23ai", "21c", "19c", "12.2"] },
];

export function empty(): State {
  return { files: [{ path: "migration.sql", text: "", named: false }], active: 0, dialect: "", version: "", view: "findings" };
}

export function options(state: State): Options {
  if (!state.dialect) return {};
  return { target: state.version ? `${state.dialect}@${state.version}` : state.dialect };
}

export const sources = (state: State): Source[] => state.files.map(({ path, text }) => ({ path, text }));

const PYTHON = /^\s*(?:from\s+\w[\w.]*\s+import\b|import\s+\w|def\s+(?:up|down)grade\b|(?:down_)?revision\b[^=\n]*=|""")/m;
const SQL = /^\s*(?:create|alter|drop|insert|update|delete|select|begin|set|comment|with|truncate)\b/im;

/** The language of a text that nobody named. */
export function looksLikePython(text: string): boolean {
  const python = text.search(PYTHON);
  const sql = text.search(SQL);
  return python !== -1 && (sql === -1 || python < sql);
}

/** The name of a file with the ending that its text asks for. */
export function pathFor(file: File): string {
  if (file.named || !file.text.trim()) return file.path;
  return file.path.replace(/\.\w+$/, looksLikePython(file.text) ? ".py" : ".sql");
}

export const isPython = (path: string) => /\.py$/i.test(path);

/** The fragment that rebuilds this state; `undefined` where it would be too long to share. */
export async function toFragment(state: State): Promise<string | undefined> {
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  const packed = await pump(bytes, new CompressionStream("deflate-raw"));
  let binary = "";
  for (const byte of packed) binary += String.fromCharCode(byte);
  const fragment = btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  return fragment.length <= LONGEST ? `#s=${fragment}` : undefined;
}

/** The state of a fragment; the empty one where it cannot be read. */
export async function fromFragment(fragment: string): Promise<State> {
  const packed = /^#s=([\w-]+)$/.exec(fragment)?.[1];
  if (!packed) return empty();
  try {
    const binary = atob(packed.replace(/-/g, "+").replace(/_/g, "/"));
    const bytes = Uint8Array.from(binary, (it) => it.charCodeAt(0));
    const unpacked = await pump(bytes, new DecompressionStream("deflate-raw"));
    return mend(JSON.parse(new TextDecoder().decode(unpacked)));
  } catch {
    return empty();
  }
}

async function pump(bytes: Uint8Array<ArrayBuffer>, through: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(through);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** An address is anybody's text: whatever it holds, a state comes out. */
function mend(value: unknown): State {
  const state = empty();
  if (typeof value !== "object" || value === null) return state;
  const given = value as Partial<Record<keyof State, unknown>>;
  if (Array.isArray(given.files)) {
    const files = given.files.filter((it) => typeof it?.path === "string" && typeof it?.text === "string");
    if (files.length) state.files = files.map((it) => ({ path: it.path, text: it.text, named: it.named === true }));
  }
  const dialect = DIALECTS.find((it) => it.name === given.dialect);
  if (dialect) state.dialect = dialect.name;
  if (dialect?.versions.includes(String(given.version))) state.version = String(given.version);
  if (given.view === "steps" || given.view === "schema") state.view = given.view;
  const active = Number(given.active);
  if (Number.isInteger(active) && 0 <= active && active < state.files.length) state.active = active;
  return state;
}
