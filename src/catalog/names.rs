//! Names that the database makes up where none is given.

use super::Schema;
use super::links::Use;
use crate::dialect::{Dialect, Target};
use crate::ops::ObjectName;
use crate::ops::constraint::{Constraint, ConstraintKind};
use crate::ops::expr::{Expr, Form};
use crate::ops::index::IndexKey;

/// PostgreSQL's identifiers hold that many bytes (manual, "Identifiers and Key Words").
const LONGEST: usize = 63;

/// A made-up name is numbered until it is free. So many numbers are tried one by one; beyond, they are taken to be used
/// without gaps, so that a free one is found in few steps.
const TRIED: usize = 16;

/// Since PostgreSQL 18 a column's NOT NULL is a constraint with a name ("Release Notes", 18).
pub(super) fn names_not_null(target: Target) -> bool {
    target.dialect == Dialect::Postgres && 18 <= target.version.major
}

/// Until PostgreSQL 11 only the first column is in a foreign key's made-up name.
fn names_every_foreign_column(target: Target) -> bool {
    target.dialect != Dialect::Postgres || 12 <= target.version.major
}

/// Whether an index is named within its table alone.
pub(super) fn indexes_are_local(dialect: Dialect) -> bool {
    match dialect {
        Dialect::Mysql | Dialect::Mariadb | Dialect::Mssql => true,
        Dialect::Postgres | Dialect::Sqlite | Dialect::Oracle => false,
    }
}

impl Schema {
    /// The name that a constraint gets when it is added to the table.
    pub fn name_of_constraint(&self, table: &ObjectName, constraint: &Constraint) -> String {
        match &constraint.name {
            Some(name) => name.clone(),
            None => self.constraint_name(table, constraint),
        }
    }

    /// The name that an index gets when it is made.
    pub fn name_of_index(&self, create: &crate::ops::index::CreateIndex) -> String {
        match &create.name {
            Some(name) => name.clone(),
            None => self.index_name(&create.table, &create.keys, &create.include),
        }
    }

    /// The name of a constraint that was given none, as PostgreSQL and MySQL make it up.
    /// SQLite gives no name and Oracle and SQL Server one that nobody can know: PostgreSQL's stands in for it.
    pub fn constraint_name(&self, table: &ObjectName, constraint: &Constraint) -> String {
        let columns = constraint.columns();
        match (&constraint.kind, self.target.dialect) {
            (ConstraintKind::PrimaryKey(_), Dialect::Mysql | Dialect::Mariadb) => {
                "PRIMARY".to_owned()
            }
            (ConstraintKind::Unique(_), Dialect::Mysql | Dialect::Mariadb) => {
                self.numbered_in_table(table, columns.first().copied().unwrap_or("unique"), "_", 2)
            }
            (ConstraintKind::ForeignKey(_), Dialect::Mysql | Dialect::Mariadb) => {
                self.numbered_in_table(table, &format!("{}_ibfk", table.name), "_", 1)
            }
            (ConstraintKind::Check(_), Dialect::Mysql) => {
                self.numbered_in_table(table, &format!("{}_chk", table.name), "_", 1)
            }
            (ConstraintKind::Check(_), Dialect::Mariadb) => {
                self.numbered_in_table(table, "CONSTRAINT", "_", 1)
            }
            (ConstraintKind::PrimaryKey(_), _) => self.index_constraint_name(table, None, "pkey"),
            (ConstraintKind::Unique(key), _) => {
                let columns = numbered(key.columns.iter().chain(&key.include).cloned());
                let columns = columns.iter().map(String::as_str);
                self.index_constraint_name(table, Some(&addition(columns)), "key")
            }
            (ConstraintKind::Exclude { keys, .. }, _) => {
                let columns = key_names(keys);
                let addition = addition(columns.iter().map(String::as_str));
                self.index_constraint_name(table, Some(&addition), "excl")
            }
            (ConstraintKind::ForeignKey(_), _) => {
                let every = names_every_foreign_column(self.target);
                let columns = if every { &columns[..] } else { &columns[..columns.len().min(1)] };
                self.plain_constraint_name(table, Some(&addition(columns.iter().copied())), "fkey")
            }
            (ConstraintKind::Check(expr), _) => {
                self.plain_constraint_name(table, only_column(expr), "check")
            }
            (ConstraintKind::NotNull { column }, _) => {
                self.plain_constraint_name(table, Some(column), "not_null")
            }
            (ConstraintKind::Default { column, .. }, _) => {
                self.plain_constraint_name(table, Some(column), "default")
            }
        }
    }

