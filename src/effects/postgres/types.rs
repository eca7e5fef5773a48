//! What changing a column's type asks of the rows: which casts are free, which need a new value in every row, and which
//! PostgreSQL refuses without USING (manual: "ALTER TABLE", "CREATE CAST", "Type Conversion"; measured: `alter_type/…`).
//!
//! A change is free when the value's bytes stay: the cast is binary coercible, or the length or precision only grows
//! and the type knows that (character varying, bit varying, numeric, the times and interval do; character and bit do not).

use crate::catalog::Schema;
use crate::ops::ObjectName;
use crate::ops::expr::{DataType, Expr, Form};
use crate::ops::object::TypeDefinition;

/// What happens to the rows when a column becomes another type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Bytes stay. `same_order` tells whether an index over it stays valid.
    Free {
        same_order: bool,
    },
    /// Bytes stay if the session's time zone is UTC, which nobody has told.
    FreeInUtc,
    Rewrite,
    /// There is no such cast, or it must be asked for by USING.
    Refused,
    /// A type is not known.
    Unknown(String),
}

/// What the change rests on besides the two types.
#[derive(Debug, Clone, Copy)]
pub struct Session<'a> {
    pub major: u16,
    /// The session's time zone, lower case, if something has set it.
    pub time_zone: Option<&'a str>,
}

/// Which casts may be used: by themselves in an assignment, or only where they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum CastContext {
    Assignment,
    Explicit,
}

