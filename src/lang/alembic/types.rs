//! Column types: what SQLAlchemy writes for them in each dialect (its `TypeCompiler`s, versions 2.0 and 2.1).

use crate::dialect::{Dialect, Target};
use crate::lang::python::evaluate::{STANDS_FOR, WRITTEN, WRITTEN_ANYWHERE};
use crate::lang::python::machine::Machine;
use crate::lang::python::value::{Call, Class, Object, Value};
use crate::ops::ObjectName;
use crate::ops::expr::{DataType, TypeName};

use super::names;

/// Types inside each other: variants, arrays, decorators.
const MAX_NESTING: usize = 12;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Type {
    pub(crate) data_type: DataType,
    /// A type of the database's own that stands behind it and is made before it can be used.
    pub(crate) named: Option<EnumType>,
    /// Whether a sole primary key of this type counts by itself.
    pub(crate) is_integer: bool,
    /// Values of the CHECK that an enumeration or boolean brings where it is asked to.
    pub(crate) check: Option<TypeCheck>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct EnumType {
    pub(crate) name: ObjectName,
    pub(crate) values: Vec<String>,
    /// Whether making and dropping a table makes and drops it.
    pub(crate) with_table: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TypeCheck {
    pub(crate) name: Option<String>,
    pub(crate) values: Vec<String>,
}

impl Type {
    fn plain(text: String, target: Target) -> Type {
        Type {
            data_type: data_type(&text, target.dialect),
            named: None,
            is_integer: false,
            check: None,
        }
    }
}

/// The type that a value stands for, or `None` where it is nothing like a type.
pub(crate) fn read(machine: &Machine<'_>, value: &Value<'_>, target: Target) -> Option<Type> {
    read_nested(machine, value, target, MAX_NESTING)
}

fn read_nested<'a>(
    machine: &Machine<'a>,
    value: &Value<'a>,
    target: Target,
    depth: usize,
) -> Option<Type> {
    let depth = depth.checked_sub(1)?;
    match value {
        Value::Name(path) => {
            Some(from_name(machine, path.rsplit('.').next()?, path, None, target, depth))
        }
        Value::Unknown(words) => Some(unknown(words)),
        Value::Function(_) => Some(unknown(&machine.dotted(value)?)),
        Value::Object(_) => match machine.object(value)? {
            Object::Call(call) => from_call(machine, call, target, depth),
            Object::Class(class) if let Some(text) = written(class) => {
                Some(Type::plain(text.to_owned(), target))
            }
            Object::Class(class) => Some(match stands_for(machine, class) {
                Some(base) => read_nested(machine, base, target, depth)?,
                None => match class
                    .bases
                    .first()
                    .filter(|it| machine.last_name(it).is_some_and(|it| is_known(&it)))
                {
                    Some(base) => read_nested(machine, base, target, depth)?,
                    None => unknown(class.def.name.as_str()),
                },
            }),
            Object::Member { name, .. } => {
                Some(from_name(machine, name, name, None, target, depth))
            }
            Object::Operation { text, .. } => Some(unknown(text)),
            Object::Item { .. } => Some(unknown("type")),
            Object::Choice { words, .. } => Some(unknown(words)),
            _ => None,
        },
        _ => None,
    }
}

fn from_call<'a>(
    machine: &Machine<'a>,
    call: &Call<'a>,
    target: Target,
    depth: usize,
) -> Option<Type> {
    // `MutableDict.as_mutable(type)`.
    if machine.last_name(&call.callee).as_deref() == Some("as_mutable") {
        return read_nested(machine, &call.positional().next()?.value, target, depth);
    }
    if let Some(Object::Member { of, name }) = machine.object(&call.callee) {
        match &**name {
            "with_variant" => {
                let chosen = call.positional().skip(1).any(|it| {
                    it.value
                        .as_known_str()
                        .is_some_and(|it| Dialect::parse(it) == Some(family(target.dialect)))
                });
                let value = if chosen { &call.positional().next()?.value } else { of };
                return read_nested(machine, value, target, depth);
            }
            "evolve" | "copy" | "as_generic" | "adapt" => {
                return read_nested(machine, of, target, depth);
            }
            _ => {}
        }
    }
    if let Some(Object::Class(class)) = machine.object(&call.callee) {
        if let Some(text) = written(class) {
            return Some(Type::plain(text.to_owned(), target));
        }
        return match (stands_for(machine, class), class.bases.first()) {
            (Some(base), _) => {
                // The decorator hands its arguments on to what it decorates.
                match base {
                    Value::Name(path) if !call.args.is_empty() => Some(from_name(
                        machine,
                        path.rsplit('.').next()?,
                        path,
                        Some(call),
                        target,
                        depth,
                    )),
                    _ => read_nested(machine, base, target, depth),
                }
            }
            (None, Some(Value::Name(path))) if is_known(path.rsplit('.').next()?) => {
                Some(from_name(machine, path.rsplit('.').next()?, path, Some(call), target, depth))
            }
            _ => Some(unknown(&call.text)),
        };
    }
    let name = machine.last_name(&call.callee)?;
    let path = machine.dotted(&call.callee).unwrap_or_else(|| name.clone());
    Some(from_name(machine, &name, &path, Some(call), target, depth))
}

