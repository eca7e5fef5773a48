//! Columns, constraints and indexes as SQLAlchemy's objects, lowered.

use crate::dialect::{Dialect, Target};
use crate::lang::python::machine::Machine;
use crate::lang::python::value::{Arg, Call, Object, Value};
use crate::ops::column::{ColumnDef, Generated, Identity};
use crate::ops::constraint::{
    Action, Constraint, ConstraintKind, Deferrable, ForeignKey, Key, Validity,
};
use crate::ops::index::{CreateIndex, IndexKey, Online};
use crate::ops::{Clause, Guard, ObjectName};
use crate::text::Span;

use super::expression;
use super::names;
use super::types::{self, EnumType, Type, text_of};

/// What reads SQLAlchemy's objects: the values, and the database they are for.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'m, 'a> {
    pub(crate) machine: &'m Machine<'a>,
    pub(crate) target: Target,
}

/// A column with what it brings beside itself.
pub(crate) struct Column {
    pub(crate) def: ColumnDef,
    pub(crate) kind: Option<Type>,
    pub(crate) primary_key: bool,
    /// `nullable=True` was written; SQLAlchemy then leaves even a key's column without NOT NULL.
    pub(crate) says_null: bool,
    /// `index=True`: an index of its own, unique where `unique=True` stands beside it.
    pub(crate) index: bool,
    pub(crate) unique: bool,
    /// Foreign keys and checks given as arguments.
    pub(crate) constraints: Vec<Constraint>,
    /// `None` for SQLAlchemy's "auto".
    pub(crate) autoincrement: Option<bool>,
    pub(crate) has_foreign_key: bool,
    /// A sequence of its own fills it.
    pub(crate) has_sequence: bool,
    /// Python fills it (`default=…`).
    pub(crate) is_filled: bool,
    pub(crate) clauses: Vec<(Clause, Span)>,
}

