// Holds the linter and answers numbered requests; of several that wait, only the newest is worked on.

import init, * as core from "../dist/npm/core.js";
import type { CheckReport, InspectReport, Options, Source } from "../dist/npm/index.js";

export interface Request {
  id: number;
  sources: Source[];
  options: Options;
}

export type Answer =
  | { kind: "ready" }
  | { kind: "answer"; id: number; check: CheckReport; inspect: InspectReport; milliseconds: number }
  | { kind: "failure"; id: number; why: string };

const post = (answer: Answer) => postMessage(answer);
const loaded = init({ module_or_path: new URL("migralint.wasm", import.meta.url) });
let newest: Request | undefined;

onmessage = (message: MessageEvent<Request>) => {
  newest = message.data;
  // Requests that came meanwhile are read before this runs.
  setTimeout(() => void work(message.data));
};

async function work(request: Request) {
  try {
    await loaded;
    if (request !== newest) return;
    const start = performance.now();
    const check = core.check(request.sources, request.options) as CheckReport;
    const milliseconds = performance.now() - start;
    const inspect = core.inspect(request.sources, request.options) as InspectReport;
    post({ kind: "answer", id: request.id, check, inspect, milliseconds });
  } catch (error) {
    // After a trap the memory is not to be trusted.
    if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) core.__wbg_reset_state();
    post({ kind: "failure", id: request.id, why: error instanceof Error ? error.message : String(error) });
  }
}

loaded.then(
  () => post({ kind: "ready" }),
  (error: unknown) => post({ kind: "failure", id: -1, why: `the linter could not be loaded: ${String(error)}` }),
);
