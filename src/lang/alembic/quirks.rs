//! What a script does besides its operations: calls that the library refuses, arguments that nobody looks at, texts that
//! mean something else than they say.
//!
//! What SQLAlchemy and Alembic refuse or pass over was asked of SQLAlchemy 2.1.9 and Alembic 1.20.1.

use std::collections::BTreeSet;

use crate::dialect::Dialect;
use crate::lang::python::machine::Machine;
use crate::lang::python::parse::{self, Module};
use crate::lang::python::text::Text;
use crate::lang::python::value::{Arg, Call, Object, Value};
use crate::lang::sql::edit::insert;
use crate::ops::unit::{Presence, Quirk, QuirkKind};
use crate::ops::{OpKind, Statement, Unit};
use crate::text::{Edit, Span, distance};

use super::host::Script;
use super::operations::Site;
use super::used;

/// So many quirks of one function are told.
const MOST: usize = 100;

/// What was noticed in one function.
#[derive(Default)]
pub(crate) struct Quirks {
    found: Vec<Quirk>,
    /// Whether the script asked if it runs without a database.
    pub(crate) knows_offline: bool,
    /// Whether rows were changed, so that SQLite's driver has begun a transaction.
    changed_rows: bool,
}

impl Quirks {
    /// Each quirk once, in the order of the text; of those that are told once in a function, the first.
    pub(crate) fn take(&mut self) -> Vec<Quirk> {
        let Quirks { mut found, knows_offline, .. } = std::mem::take(self);
        crate::order::sort_by_key(&mut found, |it| it.span);
        let mut seen = BTreeSet::new();
        let mut kept: Vec<Quirk> = Vec::new();
        for quirk in found {
            let once = match quirk.kind {
                QuirkKind::Online if knows_offline => continue,
                QuirkKind::Online => seen.insert("online"),
                QuirkKind::Fleeting(_) => seen.insert("fleeting"),
                QuirkKind::External(_) => seen.insert("external"),
                _ => {
                    kept.iter().rev().take_while(|it| it.span == quirk.span).all(|it| *it != quirk)
                }
            };
            if once {
                kept.push(quirk);
            }
        }
        kept
    }
}

/// Who sends a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sender {
    /// `op.execute`, which takes a string for a text.
    Operation,
    /// A connection or session, which since SQLAlchemy 2.0 takes statements alone.
    Connection,
    /// `exec_driver_sql`, which hands strings on as they are.
    Driver,
    /// Something that has a method of this name.
    Unknown,
}

