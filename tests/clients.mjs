// The editor's extension under an editor that only keeps what it is told, and the check of pull requests in workerd
// against a GitHub that only keeps what it is asked.

import assert from "node:assert/strict";
import { createHmac, createVerify, generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire, Module } from "node:module";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Miniflare } from "miniflare";

const dist = (path) => fileURLToPath(new URL(`../dist/${path}`, import.meta.url));

describe("the extension of VS Code", () => {
  const editor = fakeEditor();

  before(() => {
    const load = Module._load;
    Module._load = (name, ...rest) => (name === "vscode" ? editor.api : load(name, ...rest));
    createRequire(import.meta.url)(dist("vscode/extension.cjs")).activate({ subscriptions: [] });
    Module._load = load;
  });

  test("a finding stands where it is, whatever characters come before it", async () => {
    const document = editor.open("/m/2.sql", "-- 🚀 größer\ncreate index i on t (a);\n");
    const [found] = await editor.diagnosticsOf(document);
    assert.equal(document.textIn(found.range), "create index i on t (a);".slice(0, -1));
    assert.equal(found.code.value, "blocking-index-build");
    assert.match(found.message, /^building `i` blocks writes on `t`\n/);
    assert.equal(found.severity, editor.api.DiagnosticSeverity.Error);
  });

  test("what a neighbouring migration made is known, as it stands in the editor", async () => {
    editor.files.set("/n/1.sql", "create table t (a int);\n");
    const document = editor.open("/n/2.sql", "alter table t add column b int;\nalter table t drop column c;\n");
    const found = await editor.diagnosticsOf(document);
    assert.ok(found.some((it) => it.code.value === "refused-statement"), JSON.stringify(found));
    editor.open("/n/1.sql", "create table t (a int, c int);\n");
    editor.change(document, document.text.replace("b int", "d int"));
    const again = await editor.diagnosticsOf(document);
    assert.ok(!again.some((it) => it.code.value === "refused-statement"), JSON.stringify(again));
  });

  test("a fix is offered and changes the text", async () => {
    const text = "-- migralint: allow blocking-indx-build: forty rows\r\ncreate index i on t (a);\r\n";
    const document = editor.open("/f/1.sql", text);
    await editor.diagnosticsOf(document);
    const actions = editor.actionsAt(document, 5);
    const fix = actions.find((it) => it.isPreferred);
    assert.ok(fix, JSON.stringify(actions.map((it) => it.title)));
    const fixed = document.edited(fix.edit);
    assert.ok(fixed.includes("allow blocking-index-build: forty rows\r\n"), fixed);
    editor.change(document, fixed);
    assert.ok(!(await editor.diagnosticsOf(document)).some((it) => it.code.value === "misspelt-allow"));
  });

  test("a comment that allows a finding silences it", async () => {
    const text = 'from alembic import op\nrevision = "a"\ndown_revision = None\n\ndef upgrade():\n    op.drop_table("t")\n';
    const document = editor.open("/p/1.py", text);
    const found = await editor.diagnosticsOf(document);
    assert.ok(found.some((it) => it.code.value === "dropped-table"), JSON.stringify(found));
    const allow = editor.actionsAt(document, text.indexOf("op.drop")).find((it) => it.title === "allow dropped-table here");
    editor.change(document, document.edited(allow.edit));
    assert.ok(document.text.includes("    # migralint: allow dropped-table: say why\n    op.drop_table"), document.text);
    assert.ok(!(await editor.diagnosticsOf(document)).some((it) => it.code.value === "dropped-table"));
  });

  test("Python that is no revision is left alone, and a wrong target is said", async () => {
    const plain = editor.open("/p/other.py", "print(1)\n");
    assert.equal(await editor.diagnosticsOf(plain), undefined);
    editor.settings.targets = ["postgress"];
    const document = editor.open("/q/1.sql", "drop table t;\n");
    assert.equal(await editor.diagnosticsOf(document), undefined);
    assert.match(editor.status.text, /postgress/);
    editor.settings.targets = [];
  });
});