impl<'a> Reader<'_, 'a> {
    pub(crate) fn dialect(&self) -> Dialect {
        self.target.dialect
    }

    /// A name or text that an argument gives, holes included; `None` for `None`.
    pub(crate) fn text(&self, arg: &Arg<'a>) -> Option<String> {
        types::text_of(self.machine, &arg.value, &arg.text)
    }

    pub(crate) fn name(&self, arg: &Arg<'a>) -> Option<String> {
        self.text(arg).map(|it| names::fold(&it, self.dialect()))
    }

    pub(crate) fn flag(&self, call: &Call<'a>, name: &str) -> bool {
        call.keyword(name).is_some_and(|it| self.machine.truth_of(&it.value) == Some(true))
    }

    /// Whether a unique key takes NULLs for equal, which PostgreSQL alone can be told.
    pub(crate) fn are_nulls_equal(&self, call: &Call<'a>) -> bool {
        self.dialect() == Dialect::Postgres && self.flag(call, "postgresql_nulls_not_distinct")
    }

    /// The names in a list of strings or columns.
    pub(crate) fn names(&self, arg: &Arg<'a>) -> Vec<String> {
        match self.machine.items(&arg.value) {
            Some(items) => items.iter().filter_map(|it| self.column_name(it, &arg.text)).collect(),
            None => self.column_name(&arg.value, &arg.text).into_iter().collect(),
        }
    }

    fn column_name(&self, value: &Value<'a>, words: &str) -> Option<String> {
        if let Some(Object::Member { name, .. }) = self.machine.object(value) {
            return Some(names::fold(name, self.dialect()));
        }
        if let Some((_, Value::Str(name))) = self.subscript(value) {
            return Some(names::fold(&name.value, self.dialect()));
        }
        if let Some(call) = self.call(value, &["Column", "column"]) {
            return self.name(call.positional().next()?);
        }
        text_of(self.machine, value, words).map(|it| names::fold(&it, self.dialect()))
    }

    /// The table and the name of `table.c["column"]`.
    pub(crate) fn subscript(&self, value: &Value<'a>) -> Option<(&Value<'a>, &Value<'a>)> {
        let Object::Item { of, index } = self.machine.object(value)? else { return None };
        match self.machine.object(of)? {
            Object::Member { of, name } if matches!(&**name, "c" | "columns") => Some((of, index)),
            _ => None,
        }
    }

    /// The call behind a value where what is called ends in one of these names.
    pub(crate) fn call(&self, value: &Value<'a>, wanted: &[&str]) -> Option<&Call<'a>> {
        let call = self.machine.call_of(value)?;
        let name = self.machine.last_name(&call.callee)?;
        wanted.contains(&name.as_str()).then_some(call)
    }

    // Columns

    pub(crate) fn column(&self, value: &Value<'a>) -> Option<Column> {
        let call = self.call(value, &["Column", "column", "AutoColumn", "mapped_column"])?;
        let mut positional = call.positional().peekable();
        let name_arg =
            call.keyword("name").or_else(|| positional.next_if(|it| self.is_name(&it.value)));
        let name = name_arg.and_then(|it| self.name(it)).unwrap_or_else(|| "{name}".to_owned());
        let mut column = Column {
            def: ColumnDef::new(name, None),
            kind: None,
            primary_key: self.flag(call, "primary_key"),
            says_null: self.flag(call, "nullable"),
            index: self.flag(call, "index"),
            unique: self.flag(call, "unique"),
            constraints: Vec::new(),
            autoincrement: None,
            has_foreign_key: false,
            has_sequence: false,
            is_filled: false,
            clauses: Vec::new(),
        };
        if let Some(arg) = name_arg {
            column.clauses.push((Clause::Column, arg.span));
        }
        if let Some(arg) = call.keyword("type_") {
            self.set_type(&mut column, arg);
        }
        for arg in positional {
            self.column_part(&mut column, arg);
        }
        self.column_keywords(&mut column, call);
        if column.primary_key && self.is_required_key(&column) {
            column.def.nullable = Some(false);
        }
        Some(column)
    }

    /// Whether a key's column is written NOT NULL: SQL Server's compiler says so whatever the script says
    /// (`MSDDLCompiler.get_column_specification`).
    pub(crate) fn is_required_key(&self, column: &Column) -> bool {
        !column.says_null || self.dialect() == Dialect::Mssql
    }

    fn is_name(&self, value: &Value<'a>) -> bool {
        match value {
            Value::Str(_) => true,
            Value::Object(_) => self.call(value, &["f", "quoted_name"]).is_some(),
            Value::Unknown(_) => true,
            _ => false,
        }
    }

    fn set_type(&self, column: &mut Column, arg: &Arg<'a>) {
        if let Some(kind) = types::read(self.machine, &arg.value, self.target) {
            column.def.data_type = Some(kind.data_type.clone());
            column.kind = Some(kind);
            column.clauses.push((Clause::Type, arg.span));
        }
    }

    /// A positional argument after the name: the type, or something that hangs on the column.
    fn column_part(&self, column: &mut Column, arg: &Arg<'a>) {
        let name =
            self.machine.call_of(&arg.value).and_then(|it| self.machine.last_name(&it.callee));
        let call = self.machine.call_of(&arg.value);
        match (name.as_deref(), call) {
            (Some("ForeignKey"), Some(call)) => {
                column.has_foreign_key = true;
                column.constraints.push(self.column_foreign_key(&column.def.name, call));
                column.clauses.push((Clause::References, arg.span));
            }
            (Some("CheckConstraint"), Some(_)) => {
                column.def.constraints.extend(self.constraint(&arg.value));
                column.clauses.push((Clause::Check, arg.span));
            }
            (Some("Computed"), Some(call)) => {
                let text =
                    call.positional().next().and_then(|it| self.text(it)).unwrap_or_default();
                let expr = expression::read(&text, self.target);
                column.def.generated = Some(match call.arg(1, "persisted").map(|it| &it.value) {
                    Some(Value::Bool(true)) => Generated::Stored(expr),
                    Some(Value::Bool(false)) => Generated::Virtual(expr),
                    // PostgreSQL before 18 has no other kind, and SQLAlchemy writes STORED there.
                    _ if self.dialect() == Dialect::Postgres => Generated::Stored(expr),
                    _ => Generated::Unstated(expr),
                });
                column.clauses.push((Clause::Generated, arg.span));
            }
            // SQLite and MySQL have none, and SQLAlchemy leaves it out there.
            (Some("Identity"), Some(_))
                if matches!(
                    self.dialect(),
                    Dialect::Sqlite | Dialect::Mysql | Dialect::Mariadb
                ) =>
            {
                column.def.nullable.get_or_insert(false);
            }
            (Some("Identity"), Some(call)) => {
                let always =
                    call.arg(0, "always").is_some_and(|it| matches!(it.value, Value::Bool(true)));
                column.def.generated = Some(Generated::Identity(match self.dialect() {
                    Dialect::Mssql => Identity::Seeded,
                    _ if always => Identity::Always,
                    _ => Identity::ByDefault,
                }));
                column.def.nullable.get_or_insert(false);
                column.clauses.push((Clause::Identity, arg.span));
            }
            (Some("Sequence"), Some(call)) => column.has_sequence = !self.flag(call, "optional"),
            (Some("FetchedValue" | "ColumnDefault"), _) => {}
            _ if column.kind.is_none() => self.set_type(column, arg),
            _ => {}
        }
    }

    fn column_keywords(&self, column: &mut Column, call: &Call<'a>) {
        for (name, arg) in call.keywords() {
            match name {
                "nullable" => {
                    match self.machine.truth_of(&arg.value) {
                        // SQLAlchemy writes nothing for a column that may be NULL.
                        Some(true) => column.def.nullable = None,
                        Some(false) => column.def.nullable = Some(false),
                        None => {}
                    }
                    column.clauses.push((Clause::NotNull, arg.span));
                }
                "primary_key" => column.clauses.push((Clause::PrimaryKey, arg.span)),
                "unique" => column.clauses.push((Clause::Unique, arg.span)),
                "server_default" if !arg.value.is_none() => {
                    if self.call(&arg.value, &["Identity", "Computed"]).is_some() {
                        self.column_part(column, arg);
                        continue;
                    }
                    let text = expression::server_default(self.machine, arg, self.target);
                    column.def.default = Some(expression::read(&text, self.target));
                    column.clauses.push((Clause::Default, arg.span));
                }
                "default" => column.is_filled = !arg.value.is_none(),
                "comment" => column.def.comment = self.text(arg),
                "autoincrement" => {
                    column.autoincrement = self
                        .machine
                        .truth_of(&arg.value)
                        .filter(|_| !matches!(arg.value, Value::Str(_)))
                }
                _ => {}
            }
        }
    }

    fn column_foreign_key(&self, column: &str, call: &Call<'a>) -> Constraint {
        let unnamed = || (ObjectName::bare(crate::lang::python::text::hole("column")), None);
        let target = call.arg(0, "column");
        let (references, referenced) = target.map_or_else(unnamed, |it| self.reference(it));
        let (on_delete, set_on_delete, on_update) = self.actions(call);
        let key = ForeignKey {
            columns: vec![column.to_owned()],
            references,
            referenced: referenced.into_iter().collect(),
            on_delete,
            on_update,
            set_on_delete,
        };
        self.finish(Constraint::new(ConstraintKind::ForeignKey(key)), call, call.keyword("name"))
    }

    /// Whether a foreign key is to be added after its table (`use_alter`): SQLAlchemy leaves it out of CREATE TABLE
    /// where the database can add it later (`DDLCompiler.create_table_constraints`), and `op.create_table` adds none.
    pub(crate) fn comes_later(&self, value: &Value<'a>) -> bool {
        let key = self.call(value, &["ForeignKey", "ForeignKeyConstraint"]);
        self.dialect() != Dialect::Sqlite && key.is_some_and(|it| self.flag(it, "use_alter"))
    }

    /// Whether a column's foreign key is such a one.
    pub(crate) fn key_comes_later(&self, column: &Value<'a>) -> bool {
        let call = self.machine.call_of(column);
        call.is_some_and(|it| it.positional().any(|it| self.comes_later(&it.value)))
    }

    /// `"schema.table.column"`, or a column object.
    fn reference(&self, arg: &Arg<'a>) -> (ObjectName, Option<String>) {
        self.reference_value(&arg.value, &arg.text)
    }

    fn reference_value(&self, value: &Value<'a>, words: &str) -> (ObjectName, Option<String>) {
        if let Some(Object::Member { of, name }) = self.machine.object(value)
            && let Some(table) = super::statement::table_of(self.machine, of, self.target)
        {
            return (table, Some(names::fold(name, self.dialect())));
        }
        let text = text_of(self.machine, value, words)
            .unwrap_or_else(|| crate::lang::python::text::hole(words));
        // A value of the application, such as a model's attribute, tells neither its table nor its column.
        if text.starts_with('{') && text.find('}') == text.len().checked_sub(1) {
            return (ObjectName::bare(text), None);
        }
        let split = if text.ends_with('}') { text.rfind(".{") } else { text.rfind('.') };
        match split.and_then(|at| Some((text.get(..at)?, text.get(at + 1..)?))) {
            Some((table, column)) => (
                names::object(None, table, self.dialect()),
                Some(names::fold(column, self.dialect())),
            ),
            None => (names::object(None, &text, self.dialect()), None),
        }
    }

    fn action(&self, call: &Call<'a>, name: &str) -> (Action, Vec<String>) {
        let text = call.keyword(name).and_then(|it| self.text(it)).unwrap_or_default();
        let (words, columns) = text.split_once('(').unwrap_or((text.as_str(), ""));
        let action = match words.trim().to_ascii_uppercase().as_str() {
            "CASCADE" => Action::Cascade,
            "SET NULL" => Action::SetNull,
            "SET DEFAULT" => Action::SetDefault,
            "RESTRICT" => Action::Restrict,
            _ => Action::NoAction,
        };
        let columns = columns.trim_end_matches([')', ' ']).split(',').map(str::trim);
        (action, columns.filter(|it| !it.is_empty()).map(str::to_owned).collect())
    }

    /// Name, validity and deferral, which every constraint may have.
    pub(crate) fn finish(
        &self,
        mut constraint: Constraint,
        call: &Call<'a>,
        name: Option<&Arg<'a>>,
    ) -> Constraint {
        constraint.name = name.and_then(|it| self.name(it));
        if self.flag(call, "postgresql_not_valid") && self.dialect() == Dialect::Postgres {
            constraint.validity = Validity::NotValid;
        }
        let initially = call.keyword("initially").and_then(|it| self.text(it)).unwrap_or_default();
        if initially.eq_ignore_ascii_case("deferred") {
            constraint.deferrable = Deferrable::InitiallyDeferred;
        } else if self.flag(call, "deferrable") {
            constraint.deferrable = Deferrable::InitiallyImmediate;
        }
        constraint
    }

    // Constraints of tables

    /// A constraint given inside a table.
    pub(crate) fn constraint(&self, value: &Value<'a>) -> Option<Constraint> {
        let call = self.machine.call_of(value)?;
        let kind = self.machine.last_name(&call.callee)?;
        let columns =
            || -> Vec<String> { call.positional().flat_map(|it| self.names(it)).collect() };
        let key = || Key {
            columns: columns(),
            nulls_not_distinct: self.are_nulls_equal(call),
            include: call
                .keyword("postgresql_include")
                .map(|it| self.names(it))
                .unwrap_or_default(),
            ..Key::default()
        };
        let (kind, name) = match kind.as_str() {
            "PrimaryKeyConstraint" => (ConstraintKind::PrimaryKey(key()), call.keyword("name")),
            "UniqueConstraint" => (ConstraintKind::Unique(key()), call.keyword("name")),
            "ForeignKeyConstraint" => {
                let key = self.foreign_key(call)?;
                (ConstraintKind::ForeignKey(key), call.arg(2, "name"))
            }
            "CheckConstraint" => {
                let arg = call.arg(0, "sqltext")?;
                (ConstraintKind::Check(self.predicate(arg)), call.arg(1, "name"))
            }
            "ExcludeConstraint" => {
                let mut keys = Vec::new();
                for arg in call.positional() {
                    let first = self
                        .machine
                        .items(&arg.value)
                        .and_then(|it| it.first())
                        .unwrap_or(&arg.value);
                    keys.push(self.index_key(first, &arg.text));
                }
                let method = Some(
                    call.keyword("using").and_then(|it| self.text(it)).unwrap_or("gist".to_owned()),
                );
                let predicate = call
                    .keyword("where")
                    .filter(|it| !it.value.is_none())
                    .map(|it| self.predicate(it));
                (ConstraintKind::Exclude { method, keys, predicate }, call.keyword("name"))
            }
            _ => return None,
        };
        Some(self.finish(Constraint::new(kind), call, name))
    }

    fn foreign_key(&self, call: &Call<'a>) -> Option<ForeignKey> {
        let columns = call.arg(0, "columns").map(|it| self.names(it))?;
        let referenced = call.arg(1, "refcolumns")?;
        let mut references = None;
        let mut names = Vec::new();
        for item in self.machine.items(&referenced.value).unwrap_or_default() {
            let (table, column) = self.reference_value(item, &referenced.text);
            references.get_or_insert(table);
            names.extend(column);
        }
        let references = references
            .unwrap_or_else(|| ObjectName::bare(crate::lang::python::text::hole(&referenced.text)));
        let (on_delete, set_on_delete, on_update) = self.actions(call);
        Some(ForeignKey {
            columns,
            references,
            referenced: names,
            on_delete,
            on_update,
            set_on_delete,
        })
    }

    /// ON DELETE, the columns that it sets where it names some, and ON UPDATE.
    pub(crate) fn actions(&self, call: &Call<'a>) -> (Action, Vec<String>, Action) {
        let (on_delete, set) = self.action(call, "ondelete");
        (on_delete, set, self.action(call, "onupdate").0)
    }

    /// A condition, given as text or as an expression.
    pub(crate) fn predicate(&self, arg: &Arg<'a>) -> crate::ops::expr::Expr {
        let text = match &arg.value {
            Value::Str(it) => Some(it.value.clone()),
            value => expression::to_sql(self.machine, value, self.target),
        };
        match text {
            Some(text) => expression::read(&text, self.target),
            None => crate::ops::expr::Expr::unread(crate::lang::python::text::hole(&arg.text)),
        }
    }

    // Indexes

    pub(crate) fn index_key(&self, value: &Value<'a>, words: &str) -> IndexKey {
        let by_name = |name: String| IndexKey { column: Some(name), ..IndexKey::default() };
        if let Value::Str(it) = value {
            return by_name(names::fold(&it.value, self.dialect()));
        }
        if let Some(call) = self.call(value, &["desc", "asc"]) {
            let inner = match self.machine.object(&call.callee) {
                Some(Object::Member { of, .. }) if call.args.is_empty() => of.clone(),
                _ => call.positional().next().map_or(Value::None, |it| it.value.clone()),
            };
            let descending = self.machine.last_name(&call.callee).as_deref() == Some("desc");
            let mut key = match self.machine.object(&inner) {
                Some(Object::Call(_)) | None => self.plain_key(&inner, words),
                _ => by_name(self.column_name(&inner, words).unwrap_or_default()),
            };
            key.descending = descending;
            return key;
        }
        self.plain_key(value, words)
    }

    /// A key without an order: a column, or a text that is read as one where it is a bare name.
    fn plain_key(&self, value: &Value<'a>, words: &str) -> IndexKey {
        if self.call(value, &["text", "literal_column"]).is_some() || matches!(value, Value::Str(_))
        {
            let text = text_of(self.machine, value, words).unwrap_or_default();
            return key_of_text(&text, self.target);
        }
        if let Some(name) = match self.machine.object(value) {
            Some(Object::Member { .. }) => self.column_name(value, words),
            Some(Object::Item { .. }) if self.subscript(value).is_some() => {
                self.column_name(value, words)
            }
            _ => {
                self.call(value, &["Column", "column"]).and_then(|_| self.column_name(value, words))
            }
        } {
            return IndexKey { column: Some(name), ..IndexKey::default() };
        }
        match expression::to_sql(self.machine, value, self.target) {
            Some(text) => {
                IndexKey { expr: Some(expression::read(&text, self.target)), ..IndexKey::default() }
            }
            None => {
                let column = Some(crate::lang::python::text::hole(words));
                IndexKey { column, ..IndexKey::default() }
            }
        }
    }

    /// `Index(name, *columns, …)` inside a table.
    pub(crate) fn index(&self, table: &ObjectName, call: &Call<'a>) -> CreateIndex {
        let mut index = CreateIndex::new(table.clone());
        let mut positional = call.positional();
        index.name =
            call.keyword("name").or_else(|| positional.next()).and_then(|it| self.name(it));
        index.keys = positional.map(|it| self.index_key(&it.value, &it.text)).collect();
        self.index_options(&mut index, call);
        if index.name.is_none() {
            let first = index.keys.first().and_then(|it| it.column.as_deref());
            index.name = first.map(|it| names::index_name(table, it, self.dialect()));
        }
        index
    }

    pub(crate) fn index_options(&self, index: &mut CreateIndex, call: &Call<'a>) {
        let dialect = self.dialect();
        let prefix = match dialect {
            Dialect::Postgres => "postgresql_",
            Dialect::Mysql | Dialect::Mariadb => "mysql_",
            Dialect::Sqlite => "sqlite_",
            Dialect::Oracle => "oracle_",
            Dialect::Mssql => "mssql_",
        };
        for (name, arg) in call.keywords() {
            match name {
                "unique" => index.unique = self.machine.truth_of(&arg.value) == Some(true),
                // The compilers of Oracle and SQL Server do not look at it (`visit_create_index`).
                "if_not_exists" if matches!(dialect, Dialect::Oracle | Dialect::Mssql) => {}
                "if_not_exists" if self.machine.truth_of(&arg.value) == Some(true) => {
                    index.guard = Guard::IfNeeded
                }
                _ => {
                    if let Some(option) = name.strip_prefix(prefix) {
                        self.index_option(index, option, arg);
                    }
                }
            }
        }
    }

    fn index_option(&self, index: &mut CreateIndex, option: &str, arg: &Arg<'a>) {
        match option {
            "concurrently" => {
                index.online = match self.machine.truth_of(&arg.value) {
                    Some(true) => Online::Yes,
                    Some(false) => Online::No,
                    None => Online::Unknown,
                };
            }
            "where" if !arg.value.is_none() => index.predicate = Some(self.predicate(arg)),
            "using" | "prefix" => index.method = self.text(arg).map(|it| it.to_ascii_lowercase()),
            "include" => index.include = self.names(arg),
            "nulls_not_distinct" => {
                index.nulls_not_distinct = self.machine.truth_of(&arg.value) == Some(true)
            }
            "ops" | "length" => {
                for (key, value) in self.machine.entries(&arg.value).unwrap_or_default() {
                    let (Some(name), Some(value)) =
                        (key.as_known_str(), text_of(self.machine, value, &arg.text))
                    else {
                        continue;
                    };
                    let named = index.keys.iter_mut().find(|it| {
                        let text = it.expr.as_ref().map(|it| it.text.as_str());
                        it.column.as_deref().or(text) == Some(name)
                    });
                    match (named, option) {
                        (Some(key), "ops") => key.opclass = Some(value),
                        (Some(key), _) => key.prefix = value.parse().ok(),
                        (None, _) => {}
                    }
                }
                if let (Value::Int(length), "length") = (&arg.value, option) {
                    for key in &mut index.keys {
                        key.prefix = u32::try_from(*length).ok();
                    }
                }
            }
            "with" => {
                for (key, value) in self.machine.entries(&arg.value).unwrap_or_default() {
                    let (Some(key), Some(value)) =
                        (key.as_known_str(), text_of(self.machine, value, &arg.text))
                    else {
                        continue;
                    };
                    index.options.push((key.to_ascii_lowercase(), value.to_ascii_lowercase()));
                }
            }
            "tablespace" => {
                index.options.extend(self.text(arg).map(|it| ("tablespace".to_owned(), it)))
            }
            "clustered" if self.machine.truth_of(&arg.value) == Some(true) => {
                index.method = Some("clustered".to_owned())
            }
            _ => {}
        }
    }
}