/// How a class is written by a function that `@compiles` ties to it.
fn written<'v>(class: &'v Class<'_>) -> Option<&'v str> {
    let text = |name: &str| class.attributes.get(name).and_then(Value::as_known_str);
    match class.attributes.contains_key(WRITTEN) {
        true => text(WRITTEN),
        false => text(WRITTEN_ANYWHERE),
    }
}

/// What a class of the script's own stands for: what it gives for the dialect at hand, else what it decorates.
fn stands_for<'v, 'a>(machine: &'v Machine<'a>, class: &'v Class<'a>) -> Option<&'v Value<'a>> {
    let decorated = class.attributes.get("impl");
    let Some(given) = class.attributes.get(STANDS_FOR) else {
        // A method that nobody ran may give anything.
        return decorated.filter(|_| !class.attributes.contains_key("load_dialect_impl"));
    };
    let is_type = match given {
        Value::Name(path) => path.rsplit('.').next().is_some_and(is_known),
        Value::Object(_) => machine
            .call_of(given)
            .and_then(|it| machine.last_name(&it.callee))
            .is_some_and(|it| is_known(&it)),
        _ => false,
    };
    if is_type {
        return Some(given);
    }
    // `return super().load_dialect_impl(dialect)`, `return self.impl`.
    let inherited = matches!(machine.object(given), Some(Object::Call(_) | Object::Member { .. }));
    decorated.filter(|_| inherited)
}

/// MariaDB is reached through SQLAlchemy's MySQL dialect.
fn family(dialect: Dialect) -> Dialect {
    if dialect == Dialect::Mariadb { Dialect::Mysql } else { dialect }
}

fn unknown(words: &str) -> Type {
    let name = words.split('(').next().unwrap_or(words).rsplit('.').next().unwrap_or(words);
    let mut data_type = DataType::named(&name.to_ascii_lowercase());
    data_type.text = name.to_owned();
    Type { data_type, named: None, is_integer: false, check: None }
}

/// Whether a class is of none of the libraries whose types have the names of SQLAlchemy's.
fn is_anothers(path: &str) -> bool {
    const LIBRARIES: [&str; 5] =
        ["sqlalchemy", "sqlmodel", "geoalchemy2", "pgvector", "fastapi_users"];
    // A script that lacks the import still means SQLAlchemy by these.
    const SHORT: [&str; 3] = ["sa", "db", "postgresql"];
    let Some((library, _)) = path.split_once('.') else { return false };
    !SHORT.contains(&library) && !LIBRARIES.iter().any(|it| library.starts_with(it))
}

fn is_known(name: &str) -> bool {
    GENERIC.contains(&name)
        || name.chars().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || it == '_')
}

const GENERIC: [&str; 33] = [
    "ARRAY",
    "AutoString",
    "BigInteger",
    "Boolean",
    "Concatenable",
    "Date",
    "DateTime",
    "Double",
    "Enum",
    "Float",
    "GUID",
    "Integer",
    "Interval",
    "JSON",
    "JSONType",
    "LargeBinary",
    "MatchType",
    "NullType",
    "Numeric",
    "NumericCommon",
    "PickleType",
    "SmallInteger",
    "String",
    "TIMESTAMP",
    "Text",
    "Time",
    "Unicode",
    "UnicodeText",
    "Uuid",
    "UUIDType",
    "TypeDecorator",
    "Geometry",
    "Vector",
];

struct Args<'c, 'a> {
    machine: &'c Machine<'a>,
    call: Option<&'c Call<'a>>,
}