/** As much of VS Code as the extension asks for. */
function fakeEditor() {
  class Position {
    constructor(offset) {
      this.offset = offset;
    }
  }
  class Range {
    constructor(start, end) {
      Object.assign(this, { start, end });
    }
    intersection(other) {
      const [start, end] = [Math.max(this.start.offset, other.start.offset), Math.min(this.end.offset, other.end.offset)];
      return start <= end ? new Range(new Position(start), new Position(end)) : undefined;
    }
  }
  class Uri {
    constructor(path, scheme = "file") {
      Object.assign(this, { path, scheme });
    }
    static parse = (text) => new Uri(text, "https");
    static joinPath = (uri, ...parts) => new Uri(new URL(parts.join("/"), `file://${uri.path}/`).pathname.replace(/(.)\/$/, "$1"));
    with = ({ path }) => new Uri(path, this.scheme);
    toString = () => `${this.scheme}:${this.path}`;
  }
  class Document {
    constructor(path, text) {
      Object.assign(this, { uri: new Uri(path), text, version: 1, isClosed: false });
    }
    getText = () => this.text;
    positionAt = (offset) => new Position(offset);
    textIn = ({ start, end }) => this.text.slice(start.offset, end.offset);
    edited = ({ replaced }) =>
      replaced.sort((a, b) => b.range.start.offset - a.range.start.offset)
        .reduce((text, { range, text: by }) => text.slice(0, range.start.offset) + by + text.slice(range.end.offset), this.text);
  }
  class WorkspaceEdit {
    replaced = [];
    created = [];
    replace = (_uri, range, text) => this.replaced.push({ range, text });
    insert = (_uri, at, text) => this.replaced.push({ range: new Range(at, at), text });
    createFile = (uri, options) => this.created.push({ uri, options });
  }
  const events = {};
  const on = (name) => (listener) => {
    events[name] = listener;
    return { dispose() {} };
  };
  const [documents, files, shown, settings, status] = [[], new Map(), new Map(), { targets: [], presets: [] }, { text: "", show() {} }];
  let provider;
  const api = {
    Range,
    Uri,
    WorkspaceEdit,
    DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2 },
    StatusBarAlignment: { Right: 2 },
    FileType: { File: 1 },
    CodeActionKind: { QuickFix: "quickfix" },
    CodeAction: class {
      constructor(title, kind) {
        Object.assign(this, { title, kind });
      }
    },
    Diagnostic: class {
      constructor(range, message, severity) {
        Object.assign(this, { range, message, severity });
      }
    },
    languages: {
      createDiagnosticCollection: () => ({
        set: (uri, list) => shown.set(uri.toString(), list),
        delete: (uri) => shown.delete(uri.toString()),
      }),
      registerCodeActionsProvider: (_languages, it) => {
        provider = it;
      },
    },
    window: { createStatusBarItem: () => status },
    workspace: {
      textDocuments: documents,
      getConfiguration: () => ({ get: (name, otherwise) => settings[name] ?? otherwise }),
      onDidOpenTextDocument: on("open"),
      onDidChangeTextDocument: on("change"),
      onDidCloseTextDocument: on("close"),
      onDidChangeConfiguration: on("configuration"),
      fs: {
        readDirectory: async (folder) =>
          [...files.keys()].filter((it) => it.startsWith(`${folder.path}/`)).map((it) => [it.slice(folder.path.length + 1), 1]),
        readFile: async (uri) => new TextEncoder().encode(files.get(uri.path)),
      },
    },
  };
  return {
    api,
    files,
    settings,
    status,
    open(path, text) {
      const document = new Document(path, text);
      documents.push(document);
      events.open(document);
      return document;
    },
    change(document, text) {
      document.text = text;
      document.version += 1;
      events.change({ document });
    },
    /** What is shown once the pause after the last keystroke is over. */
    async diagnosticsOf(document) {
      await new Promise((done) => setTimeout(done, 600));
      return shown.get(document.uri.toString());
    },
    actionsAt: (document, offset) =>
      provider.provideCodeActions(document, new Range(new Position(offset), new Position(offset))),
  };
}

