//! gh-ost and pt-online-schema-change: the command that does what a statement asks for while others go on writing, where
//! their preconditions hold.
//!
//! gh-ost: "Requirements and limitations"; Percona Toolkit: "pt-online-schema-change".

use crate::catalog::{Knowledge, Schema, Table};
use crate::dialect::Dialect;
use crate::ops::column::{AlterColumn, ColumnDef, ColumnPosition, Generated};
use crate::ops::constraint::{Action, Constraint, ConstraintKind};
use crate::ops::index::{CreateIndex, IndexKey};
use crate::ops::{ConstraintRef, ObjectName, Op, OpKind};

/// The command, or what must be done before there is one.
pub(in crate::effects) fn instead(ops: &[Op], table: &ObjectName, schema: &Schema) -> String {
    let change = clauses(ops, schema.target.dialect);
    let gh_ost = format!(
        "`gh-ost --table={} --alter=\"{change}\" --execute`, which reads binary logs in ROW format",
        table.name
    );
    let percona = |more: &str| {
        format!(
            "`pt-online-schema-change --alter \"{change}\"{more} D=DATABASE,t={} --execute`",
            table.name
        )
    };
    if renames(ops) {
        return "rename in a statement of its own: gh-ost and pt-online-schema-change would copy the column's values \
                under neither name"
            .to_owned();
    }
    // Both copy with INSERT IGNORE.
    if ops.iter().any(|it| adds_unique(&it.kind)) {
        return "add the unique key in a statement of its own: gh-ost and pt-online-schema-change would leave out the \
                rows that have the same values, without an error"
            .to_owned();
    }
    let Some(of) = schema.table(table) else {
        return format!("copy the table while others write: {gh_ost}");
    };
    if of.knowledge == Knowledge::Whole && !has_key(of) {
        return format!(
            "give `{table}` a primary key first: without one neither gh-ost nor pt-online-schema-change can copy it"
        );
    }
    let keys = of.foreign_keys().next().is_some()
        || schema.foreign_keys_to(table).next().is_some()
        || ops.iter().any(adds_foreign_key);
    if keys {
        let referred = schema.foreign_keys_to(table).next().is_some();
        let more = if referred { " --alter-foreign-keys-method=auto" } else { "" };
        return format!(
            "gh-ost refuses foreign keys; copy the table while others write: {}",
            percona(more)
        );
    }
    let drops = |it: &Op| match &it.kind {
        OpKind::DropConstraint { constraint, .. } => *constraint == ConstraintRef::PrimaryKey,
        _ => false,
    };
    let primary = of.primary_key().is_some();
    if primary && ops.iter().any(drops) && of.indexes.iter().filter(|it| it.unique).count() < 2 {
        return format!(
            "give `{table}` another unique key first: gh-ost and pt-online-schema-change go by one that is there before \
             and after"
        );
    }
    let computed = |it: &crate::catalog::Column| {
        it.generated.as_ref().is_some_and(|it| *it != Generated::AutoIncrement)
    };
    if of.columns.iter().any(computed) {
        let command = percona("");
        return format!(
            "gh-ost refuses generated columns; copy the table while others write: {command}"
        );
    }
    if !of.triggers.is_empty() {
        let command = percona(" --preserve-triggers");
        return format!("gh-ost refuses triggers; copy the table while others write: {command}");
    }
    format!("copy the table while others write: {gh_ost}")
}

/// A primary key, or a unique one without NULL.
fn has_key(of: &Table) -> bool {
    let required = |name: &str| of.column(name).is_some_and(|it| it.nullable == Some(false));
    of.primary_key().is_some()
        || of.indexes.iter().any(|it| {
            it.unique && it.keys.iter().all(|it| it.column.as_deref().is_some_and(required))
        })
}

fn adds_unique(kind: &OpKind) -> bool {
    match kind {
        OpKind::AddConstraint { constraint, .. } => {
            matches!(constraint.kind, ConstraintKind::Unique(_))
        }
        OpKind::CreateIndex(index) => index.unique,
        OpKind::AddColumn { column, .. } => {
            column.constraints.iter().any(|it| matches!(it.kind, ConstraintKind::Unique(_)))
        }
        _ => false,
    }
}

fn adds_foreign_key(op: &Op) -> bool {
    match &op.kind {
        OpKind::AddConstraint { constraint, .. } => {
            matches!(constraint.kind, ConstraintKind::ForeignKey(_))
        }
        _ => false,
    }
}

fn renames(ops: &[Op]) -> bool {
    ops.iter().any(|it| match &it.kind {
        OpKind::RenameColumn { .. } | OpKind::RenameTable { .. } => true,
        OpKind::AlterColumn { column, change: AlterColumn::Redefine { to, .. }, .. } => {
            !to.name.eq_ignore_ascii_case(column)
        }
        _ => false,
    })
}

/// The statement's clauses as `--alter` takes them; those that are not written again here stand for themselves.
fn clauses(ops: &[Op], dialect: Dialect) -> String {
    let written: Vec<String> = ops.iter().filter_map(|it| clause(&it.kind, dialect)).collect();
    let all = written.iter().all(|it| !it.is_empty());
    if all && !written.is_empty() {
        written.join(", ")
    } else {
        "the clauses of this ALTER TABLE".to_owned()
    }
}