impl Script<'_> {
    /// Records a quirk at its place, or where that is in another file, at the call that led there.
    pub(crate) fn tell(
        &mut self,
        machine: &Machine<'_>,
        call: Span,
        span: Span,
        kind: QuirkKind,
        mend: Vec<Edit>,
    ) {
        if self.muted || !machine.loading.is_empty() || MOST <= self.quirks.found.len() {
            return;
        }
        let mend = if machine.in_main() && !span.is_empty() { mend } else { Vec::new() };
        let span = if span.is_empty() { call } else { span };
        self.quirks.found.push(Quirk { span, kind, mend });
    }

    /// A statement that the loading of the file itself sends.
    pub(crate) fn tell_stray(&mut self, machine: &Machine<'_>, statement: &Statement) {
        let understood = statement.ops.iter().any(|it| !matches!(it.kind, OpKind::Opaque(_)));
        if self.muted && machine.loading.is_empty() && machine.condition().is_none() && understood {
            let kind = QuirkKind::Stray;
            self.quirks.found.push(Quirk { span: statement.span, kind, mend: Vec::new() });
        }
    }

    pub(crate) fn tell_online(&mut self, machine: &Machine<'_>, span: Span) {
        self.tell(machine, span, span, QuirkKind::Online, Vec::new());
    }

    /// A call that gives another value in every run, or leads to somewhere else than the database.
    pub(crate) fn tell_fleeting(&mut self, machine: &Machine<'_>, path: &str, call: &Call<'_>) {
        let fleeting = FLEETING.contains(&path)
            || ["random.", "secrets.", "numpy.random."].iter().any(|it| path.starts_with(it));
        let external = EXTERNAL.iter().any(|it| path.starts_with(it));
        if (fleeting || external) && machine.in_main() {
            let kind = if external {
                QuirkKind::External(path.to_owned())
            } else {
                QuirkKind::Fleeting(call.text.to_string())
            };
            self.tell(machine, call.span, call.span, kind, Vec::new());
        }
    }

    /// `recreate="always"` where the database changes tables in place.
    pub(crate) fn tell_copied(&mut self, machine: &Machine<'_>, call: &Call<'_>) {
        let Some(arg) = call.arg(2, "recreate") else { return };
        if arg.value.as_known_str() == Some("always") && self.target.dialect != Dialect::Sqlite {
            let table = self.batch_table(machine, call);
            let edit = |span| Edit { span, text: "\"auto\"".to_owned() };
            let mend = value_of(arg).map(edit).into_iter().collect();
            self.tell(machine, call.span, arg.span, QuirkKind::Copied(table), mend);
        }
    }

    /// Several statements in one text. Drivers of these databases send one at a time: sqlite3 ("You can only execute one
    /// statement at a time"), python-oracledb, and those of MySQL unless they are told otherwise.
    pub(crate) fn tell_joined(
        &mut self,
        machine: &Machine<'_>,
        call: Span,
        whole: Span,
        statements: &[Statement],
    ) {
        let one_by_one = matches!(
            self.target.dialect,
            Dialect::Sqlite | Dialect::Oracle | Dialect::Mysql | Dialect::Mariadb
        );
        let count = statements.iter().filter(|it| !it.ops.is_empty()).count();
        if one_by_one && 1 < count {
            self.tell(machine, call, whole, QuirkKind::Joined(count), Vec::new());
        }
    }

    /// SQLite's driver begins a transaction before rows are changed, and keys cannot be switched in one ("PRAGMA
    /// Statements", `foreign_keys`).
    pub(crate) fn tell_late(
        &mut self,
        machine: &Machine<'_>,
        call: Span,
        statement: &Statement,
        text: &str,
    ) {
        let sets = |it: &crate::ops::Op| matches!(&it.kind, OpKind::Set(it) if it.name == "foreign_keys" && it.value.is_some());
        let switches = statement.ops.iter().any(sets);
        if self.target.dialect == Dialect::Sqlite && self.quirks.changed_rows && switches {
            let kind = QuirkKind::LateSetting(crate::lang::python::text::one_line(text, 60));
            self.tell(machine, call, statement.span, kind, Vec::new());
        }
    }

    /// Keeps in mind that rows were changed.
    pub(crate) fn note_rows(&mut self, statement: &Statement) {
        if statement.condition.is_some() {
            return;
        }
        for op in &statement.ops {
            match op.kind {
                OpKind::Insert(_) | OpKind::Update(_) | OpKind::Delete(_) => {
                    self.quirks.changed_rows = true;
                }
                OpKind::Transaction(_) => self.quirks.changed_rows = false,
                _ => {}
            }
        }
    }

    /// Looks for parameters that have no value, and for plain strings that no connection takes.
    pub(crate) fn look_at_text<'a>(
        &mut self,
        machine: &mut Machine<'a>,
        arg: &Arg<'a>,
        call: &Call<'a>,
        sender: Sender,
    ) {
        let mut value = arg.value.clone();
        let mut is_wrapped = false;
        let mut has_values = 1 < call.args.len() && sender != Sender::Operation;
        for _ in 0..16 {
            let Some(inner) = machine.call_of(&value) else { break };
            let name = machine.last_name(&inner.callee).unwrap_or_default();
            let next = match (name.as_str(), machine.object(&inner.callee)) {
                ("text", _) => {
                    is_wrapped = true;
                    has_values |= inner.keyword("bindparams").is_some();
                    inner.positional().next().map(|it| it.value.clone())
                }
                ("execution_options" | "columns", Some(Object::Member { of, .. })) => {
                    Some(of.clone())
                }
                _ => return,
            };
            let Some(next) = next else { return };
            value = next;
        }
        let Value::Str(text) = &value else { return };
        let text = text.clone();
        if sender == Sender::Connection && !is_wrapped {
            let mend = self.wrapped(machine, arg, &text);
            self.tell(machine, call.span, arg.span, QuirkKind::PlainText, mend);
            return;
        }
        if has_values || !(is_wrapped || sender == Sender::Operation) {
            return;
        }
        let colons = parameters(&text);
        let Some((_, name)) = colons.first() else { return };
        // In a raw string one backslash is one.
        let words = &*arg.text;
        let is_raw = ["r\"", "r'", "R\"", "R'"].iter().any(|it| words.contains(it));
        let place = |at: usize| text.place(Span::new(at, at + 1));
        let edit = |it: &(usize, String)| Some(insert(place(it.0)?.start, "\\\\".to_owned()));
        let mend: Option<Vec<Edit>> =
            if is_raw || text.has_holes { None } else { colons.iter().map(edit).collect() };
        let span = place(colons.first().map_or(0, |it| it.0)).unwrap_or(arg.span);
        let kind = QuirkKind::Parameter(name.clone());
        self.tell(machine, call.span, span, kind, mend.unwrap_or_default());
    }

    /// The edits that make a text of a plain string, where the file has a name for that and the text means the same.
    fn wrapped<'a>(&self, machine: &Machine<'a>, arg: &Arg<'a>, text: &Text) -> Vec<Edit> {
        let same = !text.has_holes && parameters(text).is_empty() && !text.value.contains('%');
        let bound = |name: &str, path: &[&str]| {
            let value = machine.globals.get(&machine.main).and_then(|it| it.get(name));
            value.and_then(Value::as_name).is_some_and(|it| path.contains(&it))
        };
        let wrap = if bound("sa", &["sqlalchemy"]) {
            "sa.text("
        } else if bound("text", &["sqlalchemy.text", "sqlalchemy.sql.text"]) {
            "text("
        } else {
            return Vec::new();
        };
        if !same {
            return Vec::new();
        }
        let edits = |value: Span| {
            vec![insert(value.start, wrap.to_owned()), insert(value.end, ")".to_owned())]
        };
        value_of(arg).map(edits).unwrap_or_default()
    }
}

