//! An operation as a statement, for those that are put back.

use crate::dialect::{Dialect, Target};
use crate::lang::alembic::{names, write};
use crate::ops::column::AlterColumn;
use crate::ops::constraint::{AlterConstraint, Deferrable};
use crate::ops::index::Online;
use crate::ops::object::{AlterDomain, AlterEnum, AlterSequence, ObjectKind, TypeDefinition};
use crate::ops::table::{AlterPartition, PartitionBound, Persistence, Storage};
use crate::ops::{Link, ObjectName, OpKind, RenamedThrough};

/// The statement without its semicolon; `None` where this form is not written here.
pub(crate) fn sql(kind: &OpKind, target: Target) -> Option<String> {
    let dialect = target.dialect;
    let object = |it: &ObjectName| names::write_object(it, dialect);
    let name = |it: &str| names::write(it, dialect);
    let postgres = dialect == Dialect::Postgres;
    Some(match kind {
        OpKind::CreateTable(table) => {
            let plain = table.partition_of.is_none()
                && table.inherits.is_empty()
                && table.like.is_empty()
                && table.indexes.is_empty()
                && table.filled_from.is_none()
                && table.persistence != Persistence::Foreign
                && (table.options.is_empty()
                    || matches!(dialect, Dialect::Mysql | Dialect::Mariadb));
            return if plain { write::sql(kind, target) } else { None };
        }
        OpKind::SetTableSchema { table, schema } if postgres => {
            format!("ALTER TABLE {} SET SCHEMA {}", object(table), name(schema))
        }
        OpKind::SetStorage { table, storage } if postgres => {
            let storage = match storage {
                Storage::Logged => "LOGGED".to_owned(),
                Storage::Unlogged => "UNLOGGED".to_owned(),
                Storage::Tablespace(it) => format!("TABLESPACE {}", name(it)),
                Storage::AccessMethod(it) => format!("ACCESS METHOD {}", name(it)),
            };
            format!("ALTER TABLE {} SET {storage}", object(table))
        }
        OpKind::SetInheritance { table, parent, link } if postgres => {
            let word = if *link == Link::Join { "INHERIT" } else { "NO INHERIT" };
            format!("ALTER TABLE {} {word} {}", object(table), object(parent))
        }
        OpKind::SetRowSecurity { table, setting } if postgres => {
            format!("ALTER TABLE {} {}", object(table), setting.to_ascii_uppercase())
        }
        OpKind::AlterPartition { table, change } if postgres => match change {
            AlterPartition::Detach { partition, online } => {
                let online = if *online == Online::Yes { " CONCURRENTLY" } else { "" };
                format!(
                    "ALTER TABLE {} DETACH PARTITION {}{online}",
                    object(table),
                    object(partition)
                )
            }
            AlterPartition::Attach { partition, bound } => {
                let bound = bound_words(bound)?;
                format!(
                    "ALTER TABLE {} ATTACH PARTITION {} {bound}",
                    object(table),
                    object(partition)
                )
            }
            _ => return None,
        },
        OpKind::RenameConstraint { table, name: from, to } => {
            format!(
                "ALTER TABLE {} RENAME CONSTRAINT {} TO {}",
                object(table),
                name(from),
                name(to)
            )
        }
        OpKind::AlterConstraint { table, name: of, change: AlterConstraint::SetDeferrable(to) }
            if postgres =>
        {
            let to = match to {
                Deferrable::No => "NOT DEFERRABLE",
                Deferrable::InitiallyImmediate => "DEFERRABLE INITIALLY IMMEDIATE",
                Deferrable::InitiallyDeferred => "DEFERRABLE INITIALLY DEFERRED",
            };
            format!("ALTER TABLE {} ALTER CONSTRAINT {} {to}", object(table), name(of))
        }
        OpKind::RenameIndex { index, table, to, through } => match dialect {
            Dialect::Mysql | Dialect::Mariadb => {
                let table = table.as_ref()?;
                format!(
                    "ALTER TABLE {} RENAME INDEX {} TO {}",
                    object(table),
                    name(&index.name),
                    name(to)
                )
            }
            Dialect::Postgres | Dialect::Oracle => {
                let word =
                    if *through == RenamedThrough::Table && postgres { "TABLE" } else { "INDEX" };
                format!("ALTER {word} {} RENAME TO {}", object(index), name(to))
            }
            Dialect::Sqlite | Dialect::Mssql => return None,
        },
        OpKind::CreateSequence(it) => {
            let kind = it.data_type.as_ref().map_or(String::new(), |it| format!(" AS {}", it.text));
            let owner = match &it.owned_by {
                Some((table, column)) if !it.options.to_ascii_lowercase().contains("owned by") => {
                    format!(" OWNED BY {}.{}", object(table), name(column))
                }
                _ => String::new(),
            };
            let options =
                if it.options.is_empty() { String::new() } else { format!(" {}", it.options) };
            format!("CREATE SEQUENCE {}{kind}{options}{owner}", object(&it.name))
        }
        OpKind::AlterSequence { name: of, change } if postgres => {
            let change = match change {
                AlterSequence::OwnedBy(None) => "OWNED BY NONE".to_owned(),
                AlterSequence::OwnedBy(Some((table, column))) => {
                    format!("OWNED BY {}.{}", object(table), name(column))
                }
                AlterSequence::SetType(it) => format!("AS {}", it.text),
                AlterSequence::Restart(_) => return None,
                AlterSequence::SetLogged(true) => "SET LOGGED".to_owned(),
                AlterSequence::SetLogged(false) => "SET UNLOGGED".to_owned(),
                AlterSequence::SetOptions(it) => it.clone(),
            };
            format!("ALTER SEQUENCE {} {change}", object(of))
        }
        OpKind::CreateType(it) => match &it.definition {
            TypeDefinition::Enum(_) => return write::sql(kind, target),
            TypeDefinition::Composite(fields) => {
                let fields: Vec<String> = fields
                    .iter()
                    .map(|(field, of)| format!("{} {}", name(field), of.text))
                    .collect();
                format!("CREATE TYPE {} AS ({})", object(&it.name), fields.join(", "))
            }
            TypeDefinition::Domain { base, not_null, default, checks } => {
                let mut text = format!("CREATE DOMAIN {} AS {}", object(&it.name), base.text);
                if let Some(default) = default {
                    text.push_str(&format!(" DEFAULT {}", default.text));
                }
                text.push_str(if *not_null { " NOT NULL" } else { "" });
                for (check, expr) in checks {
                    let named = check.as_ref().map(|it| format!(" CONSTRAINT {}", name(it)));
                    text.push_str(&format!("{} CHECK ({})", named.unwrap_or_default(), expr.text));
                }
                text
            }
            TypeDefinition::Range | TypeDefinition::Other => return None,
        },
        OpKind::AlterEnum { name: of, change: AlterEnum::RenameValue { value, to } } => {
            format!("ALTER TYPE {} RENAME VALUE {} TO {}", object(of), quote(value), quote(to))
        }
        OpKind::AlterDomain { name: of, change } => {
            let change = match change {
                AlterDomain::SetNotNull => "SET NOT NULL".to_owned(),
                AlterDomain::DropNotNull => "DROP NOT NULL".to_owned(),
                AlterDomain::SetDefault(it) => format!("SET DEFAULT {}", it.text),
                AlterDomain::DropDefault => "DROP DEFAULT".to_owned(),
                AlterDomain::AddCheck { name: check, expr, .. } => {
                    let named = check.as_ref().map(|it| format!("CONSTRAINT {} ", name(it)));
                    format!("ADD {}CHECK ({})", named.unwrap_or_default(), expr.text)
                }
                AlterDomain::DropConstraint { name: it } => format!("DROP CONSTRAINT {}", name(it)),
                AlterDomain::RenameConstraint { name: it, to } => {
                    format!("RENAME CONSTRAINT {} TO {}", name(it), name(to))
                }
                AlterDomain::AddNotNull { .. } | AlterDomain::ValidateConstraint { .. } => {
                    return None;
                }
            };
            format!("ALTER DOMAIN {} {change}", object(of))
        }
        OpKind::CreateView(it) => {
            let kind = if it.materialized { "MATERIALIZED VIEW" } else { "VIEW" };
            let columns = match it.columns.is_empty() {
                true => String::new(),
                false => {
                    let columns: Vec<String> = it.columns.iter().map(|it| name(it)).collect();
                    format!(" ({})", columns.join(", "))
                }
            };
            format!(
                "CREATE {kind} {}{columns} AS {}",
                object(&it.name),
                it.query.text.trim().trim_end_matches(';')
            )
        }
        OpKind::SetTrigger { table, name: of, state } if postgres => {
            let state = state.to_ascii_uppercase();
            format!("ALTER TABLE {} {state} TRIGGER {}", object(table), name(of))
        }
        OpKind::CreateExtension { name: it, .. } => {
            format!("CREATE EXTENSION IF NOT EXISTS {}", name(it))
        }
        OpKind::DropObject { kind, name: of, table, .. } => {
            let word = kind_word(*kind)?;
            match table.as_ref().filter(|_| *kind == ObjectKind::Trigger && postgres) {
                Some(table) => format!("DROP {word} {} ON {}", name(&of.name), object(table)),
                None => format!("DROP {word} {}", object(of)),
            }
        }
        OpKind::RenameObject { kind, name: of, table, to } => {
            let word = kind_word(*kind)?;
            match table.as_ref().filter(|_| *kind == ObjectKind::Trigger) {
                Some(table) => {
                    format!(
                        "ALTER {word} {} ON {} RENAME TO {}",
                        name(&of.name),
                        object(table),
                        name(to)
                    )
                }
                None => format!("ALTER {word} {} RENAME TO {}", object(of), name(to)),
            }
        }
        OpKind::MoveObject { kind, name: of, schema } => {
            format!("ALTER {} {} SET SCHEMA {}", kind_word(*kind)?, object(of), name(schema))
        }
        OpKind::AlterColumn { table, column, change: AlterColumn::SetStorage(it) } if postgres => {
            format!("ALTER TABLE {} ALTER COLUMN {} SET STORAGE {it}", object(table), name(column))
        }
        // What SQLite's ALTER TABLE does not know ("SQL Features That SQLite Does Not Implement").
        OpKind::AlterColumn { .. }
        | OpKind::AddConstraint { .. }
        | OpKind::DropConstraint { .. }
            if dialect == Dialect::Sqlite =>
        {
            return None;
        }
        _ => return write::sql(kind, target),
    })
}