/// What is known of a value on its way: its type and whether the bytes are still those of the column.
struct Value {
    data_type: DataType,
    bytes: Bytes,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bytes {
    Kept,
    KeptInUtc,
    New,
}

/// What `ALTER COLUMN … TYPE to USING using` does to a column of type `from`.
pub fn change(
    from: &DataType,
    to: &DataType,
    using: Option<&Expr>,
    schema: &Schema,
    session: Session<'_>,
) -> Change {
    let start = Value { data_type: from.clone(), bytes: Bytes::Kept };
    let value = match using.map(|it| &it.form) {
        None => start,
        Some(form) => match through(form, start, schema, session) {
            Ok(value) => value,
            Err(change) => return change,
        },
    };
    match cast(value, to, CastContext::Assignment, schema, session) {
        Ok(Value { bytes: Bytes::Kept, .. }) => {
            Change::Free { same_order: same_operator_class(from, to, schema) }
        }
        Ok(Value { bytes: Bytes::KeptInUtc, .. }) => Change::FreeInUtc,
        Ok(Value { bytes: Bytes::New, .. }) => Change::Rewrite,
        Err(change) => change,
    }
}

/// Whether a value of the first type can be stored as the second without a cast being written; `None` if not known.
pub fn assignable(from: &DataType, to: &DataType, schema: &Schema) -> Option<bool> {
    let session = Session { major: 18, time_zone: Some("utc") };
    let value = Value { data_type: from.clone(), bytes: Bytes::Kept };
    match cast(value, to, CastContext::Assignment, schema, session) {
        Ok(_) => Some(true),
        Err(Change::Refused) => Some(false),
        Err(_) => None,
    }
}

/// Whether indexes over the first type serve the second: both use the same operator class by default.
pub fn same_operator_class(from: &DataType, to: &DataType, schema: &Schema) -> bool {
    let (from, to) = (base(from, schema).data_type, base(to, schema).data_type);
    from.array == to.array
        && (from.name == to.name || operator_class(&name(&from)) == operator_class(&name(&to)))
}

/// Follows a USING expression as far as it only names the column and casts it; anything else makes a new value.
fn through(
    form: &Form,
    start: Value,
    schema: &Schema,
    session: Session<'_>,
) -> Result<Value, Change> {
    let mut casts: Vec<&DataType> = Vec::new();
    let mut form = form;
    while let Form::Cast(inner, data_type) = form {
        casts.push(data_type);
        form = inner;
    }
    let mut value = match form {
        Form::Column(_) => start,
        // Its type is whatever the expression gives; the server checks it, and the value is a new one.
        Form::Null
        | Form::Literal(_)
        | Form::Cast(..)
        | Form::Call(_)
        | Form::Other
        | Form::Unread => {
            return Err(Change::Rewrite);
        }
    };
    for data_type in casts.into_iter().rev() {
        value = cast(value, data_type, CastContext::Explicit, schema, session)?;
    }
    Ok(value)
}

fn cast(
    value: Value,
    to: &DataType,
    context: CastContext,
    schema: &Schema,
    session: Session<'_>,
) -> Result<Value, Change> {
    let from = base(&value.data_type, schema);
    let target = base(to, schema);
    let mut bytes = value.bytes;
    let mut modifier = from.known_modifier(&value.data_type);
    if from.data_type.array != target.data_type.array {
        return array_or_text(value, to, &target, context);
    }
    if let Some(change) = elements(&from.data_type, &target.data_type, context, schema) {
        return change.map_or(Ok(Value { data_type: to.clone(), bytes: Bytes::New }), Err);
    }
    if from.data_type.name != target.data_type.name {
        match pair(&from.data_type, &target.data_type, schema) {
            Some((_, needed)) if context < needed => return Err(Change::Refused),
            Some((Way::Binary, _)) if from.data_type.array == 0 => {}
            Some((Way::BinaryInUtc, _)) if from.data_type.array == 0 && 12 <= session.major => {
                bytes = bytes.max(zone(session));
            }
            Some(_) => bytes = Bytes::New,
            None if is_known(&from.data_type, schema) && is_known(&target.data_type, schema) => {
                return Err(Change::Refused);
            }
            None => {
                let unknown = if is_known(&target.data_type, schema) { &from } else { &target };
                return Err(Change::Unknown(format!(
                    "what casts the type `{}` has is not known",
                    unknown.data_type.text
                )));
            }
        }
        // A relabelled value has no length or precision that the server remembers.
        modifier = None;
    }
    if bytes != Bytes::New && !keeps(&target.data_type, modifier) {
        bytes = Bytes::New;
    }
    if target.constrained && value.data_type.name != to.name {
        bytes = Bytes::New;
    }
    Ok(Value { data_type: to.clone(), bytes })
}

/// Arrays of domains are cast element by element, whatever stands below the domain (manual: "Domain Types").
/// `None` where neither end is one; else why it cannot be done, if it cannot.
fn elements(
    from: &DataType,
    to: &DataType,
    context: CastContext,
    schema: &Schema,
) -> Option<Option<Change>> {
    if from.array == 0 || from.name == to.name {
        return None;
    }
    let below = |it: &DataType| base(&it.element(), schema);
    let (own, other) = (below(from), below(to));
    if !own.domain && !other.domain {
        return None;
    }
    let same = own.data_type.name == other.data_type.name;
    let fits = pair(&own.data_type, &other.data_type, schema).is_some_and(|it| it.1 <= context);
    Some((!same && !fits).then_some(Change::Refused))
}

/// A whole array becomes text by its output, text an array by its input; nothing else goes between them.
fn array_or_text(
    value: Value,
    to: &DataType,
    target: &Base,
    context: CastContext,
) -> Result<Value, Change> {
    let from_text = value.data_type.array == 0 && is_string(&name(&value.data_type));
    let to_text = target.data_type.array == 0 && is_string(&name(&target.data_type));
    if !(to_text || from_text && context == CastContext::Explicit) {
        return Err(Change::Refused);
    }
    Ok(Value { data_type: to.clone(), bytes: Bytes::New })
}

fn zone(session: Session<'_>) -> Bytes {
    match session.time_zone {
        Some(zone) if is_utc(zone) => Bytes::Kept,
        Some(_) => Bytes::New,
        None => Bytes::KeptInUtc,
    }
}

/// Zones that are UTC at every time, by the names of the time zone database.
fn is_utc(zone: &str) -> bool {
    const NAMES: [&str; 19] = [
        "utc",
        "gmt",
        "uct",
        "zulu",
        "universal",
        "greenwich",
        "gmt0",
        "gmt+0",
        "gmt-0",
        "z",
        "0",
        "+0",
        "+00",
        "<+00>+00",
        "utc0",
        "+00:00",
        "00:00",
        "0.0",
        "-0",
    ];
    let zone = zone.trim_matches('\'').to_ascii_lowercase();
    let zone = zone.strip_prefix("etc/").unwrap_or(&zone);
    NAMES.contains(&zone)
}

// ---- Domains

struct Base {
    data_type: DataType,
    /// The domain, or one that it stands on, has constraints.
    constrained: bool,
    domain: bool,
}

impl Base {
    /// The arguments that the server knows a value of the written type to have; a domain's are forgotten.
    fn known_modifier<'a>(&'a self, written: &DataType) -> Option<&'a [String]> {
        let relabelled = self.domain && written.name != self.data_type.name;
        (!relabelled).then_some(self.data_type.args.as_slice())
    }
}