    /// The name of an index that was given none.
    pub(super) fn index_name(
        &self,
        table: &ObjectName,
        keys: &[IndexKey],
        include: &[String],
    ) -> String {
        match self.target.dialect {
            Dialect::Mysql | Dialect::Mariadb => {
                let first = keys.first().and_then(|it| it.column.as_deref());
                self.numbered_in_table(table, first.unwrap_or("functional_index"), "_", 2)
            }
            Dialect::Postgres | Dialect::Sqlite | Dialect::Oracle | Dialect::Mssql => {
                let names = key_names(keys);
                let columns = names.iter().chain(include).map(String::as_str);
                choose(table, Some(&addition(columns)), "idx", |it| self.is_relation(it))
            }
        }
    }

    /// The name of the sequence that a serial or identity column owns.
    pub(super) fn sequence_name(&self, table: &ObjectName, column: &str) -> ObjectName {
        table.sibling(choose(table, Some(column), "seq", |it| self.is_relation(it)))
    }

    /// The name of a domain's constraint that was given none.
    pub(super) fn domain_check_name(&self, domain: &ObjectName, taken: &[&str]) -> String {
        choose(domain, None, "check", |it| {
            taken.contains(&it.name.as_str()) || self.has_constraint_named(it)
        })
    }

    fn index_constraint_name(
        &self,
        table: &ObjectName,
        addition: Option<&str>,
        label: &str,
    ) -> String {
        choose(table, addition, label, |it| self.is_relation(it) || self.has_constraint_named(it))
    }

    fn plain_constraint_name(
        &self,
        table: &ObjectName,
        addition: Option<&str>,
        label: &str,
    ) -> String {
        choose(table, addition, label, |it| self.has_constraint_named(it))
    }

    /// MySQL's way: unique among the table's own constraints and indexes.
    fn numbered_in_table(
        &self,
        table: &ObjectName,
        base: &str,
        between: &str,
        first: usize,
    ) -> String {
        let Some(table) = self.tables.get(table) else { return base.to_owned() };
        let taken = |name: &str| table.constraint(name).is_some() || table.index(name).is_some();
        if first != 1 && !taken(base) {
            return base.to_owned();
        }
        let numbered = |number: usize| format!("{base}{between}{number}");
        numbered(first_free(first, |it| taken(&numbered(it))))
    }

    /// Whether some table of that schema has a constraint of that name.
    fn has_constraint_named(&self, name: &ObjectName) -> bool {
        self.links.users(Use::Named, name).any(|user| {
            user.schema == name.schema
                && self.tables.get(user).is_some_and(|it| it.constraint(&name.name).is_some())
        })
    }

    /// Whether the name is taken among tables, views, sequences and indexes.
    pub fn is_relation(&self, name: &ObjectName) -> bool {
        self.tables.contains_key(name)
            || self.views.contains_key(name)
            || self.sequences.contains_key(name)
            || self.indexes.contains_key(name)
    }
}

/// `ChooseRelationName` and `ChooseConstraintName` of PostgreSQL's source: name, addition and label joined by
/// underscores, the longer of the two names cut until all fits, and the label numbered until the name is free.
fn choose(
    table: &ObjectName,
    addition: Option<&str>,
    label: &str,
    taken: impl Fn(&ObjectName) -> bool,
) -> String {
    let name = |number: usize| match number {
        0 => made_up(&table.name, addition, label),
        _ => made_up(&table.name, addition, &format!("{label}{number}")),
    };
    name(first_free(0, |it| taken(&table.sibling(name(it)))))
}

