//! Columns that an operation names and its table certainly has not. Every database refuses them, each in its own words.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::{Certainty, Effect, EffectKind, Refusal};
use crate::catalog::Schema;
use crate::dialect::Dialect;
use crate::ops::column::{AlterColumn, ColumnDef, Generated};
use crate::ops::constraint::{Constraint, ConstraintKind};
use crate::ops::data::{Insert, Update};
use crate::ops::expr::Expr;
use crate::ops::index::CreateIndex;
use crate::ops::table::{CreateTable, Output, OutputValue, Selection};
use crate::ops::{Clause, Guard, ObjectName, Op, OpKind, is_unknown};

/// What the operation does with the column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It changes the column itself.
    Changed,
    Dropped,
    /// It gives the column a value.
    Written,
    /// An expression mentions it.
    Read,
    /// An index or a constraint is over it.
    Key,
    /// A foreign key is of it.
    Referring,
    /// A foreign key refers to it.
    Referenced,
}

/// Adds a refusal for each operation that names such a column, unless its own engine has refused it already.
pub(super) fn columns(ops: &[Op], before: &Schema, found: &mut Vec<Effect>) {
    let mut refused = vec![false; ops.len()];
    for it in found.iter().filter(|it| matches!(it.kind, EffectKind::Refused { .. })) {
        if let Some(refused) = refused.get_mut(it.op) {
            *refused = true;
        }
    }
    let made = OnceCell::new();
    for (index, op) in ops.iter().enumerate() {
        let guarded = op.clauses.iter().any(|it| it.0 == Clause::IfExists);
        if guarded || refused[index] {
            continue;
        }
        let asked = Asked { ops, made: &made, op, before, dialect: before.target.dialect };
        let Some(absent) = asked.absent() else { continue };
        found.push(Effect {
            kind: EffectKind::Refused {
                why: words(asked.dialect, &absent),
                refusal: Refusal::Schema,
            },
            op: index,
            clause: None,
            certainty: Certainty::Certain,
            because: String::new(),
            source: source(asked.dialect),
        });
    }
}

struct Asked<'a> {
    ops: &'a [Op],
    made: &'a OnceCell<Made<'a>>,
    op: &'a Op,
    before: &'a Schema,
    dialect: Dialect,
}

struct Absent<'a> {
    role: Role,
    table: &'a ObjectName,
    column: &'a str,
    /// What the statement calls the table, where it says whose column it means.
    called: Option<&'a str>,
}

/// What the statement makes, so that it need not be there before.
#[derive(Default)]
struct Made<'a> {
    /// Nobody knows what.
    anything: bool,
    tables: BTreeSet<&'a ObjectName>,
    /// In lower case.
    columns: BTreeSet<(&'a ObjectName, String)>,
}

