//! Sequences, types, views, functions, triggers, and everything that has no operation of its own.

use super::super::cursor::Cursor;
use super::super::lex::Kind;
use super::super::{expr, first_words, query, types};
use super::{Reader, column, constraint};
use crate::dialect::Dialect;
use crate::ops::constraint::{Constraint, ConstraintKind, Validity};
use crate::ops::data::{InsertSource, Lock};
use crate::ops::index::Online;
use crate::ops::names::{self, Naming};
use crate::ops::object::{
    AlterAttribute, AlterDomain, AlterEnum, AlterSequence, CreateSequence, CreateTrigger,
    CreateType, CreateView, FunctionDef, Neighbour, ObjectKind, RefreshView, TypeDefinition,
    Volatility,
};
use crate::ops::{Clause, Guard, ObjectName, OpKind, Verb};

/// What an object is called in statements, the longer words first.
const KINDS: [(&str, ObjectKind); 141] = [
    // Before the shorter ones that they begin with.
    ("column encryption key", ObjectKind::System),
    ("column master key", ObjectKind::System),
    ("database audit specification", ObjectKind::System),
    ("database encryption key", ObjectKind::System),
    ("database scoped", ObjectKind::System),
    ("event notification", ObjectKind::System),
    ("event session", ObjectKind::System),
    ("server audit specification", ObjectKind::System),
    ("server audit", ObjectKind::System),
    ("server role", ObjectKind::Role),
    ("type body", ObjectKind::Package),
    ("broker priority", ObjectKind::System),
    ("materialized zonemap", ObjectKind::System),
    ("remote service binding", ObjectKind::System),
    ("search property list", ObjectKind::System),
    ("access method", ObjectKind::AccessMethod),
    ("aggregate", ObjectKind::Aggregate),
    ("all functions in schema", ObjectKind::Function),
    ("all procedures in schema", ObjectKind::Procedure),
    ("all routines in schema", ObjectKind::Function),
    ("all sequences in schema", ObjectKind::Sequence),
    ("all tables in schema", ObjectKind::Table),
    ("cast", ObjectKind::Cast),
    ("collation", ObjectKind::Collation),
    ("column", ObjectKind::Column),
    ("constraint trigger", ObjectKind::Trigger),
    ("constraint", ObjectKind::Constraint),
    ("conversion", ObjectKind::Conversion),
    ("database link", ObjectKind::Server),
    ("database", ObjectKind::Database),
    ("default conversion", ObjectKind::Conversion),
    ("default privileges", ObjectKind::Privilege),
    ("directory", ObjectKind::System),
    ("domain", ObjectKind::Domain),
    ("event trigger", ObjectKind::EventTrigger),
    ("event", ObjectKind::Event),
    ("extension", ObjectKind::Extension),
    ("foreign data wrapper", ObjectKind::ForeignDataWrapper),
    ("foreign server", ObjectKind::Server),
    ("foreign table", ObjectKind::ForeignTable),
    ("function", ObjectKind::Function),
    ("group", ObjectKind::Role),
    ("index", ObjectKind::Index),
    ("large object", ObjectKind::LargeObject),
    ("materialized view", ObjectKind::MaterializedView),
    ("operator class", ObjectKind::Operator),
    ("operator family", ObjectKind::Operator),
    ("operator", ObjectKind::Operator),
    ("or replace transform", ObjectKind::Transform),
    ("owned by", ObjectKind::Role),
    ("package body", ObjectKind::Package),
    ("package", ObjectKind::Package),
    ("parameter", ObjectKind::System),
    ("policy", ObjectKind::Policy),
    ("procedural language", ObjectKind::Language),
    ("trusted procedural language", ObjectKind::Language),
    ("trusted language", ObjectKind::Language),
    ("language", ObjectKind::Language),
    ("procedure", ObjectKind::Procedure),
    ("publication", ObjectKind::Publication),
    ("role", ObjectKind::Role),
    ("routine", ObjectKind::Function),
    ("rule", ObjectKind::Rule),
    ("schema", ObjectKind::Schema),
    ("sequence", ObjectKind::Sequence),
    ("server", ObjectKind::Server),
    ("statistics", ObjectKind::Statistics),
    ("subscription", ObjectKind::Subscription),
    ("synonym", ObjectKind::Synonym),
    ("public synonym", ObjectKind::Synonym),
    ("system", ObjectKind::System),
    ("table", ObjectKind::Table),
    ("tables", ObjectKind::Table),
    ("tablespace", ObjectKind::Tablespace),
    ("text search configuration", ObjectKind::TextSearch),
    ("text search dictionary", ObjectKind::TextSearch),
    ("text search parser", ObjectKind::TextSearch),
    ("text search template", ObjectKind::TextSearch),
    ("transform", ObjectKind::Transform),
    ("trigger", ObjectKind::Trigger),
    ("type", ObjectKind::Type),
    ("user mapping", ObjectKind::UserMapping),
    ("user", ObjectKind::Role),
    ("login", ObjectKind::Role),
    ("view", ObjectKind::View),
    ("virtual table", ObjectKind::Table),
    // SQL Server
    ("application role", ObjectKind::Role),
    ("assembly", ObjectKind::System),
    ("asymmetric key", ObjectKind::System),
    ("authorization", ObjectKind::Privilege),
    ("availability group", ObjectKind::System),
    ("certificate", ObjectKind::System),
    ("contract", ObjectKind::System),
    ("credential", ObjectKind::System),
    ("default", ObjectKind::System),
    ("endpoint", ObjectKind::System),
    ("external", ObjectKind::System),
    ("fulltext catalog", ObjectKind::TextSearch),
    ("fulltext index on", ObjectKind::TextSearch),
    ("fulltext stoplist", ObjectKind::TextSearch),
    ("master key", ObjectKind::System),
    ("message type", ObjectKind::System),
    ("partition function", ObjectKind::Partitioning),
    ("partition scheme", ObjectKind::Partitioning),
    ("proc", ObjectKind::Procedure),
    ("queue", ObjectKind::System),
    ("resource", ObjectKind::System),
    ("route", ObjectKind::System),
    ("security policy", ObjectKind::Policy),
    ("service", ObjectKind::System),
    ("symmetric key", ObjectKind::System),
    ("workload group", ObjectKind::System),
    ("xml schema collection", ObjectKind::Type),
    // Oracle
    ("cluster", ObjectKind::System),
    ("context", ObjectKind::System),
    ("controlfile", ObjectKind::System),
    ("dimension", ObjectKind::System),
    ("edition", ObjectKind::System),
    ("analytic view", ObjectKind::System),
    ("attribute dimension", ObjectKind::System),
    ("audit policy", ObjectKind::System),
    ("flashback archive default", ObjectKind::System),
    ("flashback archive", ObjectKind::System),
    ("hierarchy", ObjectKind::System),
    ("inmemory join group", ObjectKind::System),
    ("lockdown profile", ObjectKind::System),
    ("mle env", ObjectKind::System),
    ("mle module", ObjectKind::System),
    ("outline", ObjectKind::System),
    ("property graph", ObjectKind::System),
    ("indextype", ObjectKind::Operator),
    ("java", ObjectKind::Function),
    ("library", ObjectKind::System),
    ("pfile", ObjectKind::System),
    ("pluggable database", ObjectKind::Database),
    ("profile", ObjectKind::System),
    ("public database link", ObjectKind::Server),
    ("restore point", ObjectKind::System),
    ("rollback segment", ObjectKind::System),
    ("spfile", ObjectKind::System),
    ("undo tablespace", ObjectKind::Tablespace),
];

