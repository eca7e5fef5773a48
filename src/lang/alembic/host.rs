//! What the names of Alembic and SQLAlchemy mean while a script is evaluated, and the statements that come of it.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::dialect::{Dialect, Target};
use crate::lang::python::evaluate::{Host, WRITTEN, WRITTEN_ANYWHERE};
use crate::lang::python::machine::Machine;
use crate::lang::python::value::{Call, Id, Object, Value};
use crate::ops::transaction::TransactionOp;
use crate::ops::{ObjectName, Op, OpKind, Opaque, OpaqueExtent, OpaqueReason, Statement};
use crate::text::Span;

use super::copy;
use super::environment::Setting;
use super::models::Models;
use super::naming::Naming;
use super::quirks::Quirks;
use super::registry::Registry;
use super::schema::Reader;

/// Names that stand for what Alembic hands to a script.
pub(crate) const OP: &str = "alembic.op";
pub(crate) const BIND: &str = "@bind";
const CONTEXT: &str = "@context";
const DIALECT: &str = "@dialect";
pub(crate) const INSPECTOR: &str = "@inspector";
pub(crate) const SESSION: &str = "@session";

pub(crate) struct Script<'a> {
    pub(crate) target: Target,
    pub(crate) registry: Registry<'a>,
    pub(crate) models: Models<'a>,
    pub(crate) version_table_schema: Setting,
    pub(crate) naming: Naming,
    statements: Vec<Statement>,
    /// Batches that are open, each with the statements that it sends at its end.
    batches: Vec<(Id, Vec<Statement>)>,
    /// Types that came with a table of this script, each of which is made once.
    pub(crate) types_with_tables: BTreeSet<ObjectName>,
    /// While the module itself is loaded nothing is recorded.
    pub(crate) muted: bool,
    /// What is told of the script besides its statements.
    pub(crate) quirks: Quirks,
}

/// Modules whose calls do nothing to a database.
#[rustfmt::skip]
static HARMLESS: &[&str] = &[
    "__future__", "abc", "argparse", "asyncio", "atexit", "base64", "bcrypt", "binascii", "bisect",
    "builtins", "bytes", "click", "codecs", "collections", "concurrent", "configparser", "contextlib", "copy", "csv",
    "dataclasses", "datetime", "dateutil", "decimal", "dict", "email", "enum", "fnmatch", "functools", "gc",
    "getpass", "glob", "gzip", "hashlib", "heapq", "hmac", "html", "http", "importlib",
    "inspect", "io", "ipaddress", "itertools", "json", "locale", "logging", "loguru", "math",
    "multiprocessing", "networkx", "numbers", "nx", "operator", "orjson", "os", "packaging", "pathlib",
    "pickle", "pkgutil", "platform", "pprint", "pytz", "queue", "random", "re", "rich",
    "secrets", "shutil", "signal", "simplejson", "six", "socket", "sqlalchemy", "ssl", "statistics",
    "string", "struct", "structlog", "subprocess", "sys", "tarfile", "tempfile", "textwrap", "threading",
    "time", "tqdm", "traceback", "types", "typing", "ujson", "unicodedata", "urllib", "uuid",
    "warnings", "weakref", "xml", "yaml", "zipfile", "zlib",
];

/// What takes its name as its first argument.
const NAMED_FIRST: [&str; 6] = ["Column", "Index", "Sequence", "Table", "create_table", "table"];

/// Methods that do something for which an object was made.
const WORKS: [&str; 9] =
    ["run", "upgrade", "downgrade", "migrate", "apply", "perform", "up", "down", "install"];

/// Methods that send no statement of their own, whatever they are called on.
#[rustfmt::skip]
const LOGGING: [&str; 20] = [
    "debug", "info", "warning", "warn", "error", "exception", "critical", "log", "print", "warn_explicit",
    // Checks of Python values.
    "invariant", "check", "require",
    // The end of a piece of work of a session.
    "commit", "rollback", "flush", "close", "refresh", "expunge_all", "expire_all",
];