fn base(data_type: &DataType, schema: &Schema) -> Base {
    const DEPTH: usize = 32;
    let mut base = Base { data_type: data_type.clone(), constrained: false, domain: false };
    for _ in 0..DEPTH {
        if base.data_type.array != 0 {
            break;
        }
        let Some(known) = schema.types.get(&base.data_type.name) else { break };
        let TypeDefinition::Domain { base: below, not_null, checks, .. } = &known.definition else {
            break;
        };
        base.constrained |= *not_null || !checks.is_empty();
        base.domain = true;
        base.data_type = below.clone();
    }
    base
}

/// Whether the type is a domain that refuses some values of the type it stands on.
pub fn is_constrained_domain(data_type: &DataType, schema: &Schema) -> bool {
    base(data_type, schema).constrained
}

/// Whether the type is a domain that refuses NULL.
pub fn refuses_null(data_type: &DataType, schema: &Schema) -> bool {
    let known = schema.types.get(&data_type.name).map(|it| &it.definition);
    data_type.array == 0 && matches!(known, Some(TypeDefinition::Domain { not_null: true, .. }))
}

/// The default of a domain, if it is one and has one.
pub fn domain_default<'a>(data_type: &DataType, schema: &'a Schema) -> Option<&'a Expr> {
    match &schema.types.get(&data_type.name)?.definition {
        TypeDefinition::Domain { default, .. } if data_type.array == 0 => default.as_ref(),
        _ => None,
    }
}

// ---- Lengths and precisions

/// Whether values with the modifier known (`None`: not known) fit the type's own as they are, and the server sees it.
fn keeps(to: &DataType, known: Option<&[String]>) -> bool {
    if to.args.is_empty() {
        return true;
    }
    if known == Some(to.args.as_slice()) {
        return true;
    }
    if to.array != 0 {
        return false;
    }
    let known = known.unwrap_or_default();
    let number =
        |args: &[String], index: usize| args.get(index).and_then(|it| it.parse::<i64>().ok());
    let grows = |index: usize| match (number(known, index), number(&to.args, index)) {
        (Some(old), Some(new)) => old <= new,
        _ => false,
    };
    match name(to).as_str() {
        "character varying" | "bit varying" => grows(0),
        "numeric" => grows(0) && number(known, 1).unwrap_or(0) == number(&to.args, 1).unwrap_or(0),
        "timestamp" | "timestamp with time zone" | "time" | "time with time zone" => {
            number(&to.args, 0).is_some_and(|it| 6 <= it) || grows(0)
        }
        "interval" => interval_keeps(known, &to.args),
        _ => false,
    }
}

/// An interval's arguments are its precision and its fields; without either it keeps everything.
fn interval_keeps(known: &[String], to: &[String]) -> bool {
    let precision = |args: &[String]| args.iter().find_map(|it| it.parse::<i64>().ok());
    let fields = |args: &[String]| args.iter().find(|it| it.parse::<i64>().is_err()).cloned();
    let precise = match (precision(known), precision(to)) {
        (_, None) => true,
        (_, Some(new)) if 6 <= new => true,
        (Some(old), Some(new)) => old <= new,
        (None, Some(_)) => false,
    };
    let smallest = |fields: &str| fields.rsplit(' ').next().map(str::to_owned);
    let ranged = match (fields(known), fields(to)) {
        (_, None) => true,
        (Some(old), Some(new)) => {
            old == new || field_rank(&smallest(&old)) <= field_rank(&smallest(&new))
        }
        (None, Some(new)) => field_rank(&smallest(&new)) == 5,
    };
    precise && ranged
}

