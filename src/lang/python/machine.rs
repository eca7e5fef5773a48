//! The state of an evaluation: objects, names, conditions, and what is left of the budget.

use std::collections::BTreeMap;
use std::rc::Rc;

use ruff_text_size::{Ranged, TextRange};

use super::evaluate::same;
use super::execute::identical;
use super::imports::Library;
use super::parse;
use super::text::one_line;
use super::value::{Code, Id, Object, Value};
use crate::text::Span;

/// Steps that one file may take, and one more for each piece of work of constant size.
const BUDGET: u32 = 200_000;
/// Steps that one call from the file at hand into another module may take: what starts a whole application is given up.
const CALL_BUDGET: u32 = 60_000;
/// Steps that all such calls of one direction may take.
const CALLS_BUDGET: u32 = 600_000;
/// Steps that the statements of one imported module may take; they are followed once, whoever imports it.
const MODULE_BUDGET: u32 = 40_000;
/// Steps that all modules may take which are loaded for one file.
const LOADS_BUDGET: u32 = 4_000_000;
/// Values that one name may have at the same place.
pub(crate) const MAX_CHOICES: usize = 4;
/// Attributes set on what the script did not make, of which more are not kept.
pub(crate) const MAX_SET_LATER: usize = 1_000;
/// Entries of a dict that a new one is compared with.
const MAX_COMPARED: usize = 256;
/// Expressions, statements and calls inside each other.
const MAX_DEPTH: usize = 120;

pub(crate) struct Machine<'a> {
    pub(crate) library: &'a Library<'a>,
    /// The module that the unit is in; places are places in it.
    pub(crate) main: usize,
    heap: Vec<Held<'a>>,
    budget: u32,
    /// What is left for loading modules.
    loads: u32,
    /// What is left for calls into other modules.
    calls: u32,
    depth: usize,
    /// Whether something was not followed because it lies too deep.
    cut: bool,
    /// Where that was so in the functions of the file at hand.
    pub(crate) lost: Option<Span>,
    /// Modules that were loaded so deep that a part of them was not followed, which says nothing to other files.
    unsure: Vec<usize>,
    pub(crate) frames: Vec<Frame<'a>>,
    next_frame: usize,
    /// Names of functions that have ended and in which others were defined, by the frame.
    kept: BTreeMap<usize, BTreeMap<&'a str, Value<'a>>>,
    pub(crate) globals: BTreeMap<usize, BTreeMap<&'a str, Value<'a>>>,
    pub(crate) conditions: Vec<Condition>,
    /// How many blocks that catch errors are open.
    pub(crate) catching: u32,
    /// How many conditions came up so far.
    assumed: u32,
    /// Calls in the main module that led into other modules, outermost first.
    sites: Vec<Span>,
    /// Where the budget ended, if it did.
    pub(crate) exhausted: Option<Span>,
    /// What methods gave to objects of the script's own classes, by name.
    pub(crate) fields: BTreeMap<Id, BTreeMap<&'a str, Value<'a>>>,
    /// Attributes that were set on what the script did not make: of what, which, to what.
    pub(crate) set_later: Vec<(Value<'a>, &'a str, Value<'a>)>,
    /// Names as they were where a loop was left under a condition.
    pub(crate) exits: Vec<BTreeMap<&'a str, Value<'a>>>,
    /// Sources that are no modules and whose text a script reads.
    pub(crate) opened: Vec<usize>,
    /// Modules that are being loaded, whose statements have no effect on a database.
    pub(crate) loading: Vec<usize>,
}

/// What is put aside while a module is loaded.
pub(crate) struct Load {
    budget: u32,
    exhausted: Option<Span>,
    cut: bool,
    given: u32,
}

pub(crate) struct Frame<'a> {
    pub(crate) id: usize,
    pub(crate) module: usize,
    pub(crate) outer: Option<usize>,
    /// `None` for the frame of a module, whose names are global.
    pub(crate) locals: Option<BTreeMap<&'a str, Value<'a>>>,
    pub(crate) global_names: Vec<&'a str>,
    pub(crate) returns: Vec<Value<'a>>,
    /// The function that runs in it.
    pub(crate) code: Option<Code<'a>>,
    /// Where the function is a method: the class that has it, and what it was called on.
    pub(crate) method: Option<(Value<'a>, Value<'a>)>,
    /// What a generator gave so far; `None` where it gave something under a condition.
    pub(crate) given: Option<Vec<Value<'a>>>,
    /// Conditions that held when the function was called.
    pub(crate) mark: usize,
    /// Whether a function was defined in it, which may outlive it and still asks for its names.
    pub(crate) is_kept: bool,
}