impl<'a> Script<'a> {
    pub(crate) fn new(target: Target) -> Script<'a> {
        Script {
            target,
            registry: Registry::default(),
            models: Models::default(),
            version_table_schema: Setting::Unset,
            naming: Naming::default(),
            statements: Vec::new(),
            batches: Vec::new(),
            types_with_tables: BTreeSet::new(),
            muted: false,
            quirks: Quirks::default(),
        }
    }

    /// The statements recorded so far.
    pub(crate) fn take(&mut self) -> Vec<Statement> {
        self.types_with_tables.clear();
        for (_, queued) in std::mem::take(&mut self.batches) {
            self.statements.extend(queued);
        }
        std::mem::take(&mut self.statements)
    }

    pub(crate) fn reader<'m>(&self, machine: &'m Machine<'a>) -> Reader<'m, 'a> {
        Reader { machine, target: self.target }
    }

    /// Records a statement under the conditions at hand.
    pub(crate) fn emit(&mut self, machine: &Machine<'_>, mut statement: Statement) {
        if self.muted || !machine.loading.is_empty() {
            self.tell_stray(machine, &statement);
            return;
        }
        statement.condition = machine.condition();
        self.note_rows(&statement);
        self.statements.push(placed(statement));
    }

    /// Records a statement that a batch sends when it ends.
    pub(crate) fn emit_in(
        &mut self,
        machine: &Machine<'_>,
        batch: Option<Id>,
        mut statement: Statement,
    ) {
        let queue = batch.and_then(|id| self.batches.iter_mut().rev().find(|(it, _)| *it == id));
        match queue {
            Some((_, queued)) if !self.muted && machine.loading.is_empty() => {
                statement.condition = machine.condition();
                queued.push(placed(statement));
            }
            _ => self.emit(machine, statement),
        }
    }

    pub(crate) fn opaque(
        &mut self,
        machine: &Machine<'_>,
        span: Span,
        why: OpaqueReason,
        detail: &str,
    ) {
        let opaque = Opaque { why, detail: detail.to_owned(), extent: OpaqueExtent::Statement };
        self.emit(machine, Statement::new(span, vec![Op::new(OpKind::Opaque(opaque), span)]));
    }

    /// Whether it was said already that code of another module, called from this place, is not understood.
    fn told(&self, machine: &Machine<'_>, span: Span) -> bool {
        let last = self.statements.last().filter(|_| !machine.in_main());
        last.is_some_and(|it| {
            it.span == span && it.ops.iter().any(|it| matches!(it.kind, OpKind::Opaque(_)))
        })
    }

    fn dialect_name(&self) -> &'static str {
        match self.target.dialect {
            Dialect::Postgres => "postgresql",
            Dialect::Mysql | Dialect::Mariadb => "mysql",
            Dialect::Sqlite => "sqlite",
            Dialect::Oracle => "oracle",
            Dialect::Mssql => "mssql",
        }
    }

    fn name_attribute(&self, path: &str, name: &str) -> Option<Value<'a>> {
        let known = |it: &str| Some(Value::Name(Rc::from(it)));
        match (path, name) {
            (BIND | SESSION, "dialect") | (CONTEXT, "dialect") => known(DIALECT),
            (BIND | SESSION, "engine" | "connection" | "bind") => known(BIND),
            (CONTEXT, "bind" | "connection") => known(BIND),
            (CONTEXT, "impl") => known(CONTEXT),
            (CONTEXT, "version_table_schema") => match &self.version_table_schema {
                Setting::Unset => Some(Value::None),
                Setting::Literal(it) => Some(Value::str(it)),
                Setting::Unknown => None,
            },
            (CONTEXT, "as_sql") => Some(Value::Bool(false)),
            (BIND, "name") | (DIALECT, "name") => Some(Value::str(self.dialect_name())),
            (BIND, "driver") | (DIALECT, "driver") => None,
            (DIALECT, "is_mariadb") => Some(Value::Bool(self.target.dialect == Dialect::Mariadb)),
            (DIALECT, "supports_sequences") => {
                Some(Value::Bool(!matches!(self.target.dialect, Dialect::Mysql | Dialect::Sqlite)))
            }
            (DIALECT, "default_schema_name")
                if !self.target.dialect.default_schema().is_empty() =>
            {
                Some(Value::str(self.target.dialect.default_schema()))
            }
            _ => None,
        }
    }

    /// What a call of a library's name gives, where it is known without a database.
    fn library_call(
        &mut self,
        machine: &mut Machine<'a>,
        path: &str,
        call: &Call<'a>,
    ) -> Option<Value<'a>> {
        let known = |it: &str| Some(Value::Name(Rc::from(it)));
        let last = path.rsplit('.').next().unwrap_or(path);
        self.tell_fleeting(machine, path, call);
        let takes_bind = |machine: &Machine<'a>| {
            call.args.iter().any(|it| matches!(it.value.as_name(), Some(BIND | SESSION)))
                && machine.exhausted.is_none()
        };
        match (path, last) {
            ("alembic.context.is_offline_mode", _) => {
                self.quirks.knows_offline = true;
                Some(Value::Bool(false))
            }
            // What is said on the command line; mostly that is nothing.
            ("alembic.context.get_x_argument", _) => {
                let dictionary = call.arg(0, "as_dictionary").map(|it| machine.truth_of(&it.value));
                match dictionary {
                    None | Some(Some(false)) => Some(machine.list(Vec::new())),
                    Some(Some(true)) => Some(machine.alloc(Object::Dict(Vec::new()))),
                    Some(None) => None,
                }
            }
            ("alembic.op.get_bind" | "alembic.context.get_bind", _) => known(BIND),
            ("alembic.op.get_context" | "alembic.context.get_context", _) => known(CONTEXT),
            (_, "get_bind") if path.starts_with('@') => known(BIND),
            (BIND_BEGIN | BIND_CONNECT | BIND_NESTED | BIND_OPTIONS, _) => known(BIND),
            (
                _,
                "begin"
                | "begin_nested"
                | "connection"
                | "execution_options"
                | "get_execution_options",
            ) if path.starts_with(SESSION) || path.starts_with(BIND) => known(BIND),
            (_, "Session" | "sessionmaker" | "scoped_session") => known(SESSION),
            (SESSION, _) => known(SESSION),
            ("@dialect.type_descriptor", _) => {
                Some(self.described(machine, &call.positional().next()?.value))
            }
            (_, "inspect" | "from_engine" | "Inspector") if takes_bind(machine) => {
                self.tell_online(machine, call.span);
                known(INSPECTOR)
            }
            (_, "begin_transaction") => known(BIND),
            ("isinstance", _) => self.is_dialect(call),
            _ => None,
        }
    }
}

