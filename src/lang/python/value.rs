//! Values of a script as far as they are known without running it.

use std::collections::BTreeMap;
use std::rc::Rc;

use ruff_python_ast::{ExprLambda, StmtClassDef, StmtFunctionDef};

use super::text::Text;
use crate::text::Span;

#[derive(Debug, Clone)]
pub(crate) enum Value<'a> {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    Str(Rc<Text>),
    Bytes,
    /// Something imported or built in, by its full dotted name: `sqlalchemy.Column`, `len`.
    Name(Rc<str>),
    Object(Id),
    Function(Function<'a>),
    /// A name of another module, looked up when it is used.
    Lazy {
        module: usize,
        name: Rc<str>,
    },
    /// A whole module among the sources.
    Module(usize),
    /// Not known before the script runs; the expression that it comes from.
    Unknown(Rc<str>),
}

/// An object's place on the machine's heap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Id(pub(crate) usize);

#[derive(Debug, Clone)]
pub(crate) enum Object<'a> {
    List(Vec<Value<'a>>),
    Tuple(Vec<Value<'a>>),
    Set(Vec<Value<'a>>),
    Dict(Vec<(Value<'a>, Value<'a>)>),
    /// A call that was not evaluated: what stands for its result.
    Call(Call<'a>),
    /// An attribute of something that is not known further.
    Member {
        of: Value<'a>,
        name: Rc<str>,
    },
    /// `value[index]` of something that is not known further.
    Item {
        of: Value<'a>,
        index: Value<'a>,
    },
    /// An operator over values of which one is not known; `text` is the expression.
    Operation {
        operator: &'static str,
        operands: Vec<Value<'a>>,
        text: Rc<str>,
    },
    Class(Class<'a>),
    /// One of these, which of them is only known when the script runs.
    Choice {
        of: Vec<Value<'a>>,
        words: Rc<str>,
    },
    /// `super()`: what is above a class, for an object of it.
    Super {
        class: Value<'a>,
        receiver: Value<'a>,
    },
}

/// A call with its arguments evaluated.
#[derive(Debug, Clone)]
pub(crate) struct Call<'a> {
    pub(crate) callee: Value<'a>,
    pub(crate) args: Vec<Arg<'a>>,
    /// In the unit's own file: the call, or the call there that led to it.
    pub(crate) span: Span,
    /// The call in the script's words.
    pub(crate) text: Rc<str>,
}

#[derive(Debug, Clone)]
pub(crate) struct Arg<'a> {
    /// `None` for a positional argument.
    pub(crate) name: Option<Rc<str>>,
    pub(crate) value: Value<'a>,
    pub(crate) span: Span,
    /// The argument in the script's words.
    pub(crate) text: Rc<str>,
}

impl<'a> Call<'a> {
    /// The argument at this position, or of this name.
    pub(crate) fn arg(&self, position: usize, name: &str) -> Option<&Arg<'a>> {
        self.keyword(name).or_else(|| self.positional().nth(position))
    }

    pub(crate) fn keyword(&self, name: &str) -> Option<&Arg<'a>> {
        self.args.iter().find(|it| it.name.as_deref() == Some(name))
    }

    pub(crate) fn positional(&self) -> impl Iterator<Item = &Arg<'a>> {
        self.args.iter().filter(|it| it.name.is_none())
    }

    pub(crate) fn keywords(&self) -> impl Iterator<Item = (&str, &Arg<'a>)> {
        self.args.iter().filter_map(|it| Some((it.name.as_deref()?, it)))
    }
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Function<'a> {
    pub(crate) code: Code<'a>,
    pub(crate) module: usize,
    /// The frame that it was defined in, for names of the function around it.
    pub(crate) outer: Option<usize>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Code<'a> {
    Def(&'a StmtFunctionDef),
    Lambda(&'a ExprLambda),
}

#[derive(Debug, Clone)]
pub(crate) struct Class<'a> {
    pub(crate) def: &'a StmtClassDef,
    pub(crate) bases: Vec<Value<'a>>,
    pub(crate) attributes: BTreeMap<&'a str, Value<'a>>,
    /// Names of the attributes in the order of the class body.
    pub(crate) order: Vec<&'a str>,
}

impl<'a> Value<'a> {
    pub(crate) fn str(text: impl Into<String>) -> Value<'a> {
        Value::Str(Rc::new(Text::plain(text)))
    }

    pub(crate) fn unknown(text: &str) -> Value<'a> {
        Value::Unknown(Rc::from(super::text::one_line(text, 120)))
    }

    pub(crate) fn as_text(&self) -> Option<&Rc<Text>> {
        match self {
            Value::Str(text) => Some(text),
            _ => None,
        }
    }

    /// A string without holes.
    pub(crate) fn as_known_str(&self) -> Option<&str> {
        self.as_text().filter(|it| !it.has_holes).map(|it| it.value.as_str())
    }

    pub(crate) fn as_name(&self) -> Option<&str> {
        match self {
            Value::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(crate) fn is_none(&self) -> bool {
        matches!(self, Value::None)
    }
}
