// The built package in Node: what people import, and what they may throw at it.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import * as migralint from "migralint";

const { check, inspect, explain, rules } = migralint;

const INDEX = [{ path: "1.sql", text: "create index orders_placed_at on orders (placed_at);" }];
const named = (report) => report.findings.map((it) => it.rule);

test("check finds what blocks", () => {
  const report = check(INDEX, { target: "postgres@16" });
  assert.equal(report.schemaVersion, 1);
  assert.equal(report.tool.name, "migralint");
  assert.ok(named(report).includes("blocking-index-build"), named(report).join());
  const [finding] = report.findings;
  for (const key of ["rule", "severity", "message", "reason", "help", "path", "target", "fingerprint", "pages"]) {
    assert.equal(typeof finding[key], "string", key);
  }
  assert.equal(finding.path, "1.sql");
  assert.equal(report.coverage.statements, 1);
  assert.deepEqual(report.coverage.opaque, []);
});

test("reports are plain objects and JSON keeps all of them", () => {
  const report = inspect(INDEX, { target: "postgres@16" });
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
  assert.equal(Object.getPrototypeOf(report.migrations[0]), Object.prototype);
});

test("inspect tells locks and the schema after", () => {
  const sources = [{ path: "1.sql", text: "create table t (a int not null);\nalter table t add column b text;\nalter table old add column c int;" }];
  const report = inspect(sources, { target: "postgres@16" });
  const [migration] = report.migrations;
  assert.equal(migration.path, "1.sql");
  assert.equal(migration.direction, "up");
  assert.equal(migration.steps.length, 3);
  assert.ok(migration.steps[2].effects.some((it) => it.kind === "lock" && it.mode === "ACCESS EXCLUSIVE"));
  const table = report.schema.tables.find((it) => it.name === "t");
  assert.deepEqual(table.columns.map((it) => it.name), ["a", "b"]);
  assert.equal(table.columns[0].nullable, false);
  assert.equal(table.columns[1].default, null);
});

test("the target decides", () => {
  const add = [{ path: "1.sql", text: "alter table t add column b int not null default 1;" }];
  const rewrites = (target) => inspect(add, { target }).migrations[0].steps[0].effects.some((it) => it.kind === "rewrite");
  assert.equal(rewrites("postgres@10"), true);
  assert.equal(rewrites("postgres@11"), false);
});

test("several targets are judged one by one", () => {
  const report = check(INDEX, { target: ["postgres@10", "postgres@18"] });
  assert.deepEqual(report.targets.map((it) => it.target), ["postgres@10", "postgres@18"]);
  assert.deepEqual([...new Set(report.findings.map((it) => it.target))], ["postgres@10", "postgres@18"]);
});

test("without a target the report says what was assumed", () => {
  const [target] = check(INDEX).targets;
  assert.equal(target.chosen, "assumed");
  assert.ok(target.because);
});

test("a schema is known before the first migration", () => {
  const drop = [{ path: "1.sql", text: "alter table t drop column a;" }];
  const schema = "create table t (a int, b int);";
  for (const given of [schema, { path: "schema.sql", text: schema }]) {
    const report = inspect(drop, { target: "postgres@16", schema: given });
    assert.deepEqual(report.schema.tables.find((it) => it.name === "t")?.columns.map((it) => it.name), ["b"]);
  }
});

test("a fix is a list of edits in JavaScript's units", () => {
  const text = "/* é𝄞 */ create index i on t (a);";
  const report = check([{ path: "1.sql", text }], { target: "postgres@16" });
  const { fixes } = report.findings.find((it) => it.rule === "blocking-index-build");
  assert.equal(fixes[0].safety, "safe");
  assert.deepEqual(fixes[0].creates, []);
  let fixed = text;
  const last = (a, b) => b.span.utf16Start - a.span.utf16Start;
  for (const { span, text } of fixes[0].edits.toSorted(last)) fixed = fixed.slice(0, span.utf16Start) + text + fixed.slice(span.utf16End);
  assert.equal(fixed, "/* é𝄞 */ create index concurrently i on t (a);");
});

test("a fix that makes files gives their names and texts", () => {
  const files = [{ path: "0001_a.sql", text: "alter table t alter column a set not null;" }];
  const { findings } = check(files, { target: "postgres@16" });
  const { fixes } = findings.find((it) => it.rule === "blocking-not-null");
  assert.equal(fixes[0].safety, "ask");
  assert.deepEqual(fixes[0].creates.map((it) => it.path), ["0002_validate_t_a_not_null.sql", "0003_require_a.sql"]);
});

