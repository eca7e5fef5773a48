// The same as throughput.rs in Node, through the npm package; with PASTE, a short migration many times.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const loading = performance.now();
const { check } = await import("../dist/npm/node.js");
const loaded = performance.now() - loading;
// What is loaded already is handed out again.
const { memory } = (await import("../dist/npm/core.js")).initSync();
// What an idle process holds, the module with it.
const idle = process.memoryUsage.rss();

const [folder, target] = process.argv.slice(2);
const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((it) => it.isFile());
const paths = files.map((it) => join(it.parentPath ?? it.path, it.name)).sort();
const sources = paths.map((path) => ({ path, text: readFileSync(path, "utf8") }));
const bytes = sources.reduce((sum, it) => sum + Buffer.byteLength(it.text), 0);

const times = [];
// The engine compiles what is called often only after a while: a large text judged once would measure that.
const wanted = process.env.PASTE ? 300 : 3;
let findings = 0;
for (let spent = 0; spent < 2000 || times.length < wanted; ) {
  const start = performance.now();
  findings = check(sources, { target }).findings.length;
  const took = performance.now() - start;
  times.push(took);
  spent += took;
}
const first = times[0];
times.sort((a, b) => a - b);
// The most that this process ever held. What `resourceUsage` tells begins with what its parent held.
const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "";
const told = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
const peak = (told ? Number(told) : process.resourceUsage().maxRSS) * 1024;
const result = {
  bytes,
  seconds: times[0] / 1000,
  peak,
  idle,
  // A WebAssembly memory only grows.
  memory: memory.buffer.byteLength,
  findings,
  loaded,
  first,
  median: times[times.length >> 1],
};
console.log(JSON.stringify(result));
