//! What Alembic and SQLAlchemy send for an operation, as far as the operation says it.

use crate::dialect::{Dialect, Target};
use crate::ops::column::{AlterColumn, ColumnDef, Generated, Identity};
use crate::ops::constraint::{
    Action, Constraint, ConstraintKind, Deferrable, ForeignKey, Key, Validity,
};
use crate::ops::expr::{DataType, Expr};
use crate::ops::index::{CreateIndex, DropIndex, IndexKey, Online};
use crate::ops::object::{ObjectKind, TypeDefinition};
use crate::ops::table::{CreateTable, Persistence};
use crate::ops::{Cascade, ConstraintRef, Guard, ObjectName, OpKind, Verb};

use super::expression::quote;
use super::names;
use super::spelling::Spelling;

/// The statement, or `None` where the operation is not one that is written here.
pub(crate) fn sql(kind: &OpKind, target: Target) -> Option<String> {
    spelt(kind, target, &Spelling::default())
}

/// The same with what the call says beside the operation.
pub(crate) fn spelt(kind: &OpKind, target: Target, spelling: &Spelling) -> Option<String> {
    let writer = Writer { dialect: target.dialect, spelling };
    Some(match kind {
        OpKind::CreateTable(table) => writer.create_table(table),
        OpKind::DropTable { name, guard, .. } => {
            format!("DROP TABLE {}{}", if_exists(*guard), writer.object(name))
        }
        OpKind::RenameTable { table, to } => writer.rename_table(table, to),
        OpKind::AddColumn { table, column, guard, .. } => {
            let word = if writer.dialect == Dialect::Mssql { "ADD" } else { "ADD COLUMN" };
            let word = if writer.dialect == Dialect::Oracle { "ADD" } else { word };
            let guard = if *guard == Guard::IfNeeded { "IF NOT EXISTS " } else { "" };
            format!("ALTER TABLE {} {word} {guard}{}", writer.object(table), writer.column(column))
        }
        OpKind::DropColumn { table, column, guard, .. } => {
            format!(
                "ALTER TABLE {} DROP COLUMN {}{}",
                writer.object(table),
                if_exists(*guard),
                writer.name(column)
            )
        }
        OpKind::RenameColumn { table, column, to } => writer.rename_column(table, column, to),
        OpKind::AlterColumn { table, column, change } => {
            writer.alter_column(table, column, change)?
        }
        OpKind::AddConstraint { table, constraint, .. } => {
            format!("ALTER TABLE {} ADD {}", writer.object(table), writer.constraint(constraint))
        }
        OpKind::DropConstraint { table, constraint, guard, .. } => {
            writer.drop_constraint(table, constraint, *guard)
        }
        OpKind::CreateIndex(index) => writer.create_index(index),
        OpKind::DropIndex(index) => writer.drop_index(index),
        OpKind::CreateType(made) => match &made.definition {
            TypeDefinition::Enum(values) => {
                let values: Vec<String> = values.iter().map(|it| quote(it)).collect();
                format!("CREATE TYPE {} AS ENUM ({})", writer.object(&made.name), values.join(", "))
            }
            _ => return None,
        },
        OpKind::DropObject { kind: ObjectKind::Type, name, .. } => {
            format!("DROP TYPE {}", writer.object(name))
        }
        OpKind::DropObject { kind: ObjectKind::Sequence, name, .. } => {
            format!("DROP SEQUENCE {}", writer.object(name))
        }
        OpKind::CreateSequence(made) => format!("CREATE SEQUENCE {}", writer.object(&made.name)),
        OpKind::CreateSchema { name, guard } => {
            format!(
                "CREATE SCHEMA {}{}",
                if *guard == Guard::IfNeeded { "IF NOT EXISTS " } else { "" },
                writer.name(name)
            )
        }
        OpKind::DropSchema { name, guard, cascade } => {
            let cascade = if *cascade == Cascade::Cascade { " CASCADE" } else { "" };
            format!("DROP SCHEMA {}{}{cascade}", if_exists(*guard), writer.name(name))
        }
        OpKind::Other {
            kind: ObjectKind::Table,
            verb: Verb::Comment,
            name: Some(name),
            detail,
            ..
        } => {
            format!("COMMENT ON TABLE {} IS {detail}", writer.object(name))
        }
        _ => return None,
    })
}