impl<'a> Script<'a> {
    /// The type that a dialect takes for a generic one (`colspecs` of SQLAlchemy's dialects).
    fn described(&self, machine: &mut Machine<'a>, given: &Value<'a>) -> Value<'a> {
        let call = machine.call_of(given).cloned();
        let path =
            call.as_ref().map_or_else(|| machine.dotted(given), |it| machine.dotted(&it.callee));
        let path = path.unwrap_or_default();
        if !path.starts_with("sqlalchemy.") || path.contains("dialects") {
            return given.clone();
        }
        let dialect = self.target.dialect;
        let adapted = match (path.rsplit('.').next().unwrap_or_default(), dialect) {
            (
                "CHAR" | "NCHAR" | "NVARCHAR" | "TEXT" | "CLOB" | "Text" | "UnicodeText",
                Dialect::Postgres,
            )
            | ("CHAR" | "TEXT" | "CLOB" | "Text", Dialect::Mssql) => "VARCHAR",
            ("NCHAR", Dialect::Mssql) => "NVARCHAR",
            ("VARCHAR", Dialect::Oracle) => "VARCHAR2",
            ("TEXT", Dialect::Oracle) => "Text",
            ("DECIMAL", it) if it != Dialect::Sqlite => "NUMERIC",
            ("REAL", it) if it != Dialect::Sqlite => "FLOAT",
            ("DOUBLE", Dialect::Postgres | Dialect::Oracle | Dialect::Mssql) => "FLOAT",
            ("DATETIME", Dialect::Postgres | Dialect::Oracle)
            | ("TIMESTAMP", Dialect::Mssql | Dialect::Sqlite) => "DateTime",
            ("BigInteger" | "BIGINT", Dialect::Oracle) => "INTEGER",
            ("UUID", Dialect::Oracle | Dialect::Mssql) => "Uuid",
            ("BLOB", Dialect::Mssql) => "LargeBinary",
            _ => return given.clone(),
        };
        let callee = Value::Name(Rc::from(format!("sqlalchemy.{adapted}")));
        match call {
            Some(call) => machine.alloc(Object::Call(Call { callee, ..call })),
            None => callee,
        }
    }

    /// `isinstance(bind.dialect, MySQLDialect)`.
    fn is_dialect(&self, call: &Call<'a>) -> Option<Value<'a>> {
        let mut args = call.positional();
        if args.next()?.value.as_name()? != DIALECT {
            return None;
        }
        let class = args.next()?.value.as_name()?.to_ascii_lowercase();
        let last = class.rsplit('.').next().unwrap_or(&class);
        let named = |name: &str| class.contains(name);
        let wanted = match self.target.dialect {
            Dialect::Postgres => last.starts_with("pg") || named("postgres"),
            Dialect::Mysql => named("mysql"),
            Dialect::Mariadb => named("mysql") || named("mariadb"),
            Dialect::Sqlite => named("sqlite"),
            Dialect::Oracle => named("oracle"),
            Dialect::Mssql => last.starts_with("ms"),
        };
        Some(Value::Bool(wanted))
    }
}

