//! Alembic: revisions and calls of its operations, lowered.

pub mod configuration;
mod copy;
pub(crate) mod downgrade;
pub(crate) mod edit;
mod environment;
mod expression;
mod host;
mod models;
pub(crate) mod names;
mod naming;
mod operations;
mod plugins;
mod quirks;
mod registry;
mod revision;
mod schema;
mod spelling;
mod statement;
mod types;
mod used;
pub(crate) mod write;

use ruff_python_ast::{Stmt, StmtFunctionDef};

use std::collections::BTreeSet;

use crate::dialect::Target;
use crate::lang::python::evaluate::Evaluator;
use crate::lang::python::execute::Flow;
use crate::lang::python::guard::Refusal;
use crate::lang::python::imports::Library;
use crate::lang::python::machine::Machine;
use crate::lang::python::parse::{self, Module};
use crate::lang::python::value::{Code, Function, Object, Value};
use crate::ops::transaction::{Setting, SettingScope};
use crate::ops::unit::{Presence, UnitTransaction};
use crate::ops::{Direction, Op, OpKind, Opaque, OpaqueExtent, OpaqueReason, Statement, Unit};
use crate::text::{Source, Span};

use environment::Environment;
use host::Script;
use revision::Revision;

/// Whether a Python file is a revision: it assigns `revision` and `down_revision` in a line that begins with targets.
pub fn is_migration(source: &Source) -> bool {
    crate::lang::is_python(source)
        && assigns(&source.text, "down_revision")
        && assigns(&source.text, "revision")
}

fn assigns(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        // Only so much of either side is looked at that a long line costs no more than a short one.
        let start = text.floor_char_boundary(at.saturating_sub(MAX_TARGETS));
        let behind = at + name.len();
        let end = text.floor_char_boundary(behind + MAX_TARGETS);
        let before = text.get(start..at).unwrap_or("");
        let line = before.rsplit_once('\n').map(|it| it.1);
        let Some(before) = line.or((start == 0).then_some(before)) else { return false };
        let before = before.trim_start_matches('\u{feff}');
        let rest = text.get(behind..end).unwrap_or("").split('\n').next().unwrap_or("");
        let is_annotated = before.is_empty() && rest.trim_start().starts_with(':');
        is_annotated || are_targets(before) && is_rest_of_targets(rest)
    })
}

/// Whether nothing but targets of an assignment stands before one: `(revision, `, `a = `, not `def f(` or ` x`.
fn are_targets(before: &str) -> bool {
    if before.starts_with([' ', '\t']) {
        return false;
    }
    let mut last = '(';
    for it in before.trim_end().chars() {
        let opens = matches!(it, '(' | '[');
        if !matches!(it, ',' | '*' | ')' | ']' | '=' | ' ' | '_') && !opens && !it.is_alphanumeric()
        {
            return false;
        }
        if opens && !matches!(last, '(' | '[' | ',' | '=' | ' ') {
            return false;
        }
        last = it;
    }
    before.is_empty() || matches!(last, '(' | '[' | ',' | '*' | '=')
}

/// Whether the rest of a line goes on to the sign of an assignment.
fn is_rest_of_targets(rest: &str) -> bool {
    let is_part = |it: char| {
        matches!(it, ',' | '*' | '(' | '[' | ')' | ']' | ' ' | '\t' | '_') || it.is_alphanumeric()
    };
    let behind = rest.trim_start_matches(is_part);
    let ends = !rest.starts_with(|it: char| it == '_' || it.is_alphanumeric());
    ends && behind.starts_with('=') && !behind.starts_with("==")
}

/// So much of a line is looked at before a target of its assignment, and behind it.
const MAX_TARGETS: usize = 200;

/// Reads every revision among the sources whose indexes are given, up and down, for one target. Sources that are no
/// revisions serve imports and settings (`env.py`).
pub fn read(sources: &[Source], indexes: &[usize], target: Target) -> Vec<Unit> {
    read_and_open(sources, indexes, target).0
}

/// The same, with the sources whose text a script reads and sends as its own.
pub(crate) fn read_and_open(
    sources: &[Source],
    indexes: &[usize],
    target: Target,
) -> (Vec<Unit>, Vec<usize>) {
    let library = Library::new(sources, indexes);
    let mut evaluator =
        Evaluator { machine: Machine::new(&library, usize::MAX), host: Script::new(target) };
    let environments = environment::read(&mut evaluator, indexes);
    let homes = configuration::homes(sources);
    for &index in indexes {
        let Some(source) = sources.get(index) else { continue };
        // Operations that env.py has from another module are there for every revision.
        if source.text.contains("register_operation") && !is_migration(source) {
            evaluator.load(index);
        }
    }
    let mut units = Vec::new();
    for &index in indexes {
        let Some(source) = sources.get(index) else { continue };
        if is_migration(source) {
            let path = source.path.replace('\\', "/");
            let folder = path.rsplit_once('/').map_or("", |it| it.0);
            let home = homes.iter().find(|it| it.holds(folder));
            let environment = environment::nearest(&environments, &path, home);
            let mut read = read_file(&mut evaluator, index, target, &environment);
            if let Some(home) = home {
                for unit in &mut read {
                    unit.graph = Some(home.locations.join(" "));
                    // Two graphs of one database need a table of versions each.
                    unit.is_apart = environment.is_found && !environment.names_version_table;
                }
            }
            units.extend(read);
        }
    }
    join(&mut units);
    (units, evaluator.machine.opened)
}