fn kind(cursor: &mut Cursor<'_>) -> Option<ObjectKind> {
    let postgres = cursor.dialect == Dialect::Postgres;
    let foreign = |words: &str, kind| {
        postgres && kind == ObjectKind::System && !matches!(words, "system" | "parameter")
    };
    let known = KINDS.iter().filter(|&&(words, kind)| !foreign(words, kind));
    known.into_iter().find(|(words, _)| cursor.eat(words)).map(|&(_, kind)| kind)
}

/// So many characters of a policy, rule or publication are kept.
const MOST_KEPT: usize = 4_000;

/// Reads to the end: a statement that is understood and changes nothing that tables depend on.
fn rest_is_other(reader: &mut Reader<'_>, other: Other) -> Option<()> {
    reader.skip_all();
    let Other { kind, verb, name, table } = other;
    let detail = match kind {
        // What these say of columns may forbid a later change; what those say of rights and settings is judged.
        ObjectKind::Policy
        | ObjectKind::Rule
        | ObjectKind::Publication
        | ObjectKind::Role
        | ObjectKind::Privilege
        | ObjectKind::System
        | ObjectKind::Database
        | ObjectKind::Function
        | ObjectKind::Procedure
        | ObjectKind::Server
        | ObjectKind::UserMapping
        | ObjectKind::Subscription => reader.span.of(reader.text).chars().take(MOST_KEPT).collect(),
        _ => first_words(reader.text, reader.span),
    };
    reader.push(OpKind::Other { kind, verb, name, table, detail });
    Some(())
}

struct Other {
    kind: ObjectKind,
    verb: Verb,
    name: Option<ObjectName>,
    table: Option<ObjectName>,
}

impl Other {
    fn new(kind: ObjectKind, verb: Verb) -> Other {
        Other { kind, verb, name: None, table: None }
    }
}

/// A change to an object that no table depends on, to the end of the statement.
pub(super) fn push_other(reader: &mut Reader<'_>, kind: ObjectKind, name: Option<ObjectName>) {
    let verb = if name.is_some() { Verb::Alter } else { Verb::Run };
    let _ = rest_is_other(reader, Other { name, ..Other::new(kind, verb) });
}

/// `ALTER TABLE ALL IN TABLESPACE …`, which names no table.
pub(super) fn whole_tail(reader: &mut Reader<'_>, kind: ObjectKind) -> Option<()> {
    rest_is_other(reader, Other::new(kind, Verb::Alter))
}

// ---- Sequences

pub(super) fn create_sequence(reader: &mut Reader<'_>, temporary: bool) -> Option<()> {
    reader.need("sequence")?;
    let guard = reader.if_not_exists();
    let name = reader.object_noted(Clause::Name)?;
    let options = reader.rest_text().to_owned();
    let mut sequence =
        CreateSequence { name, guard, owned_by: None, data_type: None, options, temporary };
    while !reader.is_done() {
        if reader.eat("as") {
            sequence.data_type = Some(types::read(&mut reader.cursor)?.data_type);
        } else if reader.eat_any(&["engine", "comment"]).is_some() {
            reader.eat_operator("=");
            reader.value()?;
        } else if reader.is("owned by") {
            sequence.owned_by = owned_by(reader)?;
        } else if !sequence_option(reader) {
            return Some(reader.push(OpKind::CreateSequence(sequence)));
        }
    }
    reader.push(OpKind::CreateSequence(sequence));
    Some(())
}

fn owned_by(reader: &mut Reader<'_>) -> Option<Option<(ObjectName, String)>> {
    reader.need("owned by")?;
    if reader.eat("none") {
        return Some(None);
    }
    let mut parts = vec![reader.name()?];
    while reader.eat_kind(Kind::Dot) {
        parts.push(reader.name()?);
    }
    let column = parts.pop()?;
    Some(Some((super::super::cursor::object_name(parts, reader.dialect), column)))
}

pub(super) fn sequence_option(reader: &mut Reader<'_>) -> bool {
    const FLAGS: [&str; 21] = [
        "nopartition",
        "noshard",
        "nokeep",
        "keep",
        "noscale",
        "scale extend",
        "scale noextend",
        "scale",
        "global",
        "session",
        "no minvalue",
        "no maxvalue",
        "no cycle",
        "nocycle",
        "cycle",
        "nocache",
        "noorder",
        "order",
        "nominvalue",
        "nomaxvalue",
        "no cache",
    ];
    const VALUES: [&str; 10] = [
        "increment by",
        "increment",
        "minvalue",
        "maxvalue",
        "start with",
        "start",
        "cache",
        "restart with",
        "restart",
        "sequence name",
    ];
    if reader.eat_any(&FLAGS).is_some() {
        return true;
    }
    if reader.eat_any(&VALUES).is_some() {
        reader.eat_operator("=");
        if matches!(
            reader.kind(),
            Some(Kind::Number | Kind::Operator | Kind::Template | Kind::Param)
        ) {
            reader.value();
        }
        return true;
    }
    false
}

pub(super) fn alter_sequence(reader: &mut Reader<'_>) -> Option<()> {
    reader.need("sequence")?;
    reader.if_exists();
    let name = reader.object_noted(Clause::Name)?;
    if moved_or_renamed(reader, ObjectKind::Sequence, &name)? {
        return Some(());
    }
    if reader.eat("set logged") {
        return Some(
            reader.push(OpKind::AlterSequence { name, change: AlterSequence::SetLogged(true) }),
        );
    }
    if reader.eat("set unlogged") {
        return Some(
            reader.push(OpKind::AlterSequence { name, change: AlterSequence::SetLogged(false) }),
        );
    }
    while !reader.is_done() {
        let start = reader.mark();
        let change = if reader.eat("as") {
            AlterSequence::SetType(types::read(&mut reader.cursor)?.data_type)
        } else if reader.is("owned by") {
            AlterSequence::OwnedBy(owned_by(reader)?)
        } else if reader.eat("restart") {
            reader.eat("with");
            AlterSequence::Restart(if reader.kind() == Some(Kind::Word) {
                None
            } else {
                reader.value()
            })
        } else if sequence_option(reader) {
            AlterSequence::SetOptions(reader.since(start).of(reader.text).to_owned())
        } else {
            break;
        };
        reader.push(OpKind::AlterSequence { name: name.clone(), change });
    }
    Some(())
}