const BIND_BEGIN: &str = "@bind.begin";
const BIND_CONNECT: &str = "@bind.connect";
const BIND_NESTED: &str = "@bind.begin_nested";
const BIND_OPTIONS: &str = "@bind.execution_options";

impl<'a> Host<'a> for Script<'a> {
    fn attribute(
        &mut self,
        machine: &mut Machine<'a>,
        of: &Value<'a>,
        name: &str,
    ) -> Option<Value<'a>> {
        if let Some(Object::Class(class)) = machine.object(of) {
            // A model's column is told with its table.
            let column = class.attributes.get(name).and_then(|it| machine.call_of(it));
            let made = column.and_then(|it| machine.last_name(&it.callee))?;
            let mapped = class.attributes.contains_key("__tablename__")
                || class.attributes.contains_key("__table__");
            let is_column = matches!(made.as_str(), "Column" | "mapped_column");
            return (mapped && is_column)
                .then(|| machine.alloc(Object::Member { of: of.clone(), name: Rc::from(name) }));
        }
        if let ("tables" | "sorted_tables", Value::Object(_)) = (name, of) {
            return self.tables(machine, of, name);
        }
        if name == "indexes"
            && let Some(call) = machine.call_of(of)
            && machine.last_name(&call.callee).as_deref() == Some("Table")
        {
            return Some(self.indexes(machine, of));
        }
        // `table.name`, `column.name`, `enum.name`.
        if name == "name"
            && let Some(call) = machine.call_of(of)
            && let Some(called) = machine.last_name(&call.callee)
        {
            let first = NAMED_FIRST.contains(&called.as_str()).then(|| call.positional().next());
            let named = call.keyword("name").or(first.flatten()).map(|it| &it.value);
            return named.filter(|it| matches!(it, Value::Str(_))).cloned();
        }
        // `metadata.naming_convention`, `metadata.schema`.
        if let Some(call) = machine.call_of(of)
            && machine.last_name(&call.callee).as_deref() == Some("MetaData")
        {
            return call.keyword(name).map(|it| it.value.clone());
        }
        self.name_attribute(of.as_name()?, name)
    }

    fn call(&mut self, machine: &mut Machine<'a>, call: &Call<'a>) -> Option<Value<'a>> {
        if let Some(path) = call.callee.as_name() {
            let path = path.to_owned();
            if let Some(value) = self.library_call(machine, &path, call) {
                return Some(value);
            }
            if let Some(name) =
                path.strip_prefix("alembic.op.").or_else(|| path.strip_prefix("op."))
            {
                return self.operation(machine, name, call, None);
            }
            if path.ends_with(".identifier_preparer.quote")
                && let Some(text) = call.positional().next().and_then(|it| it.value.as_text())
            {
                return Some(Value::str(super::names::write(&text.value, self.target.dialect)));
            }
            if let Some((of, name @ ("create_all" | "drop_all"))) = path.rsplit_once('.')
                && self.create_or_drop_all(
                    machine,
                    &Value::Name(Rc::from(of)),
                    name == "create_all",
                    call,
                )
            {
                return Some(Value::None);
            }
            if let Some((of, name)) = path.rsplit_once('.')
                && self.executes(machine, of, name, call)
            {
                return Some(Value::Unknown(call.text.clone()));
            }
            return self.wrapper(machine, &path, call);
        }
        let Some(Object::Member { of, name }) = machine.object(&call.callee) else { return None };
        let (of, name) = (of.clone(), name.clone());
        self.method(machine, &of, &name, call)
    }

    /// SQLAlchemy's `TypeDecorator.load_dialect_impl`.
    fn explains(&self) -> (&'static str, Value<'a>) {
        ("load_dialect_impl", Value::Name(Rc::from(DIALECT)))
    }

    /// SQLAlchemy's `@compiles(Class, "dialect")`.
    fn writes(&self, decorator: &Call<'a>) -> Option<(Value<'a>, &'static str)> {
        let mut args = decorator.positional();
        let class = args.next()?.value.clone();
        let mut dialects = args.filter_map(|it| it.value.as_known_str()).peekable();
        if dialects.peek().is_none() {
            return Some((class, WRITTEN_ANYWHERE));
        }
        let own = self.dialect_name();
        let maria = self.target.dialect == Dialect::Mariadb;
        dialects.any(|it| it == own || maria && it == "mariadb").then_some((class, WRITTEN))
    }

    /// `table.c.column`, of which `table.c.column is None` is no condition but False.
    fn is_object(&self, machine: &Machine<'a>, value: &Value<'a>) -> bool {
        let Some(Object::Member { of, .. }) = machine.object(value) else { return false };
        let Some(Object::Member { of: table, name }) = machine.object(of) else { return false };
        matches!(&**name, "c" | "columns")
            && self.reader(machine).call(table, &["Table", "table"]).is_some()
    }

    fn give_up(&mut self, machine: &mut Machine<'a>, call: &Call<'a>) {
        if !self.told(machine, call.span) {
            self.opaque(machine, call.span, OpaqueReason::ImportedCode, &call.text);
        }
    }

    fn register(&mut self, machine: &Machine<'a>, decorator: &Call<'a>, what: &Value<'a>) {
        self.registry.add(machine, decorator, what);
    }

    fn instead(&mut self, machine: &mut Machine<'a>, call: &Call<'a>) -> Option<Call<'a>> {
        self.registry.instead(machine, call)
    }

    fn unknown_call(&mut self, machine: &mut Machine<'a>, call: &Call<'a>) {
        let handed_on = call
            .args
            .iter()
            .any(|it| matches!(it.value.as_name(), Some(OP | BIND | SESSION | CONTEXT)));
        let last = machine.last_name(&call.callee).unwrap_or_default();
        // Making an object of a class does nothing to a database.
        let makes = matches!(last.as_str(), "__init__" | "__setattr__")
            || last.starts_with(|it: char| it.is_uppercase());
        if LOGGING.contains(&last.as_str()) || makes {
            return;
        }
        if let Some(path) = call.callee.as_name() {
            let first = path.split('.').next().unwrap_or(path);
            let operation =
                path.strip_prefix("alembic.op.").map(|it| it.replacen("_geospatial_", "_", 1));
            // The configuration of an application, whose keys are no columns.
            if path.contains(".config.") {
                return;
            }
            if operation.is_some_and(|it| !super::operations::is_known(&it)) {
                self.opaque(machine, call.span, OpaqueReason::UnknownOperation, &call.text);
            } else if !self.told(machine, call.span)
                && !path.starts_with('@')
                && first != "alembic"
                && (path.contains('.') && !HARMLESS.contains(&first)
                    || handed_on && first != "sqlalchemy" && path != "print")
            {
                self.opaque(machine, call.span, OpaqueReason::ImportedCode, &call.text);
            }
            return;
        }
        if handed_on
            && matches!(
                machine.object(&call.callee),
                Some(Object::Member { of: Value::Unknown(_), .. }) | None
            )
        {
            self.opaque(machine, call.span, OpaqueReason::RuntimeValue, &call.text);
        } else if WORKS.contains(&last.as_str())
            && !self.told(machine, call.span)
            && made_elsewhere(machine, call)
        {
            self.opaque(machine, call.span, OpaqueReason::ImportedCode, &call.text);
        }
    }

    fn enter(&mut self, machine: &mut Machine<'a>, manager: &Value<'a>) -> Value<'a> {
        if let (Value::Object(id), Some(call)) = (manager, machine.call_of(manager)) {
            match machine.last_name(&call.callee).as_deref() {
                Some("batch_alter_table") => {
                    self.tell_copied(machine, call);
                    self.batches.push((*id, Vec::new()));
                }
                Some("autocommit_block") => {
                    let span = call.span;
                    self.autocommit(machine, span, TransactionOp::BeginAutocommit);
                }
                _ => {}
            }
        } else if let Value::Unknown(words) = manager
            && words.contains("autocommit_block")
        {
            self.autocommit(machine, Span::default(), TransactionOp::BeginAutocommit);
        }
        manager.clone()
    }

    fn leave(&mut self, machine: &mut Machine<'a>, manager: &Value<'a>) {
        let (Value::Object(id), Some(call)) = (manager, machine.call_of(manager)) else { return };
        match machine.last_name(&call.callee).as_deref() {
            Some("batch_alter_table") => {
                if let Some(at) = self.batches.iter().rposition(|(it, _)| it == id) {
                    let (_, mut queued) = self.batches.remove(at);
                    if self.target.dialect == Dialect::Sqlite && copy::copies(call, &queued) {
                        copy::mark(&mut queued, call, machine.catching == 0);
                        if let Some(text) = self.copy_text(machine, call, &queued) {
                            copy::join(&mut queued, text);
                        }
                    }
                    self.statements.extend(queued);
                }
            }
            Some("autocommit_block") => {
                let span = call.span;
                self.autocommit(machine, span, TransactionOp::EndAutocommit);
            }
            _ => {}
        }
    }
}