fn field_rank(field: &Option<String>) -> usize {
    const FIELDS: [&str; 6] = ["year", "month", "day", "hour", "minute", "second"];
    FIELDS.iter().position(|it| field.as_deref() == Some(it)).unwrap_or(5)
}

// ---- Casts between different types

/// How a value of one type becomes one of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Binary,
    /// A function that changes nothing where the session's time zone is UTC, and the server knows it since 12.
    BinaryInUtc,
    Function,
}

/// The cast between two types that are not the same, with the context in which it may be used.
fn pair(from: &DataType, to: &DataType, schema: &Schema) -> Option<(Way, CastContext)> {
    use CastContext::{Assignment, Explicit};
    let (a, b) = (name(from), name(to));
    if let Some(known) = binary(&a, &b) {
        return Some((Way::Binary, known));
    }
    if matches!(
        (a.as_str(), b.as_str()),
        ("timestamp", "timestamp with time zone") | ("timestamp with time zone", "timestamp")
    ) {
        return Some((Way::BinaryInUtc, Assignment));
    }
    if FUNCTIONS.iter().any(|(it, targets)| *it == a && targets.contains(&b.as_str())) {
        return Some((Way::Function, Assignment));
    }
    if EXPLICIT.iter().any(|(it, targets)| *it == a && targets.contains(&b.as_str())) {
        return Some((Way::Function, Explicit));
    }
    // Every type is written as text by its output function, and read from text by its input function.
    let is_string = |it: &str| is_string(it) || it == "name";
    if is_string(&b) && is_known(from, schema) {
        return Some((Way::Function, Assignment));
    }
    if is_string(&a) && is_known(to, schema) {
        return Some((Way::Function, Explicit));
    }
    None
}

/// Binary coercible pairs (catalog `pg_cast`, `castmethod = 'b'`, PostgreSQL 18; citext: its extension's script).
fn binary(from: &str, to: &str) -> Option<CastContext> {
    use CastContext::Assignment;
    let registered = |it: &str| it.starts_with("reg");
    match (from, to) {
        ("text", "character varying" | "character" | "bpchar")
        | ("character varying", "text" | "character" | "bpchar")
        | ("character" | "bpchar", "bpchar" | "character")
        | ("xml", "text" | "character varying" | "character" | "bpchar")
        | ("bit", "bit varying")
        | ("bit varying", "bit")
        | ("cidr", "inet")
        | ("integer", "oid")
        | ("oid", "integer")
        | ("citext", "text" | "character varying")
        | ("text" | "character varying", "citext") => Some(Assignment),
        (one, other)
            if (registered(one) && matches!(other, "oid" | "integer"))
                || (registered(other) && matches!(one, "oid" | "integer")) =>
        {
            Some(Assignment)
        }
        _ => None,
    }
}

