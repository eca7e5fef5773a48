//! Calls, and what classes and objects of the script's own are to them.

use std::collections::BTreeMap;
use std::rc::Rc;

use ruff_python_ast::{Expr, StmtFunctionDef};
use ruff_text_size::TextRange;

use super::evaluate::{Evaluator, Host};
use super::execute::{Flow, same_code};
use super::machine::{MAX_SET_LATER, Reach};
use super::text::one_line;
use super::value::{Arg, Call, Code, Function, Object, Value};

/// Calls of the script's own functions inside each other.
const MAX_CALLS: usize = 24;
/// Calls of one function inside itself.
const MAX_RECURSION: usize = 2;
/// What stands in a function that may send something.
const SENDS: [&str; 5] = [" op.", "(op.", "\top.", ".execute(", "batch_op."];
/// Classes above a class that are looked through.
const MAX_BASES: usize = 16;

/// How a function of a class is bound to what it is called on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Binding {
    Object,
    Class,
    Static,
    Property,
}

impl<'a, H: Host<'a>> Evaluator<'a, H> {
    // Calls

    /// Calls a value.
    pub(crate) fn apply(&mut self, call: Call<'a>) -> Value<'a> {
        if let Value::Function(function) = call.callee {
            return self.call_function(function, &call, None);
        }
        match self.machine.object(&call.callee) {
            Some(Object::Choice { of, words }) => {
                let (of, words) = (of.clone(), words.clone());
                return self.apply_each(&of, &words, &call, |_, it| it);
            }
            Some(Object::Class(_)) => return self.construct(call),
            Some(Object::Member { of, name }) => {
                let (of, name) = (of.clone(), name.clone());
                if let Some(value) = self.call_method(&of, &name, &call) {
                    return value;
                }
            }
            Some(Object::Call(made)) if made.callee.as_name() == Some("functools.partial") => {
                if let Some(call) = partial(made, &call) {
                    return self.apply_inside(call);
                }
            }
            Some(Object::Call(_)) => {
                if let Some(value) = self.call_method(&call.callee.clone(), "__call__", &call) {
                    return value;
                }
            }
            _ => {}
        }
        if let Value::Name(name) = &call.callee
            && &**name == "super"
            && let Some((class, receiver)) =
                self.machine.frames.iter().rev().find_map(|it| it.method.clone())
        {
            return self.machine.alloc(Object::Super { class, receiver });
        }
        if let Some(value) = self.builtin(&call) {
            return value;
        }
        if let Some(call) = self.host.instead(&mut self.machine, &call) {
            return self.apply_inside(call);
        }
        if let Some(value) = self.host.call(&mut self.machine, &call) {
            return value;
        }
        self.machine.alloc(Object::Call(call))
    }

    /// Calls what stands for another call.
    fn apply_inside(&mut self, call: Call<'a>) -> Value<'a> {
        if !self.machine.descend_or_lose(call.span) {
            return Value::Unknown(call.text);
        }
        let value = self.apply(call);
        self.machine.ascend();
        value
    }

    /// Calls each of several things of which one is there when the script runs.
    fn apply_each(
        &mut self,
        of: &[Value<'a>],
        words: &Rc<str>,
        call: &Call<'a>,
        callee: impl Fn(&mut Self, Value<'a>) -> Value<'a>,
    ) -> Value<'a> {
        let mut results = Vec::new();
        for (index, value) in of.iter().enumerate() {
            let mark = self.machine.conditions.len();
            let one = format!("{words} is number {} of {}", index + 1, of.len());
            self.machine.assume(one.clone(), Reach::Block);
            let callee = callee(self, value.clone());
            let result = self.apply(Call { callee, ..call.clone() });
            self.machine.end_block(mark, &[], Some(&one));
            results.push(result);
        }
        self.machine.either(results, call.text.clone())
    }

    pub(crate) fn call_function(
        &mut self,
        function: Function<'a>,
        call: &Call<'a>,
        method: Option<(Value<'a>, Value<'a>)>,
    ) -> Value<'a> {
        let own = self
            .machine
            .frames
            .iter()
            // One that a decorator made anew for each function is another each time.
            .filter(|it| it.outer == function.outer)
            .filter(|it| it.code.is_some_and(|it| same_code(&it, &function.code)))
            .count();
        let many = MAX_CALLS <= self.machine.frames.len();
        let too_deep = many || MAX_RECURSION <= own;
        if many || too_deep && self.may_send(&function.code) {
            self.machine.lose(call.span);
        }
        if too_deep || !self.machine.descend_or_lose(call.span) {
            return Value::Unknown(call.text.clone());
        }
        let load = self.machine.begin_call(function.module);
        // A function of this file keeps the places of its own statements; one of another file has only its call's.
        self.machine.push_frame(function.module, function.outer, true, call.span);
        if let Some(frame) = self.machine.frames.last_mut() {
            frame.code = Some(function.code);
            frame.method = method;
        }
        let mark = self.machine.conditions.len();
        let value = match function.code {
            Code::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.bind(parameters, call);
                }
                self.eval(&lambda.body)
            }
            Code::Def(def) => {
                self.bind(&def.parameters, call);
                let flow = self.block(&def.body);
                self.returned(call, flow)
            }
        };
        self.machine.end_block(mark, &[Reach::Iteration, Reach::Loop, Reach::Function], None);
        self.machine.end_function();
        self.machine.ascend();
        if let Some(load) = load
            && !self.machine.end_call(load)
        {
            self.host.give_up(&mut self.machine, call);
        }
        value
    }

    /// Whether a function, or one of those that led from it to itself, says anything of a database.
    fn may_send(&self, code: &Code<'a>) -> bool {
        let library = self.machine.library;
        let says = |module: usize, code: &Code<'a>| {
            let words = match code {
                Code::Def(def) => super::parse::span_of(*def),
                Code::Lambda(lambda) => super::parse::span_of(*lambda),
            };
            let words = words.of(library.text(module));
            SENDS.iter().any(|it| words.contains(it))
        };
        let mut frames = self.machine.frames.iter().rev();
        let mut last = 0;
        // Not in one round of a function around itself, but in a chain as long as is followed: all of it.
        while let Some(frame) = frames.next().filter(|_| last < MAX_RECURSION) {
            let Some(own) = &frame.code else { continue };
            last += usize::from(same_code(own, code));
            if says(frame.module, own) {
                return true;
            }
        }
        false
    }

    /// What the function of the frame at hand gives back: what it yielded, or one of its `return`s.
    fn returned(&mut self, call: &Call<'a>, flow: Flow) -> Value<'a> {
        let Some(frame) = self.machine.frames.last_mut() else { return Value::None };
        let mut returns = std::mem::take(&mut frame.returns);
        match std::mem::take(&mut frame.given) {
            None => return Value::Unknown(call.text.clone()),
            Some(given) if !given.is_empty() => return self.machine.list(given),
            Some(_) => {}
        }
        if returns.is_empty() {
            return Value::None;
        }
        if flow == Flow::Next {
            returns.push(Value::None);
        }
        self.machine.either(returns, call.text.clone())
    }

    // Objects

    /// An object of one of the script's own classes; it stays the call that made it, for what it stands for.
    fn construct(&mut self, call: Call<'a>) -> Value<'a> {
        let class = call.callee.clone();
        let object = self.machine.alloc(Object::Call(call.clone()));
        if let Some((Value::Function(function), owner)) = self.find(&class, "__init__") {
            self.fields_of(&object);
            let call = with_receiver(&call, object.clone());
            self.call_function(function, &call, Some((owner, object.clone())));
        }
        object
    }

    fn fields_of(&mut self, object: &Value<'a>) -> Option<&mut BTreeMap<&'a str, Value<'a>>> {
        match object {
            Value::Object(id) => Some(self.machine.fields.entry(*id).or_default()),
            _ => None,
        }
    }

    /// The class of an object that one of the script's own classes made.
    fn class_of(&self, object: &Value<'a>) -> Option<Value<'a>> {
        let call = self.machine.call_of(object)?;
        matches!(self.machine.object(&call.callee), Some(Object::Class(_)))
            .then(|| call.callee.clone())
    }

    pub(crate) fn set_attribute(&mut self, of: &Value<'a>, name: &'a str, value: Value<'a>) {
        if let Some(Object::Class(class)) = self.machine.object_mut(of) {
            class.attributes.insert(name, value);
        } else if self.class_of(of).is_some()
            && let Some(fields) = self.fields_of(of)
        {
            fields.insert(name, value);
        } else if self.machine.set_later.len() < MAX_SET_LATER {
            self.machine.set_later.push((of.clone(), name, value));
        }
    }

    /// A method of an object, a class or what is above it; `None` where none of the script's own is meant.
    fn call_method(&mut self, of: &Value<'a>, name: &str, call: &Call<'a>) -> Option<Value<'a>> {
        if let Some(Object::Choice { of, words }) = self.machine.object(of) {
            let (of, words) = (of.clone(), words.clone());
            let name: Rc<str> = Rc::from(name);
            return Some(self.apply_each(&of, &words, call, move |this, of| match &of {
                Value::Name(path) => Value::Name(Rc::from(format!("{path}.{name}"))),
                _ => this.machine.alloc(Object::Member { of, name: name.clone() }),
            }));
        }
        let (class, receiver, found) = match self.machine.object(of)? {
            Object::Class(_) => (of.clone(), None, self.find(of, name)?),
            Object::Super { class, receiver } => {
                let (class, receiver) = (class.clone(), receiver.clone());
                let found = self.find_above(&class, name)?;
                (class, Some(receiver), found)
            }
            _ => {
                let class = self.class_of(of)?;
                let found = self.find(&class, name)?;
                (class, Some(of.clone()), found)
            }
        };
        let (Value::Function(function), owner) = found else { return None };
        let Code::Def(def) = function.code else { return None };
        let first = match (binding(def), receiver) {
            (Binding::Static, _) => return Some(self.call_function(function, call, None)),
            (Binding::Class, _) => class,
            // `Class.method(object)` brings its object along.
            (Binding::Object | Binding::Property, None) => {
                let receiver = call.positional().next().map_or(Value::None, |it| it.value.clone());
                return Some(self.call_function(function, call, Some((owner, receiver))));
            }
            (Binding::Object | Binding::Property, Some(receiver)) => receiver,
        };
        let call = with_receiver(call, first.clone());
        Some(self.call_function(function, &call, Some((owner, first))))
    }

    /// Calls a method without arguments, where an object's class has it.
    pub(crate) fn send(&mut self, of: &Value<'a>, name: &str, at: TextRange) -> Option<Value<'a>> {
        self.class_of(of)?;
        let span = self.machine.place(at);
        let text: Rc<str> = Rc::from(one_line(name, 40));
        let call = Call { callee: of.clone(), args: Vec::new(), span, text };
        self.call_method(of, name, &call)
    }

    // Attributes

    pub(crate) fn attribute(&mut self, of: &Value<'a>, name: &'a str) -> Value<'a> {
        if let Some(value) = self.host.attribute(&mut self.machine, of, name) {
            return value;
        }
        match of {
            Value::Name(path) => {
                // `import a.b` binds `a` alone; `a.b.name` is the module's.
                let from = self.machine.module();
                match path.contains('.').then(|| self.machine.library.find(from, path)).flatten() {
                    Some(module) => return self.attribute(&Value::Module(module), name),
                    None => return Value::Name(Rc::from(bounded(&format!("{path}.{name}")))),
                }
            }
            Value::Module(module) => {
                self.load(*module);
                if let Some(value) = self.machine.globals.get(module).and_then(|it| it.get(name)) {
                    let value = value.clone();
                    return self.force(value);
                }
                // `package.module`, which some import has bound to its package by now.
                let library = self.machine.library;
                if let Some(inner) = library.find_within(*module, name) {
                    return Value::Module(inner);
                }
                let path =
                    self.machine.library.sources.get(*module).map_or("", |it| it.path.as_str());
                let path = path.trim_end_matches(".py").replace(['/', '\\'], ".");
                return Value::Name(Rc::from(bounded(&format!("{path}.{name}"))));
            }
            _ => {}
        }
        if let Some(path) = of.as_known_str()
            && let Some(value) = self.path_attribute(path, name)
        {
            return value;
        }
        // A member of an enumeration is held as its value.
        if name == "value" && matches!(of, Value::Str(_) | Value::Int(_)) {
            return of.clone();
        }
        if let Some(value) = self.field(of, name) {
            return value;
        }
        if let Some(value) = self.class_attribute(of, name) {
            return self.force(value);
        }
        self.machine.alloc(Object::Member { of: of.clone(), name: Rc::from(name) })
    }

    /// What an object of one of the script's own classes has under a name: what a method put there, an argument that
    /// made it, as for a dataclass, or what a property gives.
    fn field(&mut self, of: &Value<'a>, name: &'a str) -> Option<Value<'a>> {
        let Value::Object(id) = of else { return None };
        if let Some(value) = self.machine.fields.get(id).and_then(|it| it.get(name)) {
            return Some(value.clone());
        }
        let call = self.machine.call_of(of)?;
        let Some(Object::Class(class)) = self.machine.object(&call.callee) else { return None };
        if !self.machine.fields.contains_key(id) {
            if let Some(arg) = call.keyword(name) {
                return Some(arg.value.clone());
            }
            let at = class.order.iter().position(|it| *it == name);
            if let Some(arg) = at.and_then(|at| call.positional().nth(at)) {
                return Some(arg.value.clone());
            }
        }
        let class = call.callee.clone();
        let (span, text) = (call.span, call.text.clone());
        let (value, owner) = self.find(&class, name)?;
        let Value::Function(function) = value else { return Some(value) };
        let Code::Def(def) = function.code else { return None };
        if binding(def) != Binding::Property {
            return None;
        }
        let call = Call { callee: value, args: Vec::new(), span, text };
        let call = with_receiver(&call, of.clone());
        Some(self.call_function(function, &call, Some((owner, of.clone()))))
    }

    fn class_attribute(&mut self, of: &Value<'a>, name: &str) -> Option<Value<'a>> {
        matches!(self.machine.object(of), Some(Object::Class(_))).then_some(())?;
        let (value, _) = self.find(of, name)?;
        match &value {
            // Bound to its class when it is called.
            Value::Function(Function { code: Code::Def(def), .. })
                if binding(def) == Binding::Class =>
            {
                None
            }
            _ => Some(value),
        }
    }

    /// An attribute of a class or of those above it, with the class that has it.
    fn find(&mut self, class: &Value<'a>, name: &str) -> Option<(Value<'a>, Value<'a>)> {
        let mut open = vec![class.clone()];
        for _ in 0..MAX_BASES {
            let class = open.pop()?;
            let class = self.force(class);
            let Some(Object::Class(it)) = self.machine.object(&class) else { continue };
            if let Some(value) = it.attributes.get(name) {
                return Some((value.clone(), class));
            }
            open.extend(it.bases.iter().rev().cloned());
        }
        None
    }

    fn find_above(&mut self, class: &Value<'a>, name: &str) -> Option<(Value<'a>, Value<'a>)> {
        let Some(Object::Class(it)) = self.machine.object(class) else { return None };
        let bases = it.bases.clone();
        bases.iter().find_map(|it| self.find(it, name))
    }

    /// Whether two values of which one is a choice are equal, where that holds for each; `None` where none is a choice.
    pub(crate) fn over_choices(
        &mut self,
        left: &Value<'a>,
        right: &Value<'a>,
    ) -> Option<Option<bool>> {
        let (of, other) = match (self.machine.object(left), self.machine.object(right)) {
            (Some(Object::Choice { of, .. }), _) => (of.clone(), right),
            (_, Some(Object::Choice { of, .. })) => (of.clone(), left),
            _ => return None,
        };
        let other = other.clone();
        let mut answers = of.iter().map(|it| self.equal(it, &other)).collect::<Vec<_>>();
        answers.dedup();
        Some(match answers.as_slice() {
            [Some(answer)] => Some(*answer),
            _ => None,
        })
    }
}

/// The call that `functools.partial(function, …)` makes of one: its own arguments first, named ones given anew.
fn partial<'a>(made: &Call<'a>, call: &Call<'a>) -> Option<Call<'a>> {
    let (first, kept) = made.args.split_first()?;
    let is_left = |it: &&Arg<'a>| it.name.as_deref().is_none_or(|it| call.keyword(it).is_none());
    let mut args: Vec<Arg<'a>> = kept.iter().filter(is_left).cloned().collect();
    args.extend(call.args.iter().cloned());
    Some(Call { callee: first.value.clone(), args, ..call.clone() })
}

/// The call with what it is called on before its arguments.
fn with_receiver<'a>(call: &Call<'a>, receiver: Value<'a>) -> Call<'a> {
    let mut args = Vec::with_capacity(call.args.len() + 1);
    args.push(Arg { name: None, value: receiver, span: call.span, text: call.text.clone() });
    args.extend(call.args.iter().cloned());
    Call { args, ..call.clone() }
}

fn binding(def: &StmtFunctionDef) -> Binding {
    for decorator in &def.decorator_list {
        let name = match &decorator.expression {
            Expr::Name(it) => it.id.as_str(),
            Expr::Attribute(it) => it.attr.as_str(),
            _ => continue,
        };
        match name {
            "staticmethod" => return Binding::Static,
            "classmethod" => return Binding::Class,
            "property" | "cached_property" => return Binding::Property,
            _ => {}
        }
    }
    Binding::Object
}

/// A dotted name that grows no further than names do.
fn bounded(path: &str) -> String {
    path.chars().take(300).collect()
}