/// Values that are others in every run, by the full names of what gives them.
const FLEETING: [&str; 10] = [
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "uuid.uuid1",
    "uuid.uuid4",
    "os.getenv",
    "os.environ.get",
    "os.urandom",
    "time.time_ns",
];

/// How the names begin of what leads out of the database: to other servers, and to programs.
const EXTERNAL: [&str; 10] = [
    "requests.",
    "httpx.",
    "urllib.request.",
    "urllib3.",
    "http.client.",
    "boto3.",
    "smtplib.",
    "subprocess.",
    "os.system",
    "os.popen",
];

/// The parameters of a text and where their colons stand, as `TextClause` finds them: a colon before a word, with no
/// colon, word or backslash before it, and no colon behind the word. What is only known when the script runs is none.
fn parameters(text: &Text) -> Vec<(usize, String)> {
    let value = text.value.as_str();
    let is_word = |it: char| it.is_alphanumeric() || it == '_';
    let mut found = Vec::new();
    let mut braces = 0_usize;
    let mut before = ' ';
    for (at, letter) in value.char_indices() {
        if text.has_holes {
            match letter {
                '{' => braces += 1,
                '}' => braces = braces.saturating_sub(1),
                _ => {}
            }
        }
        let starts = letter == ':' && !(before == ':' || before == '\\' || is_word(before));
        before = letter;
        if !starts || 0 < braces {
            continue;
        }
        let rest = value.get(at + 1..).unwrap_or("");
        let length = rest.find(|it: char| !is_word(it)).unwrap_or(rest.len());
        // The expression gives a letter back where a colon follows, so one letter is left at least.
        let followed = rest.get(length..).is_some_and(|it| it.starts_with(':'));
        let least = if followed { 2 } else { 1 };
        if least <= rest.get(..length).unwrap_or("").chars().count() {
            found.push((at, rest.get(..length).unwrap_or("").to_owned()));
        }
    }
    found
}

/// The first row that gives other columns than the first one, by which SQLAlchemy writes the statement.
pub(crate) fn uneven(machine: &Machine<'_>, rows: &[Value<'_>]) -> Option<QuirkKind> {
    let first = keys(machine, rows.first()?)?;
    for (place, row) in rows.iter().enumerate().skip(1) {
        let own = keys(machine, row)?;
        let missed = first.difference(&own).next();
        if let Some(column) = missed.or_else(|| own.difference(&first).next()) {
            let is_lost = missed.is_none();
            return Some(QuirkKind::Uneven {
                row: place + 1,
                column: (*column).to_owned(),
                is_lost,
            });
        }
    }
    None
}