/// What every object of a schema can undergo: RENAME TO, SET SCHEMA, OWNER TO.
fn moved_or_renamed(reader: &mut Reader<'_>, kind: ObjectKind, name: &ObjectName) -> Option<bool> {
    if reader.eat("rename to") {
        let to = reader.object()?.name.into();
        reader.push(OpKind::RenameObject { kind, name: name.clone(), table: None, to });
    } else if reader.eat("set schema") {
        let schema = reader.name()?;
        reader.push(OpKind::MoveObject { kind, name: name.clone(), schema });
    } else if reader.is("owner to") {
        push_other(reader, kind, Some(name.clone()));
    } else {
        return Some(false);
    }
    Some(true)
}

// ---- Views

pub(super) fn create_view(reader: &mut Reader<'_>, replaces: bool, temporary: bool) -> Option<()> {
    reader.eat("recursive");
    let materialized = reader.eat("materialized");
    reader.need("view")?;
    let guard = reader.if_not_exists();
    let name = reader.object_noted(Clause::Name)?;
    let columns = match reader.kind() {
        Some(Kind::Open) if reader.dialect == Dialect::Oracle => named_columns(reader.group()?)?,
        Some(Kind::Open) => reader.bracketed_names()?,
        _ => Vec::new(),
    };
    loop {
        if reader.is("with") && reader.kind_at(1) == Some(Kind::Open) {
            reader.next();
            reader.group()?;
        } else if reader.eat("using") || reader.eat("tablespace") {
            reader.name()?;
        } else if reader.dialect == Dialect::Mssql && reader.eat("with") {
            reader.take_until(|it| it.is("as"));
        } else {
            break;
        }
    }
    if reader.dialect == Dialect::Oracle {
        super::oracle::view_words(reader);
    }
    reader.need("as")?;
    let text = reader.take_until(|it| it.is_any(&VIEW_ENDS));
    let with_data = match reader.eat_any(&VIEW_ENDS) {
        Some("with no data") => false,
        _ => materialized,
    };
    if reader.dialect == Dialect::Oracle && reader.eat("constraint") {
        reader.name()?;
    }
    let query = query::table_query(text, with_data);
    reader.push(OpKind::CreateView(CreateView {
        name,
        materialized,
        temporary,
        replaces,
        guard,
        columns,
        query,
    }));
    Some(())
}

/// Oracle's views have constraints and hidden columns among their names ("CREATE VIEW").
fn named_columns(list: Cursor<'_>) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for mut part in list.split_commas() {
        if !super::constraint::begins(&part) {
            names.push(part.name()?);
        }
    }
    Some(names)
}

const VIEW_ENDS: [&str; 6] = [
    "with read only",
    "with no data",
    "with data",
    "with check option",
    "with local check option",
    "with cascaded check option",
];

pub(super) fn alter_view(reader: &mut Reader<'_>) -> Option<()> {
    let start = reader.mark();
    let kind = kind(&mut reader.cursor)?;
    reader.note_since(Clause::Kind(kind), start);
    if reader.eat("all in tablespace") {
        return whole_tail(reader, kind);
    }
    reader.if_exists();
    let name = reader.object_noted(Clause::Name)?;
    if reader.eat("as") && reader.dialect != Dialect::Postgres {
        let query = query::table_query(reader.take_rest(), false);
        let view = CreateView {
            name,
            materialized: false,
            temporary: false,
            replaces: true,
            guard: Guard::None,
            columns: Vec::new(),
            query,
        };
        return Some(reader.push(OpKind::CreateView(view)));
    }
    if moved_or_renamed(reader, kind, &name)? {
        return Some(());
    }
    if reader.eat("rename") {
        reader.eat("column");
        let column = reader.name_noted(Clause::Column)?;
        reader.need("to")?;
        let to = reader.name()?;
        return Some(reader.push(OpKind::RenameColumn { table: name, column, to }));
    }
    if reader.eat("alter") {
        reader.eat("column");
        return column::alter(reader, &name);
    }
    let known = reader.is_any(&[
        "set tablespace",
        "set access method",
        "set without cluster",
        "cluster on",
        "depends on",
        "no depends",
    ]) || ((reader.is("set") || reader.is("reset"))
        && reader.kind_at(1) == Some(Kind::Open));
    known.then_some(())?;
    rest_is_other(reader, Other { name: Some(name), ..Other::new(kind, Verb::Alter) })
}

pub(super) fn refresh(reader: &mut Reader<'_>) -> Option<()> {
    reader.eat("refresh").then_some(())?;
    reader.need("materialized")?;
    reader.need("view")?;
    let online =
        if reader.eat_noted("concurrently", Clause::Online) { Online::Yes } else { Online::No };
    let view = reader.object_noted(Clause::Table)?;
    let with_data = !reader.eat("with no data");
    reader.eat("with data");
    reader.push(OpKind::RefreshView(RefreshView { view, online, with_data }));
    Some(())
}

// ---- CREATE of the rest

pub(super) fn create(reader: &mut Reader<'_>, replaces: bool) -> Option<()> {
    if reader.dialect == Dialect::Oracle
        && reader.is_any(&["json relational duality view", "json duality view"])
    {
        return rest_is_other(reader, Other::new(ObjectKind::View, Verb::Create));
    }
    if reader.dialect == Dialect::Oracle
        && reader.is_any(&["and compile java", "and resolve java", "java"])
    {
        // The source is not SQL ("CREATE JAVA").
        return rest_is_other(reader, Other::new(ObjectKind::Function, Verb::Create));
    }
    if reader.is("user") && reader.is_at(1, "mapping") {
        kind(&mut reader.cursor)?;
        return rest_is_other(reader, Other::new(ObjectKind::UserMapping, Verb::Create));
    }
    let kind = kind(&mut reader.cursor)?;
    match kind {
        ObjectKind::Schema => create_schema(reader),
        ObjectKind::Database => {
            reader.if_not_exists();
            let name = reader.name_noted(Clause::Name)?;
            reader.skip_all();
            Some(reader.push(OpKind::CreateDatabase { name }))
        }
        ObjectKind::Extension => {
            let guard = reader.if_not_exists();
            let name = reader.name_noted(Clause::Name)?;
            reader.skip_all();
            Some(reader.push(OpKind::CreateExtension { name, guard }))
        }
        ObjectKind::Type => create_type(reader),
        ObjectKind::Domain => create_domain(reader),
        ObjectKind::Function | ObjectKind::Procedure => create_function(reader, kind, replaces),
        ObjectKind::Trigger => create_trigger(reader, replaces),
        ObjectKind::Table if reader.dialect == Dialect::Sqlite => create_virtual(reader),
        ObjectKind::Column | ObjectKind::Constraint | ObjectKind::Index | ObjectKind::Table => None,
        _ => {
            reader.if_not_exists();
            let unnamed = reader.is("for") || reader.is("log on");
            let name = if unnamed { None } else { reader.object() };
            let table = table_behind(reader, kind);
            rest_is_other(reader, Other { name, table, ..Other::new(kind, Verb::Create) })
        }
    }
}