/// What an imported module wrote stands, for this file, where it is used.
fn placed(mut statement: Statement) -> Statement {
    for op in &mut statement.ops {
        for (_, span) in &mut op.clauses {
            if span.is_empty() {
                *span = op.span;
            }
        }
    }
    statement
}

/// Whether a method is called on what code of another module made: `Migrator(…).run()`.
fn made_elsewhere<'a>(machine: &Machine<'a>, call: &Call<'a>) -> bool {
    let mut callee = call.callee.clone();
    let mut calls = 0;
    for _ in 0..32 {
        callee = match (machine.object(&callee), &callee) {
            (Some(Object::Member { of, .. }), _) => of.clone(),
            (Some(Object::Call(inner)), _) => {
                calls += 1;
                inner.callee.clone()
            }
            (_, Value::Name(path)) => {
                let first = path.split('.').next().unwrap_or(path);
                return 0 < calls
                    && path.contains('.')
                    && !path.starts_with('@')
                    && first != "alembic"
                    && !HARMLESS.contains(&first);
            }
            _ => return false,
        };
    }
    false
}

impl<'a> Script<'a> {
    fn autocommit(&mut self, machine: &Machine<'_>, span: Span, op: TransactionOp) {
        self.emit(machine, Statement::new(span, vec![Op::new(OpKind::Transaction(op), span)]));
    }

