import { readFileSync } from "node:fs";
import { initSync } from "./core.js";

initSync({ module: readFileSync(new URL("./migralint.wasm", import.meta.url)) });

export { check, explain, inspect, plan, revert, rules } from "./api.js";