impl<'a> Made<'a> {
    fn by(ops: &'a [Op], dialect: Dialect) -> Made<'a> {
        let mut made = Made::default();
        for op in ops {
            match &op.kind {
                OpKind::AddColumn { table, column: ColumnDef { name, .. }, .. }
                | OpKind::RenameColumn { table, to: name, .. } => {
                    made.columns.insert((table, name.to_ascii_lowercase()));
                }
                OpKind::AlterColumn { table, change: AlterColumn::Redefine { .. }, .. }
                    if matches!(dialect, Dialect::Mysql | Dialect::Mariadb) =>
                {
                    made.tables.insert(table);
                }
                OpKind::CreateTable(it) => {
                    made.tables.insert(&it.name);
                }
                OpKind::RenameTable { .. } | OpKind::Opaque(_) => made.anything = true,
                _ => {}
            }
        }
        made
    }

    fn has(&self, table: &ObjectName, column: &str) -> bool {
        self.anything
            || self.tables.contains(table)
            || self.columns.contains(&(table, column.to_ascii_lowercase()))
    }
}

impl<'a> Asked<'a> {
    /// The first column that is not there.
    fn absent(&self) -> Option<Absent<'a>> {
        match &self.op.kind {
            // Of what is there already nobody reads the definition.
            OpKind::CreateTable(it)
                if it.guard == Guard::IfNeeded && self.before.is_relation(&it.name) =>
            {
                None
            }
            OpKind::CreateIndex(it)
                if it.guard == Guard::IfNeeded
                    && it.name.as_ref().is_some_and(|name| {
                        self.before.indexes.contains_key(&it.table.sibling(name))
                    }) =>
            {
                None
            }
            OpKind::CreateTable(it) => match &it.filled_from {
                Some(query) => self.in_query(query),
                None => of_new(it),
            },
            // SQLite looks at a view's query when it is used ("CREATE VIEW").
            OpKind::CreateView(_) if self.before.target.dialect == Dialect::Sqlite => None,
            OpKind::CreateView(it) => self.in_query(&it.query),
            OpKind::AddColumn { table, column, .. } => {
                let computed = column.generated.as_ref()?.expression()?;
                self.in_expression(table, computed)
            }
            OpKind::CreateIndex(it) => self.of_index(it),
            OpKind::AddConstraint { table, constraint, .. } => {
                self.of_constraint(table, constraint)
            }
            OpKind::DropColumn { table, column, guard: Guard::None, .. } => {
                self.one(Role::Dropped, table, column)
            }
            OpKind::RenameColumn { table, column, .. } => self.one(Role::Changed, table, column),
            OpKind::AlterColumn { table, column, change } => match change {
                // A column that MODIFY makes anew, or that CHANGE renames, is told by its engine.
                AlterColumn::Redefine { .. } => None,
                _ => self.one(Role::Changed, table, column),
            },
            OpKind::Insert(it) => self.of_insert(it),
            OpKind::Update(it) => self.of_update(it),
            OpKind::Delete(it) if it.reads.is_empty() => {
                let absent = self.in_expression(&it.table, it.predicate.as_ref()?)?;
                (!reads_more(&it.text, &["using", "join"])).then_some(absent)
            }
            _ => None,
        }
    }

    fn of_index(&self, index: &'a CreateIndex) -> Option<Absent<'a>> {
        let table = &index.table;
        let keys = index.keys.iter().filter_map(|it| it.column.as_ref()).chain(&index.include);
        let expressions = index.keys.iter().filter_map(|it| it.expr.as_ref());
        let mut expressions = expressions.chain(&index.predicate);
        self.first(Role::Key, table, keys)
            .or_else(|| expressions.find_map(|it| self.in_expression(table, it)))
    }

    fn of_constraint(
        &self,
        table: &'a ObjectName,
        constraint: &'a Constraint,
    ) -> Option<Absent<'a>> {
        match &constraint.kind {
            ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => {
                self.first(Role::Key, table, &key.columns)
            }
            ConstraintKind::ForeignKey(key) => self
                .first(Role::Referring, table, &key.columns)
                .or_else(|| self.first(Role::Referenced, &key.references, &key.referenced)),
            ConstraintKind::Check(check) => self.in_expression(table, check),
            ConstraintKind::Exclude { keys, .. } => {
                self.first(Role::Key, table, keys.iter().filter_map(|it| it.column.as_ref()))
            }
            ConstraintKind::NotNull { column } => self.one(Role::Changed, table, column),
            ConstraintKind::Default { column, .. } => self.one(Role::Key, table, column),
        }
    }

    fn of_insert(&self, insert: &'a Insert) -> Option<Absent<'a>> {
        self.first(Role::Written, &insert.table, &insert.columns)
    }

    /// Where other relations are read, it is not certain whose column a name is.
    fn of_update(&self, update: &'a Update) -> Option<Absent<'a>> {
        if !update.reads.is_empty() {
            return None;
        }
        let table = &update.table;
        let expressions = update.sets.iter().map(|it| &it.1).chain(&update.predicate);
        self.first(Role::Written, table, update.sets.iter().map(|it| &it.0)).or_else(|| {
            let absent = expressions.into_iter().find_map(|it| self.in_expression(table, it))?;
            (!reads_more(&update.text, &["from", "join"])).then_some(absent)
        })
    }

    fn first(
        &self,
        role: Role,
        table: &'a ObjectName,
        columns: impl IntoIterator<Item = &'a String>,
    ) -> Option<Absent<'a>> {
        columns.into_iter().find_map(|it| self.one(role, table, it))
    }

    fn one(&self, role: Role, table: &'a ObjectName, column: &'a str) -> Option<Absent<'a>> {
        self.lacks(table, column).then_some(Absent { role, table, column, called: None })
    }