/// Casts by a function that an assignment may use (catalog `pg_cast`, PostgreSQL 18).
const FUNCTIONS: [(&str, &[&str]); 38] = [
    ("smallint", &["integer", "bigint", "real", "double precision", "numeric", "oid"]),
    ("integer", &["smallint", "bigint", "real", "double precision", "numeric", "money"]),
    ("bigint", &["smallint", "integer", "real", "double precision", "numeric", "money", "oid"]),
    ("real", &["smallint", "integer", "bigint", "double precision", "numeric"]),
    ("double precision", &["smallint", "integer", "bigint", "real", "numeric"]),
    ("numeric", &["smallint", "integer", "bigint", "real", "double precision", "money"]),
    ("money", &["numeric"]),
    ("oid", &["bigint"]),
    ("boolean", &["text", "character varying", "character", "bpchar"]),
    ("\"char\"", &["text", "character varying", "character", "bpchar"]),
    ("char", &["text", "character varying", "character", "bpchar"]),
    ("name", &["text", "character varying", "character", "bpchar"]),
    ("text", &["name", "\"char\"", "regclass"]),
    ("character varying", &["name", "\"char\"", "regclass"]),
    ("character", &["text", "character varying", "name", "\"char\"", "citext"]),
    ("bpchar", &["text", "character varying", "name", "\"char\"", "citext"]),
    ("citext", &["character", "bpchar"]),
    ("boolean", &["citext"]),
    ("inet", &["cidr", "text", "character varying", "character", "bpchar", "citext"]),
    ("cidr", &["text", "character varying", "character", "bpchar"]),
    ("macaddr", &["macaddr8"]),
    ("macaddr8", &["macaddr"]),
    ("date", &["timestamp", "timestamp with time zone"]),
    ("timestamp", &["date", "time"]),
    ("timestamp with time zone", &["date", "time", "time with time zone"]),
    ("time", &["interval", "time with time zone"]),
    ("time with time zone", &["time"]),
    ("interval", &["time"]),
    ("json", &["jsonb"]),
    ("jsonb", &["json"]),
    ("path", &["polygon"]),
    ("polygon", &["path"]),
    ("box", &["polygon"]),
    ("point", &["box"]),
    ("hstore", &["json", "jsonb"]),
    ("int4range", &["int4multirange"]),
    ("int8range", &["int8multirange"]),
    ("tstzrange", &["tstzmultirange"]),
];

/// Casts that must be written (catalog `pg_cast`, PostgreSQL 18).
const EXPLICIT: [(&str, &[&str]); 14] = [
    ("integer", &["boolean", "bit", "\"char\"", "bytea"]),
    ("boolean", &["integer"]),
    ("\"char\"", &["integer"]),
    ("bigint", &["bit", "bytea"]),
    ("smallint", &["bytea"]),
    ("bytea", &["smallint", "integer", "bigint"]),
    ("bit", &["integer", "bigint"]),
    ("jsonb", &["boolean", "smallint", "integer", "bigint", "real", "double precision", "numeric"]),
    ("circle", &["point", "box", "polygon"]),
    ("box", &["point", "lseg", "circle"]),
    ("lseg", &["point"]),
    ("polygon", &["point", "box", "circle"]),
    ("hstore", &["text[]"]),
    ("xid8", &["xid"]),
];

/// The default B-tree operator class of a type; types that share one share their order.
fn operator_class(name: &str) -> &str {
    match name {
        "text" | "character varying" => "text",
        "inet" | "cidr" => "inet",
        _ => name,
    }
}

/// Whether no equality of the referenced column's operator family compares the two, and no implicit cast leads to one
/// (manual: "CREATE TABLE", REFERENCES; "Operator Classes and Operator Families"); `false` for types not listed.
pub fn incomparable(referring: &DataType, referenced: &DataType, schema: &Schema) -> bool {
    const GROUPS: [&[&str]; 14] = [
        &["smallint", "integer", "bigint"],
        &["numeric"],
        &["real", "double precision"],
        &["oid"],
        &["text", "character varying", "character", "name"],
        &["date", "timestamp", "timestamp with time zone"],
        &["uuid"],
        &["boolean"],
        &["inet", "cidr"],
        &["bytea"],
        &["interval"],
        &["time", "time with time zone"],
        &["jsonb"],
        &["bit", "bit varying"],
    ];
    const OID: usize = 3;
    let (own, other) = (base(referring, schema).data_type, base(referenced, schema).data_type);
    if own.array != 0 || other.array != 0 {
        let known = is_known(&own, schema) && is_known(&other, schema);
        return known && (own.array == 0) != (other.array == 0);
    }
    let is_enum = |it: &DataType| {
        let known = schema.types.get(&it.name);
        known.is_some_and(|it| matches!(it.definition, TypeDefinition::Enum(_)))
    };
    if is_enum(&own) || is_enum(&other) {
        return own.name != other.name && is_known(&own, schema) && is_known(&other, schema);
    }
    let group = |it: &DataType| GROUPS.iter().position(|group| group.contains(&name(it).as_str()));
    let (Some(own), Some(other)) = (group(&own), group(&other)) else { return false };
    // Numbers are cast by themselves to those that hold more, and whole ones to oid.
    let casts = own < other && other < OID || (own, other) == (0, OID);
    own != other && !casts
}

