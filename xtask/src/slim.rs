//! Takes out of the wasm what sqlparser's tree would be printed and placed with. Its parser's errors print parts of the
//! tree and say where they stand, so the linker keeps all of both, a tenth of the whole; nothing here reads these errors,
//! prints that tree or asks it for its places.

use crate::tools::{self, Outcome};
use std::path::Path;
use walrus::{FunctionBuilder, FunctionKind, LocalFunction, Module, TypeId};

/// Functions with fewer instructions may be shared with others that are the same to the byte, ours among them.
const LEAST: u64 = 100;

/// Makes the large printing and placing functions of sqlparser's tree do nothing, which leaves what only they call to be
/// collected. Fails where there is none: their names are not what they were.
pub fn slim(from: &Path, to: &Path) -> Outcome {
    let mut module = Module::from_file(from).map_err(|it| format!("{}: {it:#}", from.display()))?;
    let spared = |name: &str| {
        let trimmed =
            name.trim_start_matches("_ZN").trim_start_matches(|it: char| it.is_ascii_digit());
        let of_tree = ["_$LT$sqlparser..ast..", "_$LT$sqlparser..keywords.."];
        let does = [
            "$u20$as$u20$core..fmt..Display$GT$3fmt",
            "$u20$as$u20$sqlparser..ast..spans..Spanned$GT$4span",
        ];
        of_tree.iter().any(|it| trimmed.starts_with(it))
            && does.iter().any(|it| trimmed.contains(it))
    };
    let large: Vec<_> = module
        .funcs
        .iter_local()
        .filter(|(id, function)| {
            module.funcs.get(*id).name.as_deref().is_some_and(spared) && LEAST < function.size()
        })
        .map(|(id, function)| (id, function.ty()))
        .collect();
    if large.is_empty() {
        return Err(
            "the wasm has no function that prints or places sqlparser's tree by the names known"
                .into(),
        );
    }
    for (id, of_type) in large {
        let empty = empty(&mut module, of_type);
        module.funcs.get_mut(id).kind = FunctionKind::Local(empty);
    }
    never_copy(&mut module)?;
    tools::write(to, module.emit_wasm())
}

/// Their parser copies one name, `xml` before a text (`parse_prefix`), and a name's type may hold expressions, with them
/// whole queries and statements. This one holds none, so that no expression is ever copied.
fn never_copy(module: &mut Module) -> Outcome {
    let copies = |name: &str| {
        name.contains("_$LT$sqlparser..ast..Expr$u20$as$u20$core..clone..Clone$GT$5clone")
    };
    let copy = module
        .funcs
        .iter_local()
        .find(|(id, _)| module.funcs.get(*id).name.as_deref().is_some_and(copies));
    let (id, of_type) = copy
        .map(|(id, function)| (id, function.ty()))
        .ok_or("the wasm has no function that copies sqlparser's expressions by the name known")?;
    let params = module.types.params(of_type).to_vec();
    let results = module.types.results(of_type).to_vec();
    let args = params.iter().map(|it| module.locals.add(*it)).collect();
    let mut body = FunctionBuilder::new(&mut module.types, &params, &results);
    body.func_body().unreachable();
    module.funcs.get_mut(id).kind = FunctionKind::Local(body.local_func(args));
    Ok(())
}

/// `fn fmt(&self, _: &mut Formatter) -> fmt::Result { Ok(()) }`, with as much of that as the compiler left; a place is
/// handed back through memory, where whatever was there before stays.
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