/// The first value that is a text where the column takes dates: SQLite's driver has no dates, and SQLAlchemy makes them of
/// Python's alone ("SQLite Date type only accepts Python date objects as input").
pub(crate) fn dated<'m, 'a>(
    machine: &'m Machine<'a>,
    rows: &'m [Value<'a>],
    dates: &[String],
) -> Option<String> {
    let cells = rows.iter().filter_map(|it| machine.entries(it)).flatten();
    let mut texts = cells.filter(|it| it.1.as_known_str().is_some());
    let found =
        texts.find_map(|it| dates.iter().find(|date| Some(date.as_str()) == it.0.as_known_str()));
    found.cloned()
}

fn keys<'m>(machine: &'m Machine<'_>, row: &'m Value<'_>) -> Option<BTreeSet<&'m str>> {
    let mut keys = BTreeSet::new();
    for (key, _) in machine.entries(row)? {
        keys.insert(key.as_known_str()?);
    }
    Some(keys)
}

type Told = (Span, QuirkKind, Vec<Edit>);

impl<'a> Site<'_, '_, 'a> {
    /// What is wrong with a call of an operation.
    pub(crate) fn quirks(&self, name: &str) -> Vec<Told> {
        let mut told = Vec::new();
        self.look_at_arguments(name, &mut told);
        match name {
            "add_column" => {
                let column = self.arg(1, 0, "column");
                let column = column.and_then(|it| self.reader.call(&it.value, &["Column"]));
                if let Some(column) = column {
                    self.look_at_column(column, &mut told);
                    self.look_at_python_default(column, &mut told);
                }
            }
            "create_table" => {
                for arg in self.call.positional().skip(1) {
                    if let Some(column) = self.reader.call(&arg.value, &["Column"]) {
                        self.look_at_column(column, &mut told);
                    }
                }
            }
            "alter_column" => self.look_at_change(&mut told),
            "create_index" => told.extend(self.widened()),
            "drop_constraint" => self.look_at_drop(&mut told),
            _ => {}
        }
        told
    }

    fn look_at_arguments(&self, name: &str, told: &mut Vec<Told>) {
        let Some((known, dialects)) = arguments(name) else { return };
        for (argument, arg) in self.call.keywords() {
            if known.contains(&argument) {
                continue;
            }
            // `alter_column` and `drop_column` hand on what they do not know to those who do not look at it.
            let lenient = matches!(name, "alter_column" | "drop_column");
            told.extend(judged(argument, arg.span, known, dialects, lenient));
        }
    }

    fn look_at_column(&self, column: &Call<'a>, told: &mut Vec<Told>) {
        for (argument, arg) in column.keywords() {
            if argument == "server_default" {
                told.extend(self.unusable_default(arg, column));
                told.extend(quoted_call(arg, column));
            }
            if !COLUMN.contains(&argument) {
                told.extend(judged(argument, arg.span, &COLUMN, &COLUMN_DIALECTS, false));
            }
        }
        for arg in column.positional() {
            if let Some(key) = self.reader.call(&arg.value, &["ForeignKey"]) {
                for (argument, arg) in key.keywords().filter(|it| !FOREIGN_KEY.contains(&it.0)) {
                    told.extend(judged(argument, arg.span, &FOREIGN_KEY, &[], false));
                }
            }
        }
    }

    /// A default that is neither a text nor an expression ("Argument 'arg' is expected to be one of type `<class 'str'>`").
    fn unusable_default(&self, arg: &Arg<'a>, column: &Call<'a>) -> Option<Told> {
        let words = &*arg.text;
        let sa = column.text.split("Column(").next().filter(|it| it.ends_with('.')).unwrap_or("");
        let quoted = match &arg.value {
            Value::Int(_) | Value::Float(_) if sa.is_empty() => Some(format!("\"{words}\"")),
            Value::Int(_) | Value::Float(_) => Some(format!("{sa}text(\"{words}\")")),
            Value::Bool(it) if !sa.is_empty() => {
                Some(format!("{sa}{}()", if *it { "true" } else { "false" }))
            }
            Value::Bool(_) => None,
            Value::Name(it) if it.starts_with("uuid.") || it.starts_with("datetime.") => None,
            Value::Object(_)
                if self.reader.machine.items(&arg.value).is_some()
                    || self.reader.machine.entries(&arg.value).is_some() =>
            {
                None
            }
            _ => return None,
        };
        let kind = QuirkKind::Refused {
            what: format!(
                "`server_default` is `{words}`, which is neither a text nor an expression"
            ),
            why: "SQLAlchemy raises an ArgumentError, and nothing after it runs",
            help: "write it as a string of SQL, as `sa.text(…)` or as a function of `sa.func`",
        };
        let mend = quoted.and_then(|text| Some(Edit { span: value_of(arg)?, text }));
        Some((arg.span, kind, mend.into_iter().collect()))
    }