    /// A name in an expression may also be a column of a query in it, a variable of the block around it, a word of a
    /// function that takes words (MySQL's `timestampdiff(second, …)`), in PostgreSQL the whole row or a field of a
    /// composite value, and in SQLite a text that stands in double quotes ("SQLite Keywords").
    fn in_expression(&self, table: &'a ObjectName, expr: &'a Expr) -> Option<Absent<'a>> {
        let plain = expr.columns.iter().filter(|it| !it.eq_ignore_ascii_case(&table.name));
        let absent = self.first(Role::Read, table, plain)?;
        let doubtful = match self.dialect {
            Dialect::Postgres => {
                expr.text.contains(").") || expr.functions.iter().any(|it| it.name == "normalize")
            }
            Dialect::Sqlite => expr.text.contains('"') || !expr.functions.is_empty(),
            Dialect::Mysql | Dialect::Mariadb | Dialect::Oracle | Dialect::Mssql => {
                !expr.functions.is_empty()
            }
        };
        let in_block = self.op.clauses.iter().any(|it| it.0 == Clause::Block);
        let asks = expr.text.to_ascii_lowercase().contains("select");
        (!doubtful && !in_block && !asks).then_some(absent)
    }

    /// The columns that a query over plain relations gives. A name without a qualifier may also be a relation's, which
    /// stands for the whole row, or in PostgreSQL a function's that takes it ("Composite Types").
    fn in_query(&self, query: &'a Selection) -> Option<Absent<'a>> {
        let outputs = query.outputs.as_ref()?;
        let known = |it: &ObjectName| self.before.table(it).is_some() && query.reads.contains(it);
        let quoted = self.dialect == Dialect::Sqlite && query.text.contains('"');
        let in_block = self.op.clauses.iter().any(|it| it.0 == Clause::Block);
        (!quoted && !in_block && outputs.from.iter().all(known)).then_some(())?;
        let named = |column: &str| outputs.from.iter().any(|it| *it.name == *column);
        let absent = outputs.columns.iter().find_map(|it| {
            let Output::One { value: OutputValue::Column(of, column), .. } = it else {
                return None;
            };
            let sources = of.as_ref().map_or(outputs.from.as_slice(), std::slice::from_ref);
            let lacking = sources.iter().all(|it| self.lacks(it, column));
            let table = sources.first().filter(|_| lacking)?;
            if of.is_none() && (named(column) || names_alias(&query.text, column)) {
                return None;
            }
            let called = of.as_ref().and_then(|_| qualifier(&query.text, column));
            Some(Absent { role: Role::Read, table, column, called })
        })?;
        let function = self.before.functions.keys().any(|it| *it.name == *absent.column);
        (!function).then_some(absent)
    }

    /// Whether the table is known and has no such column, and the statement does not make it either.
    fn lacks(&self, table: &ObjectName, column: &str) -> bool {
        let same = |name: &str| name.eq_ignore_ascii_case(column);
        let known = |it: &crate::catalog::Table| {
            it.lacks_column(column) && !it.columns.iter().any(|it| same(&it.name))
        };
        !is_unknown(column)
            && column.starts_with(|it: char| it.is_alphabetic() || it == '_')
            && !pseudo_columns(self.dialect).iter().any(|it| same(it))
            && self.before.table(table).is_some_and(known)
            && !self.made.get_or_init(|| Made::by(self.ops, self.dialect)).has(table, column)
    }
}

/// Whether a statement has one of the words behind which rows come from elsewhere, which need not be a table:
/// `FROM (VALUES …) AS v (id, note)`.
fn reads_more(text: &str, words: &[&str]) -> bool {
    let mut said = text.split(|it: char| !it.is_ascii_alphanumeric() && it != '_');
    said.any(|it| words.iter().any(|word| it.eq_ignore_ascii_case(word)))
}

/// Whether the query may call a relation or a column so: the name stands elsewhere than in a list or behind SELECT.
fn names_alias(text: &str, name: &str) -> bool {
    let text = text.replace(',', " , ");
    let mut before = ",";
    text.split(|it: char| !it.is_alphanumeric() && !"_,.".contains(it)).any(|word| {
        let listed = before == "," || before.eq_ignore_ascii_case("select");
        if !word.is_empty() {
            before = word;
        }
        !listed && word.eq_ignore_ascii_case(name)
    })
}