/// Whether the type has no operator class by default for the index method, so that such an index needs one that is
/// named (manual: "Built-in Operator Classes" of each index type; catalog `pg_opclass` of PostgreSQL 15). Extensions
/// bring more ("btree_gin", "btree_gist").
pub fn lacks_operator_class(data_type: &DataType, method: &str, schema: &Schema) -> bool {
    const UNORDERED: [&str; 9] =
        ["json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle"];
    let base = base(data_type, schema).data_type;
    let name = name(&base);
    let plain = base.array == 0 && BUILT_IN.contains(&name.as_str());
    let extended =
        |it: &str| schema.extensions.contains_key(&ObjectName::bare(it)) || !schema.complete;
    match method {
        "btree" => UNORDERED.contains(&name.as_str()),
        "hash" => {
            UNORDERED.contains(&name.as_str())
                || base.array == 0
                    && matches!(
                        name.as_str(),
                        "money" | "bit" | "bit varying" | "tsvector" | "tsquery"
                    )
        }
        "gin" => {
            let extension = ObjectName::bare("btree_gin");
            plain
                && !schema.extensions.contains_key(&extension)
                && !matches!(name.as_str(), "jsonb" | "tsvector")
        }
        "gist" => {
            let own = ["box", "circle", "point", "polygon", "tsvector", "tsquery"];
            plain
                && !own.contains(&name.as_str())
                && !name.ends_with("range")
                && !extended("btree_gist")
        }
        "brin" => {
            let none = [
                "boolean", "json", "jsonb", "xml", "money", "point", "line", "lseg", "path",
                "polygon", "circle", "tsvector", "tsquery",
            ];
            base.array != 0 && is_known(&base, schema) || none.contains(&name.as_str())
        }
        _ => false,
    }
}

/// The type of what an expression gives, where its outermost form tells ("String Functions and Operators").
pub fn of_form(form: &Form) -> Option<DataType> {
    match form {
        Form::Cast(_, to) => Some(to.clone()),
        Form::Call(function)
            if function.schema.is_none()
                && matches!(function.name.as_str(), "lower" | "upper" | "md5" | "initcap") =>
        {
            Some(DataType::named("text"))
        }
        Form::Call(_)
        | Form::Column(_)
        | Form::Null
        | Form::Literal(_)
        | Form::Other
        | Form::Unread => None,
    }
}

/// Whether the type is one of those that identity columns have; of a type that is not known nobody says that it is not.
pub fn is_whole_number(data_type: &DataType, schema: &Schema) -> bool {
    let base = base(data_type, schema).data_type;
    !is_known(&base, schema)
        || base.array == 0 && matches!(name(&base).as_str(), "smallint" | "integer" | "bigint")
}

fn is_string(name: &str) -> bool {
    matches!(name, "text" | "character varying" | "character" | "bpchar" | "citext")
}

/// The type as the server prints it where its arguments do not matter.
pub fn plain(data_type: &DataType) -> String {
    let mut plain = data_type.clone();
    plain.args.clear();
    display(&plain)
}

/// The type as the server prints it.
pub fn display(data_type: &DataType) -> String {
    let mut words = data_type.name.to_string();
    if !data_type.args.is_empty() {
        words.push_str(&format!("({})", data_type.args.join(",")));
    }
    for _ in 0..data_type.array {
        words.push_str("[]");
    }
    words
}

/// Whether no value of the type is ever kept beside the table, so that it has no other storage than PLAIN ("TOAST").
pub fn is_always_short(data_type: &DataType, schema: &Schema) -> bool {
    is_known(data_type, schema) && !is_kept_beside(data_type, schema)
}