impl<'a> Args<'_, 'a> {
    fn text(&self, position: usize, name: &str) -> Option<String> {
        let arg = self.call?.arg(position, name)?;
        match &arg.value {
            Value::None => None,
            Value::Int(it) => Some(it.to_string()),
            Value::Float(it) => Some(it.to_string()),
            Value::Str(it) => Some(it.value.clone()),
            _ => Some(crate::lang::python::text::hole(&arg.text)),
        }
    }

    fn flag(&self, position: usize, name: &str) -> bool {
        self.call
            .and_then(|it| it.arg(position, name))
            .is_some_and(|it| matches!(it.value, Value::Bool(true)))
    }

    fn value(&self, position: usize, name: &str) -> Option<&Value<'a>> {
        Some(&self.call?.arg(position, name)?.value)
    }

    fn sized(&self, name: &str) -> String {
        match self.text(0, "length") {
            Some(length) => format!("{name}({length})"),
            None => name.to_owned(),
        }
    }

    fn collated(&self, text: String, position: usize, dialect: Dialect) -> String {
        let charset =
            self.text(usize::MAX, "charset").filter(|_| family(dialect) == Dialect::Mysql);
        let text = match charset {
            Some(charset) => format!("{text} CHARACTER SET {charset}"),
            None => text,
        };
        match self.text(position, "collation") {
            Some(collation) if dialect == Dialect::Postgres => {
                format!("{text} COLLATE {}", names::write(&collation, dialect))
            }
            Some(collation) => format!("{text} COLLATE {collation}"),
            None => text,
        }
    }
}