/// What stands before the column's name and a full stop.
fn qualifier<'a>(text: &'a str, column: &str) -> Option<&'a str> {
    let mut words = text.split(|it: char| !it.is_alphanumeric() && it != '_' && it != '.');
    words.find_map(|it| {
        let (before, name) = it.rsplit_once('.')?;
        name.eq_ignore_ascii_case(column).then_some(before)
    })
}

/// A key over a column that the new table does not get, where all its columns are listed.
fn of_new(create: &CreateTable) -> Option<Absent<'_>> {
    let more = !create.like.is_empty()
        || !create.inherits.is_empty()
        || create.partition_of.is_some()
        || create.of_type.is_some()
        || create.filled_from.is_some()
        || create.columns.is_empty();
    let lacks = |column: &&String| {
        !is_unknown(column) && !create.columns.iter().any(|it| it.name.eq_ignore_ascii_case(column))
    };
    if more {
        return None;
    }
    create.constraints.iter().find_map(|it| {
        let (role, columns) = match &it.kind {
            // Without overlaps a key ends with a period, which is no column in MariaDB.
            ConstraintKind::Unique(key) if key.without_overlaps => return None,
            ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => {
                (Role::Key, &key.columns)
            }
            ConstraintKind::ForeignKey(key) => (Role::Referring, &key.columns),
            _ => return None,
        };
        let column = columns.iter().find(lacks)?;
        Some(Absent { role, table: &create.name, column, called: None })
    })
}

/// A column that is computed and is given another value than its DEFAULT all the same.
pub(super) fn computed<'a>(before: &Schema, kind: &'a OpKind) -> Option<(&'a ObjectName, &'a str)> {
    let written = |table: &ObjectName, name: &str| {
        let column = before.table(table).and_then(|it| it.column(name));
        column.and_then(|it| it.generated.as_ref()).is_some_and(|it| {
            matches!(it, Generated::Stored(_) | Generated::Virtual(_) | Generated::Unstated(_))
        })
    };
    let default = |it: &str| it.trim().eq_ignore_ascii_case("default");
    match kind {
        OpKind::Update(it) => {
            let mut sets = it.sets.iter().filter(|it| !default(&it.1.text));
            sets.find(|set| written(&it.table, &set.0)).map(|set| (&it.table, set.0.as_str()))
        }
        // Which of the values is DEFAULT is not told.
        OpKind::Insert(it) if !it.text.to_ascii_lowercase().contains("default") => {
            let column = it.columns.iter().find(|column| written(&it.table, column))?;
            Some((&it.table, column.as_str()))
        }
        _ => None,
    }
}

/// What a new table would have twice, where each may be there once.
pub(super) enum Twice {
    Column(String),
    PrimaryKey,
    Index(String),
}

pub(super) fn twice(create: &CreateTable) -> Option<Twice> {
    let primary = |it: &&Constraint| matches!(it.kind, ConstraintKind::PrimaryKey(_));
    let within = create.columns.iter().flat_map(|it| &it.constraints);
    let keys = create.constraints.iter().chain(within).filter(primary).count();
    let columns = create.columns.iter().map(|it| &it.name);
    let indexes = create.indexes.iter().filter_map(|it| it.name.as_ref());
    repeated(columns)
        .map(Twice::Column)
        .or_else(|| (1 < keys).then_some(Twice::PrimaryKey))
        .or_else(|| repeated(indexes).map(Twice::Index))
}

fn repeated<'a>(names: impl Iterator<Item = &'a String>) -> Option<String> {
    let mut names: Vec<String> =
        names.filter(|it| !is_unknown(it)).map(|it| it.to_ascii_lowercase()).collect();
    crate::order::sort(&mut names);
    names.windows(2).find(|it| it[0] == it[1]).map(|it| it[0].clone())
}