    /// `default=` is for rows that the application makes; the ones that are there get nothing.
    fn look_at_python_default(&self, column: &Call<'a>, told: &mut Vec<Told>) {
        let given = |name: &str| column.keyword(name).filter(|it| !it.value.is_none());
        let (Some(arg), None) = (given("default"), given("server_default")) else { return };
        let name = column.positional().next().and_then(|it| it.value.as_known_str());
        let key = given("primary_key").is_some();
        if let Some(name) = name.filter(|_| !key) {
            let words = &*arg.text;
            let sa = column.text.split("Column(").next().filter(|it| it.ends_with('.'));
            let stated = match (&arg.value, sa) {
                (Value::Int(_) | Value::Float(_), Some(sa)) if !column.text.contains("Bool") => {
                    Some(format!("{sa}text(\"{words}\")"))
                }
                (Value::Bool(it), Some(sa)) => {
                    Some(format!("{sa}{}()", if *it { "true" } else { "false" }))
                }
                (Value::Str(_), _) if words.starts_with(['"', '\'']) => Some(words.to_owned()),
                _ => None,
            };
            let mend = stated.and_then(|it| {
                let at = value_of(arg)?.end;
                Some(insert(at, format!(", server_default={it}")))
            });
            let kind = QuirkKind::PythonDefault(name.to_owned());
            told.push((arg.span, kind, mend.into_iter().collect()));
        }
    }

    fn look_at_change(&self, told: &mut Vec<Told>) {
        let given = |name: &str| self.call.keyword(name).filter(|it| !it.value.is_none());
        let unchanged = |it: &Arg<'a>| matches!(it.value, Value::Bool(false));
        let default = given("server_default").filter(|it| !unchanged(it));
        if let Some(arg) = default {
            let computed = self.reader.call(&arg.value, &["Computed"]).is_some();
            if computed && given("existing_server_default").is_none() && self.batch.is_none() {
                let kind = QuirkKind::Refused {
                    what: "a column is made a computed one after the fact".to_owned(),
                    why: "Alembic raises a CompileError: no database is asked to do that",
                    help: "add a computed column beside it, and drop the old one",
                };
                told.push((arg.span, kind, Vec::new()));
            } else if self.reader.call(&arg.value, &["Identity"]).is_some() && self.batch.is_none()
            {
                // `visit_identity_column` (ddl/base.py) is written for these two alone.
                if !matches!(self.reader.dialect(), Dialect::Postgres | Dialect::Oracle) {
                    let kind = QuirkKind::Refused {
                        what: "a column gets an identity after the fact".to_owned(),
                        why: "Alembic raises a CompileError for this database",
                        help: "add a column with the identity beside it, and drop the old one",
                    };
                    told.push((arg.span, kind, Vec::new()));
                }
            } else if !computed {
                told.extend(self.unusable_default(arg, self.call));
                told.extend(quoted_call(arg, self.call));
            }
        }
        let typed = given("type_").is_some() || given("existing_type").is_some();
        let restates = match self.reader.dialect() {
            // `MySQLImpl.alter_column`: "All MySQL CHANGE/MODIFY COLUMN operations require the existing type."
            Dialect::Mysql | Dialect::Mariadb => {
                ["nullable", "new_column_name", "name", "autoincrement"]
                    .iter()
                    .any(|it| given(it).is_some())
                    || self.call.keyword("comment").is_some_and(|it| !unchanged(it))
            }
            // `MSSQLImpl.alter_column`: "… operations with NULL or NOT NULL require the existing_type …"
            Dialect::Mssql => given("nullable").is_some(),
            Dialect::Postgres | Dialect::Sqlite | Dialect::Oracle => false,
        };
        let column = self.arg(1, 0, "column_name").and_then(|it| self.reader.name(it));
        if let (true, false, Some(column), Some(table)) =
            (restates, typed, column, self.table(0, "table_name"))
        {
            told.push((self.call.span, QuirkKind::Untyped { table, column }, Vec::new()));
        }
    }

