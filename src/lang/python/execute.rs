//! Statements: which of them run, under which conditions, with which names.

use std::collections::BTreeMap;
use std::rc::Rc;

use ruff_python_ast::{
    Decorator, ElifElseClause, ExceptHandler, Expr, Parameters, Pattern, Stmt, StmtClassDef,
    StmtFor, StmtFunctionDef, StmtIf, StmtImport, StmtImportFrom, StmtMatch, StmtTry, StmtWhile,
    StmtWith, WithItem,
};
use ruff_text_size::Ranged;

use super::evaluate::{Evaluator, Host, REGISTERS, STANDS_FOR, WRITES, same};
use super::machine::{Reach, put};
use super::text::one_line;
use super::value::{Arg, Call, Class, Code, Function, Object, Value};
use crate::text::Span;

/// Modules that import each other while one of them is loaded.
const MAX_LOADING: usize = 8;

/// Rounds of a `while` that are followed.
const MAX_ROUNDS: usize = 1_000;
/// Places at which one loop may be left under a condition, whose names are kept.
const MAX_EXITS: usize = 8;

/// How a block ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flow {
    Next,
    Return,
    Raise,
    Break,
    Continue,
}

type Names<'a> = BTreeMap<&'a str, Value<'a>>;

impl<'a, H: Host<'a>> Evaluator<'a, H> {
    pub(crate) fn block(&mut self, body: &'a [Stmt]) -> Flow {
        if !self.machine.descend_or_lose(Span::default()) {
            return Flow::Next;
        }
        let mut flow = Flow::Next;
        for statement in body {
            if !self.machine.charge(1, statement.range()) {
                break;
            }
            flow = self.statement(statement);
            if flow != Flow::Next {
                break;
            }
        }
        self.machine.ascend();
        flow
    }

    fn statement(&mut self, statement: &'a Stmt) -> Flow {
        match statement {
            Stmt::Expr(it) => {
                let value = self.eval(&it.value);
                self.discard(&value);
            }
            Stmt::Assign(it) => {
                let value = self.eval(&it.value);
                for target in &it.targets {
                    self.assign(target, value.clone());
                }
            }
            Stmt::AnnAssign(it) => {
                if let Some(value) = &it.value {
                    let value = self.eval(value);
                    self.assign(&it.target, value);
                }
            }
            Stmt::AugAssign(it) => self.augment(it),
            Stmt::FunctionDef(it) => self.define(it),
            Stmt::ClassDef(it) => self.class(it),
            Stmt::Return(it) => {
                let value = it.value.as_ref().map_or(Value::None, |it| self.eval(it));
                if let Some(frame) = self.machine.frames.last_mut() {
                    frame.returns.push(value);
                }
                return Flow::Return;
            }
            Stmt::If(it) => return self.if_statement(it),
            Stmt::For(it) => return self.for_statement(it),
            Stmt::While(it) => return self.while_statement(it),
            Stmt::With(it) => return self.with_statement(it, 0),
            Stmt::Try(it) => return self.try_statement(it),
            Stmt::Match(it) => return self.match_statement(it),
            Stmt::Raise(_) => return Flow::Raise,
            Stmt::Import(it) => self.import(it),
            Stmt::ImportFrom(it) => self.import_from(it),
            Stmt::Global(it) => {
                if let Some(frame) = self.machine.frames.last_mut() {
                    frame.global_names.extend(it.names.iter().map(|it| it.as_str()));
                }
            }
            Stmt::Delete(it) => {
                for target in &it.targets {
                    match target {
                        Expr::Name(name) => self.machine.unset(name.id.as_str()),
                        Expr::Subscript(it) => {
                            let of = self.eval(&it.value);
                            let index = self.eval(&it.slice);
                            if let Some(Object::Dict(entries)) = self.machine.object_mut(&of) {
                                entries.retain(|(key, _)| same(key, &index) != Some(true));
                            }
                        }
                        _ => {}
                    }
                }
            }
            Stmt::Break(_) => return Flow::Break,
            Stmt::Continue(_) => return Flow::Continue,
            Stmt::Pass(_)
            | Stmt::Assert(_)
            | Stmt::Nonlocal(_)
            | Stmt::TypeAlias(_)
            | Stmt::IpyEscapeCommand(_) => {}
        }
        Flow::Next
    }

    /// A value that nobody keeps: if it is a call that nobody knows, it may have done anything.
    pub(crate) fn discard(&mut self, value: &Value<'a>) {
        let values = match self.machine.object(value) {
            Some(Object::Choice { of, .. }) => of.clone(),
            _ => vec![value.clone()],
        };
        for value in &values {
            if let Some(call) = self.machine.call_of(value) {
                let call = call.clone();
                self.host.unknown_call(&mut self.machine, &call);
            }
        }
    }

    // Names

    pub(crate) fn assign(&mut self, target: &'a Expr, value: Value<'a>) {
        match target {
            Expr::Name(it) => self.machine.set(it.id.as_str(), value),
            Expr::Tuple(it) => self.unpack(&it.elts, &value),
            Expr::List(it) => self.unpack(&it.elts, &value),
            Expr::Starred(it) => self.assign(&it.value, value),
            Expr::Subscript(it) => {
                let of = self.eval(&it.value);
                let index = self.eval(&it.slice);
                match (self.machine.object_mut(&of), &index) {
                    (Some(Object::Dict(entries)), _) => put(entries, index, value),
                    (Some(Object::List(items)), Value::Int(at)) => {
                        if let Some(item) =
                            usize::try_from(*at).ok().and_then(|it| items.get_mut(it))
                        {
                            *item = value;
                        }
                    }
                    _ => {}
                }
            }
            Expr::Attribute(it) => {
                let of = self.eval(&it.value);
                self.set_attribute(&of, it.attr.as_str(), value);
            }
            _ => {}
        }
    }

    fn unpack(&mut self, targets: &'a [Expr], value: &Value<'a>) {
        if !self.machine.descend() {
            return;
        }
        let items = self.iterate(value);
        let star = targets.iter().position(|it| matches!(it, Expr::Starred(_)));
        for (index, target) in targets.iter().enumerate() {
            let value = match (&items, star) {
                (None, _) => self.machine.unknown(target),
                (Some(items), Some(star)) if index == star => {
                    let after = targets.len() - star - 1;
                    let end = items.len().saturating_sub(after).max(star);
                    let rest = items.get(star..end).unwrap_or_default().to_vec();
                    self.machine.list(rest)
                }
                (Some(items), star) => {
                    let from_end = targets.len() - index;
                    let at = match star {
                        Some(star) if star < index => items.len().saturating_sub(from_end),
                        _ => index,
                    };
                    items.get(at).cloned().unwrap_or_else(|| self.machine.unknown(target))
                }
            };
            self.assign(target, value);
        }
        self.machine.ascend();
    }

    fn augment(&mut self, it: &'a ruff_python_ast::StmtAugAssign) {
        let old = self.eval(&it.target);
        let value = self.eval(&it.value);
        let new = self.augmented(it, &old, value);
        self.assign(&it.target, new);
    }

    fn augmented(
        &mut self,
        it: &'a ruff_python_ast::StmtAugAssign,
        old: &Value<'a>,
        value: Value<'a>,
    ) -> Value<'a> {
        use ruff_python_ast::Operator;
        if it.op != Operator::Add {
            return match (it.op, old, &value) {
                (Operator::Sub, Value::Int(left), Value::Int(right)) => {
                    left.checked_sub(*right).map_or_else(|| self.machine.unknown(it), Value::Int)
                }
                _ => self.machine.unknown(&*it.target),
            };
        }
        if let Some(more) = self.machine.items(&value).map(<[_]>::to_vec) {
            if !self.machine.charge(more.len(), it.range) {
                return self.machine.unknown(it);
            }
            if let Some(Object::List(items)) = self.machine.object_mut(old) {
                items.extend(more);
                return old.clone();
            }
        }
        match (old, &value) {
            (Value::Int(left), Value::Int(right)) => {
                left.checked_add(*right).map_or_else(|| self.machine.unknown(it), Value::Int)
            }
            (Value::Str(_), _) | (_, Value::Str(_)) => {
                let mut text = super::text::Text::default();
                self.push_value(&mut text, old, self.machine.words(&*it.target));
                self.push_value(&mut text, &value, self.machine.words(&*it.value));
                if 1 << 20 < text.value.len()
                    || !self.machine.charge(text.value.len() / 256, it.range)
                {
                    return self.machine.unknown(it);
                }
                Value::Str(Rc::new(text))
            }
            _ => self.machine.unknown(&*it.target),
        }
    }

    fn define(&mut self, def: &'a StmtFunctionDef) {
        let function = self.function(Code::Def(def));
        let decorated = self.decorated(def, function.clone());
        self.machine.set(def.name.as_str(), decorated);
        for decorator in &def.decorator_list {
            if let Expr::Call(call) = &decorator.expression
                && last_word(&call.func) == Some(WRITES)
            {
                let decorator = self.eval(&decorator.expression);
                self.written(&decorator, &function);
            }
        }
        self.register(&def.decorator_list, &function);
    }

    /// What the script's own decorators make of a function; others leave it as it is.
    fn decorated(&mut self, def: &'a StmtFunctionDef, function: Value<'a>) -> Value<'a> {
        let mut value = function;
        for decorator in def.decorator_list.iter().rev() {
            let expr = &decorator.expression;
            let called = match expr {
                Expr::Call(it) => &*it.func,
                other => other,
            };
            // `staticmethod`, `pytest.fixture` and their like are nobody's function here.
            let own = match called {
                Expr::Name(it) => self.machine.get(it.id.as_str()).map(|it| self.force(it)),
                Expr::Attribute(_) if !matches!(expr, Expr::Name(_)) => Some(self.eval(called)),
                _ => None,
            };
            let Some(Value::Function(own)) = own else { continue };
            if let Code::Def(own) = own.code
                && own.body.iter().any(yields)
            {
                continue;
            }
            let decorator = self.eval(expr);
            let Value::Function(_) = decorator else { continue };
            let text = self.machine.line(expr);
            let span = self.machine.place(expr.range());
            let arg = Arg { name: None, value: value.clone(), span, text: text.clone() };
            let made = self.apply(Call { callee: decorator, args: vec![arg], span, text });
            if let Value::Function(_) = made {
                value = made;
            }
        }
        value
    }

    /// Makes known what is decorated, where a decorator says so.
    fn register(&mut self, decorators: &'a [Decorator], what: &Value<'a>) {
        for decorator in decorators {
            if let Expr::Call(call) = &decorator.expression
                && last_word(&call.func).is_some_and(|it| REGISTERS.contains(&it))
            {
                let value = self.eval(&decorator.expression);
                if let Some(call) = self.machine.call_of(&value).cloned() {
                    self.host.register(&self.machine, &call, what);
                }
            }
        }
    }

    /// Keeps with a class what a function that a decorator ties to it gives.
    fn written(&mut self, decorator: &Value<'a>, function: &Value<'a>) {
        let Value::Function(code) = function else { return };
        let Some(call) = self.machine.call_of(decorator).cloned() else { return };
        let Some((class, attribute)) = self.host.writes(&call) else { return };
        let argument =
            |value: Value<'a>| Arg { name: None, value, span: call.span, text: call.text.clone() };
        let args = vec![argument(Value::unknown("element")), argument(Value::unknown("compiler"))];
        let call =
            Call { callee: function.clone(), args, span: call.span, text: call.text.clone() };
        let conditions = std::mem::take(&mut self.machine.conditions);
        let value = self.call_function(*code, &call, None);
        self.machine.conditions = conditions;
        if let Some(Object::Class(class)) = self.machine.object_mut(&class) {
            class.attributes.insert(attribute, value);
        }
    }

    fn class(&mut self, def: &'a StmtClassDef) {
        let mut bases = Vec::new();
        for base in def.arguments.iter().flat_map(|it| it.args.iter()) {
            bases.push(self.eval(base));
        }
        let module = self.machine.module();
        let outer = self.machine.frames.last().filter(|it| it.locals.is_some()).map(|it| it.id);
        let site = self.machine.place(def.range);
        self.machine.push_frame(module, outer, true, site);
        self.block(&def.body);
        let attributes = self.machine.pop_frame().and_then(|it| it.locals).unwrap_or_default();
        let mut order: Vec<&'a str> = Vec::new();
        for statement in &def.body {
            match statement {
                Stmt::Assign(it) => {
                    order.extend(
                        it.targets
                            .iter()
                            .filter_map(|it| it.as_name_expr())
                            .map(|it| it.id.as_str()),
                    );
                }
                Stmt::AnnAssign(it) => {
                    order.extend(it.target.as_name_expr().map(|it| it.id.as_str()))
                }
                _ => {}
            }
        }
        let (method, given) = self.host.explains();
        let method = attributes.get(method).cloned();
        let class = self.machine.alloc(Object::Class(Class { def, bases, attributes, order }));
        self.machine.set(def.name.as_str(), class.clone());
        self.register(&def.decorator_list, &class);
        if let Some(Value::Function(function)) = method {
            let argument = |value: Value<'a>| Arg {
                name: None,
                value,
                span: site,
                text: Rc::from(def.name.as_str()),
            };
            let call = Call {
                callee: Value::Function(function),
                args: vec![argument(class.clone()), argument(given)],
                span: site,
                text: Rc::from(def.name.as_str()),
            };
            let conditions = std::mem::take(&mut self.machine.conditions);
            let value = self.call_function(function, &call, None);
            self.machine.conditions = conditions;
            if let Some(Object::Class(class)) = self.machine.object_mut(&class) {
                class.attributes.insert(STANDS_FOR, value);
            }
        }
    }

    // Imports

    fn import(&mut self, it: &'a StmtImport) {
        let from = self.machine.module();
        for alias in &it.names {
            let name = alias.name.as_str();
            match &alias.asname {
                Some(bound) => {
                    let value = match self.machine.library.find(from, name) {
                        Some(module) => Value::Module(module),
                        None => Value::Name(Rc::from(name)),
                    };
                    self.machine.set(bound.as_str(), value);
                }
                None => {
                    let first = name.split('.').next().unwrap_or(name);
                    let beside = self.machine.library.find_beside(from, first);
                    let value = beside.map_or_else(|| Value::Name(Rc::from(first)), Value::Module);
                    self.machine.set(first, value);
                }
            }
        }
    }

    fn import_from(&mut self, it: &'a StmtImportFrom) {
        let from = self.machine.module();
        let dotted = it.module.as_ref().map_or("", |it| it.as_str());
        let library = self.machine.library;
        let find = |path: &str| match it.level {
            0 => library.find(from, path),
            level => library.find_relative(from, level, path),
        };
        let module = find(dotted);
        for alias in &it.names {
            let name = alias.name.as_str();
            if name == "*" {
                if let Some(module) = module {
                    self.import_all(module);
                }
                continue;
            }
            let bound = alias.asname.as_ref().map_or(name, |it| it.as_str());
            let path = if dotted.is_empty() { name.to_owned() } else { format!("{dotted}.{name}") };
            let value = match (module, find(&path)) {
                (_, Some(submodule)) if Some(submodule) != module => Value::Module(submodule),
                (Some(module), _) => Value::Lazy { module, name: Rc::from(path) },
                (None, _) => Value::Name(Rc::from(path)),
            };
            self.machine.set(bound, value);
        }
    }

    fn import_all(&mut self, module: usize) {
        self.load(module);
        let names: Names<'a> = self.machine.globals.get(&module).cloned().unwrap_or_default();
        self.machine.charge(names.len(), ruff_text_size::TextRange::default());
        for (name, value) in names {
            if !name.starts_with('_') {
                self.machine.set(name, value);
            }
        }
    }

    /// Runs a module's statements once, without effects on a database.
    pub(crate) fn load(&mut self, module: usize) {
        if self.machine.globals.contains_key(&module) || MAX_LOADING <= self.machine.loading.len() {
            return;
        }
        self.machine.globals.insert(module, BTreeMap::new());
        let library = self.machine.library;
        let Ok(tree) = library.module(module) else { return };
        let conditions = std::mem::take(&mut self.machine.conditions);
        self.machine.loading.push(module);
        let load = self.machine.begin_load();
        // Other files see the same values, so they have no place in the file at hand.
        self.machine.push_frame(module, None, false, Span::default());
        self.block(&tree.body);
        self.machine.pop_frame();
        self.machine.end_load(module, load);
        self.machine.loading.pop();
        self.machine.conditions = conditions;
    }

    /// The value behind a name of another module.
    pub(crate) fn force(&mut self, value: Value<'a>) -> Value<'a> {
        let mut value = value;
        for _ in 0..16 {
            let Value::Lazy { module, name } = &value else { return value };
            let (module, path) = (*module, name.clone());
            self.load(module);
            let name = path.rsplit('.').next().unwrap_or(&path);
            match self.machine.globals.get(&module).and_then(|it| it.get(name)) {
                Some(found) => value = found.clone(),
                None => return Value::Name(path),
            }
        }
        value
    }

    // Functions

    pub(crate) fn bind(&mut self, parameters: &'a Parameters, call: &Call<'a>) {
        let mut positional = call.positional();
        let mut taken: Vec<&str> = Vec::new();
        let spread = call.keyword("*").is_some();
        let positional_parameters = parameters.posonlyargs.iter().chain(&parameters.args);
        for (parameter, named_only) in positional_parameters
            .map(|it| (it, false))
            .chain(parameters.kwonlyargs.iter().map(|it| (it, true)))
        {
            let name = parameter.parameter.name.as_str();
            let given = if named_only { None } else { positional.next() };
            let given = given.or_else(|| call.keyword(name));
            taken.push(name);
            let value = match (given, &parameter.default) {
                (Some(arg), _) => arg.value.clone(),
                (None, Some(default)) if !spread => self.eval(default),
                (None, _) => Value::unknown(name),
            };
            self.machine.set(name, value);
        }
        if let Some(rest) = &parameters.vararg {
            let mut items: Vec<Value<'a>> = positional.map(|it| it.value.clone()).collect();
            if let Some(spread) = call.keyword("*") {
                items.push(Value::Unknown(spread.text.clone()));
            }
            let value = self.machine.alloc(Object::Tuple(items));
            self.machine.set(rest.name.as_str(), value);
        }
        if let Some(rest) = &parameters.kwarg {
            let left = call.keywords().filter(|(name, _)| !taken.contains(name));
            let entries = left.map(|(name, arg)| (Value::str(name), arg.value.clone())).collect();
            let value = self.machine.alloc(Object::Dict(entries));
            self.machine.set(rest.name.as_str(), value);
        }
    }

    // Branches

    fn if_statement(&mut self, it: &'a StmtIf) -> Flow {
        let first = (Some(&*it.test), it.body.as_slice());
        let clauses = it
            .elif_else_clauses
            .iter()
            .map(|it: &'a ElifElseClause| (it.test.as_ref(), it.body.as_slice()));
        let mut paths: Vec<(Names<'a>, Flow)> = Vec::new();
        let mut excluded: Vec<String> = Vec::new();
        let mut decided = false;
        for (test, body) in std::iter::once(first).chain(clauses) {
            let (known, words) = match test {
                Some(test) => {
                    let value = self.eval(test);
                    (self.truth(&value), one_line(self.machine.words(test), 100))
                }
                None => (Some(true), String::new()),
            };
            match known {
                Some(false) => continue,
                Some(true) if excluded.is_empty() => {
                    let flow = self.block(body);
                    return flow;
                }
                _ => {}
            }
            let mut parts: Vec<String> = excluded.iter().map(|it| negated(it)).collect();
            if known.is_none() {
                parts.push(words.clone());
            }
            let condition = parts.join(" and ");
            let start = self.machine.names().clone();
            self.machine.charge(start.len() / 8 + 1, it.range);
            self.machine.assume(condition.clone(), Reach::Block);
            let inner = self.machine.conditions.len() - 1;
            let flow = self.block(body);
            self.machine.end_block(inner, &[], Some(&condition));
            let reach = match flow {
                Flow::Return => Some(Reach::Function),
                Flow::Break => Some(Reach::Loop),
                Flow::Continue => Some(Reach::Iteration),
                Flow::Next | Flow::Raise => None,
            };
            paths.push((std::mem::replace(self.machine.names(), start), flow));
            if let Some(reach) = reach {
                self.machine.assume(negated(&condition), reach);
            }
            excluded.push(words);
            if known == Some(true) {
                decided = true;
                break;
            }
        }
        if paths.is_empty() {
            return Flow::Next;
        }
        if !decided {
            let names = self.machine.names().clone();
            paths.push((names, Flow::Next));
        }
        self.join(paths)
    }

    /// After several paths of which one runs: names that differ are not known, and the block goes on if one path does.
    fn join(&mut self, paths: Vec<(Names<'a>, Flow)>) -> Flow {
        let ended = paths.iter().all(|(_, flow)| *flow != Flow::Next);
        let flow = match paths.first() {
            Some((_, first)) if ended => {
                paths.iter().map(|(_, it)| *it).find(|it| *it != Flow::Raise).unwrap_or(*first)
            }
            _ => Flow::Next,
        };
        let (alive, left): (Vec<_>, Vec<_>) =
            paths.into_iter().partition(|(_, flow)| ended || *flow == Flow::Next);
        let exits = left.into_iter().filter(|it| matches!(it.1, Flow::Break | Flow::Continue));
        for (names, _) in exits {
            if self.machine.exits.len() < MAX_EXITS {
                self.machine.exits.push(names);
            }
        }
        let mut alive = alive.into_iter().map(|(names, _)| names);
        let Some(mut names) = alive.next() else { return flow };
        for other in alive {
            for (name, value) in other {
                match names.get(name) {
                    Some(known)
                        if same(known, &value) != Some(true) && !identical(known, &value) =>
                    {
                        let values = vec![known.clone(), value];
                        let value = self.machine.either(values, Rc::from(name));
                        names.insert(name, value);
                    }
                    Some(_) => {}
                    None => {
                        names.insert(name, value);
                    }
                }
            }
        }
        *self.machine.names() = names;
        flow
    }

    fn match_statement(&mut self, it: &'a StmtMatch) -> Flow {
        let subject = self.eval(&it.subject);
        let words = one_line(self.machine.words(&*it.subject), 60);
        let mut paths = Vec::new();
        let mut open = true;
        for case in &it.cases {
            let known = match case.guard {
                None => self.matches(&case.pattern, &subject),
                Some(_) => None,
            };
            if known == Some(false) {
                continue;
            }
            if known == Some(true) && paths.is_empty() {
                return self.block(&case.body);
            }
            let start = self.machine.names().clone();
            let pattern = one_line(self.machine.words(&case.pattern), 60);
            let mark = self.machine.conditions.len();
            let condition = format!("{words} matches {pattern}");
            self.machine.assume(condition.clone(), Reach::Block);
            let flow = self.block(&case.body);
            self.machine.end_block(mark, &[], Some(&condition));
            paths.push((std::mem::replace(self.machine.names(), start), flow));
            if known == Some(true) {
                open = false;
                break;
            }
        }
        if paths.is_empty() {
            return Flow::Next;
        }
        if open {
            let names = self.machine.names().clone();
            paths.push((names, Flow::Next));
        }
        self.join(paths)
    }

    fn matches(&mut self, pattern: &'a Pattern, subject: &Value<'a>) -> Option<bool> {
        match pattern {
            Pattern::MatchValue(it) => {
                let value = self.eval(&it.value);
                same(&value, subject)
            }
            Pattern::MatchAs(it) if it.pattern.is_none() => {
                if let Some(name) = &it.name {
                    self.machine.set(name.as_str(), subject.clone());
                }
                Some(true)
            }
            Pattern::MatchOr(it) => {
                let mut answer = Some(false);
                for pattern in &it.patterns {
                    let Pattern::MatchValue(value) = pattern else { return None };
                    let value = self.eval(&value.value);
                    match same(&value, subject) {
                        Some(true) => return Some(true),
                        Some(false) => {}
                        None => answer = None,
                    }
                }
                answer
            }
            _ => None,
        }
    }

    // Loops

    fn for_statement(&mut self, it: &'a StmtFor) -> Flow {
        let sequence = self.eval(&it.iter);
        let mark = self.machine.conditions.len();
        let Some(items) = self.iterate(&sequence) else {
            let condition = self.round(it);
            self.unknown_targets(&it.target);
            return self.once(&it.body, condition);
        };
        let certain = self.machine.certain(&sequence).unwrap_or(items.len());
        let outer = std::mem::take(&mut self.machine.exits);
        let flow = self.each(it, items, certain, mark);
        let exits = std::mem::replace(&mut self.machine.exits, outer);
        if flow == Flow::Next && !exits.is_empty() {
            let names = self.machine.names().clone();
            let paths = std::iter::once(names).chain(exits).map(|it| (it, Flow::Next));
            return self.join(paths.collect());
        }
        flow
    }

    /// The loop in words, as a condition of its body.
    fn round(&self, it: &'a StmtFor) -> String {
        format!(
            "for {} in {}",
            one_line(self.machine.words(&*it.target), 40),
            one_line(self.machine.words(&*it.iter), 80)
        )
    }

    /// The body for each element of a sequence that is known; only so many of them are certainly in it.
    fn each(
        &mut self,
        it: &'a StmtFor,
        items: Vec<Value<'a>>,
        certain: usize,
        mark: usize,
    ) -> Flow {
        for (at, item) in items.into_iter().enumerate() {
            if self.machine.exhausted.is_some() {
                break;
            }
            if at == certain {
                let round = self.round(it);
                self.machine.assume(round, Reach::Loop);
            }
            self.assign(&it.target, item);
            let start = self.machine.conditions.len();
            let flow = self.block(&it.body);
            self.machine.end_block(start, &[Reach::Iteration], None);
            match flow {
                Flow::Break => {
                    self.machine.end_block(mark, &[Reach::Iteration, Reach::Loop], None);
                    return Flow::Next;
                }
                Flow::Return | Flow::Raise => return flow,
                Flow::Next | Flow::Continue => {}
            }
        }
        self.machine.end_block(mark, &[Reach::Iteration, Reach::Loop], None);
        self.block(&it.orelse)
    }

    fn unknown_targets(&mut self, target: &'a Expr) {
        match target {
            Expr::Tuple(it) => it.elts.iter().for_each(|it| self.unknown_target(it)),
            Expr::List(it) => it.elts.iter().for_each(|it| self.unknown_target(it)),
            _ => self.unknown_target(target),
        }
    }

    fn unknown_target(&mut self, target: &'a Expr) {
        let value = self.machine.unknown(target);
        self.assign(target, value);
    }

    fn while_statement(&mut self, it: &'a StmtWhile) -> Flow {
        let test = self.eval(&it.test);
        match self.truth(&test) {
            Some(false) => self.block(&it.orelse),
            Some(true) => self.while_true(it),
            None => {
                let condition = format!("while {}", one_line(self.machine.words(&*it.test), 80));
                self.once(&it.body, condition)
            }
        }
    }

    /// A body that certainly runs once, and as often again as its test certainly holds by what the body changes.
    fn while_true(&mut self, it: &'a StmtWhile) -> Flow {
        let constant = matches!(&*it.test, Expr::BooleanLiteral(_) | Expr::NumberLiteral(_));
        let mark = self.machine.conditions.len();
        for _ in 0..MAX_ROUNDS {
            let start = self.machine.conditions.len();
            let flow = self.block(&it.body);
            self.machine.end_block(start, &[Reach::Iteration], None);
            if flow == Flow::Return {
                return flow;
            }
            // How often what stands under `while True` runs is not known; that it runs once is.
            if constant
                || matches!(flow, Flow::Break | Flow::Raise)
                || self.machine.exhausted.is_some()
            {
                break;
            }
            let test = self.eval(&it.test);
            match self.truth(&test) {
                Some(true) => {}
                Some(false) => {
                    self.machine.end_block(mark, &[Reach::Iteration, Reach::Loop], None);
                    return self.block(&it.orelse);
                }
                None => break,
            }
        }
        self.machine.end_block(mark, &[Reach::Iteration, Reach::Loop], None);
        Flow::Next
    }

    /// A body that runs any number of times, none included.
    fn once(&mut self, body: &'a [Stmt], condition: String) -> Flow {
        let before = self.machine.names().clone();
        self.machine.charge(before.len() / 8 + 1, Default::default());
        let outer = std::mem::take(&mut self.machine.exits);
        let mark = self.machine.conditions.len();
        self.machine.assume(condition.clone(), Reach::Block);
        let flow = self.block(body);
        self.machine.end_block(mark, &[Reach::Iteration, Reach::Loop], Some(&condition));
        if flow == Flow::Return {
            self.machine.assume(negated(&condition), Reach::Function);
        }
        let after = std::mem::replace(self.machine.names(), before.clone());
        let exits = std::mem::replace(&mut self.machine.exits, outer);
        let mut paths = vec![(before, Flow::Next), (after, Flow::Next)];
        paths.extend(exits.into_iter().map(|it| (it, Flow::Next)));
        self.join(paths)
    }

    // Blocks

    fn with_statement(&mut self, it: &'a StmtWith, index: usize) -> Flow {
        let Some(item): Option<&'a WithItem> = it.items.get(index) else {
            return self.block(&it.body);
        };
        if !self.machine.descend_or_lose(self.machine.place(it.range)) {
            return Flow::Next;
        }
        let flow = match self.own_manager(&item.context_expr) {
            Some((def, call)) => self.with_own(it, index, item, def, &call),
            None => {
                let manager = self.eval(&item.context_expr);
                let entered = self.send(&manager, "__enter__", item.context_expr.range());
                let bound = match entered {
                    Some(value) => value,
                    None => self.host.enter(&mut self.machine, &manager),
                };
                if let Some(target) = &item.optional_vars {
                    self.assign(target, bound);
                }
                let flow = self.with_statement(it, index + 1);
                if self.send(&manager, "__exit__", item.context_expr.range()).is_none() {
                    self.host.leave(&mut self.machine, &manager);
                }
                flow
            }
        };
        self.machine.ascend();
        flow
    }

    /// A context manager that the script itself writes as a generator function, with the call of it.
    fn own_manager(&mut self, expr: &'a Expr) -> Option<(Function<'a>, Call<'a>)> {
        let Expr::Call(call) = expr else { return None };
        let callee = match &*call.func {
            Expr::Name(name) => self.machine.get(name.id.as_str())?,
            Expr::Attribute(_) => self.eval(&call.func),
            _ => return None,
        };
        let Value::Function(function) = self.force(callee) else { return None };
        let Code::Def(def) = function.code else { return None };
        def.body.iter().any(yields).then_some(())?;
        let args = self.arguments(call);
        let span = self.machine.place(call.range());
        Some((
            function,
            Call { callee: Value::Function(function), args, span, text: self.machine.line(call) },
        ))
    }

    /// What stands before its `yield`, then the block, then what stands after.
    fn with_own(
        &mut self,
        with: &'a StmtWith,
        index: usize,
        item: &'a WithItem,
        function: Function<'a>,
        call: &Call<'a>,
    ) -> Flow {
        let Code::Def(def) = function.code else { return Flow::Next };
        self.machine.push_frame(function.module, function.outer, true, call.span);
        self.bind(&def.parameters, call);
        let mut body: &'a [Stmt] = &def.body;
        // What stands behind, innermost last.
        let mut behind: Vec<&'a [Stmt]> = Vec::new();
        let pause = loop {
            let Some(at) = body.iter().position(yields) else {
                let flow = self.block(body);
                match behind.pop().filter(|_| flow == Flow::Next) {
                    Some(rest) => body = rest,
                    None => break None,
                }
                continue;
            };
            self.block(body.get(..at).unwrap_or_default());
            behind.push(body.get(at + 1..).unwrap_or_default());
            match body.get(at) {
                Some(Stmt::If(it)) => body = self.branch(it),
                statement => break statement,
            }
        };
        let [before, after, last] = pause.map_or([&[] as &[Stmt]; 3], around_yield);
        self.block(before);
        let frame = self.machine.pop_frame();
        if let Some(target) = &item.optional_vars {
            let value = frame
                .as_ref()
                .and_then(|it| yielded(pause?, it.locals.as_ref()))
                .unwrap_or(Value::Unknown(call.text.clone()));
            self.assign(target, value);
        }
        let flow = self.with_statement(with, index + 1);
        if let Some(frame) = frame {
            self.machine.push_frame(function.module, function.outer, true, call.span);
            if let Some(last) = self.machine.frames.last_mut() {
                last.locals = frame.locals;
            }
            let mut rest = [after, last].into_iter().chain(behind.into_iter().rev());
            rest.all(|it| self.block(it) == Flow::Next);
            self.machine.pop_frame();
        }
        flow
    }

    /// The branch that runs, or where that is not known, the first that may.
    fn branch(&mut self, it: &'a StmtIf) -> &'a [Stmt] {
        let value = self.eval(&it.test);
        if self.truth(&value) != Some(false) {
            return &it.body;
        }
        for clause in &it.elif_else_clauses {
            let value = clause.test.as_ref().map(|it| self.eval(it));
            if value.is_none_or(|it| self.truth(&it) != Some(false)) {
                return &clause.body;
            }
        }
        &[]
    }

    fn try_statement(&mut self, it: &'a StmtTry) -> Flow {
        let catches = u32::from(!it.handlers.is_empty());
        self.machine.catching += catches;
        let mut flow = self.block(&it.body);
        self.machine.catching -= catches;
        if flow == Flow::Next {
            flow = self.block(&it.orelse);
        }
        let mut paths = Vec::new();
        for handler in &it.handlers {
            let ExceptHandler::ExceptHandler(handler) = handler;
            let caught = handler.type_.as_ref().map_or("any error", |it| self.machine.words(&**it));
            let condition = format!("after {}", one_line(caught, 60));
            let start = self.machine.names().clone();
            self.machine.charge(start.len() / 8 + 1, it.range);
            if let Some(name) = &handler.name {
                self.machine.set(name.as_str(), Value::unknown(name.as_str()));
            }
            let mark = self.machine.conditions.len();
            self.machine.assume(condition, Reach::Block);
            let ended = self.block(&handler.body);
            self.machine.conditions.truncate(mark);
            paths.push((std::mem::replace(self.machine.names(), start), ended));
        }
        if !paths.is_empty() {
            let names = self.machine.names().clone();
            paths.insert(0, (names, flow));
            flow = self.join(paths);
        }
        let last = self.block(&it.finalbody);
        if last == Flow::Next { flow } else { last }
    }
}

pub(crate) fn identical(left: &Value<'_>, right: &Value<'_>) -> bool {
    match (left, right) {
        (Value::Unknown(left), Value::Unknown(right)) => left == right,
        (Value::Function(left), Value::Function(right)) => {
            left.module == right.module && same_code(&left.code, &right.code)
        }
        (Value::Lazy { module: left, name: a }, Value::Lazy { module: right, name: b }) => {
            left == right && a == b
        }
        (Value::Module(left), Value::Module(right)) => left == right,
        _ => false,
    }
}

pub(crate) fn same_code(left: &Code<'_>, right: &Code<'_>) -> bool {
    match (left, right) {
        (Code::Def(left), Code::Def(right)) => std::ptr::eq(*left, *right),
        (Code::Lambda(left), Code::Lambda(right)) => std::ptr::eq(*left, *right),
        _ => false,
    }
}

fn negated(condition: &str) -> String {
    match condition.strip_prefix("not ") {
        Some(rest) if !rest.contains(" and ") && !rest.contains(" or ") => rest.to_owned(),
        _ if condition.contains(' ') => format!("not ({condition})"),
        _ => format!("not {condition}"),
    }
}

/// The last part of a dotted name.
fn last_word(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Name(it) => Some(it.id.as_str()),
        Expr::Attribute(it) => Some(it.attr.as_str()),
        _ => None,
    }
}

/// Whether a statement yields, itself or directly inside `if`, `try` or `with`.
fn yields(statement: &Stmt) -> bool {
    match statement {
        Stmt::Expr(it) => matches!(&*it.value, Expr::Yield(_)),
        Stmt::Assign(it) => matches!(&*it.value, Expr::Yield(_)),
        Stmt::Try(it) => it.body.iter().any(is_yield),
        Stmt::With(it) => it.body.iter().any(is_yield),
        Stmt::If(it) => {
            let others = it.elif_else_clauses.iter().flat_map(|it| &it.body);
            it.body.iter().chain(others).any(is_yield)
        }
        _ => false,
    }
}

fn is_yield(statement: &Stmt) -> bool {
    matches!(statement, Stmt::Expr(it) if matches!(&*it.value, Expr::Yield(_)))
}

/// The statements before and after the `yield` inside a `try` or `with`, and those of `finally`.
fn around_yield(statement: &Stmt) -> [&[Stmt]; 3] {
    let (body, last): (&[Stmt], &[Stmt]) = match statement {
        Stmt::Try(it) => (&it.body, &it.finalbody),
        Stmt::With(it) => (&it.body, &[]),
        _ => return [&[]; 3],
    };
    let at = body.iter().position(is_yield).unwrap_or(body.len());
    [body.get(..at).unwrap_or_default(), body.get(at + 1..).unwrap_or_default(), last]
}

/// The local variable that a statement yields.
fn yielded<'a>(statement: &Stmt, locals: Option<&Names<'a>>) -> Option<Value<'a>> {
    let body: &[Stmt] = match statement {
        Stmt::Try(it) => &it.body,
        Stmt::With(it) => &it.body,
        _ => std::slice::from_ref(statement),
    };
    let name = body.iter().find_map(|it| match it {
        Stmt::Expr(it) => match &*it.value {
            Expr::Yield(it) => match it.value.as_deref()? {
                Expr::Name(name) => Some(name.id.as_str()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    })?;
    locals?.get(name).cloned()
}