/// Where revisions that no configuration names follow those of one, it gives their folders when it runs: there is one
/// graph, and one database.
fn join(units: &mut [Unit]) {
    let outside = || units.iter().filter(|it| it.graph.is_none());
    let own: BTreeSet<&str> = outside().map(|it| it.id.as_str()).collect();
    let named = outside().flat_map(|it| it.parents.iter().flatten().chain(&it.depends_on));
    let named: BTreeSet<&str> = named.map(String::as_str).filter(|it| !own.contains(it)).collect();
    let followed = units.iter().filter(|it| named.contains(it.id.as_str()));
    let shared: BTreeSet<String> = followed.filter_map(|it| it.graph.clone()).collect();
    for unit in units.iter_mut() {
        unit.is_apart &= !unit.graph.as_ref().is_some_and(|it| shared.contains(it));
    }
}

fn read_file<'a>(
    evaluator: &mut Evaluator<'a, Script<'a>>,
    index: usize,
    target: Target,
    environment: &Environment,
) -> [Unit; 2] {
    let library = evaluator.machine.library;
    let module = match library.module(index) {
        Ok(module) => module,
        Err(refusal) => return refused(library, index, refusal, target, environment),
    };
    let mut revision = Revision::read(library, index, module);
    evaluator.machine.turn_to(index);
    evaluator.host.version_table_schema = environment.version_table_schema.clone();
    evaluator.host.naming = environment.naming.clone();
    evaluator.machine.push_frame(index, None, false, Span::default());
    evaluator.host.muted = true;
    evaluator.block(&module.body);
    if METADATA.iter().any(|it| library.text(index).contains(it)) {
        load_models(evaluator, index);
    }
    evaluator.host.muted = false;
    revision.settle(&evaluator.machine, index);
    let mut up = read_direction(evaluator, module, index, &revision, Direction::Up);
    evaluator.machine.refill();
    let mut down = read_direction(evaluator, module, index, &revision, Direction::Down);
    quirks::of_text(library.text(index), module, &mut up, &mut down);
    let text = library.text(index);
    let (before, behind) = text.split_at_checked(down.span.start as usize).unwrap_or((text, ""));
    let behind = behind.get(down.span.range().len()..).unwrap_or("");
    up.changes_objects = changes_objects(before) || changes_objects(behind);
    let mut units = [up, down];
    for unit in &mut units {
        unit.transaction = transaction(target, environment);
        unit.settings.clone_from(&environment.settings);
        if environment.moves_names {
            let name = "search_path".to_owned();
            unit.settings.push(Setting { name, value: None, scope: SettingScope::Session });
        }
        unit.assumed.clone_from(&environment.assumed);
        unit.names_are_assumed = environment.names_are_assumed;
        add_errors(unit, module);
    }
    units
}

/// Whether a text sets attributes of what a session's query gave, which the session writes back.
fn changes_objects(text: &str) -> bool {
    /// So many names are kept in mind.
    const MOST: usize = 50;
    let asks =
        |it: &str| [".query(", ".scalars(", ".scalar_one"].iter().any(|word| it.contains(word));
    if !asks(text) {
        return false;
    }
    let mut names: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some((targets, _)) = line.strip_prefix("for ").and_then(|it| it.split_once(" in ")) {
            names.extend(targets.split(',').map(|it| it.trim_matches([' ', '(', ')'])));
        } else if let Some((target, value)) = line.split_once(" = ") {
            let set = target.split_once('.').filter(|it| !it.1.contains(['.', '[', '(', ' ']));
            if set.is_some_and(|it| names.contains(&it.0)) {
                return true;
            }
            names.extend(Some(target).filter(|_| asks(value)));
        }
        names.truncate(MOST);
    }
    false
}

/// Words of a script that asks a `MetaData` for all tables that it knows.
const METADATA: [&str; 4] = ["create_all", "drop_all", "metadata.tables", "sorted_tables"];
/// Modules that are loaded for that.
const MAX_MODELS: usize = 200;