fn from_name<'a>(
    machine: &Machine<'a>,
    name: &str,
    path: &str,
    call: Option<&Call<'a>>,
    target: Target,
    depth: usize,
) -> Type {
    use Dialect::*;
    if is_anothers(path) && is_known(name) {
        // A class of the application may stand for anything, whatever it is called after.
        let mut made = unknown(name);
        made.data_type.name = ObjectName::bare(name);
        return made;
    }
    let dialect = target.dialect;
    let args = Args { machine, call };
    let mysql = matches!(dialect, Mysql | Mariadb);
    let pick = |postgres: &str, my: &str, sqlite: &str, oracle: &str, mssql: &str| {
        match dialect {
            Postgres => postgres,
            Mysql | Mariadb => my,
            Sqlite => sqlite,
            Oracle => oracle,
            Mssql => mssql,
        }
        .to_owned()
    };
    let zoned = args.flag(0, "timezone");
    let text = match name {
        "String" | "AutoString" | "VARCHAR" | "Unicode" | "NVARCHAR" | "CHAR" | "NCHAR"
        | "VARCHAR2" | "NVARCHAR2" => {
            let national = name == "Unicode" || name.starts_with('N');
            let base = match (name, dialect) {
                ("CHAR" | "NCHAR" | "NVARCHAR" | "VARCHAR2" | "NVARCHAR2", _) => name.to_owned(),
                ("VARCHAR", Oracle) => name.to_owned(),
                // SQLAlchemy takes NVARCHAR2 only where its dialect is told `use_nchar_for_unicode`.
                (_, Oracle) => "VARCHAR2".to_owned(),
                (_, Mssql) => if national { "NVARCHAR" } else { "VARCHAR" }.to_owned(),
                _ => "VARCHAR".to_owned(),
            };
            let sized = match (args.text(0, "length"), dialect) {
                (None, Mssql) if base.contains("VARCHAR") => format!("{base}(max)"),
                (Some(length), Oracle) if base.starts_with("VARCHAR") => {
                    format!("{base}({length} CHAR)")
                }
                _ => args.sized(&base),
            };
            args.collated(sized, 1, dialect)
        }
        "Text" | "UnicodeText" | "TEXT" => {
            let wide = name == "UnicodeText";
            let base = match dialect {
                Oracle if name != "TEXT" => "CLOB".to_owned(),
                Mssql if name != "TEXT" => {
                    let base = if wide { "NVARCHAR" } else { "VARCHAR" };
                    let length = args.text(0, "length").unwrap_or_else(|| "max".to_owned());
                    format!("{base}({length})")
                }
                _ => args.sized("TEXT"),
            };
            args.collated(base, 1, dialect)
        }
        "Integer" | "INTEGER" | "INT" | "BigInteger" | "BIGINT" | "SmallInteger" | "SMALLINT"
        | "TINYINT" | "MEDIUMINT" => return integer(name, &args, target),
        "Boolean" | "BOOLEAN" => {
            let text = match name {
                "BOOLEAN" if !mysql => name.to_owned(),
                _ => pick("BOOLEAN", "BOOL", "BOOLEAN", "SMALLINT", "BIT"),
            };
            let mut made = Type::plain(text, target);
            if args.flag(0, "create_constraint") && !matches!(dialect, Postgres | Mssql) {
                made.check = Some(TypeCheck {
                    name: args.text(1, "name"),
                    values: vec!["0".into(), "1".into()],
                });
            }
            return made;
        }
        "BOOL" => "BOOL".to_owned(),
        "Date" | "DATE" => "DATE".to_owned(),
        "DateTime" if zoned => {
            pick("TIMESTAMP WITH TIME ZONE", "DATETIME", "DATETIME", "DATE", "DATETIMEOFFSET")
        }
        "DateTime" => {
            pick("TIMESTAMP WITHOUT TIME ZONE", "DATETIME", "DATETIME", "DATE", "DATETIME")
        }
        "TIMESTAMP" if dialect == Postgres => {
            let precision =
                args.text(1, "precision").map(|it| format!("({it})")).unwrap_or_default();
            format!("TIMESTAMP{precision} {} TIME ZONE", if zoned { "WITH" } else { "WITHOUT" })
        }
        "TIMESTAMP" if dialect == Oracle && zoned => "TIMESTAMP WITH TIME ZONE".to_owned(),
        "TIMESTAMP" | "DATETIME" | "TIME" if mysql => match args.text(1, "fsp") {
            Some(precision) => format!("{name}({precision})"),
            None => name.to_owned(),
        },
        "Time" | "TIME" if dialect == Postgres => {
            let precision =
                args.text(1, "precision").map(|it| format!("({it})")).unwrap_or_default();
            format!("TIME{precision} {} TIME ZONE", if zoned { "WITH" } else { "WITHOUT" })
        }
        "Time" => "TIME".to_owned(),
        "DATETIME2" | "DATETIMEOFFSET" => match args.text(0, "precision") {
            Some(precision) => format!("{name}({precision})"),
            None => name.to_owned(),
        },
        "Interval" => {
            pick("INTERVAL", "DATETIME", "DATETIME", "INTERVAL DAY TO SECOND", "DATETIME")
        }
        "INTERVAL" => match args.text(1, "fields") {
            Some(fields) => format!("INTERVAL {fields}"),
            None => "INTERVAL".to_owned(),
        },
        "LargeBinary" if mysql => args.sized("BLOB"),
        // `MSTypeCompiler.visit_large_binary` since SQL Server 2012.
        "LargeBinary" if dialect == Mssql && args.text(0, "length").is_some() => {
            args.sized("VARBINARY")
        }
        "LargeBinary" | "PickleType" | "MatchType" => {
            pick("BYTEA", "BLOB", "BLOB", "BLOB", "VARBINARY(max)")
        }
        "Float" | "FLOAT" => match args.text(0, "precision") {
            Some(precision) if mysql || dialect == Postgres || dialect == Mssql => {
                format!("FLOAT({precision})")
            }
            _ => "FLOAT".to_owned(),
        },
        // `OracleTypeCompiler.visit_DOUBLE_PRECISION`; others have no precision there.
        "Double" | "DOUBLE_PRECISION"
            if dialect == Oracle && args.text(0, "precision").is_some() =>
        {
            format!("DOUBLE PRECISION({})", args.text(0, "precision").unwrap_or_default())
        }
        "Double" => {
            pick("DOUBLE PRECISION", "DOUBLE", "DOUBLE", "DOUBLE PRECISION", "DOUBLE PRECISION")
        }
        "DOUBLE_PRECISION" => "DOUBLE PRECISION".to_owned(),
        "Numeric" | "NUMERIC" | "DECIMAL" => {
            let name = if name == "Numeric" { "NUMERIC" } else { name };
            match (args.text(0, "precision"), args.text(1, "scale")) {
                (Some(precision), Some(scale)) => format!("{name}({precision}, {scale})"),
                (Some(precision), None) => format!("{name}({precision})"),
                (None, _) => name.to_owned(),
            }
        }
        "JSON" | "JSONType" if name == "JSON" || path.contains("sqlalchemy_utils") => {
            pick("JSON", "JSON", "JSON", "JSON", "NVARCHAR(max)")
        }
        "Uuid" | "UUIDType" if name == "Uuid" || path.contains("sqlalchemy_utils") => match dialect
        {
            Postgres => "UUID".to_owned(),
            Mssql => "UNIQUEIDENTIFIER".to_owned(),
            _ if name == "UUIDType" => "BINARY(16)".to_owned(),
            _ => "CHAR(32)".to_owned(),
        },
        "GUID" if dialect == Postgres => "UUID".to_owned(),
        "GUID" if path.contains("fastapi_users") => "CHAR(36)".to_owned(),
        "Enum" | "ENUM" => return enumeration(&args, name, target),
        "ARRAY" => return array(&args, target, depth),
        "BIT" if dialect == Postgres => {
            let varying = if args.flag(1, "varying") { " VARYING" } else { "" };
            let length = args.text(0, "length").map(|it| format!("({it})")).unwrap_or_default();
            format!("BIT{varying}{length}")
        }
        "DOMAIN" => args.text(0, "name").unwrap_or_else(|| "DOMAIN".to_owned()),
        "NullType" => "NULL".to_owned(),
        "TypeDecorator" | "TypeEngine" | "UserDefinedType" => return unknown(path),
        _ if is_known(name) => match args.text(0, "length") {
            Some(length) if !length.starts_with('{') => format!("{name}({length})"),
            _ => name.to_owned(),
        },
        _ => return unknown(path),
    };
    Type::plain(text, target)
}