    /// A unique index over some rows in one database, which in this one is over all.
    fn widened(&self) -> Option<Told> {
        let conditions = ["postgresql_where", "sqlite_where", "mssql_where"];
        let own = match self.reader.dialect() {
            Dialect::Postgres => "postgresql_where",
            Dialect::Sqlite => "sqlite_where",
            Dialect::Mssql => "mssql_where",
            Dialect::Mysql | Dialect::Mariadb | Dialect::Oracle => "",
        };
        let given = |name: &str| self.call.keyword(name).filter(|it| !it.value.is_none());
        let unique = matches!(given("unique")?.value, Value::Bool(true));
        let arg = conditions.iter().find_map(|it| Some((*it, given(it)?)))?;
        (unique && given(own).is_none()).then(|| {
            let argument = arg.0.to_owned();
            (arg.1.span, QuirkKind::PassedOver { argument, meant: None }, Vec::new())
        })
    }

    fn look_at_drop(&self, told: &mut Vec<Told>) {
        let name = self.call.arg(0, "constraint_name").or_else(|| self.call.keyword("name"));
        let kind = self.arg(2, 1, "type_").or_else(|| self.call.keyword("type"));
        let kind = kind.filter(|it| !it.value.is_none());
        let primary = kind.is_some_and(|it| it.value.as_known_str() == Some("primary"));
        if let Some(arg) = name
            && arg.value.is_none()
            && !(primary && self.mysql())
        {
            let told_kind = QuirkKind::Refused {
                what: "a constraint without a name is dropped".to_owned(),
                why: "SQLAlchemy raises an error, since it cannot write DROP CONSTRAINT without a name",
                help: "give the name that the database gave it, or the one that the way up gives",
            };
            told.push((arg.span, told_kind, Vec::new()));
        } else if self.mysql() && kind.is_none() && self.batch.is_none() {
            let told_kind = QuirkKind::Refused {
                what: "a constraint is dropped without saying what it is".to_owned(),
                why: "Alembic raises an error for MySQL: \"No generic 'DROP CONSTRAINT' in MySQL - please specify constraint type\"",
                help: "say `type_=\"foreignkey\"`, `\"unique\"`, `\"check\"` or `\"primary\"`",
            };
            told.push((self.call.span, told_kind, Vec::new()));
        }
    }
}

/// A string that reads like a call, as a text of SQL; the rule over the operation says what is wrong with it.
fn quoted_call(arg: &Arg<'_>, call: &Call<'_>) -> Option<Told> {
    let text = arg.value.as_known_str()?.trim();
    let reads_like_call = text.ends_with("()") || text.to_ascii_lowercase().starts_with("current_");
    let value = value_of(arg).filter(|_| reads_like_call && call.text.contains("sa."))?;
    let mend = vec![insert(value.start, "sa.text(".to_owned()), insert(value.end, ")".to_owned())];
    Some((arg.span, QuirkKind::QuotedCall, mend))
}

/// Where the value of an argument stands, if on one line right behind the name.
fn value_of(arg: &Arg<'_>) -> Option<Span> {
    let Some(name) = &arg.name else { return Some(arg.span) };
    let start = arg.span.start + name.len() as u32 + 1;
    let whole = start as usize + arg.text.len() == arg.span.end as usize;
    whole.then_some(Span { start, end: arg.span.end })
}