fn first_free(first: usize, taken: impl Fn(usize) -> bool) -> usize {
    if let Some(free) = (first..first + TRIED).find(|&it| !taken(it)) {
        return free;
    }
    let mut used = first + TRIED - 1;
    let mut free = 2 * used;
    while taken(free) {
        used = free;
        free *= 2;
    }
    while 1 < free - used {
        let middle = used + (free - used) / 2;
        if taken(middle) { used = middle } else { free = middle }
    }
    free
}

fn made_up(table: &str, addition: Option<&str>, label: &str) -> String {
    let addition = addition.unwrap_or("");
    let joints = 1 + usize::from(!addition.is_empty());
    let space = LONGEST.saturating_sub(label.len() + joints);
    let (mut first, mut second) = (table.len(), addition.len());
    if space < first + second {
        let excess = first + second - space;
        let uneven = first.abs_diff(second).min(excess);
        if second < first {
            first -= uneven
        } else {
            second -= uneven
        }
        // Both are as long now: cut in turn, the second first.
        let rest = excess - uneven;
        second -= rest.div_ceil(2).min(second);
        first -= (rest / 2).min(first);
    }
    let mut name = cut(table, first).to_owned();
    if !addition.is_empty() {
        name.push('_');
        name.push_str(cut(addition, second));
    }
    name.push('_');
    name.push_str(label);
    name
}

/// The longest beginning of at most so many bytes that ends between characters.
fn cut(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}

/// The columns' names joined by underscores, until they are longer than any name can be.
fn addition<'a>(columns: impl Iterator<Item = &'a str>) -> String {
    let mut joined = String::new();
    for column in columns {
        if !joined.is_empty() {
            joined.push('_');
        }
        joined.push_str(column);
        if LONGEST < joined.len() {
            break;
        }
    }
    joined
}

/// The names of an index's columns: an expression's is its function's or `expr`, and a second one of the same name is
/// numbered (`ChooseIndexColumnNames` of PostgreSQL's source).
fn key_names(keys: &[IndexKey]) -> Vec<String> {
    numbered(keys.iter().map(|key| match (&key.column, &key.expr) {
        (Some(column), _) => column.clone(),
        (None, Some(expr)) => expression_name(&expr.form).unwrap_or("expr").to_owned(),
        (None, None) => "expr".to_owned(),
    }))
}

/// The names, each that was there before with a number behind it.
fn numbered(all: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    // More columns than any index has need no names of their own.
    for base in all.take(64) {
        let numbered = std::iter::once(base.clone()).chain((1..).map(|it| format!("{base}{it}")));
        names.extend(numbered.take(65).find(|it| !names.contains(it)));
    }
    names
}

/// `FigureColname` of PostgreSQL's source, as far as an expression's form tells.
fn expression_name(form: &Form) -> Option<&str> {
    let mut form = form;
    let mut cast = None;
    loop {
        match form {
            Form::Column(column) => return Some(column),
            Form::Call(function) => return Some(&function.name),
            Form::Cast(of, to) => {
                cast = cast.or(Some(internal_type_name(&to.name.name)));
                form = of;
            }
            Form::Null | Form::Literal(_) | Form::Other | Form::Unread => return cast,
        }
    }
}

/// The name under which the grammar knows a type that SQL spells otherwise.
fn internal_type_name(name: &str) -> &str {
    match name {
        "integer" => "int4",
        "bigint" => "int8",
        "smallint" => "int2",
        "character varying" => "varchar",
        "character" => "bpchar",
        "boolean" => "bool",
        "double precision" => "float8",
        "real" => "float4",
        "timestamp with time zone" => "timestamptz",
        "timestamp without time zone" => "timestamp",
        "time with time zone" => "timetz",
        "bit varying" => "varbit",
        other => other,
    }
}

/// The one column that an expression mentions.
fn only_column(expr: &Expr) -> Option<&str> {
    let first = expr.columns.first()?;
    expr.columns.iter().all(|it| it == first).then_some(first)
}