fn integer(name: &str, args: &Args<'_, '_>, target: Target) -> Type {
    let mut text = match (name, target.dialect) {
        ("Integer" | "INTEGER", _) => "INTEGER",
        ("BigInteger", Dialect::Oracle) => "NUMBER(19)",
        ("BigInteger" | "BIGINT", _) => "BIGINT",
        ("SmallInteger" | "SMALLINT", _) => "SMALLINT",
        (name, _) => name,
    }
    .to_owned();
    if matches!(target.dialect, Dialect::Mysql | Dialect::Mariadb) {
        if let Some(width) = args.text(0, "display_width").filter(|it| !it.starts_with('{')) {
            text = format!("{text}({width})");
        }
        if args.flag(9, "unsigned") {
            text.push_str(" UNSIGNED");
        }
    }
    Type { is_integer: true, ..Type::plain(text, target) }
}

fn array(args: &Args<'_, '_>, target: Target, depth: usize) -> Type {
    let item =
        args.value(0, "item_type").and_then(|it| read_nested(args.machine, it, target, depth));
    let Some(mut made) = item else { return Type::plain("ARRAY".to_owned(), target) };
    let dimensions = match args.value(2, "dimensions") {
        Some(Value::Int(it)) => u8::try_from(*it).unwrap_or(1).clamp(1, 8),
        _ => 1,
    };
    made.data_type.array = made.data_type.array.saturating_add(dimensions);
    // The brackets stand before a collation (`PGTypeCompiler.visit_ARRAY`).
    let text = &mut made.data_type.text;
    let at = text.find(" COLLATE").unwrap_or(text.len());
    text.insert_str(at, &"[]".repeat(usize::from(dimensions)));
    made.is_integer = false;
    made
}

