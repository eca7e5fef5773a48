// The built package on the edge: workerd compiles no code at run time, as in production.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

const WORKER = `
import { check, explain, inspect, rules } from "migralint";

export default {
  async fetch(request) {
    const { sources, options } = await request.json();
    try {
      return Response.json({ check: check(sources, options), inspect: inspect(sources, options), rules: rules().length, page: explain("dropped-table") });
    } catch (error) {
      return Response.json({ error: error.name + ": " + error.message }, { status: 400 });
    }
  },
};
`;

const { outputFiles } = await build({
  stdin: { contents: WORKER, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
  bundle: true,
  write: false,
  format: "esm",
  conditions: ["workerd"],
  external: ["*.wasm"],
});

const wasm = fileURLToPath(new URL("../dist/npm/migralint.wasm", import.meta.url));
const worker = new Miniflare({
  modules: [
    { type: "ESModule", path: "worker.js", contents: outputFiles[0].text },
    { type: "CompiledWasm", path: "migralint.wasm", contents: readFileSync(wasm) },
  ],
  compatibilityDate: "2026-01-01",
});
after(() => worker.dispose());

async function ask(body) {
  const response = await worker.dispatchFetch("http://localhost/", { method: "POST", body: JSON.stringify(body) });
  return { status: response.status, answer: await response.json() };
}

test("the package answers in workerd", async () => {
  const sources = [{ path: "1.sql", text: "drop table orders;" }];
  const { status, answer } = await ask({ sources, options: { target: "postgres@16" } });
  assert.equal(status, 200, answer.error);
  assert.ok(answer.check.findings.some((it) => it.rule === "dropped-table"));
  assert.ok(answer.inspect.migrations.length);
  assert.ok(20 < answer.rules);
  assert.equal(answer.page.name, "dropped-table");
});

test("wrong arguments are TypeErrors in workerd", async () => {
  const { status, answer } = await ask({ sources: [{ path: "1.sql" }] });
  assert.equal(status, 400);
  assert.match(answer.error, /^TypeError: sources\[0\]\.text must be a string/);
});