test("positions count bytes, characters, and JavaScript's units", () => {
  const text = "-- é𝄞\ncreate index \"ß𝄞\" on t (a);";
  const report = check([{ path: "1.sql", text }], { target: "postgres@16" });
  const { span } = report.findings.find((it) => it.rule === "blocking-index-build");
  assert.equal(span.line, 2);
  const bytes = Buffer.from(text);
  const underlined = text.slice(span.utf16Start, span.utf16End);
  assert.equal(bytes.subarray(span.start, span.end).toString(), underlined);
  assert.ok(text.slice(text.indexOf("\n") + 1).includes(underlined) && underlined.length);
});

test("Alembic scripts are read", () => {
  const text = `
import sqlalchemy as sa
from alembic import op

revision = "a1"
down_revision = None

def upgrade():
    op.create_index("ix", "orders", ["placed_at"])

def downgrade():
    op.drop_index("ix", "orders")
`;
  const report = inspect([{ path: "versions/a1.py", text }], { target: "postgres@16" });
  const ups = report.migrations.filter((it) => it.direction === "up");
  assert.equal(ups[0].framework, "alembic");
  assert.equal(ups[0].id, "a1");
  assert.equal(ups[0].steps[0].operations[0].kind, "create-index");
});

test("every rule has a page", () => {
  const all = rules();
  assert.ok(20 < all.length);
  for (const rule of all) {
    const page = explain(rule.name);
    assert.equal(page.name, rule.name);
    assert.ok(page.page.includes("bad"), rule.name);
  }
  assert.equal(explain("no-such-rule"), null);
  assert.equal(explain(""), null);
});

test("wrong arguments are named", () => {
  const hostile = new Proxy({}, { get: () => { throw new Error("no"); }, ownKeys: () => { throw new Error("no"); } });
  const throwing = { get path() { throw new Error("no"); }, text: "" };
  const endless = new Proxy([], { get: (_, key) => (key === "length" ? 1e9 : undefined) });
  const cases = [
    [[], /sources must be an array/],
    [[undefined], /sources must be an array/],
    [["select 1"], /sources must be an array/],
    [[{ path: "a", text: "b" }], /sources must be an array/],
    [[[null]], /sources\[0\] must be an object/],
    [[["a"]], /sources\[0\] must be an object/],
    [[[{ path: "a", text: "" }, {}]], /sources\[1\]\.path must be a string/],
    [[[{ path: "a", text: "" }, { path: "b", text: "" }, { path: "c", text: 7 }]], /sources\[2\]\.text must be a string/],
    [[[{ path: "a", text: new Uint8Array(3) }]], /sources\[0\]\.text must be a string/],
    [[[throwing]], /sources\[0\]\.path must be readable/],
    [[[hostile]], /sources\[0\]\.path must be readable/],
    [[hostile], /sources must be an array/],
    [[endless], /sources\[0\] must be an object/],
    [[new Array(4_000_000_000)], /sources\[0\] must be an object/],
    [[[], 5], /options must be an object/],
    [[[], []], /options must be an object/],
    [[[], "postgres"], /options must be an object/],
    [[[], hostile], /options must be an object/],
    [[[], { target: 5 }], /options\.target must be a string/],
    [[[], { target: ["postgres", 5] }], /options\.target\[1\] must be a string/],
    [[[], { target: "db2" }], /options\.target: unknown dialect `db2`/],
    [[[], { target: "postgres@new" }], /options\.target: `new` is not a version/],
    [[[{ path: "a", text: "x".repeat(65 << 20) }]], /sources\[0\]\.text must be at most 64 MiB of text/],
    [[[], { schema: 5 }], /options\.schema must be an object/],
    [[[], { schema: { path: "a" } }], /options\.schema\.text must be a string/],
    [[[], { tagret: "mysql" }], /options\.tagret is not an option; known are target, schema, stats, preset/],
    [[[], { stats: [] }], /options\.stats\.tables must be an array/],
    [[[], { stats: { tables: [{ name: 5 }] } }], /options\.stats\.tables\[0\]\.name must be a string/],
    [[[], { stats: { tables: [{ name: "t", rows: -1 }] } }], /options\.stats\.tables\[0\]\.rows must be a number from 0/],
    [[[], { preset: "stern" }], /options\.preset: unknown preset `stern`; known are strict, style/],
  ];
  for (const [args, message] of cases) {
    for (const call of [check, inspect]) assert.throws(() => call(...args), { name: "TypeError", message });
  }
  for (const rule of [undefined, null, 5, {}, [], Symbol("x"), hostile]) {
    assert.throws(() => explain(rule), { name: "TypeError", message: /rule must be a string/ });
  }
});

test("sizes make durations", () => {
  const stats = { tables: [{ schema: "public", name: "orders", rows: 1_000_000, bytes: 114_000_000, indexBytes: null }] };
  const index = [{ path: "1.sql", text: "create index i on orders (a);" }];
  const [least, most] = inspect(index, { target: "postgres@16", stats }).migrations[0].steps[0].cost.seconds;
  assert.ok(0.1 < least && least < most && most < 5);
  assert.equal(inspect(index, { target: "postgres@16" }).migrations[0].steps[0].cost.seconds, null);
});