describe("the check of pull requests", () => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const secret = "it's a secret";
  const github = fakeGithub(publicKey);
  let worker;

  before(async () => {
    const address = await github.listen();
    worker = new Miniflare({
      modules: [
        { type: "ESModule", path: "worker.js", contents: readFileSync(dist("pr-check/worker.js"), "utf8") },
        { type: "CompiledWasm", path: "migralint.wasm", contents: readFileSync(dist("pr-check/migralint.wasm")) },
      ],
      compatibilityDate: "2026-01-01",
      bindings: {
        WEBHOOK_SECRET: secret,
        APP_ID: "7",
        PRIVATE_KEY: privateKey.export({ type: "pkcs8", format: "pem" }),
        GITHUB_API: address,
        TARGETS: "postgres@16",
      },
    });
  });
  after(async () => {
    await worker?.dispose();
    github.close();
  });

  async function send(event, { name = "pull_request", key = secret } = {}) {
    const body = typeof event === "string" ? event : JSON.stringify(event);
    const signature = `sha256=${createHmac("sha256", key).update(body).digest("hex")}`;
    const headers = { "x-github-event": name, "x-hub-signature-256": signature };
    const response = await worker.dispatchFetch("http://localhost/", { method: "POST", body, headers });
    return { status: response.status, words: await response.text() };
  }

  const event = {
    action: "opened",
    installation: { id: 5 },
    repository: { name: "shop", owner: { login: "acme" } },
    pull_request: { number: 3, head: { sha: "abc" } },
  };

  test("findings of changed files become annotations, judged with the files around them", async () => {
    github.reset({
      changed: ["db/3.sql", "src/main.py", "db/2.sql"],
      tree: {
        "db/1.sql": "create table t (a int);\n",
        "db/2.sql": "select 1;\n",
        "db/3.sql": "alter table t drop column b;\n\ncreate index i\n  on t (a);\n",
        "src/main.py": "print('no migration')\n",
        "other/4.sql": "drop table unread;\n",
      },
    });
    const { status, words } = await send(event);
    assert.equal(status, 200, words);
    const [run] = github.runs;
    assert.equal(run.head_sha, "abc");
    assert.equal(run.conclusion, "failure");
    assert.match(run.output.summary, /2 changed migrations, judged for `postgres@16` \(given\) with the 3 migrations/);
    assert.match(run.output.summary, /Everything was understood/);
    const titles = run.output.annotations.map((it) => `${it.path}:${it.start_line}-${it.end_line} ${it.annotation_level} ${it.title}`);
    assert.ok(titles.includes("db/3.sql:1-1 failure refused-statement"), titles.join("\n"));
    assert.ok(titles.includes("db/3.sql:3-4 failure blocking-index-build"), titles.join("\n"));
    assert.ok(!github.asked.some((it) => it.includes("other/4.sql")));
  });

  test("more than fifty annotations go in several parts, none lost", async () => {
    const text = Array.from({ length: 120 }, (_, it) => `drop table t${it};\n`).join("");
    github.reset({ changed: ["m/1.sql"], tree: { "m/1.sql": text } });
    await send(event);
    const parts = github.runs.map((it) => it.output.annotations.length);
    assert.ok(parts.every((it) => it <= 50), parts.join());
    const lines = new Set(github.runs.flatMap((it) => it.output.annotations).filter((it) => it.title === "dropped-table").map((it) => it.start_line));
    assert.equal(lines.size, 120);
  });

  test("what is not signed, no migration, or another event does nothing", async () => {
    github.reset({ changed: ["a.txt"], tree: {} });
    assert.equal((await send(event, { key: "another" })).status, 401);
    assert.equal((await send(event, { name: "push" })).status, 200);
    assert.equal((await send({ ...event, action: "closed" })).status, 200);
    assert.equal((await send("{")).status, 200);
    assert.equal((await send(event)).words, "no migration is changed\n");
    assert.equal(github.runs.length, 0);
    assert.equal((await worker.dispatchFetch("http://localhost/")).status, 405);
  });

  test("when GitHub refuses, the answer says so", async () => {
    github.reset({ changed: ["m/1.sql"], tree: { "m/1.sql": "select 1" }, refuse: true });
    const { status, words } = await send(event);
    assert.equal(status, 502);
    assert.match(words, /^GitHub: /);
  });
});

/** A GitHub of one repository, which checks who asks. */
function fakeGithub(publicKey) {
  let state = {};
  const verified = (jwt) => {
    const [head, body, signature] = jwt.split(".");
    const claims = JSON.parse(Buffer.from(body, "base64url"));
    return createVerify("RSA-SHA256").update(`${head}.${body}`).verify(publicKey, signature, "base64url") && String(claims.iss) === "7";
  };
  const answerTo = ({ method, url, authorization, body }) => {
    const token = authorization?.replace(/^(token|bearer) /i, "") ?? "";
    if (url === "/app/installations/5/access_tokens") {
      return verified(token) ? [201, { token: "t0ken", expires_at: "2999-01-01T00:00:00Z", permissions: {} }] : [401, {}];
    }
    if (token !== "t0ken" || state.refuse) return [403, { message: "Resource not accessible by integration" }];
    const { pathname, searchParams } = new URL(url, "http://localhost");
    if (pathname === "/repos/acme/shop/pulls/3/files") {
      const from = (Number(searchParams.get("page")) - 1) * 100;
      return [200, state.changed.slice(from, from + 100).map((filename) => ({ filename, status: "modified" }))];
    }
    if (pathname === "/repos/acme/shop/git/trees/abc") {
      const tree = Object.entries(state.tree).map(([path, text]) => ({ path, type: "blob", sha: path, size: text.length }));
      return [200, { tree, truncated: false }];
    }
    const blob = /^\/repos\/acme\/shop\/git\/blobs\/(.+)$/.exec(pathname);
    if (blob) return [200, { content: Buffer.from(state.tree[decodeURIComponent(blob[1])]).toString("base64") }];
    if (pathname.startsWith("/repos/acme/shop/check-runs")) {
      state.runs.push(body);
      return [method === "POST" ? 201 : 200, { id: 11 }];
    }
    return [404, { message: "Not Found" }];
  };
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    const { method, url, headers } = request;
    state.asked.push(decodeURIComponent(url));
    const [status, answer] = answerTo({ method, url, authorization: headers.authorization, body: text && JSON.parse(text) });
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  return {
    reset: (it) => (state = { ...it, runs: [], asked: [] }),
    get runs() {
      return state.runs;
    },
    get asked() {
      return state.asked;
    },
    listen: () => new Promise((done) => server.listen(0, "127.0.0.1", () => done(`http://127.0.0.1:${server.address().port}`))),
    close: () => server.close(),
  };
}