/// Loads what a script imports, and what packages among that import: a metadata knows the tables of loaded modules.
fn load_models<'a>(evaluator: &mut Evaluator<'a, Script<'a>>, index: usize) {
    let library = evaluator.machine.library;
    let mut open = vec![index];
    let mut seen = vec![index];
    while let Some(module) = open.pop() {
        let names = evaluator.machine.globals.get(&module).cloned().unwrap_or_default();
        for value in names.into_values() {
            let (Value::Module(module) | Value::Lazy { module, .. }) = value else { continue };
            if MAX_MODELS <= seen.len() || seen.contains(&module) {
                continue;
            }
            seen.push(module);
            evaluator.load(module);
            if library.sources.get(module).is_some_and(|it| it.path.ends_with("__init__.py")) {
                open.push(module);
            }
        }
    }
}

fn read_direction<'a>(
    evaluator: &mut Evaluator<'a, Script<'a>>,
    module: &'a Module,
    index: usize,
    revision: &Revision,
    direction: Direction,
) -> Unit {
    let mut unit = revision.unit(index, direction);
    let name = if direction == Direction::Up { "upgrade" } else { "downgrade" };
    let bound = evaluator.machine.globals.get(&index).and_then(|it| it.get(name)).cloned();
    let bound = bound.map(|it| evaluator.force(it));
    let Some(Value::Function(function)) = bound else {
        // Without a function of this name, or with something else under it, there is nothing to run.
        unit.presence = match bound {
            None => Presence::Absent,
            Some(_) => Presence::Written,
        };
        if bound.is_some() {
            let span = named_span(module, name);
            let detail = format!("`{name}` is made elsewhere");
            unit.statements.push(opaque(span, OpaqueReason::ImportedCode, detail));
        }
        return unit;
    };
    let Code::Def(def) = function.code else { return unit };
    let own = function.module == index && def.name.as_str() == name;
    unit.span = if own { parse::span_of(def) } else { named_span(module, name) };
    let parts = parts(evaluator, module, index, name, def);
    let mut flow = Flow::Next;
    if parts.is_empty() {
        flow = run(evaluator, function, def, unit.span);
    }
    for (function, def) in parts {
        run(evaluator, function, def, parse::span_of(def));
    }
    unit.statements = evaluator.host.take();
    unit.quirks = evaluator.host.quirks.take();
    if let Some(span) = evaluator.machine.lost.filter(|_| evaluator.machine.exhausted.is_none()) {
        let detail = "calls and expressions inside each other".to_owned();
        let span = if span.is_empty() { unit.span } else { span };
        let is_opaque = |it: &Op| matches!(it.kind, OpKind::Opaque(_)) && it.span == span;
        if !unit.statements.iter().any(|it| it.ops.iter().any(is_opaque)) {
            unit.statements.push(opaque(span, OpaqueReason::TooDeep, detail));
        }
    }
    if let Some(span) = evaluator.machine.exhausted {
        let detail = "the script takes more steps than are followed".to_owned();
        unit.statements.push(opaque(span, OpaqueReason::TooLarge, detail));
    }
    unit.presence = if !unit.statements.is_empty() {
        Presence::Written
    } else if flow == Flow::Raise {
        Presence::Raises
    } else if does_nothing(&def.body) {
        Presence::Empty
    } else {
        Presence::Written
    };
    unit
}

/// The functions that run in the place of one that chooses by the name of a database among them, `upgrade_engine1` and its
/// like (Alembic's template "multidb"): all of them, as each database gets its own.
fn parts<'a>(
    evaluator: &Evaluator<'a, Script<'a>>,
    module: &'a Module,
    index: usize,
    name: &str,
    def: &'a StmtFunctionDef,
) -> Vec<(Function<'a>, &'a StmtFunctionDef)> {
    let text = parse::span_of(def).of(evaluator.machine.library.text(index));
    if !text.contains("globals()[") {
        return Vec::new();
    }
    let globals = evaluator.machine.globals.get(&index);
    let functions = module.body.iter().filter_map(|it| it.as_function_def_stmt());
    let parts = functions
        .filter(|it| it.name.as_str().strip_prefix(name).is_some_and(|it| it.starts_with('_')));
    parts
        .filter_map(|def| match globals?.get(def.name.as_str())? {
            Value::Function(function) => Some((*function, def)),
            _ => None,
        })
        .collect()
}