/// SQLite's `CREATE VIRTUAL TABLE t USING module(…)`: its columns are the module's affair.
fn create_virtual(reader: &mut Reader<'_>) -> Option<()> {
    let guard = reader.if_not_exists();
    let name = reader.object_noted(Clause::Table)?;
    reader.need("using")?;
    let value = reader.name()?;
    if reader.kind() == Some(Kind::Open) {
        reader.group()?;
    }
    let option = crate::ops::table::TableOption { name: "virtual".to_owned(), value };
    let options = vec![option];
    let table = crate::ops::table::CreateTable {
        guard,
        options,
        ..crate::ops::table::CreateTable::new(name)
    };
    reader.push(OpKind::CreateTable(table));
    Some(())
}

/// The table of a policy, a rule, a set of statistics.
fn table_behind(reader: &mut Reader<'_>, kind: ObjectKind) -> Option<ObjectName> {
    let word = match kind {
        ObjectKind::Policy | ObjectKind::MaterializedView => "on",
        ObjectKind::Rule => "to",
        ObjectKind::Statistics => "from",
        _ => return None,
    };
    let mut ahead = reader.cursor;
    ahead.take_until(|it| it.is(word));
    ahead.next();
    ahead.object()
}

fn create_schema(reader: &mut Reader<'_>) -> Option<()> {
    let guard = reader.if_not_exists();
    let mut name = None;
    if !reader.is("authorization") {
        name = Some(reader.name_noted(Clause::Name)?);
    }
    if reader.eat("authorization") {
        let owner = reader.name()?;
        name.get_or_insert(owner);
    }
    let schema = name?;
    reader.push(OpKind::CreateSchema { name: schema.clone(), guard });
    // Elements of the schema may follow, with no semicolon between them.
    let mut made = std::collections::BTreeSet::new();
    while reader.is_any(&["create", "grant"]) {
        let start = reader.mark();
        reader.next();
        reader.take_until(|it| it.is("create") || (it.is("grant") && !it.is_at(1, "option")));
        let mut part = reader.part(reader.cursor.part_since(start));
        if super::verb(&mut part) != super::Verdict::Read {
            reader.back_to(start);
            break;
        }
        part.unknown_tail();
        // What has no schema of its own is made in this one, and looked for there first.
        for op in &mut part.ops {
            names::each(op, &mut |it, naming| {
                if it.schema.is_none() && (naming == Naming::Makes || made.contains(&it.name)) {
                    made.insert(it.name.clone());
                    *it = ObjectName::qualified(&schema, &it.name);
                }
            });
        }
        reader.ops.append(&mut part.ops);
    }
    Some(())
}

fn create_type(reader: &mut Reader<'_>) -> Option<()> {
    let guard = reader.if_not_exists();
    let name = reader.object_noted(Clause::Name)?;
    let definition = if reader.eat("as enum") {
        let mut values = Vec::new();
        for mut value in reader.group()?.split_commas() {
            values.push(value.value()?);
        }
        TypeDefinition::Enum(values)
    } else if reader.eat("as range") {
        reader.group()?;
        TypeDefinition::Range
    } else if reader.is("as") && reader.kind_at(1) == Some(Kind::Open) {
        reader.next();
        composite(reader.group()?)?
    } else {
        reader.skip_all();
        TypeDefinition::Other
    };
    reader.push(OpKind::CreateType(CreateType { name, definition, guard }));
    Some(())
}

fn composite(list: Cursor<'_>) -> Option<TypeDefinition> {
    let mut attributes = Vec::new();
    for mut part in list.split_commas() {
        let name = part.name()?;
        let mut data_type = types::read(&mut part)?.data_type;
        if part.eat("collate") {
            data_type.collation = Some(part.object()?.name.into());
        }
        part.is_done().then_some(())?;
        attributes.push((name, data_type));
    }
    Some(TypeDefinition::Composite(attributes))
}

fn create_domain(reader: &mut Reader<'_>) -> Option<()> {
    let name = reader.object_noted(Clause::Name)?;
    reader.eat("as");
    let start = reader.mark();
    let mut base = types::read(&mut reader.cursor)?.data_type;
    reader.note_since(Clause::Type, start);
    let (mut not_null, mut default, mut checks) = (false, None, Vec::new());
    let mut named = None;
    loop {
        if reader.eat("constraint") {
            named = Some(reader.name()?);
        } else if reader.eat_noted("not null", Clause::NotNull) {
            not_null = true;
        } else if reader.eat("null") || reader.eat("not valid") {
        } else if reader.eat_noted("default", Clause::Default) {
            default = Some(expr::read(expr::extent(&mut reader.cursor)?));
        } else if reader.eat_noted("check", Clause::Check) {
            checks.push((named.take(), expr::read(reader.group()?)));
        } else if reader.eat("collate") {
            base.collation = Some(reader.object()?.name.into());
        } else {
            break;
        }
    }
    let definition = TypeDefinition::Domain { base, not_null, default, checks };
    reader.push(OpKind::CreateType(CreateType { name, definition, guard: Guard::None }));
    Some(())
}

