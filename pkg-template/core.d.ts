// What wasm-bindgen makes of src/wasm.rs; the entry points load it and give the functions their types.

export default function init(options: { module_or_path: URL | WebAssembly.Module }): Promise<unknown>;
export function initSync(options: { module: BufferSource | WebAssembly.Module }): unknown;
export function check(sources: unknown, options: unknown): unknown;
export function inspect(sources: unknown, options: unknown): unknown;
export function revert(sources: unknown, options: unknown): unknown;
export function plan(sources: unknown, options: unknown): unknown;
export function explain(rule: unknown): unknown;
export function rules(): unknown;
/** Starts afresh, after a trap. */
export function __wbg_reset_state(): void;
