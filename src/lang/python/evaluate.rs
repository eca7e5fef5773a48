//! Expressions, evaluated as far as their values are known.

use std::rc::Rc;

use ruff_python_ast::{
    BoolOp, CmpOp, Comprehension, ConversionFlag, Expr, ExprBinOp, ExprBoolOp, ExprCall,
    ExprCompare, ExprDict, ExprFString, ExprIf, ExprStringLiteral, ExprSubscript, FStringPart,
    InterpolatedElement, InterpolatedStringElement, Number, Operator, StringLiteral, UnaryOp,
};
use ruff_text_size::{Ranged, TextRange};

use super::machine::{MAX_CHOICES, Machine, put};
use super::parse::span;
use super::text::Text;
use super::value::{Arg, Call, Class, Code, Function, Object, Value};
use crate::text::Span;

/// Bytes of one string value; a longer one is not kept.
const MAX_STRING: usize = 4 << 20;

/// What gives names of libraries their meaning.
pub(crate) trait Host<'a> {
    /// An attribute of something that the script did not make.
    fn attribute(
        &mut self,
        machine: &mut Machine<'a>,
        of: &Value<'a>,
        name: &str,
    ) -> Option<Value<'a>>;
    /// A call of something that the script did not make; `None` leaves it as it is.
    fn call(&mut self, machine: &mut Machine<'a>, call: &Call<'a>) -> Option<Value<'a>>;
    /// A call as a statement of its own whose callee nobody knows.
    fn unknown_call(&mut self, machine: &mut Machine<'a>, call: &Call<'a>);
    /// The beginning of a `with` block; what its name is bound to.
    fn enter(&mut self, machine: &mut Machine<'a>, manager: &Value<'a>) -> Value<'a>;
    fn leave(&mut self, machine: &mut Machine<'a>, manager: &Value<'a>);
    /// A method by which a class says what stands for it, and what the method is given; its answer becomes the attribute
    /// `STANDS_FOR` of the class.
    fn explains(&self) -> (&'static str, Value<'a>);
    /// Whether a decorator says that the function writes what a class is called in the database: the class, and the
    /// attribute of it that keeps the text.
    fn writes(&self, decorator: &Call<'a>) -> Option<(Value<'a>, &'static str)>;
    /// A call into another module that takes more steps than are followed.
    fn give_up(&mut self, machine: &mut Machine<'a>, call: &Call<'a>);
    /// A class or function that a decorator of one of the names in `REGISTERS` makes known to a library.
    fn register(&mut self, machine: &Machine<'a>, decorator: &Call<'a>, what: &Value<'a>);
    /// Whether something that the script did not make is an object for certain, and so not None.
    fn is_object(&self, machine: &Machine<'a>, value: &Value<'a>) -> bool;
    /// The call that runs in the place of one: what the script registered for it.
    fn instead(&mut self, machine: &mut Machine<'a>, call: &Call<'a>) -> Option<Call<'a>>;
}

/// The attribute of a class that holds what stands for it.
pub(crate) const STANDS_FOR: &str = "@stands for";
/// The attributes of a class that hold how it is written for the database at hand, and for any.
pub(crate) const WRITTEN: &str = "@written";
pub(crate) const WRITTEN_ANYWHERE: &str = "@written anywhere";
/// Decorators that make known what they decorate.
pub(crate) const REGISTERS: [&str; 2] = ["register_operation", "implementation_for"];
/// The name of the decorator that says so.
pub(crate) const WRITES: &str = "compiles";

pub(crate) struct Evaluator<'a, H> {
    pub(crate) machine: Machine<'a>,
    pub(crate) host: H,
}