/// What is wrong with an argument that is none of the known ones.
fn judged(
    argument: &str,
    span: Span,
    known: &[&'static str],
    of_dialects: &[&'static str],
    lenient: bool,
) -> Option<Told> {
    let databases = ["postgresql", "mysql", "mariadb", "mssql", "oracle", "sqlite"];
    let prefix = argument.split_once('_').map(|it| it.0);
    let is_database = prefix.is_some_and(|it| databases.contains(&it));
    if is_database && (of_dialects.contains(&argument) || of_dialects.contains(&"*") || lenient) {
        return None;
    }
    let refused = is_database || prefix.is_none_or(str::is_empty);
    if refused && !lenient {
        let kind = QuirkKind::Refused {
            what: format!("`{argument}` is no argument of this call"),
            why: "SQLAlchemy raises an error about it, and nothing after it runs",
            help: "correct its spelling, or leave it out",
        };
        return Some((span, kind, Vec::new()));
    }
    let meant = meant(argument, known, of_dialects);
    // What nothing resembles may belong to a dialect or an extension that is not known here.
    let sure = lenient || meant.is_some();
    let kind = QuirkKind::PassedOver { argument: argument.to_owned(), meant };
    sure.then_some((span, kind, Vec::new()))
}

/// The argument that is written nearly so: but for underscores, for the name of a database, or for two letters.
fn meant(
    argument: &str,
    known: &[&'static str],
    of_dialects: &[&'static str],
) -> Option<&'static str> {
    let plain = |it: &str| it.replace('_', "");
    let same = |it: &&&'static str| plain(it) == plain(argument);
    let behind = |it: &&&'static str| it.split_once('_').is_some_and(|it| it.1 == argument);
    let close = |it: &&&'static str| {
        5 < argument.len() && argument.len() < 64 && distance(it, argument) <= 2
    };
    let all = || known.iter().chain(of_dialects);
    let special = match argument {
        "not_null" | "notnull" | "null" => Some("nullable"),
        "default" => Some("server_default"),
        _ => None,
    };
    let special = special.filter(|it| known.contains(it));
    special.or_else(|| {
        all()
            .find(same)
            .or_else(|| of_dialects.iter().find(behind))
            .or_else(|| all().find(close))
            .copied()
    })
}

const COLUMN: [&str; 21] = [
    "name",
    "type_",
    "autoincrement",
    "default",
    "insert_default",
    "doc",
    "key",
    "index",
    "unique",
    "info",
    "nullable",
    "onupdate",
    "primary_key",
    "server_default",
    "server_onupdate",
    "quote",
    "system",
    "comment",
    "insert_sentinel",
    "default_factory",
    "_proxies",
];

const COLUMN_DIALECTS: [&str; 5] = [
    "mssql_identity_increment",
    "mssql_identity_start",
    "sqlite_on_conflict_not_null",
    "sqlite_on_conflict_primary_key",
    "sqlite_on_conflict_unique",
];

const FOREIGN_KEY: [&str; 12] = [
    "column",
    "name",
    "onupdate",
    "ondelete",
    "deferrable",
    "initially",
    "link_to_name",
    "match",
    "info",
    "comment",
    "use_alter",
    "_unresolvable",
];

/// The arguments that an operation knows by name, and those for one database. Older names, which Alembic once took, are
/// among them.
fn arguments(operation: &str) -> Option<(&'static [&'static str], &'static [&'static str])> {
    const INDEX: &[&str] = &[
        "postgresql_concurrently",
        "postgresql_include",
        "postgresql_invalid",
        "postgresql_nulls_not_distinct",
        "postgresql_ops",
        "postgresql_tablespace",
        "postgresql_using",
        "postgresql_where",
        "postgresql_with",
        "mysql_length",
        "mysql_prefix",
        "mysql_using",
        "mysql_with_parser",
        "mariadb_length",
        "mariadb_prefix",
        "mariadb_using",
        "mariadb_with_parser",
        "mssql_clustered",
        "mssql_columnstore",
        "mssql_include",
        "mssql_where",
        "oracle_bitmap",
        "oracle_compress",
        "oracle_vector",
        "sqlite_where",
    ];
    Some(match operation {
        "create_index" => (
            &[
                "index_name",
                "name",
                "table_name",
                "tablename",
                "columns",
                "schema",
                "unique",
                "if_not_exists",
                "quote",
                "info",
            ],
            INDEX,
        ),
        "drop_index" => (
            &["index_name", "name", "table_name", "tablename", "schema", "if_exists", "columns"],
            INDEX,
        ),
        "create_foreign_key" => (
            &[
                "constraint_name",
                "name",
                "source_table",
                "source",
                "referent_table",
                "referent",
                "local_cols",
                "remote_cols",
                "onupdate",
                "ondelete",
                "deferrable",
                "initially",
                "match",
                "source_schema",
                "referent_schema",
                "use_alter",
                "link_to_name",
                "info",
                "comment",
            ],
            &["postgresql_not_valid", "sqlite_on_conflict"],
        ),
        "create_unique_constraint" => (
            &[
                "constraint_name",
                "name",
                "table_name",
                "source",
                "columns",
                "local_cols",
                "schema",
                "deferrable",
                "initially",
                "info",
                "comment",
            ],
            &[
                "postgresql_include",
                "postgresql_nulls_not_distinct",
                "mssql_clustered",
                "sqlite_on_conflict",
            ],
        ),
        "create_check_constraint" => (
            &[
                "constraint_name",
                "name",
                "table_name",
                "source",
                "condition",
                "schema",
                "deferrable",
                "initially",
                "info",
                "comment",
            ],
            &["postgresql_not_valid", "sqlite_on_conflict"],
        ),
        "alter_column" => (
            &[
                "table_name",
                "column_name",
                "column",
                "nullable",
                "comment",
                "server_default",
                "new_column_name",
                "name",
                "type_",
                "existing_type",
                "existing_server_default",
                "existing_nullable",
                "existing_comment",
                "existing_autoincrement",
                "autoincrement",
                "schema",
                "insert_before",
                "insert_after",
            ],
            &["postgresql_using"],
        ),
        _ => return None,
    })
}

