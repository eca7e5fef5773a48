// The same functions for every entry point; each entry point loads the wasm in its own host's way.

import * as core from "./core.js";
import { pages } from "./pages.js";

// A trap leaves the wasm's memory as it was in mid-work; the next call must not read it.
const guarded = (call) => (...args) => {
  try {
    return call(...args);
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) core.__wbg_reset_state();
    throw error;
  }
};

export const check = guarded((sources, options) => core.check(sources, options));
export const inspect = guarded((sources, options) => core.inspect(sources, options));
export const revert = guarded((sources, options) => core.revert(sources, options));
export const plan = guarded((sources, options) => core.plan(sources, options));
// The pages stand beside the wasm, so that who only checks does not load them.
export const explain = guarded((rule) => {
  const found = core.explain(rule);
  return found && { ...found, page: pages[found.name] };
});
export const rules = guarded(() => core.rules());