/// Under what the statements at hand run, in the script's words, and how far it reaches.
#[derive(Debug, Clone)]
pub(crate) struct Condition {
    pub(crate) text: String,
    pub(crate) reach: Reach,
    /// Which of all that came up it is.
    number: u32,
}

/// An object, and how much of it is certain.
struct Held<'a> {
    object: Object<'a>,
    /// How many conditions had come up when it was made.
    birth: u32,
    /// So many elements were there before any was added or taken away under a condition that it does not share.
    certain: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    Block,
    Iteration,
    Loop,
    Function,
}

/// Gives an entry of a dict its value, in the place that it has where it is there; among very many, behind the others.
pub(crate) fn put<'a>(entries: &mut Vec<(Value<'a>, Value<'a>)>, key: Value<'a>, value: Value<'a>) {
    let near = entries.len().saturating_sub(MAX_COMPARED);
    let known = entries.iter_mut().skip(near).find(|it| same(&it.0, &key) == Some(true));
    match known {
        Some(entry) => entry.1 = value,
        None => entries.push((key, value)),
    }
}

impl<'a> Machine<'a> {
    pub(crate) fn new(library: &'a Library<'a>, main: usize) -> Machine<'a> {
        Machine {
            library,
            main,
            heap: Vec::new(),
            budget: BUDGET,
            loads: LOADS_BUDGET,
            calls: CALLS_BUDGET,
            depth: 0,
            cut: false,
            lost: None,
            unsure: Vec::new(),
            frames: Vec::new(),
            next_frame: 0,
            kept: BTreeMap::new(),
            globals: BTreeMap::new(),
            conditions: Vec::new(),
            catching: 0,
            assumed: 0,
            sites: Vec::new(),
            exhausted: None,
            fields: BTreeMap::new(),
            set_later: Vec::new(),
            exits: Vec::new(),
            opened: Vec::new(),
            loading: Vec::new(),
        }
    }

    pub(crate) fn refill(&mut self) {
        self.budget = BUDGET;
        self.calls = CALLS_BUDGET;
        self.exhausted = None;
        self.lost = None;
        self.conditions.clear();
    }

    /// Goes on to another file. What modules hold stays, as it does in one run of Python; only what was evaluated with
    /// places in the file before is forgotten.
    pub(crate) fn turn_to(&mut self, main: usize) {
        self.globals.remove(&self.main);
        for module in std::mem::take(&mut self.unsure) {
            self.globals.remove(&module);
        }
        self.refill();
        self.loads = LOADS_BUDGET;
        self.main = main;
        self.depth = 0;
        self.frames.clear();
        self.sites.clear();
        self.loading.clear();
        self.globals.insert(main, BTreeMap::new());
    }

    /// Runs a call from the file at hand into another module on a budget of its own; `None` where it is no such call.
    pub(crate) fn begin_call(&mut self, module: usize) -> Option<Load> {
        if !self.in_main() || module == self.main || self.exhausted.is_some() {
            return None;
        }
        let given = CALL_BUDGET.min(self.calls);
        self.calls -= given;
        let budget = std::mem::replace(&mut self.budget, given);
        Some(Load { budget, exhausted: None, cut: self.cut, given })
    }

    /// Whether the call was followed to its end.
    pub(crate) fn end_call(&mut self, load: Load) -> bool {
        self.calls += self.budget.min(load.given);
        self.budget = load.budget;
        self.exhausted.take().is_none()
    }

    /// Runs what loads a module on a budget of its own.
    pub(crate) fn begin_load(&mut self) -> Load {
        let given = MODULE_BUDGET.min(self.loads);
        let load = Load {
            budget: std::mem::replace(&mut self.budget, given),
            exhausted: self.exhausted.take(),
            cut: std::mem::replace(&mut self.cut, false),
            given,
        };
        self.loads -= given;
        load
    }

    pub(crate) fn end_load(&mut self, module: usize, load: Load) {
        self.loads += self.budget.min(load.given);
        self.budget = load.budget;
        self.exhausted = load.exhausted;
        if self.cut {
            self.unsure.push(module);
        }
        self.cut |= load.cut;
    }

    // Work

    /// Whether so many more steps may be taken.
    pub(crate) fn charge(&mut self, steps: usize, at: TextRange) -> bool {
        let steps = u32::try_from(steps).unwrap_or(u32::MAX).max(1);
        match self.budget.checked_sub(steps) {
            Some(rest) if self.exhausted.is_none() => {
                self.budget = rest;
                true
            }
            _ => {
                if self.exhausted.is_none() {
                    self.exhausted = Some(self.place(at));
                }
                false
            }
        }
    }

    pub(crate) fn descend(&mut self) -> bool {
        if MAX_DEPTH <= self.depth {
            self.cut = true;
            return false;
        }
        self.depth += 1;
        true
    }

    /// The same for what may send something: that it was not followed is remembered.
    pub(crate) fn descend_or_lose(&mut self, at: Span) -> bool {
        let follows = self.descend();
        if !follows {
            self.lose(at);
        }
        follows
    }

    /// Remembers the first place in the functions of the file at hand from which on something is not followed.
    pub(crate) fn lose(&mut self, at: Span) {
        if self.loading.is_empty() {
            self.lost.get_or_insert(at);
        }
    }

    pub(crate) fn ascend(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    // Objects

    pub(crate) fn alloc(&mut self, object: Object<'a>) -> Value<'a> {
        self.heap.push(Held { object, birth: self.assumed, certain: usize::MAX });
        Value::Object(Id(self.heap.len() - 1))
    }

    /// All objects there are, in the order in which they came to be.
    pub(crate) fn objects(&self) -> impl ExactSizeIterator<Item = (Value<'a>, &Object<'a>)> {
        self.heap.iter().enumerate().map(|(at, it)| (Value::Object(Id(at)), &it.object))
    }

    pub(crate) fn object(&self, value: &Value<'a>) -> Option<&Object<'a>> {
        match value {
            Value::Object(id) => self.heap.get(id.0).map(|it| &it.object),
            _ => None,
        }
    }

    /// The object, to be changed; what changes under a condition that came up later is no longer certain.
    pub(crate) fn object_mut(&mut self, value: &Value<'a>) -> Option<&mut Object<'a>> {
        let Value::Object(id) = value else { return None };
        let held = self.heap.get_mut(id.0)?;
        if self.conditions.last().is_some_and(|it| held.birth < it.number) {
            let length = match &held.object {
                Object::List(items) | Object::Tuple(items) | Object::Set(items) => items.len(),
                Object::Dict(entries) => entries.len(),
                _ => usize::MAX,
            };
            held.certain = held.certain.min(length);
        }
        Some(&mut held.object)
    }

    /// What is made of another object's elements, of which so many are certain as of those.
    pub(crate) fn as_certain_as(&mut self, of: &Value<'a>, made: Value<'a>) -> Value<'a> {
        if let (Some(certain), Value::Object(id)) = (self.certain(of), &made)
            && let Some(held) = self.heap.get_mut(id.0)
        {
            held.certain = certain;
        }
        made
    }

    /// How many elements a sequence or dictionary certainly begins with; `None` where that is all of them.
    pub(crate) fn certain(&self, value: &Value<'a>) -> Option<usize> {
        let Value::Object(id) = value else { return None };
        self.heap.get(id.0).map(|it| it.certain).filter(|it| *it != usize::MAX)
    }

    /// One of several values; the value itself where they are one.
    pub(crate) fn either(&mut self, values: Vec<Value<'a>>, words: Rc<str>) -> Value<'a> {
        let mut found: Vec<Value<'a>> = Vec::new();
        for value in values {
            let parts = match self.object(&value) {
                Some(Object::Choice { of, .. }) => of.clone(),
                _ => vec![value],
            };
            for part in parts {
                let known = |it: &Value<'a>| same(it, &part) == Some(true) || identical(it, &part);
                if !found.iter().any(known) {
                    found.push(part);
                }
            }
        }
        let all_unknown = found.iter().all(|it| matches!(it, Value::Unknown(_)));
        match found.len() {
            1 => found.pop().unwrap_or(Value::None),
            2..=MAX_CHOICES if !all_unknown => self.alloc(Object::Choice { of: found, words }),
            _ => Value::Unknown(words),
        }
    }

    /// What a generator function yields.
    pub(crate) fn give(&mut self, value: Value<'a>) {
        let conditions = self.conditions.len();
        let Some(frame) = self.frames.last_mut() else { return };
        match &mut frame.given {
            Some(given) if conditions == frame.mark => given.push(value),
            given => *given = None,
        }
    }

    pub(crate) fn list(&mut self, items: Vec<Value<'a>>) -> Value<'a> {
        self.alloc(Object::List(items))
    }

    pub(crate) fn call_of(&self, value: &Value<'a>) -> Option<&super::value::Call<'a>> {
        match self.object(value)? {
            Object::Call(call) => Some(call),
            _ => None,
        }
    }

    /// The elements of a list, tuple or set.
    pub(crate) fn items(&self, value: &Value<'a>) -> Option<&[Value<'a>]> {
        match self.object(value)? {
            Object::List(items) | Object::Tuple(items) | Object::Set(items) => Some(items),
            _ => None,
        }
    }

    pub(crate) fn entries(&self, value: &Value<'a>) -> Option<&[(Value<'a>, Value<'a>)]> {
        match self.object(value)? {
            Object::Dict(entries) => Some(entries),
            _ => None,
        }
    }

    /// The dotted name of what is called, imported or not: `sqlalchemy.Column`, `batch_op.add_column`.
    pub(crate) fn dotted(&self, value: &Value<'a>) -> Option<String> {
        let mut parts: Vec<Rc<str>> = Vec::new();
        let mut value = value.clone();
        for _ in 0..32 {
            match &value {
                Value::Name(name) | Value::Unknown(name) => {
                    parts.push(name.clone());
                    parts.reverse();
                    return Some(parts.join("."));
                }
                Value::Object(_) => match self.object(&value)? {
                    Object::Member { of, name } => {
                        parts.push(name.clone());
                        value = of.clone();
                    }
                    Object::Class(class) => {
                        parts.push(Rc::from(class.def.name.as_str()));
                        parts.reverse();
                        return Some(parts.join("."));
                    }
                    Object::Call(_) => {
                        parts.push(Rc::from("()"));
                        parts.reverse();
                        return Some(parts.join("."));
                    }
                    _ => return None,
                },
                Value::Function(function) => {
                    let name = match function.code {
                        super::value::Code::Def(def) => def.name.as_str(),
                        super::value::Code::Lambda(_) => "lambda",
                    };
                    parts.push(Rc::from(name));
                    parts.reverse();
                    return Some(parts.join("."));
                }
                _ => return None,
            }
        }
        None
    }

    /// The last part of the dotted name.
    pub(crate) fn last_name(&self, value: &Value<'a>) -> Option<String> {
        match value {
            Value::Name(name) | Value::Unknown(name) => name.rsplit('.').next().map(str::to_owned),
            _ => match self.object(value)? {
                Object::Member { name, .. } => Some(name.to_string()),
                Object::Class(class) => Some(class.def.name.to_string()),
                _ => None,
            },
        }
    }

    /// Whether a value counts as true, where that is known.
    pub(crate) fn truth_of(&self, value: &Value<'a>) -> Option<bool> {
        match value {
            Value::None => Some(false),
            Value::Bool(it) => Some(*it),
            Value::Int(it) => Some(*it != 0),
            Value::Float(it) => Some(*it != 0.0),
            Value::Str(it) if it.has_holes => None,
            Value::Str(it) => Some(!it.value.is_empty()),
            Value::Function(_) | Value::Module(_) => Some(true),
            Value::Object(_) if self.certain(value) == Some(0) => None,
            Value::Object(_) => match self.object(value)? {
                Object::List(items) | Object::Tuple(items) | Object::Set(items) => {
                    Some(!items.is_empty())
                }
                Object::Dict(entries) => Some(!entries.is_empty()),
                Object::Class(_) => Some(true),
                Object::Choice { of, .. } => {
                    let mut truths = of.iter().map(|it| self.truth_of(it));
                    let first = truths.next()??;
                    truths.all(|it| it == Some(first)).then_some(first)
                }
                _ => None,
            },
            // What Alembic hands to a script is there.
            Value::Name(name) => (name.starts_with('@') && !name.contains('.')).then_some(true),
            Value::Bytes | Value::Lazy { .. } | Value::Unknown(_) => None,
        }
    }

    // Places

    pub(crate) fn module(&self) -> usize {
        self.frames.last().map_or(self.main, |it| it.module)
    }

    /// The source text of a node in the module at hand.
    pub(crate) fn words(&self, node: &impl Ranged) -> &'a str {
        parse::span(node.range()).of(self.library.text(self.module()))
    }

    pub(crate) fn line(&self, node: &impl Ranged) -> Rc<str> {
        Rc::from(one_line(self.words(node), 120))
    }

    pub(crate) fn unknown(&self, node: &impl Ranged) -> Value<'a> {
        Value::Unknown(self.line(node))
    }

    /// Where a node of the module at hand stands in the main module: itself, or the call that led out of it.
    pub(crate) fn place(&self, range: TextRange) -> Span {
        if self.module() == self.main {
            parse::span(range)
        } else {
            self.sites.last().copied().unwrap_or_default()
        }
    }

    pub(crate) fn in_main(&self) -> bool {
        self.module() == self.main
    }

    // Frames and names

    pub(crate) fn push_frame(
        &mut self,
        module: usize,
        outer: Option<usize>,
        local: bool,
        site: Span,
    ) -> usize {
        let id = self.next_frame;
        self.next_frame += 1;
        self.sites.push(site);
        self.frames.push(Frame {
            id,
            module,
            outer,
            locals: local.then(BTreeMap::new),
            global_names: Vec::new(),
            returns: Vec::new(),
            code: None,
            method: None,
            given: Some(Vec::new()),
            mark: self.conditions.len(),
            is_kept: false,
        });
        id
    }

    pub(crate) fn pop_frame(&mut self) -> Option<Frame<'a>> {
        self.sites.pop();
        self.frames.pop()
    }

    /// Ends a function; what it calls its own stays where a function was defined in it.
    pub(crate) fn end_function(&mut self) {
        let Some(frame) = self.pop_frame().filter(|it| it.is_kept) else { return };
        let mut names = frame.locals.unwrap_or_default();
        let mut outer = frame.outer;
        for _ in 0..16 {
            let Some(id) = outer else { break };
            // What was kept holds the names around it already.
            let live = self.frames.iter().rev().find(|it| it.id == id);
            let locals = live.and_then(|it| it.locals.as_ref());
            let Some(above) = locals.or_else(|| self.kept.get(&id)) else { break };
            for (name, value) in above {
                names.entry(name).or_insert_with(|| value.clone());
            }
            outer = live.and_then(|it| it.outer);
        }
        if self.charge(names.len() / 4 + 1, TextRange::default()) {
            self.kept.insert(frame.id, names);
        }
    }

    pub(crate) fn set(&mut self, name: &'a str, value: Value<'a>) {
        let Some(frame) = self.frames.last_mut() else { return };
        let module = frame.module;
        match &mut frame.locals {
            Some(locals) if !frame.global_names.contains(&name) => {
                locals.insert(name, value);
            }
            _ => {
                self.globals.entry(module).or_default().insert(name, value);
            }
        }
    }

    pub(crate) fn unset(&mut self, name: &str) {
        if let Some(locals) = self.frames.last_mut().and_then(|it| it.locals.as_mut()) {
            locals.remove(name);
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<Value<'a>> {
        let frame = self.frames.last()?;
        if let Some(value) = frame.locals.as_ref().and_then(|it| it.get(name)) {
            return Some(value.clone());
        }
        let mut outer = frame.outer;
        for _ in 0..16 {
            let Some(id) = outer else { break };
            if let Some(value) = self.kept.get(&id).and_then(|it| it.get(name)) {
                return Some(value.clone());
            }
            let Some(frame) = self.frames.iter().rev().find(|it| it.id == id) else { break };
            if let Some(value) = frame.locals.as_ref().and_then(|it| it.get(name)) {
                return Some(value.clone());
            }
            outer = frame.outer;
        }
        self.globals.get(&frame.module)?.get(name).cloned()
    }

    /// The names that the frame at hand assigns, to be restored or compared later.
    pub(crate) fn names(&mut self) -> &mut BTreeMap<&'a str, Value<'a>> {
        let module = self.module();
        match self.frames.last_mut().and_then(|it| it.locals.as_mut()) {
            Some(locals) => locals,
            None => self.globals.entry(module).or_default(),
        }
    }

    // Conditions

    pub(crate) fn condition(&self) -> Option<String> {
        if self.conditions.is_empty() {
            return None;
        }
        let mut parts: Vec<&str> = Vec::new();
        for condition in &self.conditions {
            if parts.last() != Some(&condition.text.as_str()) && parts.len() < 8 {
                parts.push(&condition.text);
            }
        }
        Some(parts.join(" and "))
    }

    pub(crate) fn assume(&mut self, text: impl Into<String>, reach: Reach) {
        self.assumed = self.assumed.saturating_add(1);
        self.conditions.push(Condition { text: text.into(), reach, number: self.assumed });
    }

    /// Ends a block: its own condition goes, and of what its statements left behind stays what reaches further than
    /// `ended`. A condition that only came up inside a conditional block holds only where that block ran.
    pub(crate) fn end_block(&mut self, mark: usize, ended: &[Reach], inside: Option<&str>) {
        let left = self.conditions.split_off(mark.min(self.conditions.len()));
        for mut condition in left {
            if condition.reach == Reach::Block || ended.contains(&condition.reach) {
                continue;
            }
            if let Some(inside) = inside {
                condition.text = format!("(not ({inside}) or {})", condition.text);
            }
            self.conditions.push(condition);
        }
    }
}