/// One clause; empty where it is not written again, `None` where it is none of the change.
fn clause(kind: &OpKind, dialect: Dialect) -> Option<String> {
    let plain = |name: &str| {
        let ordinary = name.chars().all(|it| it.is_alphanumeric() || it == '_' || it == '$');
        if ordinary { name.to_owned() } else { dialect.quote(name).replace('`', "\\`") }
    };
    Some(match kind {
        OpKind::SetTableOption { option, .. } => match option.name.as_str() {
            "algorithm" | "lock" | "wait" => return None,
            "force" => "FORCE".to_owned(),
            "engine" => format!("ENGINE={}", option.value),
            "row_format" => format!("ROW_FORMAT={}", option.value),
            "convert to character set" => format!("CONVERT TO CHARACTER SET {}", option.value),
            _ => String::new(),
        },
        OpKind::AddConstraint { constraint, .. } => added(constraint, &plain),
        OpKind::CreateIndex(index) => indexed(index, &plain),
        OpKind::DropColumn { column, .. } => format!("DROP COLUMN {}", plain(column)),
        OpKind::AddColumn { column, position, .. } => {
            whole("ADD COLUMN", definition(column, &plain), placed(position, &plain))
        }
        OpKind::AlterColumn { change: AlterColumn::Redefine { to, position }, .. } => {
            whole("MODIFY COLUMN", definition(to, &plain), placed(position, &plain))
        }
        _ => String::new(),
    })
}

fn names(columns: &[String], plain: &dyn Fn(&str) -> String) -> String {
    columns.iter().map(|it| plain(it)).collect::<Vec<_>>().join(", ")
}

fn added(constraint: &Constraint, plain: &dyn Fn(&str) -> String) -> String {
    let name = constraint.name.as_ref().map(|it| format!("CONSTRAINT {} ", plain(it)));
    let name = name.unwrap_or_default();
    match &constraint.kind {
        ConstraintKind::ForeignKey(key) => {
            let action = |event: &str, action: Action| match action {
                Action::NoAction => String::new(),
                Action::Restrict => format!(" ON {event} RESTRICT"),
                Action::Cascade => format!(" ON {event} CASCADE"),
                Action::SetNull => format!(" ON {event} SET NULL"),
                Action::SetDefault => format!(" ON {event} SET DEFAULT"),
            };
            format!(
                "ADD {name}FOREIGN KEY ({}) REFERENCES {} ({}){}{}",
                names(&key.columns, plain),
                plain(&key.references.name),
                names(&key.referenced, plain),
                action("DELETE", key.on_delete),
                action("UPDATE", key.on_update)
            )
        }
        ConstraintKind::Check(expr) => {
            format!("ADD {name}CHECK ({})", expr.text.replace('"', "\\\""))
        }
        ConstraintKind::PrimaryKey(key) => {
            format!("ADD PRIMARY KEY ({})", names(&key.columns, plain))
        }
        _ => String::new(),
    }
}

fn indexed(index: &CreateIndex, plain: &dyn Fn(&str) -> String) -> String {
    let key = |it: &IndexKey| {
        let column =
            it.column.as_ref().filter(|_| it.collation.is_none() && it.opclass.is_none())?;
        let length = it.prefix.map(|it| format!("({it})")).unwrap_or_default();
        let order = if it.descending { " DESC" } else { "" };
        Some(format!("{}{length}{order}", plain(column)))
    };
    let Some(keys) = index.keys.iter().map(key).collect::<Option<Vec<_>>>() else {
        return String::new();
    };
    let kind = match index.method.as_deref() {
        _ if index.unique => "UNIQUE ",
        Some("fulltext") => "FULLTEXT ",
        Some("spatial") => "SPATIAL ",
        _ => "",
    };
    let name = index.name.as_ref().map(|it| format!("{} ", plain(it))).unwrap_or_default();
    format!("ADD {kind}INDEX {name}({})", keys.join(", "))
}

fn whole(verb: &str, definition: Option<String>, place: String) -> String {
    definition.map_or_else(String::new, |it| format!("{verb} {it}{place}"))
}

fn placed(position: &ColumnPosition, plain: &dyn Fn(&str) -> String) -> String {
    match position {
        ColumnPosition::Last => String::new(),
        ColumnPosition::First => " FIRST".to_owned(),
        ColumnPosition::After(name) => format!(" AFTER {}", plain(name)),
    }
}

/// The definition with all that it says; `None` where a part of it would have to be guessed.
fn definition(column: &ColumnDef, plain: &dyn Fn(&str) -> String) -> Option<String> {
    let unwritten = !column.constraints.is_empty()
        || column.comment.is_some()
        || column.generated.as_ref().is_some_and(|it| *it != Generated::AutoIncrement);
    let data_type = column.data_type.as_ref().filter(|_| !unwritten)?;
    let mut text = format!("{} {}", plain(&column.name), data_type.text);
    if let Some(collation) = &data_type.collation {
        text.push_str(&format!(" COLLATE {collation}"));
    }
    match column.nullable {
        Some(true) => text.push_str(" NULL"),
        Some(false) => text.push_str(" NOT NULL"),
        None => {}
    }
    if column.generated.is_some() {
        text.push_str(" AUTO_INCREMENT");
    }
    if let Some(default) = &column.default {
        text.push_str(&format!(" DEFAULT {}", default.text));
    }
    if let Some(update) = &column.on_update {
        text.push_str(&format!(" ON UPDATE {}", update.text));
    }
    Some(text.replace('"', "\\\""))
}
