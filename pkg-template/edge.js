// Workers on the edge compile no code at run time; importing the wasm gives a module that was compiled before.

import module from "./migralint.wasm";
import { initSync } from "./core.js";

initSync({ module });

export { check, explain, inspect, plan, revert, rules } from "./api.js";