/// What the text of the file tells without being evaluated.
pub(crate) fn of_text(text: &str, module: &Module, up: &mut Unit, down: &mut Unit) {
    if !module.errors.is_empty() {
        return;
    }
    let used = used::read(&module.body);
    for (name, span) in used.undefined {
        let mend = used::import_of(text, &module.body, &name);
        up.quirks.push(Quirk { span, kind: QuirkKind::Undefined(name), mend });
    }
    for (name, span) in used.models {
        let unit =
            if down.span.contains(span) && !down.span.is_empty() { &mut *down } else { &mut *up };
        unit.quirks.push(Quirk { span, kind: QuirkKind::Model(name), mend: Vec::new() });
    }
    up.quirks.extend(misstated(text, module, up));
    let alone = up.parents.as_ref().is_none_or(|it| it.len() < 2) && up.labels.is_empty();
    if up.presence == Presence::Empty
        && alone
        && up.depends_on.is_empty()
        && !explains(up.span.of(text))
        && let Some(title) = used::title(&module.body).filter(|it| tells_of_change(it))
    {
        let kind = QuirkKind::Idle(title);
        up.quirks.push(Quirk { span: up.id_span, kind, mend: Vec::new() });
    }
    for unit in [up, down] {
        crate::order::sort_by_key(&mut unit.quirks, |it| it.span);
    }
}

/// Whether the docstring's `Revises:` names other parents than the revision has; Alembic shortens none of them.
fn misstated(text: &str, module: &Module, up: &Unit) -> Option<Quirk> {
    const LABEL: &str = "Revises:";
    let docstring = parse::span_of(module.body.first()?.as_expr_stmt()?);
    let start = docstring.start as usize;
    let mut at = start;
    let line = docstring.of(text).split_inclusive('\n').find(|it| {
        let found = it.starts_with(LABEL);
        at += if found { 0 } else { it.len() };
        found
    })?;
    let value = line.trim_end().strip_prefix(LABEL)?;
    let is_word = |it: char| it.is_alphanumeric() || matches!(it, '_' | ',' | ' ');
    let parents = up.parents.as_ref()?;
    let mut told: Vec<&str> = value.split(',').map(str::trim).filter(|it| !it.is_empty()).collect();
    told.retain(|it| *it != "None");
    let is_of = |told: &&str| parents.iter().any(|it| it.starts_with(*told));
    if !value.chars().all(is_word) || told.iter().any(|it| it.contains(' ')) {
        return None;
    }
    if told.len() == parents.len() && told.iter().all(is_of) {
        return None;
    }
    let list = |of: &[String]| of.join(", ");
    let replaced = Span::new(at + LABEL.len(), at + LABEL.len() + value.len());
    let text = match parents.is_empty() {
        true => String::new(),
        false => format!(" {}", list(parents)),
    };
    let stated = if told.is_empty() { "nothing".to_owned() } else { told.join(", ") };
    let kind = QuirkKind::Misstated { stated, parents: list(parents) };
    let span = Span::new(at, at + LABEL.len() + value.len());
    Some(Quirk { span, kind, mend: vec![Edit { span: replaced, text }] })
}

/// Whether a function holds a comment that is not Alembic's own.
fn explains(function: &str) -> bool {
    function.lines().any(|it| {
        let own = it.contains("commands auto generated") || it.contains("end Alembic commands");
        it.contains('#') && !own
    })
}

/// Whether a message begins with a word that says that the schema changes.
fn tells_of_change(title: &str) -> bool {
    let first = title.split_whitespace().next().unwrap_or("").to_ascii_lowercase();
    let verbs = ["add", "create", "drop", "remove", "rename", "alter", "delete"];
    verbs.iter().any(|it| {
        first.strip_prefix(it).is_some_and(|it| matches!(it, "" | "s" | "d" | "ed" | "ped" | ":"))
    })
}