/// Whether long values of the type are kept beside the table, under an index of their own (manual: "TOAST").
pub fn is_kept_beside(data_type: &DataType, schema: &Schema) -> bool {
    const SHORT: [&str; 27] = [
        "smallint",
        "integer",
        "bigint",
        "real",
        "double precision",
        "money",
        "boolean",
        "date",
        "time",
        "time with time zone",
        "timestamp",
        "timestamp with time zone",
        "interval",
        "uuid",
        "oid",
        "name",
        "\"char\"",
        "macaddr",
        "macaddr8",
        "point",
        "line",
        "lseg",
        "box",
        "circle",
        "pg_lsn",
        "regclass",
        "regtype",
    ];
    let base = base(data_type, schema).data_type;
    let listed = matches!(
        schema.types.get(&base.name).map(|it| &it.definition),
        Some(TypeDefinition::Enum(_))
    );
    base.array != 0 || !(listed || SHORT.contains(&name(&base).as_str()))
}

/// One name per type, however a front end wrote it.
fn name(data_type: &DataType) -> String {
    let schema = data_type.name.schema.as_deref();
    let written = data_type.name.name.as_str();
    if !matches!(schema, None | Some("pg_catalog" | "public")) {
        return data_type.name.to_string();
    }
    match written {
        "timestamp without time zone" => "timestamp",
        "timestamptz" => "timestamp with time zone",
        "time without time zone" => "time",
        "timetz" => "time with time zone",
        "varchar" => "character varying",
        "varbit" => "bit varying",
        "int" | "int4" => "integer",
        "int8" => "bigint",
        "int2" => "smallint",
        "float4" => "real",
        "float8" => "double precision",
        "bool" => "boolean",
        "decimal" => "numeric",
        "char" => "\"char\"",
        other => other,
    }
    .to_owned()
}

/// Whether all of the type's casts are known: it is the server's own, an enumeration, a composite or a range.
fn is_known(data_type: &DataType, schema: &Schema) -> bool {
    BUILT_IN.contains(&name(data_type).as_str())
        || schema
            .types
            .get(&data_type.name)
            .is_some_and(|it| !matches!(it.definition, TypeDefinition::Other))
}

/// Whether the type belongs to the server or the schema, so that its name says what it is.
pub fn is_type_known(data_type: &DataType, schema: &Schema) -> bool {
    is_known(data_type, schema)
}

const BUILT_IN: [&str; 59] = [
    "\"char\"",
    "bigint",
    "bit",
    "bit varying",
    "boolean",
    "box",
    "bpchar",
    "bytea",
    "character",
    "character varying",
    "cidr",
    "circle",
    "citext",
    "date",
    "datemultirange",
    "daterange",
    "double precision",
    "inet",
    "int4multirange",
    "int4range",
    "int8multirange",
    "int8range",
    "integer",
    "interval",
    "json",
    "jsonb",
    "jsonpath",
    "line",
    "lseg",
    "macaddr",
    "macaddr8",
    "money",
    "name",
    "numeric",
    "nummultirange",
    "numrange",
    "oid",
    "path",
    "pg_lsn",
    "point",
    "polygon",
    "real",
    "regclass",
    "regproc",
    "regtype",
    "smallint",
    "text",
    "time",
    "time with time zone",
    "timestamp",
    "timestamp with time zone",
    "tsmultirange",
    "tsquery",
    "tsrange",
    "tstzmultirange",
    "tstzrange",
    "tsvector",
    "uuid",
    "xml",
];

/// An index over one of the two timestamp types does not serve the other.
pub const SAME_ORDER_IN_UTC: bool = false;

/// What becomes of values that the new type does not hold as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Narrowing {
    None,
    /// The statement fails on such a value.
    MayFail,
    /// The value is rounded or loses a part.
    Rounds,
    /// The value stays the same to whoever reads it as such, and is written otherwise.
    Respells,
    /// Some values are rounded, others make the statement fail.
    RoundsOrFails,
}