/// Name, language and volatility; the body is kept unread.
fn create_function(reader: &mut Reader<'_>, kind: ObjectKind, replaces: bool) -> Option<()> {
    reader.if_not_exists();
    let name = reader.object_noted(Clause::Name)?;
    let mut function = FunctionDef {
        kind,
        name,
        replaces,
        language: None,
        volatility: Volatility::Volatile,
        runs_as_owner: false,
        pins_search_path: false,
        path: Vec::new(),
        reads: Vec::new(),
        changes: Vec::new(),
        parameters: None,
        returns_trigger: false,
    };
    if reader.kind() == Some(Kind::Open) {
        let parameters = reader.group()?.split_commas();
        let given = parameters.iter().filter(|it| !it.is_done() && !it.is("out"));
        function.parameters = Some(given.count());
    }
    function.returns_trigger = reader.is("returns trigger");
    let mut body = None;
    while let Some(token) = reader.peek() {
        if reader.is("as") && reader.kind_at(1) == Some(Kind::Text) {
            reader.next();
            body = reader.peek();
            reader.next();
        } else if reader.is("begin atomic") {
            reader.skip_all();
        } else if reader.eat("language") {
            function.language = reader.value().map(|it| it.to_ascii_lowercase());
        } else if reader.eat("immutable") || reader.eat("deterministic") {
            function.volatility = Volatility::Immutable;
        } else if reader.eat("stable") {
            function.volatility = Volatility::Stable;
        } else if reader.eat("security definer") {
            function.runs_as_owner = true;
        } else if reader.eat("set search_path") {
            function.pins_search_path = true;
            let _ = reader.eat_operator("=") || reader.eat("to");
            while let Some(schema) = reader.name() {
                function.path.push(schema);
                if !reader.eat_kind(Kind::Comma) {
                    break;
                }
            }
        } else if token.kind == Kind::Open {
            reader.group()?;
        } else {
            reader.next();
        }
    }
    if function.language.is_none() && reader.dialect == Dialect::Postgres {
        function.language = Some("sql".to_owned());
    }
    if function.language.as_deref() == Some("sql")
        && let Some(body) = body
    {
        for op in super::procedural::quoted(reader.text, body, reader.dialect).into_iter().flatten()
        {
            match op.kind {
                OpKind::Query { reads, .. } => function.reads.extend(reads),
                OpKind::Insert(it) => {
                    function.changes.push(it.table);
                    if let InsertSource::Query(reads) = it.source {
                        function.reads.extend(reads);
                    }
                }
                OpKind::Update(it) => {
                    function.changes.push(it.table);
                    function.reads.extend(it.reads);
                }
                OpKind::Delete(it) => {
                    function.changes.push(it.table);
                    function.reads.extend(it.reads);
                }
                _ => {}
            }
        }
    }
    reader.push(OpKind::CreateFunction(function));
    Some(())
}

fn create_trigger(reader: &mut Reader<'_>, replaces: bool) -> Option<()> {
    let constraint =
        reader.last().is_some_and(|it| it.text(reader.text).eq_ignore_ascii_case("trigger"))
            && is_constraint_trigger(reader);
    reader.if_not_exists();
    let name: String = reader.object_noted(Clause::Name)?.name.into();
    let start = reader.mark();
    reader.take_until(|it| it.is("on"));
    let events = reader.part_since(start).rest_text().to_ascii_lowercase();
    let events = events.split_whitespace().collect::<Vec<_>>().join(" ");
    reader.need("on")?;
    if of_server(reader) {
        let name = Some(ObjectName::bare(name));
        return rest_is_other(
            reader,
            Other { name, ..Other::new(ObjectKind::Trigger, Verb::Create) },
        );
    }
    let table = reader.object_noted(Clause::Table)?;
    let mut trigger = CreateTrigger {
        name,
        table,
        replaces,
        events,
        function: None,
        constraint,
        per_row: false,
        transitions: false,
        references: None,
    };
    if reader.eat("from") {
        trigger.references = Some(reader.object()?);
    }
    let start = reader.mark();
    reader.take_until(|it| it.is_any(&["when", "execute function", "execute procedure", "begin"]));
    let mut extent = reader.part_since(start);
    trigger.transitions = extent.is("referencing");
    extent.take_until(|it| it.is("for each row") || it.is("for row"));
    trigger.per_row = !extent.is_done();
    if reader.is("when") {
        let condition =
            reader.take_until(|it| it.is_any(&["execute function", "execute procedure", "begin"]));
        trigger.events.push(' ');
        trigger.events.push_str(&condition.rest_text().to_ascii_lowercase());
    }
    reader.take_until(|it| it.is_any(&["execute function", "execute procedure", "begin"]));
    if reader.eat_any(&["execute function", "execute procedure"]).is_some() {
        trigger.function = Some(reader.object()?);
        reader.group()?;
    } else {
        (reader.dialect != Dialect::Postgres).then_some(())?;
        reader.skip_all();
    }
    reader.push(OpKind::CreateTrigger(trigger));
    Some(())
}

/// Whether a trigger is a database's, a server's or a schema's, and no table's; its words are read.
fn of_server(reader: &mut Reader<'_>) -> bool {
    let schema = reader.dialect == Dialect::Oracle
        && (reader.is("schema")
            || reader.kind_at(1) == Some(Kind::Dot) && reader.is_at(2, "schema"));
    matches!(reader.dialect, Dialect::Mssql | Dialect::Oracle)
        && (schema || reader.eat_any(&["all server", "database", "pluggable database"]).is_some())
}

fn is_constraint_trigger(reader: &Reader<'_>) -> bool {
    let here = reader.mark();
    let mut back = reader.cursor;
    back.back_to(here.saturating_sub(2));
    back.is("constraint trigger")
}

// ---- ALTER of the rest

pub(super) fn alter(reader: &mut Reader<'_>) -> Option<()> {
    let kind = kind(&mut reader.cursor)?;
    if (kind, reader.dialect) == (ObjectKind::Database, Dialect::Postgres) {
        let mut ahead = reader.cursor;
        ahead.name()?;
        // "ALTER DATABASE"; descendants of PostgreSQL move tables by forms of their own.
        const FORMS: [&str; 9] = [
            "rename to",
            "owner to",
            "set",
            "reset",
            "refresh collation version",
            "with",
            "allow_connections",
            "connection limit",
            "is_template",
        ];
        ahead.is_any(&FORMS).then_some(())?;
    }
    match kind {
        ObjectKind::Type => {
            let name = reader.object_noted(Clause::Name)?;
            if reader.dialect == Dialect::Oracle {
                return rest_is_other(
                    reader,
                    Other { name: Some(name), ..Other::new(kind, Verb::Alter) },
                );
            }
            if reader.dialect == Dialect::Mssql {
                // Only a collection of XML schemas can be altered ("ALTER XML SCHEMA COLLECTION").
                reader.need("add")?;
                let name = Some(name);
                return rest_is_other(reader, Other { name, ..Other::new(kind, Verb::Alter) });
            }
            alter_type(reader, name)
        }
        ObjectKind::Domain => {
            let name = reader.object_noted(Clause::Name)?;
            alter_domain(reader, name)
        }
        ObjectKind::System | ObjectKind::Privilege | ObjectKind::UserMapping => {
            rest_is_other(reader, Other::new(kind, Verb::Alter))
        }
        ObjectKind::Schema if reader.dialect == Dialect::Mssql => transfer(reader),
        ObjectKind::Column | ObjectKind::Constraint | ObjectKind::Index | ObjectKind::Table => None,
        _ => alter_named(reader, kind),
    }
}

/// SQL Server's `ALTER SCHEMA to TRANSFER [class ::] what` ("ALTER SCHEMA": "Object is the default").
fn transfer(reader: &mut Reader<'_>) -> Option<()> {
    let schema = reader.name()?;
    reader.need("transfer")?;
    let named = reader.is_any(&["type", "xml schema collection", "object"]);
    let class = if named && !reader.is_at(1, ".") { kind(&mut reader.cursor) } else { None };
    if class.is_none() {
        reader.eat("object");
    }
    reader.eat_operator("::");
    let name = reader.object_noted(Clause::Name)?;
    reader.push(match class {
        Some(kind) => OpKind::MoveObject { kind, name, schema },
        None => OpKind::SetTableSchema { table: name, schema },
    });
    Some(())
}