/// A key written as text: a bare column name, perhaps with an order, or an expression.
fn key_of_text(text: &str, target: Target) -> IndexKey {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or("");
    let bare = first.trim_matches('"');
    let is_name =
        !bare.is_empty() && bare.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
    let rest: Vec<String> = words.map(str::to_ascii_lowercase).collect();
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    let (descending, nulls_first) = match rest.as_slice() {
        [] | ["asc"] => (false, None),
        ["desc"] => (true, None),
        ["desc", "nulls", end @ ("first" | "last")] => (true, Some(*end == "first")),
        ["asc", "nulls", end @ ("first" | "last")] | ["nulls", end @ ("first" | "last")] => {
            (false, Some(*end == "first"))
        }
        _ => {
            let expr = Some(expression::read(text, target));
            return IndexKey { expr, ..IndexKey::default() };
        }
    };
    if !is_name {
        let expr = Some(expression::read(text, target));
        return IndexKey { expr, ..IndexKey::default() };
    }
    let column = if first.starts_with('"') { bare.to_owned() } else { target.dialect.fold(bare) };
    IndexKey { column: Some(column), descending, nulls_first, ..IndexKey::default() }
}

/// The named types behind columns, each once.
pub(crate) fn named_types(columns: &[Column]) -> Vec<EnumType> {
    let mut found: Vec<EnumType> = Vec::new();
    for named in columns.iter().filter_map(|it| it.kind.as_ref()?.named.as_ref()) {
        if found.iter().all(|it| it.name != named.name) {
            found.push(named.clone());
        }
    }
    found
}