/// What an assignment from one type to the other does to values that do not fit.
pub fn narrowing(from: &DataType, to: &DataType, schema: &Schema) -> Narrowing {
    let (old, new) = (base(from, schema), base(to, schema));
    let constrained = new.constrained && from.name != to.name;
    let (old, new) = (old.data_type, new.data_type);
    let lengths = length_narrowing(&old, &new);
    let (a, b) = (name(&old), name(&new));
    let kinds = match (whole_number(&a), whole_number(&b)) {
        (Some(old), Some(new)) if new < old => Narrowing::MayFail,
        (Some(_), Some(_)) => Narrowing::None,
        _ => kind_narrowing(&a, &b),
    };
    let all = [kinds, lengths];
    let fails = constrained
        || all.iter().any(|it| matches!(it, Narrowing::MayFail | Narrowing::RoundsOrFails));
    let rounds = all.iter().any(|it| matches!(it, Narrowing::Rounds | Narrowing::RoundsOrFails));
    match (rounds, fails) {
        // facts/postgres.json, alter_type/json_to_jsonb: the text changes, by order of keys and space.
        (false, false) if (a.as_str(), b.as_str()) == ("json", "jsonb") => Narrowing::Respells,
        (false, false) => Narrowing::None,
        (false, true) => Narrowing::MayFail,
        (true, false) => Narrowing::Rounds,
        (true, true) => Narrowing::RoundsOrFails,
    }
}

fn whole_number(name: &str) -> Option<u8> {
    Some(match name {
        "smallint" => 2,
        "integer" => 4,
        "bigint" => 8,
        _ => return None,
    })
}

fn kind_narrowing(from: &str, to: &str) -> Narrowing {
    let whole = whole_number(to).is_some();
    match (from, to) {
        ("numeric" | "double precision" | "real", _) if whole => Narrowing::RoundsOrFails,
        ("double precision" | "numeric", "real") => Narrowing::RoundsOrFails,
        ("numeric", "double precision" | "money") => Narrowing::RoundsOrFails,
        ("bigint" | "integer", "real") | ("bigint", "double precision") => Narrowing::Rounds,
        ("timestamp" | "timestamp with time zone", "date" | "time" | "time with time zone")
        | ("time with time zone", "time")
        | ("interval", "time")
        | ("inet", "cidr")
        | ("text" | "character varying" | "character" | "bpchar", "name" | "\"char\"") => {
            Narrowing::Rounds
        }
        _ => Narrowing::None,
    }
}

/// What a new length or precision does, between types of one kind or from any type to a bounded string.
fn length_narrowing(from: &DataType, to: &DataType) -> Narrowing {
    if to.args.is_empty() {
        return Narrowing::None;
    }
    let number = |of: &DataType, index: usize| of.number(index);
    let shorter = match (number(from, 0), number(to, 0)) {
        (Some(old), Some(new)) => new < old,
        _ => true,
    };
    match (name(from).as_str(), name(to).as_str()) {
        ("bit", "bit") if from.args != to.args => Narrowing::MayFail,
        (one, "character varying" | "character" | "bit varying")
            if !(is_string(one) || one.starts_with("bit")) || shorter =>
        {
            Narrowing::MayFail
        }
        ("numeric", "numeric") => numeric_narrowing(from, to),
        (_, "numeric") => Narrowing::MayFail,
        (
            "timestamp" | "timestamp with time zone" | "time" | "time with time zone" | "interval",
            "timestamp" | "timestamp with time zone" | "time" | "time with time zone" | "interval",
        ) if !keeps(to, Some(&from.args)) => Narrowing::Rounds,
        _ => Narrowing::None,
    }
}

fn numeric_narrowing(from: &DataType, to: &DataType) -> Narrowing {
    let scale = |of: &DataType| of.number(1).unwrap_or(0);
    let Some(new) = to.number(0) else { return Narrowing::None };
    let Some(old) = from.number(0) else { return Narrowing::RoundsOrFails };
    let digits = new - scale(to) < old - scale(from);
    match (scale(to) < scale(from), digits) {
        (false, false) => Narrowing::None,
        (false, true) => Narrowing::MayFail,
        // Rounding up may need one digit more than there is.
        (true, _) => Narrowing::RoundsOrFails,
    }
}