fn alter_named(reader: &mut Reader<'_>, kind: ObjectKind) -> Option<()> {
    reader.if_exists();
    if kind == ObjectKind::MaterializedView && reader.is_any(&["log on", "log force on"]) {
        let table = table_behind(reader, kind);
        return rest_is_other(reader, Other { table, ..Other::new(kind, Verb::Alter) });
    }
    let name = reader.object();
    if let Some(name) = &name {
        reader.clauses.clear();
        if matches!(kind, ObjectKind::Function | ObjectKind::Procedure | ObjectKind::Aggregate)
            && reader.kind() == Some(Kind::Open)
        {
            reader.group()?;
        }
        if matches!(kind, ObjectKind::Trigger | ObjectKind::Policy | ObjectKind::Rule)
            && reader.eat("on")
        {
            return alter_of_table(reader, kind, name.clone());
        }
        if moved_or_renamed(reader, kind, name)? {
            return Some(());
        }
    }
    rest_is_other(reader, Other { name, ..Other::new(kind, Verb::Alter) })
}

fn alter_of_table(reader: &mut Reader<'_>, kind: ObjectKind, name: ObjectName) -> Option<()> {
    let table = reader.object_noted(Clause::Table)?;
    if reader.eat("rename to") {
        let to = reader.name()?;
        return Some(reader.push(OpKind::RenameObject { kind, name, table: Some(table), to }));
    }
    let table = Some(table);
    rest_is_other(reader, Other { kind, verb: Verb::Alter, name: Some(name), table })
}

fn alter_type(reader: &mut Reader<'_>, name: ObjectName) -> Option<()> {
    if moved_or_renamed(reader, ObjectKind::Type, &name)? {
        return Some(());
    }
    if reader.eat("add value") {
        let guard = reader.if_not_exists();
        let value = reader.value()?;
        let neighbour = if reader.eat("before") {
            Some(Neighbour::Before(reader.value()?))
        } else if reader.eat("after") {
            Some(Neighbour::After(reader.value()?))
        } else {
            None
        };
        let change = AlterEnum::AddValue { value, guard, neighbour };
        return Some(reader.push(OpKind::AlterEnum { name, change }));
    }
    if reader.eat("rename value") {
        let value = reader.value()?;
        reader.need("to")?;
        let change = AlterEnum::RenameValue { value, to: reader.value()? };
        return Some(reader.push(OpKind::AlterEnum { name, change }));
    }
    if reader.is_any(&["add attribute", "drop attribute", "alter attribute", "rename attribute"]) {
        for part in reader.take_rest().split_commas() {
            let span = part.span();
            let mut part = reader.part(part);
            let change = attribute(&mut part)?;
            let cascade = part.cascade();
            part.is_done().then_some(())?;
            let change = AlterEnum::Attribute { change, cascade };
            reader.push_at(OpKind::AlterEnum { name: name.clone(), change }, span);
        }
        return Some(());
    }
    (reader.is("set") && reader.kind_at(1) == Some(Kind::Open)).then_some(())?;
    rest_is_other(reader, Other { name: Some(name), ..Other::new(ObjectKind::Type, Verb::Alter) })
}

fn attribute(part: &mut Reader<'_>) -> Option<AlterAttribute> {
    let verb = part.eat_any(&["add", "drop", "alter", "rename"])?;
    part.need("attribute")?;
    let guard = if verb == "drop" { part.if_exists() } else { Guard::None };
    let name = part.name()?;
    Some(match verb {
        "add" => AlterAttribute::Add { name, data_type: types::read(&mut part.cursor)?.data_type },
        "drop" => AlterAttribute::Drop { name, guard },
        "rename" => {
            part.need("to")?;
            AlterAttribute::Rename { name, to: part.name()? }
        }
        _ => {
            part.eat("set data");
            part.need("type")?;
            AlterAttribute::SetType { name, to: types::read(&mut part.cursor)?.data_type }
        }
    })
}

fn alter_domain(reader: &mut Reader<'_>, name: ObjectName) -> Option<()> {
    if reader.eat("rename constraint") {
        let constraint = reader.name()?;
        reader.need("to")?;
        let change = AlterDomain::RenameConstraint { name: constraint, to: reader.name()? };
        return Some(reader.push(OpKind::AlterDomain { name, change }));
    }
    if moved_or_renamed(reader, ObjectKind::Domain, &name)? {
        return Some(());
    }
    let change = if reader.eat_noted("set not null", Clause::NotNull) {
        AlterDomain::SetNotNull
    } else if reader.eat("drop not null") {
        AlterDomain::DropNotNull
    } else if reader.eat("set default") {
        AlterDomain::SetDefault(expr::read(reader.take_rest()))
    } else if reader.eat("drop default") {
        AlterDomain::DropDefault
    } else if reader.eat("validate constraint") {
        AlterDomain::ValidateConstraint { name: reader.name()? }
    } else if reader.eat("drop constraint") {
        reader.if_exists();
        let name = reader.name()?;
        reader.cascade();
        AlterDomain::DropConstraint { name }
    } else {
        reader.need("add")?;
        added_to_domain(reader)?
    };
    reader.push(OpKind::AlterDomain { name, change });
    Some(())
}

fn added_to_domain(reader: &mut Reader<'_>) -> Option<AlterDomain> {
    let mut name = None;
    if reader.eat("constraint") {
        name = Some(reader.name_noted(Clause::Name)?);
    }
    if reader.eat_noted("not null", Clause::NotNull) {
        return Some(AlterDomain::AddNotNull { name });
    }
    reader.eat_noted("check", Clause::Check).then_some(())?;
    let expr = expr::read(reader.group()?);
    let mut constraint = Constraint::new(ConstraintKind::NotNull { column: String::new() });
    constraint::attributes(reader, &mut constraint);
    let validity: Validity = constraint.validity;
    Some(AlterDomain::AddCheck { name, expr, validity })
}

// ---- DROP of the rest