fn run<'a>(
    evaluator: &mut Evaluator<'a, Script<'a>>,
    function: Function<'a>,
    def: &'a StmtFunctionDef,
    site: Span,
) -> Flow {
    evaluator.machine.push_frame(function.module, function.outer, true, site);
    for parameter in def
        .parameters
        .posonlyargs
        .iter()
        .chain(&def.parameters.args)
        .chain(&def.parameters.kwonlyargs)
    {
        let name = parameter.parameter.name.as_str();
        let value = match (&parameter.default, name) {
            // Some projects hand the operations in (their env.py calls `upgrade(op=…)`).
            (_, "op") => Value::Name("alembic.op".into()),
            (Some(default), _) => evaluator.eval(default),
            (None, _) => Value::unknown(name),
        };
        evaluator.machine.set(name, value);
    }
    if let Some(rest) = &def.parameters.vararg {
        let none = evaluator.machine.alloc(Object::Tuple(Vec::new()));
        evaluator.machine.set(rest.name.as_str(), none);
    }
    if let Some(rest) = &def.parameters.kwarg {
        let none = evaluator.machine.alloc(Object::Dict(Vec::new()));
        evaluator.machine.set(rest.name.as_str(), none);
    }
    let flow = evaluator.block(&def.body);
    let frame = evaluator.machine.pop_frame();
    if let Some(value) = frame.and_then(|it| it.returns.into_iter().next()) {
        evaluator.discard(&value);
    }
    flow
}

/// Whether a body has no statement that could do anything.
fn does_nothing(body: &[Stmt]) -> bool {
    body.iter().all(|it| match it {
        Stmt::Pass(_) | Stmt::Return(_) => true,
        Stmt::Expr(it) => {
            it.value.is_string_literal_expr()
                || it.value.is_ellipsis_literal_expr()
                || it.value.is_call_expr()
        }
        _ => false,
    })
}

fn named_span(module: &Module, name: &str) -> Span {
    let found = module.body.iter().find_map(|it| match it {
        Stmt::FunctionDef(it) if it.name.as_str() == name => Some(parse::span_of(it)),
        Stmt::Assign(it) => {
            let named = it
                .targets
                .iter()
                .any(|it| it.as_name_expr().is_some_and(|it| it.id.as_str() == name));
            named.then(|| parse::span_of(it))
        }
        Stmt::ImportFrom(it) => {
            let bound = |it: &ruff_python_ast::Alias| {
                it.asname.as_ref().unwrap_or(&it.name).as_str() == name
            };
            it.names.iter().any(bound).then(|| parse::span_of(it))
        }
        _ => None,
    });
    found.unwrap_or_default()
}

fn add_errors(unit: &mut Unit, module: &Module) {
    for error in &module.errors {
        let inside = unit.span.contains(error.span) && !unit.span.is_empty();
        // What stands outside of both functions is reported once, with the way up.
        let elsewhere = unit.direction == Direction::Up && !inside;
        if inside || elsewhere {
            unit.statements.push(opaque(
                error.span,
                OpaqueReason::SyntaxError,
                error.message.clone(),
            ));
        }
    }
}

/// A file that is not parsed at all. What it is called is still read from its lines.
fn refused(
    library: &Library<'_>,
    index: usize,
    refusal: Refusal,
    target: Target,
    environment: &Environment,
) -> [Unit; 2] {
    let text = library.text(index);
    let (span, why, detail) = match refusal {
        Refusal::TooDeep(span) => {
            (span, OpaqueReason::TooDeep, "brackets, operators or blocks inside each other")
        }
        Refusal::TooLarge => (Span::new(0, text.len().min(1)), OpaqueReason::TooLarge, "the file"),
    };
    let revision =
        Revision::from_lines(text, library.sources.get(index).map_or("", |it| it.path.as_str()));
    [Direction::Up, Direction::Down].map(|direction| {
        let mut unit = revision.unit(index, direction);
        unit.span = Span::new(0, text.len());
        unit.transaction = transaction(target, environment);
        unit.presence = Presence::Written;
        // Which way the place belongs to is not known; it is told once.
        if direction == Direction::Up {
            unit.statements.push(opaque(span, why, detail.to_owned()));
        }
        unit
    })
}

fn opaque(span: Span, why: OpaqueReason, detail: String) -> Statement {
    let kind = OpKind::Opaque(Opaque { why, detail, extent: OpaqueExtent::Statement });
    Statement::new(span, vec![Op::new(kind, span)])
}

/// Alembic wraps its run in a transaction where the database can roll back DDL ("The Migration Environment",
/// `transaction_per_migration`; `transactional_ddl` of the implementations: false for MySQL and Oracle).
fn transaction(target: Target, environment: &Environment) -> UnitTransaction {
    use crate::dialect::Dialect;
    let transactional = environment.transactional_ddl.unwrap_or(match target.dialect {
        Dialect::Postgres | Dialect::Mssql => true,
        // Alembic's SQLite implementation has it off; the driver begins a transaction on its own only for DML.
        Dialect::Sqlite => false,
        Dialect::Mysql | Dialect::Mariadb | Dialect::Oracle => false,
    });
    match (transactional, environment.transaction_per_migration) {
        (false, _) => UnitTransaction::Autocommit,
        (true, true) => UnitTransaction::Wrapped,
        (true, false) => UnitTransaction::WrappedTogether,
    }
}