fn kind_word(kind: ObjectKind) -> Option<&'static str> {
    Some(match kind {
        ObjectKind::View => "VIEW",
        ObjectKind::MaterializedView => "MATERIALIZED VIEW",
        ObjectKind::Sequence => "SEQUENCE",
        ObjectKind::Type => "TYPE",
        ObjectKind::Domain => "DOMAIN",
        ObjectKind::Function => "FUNCTION",
        ObjectKind::Procedure => "PROCEDURE",
        ObjectKind::Trigger => "TRIGGER",
        ObjectKind::Extension => "EXTENSION",
        ObjectKind::Schema => "SCHEMA",
        _ => return None,
    })
}

fn bound_words(bound: &PartitionBound) -> Option<String> {
    let list = |it: &[crate::ops::expr::Expr]| {
        it.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join(", ")
    };
    Some(match bound {
        PartitionBound::Default => "DEFAULT".to_owned(),
        PartitionBound::Range { from, to } => {
            format!("FOR VALUES FROM ({}) TO ({})", list(from), list(to))
        }
        PartitionBound::List(values) => format!("FOR VALUES IN ({})", list(values)),
        PartitionBound::Hash { modulus, remainder } => {
            format!("FOR VALUES WITH (MODULUS {modulus}, REMAINDER {remainder})")
        }
        PartitionBound::Unread(_) => return None,
    })
}

fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