test("null and undefined options are no options", () => {
  for (const options of [undefined, null, {}, { target: undefined }, { schema: null }, { target: [] }]) {
    assert.equal(check(INDEX, options).targets.length, 1);
  }
});

const HOSTILE = {
  empty: "",
  nulls: "\0\0\0",
  "lone surrogates": "create table \ud800 (a int); \udfff",
  "an open string": "select 'abc",
  "an open dollar quote": "do $$ begin",
  "an open comment": "/* /* */",
  "parentheses in SQL": `select ${"(".repeat(5000)}1${")".repeat(5000)};`,
  "brackets in SQL": `select ${"[".repeat(5000)}`,
  "AND": `delete from t where ${"a = 1 and ".repeat(100_000)} a = 1;`,
  "||": `select ${"'a' || ".repeat(100_000)} 'a';`,
  "UNION": `${"select 1 union ".repeat(100_000)} select 1;`,
  "JOIN": `select * from a ${"join b on true ".repeat(100_000)};`,
  "::": `select 1${"::int".repeat(100_000)};`,
  "subqueries": `select * from ${"(select * from ".repeat(3000)}t${")".repeat(3000)};`,
  "CASE": `select ${"case when a then ".repeat(5000)} 1 ${"end ".repeat(5000)};`,
  "NOT": `select ${"not ".repeat(100_000)} a;`,
  "minus": `select ${"- ".repeat(100_000)} 1;`,
  "semicolons": ";".repeat(100_000),
  "default of a column": `alter table t add column a int default ${"(".repeat(5000)}1${")".repeat(5000)};`,
};

for (const [name, text] of Object.entries(HOSTILE)) {
  test(`hostile SQL is read: ${name}`, () => {
    assert.equal(check([{ path: "1.sql", text }]).schemaVersion, 1);
    assert.equal(inspect([{ path: "1.sql", text }]).schemaVersion, 1);
  });
}

const HOSTILE_PYTHON = {
  "parentheses in Python": `${"(".repeat(5000)}1${")".repeat(5000)}`,
  "brackets in Python": `x = ${"[".repeat(5000)}`,
  "+": `x = ${"'a' + ".repeat(100_000)} 'a'`,
  "nested blocks": Array.from({ length: 200 }, (_, it) => `${" ".repeat(it)}if x:`).join("\n"),
  "attributes": `x = a${".b".repeat(100_000)}`,
  "calls": `x = a${"()".repeat(50_000)}`,
  "not": `x = ${"not ".repeat(50_000)} y`,
  "lambda": `x = ${"lambda: ".repeat(5000)} y`,
  "comparisons": `x = ${"a < ".repeat(100_000)} b`,
  "half a script": "def upgrade():\n    op.add_column('t', sa.Column(",
};

for (const [name, text] of Object.entries(HOSTILE_PYTHON)) {
  test(`hostile Python is read: ${name}`, () => {
    const script = `from alembic import op\nrevision = "a"\ndown_revision = None\n\ndef upgrade():\n    op.execute("select 1")\n\n${text}\n`;
    assert.equal(check([{ path: "versions/a.py", text: script }]).schemaVersion, 1);
  });
}

test("a revision cycle and a repeated revision end in findings", () => {
  const script = (id, down) => ({ path: `versions/${id}.py`, text: `from alembic import op\nrevision = "${id}"\ndown_revision = "${down}"\ndef upgrade():\n    pass\n` });
  assert.ok(check([script("a", "b"), script("b", "a")]).findings.length);
  const twice = [script("a", "a0"), { ...script("a", "a0"), path: "versions/again.py" }];
  assert.ok(named(check(twice)).includes("duplicate-revision"));
});

test("the same input gives the same bytes", () => {
  const once = JSON.stringify(check(INDEX));
  for (let turn = 0; turn < 50; turn += 1) assert.equal(JSON.stringify(check(INDEX)), once);
});

test("thousands of calls keep no memory", () => {
  const heap = () => {
    globalThis.gc?.();
    return process.memoryUsage();
  };
  const call = () => {
    check(INDEX, { target: "postgres@16" });
    inspect(INDEX, { target: "mysql@8.0" });
    assert.throws(() => check([{ path: "a", text: 5 }], {}), TypeError);
    assert.throws(() => check(INDEX, { target: "x" }), TypeError);
  };
  for (let turn = 0; turn < 500; turn += 1) call();
  const before = heap();
  for (let turn = 0; turn < 4000; turn += 1) call();
  const after = heap();
  const grown = after.rss - before.rss;
  assert.ok(grown < 30e6, `the process grew by ${grown} bytes`);
});

test("require gives the same functions", () => {
  const required = createRequire(import.meta.url)("migralint");
  assert.deepEqual(required.check(INDEX), check(INDEX));
  assert.deepEqual(Object.keys(required).sort(), Object.keys(migralint).sort());
});