    /// A method of something that the script holds: a batch, a table, a type, a connection.
    fn method(
        &mut self,
        machine: &mut Machine<'a>,
        of: &Value<'a>,
        name: &str,
        call: &Call<'a>,
    ) -> Option<Value<'a>> {
        let base = machine.call_of(of).cloned();
        let base_name =
            base.as_ref().and_then(|it| machine.last_name(&it.callee)).unwrap_or_default();
        if base_name == "batch_alter_table"
            && let (Some(base), Value::Object(id)) = (&base, of)
        {
            let table = self.batch_table(machine, base);
            return self.operation(machine, name, call, Some((*id, table)));
        }
        if matches!(name, "create" | "drop" | "create_all" | "drop_all")
            && self.create_or_drop(machine, of, name, call)
        {
            return Some(Value::None);
        }
        if matches!(name, "quote" | "quote_identifier" | "quote_ident" | "format_table")
            && let Some(text) = call.positional().next().and_then(|it| it.value.as_text())
        {
            return Some(Value::str(super::names::write(&text.value, self.target.dialect)));
        }
        if matches!((name, base_name.as_str()), ("copy" | "_copy", "Column" | "mapped_column")) {
            return Some(of.clone());
        }
        // `sa.false().compile(bind)` put into a text.
        if name == "compile"
            && base.is_some()
            && let Some(text) = super::expression::to_sql(machine, of, self.target)
        {
            return Some(Value::str(text));
        }
        if self.executes(machine, "", name, call) {
            return Some(Value::Unknown(call.text.clone()));
        }
        let unknown = matches!(of, Value::Unknown(_)) || base.is_some();
        if unknown && super::operations::is_known(name) && name != "execute" {
            return self.operation(machine, name, call, None);
        }
        None
    }
}
