//! Data types and expressions, read far enough to judge them and kept as text for the rest.

use super::ObjectName;
use super::shared::Shared;

/// A type, which operations and the catalogue share.
pub type DataType = Shared<TypeName>;

/// An expression, which operations and the catalogue share.
pub type Expr = Shared<Expression>;

/// A column's type. Synonyms are resolved: `int4` and `int` are `integer`, `varchar` is `character varying`,
/// `timestamptz` is `timestamp with time zone`, `decimal` is `numeric`, `bool` is `boolean`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypeName {
    /// Lower case for types of the database itself; folded as any name for types that the user made.
    pub name: ObjectName,
    /// Length, precision and scale, or an enumeration's values, in the order given. A length word such as `max` is kept.
    pub args: Vec<String>,
    /// Dimensions of an array; 0 for none.
    pub array: u8,
    pub unsigned: bool,
    pub charset: Option<String>,
    pub collation: Option<String>,
    /// As written, for messages and for writing it again.
    pub text: String,
}

impl DataType {
    pub fn named(name: &str) -> DataType {
        DataType::from(TypeName {
            name: ObjectName::bare(name),
            args: Vec::new(),
            array: 0,
            unsigned: false,
            charset: None,
            collation: None,
            text: name.to_owned(),
        })
    }

    /// The `index`th argument as a number.
    pub fn number(&self, index: usize) -> Option<i64> {
        self.args.get(index)?.parse().ok()
    }

    /// The type of an array's elements; of another type that itself.
    pub fn element(&self) -> DataType {
        let mut element = self.clone();
        element.array = 0;
        element
    }

    /// Whether this is the unqualified, scalar type of that name.
    pub fn is(&self, name: &str) -> bool {
        self.array == 0 && self.name.schema.is_none() && self.name.name == name
    }

    /// Whether a template puts something in its place that nobody here knows.
    pub fn is_template(&self) -> bool {
        self.text.contains(['{', '$', '%'])
    }

    /// Whether the other type certainly has values of the same kind that this one cannot hold.
    pub fn holds_less_than(&self, other: &DataType) -> bool {
        const INTEGERS: [&str; 3] = ["smallint", "integer", "bigint"];
        let width = |of: &DataType| INTEGERS.iter().position(|it| of.is(it));
        if let (Some(own), Some(others)) = (width(self), width(other)) {
            return own < others;
        }
        let varying = |it: &DataType| it.is("character varying") || it.is("text");
        match (self.number(0), other.number(0)) {
            (Some(_), None) => {
                self.is("character varying") && varying(other) && other.args.is_empty()
            }
            (Some(own), Some(others)) => varying(self) && varying(other) && own < others,
            _ => false,
        }
    }

    /// The same type and arguments, however it was written.
    pub fn same_as(&self, other: &DataType) -> bool {
        self.name == other.name
            && self.args == other.args
            && self.array == other.array
            && self.unsigned == other.unsigned
    }
}

/// An expression: its text, its outermost form, and what it mentions.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    pub text: String,
    pub form: Form,
    /// Functions it calls, keywords that are functions included (`current_timestamp`, `nextval`), lower case.
    pub functions: Vec<ObjectName>,
    /// Columns it mentions, folded.
    pub columns: Vec<String>,
    /// Types it casts to.
    pub casts: Vec<DataType>,
    /// Columns that cannot be NULL where the expression is true: `c IS NOT NULL`, alone or joined by AND.
    pub proves_not_null: Vec<String>,
}

/// The sequences that calls in the text take a value from or set: `nextval('a.b')`, `setval('a.b'::regclass, 1)`.
/// The default schema is left out, as everywhere.
pub fn sequences_in(text: &str) -> Vec<ObjectName> {
    let mut found = Vec::new();
    for function in ["setval", "nextval"] {
        let quoted = |rest: &str| {
            let rest = rest.trim_start().strip_prefix('(')?.trim_start().strip_prefix('\'')?;
            plain_name(rest.split('\'').next()?)
        };
        found.extend(text.split(function).skip(1).filter_map(quoted));
    }
    found
}

/// A name of at most two parts, folded unless quoted.
pub fn plain_name(name: &str) -> Option<ObjectName> {
    let mut parts = name.split('.').map(|it| match it.strip_prefix('"') {
        Some(quoted) => quoted.trim_end_matches('"').to_owned(),
        None => it.to_ascii_lowercase(),
    });
    let first = parts.next().filter(|it| !it.is_empty())?;
    Some(match parts.next() {
        Some(second) if first != "public" => ObjectName::qualified(first, second),
        Some(second) => ObjectName::bare(second),
        None => ObjectName::bare(first),
    })
}

impl Expr {
    /// An expression of which only the text is known.
    pub fn unread(text: impl Into<String>) -> Expr {
        Expr::from(Expression {
            text: text.into(),
            form: Form::Unread,
            functions: Vec::new(),
            columns: Vec::new(),
            casts: Vec::new(),
            proves_not_null: Vec::new(),
        })
    }

    /// That the column is not null; a name that needs quotes has to get them where it is written.
    pub fn not_null(column: &str) -> Expr {
        let mut expr = Expr::unread(format!("{column} is not null"));
        expr.form = Form::Other;
        expr.columns = vec![column.to_owned()];
        expr.proves_not_null = vec![column.to_owned()];
        expr
    }

    pub fn mentions(&self, column: &str) -> bool {
        self.columns.iter().any(|it| it == column)
    }

    /// Whether it says no more than that this column is not NULL.
    pub fn is_not_null_of(&self, column: &str) -> bool {
        let words: Vec<String> = self
            .text
            .split(|it: char| it.is_whitespace() || "()\"`[]".contains(it))
            .filter(|it| !it.is_empty())
            .map(str::to_lowercase)
            .collect();
        words == [&column.to_lowercase(), "is", "not", "null"]
    }

    /// Whether it is true for every row at a glance: `true`, or a constant compared to itself.
    pub fn is_always_true(&self) -> bool {
        let text = self.text.trim().trim_start_matches('(').trim_end_matches(')').trim();
        let constant = |it: &str| {
            let digits = it.bytes().all(|it| it.is_ascii_digit());
            let string = it.starts_with('\'') && it.ends_with('\'') && 1 < it.len();
            !it.is_empty() && (digits || string)
        };
        text.eq_ignore_ascii_case("true")
            || text == "1"
            || text
                .split_once('=')
                .map(|(left, right)| (left.trim(), right.trim()))
                .is_some_and(|(left, right)| left == right && constant(left))
    }

    pub fn is_null(&self) -> bool {
        let mut form = &self.form;
        while let Form::Cast(of, _) = form {
            form = of;
        }
        matches!(form, Form::Null)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    Null,
    /// A string, number, boolean or bit string, without its quotes.
    Literal(String),
    Column(String),
    Cast(Box<Form>, DataType),
    /// A call of this function, whatever its arguments.
    Call(ObjectName),
    /// Any other expression that was read: operators, CASE, arrays, subqueries.
    Other,
    /// It could not be read; `functions`, `columns` and `casts` say nothing.
    Unread,
}