/// Columns that every table has without anybody's having made them, and words that stand where a column may.
/// PostgreSQL: "System Columns"; MySQL: "Generated Invisible Primary Keys" and "CREATE INDEX Statement", `_rowid`; SQLite:
/// "ROWIDs and the INTEGER PRIMARY KEY"; Oracle: "Pseudocolumns"; SQL Server: "Graph processing", whose columns begin
/// with `$`.
fn pseudo_columns(dialect: Dialect) -> &'static [&'static str] {
    match dialect {
        Dialect::Postgres => {
            &["tableoid", "oid", "xmin", "cmin", "xmax", "cmax", "ctid", "default", "excluded"]
        }
        Dialect::Mysql | Dialect::Mariadb => {
            &["_rowid", "my_row_id", "default", "row_start", "row_end"]
        }
        Dialect::Sqlite => &["rowid", "oid", "_rowid_", "true", "false"],
        Dialect::Oracle => &[
            "rowid",
            "rownum",
            "level",
            "ora_rowscn",
            "sysdate",
            "systimestamp",
            "user",
            "uid",
            "column_value",
            "object_id",
            "object_value",
            "nextval",
            "currval",
            "default",
            "dbtimezone",
            "sessiontimezone",
            "localtimestamp",
            "xmldata",
        ],
        Dialect::Mssql => &["default", "identitycol", "rowguidcol"],
    }
}

fn words(dialect: Dialect, absent: &Absent<'_>) -> String {
    let column = absent.column;
    let of = &absent.table.name;
    match (dialect, absent.role) {
        (Dialect::Postgres, Role::Changed | Role::Dropped | Role::Written) => {
            format!("column \"{column}\" of relation \"{of}\" does not exist")
        }
        (Dialect::Postgres, Role::Read) => match absent.called {
            Some(called) => format!("column {called}.{column} does not exist"),
            None => format!("column \"{column}\" does not exist"),
        },
        (Dialect::Postgres, Role::Key) => {
            format!("column \"{column}\" named in key does not exist")
        }
        (Dialect::Postgres, Role::Referring | Role::Referenced) => {
            format!("column \"{column}\" referenced in foreign key constraint does not exist")
        }
        (Dialect::Mysql | Dialect::Mariadb, Role::Changed | Role::Written | Role::Read) => {
            format!("1054: Unknown column '{column}' in '{of}'")
        }
        (Dialect::Mysql | Dialect::Mariadb, Role::Dropped) => {
            format!("1091: Can't DROP '{column}'; check that column/key exists")
        }
        (Dialect::Mysql | Dialect::Mariadb, Role::Key | Role::Referring | Role::Referenced) => {
            format!("1072: Key column '{column}' doesn't exist in table")
        }
        (Dialect::Sqlite, Role::Written) => format!("table {of} has no column named {column}"),
        (Dialect::Sqlite, _) => format!("no such column: {column}"),
        (Dialect::Oracle, _) => format!("ORA-00904: \"{column}\": invalid identifier"),
        (Dialect::Mssql, Role::Written | Role::Read) => {
            format!("207: Invalid column name '{column}'.")
        }
        (Dialect::Mssql, Role::Dropped) => {
            format!(
                "4924: ALTER TABLE DROP COLUMN failed because column '{column}' does not exist in table '{of}'."
            )
        }
        (Dialect::Mssql, Role::Changed) => {
            format!(
                "4924: ALTER TABLE ALTER COLUMN failed because column '{column}' does not exist in table '{of}'."
            )
        }
        (Dialect::Mssql, Role::Key) => {
            format!("1911: Column name '{column}' does not exist in the target table or view.")
        }
        (Dialect::Mssql, Role::Referring) => {
            format!(
                "1769: Foreign key references invalid column '{column}' in referencing table '{of}'."
            )
        }
        (Dialect::Mssql, Role::Referenced) => {
            format!(
                "1770: Foreign key references invalid column '{column}' in referenced table '{of}'."
            )
        }
    }
}

fn source(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => "PostgreSQL Error Codes",
        Dialect::Mysql => "Server Error Message Reference",
        Dialect::Mariadb => "MariaDB Error Code Reference",
        Dialect::Sqlite => "Result and Error Codes",
        Dialect::Oracle => "Database Error Messages: ORA-00904",
        Dialect::Mssql => "Database Engine events and errors: 0 to 999, 1000 to 1999, 4000 to 4999",
    }
}