/// The name of a constraint that SQL Server alone knows and Alembic looks up by its column when it runs.
pub(crate) fn looked_up(column: &str) -> String {
    format!("{{constraint of {column}}}")
}

/// Whether MySQL's type is one whose default may be a function of its own.
pub(crate) fn is_time(kind: &DataType) -> bool {
    let word = kind.text.to_ascii_uppercase();
    word.starts_with("DATETIME") || word.starts_with("TIMESTAMP")
}

fn if_exists(guard: Guard) -> &'static str {
    if guard == Guard::IfNeeded { "IF EXISTS " } else { "" }
}

struct Writer<'s> {
    dialect: Dialect,
    spelling: &'s Spelling,
}

impl Writer<'_> {
    fn name(&self, name: &str) -> String {
        // A name that was folded is written as the script has it: in lower case.
        let name = match self.dialect {
            Dialect::Oracle if name == name.to_ascii_uppercase() => name.to_ascii_lowercase(),
            _ => name.to_owned(),
        };
        names::write(&name, self.dialect)
    }

    fn object(&self, name: &ObjectName) -> String {
        match &name.schema {
            Some(schema) => format!("{}.{}", self.name(schema), self.name(&name.name)),
            None => self.name(&name.name),
        }
    }

    fn names(&self, names: &[String]) -> String {
        names.iter().map(|it| self.name(it)).collect::<Vec<_>>().join(", ")
    }

    fn mysql(&self) -> bool {
        matches!(self.dialect, Dialect::Mysql | Dialect::Mariadb)
    }

    // Tables

    fn create_table(&self, table: &CreateTable) -> String {
        let prefix = match table.persistence {
            Persistence::Temporary => "TEMPORARY ",
            Persistence::Unlogged => "UNLOGGED ",
            Persistence::Permanent | Persistence::Foreign => "",
        };
        let guard = if table.guard == Guard::IfNeeded { "IF NOT EXISTS " } else { "" };
        let mut parts: Vec<String> = table.columns.iter().map(|it| self.column(it)).collect();
        let written = table.constraints.iter().filter(|it| self.is_written(table, it));
        parts.extend(written.map(|it| self.constraint(it)));
        let mut text = format!(
            "CREATE {prefix}TABLE {guard}{} ({})",
            self.object(&table.name),
            parts.join(", ")
        );
        if let Some(partition) = &table.partition_by {
            text.push_str(&format!(
                " PARTITION BY {} ({})",
                partition.strategy.to_ascii_uppercase(),
                partition.columns.join(", ")
            ));
        }
        if let Some(options) = &self.spelling.options {
            text.push_str(options);
            return text;
        }
        for option in &table.options {
            let value =
                if option.name == "comment" { quote(&option.value) } else { option.value.clone() };
            let word = if option.name == "charset" {
                "CHARSET".to_owned()
            } else {
                option.name.to_ascii_uppercase()
            };
            let first = text.ends_with(')');
            text.push_str(&match self.dialect {
                Dialect::Mysql | Dialect::Mariadb => {
                    format!("{}{word}={value}", if first { "" } else { " " })
                }
                Dialect::Sqlite => format!("{}{word}", if first { " " } else { ", " }),
                _ => format!(" {word} {value}"),
            });
        }
        text
    }

    /// SQLite has no keys between schemas, and SQLAlchemy leaves them out (`SQLiteDDLCompiler.visit_foreign_key_constraint`);
    /// a key that counts stands with its column.
    fn is_written(&self, table: &CreateTable, constraint: &Constraint) -> bool {
        match &constraint.kind {
            _ if self.dialect != Dialect::Sqlite => true,
            ConstraintKind::ForeignKey(key) => key.references.schema == table.name.schema,
            ConstraintKind::PrimaryKey(_) => {
                !table.columns.iter().any(|it| it.generated == Some(Generated::AutoIncrement))
            }
            _ => true,
        }
    }

    fn rename_table(&self, table: &ObjectName, to: &ObjectName) -> String {
        match self.dialect {
            Dialect::Mssql => {
                format!("EXEC sp_rename '{}', {}", self.object(table), self.name(&to.name))
            }
            // MySQL reads the new name in the current database, so Alembic repeats the schema.
            Dialect::Mysql | Dialect::Mariadb => {
                format!("ALTER TABLE {} RENAME TO {}", self.object(table), self.object(to))
            }
            _ => format!("ALTER TABLE {} RENAME TO {}", self.object(table), self.name(&to.name)),
        }
    }

    // Columns

    fn column(&self, column: &ColumnDef) -> String {
        let mut text = self.name(&column.name);
        let mysql = self.mysql();
        let mssql = self.dialect == Dialect::Mssql;
        let computed = column.generated.as_ref().and_then(|it| self.computed(it));
        if let Some(kind) = column.data_type.as_ref().filter(|_| !mssql || computed.is_none()) {
            text.push(' ');
            text.push_str(&kind.text);
        }
        // MySQL's and SQL Server's compilers write the expression first, the others after the default.
        if let Some(computed) = computed.as_ref().filter(|_| mysql || mssql) {
            text.push_str(computed);
        }
        if (mysql || mssql) && column.nullable == Some(false) {
            text.push_str(" NOT NULL");
        } else if mssql && computed.is_none() || mysql && self.is_timestamp(column) {
            text.push_str(" NULL");
        }
        if let Some(comment) = column.comment.as_ref().filter(|_| mysql) {
            text.push_str(&format!(" COMMENT {}", quote(comment)));
        }
        if let Some(default) = &column.default {
            text.push_str(&format!(" DEFAULT {}", self.default(default)));
        }
        // SQLite's compiler writes the expression last.
        let sqlite = self.dialect == Dialect::Sqlite;
        if let Some(computed) = computed.as_ref().filter(|_| !mysql && !mssql && !sqlite) {
            text.push_str(computed);
        }
        let options = self.spelling.identity(&column.name).unwrap_or_default();
        match &column.generated {
            Some(Generated::Identity(Identity::Always)) => {
                text.push_str(&format!(" GENERATED ALWAYS AS IDENTITY{options}"))
            }
            Some(Generated::Identity(Identity::ByDefault)) => {
                text.push_str(&format!(" GENERATED BY DEFAULT AS IDENTITY{options}"))
            }
            _ => {}
        }
        let counted = matches!(
            column.generated,
            Some(Generated::Identity(Identity::Always | Identity::ByDefault))
        );
        if !mysql && !mssql && column.nullable == Some(false) && !counted {
            text.push_str(" NOT NULL");
        }
        text.push_str(computed.as_deref().filter(|_| sqlite).unwrap_or_default());
        match &column.generated {
            Some(Generated::AutoIncrement) if self.dialect == Dialect::Sqlite => {
                text.push_str(" PRIMARY KEY AUTOINCREMENT")
            }
            Some(Generated::AutoIncrement) => text.push_str(" AUTO_INCREMENT"),
            Some(Generated::Identity(Identity::Seeded)) => {
                text.push_str(&format!(" IDENTITY{options}"))
            }
            _ => {}
        }
        for constraint in &column.constraints {
            text.push_str(&match &constraint.kind {
                ConstraintKind::PrimaryKey(_) => " PRIMARY KEY".to_owned(),
                ConstraintKind::ForeignKey(key) => {
                    let name =
                        constraint.name.as_ref().map(|it| format!(" CONSTRAINT {}", self.name(it)));
                    format!("{} {}", name.unwrap_or_default(), self.references(key))
                }
                _ => format!(" {}", self.constraint(constraint)),
            });
        }
        text
    }

    /// The clause of a column that is an expression over the row.
    fn computed(&self, generated: &Generated) -> Option<String> {
        let (expr, word) = match (generated, self.dialect) {
            (Generated::Stored(expr), Dialect::Mssql) => (expr, " PERSISTED"),
            (Generated::Stored(expr), _) => (expr, " STORED"),
            (Generated::Virtual(expr), Dialect::Mssql) => (expr, ""),
            (Generated::Virtual(expr), _) => (expr, " VIRTUAL"),
            (Generated::Unstated(expr), _) => (expr, ""),
            (Generated::Serial | Generated::Identity(_) | Generated::AutoIncrement, _) => {
                return None;
            }
        };
        let before = if self.dialect == Dialect::Mssql { "" } else { " GENERATED ALWAYS" };
        Some(format!("{before} AS ({}){word}", expr.text))
    }

    /// MySQL since 8.0.13 and SQLite take an expression only in parentheses, and SQLAlchemy sets them around what is no plain
    /// value (`get_column_specification` of `MySQLDDLCompiler` and `SQLiteDDLCompiler`).
    fn default(&self, default: &Expr) -> String {
        let text = &default.text;
        let lower = text.to_ascii_lowercase();
        let words: Vec<&str> = lower.split_whitespace().collect();
        let quoted = text.trim_start().starts_with(['\'', '"', '(', '{']);
        let word = text.chars().all(|it| it.is_alphanumeric() || it == '_');
        let time = self.mysql()
            && (words
                .windows(2)
                .any(|it| matches!(it, ["on", next] if next.starts_with("update")))
                || ["now(", "current_timestamp("].iter().any(|it| {
                    lower
                        .strip_prefix(it)
                        .is_some_and(|it| it.starts_with(|it: char| it.is_ascii_digit()))
                }));
        if self.spelling.parenthesised && !quoted && !word && !time {
            format!("({text})")
        } else {
            text.clone()
        }
    }

    /// MySQL gives a TIMESTAMP without NULL a default of its own, so SQLAlchemy always says NULL.
    fn is_timestamp(&self, column: &ColumnDef) -> bool {
        column.data_type.as_ref().is_some_and(|it| it.text.starts_with("TIMESTAMP"))
    }

    fn rename_column(&self, table: &ObjectName, column: &str, to: &str) -> String {
        let (table, column, to) = (self.object(table), self.name(column), self.name(to));
        match self.dialect {
            Dialect::Mssql => format!("EXEC sp_rename '{table}.{column}', {to}, 'COLUMN'"),
            Dialect::Postgres => format!("ALTER TABLE {table} RENAME {column} TO {to}"),
            _ => format!("ALTER TABLE {table} RENAME COLUMN {column} TO {to}"),
        }
    }

    fn alter_column(
        &self,
        table: &ObjectName,
        column: &str,
        change: &AlterColumn,
    ) -> Option<String> {
        let (table, name) = (self.object(table), self.name(column));
        let (alter, oracle) = match self.dialect {
            Dialect::Oracle => (format!("ALTER TABLE {table} MODIFY {name}"), true),
            _ => (format!("ALTER TABLE {table} ALTER COLUMN {name}"), false),
        };
        Some(match change {
            AlterColumn::SetType { to, using } => {
                let word = if oracle || self.dialect == Dialect::Mssql { "" } else { "TYPE " };
                let using =
                    using.as_ref().map(|it| format!(" USING {}", it.text)).unwrap_or_default();
                format!("{alter} {word}{}{using}", to.text)
            }
            AlterColumn::Redefine { to, .. } if self.dialect == Dialect::Mssql => {
                let kind = to.data_type.as_ref().map_or("NULL", |it| it.text.as_str());
                let null = if to.nullable == Some(false) { "NOT NULL" } else { "NULL" };
                format!("{alter} {kind} {null}")
            }
            AlterColumn::SetDefault(value) if self.dialect == Dialect::Mssql => {
                format!("ALTER TABLE {table} ADD DEFAULT {} FOR {name}", value.text)
            }
            AlterColumn::DropDefault if self.dialect == Dialect::Mssql => {
                self.drop_looked_up(&table, "sys.default_constraints", column)
            }
            AlterColumn::SetNotNull if oracle => format!("{alter} NOT NULL"),
            AlterColumn::DropNotNull if oracle => format!("{alter} NULL"),
            AlterColumn::SetNotNull => format!("{alter} SET NOT NULL"),
            AlterColumn::DropNotNull => format!("{alter} DROP NOT NULL"),
            AlterColumn::SetDefault(value) if oracle => format!("{alter} DEFAULT {}", value.text),
            AlterColumn::DropDefault if oracle => format!("{alter} DEFAULT NULL"),
            AlterColumn::SetDefault(value) => format!("{alter} SET DEFAULT {}", value.text),
            AlterColumn::DropDefault => format!("{alter} DROP DEFAULT"),
            AlterColumn::AddIdentity(Identity::Always) => {
                format!("{alter} ADD GENERATED ALWAYS AS IDENTITY")
            }
            AlterColumn::AddIdentity(_) => format!("{alter} ADD GENERATED BY DEFAULT AS IDENTITY"),
            AlterColumn::DropIdentity => format!("{alter} DROP IDENTITY"),
            AlterColumn::SetComment(comment) => {
                let comment = comment.as_ref().map_or("NULL".to_owned(), |it| quote(it));
                format!("COMMENT ON COLUMN {table}.{name} IS {comment}")
            }
            AlterColumn::Redefine { to, .. } => self.redefine(&table, column, to),
            _ => return None,
        })
    }

    /// MySQL's MODIFY and CHANGE, as Alembic writes them.
    fn redefine(&self, table: &str, column: &str, to: &ColumnDef) -> String {
        let verb = if self.spelling.changes || to.name != column {
            format!("CHANGE {} {}", self.name(column), self.name(&to.name))
        } else {
            format!("MODIFY {}", self.name(column))
        };
        let kind = to.data_type.as_ref().map_or("NULL", |it| it.text.as_str());
        let null = if to.nullable == Some(false) { "NOT NULL" } else { "NULL" };
        let mut text = format!("ALTER TABLE {table} {verb} {kind} {null}");
        if to.generated == Some(Generated::AutoIncrement) {
            text.push_str(" AUTO_INCREMENT");
        }
        if let Some(default) = &to.default {
            text.push_str(&format!(" DEFAULT {}", default.text));
        }
        if let Some(comment) = &to.comment {
            text.push_str(&format!(" COMMENT {}", quote(comment)));
        }
        text
    }

    // Constraints

    fn constraint(&self, constraint: &Constraint) -> String {
        let mut text = match &constraint.name {
            Some(name) => format!("CONSTRAINT {} ", self.name(name)),
            None => String::new(),
        };
        match &constraint.kind {
            ConstraintKind::PrimaryKey(key) => {
                text.push_str(&format!("PRIMARY KEY {}", self.key(key)))
            }
            ConstraintKind::Unique(key) => {
                let nulls = match key.nulls_not_distinct {
                    true => "NULLS NOT DISTINCT ",
                    false if self.spelling.is_distinct(&key.columns) => "NULLS DISTINCT ",
                    false => "",
                };
                text.push_str(&format!("UNIQUE {nulls}{}", self.key(key)));
            }
            ConstraintKind::ForeignKey(key) => {
                text.push_str(&format!(
                    "FOREIGN KEY({}) {}",
                    self.names(&key.columns),
                    self.references(key)
                ));
            }
            ConstraintKind::Check(expr) => text.push_str(&format!("CHECK ({})", expr.text)),
            ConstraintKind::Exclude { method, keys, predicate } => {
                let keys: Vec<String> = keys.iter().map(|it| self.index_key(it)).collect();
                let method = method.as_deref().unwrap_or("gist");
                text.push_str(&format!("EXCLUDE USING {method} ({})", keys.join(", ")));
                if let Some(predicate) = predicate {
                    text.push_str(&format!(" WHERE ({})", predicate.text));
                }
            }
            ConstraintKind::NotNull { column } => {
                text.push_str(&format!("NOT NULL {}", self.name(column)))
            }
            ConstraintKind::Default { column, value } => {
                text.push_str(&format!("DEFAULT {} FOR {}", value.text, self.name(column)));
            }
        }
        let spelt = matches!(&constraint.kind, ConstraintKind::ForeignKey(key) if self.spelling.tail(&key.columns).is_some());
        match constraint.deferrable {
            Deferrable::InitiallyImmediate if !spelt => text.push_str(" DEFERRABLE"),
            Deferrable::InitiallyDeferred if !spelt => {
                text.push_str(" DEFERRABLE INITIALLY DEFERRED")
            }
            _ => {}
        }
        if constraint.validity == Validity::NotValid {
            text.push_str(" NOT VALID");
        }
        text
    }

    fn key(&self, key: &Key) -> String {
        match &key.using_index {
            Some(index) => format!("USING INDEX {}", self.name(index)),
            None if key.include.is_empty() => format!("({})", self.names(&key.columns)),
            None => {
                format!("({}) INCLUDE ({})", self.names(&key.columns), self.names(&key.include))
            }
        }
    }

    fn references(&self, key: &ForeignKey) -> String {
        let mut text = match self.dialect {
            Dialect::Sqlite => format!("REFERENCES {}", self.name(&key.references.name)),
            _ => format!("REFERENCES {}", self.object(&key.references)),
        };
        if !key.referenced.is_empty() {
            text.push_str(&format!(" ({})", self.names(&key.referenced)));
        }
        if let Some(tail) = self.spelling.tail(&key.columns) {
            text.push_str(tail);
            return text;
        }
        for (word, action) in [("DELETE", key.on_delete), ("UPDATE", key.on_update)] {
            if self.dialect == Dialect::Oracle && word == "UPDATE" {
                continue;
            }
            let action = match action {
                Action::NoAction => continue,
                Action::Restrict => "RESTRICT",
                Action::Cascade => "CASCADE",
                Action::SetNull => "SET NULL",
                Action::SetDefault => "SET DEFAULT",
            };
            text.push_str(&format!(" ON {word} {action}"));
        }
        text
    }

    fn drop_constraint(
        &self,
        table: &ObjectName,
        constraint: &ConstraintRef,
        guard: Guard,
    ) -> String {
        let table = self.object(table);
        let of_column = constraint.name().and_then(|it| it.strip_prefix("{constraint of "));
        if let (Dialect::Mssql, Some(column)) = (self.dialect, of_column) {
            let column = column.trim_end_matches('}');
            return match constraint {
                ConstraintRef::ForeignKey(_) => self.drop_foreign_key_of(&table, column),
                _ => self.drop_looked_up(&table, "sys.check_constraints", column),
            };
        }
        let guard = if_exists(guard);
        let name = constraint.name().map(|it| self.name(it)).unwrap_or_default();
        match constraint {
            ConstraintRef::PrimaryKey => format!("ALTER TABLE {table} DROP PRIMARY KEY"),
            ConstraintRef::ForeignKey(_) if self.mysql() => {
                format!("ALTER TABLE {table} DROP FOREIGN KEY {name}")
            }
            ConstraintRef::Unique(_) if self.mysql() => {
                format!("ALTER TABLE {table} DROP INDEX {name}")
            }
            // MariaDB has the standard's words.
            ConstraintRef::Check(_) if self.dialect == Dialect::Mysql => {
                format!("ALTER TABLE {table} DROP CHECK {name}")
            }
            _ => format!("ALTER TABLE {table} DROP CONSTRAINT {guard}{name}"),
        }
    }

    /// Alembic's `_ExecDropConstraint`.
    fn drop_looked_up(&self, table: &str, of: &str, column: &str) -> String {
        let bare = table.replace(['[', ']'], "");
        format!(
            "declare @const_name varchar(256)\nselect @const_name = QUOTENAME([name]) from {of}\n\
             where parent_object_id = object_id('{bare}')\n\
             and col_name(parent_object_id, parent_column_id) = '{column}'\n\
             exec('alter table {table} drop constraint ' + @const_name)"
        )
    }

    /// Alembic's `_ExecDropFKConstraint`.
    fn drop_foreign_key_of(&self, table: &str, column: &str) -> String {
        let bare = table.replace(['[', ']'], "");
        format!(
            "declare @const_name varchar(256)\nselect @const_name = QUOTENAME([name]) from\n\
             sys.foreign_keys fk join sys.foreign_key_columns fkc\n\
             on fk.object_id=fkc.constraint_object_id\n\
             where fkc.parent_object_id = object_id('{bare}')\n\
             and col_name(fkc.parent_object_id, fkc.parent_column_id) = '{column}'\n\
             exec('alter table {table} drop constraint ' + @const_name)"
        )
    }

    // Indexes

    fn create_index(&self, index: &CreateIndex) -> String {
        let mut text = "CREATE ".to_owned();
        if index.unique {
            text.push_str("UNIQUE ");
        }
        let method = index.method.as_deref();
        if let Some(method) = method
            .filter(|_| matches!(self.dialect, Dialect::Mysql | Dialect::Mariadb | Dialect::Mssql))
        {
            text.push_str(&format!("{} ", method.to_ascii_uppercase()));
        }
        text.push_str("INDEX ");
        if self.dialect == Dialect::Postgres && index.online == Online::Yes {
            text.push_str("CONCURRENTLY ");
        }
        if index.guard == Guard::IfNeeded {
            text.push_str("IF NOT EXISTS ");
        }
        let name = index.name.as_ref().map(|it| self.name(it)).unwrap_or_default();
        match &index.table.schema {
            // "CREATE INDEX" of SQLite's manual: the schema stands before the index, and the table has none.
            Some(schema) if self.dialect == Dialect::Sqlite => {
                let table = self.name(&index.table.name);
                text.push_str(&format!("{}.{name} ON {table} ", self.name(schema)));
            }
            Some(schema) if self.dialect == Dialect::Oracle => {
                let schema = self.name(schema);
                text.push_str(&format!("{schema}.{name} ON {} ", self.object(&index.table)));
            }
            _ => text.push_str(&format!("{name} ON {} ", self.object(&index.table))),
        }
        if let Some(method) = method.filter(|_| self.dialect == Dialect::Postgres) {
            text.push_str(&format!("USING {method} "));
        }
        let keys: Vec<String> = index.keys.iter().map(|it| self.index_key(it)).collect();
        text.push_str(&format!("({})", keys.join(", ")));
        if !index.include.is_empty() {
            text.push_str(&format!(" INCLUDE ({})", self.names(&index.include)));
        }
        if index.nulls_not_distinct {
            text.push_str(" NULLS NOT DISTINCT");
        } else if self.spelling.is_distinct(&[]) {
            text.push_str(" NULLS DISTINCT");
        }
        let with: Vec<String> = index
            .options
            .iter()
            .filter(|(name, _)| name != "tablespace")
            .map(|(name, value)| format!("{name} = {value}"))
            .collect();
        if !with.is_empty() {
            text.push_str(&format!(" WITH ({})", with.join(", ")));
        }
        if let Some(predicate) = &index.predicate {
            text.push_str(&format!(" WHERE {}", predicate.text));
        }
        text
    }

    fn index_key(&self, key: &IndexKey) -> String {
        let mut text = match (&key.column, &key.expr) {
            (None, Some(expr)) if self.spelling.grouped.contains(&expr.text) => {
                format!("({})", expr.text)
            }
            (Some(column), _) => self.name(column),
            (None, Some(expr)) => self.key_expression(expr),
            (None, None) => String::new(),
        };
        if let Some(length) = key.prefix {
            text.push_str(&format!("({length})"));
        }
        if let Some(opclass) = &key.opclass {
            text.push_str(&format!(" {opclass}"));
        }
        if key.descending {
            text.push_str(" DESC");
        } else if key.column.as_ref().is_some_and(|it| self.spelling.ascending.contains(it)) {
            text.push_str(" ASC");
        }
        match key.nulls_first {
            Some(true) => text.push_str(" NULLS FIRST"),
            Some(false) => text.push_str(" NULLS LAST"),
            None => {}
        }
        text
    }

    /// SQLAlchemy writes the text of an expression as it is given.
    fn key_expression(&self, expr: &Expr) -> String {
        expr.text.clone()
    }

    fn drop_index(&self, index: &DropIndex) -> String {
        let mut text = "DROP INDEX ".to_owned();
        if self.dialect == Dialect::Postgres && index.online == Online::Yes {
            text.push_str("CONCURRENTLY ");
        }
        text.push_str(if_exists(index.guard));
        match (&index.table, self.dialect) {
            (Some(table), Dialect::Mysql | Dialect::Mariadb | Dialect::Mssql) => {
                text.push_str(&format!(
                    "{} ON {}",
                    self.name(&index.index.name),
                    self.object(table)
                ));
            }
            // Alembic's own stand-in for the table that the script does not name.
            (None, Dialect::Mysql | Dialect::Mariadb | Dialect::Mssql) => {
                text.push_str(&format!("{} ON no_table", self.name(&index.index.name)));
            }
            _ => text.push_str(&self.object(&index.index)),
        }
        text
    }
}