pub(super) fn drop(reader: &mut Reader<'_>) -> Option<()> {
    let kind = kind(&mut reader.cursor)?;
    if kind == ObjectKind::Role
        && reader.last().is_some_and(|it| it.text(reader.text).eq_ignore_ascii_case("by"))
    {
        return rest_is_other(reader, Other::new(kind, Verb::Drop));
    }
    if kind == ObjectKind::MaterializedView && reader.is("log on") {
        let table = table_behind(reader, kind);
        return rest_is_other(reader, Other { table, ..Other::new(kind, Verb::Drop) });
    }
    let guard = reader.if_exists();
    // `'name'@'host'`
    let mysql = matches!(reader.dialect, Dialect::Mysql | Dialect::Mariadb);
    match kind {
        ObjectKind::Role if mysql => return rest_is_other(reader, Other::new(kind, Verb::Drop)),
        ObjectKind::Schema => return drop_schemas(reader, guard),
        ObjectKind::Database => {
            let name = reader.name_noted(Clause::Name)?;
            reader.skip_all();
            return Some(reader.push(OpKind::DropDatabase { name }));
        }
        ObjectKind::Cast
        | ObjectKind::UserMapping
        | ObjectKind::Transform
        | ObjectKind::Operator => {
            return rest_is_other(reader, Other::new(kind, Verb::Drop));
        }
        ObjectKind::Column | ObjectKind::Constraint | ObjectKind::Table => return None,
        _ => {}
    }
    let mut names = Vec::new();
    loop {
        names.push(reader.object_span()?);
        if reader.kind() == Some(Kind::Open) {
            reader.group()?;
        }
        if !reader.eat_kind(Kind::Comma) {
            break;
        }
    }
    let table = if reader.eat("on") && !of_server(reader) {
        Some(reader.object_noted(Clause::Table)?)
    } else {
        None
    };
    let cascade = reader.cascade();
    if reader.dialect == Dialect::Oracle {
        reader.skip_all();
    }
    let single = names.len() == 1;
    let clauses = std::mem::take(&mut reader.clauses);
    for (name, span) in names {
        reader.clauses.clone_from(&clauses);
        reader.note(Clause::Name, span);
        let place = if single { reader.span } else { span };
        reader.push_at(
            OpKind::DropObject { kind, name, table: table.clone(), guard, cascade },
            place,
        );
    }
    Some(())
}

fn drop_schemas(reader: &mut Reader<'_>, guard: Guard) -> Option<()> {
    let names = reader.objects()?;
    let cascade = reader.cascade();
    let single = names.len() == 1;
    for (name, span) in names {
        let place = if single { reader.span } else { span };
        reader.push_at(OpKind::DropSchema { name: name.name.into(), guard, cascade }, place);
    }
    Some(())
}

// ---- Statements that begin with another verb

/// Verbs of statements that change no table, with what they are about.
/// Statements of MySQL and MariaDB that work on the server, its replicas and its files, and on accounts (manuals: "Database
/// Administration Statements", "Replication Statements", "CREATE LOGFILE GROUP Statement" and its neighbours). They come
/// before verbs that are everybody's.
const ADMINISTRATION: [(&str, ObjectKind, Verb); 20] = [
    ("alter instance", ObjectKind::System, Verb::Run),
    ("clone", ObjectKind::System, Verb::Run),
    ("import table", ObjectKind::System, Verb::Run),
    ("load index", ObjectKind::System, Verb::Run),
    ("lock instance", ObjectKind::System, Verb::Run),
    ("reset", ObjectKind::System, Verb::Run),
    ("restart", ObjectKind::System, Verb::Run),
    ("start replica", ObjectKind::System, Verb::Run),
    ("start slave", ObjectKind::System, Verb::Run),
    ("start all", ObjectKind::System, Verb::Run),
    ("start group_replication", ObjectKind::System, Verb::Run),
    ("get", ObjectKind::Session, Verb::Run),
    ("rename user", ObjectKind::Role, Verb::Alter),
    ("drop resource group", ObjectKind::System, Verb::Drop),
    ("create logfile group", ObjectKind::Tablespace, Verb::Create),
    ("alter logfile group", ObjectKind::Tablespace, Verb::Alter),
    ("drop logfile group", ObjectKind::Tablespace, Verb::Drop),
    ("create spatial reference system", ObjectKind::System, Verb::Create),
    ("create or replace spatial reference system", ObjectKind::System, Verb::Create),
    ("drop spatial reference system", ObjectKind::System, Verb::Drop),
];

pub(super) fn administration(reader: &mut Reader<'_>) -> Option<()> {
    let &(_, kind, verb) = ADMINISTRATION.iter().find(|(words, ..)| reader.cursor.is(words))?;
    rest_is_other(reader, Other { kind, verb, name: None, table: None })
}

const OTHERS: [(&str, ObjectKind, Verb); 50] = [
    ("comment on", ObjectKind::Column, Verb::Comment),
    ("grant", ObjectKind::Privilege, Verb::Grant),
    ("revoke", ObjectKind::Privilege, Verb::Revoke),
    ("deny", ObjectKind::Privilege, Verb::Revoke),
    ("security label", ObjectKind::SecurityLabel, Verb::Alter),
    ("reassign owned", ObjectKind::Role, Verb::Alter),
    ("discard", ObjectKind::Session, Verb::Run),
    ("notify", ObjectKind::Session, Verb::Run),
    ("listen", ObjectKind::Session, Verb::Run),
    ("unlisten", ObjectKind::Session, Verb::Run),
    ("load", ObjectKind::Session, Verb::Run),
    ("checkpoint", ObjectKind::System, Verb::Run),
    ("show", ObjectKind::Session, Verb::Run),
    ("explain", ObjectKind::Session, Verb::Run),
    ("declare", ObjectKind::Session, Verb::Run),
    ("fetch", ObjectKind::Session, Verb::Run),
    ("move", ObjectKind::Session, Verb::Run),
    ("close", ObjectKind::Session, Verb::Run),
    ("deallocate", ObjectKind::Session, Verb::Run),
    ("prepare", ObjectKind::Session, Verb::Run),
    ("import foreign schema", ObjectKind::ForeignTable, Verb::Create),
    ("use", ObjectKind::Session, Verb::Run),
    ("unlock tables", ObjectKind::Session, Verb::Run),
    ("print", ObjectKind::Session, Verb::Run),
    ("raiserror", ObjectKind::Session, Verb::Run),
    ("throw", ObjectKind::Session, Verb::Run),
    ("attach", ObjectKind::Database, Verb::Run),
    ("detach", ObjectKind::Database, Verb::Run),
    ("describe", ObjectKind::Session, Verb::Run),
    ("desc", ObjectKind::Session, Verb::Run),
    ("purge", ObjectKind::System, Verb::Run),
    ("flush", ObjectKind::System, Verb::Run),
    ("kill", ObjectKind::System, Verb::Run),
    ("install", ObjectKind::System, Verb::Run),
    ("uninstall", ObjectKind::System, Verb::Run),
    ("do", ObjectKind::Session, Verb::Run),
    ("signal", ObjectKind::Session, Verb::Run),
    ("resignal", ObjectKind::Session, Verb::Run),
    ("xa", ObjectKind::Session, Verb::Run),
    ("help", ObjectKind::Session, Verb::Run),
    ("handler", ObjectKind::Session, Verb::Run),
    ("binlog", ObjectKind::System, Verb::Run),
    ("cache index", ObjectKind::System, Verb::Run),
    ("change master", ObjectKind::System, Verb::Run),
    ("change replication", ObjectKind::System, Verb::Run),
    ("stop", ObjectKind::System, Verb::Run),
    ("shutdown", ObjectKind::System, Verb::Run),
    ("backup", ObjectKind::System, Verb::Run),
    ("lock instance", ObjectKind::System, Verb::Run),
    ("unlock instance", ObjectKind::System, Verb::Run),
];