impl<'a, H: Host<'a>> Evaluator<'a, H> {
    pub(crate) fn eval(&mut self, expr: &'a Expr) -> Value<'a> {
        if !self.machine.charge(1, expr.range()) || !self.machine.descend() {
            return self.machine.unknown(expr);
        }
        let value = self.eval_inner(expr);
        self.machine.ascend();
        self.force(value)
    }

    fn eval_inner(&mut self, expr: &'a Expr) -> Value<'a> {
        match expr {
            Expr::StringLiteral(it) => self.string(it),
            Expr::FString(it) => self.f_string(it),
            Expr::NumberLiteral(it) => match &it.value {
                Number::Int(int) => {
                    int.as_i64().map_or_else(|| self.machine.unknown(it), Value::Int)
                }
                Number::Float(float) => Value::Float(*float),
                Number::Complex { .. } => self.machine.unknown(it),
            },
            Expr::BooleanLiteral(it) => Value::Bool(it.value),
            Expr::NoneLiteral(_) => Value::None,
            Expr::BytesLiteral(_) => Value::Bytes,
            Expr::Name(it) => self.name(it.id.as_str()),
            Expr::Attribute(it) => {
                // `Enumeration.member.name`; a member is held as its value.
                if let ("name", Expr::Attribute(member)) = (it.attr.as_str(), &*it.value) {
                    let class = self.eval(&member.value);
                    let member = member.attr.as_str();
                    if let Some(Object::Class(it)) = self.machine.object(&class)
                        && is_enumeration(it)
                        && it.attributes.contains_key(member)
                    {
                        return Value::str(member);
                    }
                }
                let of = self.eval(&it.value);
                self.attribute(&of, it.attr.as_str())
            }
            Expr::Call(it) => self.call(it),
            Expr::List(it) => {
                let items = self.elements(&it.elts);
                self.machine.list(items)
            }
            Expr::Tuple(it) => {
                let items = self.elements(&it.elts);
                self.machine.alloc(Object::Tuple(items))
            }
            Expr::Set(it) => {
                let items = self.elements(&it.elts);
                self.machine.alloc(Object::Set(items))
            }
            Expr::Dict(it) => self.dict(it),
            Expr::BinOp(it) => self.binary(it),
            Expr::BoolOp(it) => self.boolean(it),
            Expr::Compare(it) => self.compare(it),
            Expr::UnaryOp(it) => self.unary(it.op, &it.operand, expr),
            Expr::If(it) => self.conditional(it),
            Expr::Subscript(it) => self.subscript(it),
            Expr::Lambda(it) => self.function(Code::Lambda(it)),
            Expr::Named(it) => {
                let value = self.eval(&it.value);
                self.assign(&it.target, value.clone());
                value
            }
            Expr::ListComp(it) => self.comprehension(&it.elt, None, &it.generators, expr),
            Expr::SetComp(it) => self.comprehension(&it.elt, None, &it.generators, expr),
            Expr::Generator(it) => self.comprehension(&it.elt, None, &it.generators, expr),
            Expr::DictComp(it) => match &it.key {
                Some(key) => self.comprehension(key, Some(&it.value), &it.generators, expr),
                None => self.machine.unknown(expr),
            },
            Expr::Await(it) => self.eval(&it.value),
            Expr::Starred(it) => self.eval(&it.value),
            Expr::TString(_)
            | Expr::EllipsisLiteral(_)
            | Expr::Slice(_)
            | Expr::IpyEscapeCommand(_) => self.machine.unknown(expr),
            Expr::Yield(it) => {
                let value = it.value.as_ref().map_or(Value::None, |it| self.eval(it));
                self.machine.give(value);
                self.machine.unknown(expr)
            }
            Expr::YieldFrom(it) => {
                self.eval(&it.value);
                self.machine.unknown(expr)
            }
        }
    }

    pub(crate) fn function(&mut self, code: Code<'a>) -> Value<'a> {
        let frame = self.machine.frames.last_mut().filter(|it| it.locals.is_some());
        let outer = frame.map(|it| {
            it.is_kept = true;
            it.id
        });
        Value::Function(Function { code, module: self.machine.module(), outer })
    }

    // Strings

    fn string(&mut self, literal: &'a ExprStringLiteral) -> Value<'a> {
        let mut text = Text::default();
        for part in literal.value.iter() {
            self.push_literal(&mut text, part);
        }
        self.machine.charge(text.value.len() / 256, literal.range);
        Value::Str(Rc::new(text))
    }

    fn push_literal(&mut self, text: &mut Text, part: &'a StringLiteral) {
        if !self.machine.in_main() {
            text.value.push_str(&part.value);
            return;
        }
        let source = self.machine.words(part);
        let open = opener_len(source);
        let at = span(part.range).start + open as u32;
        push_aligned(text, source.get(open..).unwrap_or(""), at, &part.value, Braces::Plain);
    }

    fn f_string(&mut self, literal: &'a ExprFString) -> Value<'a> {
        // More than one where a part is one of several texts.
        let mut texts = vec![Text::default()];
        for part in literal.value.iter() {
            match part {
                FStringPart::Literal(part) => {
                    texts.iter_mut().for_each(|it| self.push_literal(it, part))
                }
                FStringPart::FString(part) => {
                    for element in part.elements.iter() {
                        self.push_element(&mut texts, element);
                    }
                }
            }
            if MAX_STRING < texts.iter().map(|it| it.value.len()).sum() {
                return self.machine.unknown(literal);
            }
        }
        let size: usize = texts.iter().map(|it| it.value.len()).sum();
        self.machine.charge(size / 256, literal.range);
        let values = texts.into_iter().map(|it| Value::Str(Rc::new(it))).collect();
        let words = self.machine.line(literal);
        self.machine.either(values, words)
    }

    fn push_element(&mut self, texts: &mut Vec<Text>, element: &'a InterpolatedStringElement) {
        match element {
            InterpolatedStringElement::Literal(it) if self.machine.in_main() => {
                let source = self.machine.words(it);
                let at = span(it.range).start;
                texts
                    .iter_mut()
                    .for_each(|text| push_aligned(text, source, at, &it.value, Braces::Doubled));
            }
            InterpolatedStringElement::Literal(it) => {
                texts.iter_mut().for_each(|text| text.value.push_str(&it.value))
            }
            InterpolatedStringElement::Interpolation(it) => {
                let value = self.eval(&it.expression);
                // A name of which a part is not known is told with that part's words; a statement is read as each.
                let choices = match self.machine.object(&value) {
                    Some(Object::Choice { of, .. })
                        if texts.len() * of.len() <= MAX_CHOICES
                            && of.iter().all(|it| it.as_text().is_some())
                            && texts.iter().any(|it| it.value.trim().contains(' ')) =>
                    {
                        of.clone()
                    }
                    _ => vec![value],
                };
                let before = std::mem::take(texts);
                for value in &choices {
                    for text in &before {
                        let mut text = text.clone();
                        self.push_interpolation(&mut text, it, value);
                        texts.push(text);
                    }
                }
            }
        }
    }

    fn push_interpolation(
        &mut self,
        text: &mut Text,
        element: &'a InterpolatedElement,
        value: &Value<'a>,
    ) {
        let place = self.machine.in_main().then(|| span(element.range));
        let is_plain = matches!(element.conversion, ConversionFlag::None | ConversionFlag::Str);
        let quotes = element.conversion == ConversionFlag::Repr;
        let spec = element.format_spec.as_ref().map_or("", |spec| {
            span(spec.range).of(self.machine.library.text(self.machine.module()))
        });
        let written = match spec.is_empty() && !quotes {
            true => Some(None),
            false => formatted(value, quotes, spec).map(Some),
        };
        match value {
            _ if written.is_none() => {
                text.push_hole(self.machine.words(&*element.expression), place)
            }
            _ if let Some(Some(words)) = &written => match place {
                Some(place) => text.push_escaped(words, place),
                None => text.value.push_str(words),
            },
            // A name that was bound elsewhere is told of where it is used; SQL keeps the place where it is written.
            Value::Str(it) if is_plain => match place {
                Some(place) if !it.value.contains(char::is_whitespace) => {
                    text.has_holes |= it.has_holes;
                    text.push_escaped(&it.value, place);
                }
                _ => text.push_text(it),
            },
            _ => match self.display(value).filter(|_| is_plain) {
                Some(words) => match place {
                    Some(place) => text.push_escaped(&words, place),
                    None => text.value.push_str(&words),
                },
                None => text.push_hole(self.machine.words(&*element.expression), place),
            },
        }
    }

    /// What `str()` makes of a value, where that is known.
    pub(crate) fn display(&self, value: &Value<'a>) -> Option<String> {
        Some(match value {
            Value::None => "None".to_owned(),
            Value::Bool(true) => "True".to_owned(),
            Value::Bool(false) => "False".to_owned(),
            Value::Int(it) => it.to_string(),
            Value::Float(it) => it.to_string(),
            Value::Str(it) => it.value.clone(),
            Value::Name(name) => match &**name {
                "datetime.datetime.min" => "0001-01-01 00:00:00".to_owned(),
                "datetime.datetime.max" => "9999-12-31 23:59:59.999999".to_owned(),
                _ => return None,
            },
            _ => {
                let call = self.machine.call_of(value)?;
                let callee = self.machine.last_name(&call.callee)?;
                let first = call.positional().next()?;
                match callee.as_str() {
                    "datetime" | "date" => moment(call, ' ')?,
                    "text" | "literal_column" | "quoted_name" => {
                        first.value.as_text()?.value.clone()
                    }
                    _ => return None,
                }
            }
        })
    }

    /// A value as a part of a text: known, or a hole with the words it comes from.
    pub(crate) fn push_value(&self, text: &mut Text, value: &Value<'a>, words: &str) {
        match value {
            Value::Str(it) => text.push_text(it),
            _ => match self.display(value) {
                Some(it) => text.value.push_str(&it),
                None => text.push_hole(words, None),
            },
        }
    }

    // Names and attributes

    fn name(&mut self, name: &'a str) -> Value<'a> {
        let own = || if name == "__file__" { self.own_path() } else { None };
        self.machine.get(name).or_else(own).unwrap_or_else(|| Value::Name(Rc::from(name)))
    }

    // Collections

    fn elements(&mut self, exprs: &'a [Expr]) -> Vec<Value<'a>> {
        let mut items = Vec::with_capacity(exprs.len());
        for expr in exprs {
            if let Expr::Starred(it) = expr {
                let value = self.eval(&it.value);
                match self.iterate(&value) {
                    Some(more) => items.extend(more),
                    None => items.push(self.machine.unknown(expr)),
                }
            } else {
                items.push(self.eval(expr));
            }
        }
        items
    }

    fn dict(&mut self, dict: &'a ExprDict) -> Value<'a> {
        let mut entries = Vec::with_capacity(dict.items.len());
        for item in &dict.items {
            let value = self.eval(&item.value);
            match &item.key {
                Some(key) => {
                    let key = self.eval(key);
                    put(&mut entries, key, value);
                }
                None => {
                    if let Some(more) = self.machine.entries(&value).map(<[_]>::to_vec) {
                        self.machine.charge(more.len(), dict.range);
                        more.into_iter().for_each(|(key, value)| put(&mut entries, key, value));
                    }
                }
            }
        }
        self.machine.alloc(Object::Dict(entries))
    }

    /// The elements of a sequence that is known, charged for; `None` where it is not.
    pub(crate) fn iterate(&mut self, value: &Value<'a>) -> Option<Vec<Value<'a>>> {
        let value = self.force(value.clone());
        if let Value::Str(text) = &value {
            let known = !text.has_holes && text.value.len() < 1_000;
            return known
                .then(|| text.value.chars().map(|it| Value::str(it.to_string())).collect());
        }
        if let Some(Object::Class(class)) = self.machine.object(&value)
            && is_enumeration(class)
        {
            let class = class.clone();
            return Some(self.members(&value, &class));
        }
        let items: Vec<Value<'a>> = match self.machine.object(&value)? {
            Object::List(items) | Object::Tuple(items) | Object::Set(items) => items.clone(),
            Object::Dict(entries) => entries.iter().map(|(key, _)| key.clone()).collect(),
            _ => return None,
        };
        self.machine.charge(items.len(), TextRange::default()).then_some(items)
    }

    /// The members of an enumeration as objects with a name and a value.
    fn members(&mut self, callee: &Value<'a>, class: &Class<'a>) -> Vec<Value<'a>> {
        let text: Rc<str> = Rc::from(class.def.name.as_str());
        let mut members = Vec::new();
        for (name, value) in
            class.order.iter().filter_map(|it| Some((*it, class.attributes.get(it)?)))
        {
            let arg = |kind: &str, value: Value<'a>| Arg {
                name: Some(Rc::from(kind)),
                value,
                span: Span::default(),
                text: text.clone(),
            };
            let args = vec![arg("name", Value::str(name)), arg("value", value.clone())];
            let (callee, span, text) = (callee.clone(), Span::default(), text.clone());
            members.push(self.machine.alloc(Object::Call(Call { callee, args, span, text })));
        }
        members
    }

    fn comprehension(
        &mut self,
        element: &'a Expr,
        value: Option<&'a Expr>,
        generators: &'a [Comprehension],
        whole: &'a Expr,
    ) -> Value<'a> {
        let saved = self.machine.names().clone();
        self.machine.charge(saved.len() / 8, whole.range());
        let mut items = Vec::new();
        let mut entries = Vec::new();
        let known = self.generate(generators, &mut |this| {
            let item = this.eval(element);
            match value {
                Some(value) => {
                    let value = this.eval(value);
                    entries.push((item, value));
                }
                None => items.push(item),
            }
        });
        *self.machine.names() = saved;
        match known {
            None => self.machine.unknown(whole),
            Some(()) if value.is_some() => self.machine.alloc(Object::Dict(entries)),
            Some(()) => self.machine.list(items),
        }
    }

    /// Runs the body for each element of the nested loops; `None` where one of them, or a filter, is not known.
    fn generate(
        &mut self,
        generators: &'a [Comprehension],
        body: &mut dyn FnMut(&mut Self),
    ) -> Option<()> {
        let Some((first, rest)) = generators.split_first() else {
            body(self);
            return Some(());
        };
        let sequence = self.eval(&first.iter);
        let items = self.iterate(&sequence)?;
        if !self.machine.descend() {
            return None;
        }
        let mut known = Some(());
        'items: for item in items {
            self.assign(&first.target, item);
            for filter in &first.ifs {
                let test = self.eval(filter);
                match self.truth(&test) {
                    Some(true) => {}
                    Some(false) => continue 'items,
                    None => known = None,
                }
            }
            if known.is_none()
                || self.machine.exhausted.is_some()
                || self.generate(rest, body).is_none()
            {
                known = None;
                break;
            }
        }
        self.machine.ascend();
        known
    }

    fn subscript(&mut self, it: &'a ExprSubscript) -> Value<'a> {
        let of = self.eval(&it.value);
        if let Expr::Slice(slice) = &*it.slice {
            let mut bound = |part: &'a Option<Box<Expr>>| part.as_ref().map(|it| self.eval(it));
            let (lower, upper, step) =
                (bound(&slice.lower), bound(&slice.upper), bound(&slice.step));
            return match step {
                None => self.slice(&of, lower, upper).unwrap_or_else(|| self.machine.unknown(it)),
                // `[::-1]`.
                Some(Value::Int(-1)) if lower.is_none() && upper.is_none() => {
                    match self.iterate(&of) {
                        Some(mut items) => {
                            items.reverse();
                            match of {
                                Value::Str(_) => self.machine.unknown(it),
                                _ => self.machine.list(items),
                            }
                        }
                        None => self.machine.unknown(it),
                    }
                }
                Some(_) => self.machine.unknown(it),
            };
        }
        let index = self.eval(&it.slice);
        if let Some(value) = self.item(&of, &index) {
            return self.force(value);
        }
        self.machine.alloc(Object::Item { of, index })
    }

    fn item(&mut self, of: &Value<'a>, index: &Value<'a>) -> Option<Value<'a>> {
        if let Some(items) = self.machine.items(of) {
            let Value::Int(at) = index else { return None };
            return items.get(position(*at, items.len())).cloned();
        }
        let entries = self.machine.entries(of)?;
        entries
            .iter()
            .rev()
            .find(|(key, _)| same(key, index) == Some(true))
            .map(|(_, value)| value.clone())
    }

    fn slice(
        &mut self,
        of: &Value<'a>,
        lower: Option<Value<'a>>,
        upper: Option<Value<'a>>,
    ) -> Option<Value<'a>> {
        let bound = |value: Option<Value<'a>>, len: usize, default: usize| match value {
            None | Some(Value::None) => Some(default),
            Some(Value::Int(at)) => Some(position(at, len).min(len)),
            Some(_) => None,
        };
        if let Value::Str(text) = of {
            if text.has_holes || !text.value.is_ascii() {
                return None;
            }
            let len = text.value.len();
            let (start, end) = (bound(lower, len, 0)?, bound(upper, len, len)?);
            return Some(Value::Str(Rc::new(text.slice(start, end.max(start)))));
        }
        let items = self.machine.items(of)?;
        let (start, end) = (bound(lower, items.len(), 0)?, bound(upper, items.len(), items.len())?);
        let items = items.get(start..end.max(start))?.to_vec();
        Some(self.machine.list(items))
    }

    // Operators

    fn binary(&mut self, it: &'a ExprBinOp) -> Value<'a> {
        // The left spine is walked in a loop: a chain of `+` is as long as its author likes.
        let mut spine = vec![it];
        while let Some(Expr::BinOp(left)) = spine.last().map(|it| &*it.left) {
            spine.push(left);
        }
        let Some(innermost) = spine.last() else { return self.machine.unknown(it) };
        let mut left = self.eval(&innermost.left);
        let mut words: &'a Expr = &innermost.left;
        for node in spine.iter().rev() {
            let right = self.eval(&node.right);
            left = self.apply_binary(node, left, words, right);
            // Only the text of the operand is needed, and only where the operation stays unknown.
            words = &node.right;
        }
        left
    }

    fn apply_binary(
        &mut self,
        node: &'a ExprBinOp,
        left: Value<'a>,
        words: &'a Expr,
        right: Value<'a>,
    ) -> Value<'a> {
        let known = match node.op {
            Operator::Add => self.add(&left, words, &right, &node.right),
            Operator::Mod => match (&left, &right) {
                (Value::Int(left), Value::Int(right @ 1..)) => {
                    Some(Value::Int(left.rem_euclid(*right)))
                }
                _ => self.percent(&left, &right, &node.right),
            },
            Operator::Mult => self.multiply(&left, &right, node.range),
            Operator::Sub => match (&left, &right) {
                (Value::Int(left), Value::Int(right)) => left.checked_sub(*right).map(Value::Int),
                _ => self.difference(&left, &right),
            },
            Operator::Div => match (left.as_known_str(), right.as_known_str()) {
                (Some(left), Some(right)) => Some(Value::str(super::files::join(left, right))),
                _ => None,
            },
            Operator::FloorDiv => match (&left, &right) {
                (Value::Int(left), Value::Int(right)) => {
                    left.checked_div_euclid(*right).map(Value::Int)
                }
                _ => None,
            },
            Operator::BitOr => self.union(&left, &right),
            Operator::BitAnd => self.intersection(&left, &right),
            Operator::Pow => match (&left, &right) {
                (Value::Int(left), Value::Int(right)) => {
                    let power = u32::try_from(*right).ok();
                    power.and_then(|it| left.checked_pow(it)).map(Value::Int)
                }
                _ => None,
            },
            _ => None,
        };
        known.unwrap_or_else(|| {
            self.operation(operator_words(node.op), vec![left, right], node.range)
        })
    }

    pub(crate) fn operation(
        &mut self,
        operator: &'static str,
        operands: Vec<Value<'a>>,
        range: TextRange,
    ) -> Value<'a> {
        let text = self.machine.line(&range);
        self.machine.alloc(Object::Operation { operator, operands, text })
    }

    fn add(
        &mut self,
        left: &Value<'a>,
        left_words: &'a Expr,
        right: &Value<'a>,
        right_words: &'a Expr,
    ) -> Option<Value<'a>> {
        match (left, right) {
            (Value::Int(left), Value::Int(right)) => {
                return left.checked_add(*right).map(Value::Int);
            }
            (Value::Str(_), _) | (_, Value::Str(_)) => {
                let mut text = Text::default();
                self.push_value(&mut text, left, self.machine.words(left_words));
                self.push_value(&mut text, right, self.machine.words(right_words));
                let fits = text.value.len() < MAX_STRING
                    && self.machine.charge(text.value.len() / 256, right_words.range());
                return fits.then(|| Value::Str(Rc::new(text)));
            }
            _ => {}
        }
        let mut items = self.machine.items(left)?.to_vec();
        items.extend_from_slice(self.machine.items(right)?);
        self.machine.charge(items.len(), right_words.range()).then(|| self.machine.list(items))
    }

    fn multiply(
        &mut self,
        left: &Value<'a>,
        right: &Value<'a>,
        range: TextRange,
    ) -> Option<Value<'a>> {
        match (left, right) {
            (Value::Int(left), Value::Int(right)) => left.checked_mul(*right).map(Value::Int),
            (Value::Str(text), Value::Int(times)) | (Value::Int(times), Value::Str(text)) => {
                let times = usize::try_from(*times).unwrap_or(0);
                let len = text.value.len().checked_mul(times).filter(|&it| it < MAX_STRING)?;
                self.machine.charge(len / 256, range).then(|| Value::str(text.value.repeat(times)))
            }
            _ => None,
        }
    }

    fn union(&mut self, left: &Value<'a>, right: &Value<'a>) -> Option<Value<'a>> {
        if let (Some(left), Some(right)) = (self.machine.entries(left), self.machine.entries(right))
        {
            let (mut entries, right) = (left.to_vec(), right.to_vec());
            right.into_iter().for_each(|(key, value)| put(&mut entries, key, value));
            return Some(self.machine.alloc(Object::Dict(entries)));
        }
        let items =
            self.machine.items(left)?.iter().chain(self.machine.items(right)?).cloned().collect();
        Some(self.machine.alloc(Object::Set(items)))
    }

    pub(crate) fn intersection(
        &mut self,
        left: &Value<'a>,
        right: &Value<'a>,
    ) -> Option<Value<'a>> {
        let others = self.difference(left, right)?;
        self.difference(left, &others)
    }

    pub(crate) fn difference(&mut self, left: &Value<'a>, right: &Value<'a>) -> Option<Value<'a>> {
        let right = self.machine.items(right)?.to_vec();
        let left = self.machine.items(left)?.to_vec();
        if !self.machine.charge(left.len().saturating_mul(right.len()), TextRange::default()) {
            return None;
        }
        let mut items = Vec::new();
        for item in left {
            let mut found = false;
            for other in &right {
                found |= same(&item, other)?;
            }
            if !found {
                items.push(item);
            }
        }
        Some(self.machine.alloc(Object::Set(items)))
    }

    fn boolean(&mut self, it: &'a ExprBoolOp) -> Value<'a> {
        let mut operands = Vec::new();
        for expr in &it.values {
            let value = self.eval(expr);
            match (self.truth(&value), it.op) {
                (Some(false), BoolOp::And) | (Some(true), BoolOp::Or) if operands.is_empty() => {
                    return value;
                }
                // What comes before is not known, but this part alone decides.
                (Some(decided @ false), BoolOp::And) | (Some(decided @ true), BoolOp::Or) => {
                    return Value::Bool(decided);
                }
                (Some(_), _) => {}
                (None, _) => operands.push(value),
            }
        }
        match operands.pop() {
            None => match it.values.last() {
                Some(_) if it.op == BoolOp::And => Value::Bool(true),
                _ => Value::Bool(false),
            },
            Some(only) if operands.is_empty() && it.values.len() == 1 => only,
            Some(last) => {
                operands.push(last);
                let operator = if it.op == BoolOp::And { "and" } else { "or" };
                self.operation(operator, operands, it.range)
            }
        }
    }

    fn compare(&mut self, it: &'a ExprCompare) -> Value<'a> {
        let mut left = self.eval(&it.left);
        let mut operands = vec![left.clone()];
        let mut answer = Some(true);
        for (op, right) in it.ops.iter().zip(&it.comparators) {
            let right = self.eval(right);
            match self.compare_values(*op, &left, &right) {
                Some(false) => return Value::Bool(false),
                Some(true) => {}
                None => answer = None,
            }
            operands.push(right.clone());
            left = right;
        }
        match answer {
            Some(answer) => Value::Bool(answer),
            None => {
                let operator = it.ops.first().map_or("==", |it| compare_words(*it));
                self.operation(operator, operands, it.range)
            }
        }
    }

    fn compare_values(&mut self, op: CmpOp, left: &Value<'a>, right: &Value<'a>) -> Option<bool> {
        match op {
            CmpOp::Is | CmpOp::IsNot if self.is_no_none(left, right) => Some(op == CmpOp::IsNot),
            CmpOp::Eq | CmpOp::Is => self.equal(left, right),
            CmpOp::NotEq | CmpOp::IsNot => self.equal(left, right).map(|it| !it),
            CmpOp::In => self.contains(left, right),
            CmpOp::NotIn => self.contains(left, right).map(|it| !it),
            CmpOp::Lt | CmpOp::LtE | CmpOp::Gt | CmpOp::GtE => {
                let order = match (left, right) {
                    (Value::Int(left), Value::Int(right)) => left.cmp(right),
                    (Value::Str(_), Value::Str(_)) => {
                        left.as_known_str()?.cmp(right.as_known_str()?)
                    }
                    _ => return None,
                };
                Some(match op {
                    CmpOp::Lt => order.is_lt(),
                    CmpOp::LtE => order.is_le(),
                    CmpOp::Gt => order.is_gt(),
                    _ => order.is_ge(),
                })
            }
        }
    }

    /// Whether an object is asked whether it is None, which no operator of its own answers.
    fn is_no_none(&self, left: &Value<'a>, right: &Value<'a>) -> bool {
        let other = match (left, right) {
            (Value::None, other) | (other, Value::None) => other,
            _ => return false,
        };
        self.host.is_object(&self.machine, other)
    }

    pub(crate) fn equal(&mut self, left: &Value<'a>, right: &Value<'a>) -> Option<bool> {
        if let Some(answer) = same(left, right) {
            return Some(answer);
        }
        if let Some(answer) = self.over_choices(left, right) {
            return answer;
        }
        if left.is_none() || right.is_none() {
            let other = if left.is_none() { right } else { left };
            return match other {
                Value::Function(_) | Value::Bytes | Value::Module(_) => Some(false),
                Value::Object(_) => match self.machine.object(other) {
                    Some(
                        Object::List(_)
                        | Object::Tuple(_)
                        | Object::Dict(_)
                        | Object::Set(_)
                        | Object::Class(_),
                    ) => Some(false),
                    _ => None,
                },
                _ => None,
            };
        }
        let (left, right) = (self.machine.items(left)?, self.machine.items(right)?);
        if left.len() != right.len() {
            return Some(false);
        }
        left.iter().zip(right).try_fold(true, |all, (left, right)| Some(all & same(left, right)?))
    }

    fn contains(&mut self, item: &Value<'a>, of: &Value<'a>) -> Option<bool> {
        if let (Value::Str(part), Value::Str(text)) = (item, of) {
            return (!part.has_holes && !text.has_holes).then(|| text.value.contains(&part.value));
        }
        let items = self.iterate(of)?;
        let certain = self.machine.certain(of);
        let mut answer = certain.is_none().then_some(false);
        for (at, other) in items.iter().enumerate() {
            match same(item, other) {
                Some(true) if certain.is_none_or(|it| at < it) => return Some(true),
                Some(false) => {}
                Some(true) | None => answer = None,
            }
        }
        answer
    }

    fn unary(&mut self, op: UnaryOp, operand: &'a Expr, whole: &'a Expr) -> Value<'a> {
        let value = self.eval(operand);
        match (op, &value) {
            (UnaryOp::Not, _) => match self.truth(&value) {
                Some(it) => Value::Bool(!it),
                None => self.operation("not", vec![value], whole.range()),
            },
            (UnaryOp::USub, Value::Int(it)) => {
                it.checked_neg().map_or_else(|| self.machine.unknown(whole), Value::Int)
            }
            (UnaryOp::USub, Value::Float(it)) => Value::Float(-it),
            (UnaryOp::UAdd, _) => value,
            (UnaryOp::Invert, _) => self.operation("not", vec![value], whole.range()),
            (UnaryOp::USub, _) => self.operation("-", vec![value], whole.range()),
        }
    }

    fn conditional(&mut self, it: &'a ExprIf) -> Value<'a> {
        let test = self.eval(&it.test);
        match self.truth(&test) {
            Some(true) => self.eval(&it.body),
            Some(false) => self.eval(&it.orelse),
            None => {
                let (body, orelse) = (self.eval(&it.body), self.eval(&it.orelse));
                let words = self.machine.line(it);
                self.machine.either(vec![body, orelse], words)
            }
        }
    }

    /// Whether a value counts as true, where that is known.
    pub(crate) fn truth(&self, value: &Value<'a>) -> Option<bool> {
        self.machine.truth_of(value)
    }

    // Calls

    fn call(&mut self, it: &'a ExprCall) -> Value<'a> {
        // A chain `a.b().c().d()` is walked from its beginning in a loop for the same reason as `+`.
        let mut chain = vec![it];
        while let Some(last) = chain.last() {
            match &*last.func {
                Expr::Attribute(attribute) => match &*attribute.value {
                    Expr::Call(inner) => chain.push(inner),
                    _ => break,
                },
                _ => break,
            }
        }
        let mut value: Option<Value<'a>> = None;
        for call in chain.iter().rev() {
            if !self.machine.charge(1, call.range()) {
                return self.machine.unknown(it);
            }
            let callee = match (&value, &*call.func) {
                (Some(of), Expr::Attribute(attribute)) => {
                    let of = of.clone();
                    self.attribute(&of, attribute.attr.as_str())
                }
                (_, func) => self.eval(func),
            };
            let args = self.arguments(call);
            let span = self.machine.place(call.range());
            let text = self.machine.line(*call);
            let result = self.apply(Call { callee, args, span, text });
            value = Some(self.force(result));
        }
        value.unwrap_or_else(|| self.machine.unknown(it))
    }

    pub(crate) fn arguments(&mut self, call: &'a ExprCall) -> Vec<Arg<'a>> {
        let mut args =
            Vec::with_capacity(call.arguments.args.len() + call.arguments.keywords.len());
        for expr in &call.arguments.args {
            let span = self.machine.place(expr.range());
            let text = self.machine.line(expr);
            if let Expr::Starred(star) = expr {
                let value = self.eval(&star.value);
                match self.iterate(&value) {
                    Some(items) => {
                        args.extend(items.into_iter().map(|value| Arg {
                            name: None,
                            value,
                            span,
                            text: text.clone(),
                        }));
                    }
                    None => args.push(Arg { name: Some(Rc::from("*")), value, span, text }),
                }
            } else {
                let value = self.eval(expr);
                args.push(Arg { name: None, value, span, text });
            }
        }
        for keyword in &call.arguments.keywords {
            let span = self.machine.place(keyword.range());
            let text = self.machine.line(&keyword.value);
            let value = self.eval(&keyword.value);
            match &keyword.arg {
                Some(name) => {
                    args.push(Arg { name: Some(Rc::from(name.as_str())), value, span, text })
                }
                None => match self.machine.entries(&value).map(<[_]>::to_vec) {
                    Some(entries) => {
                        self.machine.charge(entries.len(), keyword.range());
                        for (key, value) in entries {
                            if let Some(name) = key.as_known_str() {
                                args.push(Arg {
                                    name: Some(Rc::from(name)),
                                    value,
                                    span,
                                    text: text.clone(),
                                });
                            }
                        }
                    }
                    None => args.push(Arg { name: Some(Rc::from("**")), value, span, text }),
                },
            }
        }
        args
    }
}

/// Whether two values are the same, where that is known.
pub(crate) fn same(left: &Value<'_>, right: &Value<'_>) -> Option<bool> {
    Some(match (left, right) {
        (Value::Str(left), Value::Str(right)) => {
            if left.has_holes || right.has_holes {
                return (left.value == right.value).then_some(true);
            }
            left.value == right.value
        }
        (Value::Int(left), Value::Int(right)) => left == right,
        (Value::Float(left), Value::Float(right)) => left == right,
        (Value::Bool(left), Value::Bool(right)) => left == right,
        (Value::None, Value::None) => true,
        (Value::None, Value::Str(_) | Value::Int(_) | Value::Bool(_) | Value::Float(_))
        | (Value::Str(_) | Value::Int(_) | Value::Bool(_) | Value::Float(_), Value::None)
        | (Value::Str(_), Value::Int(_) | Value::Bool(_))
        | (Value::Int(_) | Value::Bool(_), Value::Str(_)) => false,
        (Value::Name(left), Value::Name(right)) if left == right => true,
        (Value::Object(left), Value::Object(right)) if left == right => true,
        _ => return None,
    })
}

/// A Python index, negative ones counted from the end.
fn position(at: i64, len: usize) -> usize {
    match usize::try_from(at) {
        Ok(at) => at,
        Err(_) => len.saturating_sub(usize::try_from(at.unsigned_abs()).unwrap_or(usize::MAX)),
    }
}

/// The bytes of the prefix and quotes before a string's content.
fn opener_len(source: &str) -> usize {
    let prefix = source.find(['\'', '"']).unwrap_or(0);
    let rest = source.get(prefix..).unwrap_or("");
    prefix + if rest.starts_with("'''") || rest.starts_with("\"\"\"") { 3 } else { 1 }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Braces {
    Plain,
    /// In an f-string `{{` stands for `{`.
    Doubled,
}

/// Appends a literal's value, each part with its place: runs that stand in the source as they are, and escapes.
fn push_aligned(text: &mut Text, source: &str, at: u32, value: &str, braces: Braces) {
    if source.get(..value.len()) == Some(value) {
        text.push_verbatim(value, at);
        return;
    }
    let (mut from, mut to) = (0, 0);
    while to < value.len() {
        let (source_rest, value_rest) =
            (source.get(from..).unwrap_or(""), value.get(to..).unwrap_or(""));
        let run = verbatim_run(source_rest, value_rest, braces);
        if 0 < run {
            text.push_verbatim(value_rest.get(..run).unwrap_or(""), at + from as u32);
            from += run;
            to += run;
            continue;
        }
        let (width, produced) = escape(source_rest, value_rest, braces);
        if width == 0 {
            text.push_escaped(
                value_rest,
                Span { start: at + from as u32, end: at + source.len() as u32 },
            );
            return;
        }
        let part = value_rest.get(..produced).unwrap_or("");
        text.push_escaped(part, Span { start: at + from as u32, end: at + (from + width) as u32 });
        from += width;
        to += produced;
    }
}

fn verbatim_run(source: &str, value: &str, braces: Braces) -> usize {
    let mut run = 0;
    for (left, right) in source.chars().zip(value.chars()) {
        let special = left == '\\' || (braces == Braces::Doubled && matches!(left, '{' | '}'));
        if left != right || special {
            break;
        }
        run += left.len_utf8();
    }
    run
}

/// How many bytes of source an escape takes, and how many of the value it makes.
fn escape(source: &str, value: &str, braces: Braces) -> (usize, usize) {
    let made = value.chars().next().map_or(0, char::len_utf8);
    let bytes = source.as_bytes();
    match (bytes.first(), bytes.get(1)) {
        (Some(b'\r'), Some(b'\n')) => (2, made),
        (Some(b'{' | b'}'), _) if braces == Braces::Doubled => (2.min(source.len()), made),
        (Some(b'\\'), Some(next)) => {
            let width = match next {
                b'\n' => return (2, 0),
                b'\r' => return (if bytes.get(2) == Some(&b'\n') { 3 } else { 2 }, 0),
                b'x' => 4,
                b'u' => 6,
                b'U' => 10,
                b'N' => source.find('}').map_or(2, |it| it + 1),
                b'0'..=b'7' => {
                    1 + bytes
                        .iter()
                        .skip(1)
                        .take(3)
                        .take_while(|it| (b'0'..=b'7').contains(it))
                        .count()
                }
                b'\\' | b'\'' | b'"' | b'a' | b'b' | b'f' | b'n' | b'r' | b't' | b'v' => 2,
                // An unknown escape stays as it is, backslash included.
                _ if value.starts_with('\\') => return (1, 1),
                _ => 2,
            };
            (if source.is_char_boundary(width) { width } else { 0 }, made)
        }
        _ => (0, 0),
    }
}

/// Whether a class is an enumeration of Python's.
fn is_enumeration(class: &Class<'_>) -> bool {
    class.bases.iter().filter_map(Value::as_name).any(|it| {
        let last = it.rsplit('.').next().unwrap_or(it);
        it.starts_with("enum.") || last.ends_with("Enum")
    })
}

/// A text or number as a format says it: in quotes for `!r`, and with an alignment, a width of up to two digits and `d` or
/// `s`; `None` where the format says more, or the value is not known.
pub(crate) fn formatted(value: &Value<'_>, quotes: bool, spec: &str) -> Option<String> {
    let (words, is_number) = match value {
        Value::Int(it) => (it.to_string(), true),
        Value::Str(it) if it.has_holes => return None,
        Value::Str(it) if quotes => {
            let plain = !it.value.contains(['\'', '\\', '\n']);
            (plain.then(|| format!("'{}'", it.value))?, false)
        }
        Value::Str(it) => (it.value.clone(), false),
        _ => return None,
    };
    let spec = spec.strip_suffix(if is_number { 'd' } else { 's' }).unwrap_or(spec);
    let aligned = spec.strip_prefix(['<', '>', '^']);
    let digits = aligned.unwrap_or(spec);
    let width: usize = match digits {
        "" => 0,
        _ if digits.len() < 3 && digits.bytes().all(|it| it.is_ascii_digit()) => {
            digits.parse().ok()?
        }
        _ => return None,
    };
    Some(match (aligned.and(spec.chars().next()), value) {
        (None, Value::Int(it)) if digits.starts_with('0') => format!("{it:0width$}"),
        (Some('^'), _) => format!("{words:^width$}"),
        (None, Value::Int(_)) | (Some('>'), _) => format!("{words:>width$}"),
        _ => format!("{words:<width$}"),
    })
}

/// `datetime.datetime(…)` or `datetime.date(…)` as `str` and `isoformat` write it.
pub(crate) fn moment(call: &Call<'_>, separator: char) -> Option<String> {
    let name = call.callee.as_name()?;
    let parts: Vec<i64> = call
        .positional()
        .map_while(|it| match it.value {
            Value::Int(it @ 0..=9999) => Some(it),
            _ => None,
        })
        .collect();
    let zone = call.keyword("tzinfo").or_else(|| call.positional().nth(parts.len()));
    let zone = match zone.map(|it| it.value.as_name()) {
        None => "",
        Some(Some(it)) if it.to_ascii_lowercase().ends_with("utc") => "+00:00",
        Some(_) => return None,
    };
    let given = parts.len() + usize::from(!zone.is_empty());
    let [year, month, day, time @ ..] = parts.as_slice() else { return None };
    let date = format!("{year:04}-{month:02}-{day:02}");
    let at = |place: usize| time.get(place).copied().unwrap_or(0);
    match name {
        _ if call.args.len() != given => None,
        "datetime.date" if time.is_empty() => Some(date),
        "datetime.datetime" if time.len() < 4 => {
            Some(format!("{date}{separator}{:02}:{:02}:{:02}{zone}", at(0), at(1), at(2)))
        }
        _ => None,
    }
}

fn operator_words(op: Operator) -> &'static str {
    match op {
        Operator::Add => "+",
        Operator::Sub => "-",
        Operator::Mult => "*",
        Operator::MatMult => "@",
        Operator::Div => "/",
        Operator::Mod => "%",
        Operator::Pow => "**",
        Operator::LShift => "<<",
        Operator::RShift => ">>",
        Operator::BitOr => "|",
        Operator::BitXor => "^",
        Operator::BitAnd => "&",
        Operator::FloorDiv => "//",
    }
}

fn compare_words(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Eq => "==",
        CmpOp::NotEq => "!=",
        CmpOp::Lt => "<",
        CmpOp::LtE => "<=",
        CmpOp::Gt => ">",
        CmpOp::GtE => ">=",
        CmpOp::Is => "is",
        CmpOp::IsNot => "is not",
        CmpOp::In => "in",
        CmpOp::NotIn => "not in",
    }
}
