// Browsers, and bundlers for them: `new URL(…, import.meta.url)` is what they all recognise as a file to carry along.

import init from "./core.js";

await init({ module_or_path: new URL("./migralint.wasm", import.meta.url) });

export { check, explain, inspect, plan, revert, rules } from "./api.js";