/// Verbs of MySQL and MariaDB alone.
const MYSQL_ONLY: [&str; 18] = [
    "flush",
    "kill",
    "install",
    "uninstall",
    "do",
    "signal",
    "resignal",
    "xa",
    "help",
    "handler",
    "binlog",
    "cache index",
    "change master",
    "change replication",
    "stop",
    "lock instance",
    "unlock instance",
    "backup",
];

pub(super) fn other(reader: &mut Reader<'_>) -> Option<()> {
    let (words, mut kind, verb) = *OTHERS.iter().find(|(words, ..)| reader.cursor.eat(words))?;
    let mysql = matches!(reader.dialect, Dialect::Mysql | Dialect::Mariadb);
    if matches!(words, "load" | "declare") && reader.dialect != Dialect::Postgres
        || MYSQL_ONLY.contains(&words) && !mysql
    {
        return None;
    }
    if reader.dialect == Dialect::Postgres && matches!(words, "explain" | "declare" | "prepare") {
        return planned(reader, words);
    }
    let (mut name, mut table) = (None, None);
    if verb == Verb::Comment {
        kind = self::kind(&mut reader.cursor)?;
        (name, table) = commented(reader, kind)?;
    }
    if matches!(verb, Verb::Grant | Verb::Revoke) || kind == ObjectKind::SecurityLabel {
        table = granted_on(reader.cursor);
    }
    rest_is_other(reader, Other { kind, verb, name, table })
}

/// A statement that is planned, and by EXPLAIN ANALYZE run: what is planned alone is locked as if it ran.
fn planned(reader: &mut Reader<'_>, verb: &str) -> Option<()> {
    let mut runs = false;
    match verb {
        "explain" if reader.kind() == Some(Kind::Open) => {
            let off = |it: &Cursor<'_>| {
                let text = it.rest_text().to_ascii_lowercase();
                ["off", "false", "0"].iter().any(|word| text.ends_with(word))
            };
            let options = reader.group()?.split_commas();
            runs = options.iter().any(|it| it.is("analyze") && !off(it));
        }
        "explain" => {
            runs = reader.eat_any(&["analyze", "analyse"]).is_some();
            reader.eat("verbose");
        }
        "declare" => {
            reader.take_until(|it| it.is("for"));
            reader.need("for")?;
        }
        _ => {
            reader.name()?;
            if reader.kind() == Some(Kind::Open) {
                reader.group()?;
            }
            reader.need("as")?;
        }
    }
    // None of these is planned in turn, so that nothing nests without a bound.
    const PLANNED: [&str; 11] = [
        "select",
        "values",
        "table",
        "with",
        "insert",
        "update",
        "delete",
        "merge",
        "create table",
        "create materialized view",
        "refresh",
    ];
    reader.is_any(&PLANNED).then_some(())?;
    let rest = reader.take_rest();
    let mut inner = reader.part(rest);
    if super::verb(&mut inner) != super::Verdict::Read {
        return None;
    }
    inner.unknown_tail();
    if runs {
        reader.ops.append(&mut inner.ops);
        return Some(());
    }
    for op in inner.ops {
        for (tables, mode) in locked_by_planning(op.kind)? {
            if !tables.is_empty() {
                let mode = Some(mode.to_owned());
                reader.push(OpKind::Lock(Lock { tables, mode, nowait: false }));
            }
        }
    }
    if reader.ops.is_empty() {
        reader.push(OpKind::Query { reads: Vec::new(), text: String::new(), locks_rows: None });
    }
    Some(())
}

/// What planning locks, and how.
fn locked_by_planning(kind: OpKind) -> Option<Vec<(Vec<ObjectName>, &'static str)>> {
    const READ: &str = "ACCESS SHARE";
    const WRITTEN: &str = "ROW EXCLUSIVE";
    Some(match kind {
        OpKind::Query { reads, locks_rows: Some(_), .. } => vec![(reads, "ROW SHARE")],
        OpKind::Query { reads, .. } => vec![(reads, READ)],
        OpKind::Insert(it) => {
            let reads = match it.source {
                InsertSource::Query(reads) => reads,
                InsertSource::Rows(_) => Vec::new(),
            };
            vec![(vec![it.table], WRITTEN), (reads, READ)]
        }
        OpKind::Update(it) => vec![(vec![it.table], WRITTEN), (it.reads, READ)],
        OpKind::Delete(it) => vec![(vec![it.table], WRITTEN), (it.reads, READ)],
        OpKind::Merge { table, .. } => vec![(vec![table], WRITTEN)],
        OpKind::CreateTable(it) => {
            vec![(it.filled_from.map_or_else(Vec::new, |it| it.reads.clone()), READ)]
        }
        OpKind::CreateView(it) => vec![(it.query.reads.clone(), READ)],
        OpKind::RefreshView(it) => vec![(vec![it.view], READ)],
        _ => return None,
    })
}

/// The first relation of `GRANT … ON [TABLE] relation`; privileges on other objects name none.
fn granted_on(mut cursor: Cursor<'_>) -> Option<ObjectName> {
    cursor.take_until(|it| it.is("on"));
    cursor.need("on")?;
    let relation = cursor.eat("table") || cursor.eat("sequence");
    let name = cursor.object()?;
    (relation || cursor.is_any(&["to", "from", "is"]) || cursor.kind() == Some(Kind::Comma))
        .then_some(name)
}

/// The object of COMMENT ON, and its table where it has one.
fn commented(
    reader: &mut Reader<'_>,
    kind: ObjectKind,
) -> Option<(Option<ObjectName>, Option<ObjectName>)> {
    if kind == ObjectKind::Column {
        let mut parts = vec![reader.name()?];
        while reader.eat_kind(Kind::Dot) {
            parts.push(reader.name()?);
        }
        let column = parts.pop()?;
        let table = super::super::cursor::object_name(parts, reader.dialect);
        return Some((Some(ObjectName::bare(column)), Some(table)));
    }
    let name = reader.object();
    let of_table = matches!(
        kind,
        ObjectKind::Constraint | ObjectKind::Trigger | ObjectKind::Policy | ObjectKind::Rule
    );
    let table = if of_table && reader.eat("on") {
        reader.eat("domain");
        reader.object()
    } else {
        None
    };
    Some((name, table))
}