fn enumeration(args: &Args<'_, '_>, class: &str, target: Target) -> Type {
    let (mut values, enum_name) = enum_values(args);
    let name = args
        .call
        .and_then(|it| it.keyword("name"))
        .and_then(|it| text_of(args.machine, &it.value, &it.text));
    let native = !args
        .call
        .and_then(|it| it.keyword("native_enum"))
        .is_some_and(|it| matches!(it.value, Value::Bool(false)));
    let name = name.or(enum_name);
    if target.dialect == Dialect::Postgres && native {
        let schema = args.text(99, "schema");
        let bare = name.unwrap_or_else(|| "{enum}".to_owned());
        let name = names::object(schema.as_deref(), &bare, target.dialect);
        let text = names::write_object(&name, target.dialect);
        let with_table = !args
            .call
            .and_then(|it| it.keyword("create_type"))
            .is_some_and(|it| matches!(it.value, Value::Bool(false)));
        let data_type =
            DataType::from(TypeName { name: name.clone(), text, ..TypeName::default() });
        return Type {
            data_type,
            named: Some(EnumType { name, values, with_table }),
            is_integer: false,
            check: None,
        };
    }
    let quoted: Vec<String> =
        values.iter().map(|it| format!("'{}'", it.replace('\'', "''"))).collect();
    if matches!(target.dialect, Dialect::Mysql | Dialect::Mariadb) && native {
        return Type::plain(format!("ENUM({})", quoted.join(",")), target);
    }
    // A single tuple is one value to SQLAlchemy, which is as long as it has parts.
    let mut given = args.call.into_iter().flat_map(|it| it.positional());
    let sole = given.next().filter(|_| given.next().is_none());
    let parts = sole.and_then(|it| args.machine.items(&it.value));
    let longest = match parts {
        Some(parts) => parts.len(),
        None => values.iter().map(|it| it.chars().count()).max().unwrap_or(0),
    };
    let length = match args.call.and_then(|it| it.keyword("length")).map(|it| &it.value) {
        Some(Value::Int(it)) => usize::try_from(*it).unwrap_or(longest).max(longest),
        _ => longest,
    };
    let mut made = Type::plain(
        match (length, target.dialect) {
            // Values that are not known tell no length.
            (0, Dialect::Mssql) => "VARCHAR(max)".to_owned(),
            (0, _) => "VARCHAR".to_owned(),
            (length, Dialect::Oracle) => format!("VARCHAR({length} CHAR)"),
            (length, _) => format!("VARCHAR({length})"),
        },
        target,
    );
    let constrained = args
        .call
        .and_then(|it| it.keyword("create_constraint"))
        .is_some_and(|it| matches!(it.value, Value::Bool(true)));
    if constrained && class == "Enum" {
        values = quoted;
        made.check = Some(TypeCheck { name, values });
    }
    made
}

/// The values of an enumeration, from literals or from a Python class, and the name that the class gives.
fn enum_values(args: &Args<'_, '_>) -> (Vec<String>, Option<String>) {
    let mut values = Vec::new();
    let mut class_name = None;
    for arg in args.call.into_iter().flat_map(|it| it.positional()) {
        match &arg.value {
            Value::Str(it) => values.push(it.value.clone()),
            Value::Object(_) => match args.machine.object(&arg.value) {
                Some(Object::Class(class)) => {
                    class_name = Some(class.def.name.as_str().to_ascii_lowercase());
                    let by_value =
                        args.call.is_some_and(|it| it.keyword("values_callable").is_some());
                    for name in &class.order {
                        let value = class.attributes.get(name).and_then(Value::as_known_str);
                        values.push(if by_value {
                            value.unwrap_or(name).to_owned()
                        } else {
                            (*name).to_owned()
                        });
                    }
                }
                Some(Object::List(items) | Object::Tuple(items)) => {
                    values.extend(items.iter().filter_map(Value::as_known_str).map(str::to_owned));
                }
                _ => {}
            },
            Value::Name(path) => class_name = path.rsplit('.').next().map(str::to_ascii_lowercase),
            _ => {}
        }
    }
    (values, class_name)
}

/// A value as a name or text: its own, or a hole.
pub(crate) fn text_of(machine: &Machine<'_>, value: &Value<'_>, words: &str) -> Option<String> {
    match value {
        Value::None => None,
        Value::Str(it) => Some(it.value.clone()),
        Value::Object(_) => match machine.object(value)? {
            Object::Call(call) => match machine.last_name(&call.callee)?.as_str() {
                "f" | "quoted_name" | "text" | "inline_literal" | "literal_column" | "literal"
                | "conv" => {
                    let first = call.positional().next()?;
                    match &first.value {
                        Value::Str(it) => Some(it.value.clone()),
                        _ => Some(crate::lang::python::text::hole(&first.text)),
                    }
                }
                _ => Some(crate::lang::python::text::hole(words)),
            },
            _ => Some(crate::lang::python::text::hole(words)),
        },
        Value::Int(it) => Some(it.to_string()),
        _ => Some(crate::lang::python::text::hole(words)),
    }
}

/// A type's text read into its parts; the text stays as SQLAlchemy writes it.
pub(crate) fn data_type(text: &str, dialect: Dialect) -> DataType {
    let read = crate::lang::sql::read_type(text, dialect);
    let mut read = read.unwrap_or_else(|| DataType::named(&text.to_ascii_lowercase()));
    text.clone_into(&mut read.text);
    read
}
