//! Takes out of the wasm what sqlparser's tree would be printed with. Its parser's errors print parts of the tree, so
//! the linker keeps all of it, a fifteenth of the whole; nothing here reads these errors or prints that tree.

use crate::tools::{self, Outcome};
use std::path::Path;
use walrus::{FunctionBuilder, FunctionKind, LocalFunction, Module, TypeId};

/// Functions with fewer instructions may be shared with others that are the same to the byte, ours among them.
const LEAST: u64 = 100;

/// Makes the large printing functions of sqlparser's tree print nothing, which leaves what only they call to be
/// collected. Fails where there is none: their names are not what they were.
pub fn slim(from: &Path, to: &Path) -> Outcome {
    let mut module = Module::from_file(from).map_err(|it| format!("{}: {it:#}", from.display()))?;
    let prints = |name: &str| {
        let trimmed =
            name.trim_start_matches("_ZN").trim_start_matches(|it: char| it.is_ascii_digit());
        let of_tree = ["_$LT$sqlparser..ast..", "_$LT$sqlparser..keywords.."];
        of_tree.iter().any(|it| trimmed.starts_with(it))
            && trimmed.contains("$u20$as$u20$core..fmt..Display$GT$3fmt")
    };
    let large: Vec<_> = module
        .funcs
        .iter_local()
        .filter(|(id, function)| {
            module.funcs.get(*id).name.as_deref().is_some_and(prints) && LEAST < function.size()
        })
        .map(|(id, function)| (id, function.ty()))
        .collect();
    if large.is_empty() {
        return Err(
            "the wasm has no function that prints sqlparser's tree by the names known".into()
        );
    }
    for (id, of_type) in large {
        let empty = empty(&mut module, of_type);
        module.funcs.get_mut(id).kind = FunctionKind::Local(empty);
    }
    tools::write(to, module.emit_wasm())
}

/// `fn fmt(&self, _: &mut Formatter) -> fmt::Result { Ok(()) }`, with as much of that as the compiler left.
fn empty(module: &mut Module, of_type: TypeId) -> LocalFunction {
    let params = module.types.params(of_type).to_vec();
    let results = module.types.results(of_type).to_vec();
    let args = params.iter().map(|it| module.locals.add(*it)).collect();
    let mut body = FunctionBuilder::new(&mut module.types, &params, &results);
    for _ in results {
        body.func_body().i32_const(0);
    }
    body.local_func(args)
}
