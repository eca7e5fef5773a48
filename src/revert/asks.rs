//! What an operation asks of the schema: what has to be there, what it makes, whose rows it changes, and what of it the
//! catalogue does not hold.

use crate::catalog::Schema;
use crate::catalog::compare::Part;
use crate::ops::column::AlterColumn;
use crate::ops::constraint::Constraint;
use crate::ops::index::IndexChange;
use crate::ops::object::ObjectKind;
use crate::ops::table::{AlterPartition, Persistence};
use crate::ops::transaction::TransactionOp;
use crate::ops::{ConstraintRef, Guard, ObjectName, OpKind, Verb};

/// What one operation asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asks {
    /// What it changes or takes away.
    pub needs: Option<Part>,
    pub makes: Option<Part>,
    /// IF EXISTS or IF NOT EXISTS.
    pub guard: Guard,
    /// Tables whose rows it changes.
    pub rows: Vec<ObjectName>,
    /// What it does besides that is not compared.
    pub beyond: Option<String>,
}

impl Asks {
    fn needs(part: Part) -> Asks {
        Asks { needs: Some(part), ..Asks::default() }
    }

    fn makes(part: Part) -> Asks {
        Asks { makes: Some(part), ..Asks::default() }
    }

    fn rows(table: &ObjectName) -> Asks {
        Asks { rows: vec![table.clone()], ..Asks::default() }
    }

    fn beyond(what: impl Into<String>) -> Asks {
        Asks { beyond: Some(what.into()), ..Asks::default() }
    }

    fn guarded(self, guard: Guard) -> Asks {
        Asks { guard, ..self }
    }

    fn and_makes(self, part: Part) -> Asks {
        Asks { makes: Some(part), ..self }
    }

    fn and_beyond(self, what: &str) -> Asks {
        Asks { beyond: Some(what.to_owned()), ..self }
    }
}

fn table(name: &ObjectName) -> Part {
    Part::Table(name.clone())
}

fn column(table: &ObjectName, column: &str) -> Part {
    Part::Column { table: table.clone(), column: column.to_owned() }
}

fn constraint(table: &ObjectName, name: &str) -> Part {
    Part::Constraint { table: table.clone(), name: name.to_owned() }
}

/// The index with the relation it is on, as far as the statement or the schema tells it.
fn index(schema: &Schema, index: &ObjectName, table: Option<&ObjectName>) -> Part {
    let relation = schema.indexes.get(index).or(table).unwrap_or(index);
    Part::Index { table: relation.clone(), name: index.name.to_string() }
}

fn renamed(from: &ObjectName, to: &ObjectName) -> ObjectName {
    if to.schema.is_some() { to.clone() } else { from.sibling(&to.name) }
}

/// A relation that `ALTER TABLE` works on, which may be a view or a sequence as well.
fn relation(schema: &Schema, name: &ObjectName) -> Part {
    if schema.views.contains_key(name) {
        Part::View(name.clone())
    } else if schema.sequences.contains_key(name) {
        Part::Sequence(name.clone())
    } else {
        table(name)
    }
}

pub(super) fn object(
    schema: &Schema,
    kind: ObjectKind,
    name: &ObjectName,
    table: Option<&ObjectName>,
) -> Option<Part> {
    Some(match kind {
        ObjectKind::Table | ObjectKind::ForeignTable => Part::Table(name.clone()),
        ObjectKind::Column => column(table?, &name.name),
        ObjectKind::Constraint => constraint(table?, &name.name),
        ObjectKind::Index => index(schema, name, table),
        ObjectKind::Sequence => Part::Sequence(name.clone()),
        ObjectKind::View | ObjectKind::MaterializedView => Part::View(name.clone()),
        ObjectKind::Type | ObjectKind::Domain => Part::Type(name.clone()),
        ObjectKind::Function | ObjectKind::Procedure | ObjectKind::Aggregate => {
            Part::Function(name.clone())
        }
        ObjectKind::Trigger => Part::Trigger { table: table?.clone(), name: name.name.to_string() },
        ObjectKind::Policy | ObjectKind::Rule => {
            Part::Dependent { table: table?.clone(), kind, name: name.name.to_string() }
        }
        ObjectKind::Schema => Part::Schema(name.clone()),
        ObjectKind::Extension => Part::Extension(name.clone()),
        ObjectKind::Operator
        | ObjectKind::Package
        | ObjectKind::EventTrigger
        | ObjectKind::Database
        | ObjectKind::Statistics
        | ObjectKind::Collation
        | ObjectKind::Cast
        | ObjectKind::Conversion
        | ObjectKind::Language
        | ObjectKind::TextSearch
        | ObjectKind::Publication
        | ObjectKind::Subscription
        | ObjectKind::Server
        | ObjectKind::UserMapping
        | ObjectKind::ForeignDataWrapper
        | ObjectKind::Role
        | ObjectKind::Privilege
        | ObjectKind::Tablespace
        | ObjectKind::Synonym
        | ObjectKind::Event
        | ObjectKind::Partitioning
        | ObjectKind::LargeObject
        | ObjectKind::Transform
        | ObjectKind::AccessMethod
        | ObjectKind::SecurityLabel
        | ObjectKind::System
        | ObjectKind::Session
        | ObjectKind::Client => return None,
    })
}

/// An object of any kind; one that the catalogue does not hold is named as what is not compared.
fn any_object(
    schema: &Schema,
    kind: ObjectKind,
    name: &ObjectName,
    of: Option<&ObjectName>,
) -> Asks {
    match object(schema, kind, name, of) {
        Some(part) => Asks::needs(part),
        None => Asks::beyond(format!("`{name}` is of a kind that is not compared")),
    }
}

fn named(of: &ObjectName, added: &Constraint) -> Asks {
    match &added.name {
        Some(name) => Asks::makes(constraint(of, name)),
        None => Asks::default(),
    }
}

/// What the operation asks for, as the schema is before it.
pub fn asks(kind: &OpKind, schema: &Schema) -> Asks {
    match kind {
        OpKind::CreateTable(it) if it.persistence == Persistence::Temporary => Asks::default(),
        OpKind::CreateTable(it) => Asks::makes(table(&it.name)).guarded(it.guard),
        OpKind::DropTable { name, guard, cascade: _ } => Asks::needs(table(name)).guarded(*guard),
        OpKind::RenameTable { table: from, to } => {
            let to = renamed(from, to);
            let made = if schema.views.contains_key(from) { Part::View(to) } else { table(&to) };
            Asks::needs(relation(schema, from)).and_makes(made)
        }
        OpKind::SetTableSchema { table: from, schema: _ } => Asks::needs(relation(schema, from)),
        OpKind::SetStorage { table: of, .. }
        | OpKind::SetTableOption { table: of, .. }
        | OpKind::SetRowSecurity { table: of, .. }
        | OpKind::SetInheritance { table: of, .. } => Asks::needs(table(of)),
        OpKind::AlterPartition { table: of, change } => match change {
            AlterPartition::Attach { partition, .. }
            | AlterPartition::Detach { partition, .. }
            | AlterPartition::DetachFinalize { partition } => Asks::needs(table(partition)),
            AlterPartition::Drop { .. } | AlterPartition::Truncate { .. } => {
                Asks { needs: Some(table(of)), ..Asks::rows(of) }
                    .and_beyond("partitions are not compared")
            }
            AlterPartition::Add { .. } | AlterPartition::By(_) | AlterPartition::Other { .. } => {
                Asks::needs(table(of)).and_beyond("partitions are not compared")
            }
        },

        OpKind::AddColumn { table, column: def, guard, position: _ } => {
            Asks::makes(column(table, &def.name)).guarded(*guard)
        }
        OpKind::DropColumn { table, column: name, guard, cascade: _ } => {
            Asks::needs(column(table, name)).guarded(*guard)
        }
        OpKind::RenameColumn { table, column: name, to } => {
            if schema.views.contains_key(table) {
                return Asks::needs(Part::View(table.clone()));
            }
            Asks::needs(column(table, name)).and_makes(column(table, to))
        }
        OpKind::AlterColumn { table, column: name, change } => {
            let asks = Asks::needs(column(table, name));
            match change {
                AlterColumn::Redefine { to, .. } if to.name != *name && !to.name.is_empty() => {
                    asks.and_makes(column(table, &to.name))
                }
                AlterColumn::SetStatistics | AlterColumn::SetOptions => {
                    asks.and_beyond("column statistics and options are not compared")
                }
                AlterColumn::SetCompression(_) => asks.and_beyond("compression is not compared"),
                AlterColumn::SetVisibility(_) => asks.and_beyond("visibility is not compared"),
                AlterColumn::SetIdentity { .. } => {
                    asks.and_beyond("options of an identity column are not compared")
                }
                AlterColumn::SetType { .. }
                | AlterColumn::SetDefault(_)
                | AlterColumn::DropDefault
                | AlterColumn::SetNotNull
                | AlterColumn::DropNotNull
                | AlterColumn::AddIdentity(_)
                | AlterColumn::DropIdentity
                | AlterColumn::SetExpression(_)
                | AlterColumn::DropExpression
                | AlterColumn::SetStorage(_)
                | AlterColumn::SetComment(_)
                | AlterColumn::Redefine { .. }
                | AlterColumn::SetUnused => asks,
            }
        }

        OpKind::AddConstraint { table, constraint, guard } => {
            named(table, constraint).guarded(*guard)
        }
        OpKind::DropConstraint { table, constraint: of, guard, cascade: _ } => match of {
            ConstraintRef::PrimaryKey => Asks::needs(Part::Table(table.clone())),
            ConstraintRef::Named(name)
            | ConstraintRef::ForeignKey(name)
            | ConstraintRef::Check(name)
            | ConstraintRef::Unique(name) => Asks::needs(constraint(table, name)).guarded(*guard),
        },
        OpKind::ValidateConstraint { table, name } => Asks::needs(constraint(table, name)),
        OpKind::RenameConstraint { table, name, to } => {
            Asks::needs(constraint(table, name)).and_makes(constraint(table, to))
        }
        OpKind::AlterConstraint { table, name, change: _ } => Asks::needs(constraint(table, name)),

        OpKind::CreateIndex(it) => match &it.name {
            Some(name) => Asks::makes(Part::Index { table: it.table.clone(), name: name.clone() })
                .guarded(it.guard),
            None => Asks::default(),
        },
        OpKind::DropIndex(it) => {
            Asks::needs(index(schema, &it.index, it.table.as_ref())).guarded(it.guard)
        }
        OpKind::RenameIndex { index: from, table: of, to, through: _ } => {
            let Part::Index { table: relation, name } = index(schema, from, of.as_ref()) else {
                return Asks::default();
            };
            let made = Part::Index { table: relation.clone(), name: to.clone() };
            Asks::needs(Part::Index { table: relation, name }).and_makes(made)
        }
        OpKind::AlterIndex(it) => {
            let asks = Asks::needs(index(schema, &it.index, it.table.as_ref()));
            match it.change {
                IndexChange::Rebuild(_) | IndexChange::Reorganize => asks,
                IndexChange::SetOptions
                | IndexChange::SetTablespace(_)
                | IndexChange::SetStatistics
                | IndexChange::AttachPartition(_)
                | IndexChange::DependsOnExtension
                | IndexChange::Disable
                | IndexChange::SetVisibility(_) => {
                    asks.and_beyond("options of an index are not compared")
                }
            }
        }
        OpKind::Reindex(_) => Asks::default(),

        OpKind::CreateSchema { name, guard } => {
            Asks::makes(Part::Schema(ObjectName::bare(name))).guarded(*guard)
        }
        OpKind::DropSchema { name, guard, cascade: _ } => {
            Asks::needs(Part::Schema(ObjectName::bare(name))).guarded(*guard)
        }
        OpKind::CreateDatabase { .. } | OpKind::DropDatabase { .. } => {
            Asks::beyond("databases are not compared")
        }
        OpKind::CreateSequence(it) => {
            Asks::makes(Part::Sequence(it.name.clone())).guarded(it.guard)
        }
        OpKind::AlterSequence { name, change: _ } => Asks::needs(Part::Sequence(name.clone())),
        OpKind::CreateType(it) => Asks::makes(Part::Type(it.name.clone())).guarded(it.guard),
        OpKind::AlterEnum { name, change } => match change {
            crate::ops::object::AlterEnum::AddValue { value, guard, .. } => {
                Asks::makes(Part::EnumValue { name: name.clone(), value: value.clone() })
                    .guarded(*guard)
            }
            crate::ops::object::AlterEnum::RenameValue { .. } => {
                Asks::needs(Part::Type(name.clone()))
            }
            crate::ops::object::AlterEnum::Attribute { .. } => {
                Asks::needs(Part::Type(name.clone()))
                    .and_beyond("attributes of a composite type are not compared")
            }
        },
        OpKind::AlterDomain { name, change: _ } => Asks::needs(Part::Type(name.clone())),
        OpKind::CreateView(it) if it.temporary => Asks::default(),
        OpKind::CreateView(it) => {
            let guard = if it.replaces { Guard::IfNeeded } else { it.guard };
            Asks::makes(Part::View(it.name.clone())).guarded(guard)
        }
        OpKind::RefreshView(_) => Asks::default(),
        OpKind::CreateFunction(it) => {
            let asks = Asks::makes(Part::Function(it.name.clone())).guarded(Guard::IfNeeded);
            if schema.functions.contains_key(&it.name) || it.replaces {
                return asks.and_beyond("bodies of functions are not compared");
            }
            asks
        }
        OpKind::CreateTrigger(it) => {
            let part = Part::Trigger { table: it.table.clone(), name: it.name.clone() };
            Asks::makes(part).guarded(if it.replaces { Guard::IfNeeded } else { Guard::None })
        }
        OpKind::SetTrigger { table, name, state: _ } => {
            Asks::needs(Part::Trigger { table: table.clone(), name: name.clone() })
        }
        OpKind::CreateExtension { name, guard } => {
            Asks::makes(Part::Extension(ObjectName::bare(name))).guarded(*guard)
        }
        OpKind::DropObject { kind, name, table, guard, cascade: _ } => {
            any_object(schema, *kind, name, table.as_ref()).guarded(*guard)
        }
        OpKind::RenameObject { kind, name, table, to } => {
            let asks = any_object(schema, *kind, name, table.as_ref());
            let to = name.sibling(to);
            let made = object(schema, *kind, &to, table.as_ref());
            Asks { makes: made, ..asks }
        }
        OpKind::MoveObject { kind, name, schema: _ } => any_object(schema, *kind, name, None),
        OpKind::Other { kind, verb, name, table, detail: _ } => match (verb, kind) {
            (Verb::Comment, _) | (_, ObjectKind::Session | ObjectKind::Client) => Asks::default(),
            (Verb::Create, ObjectKind::Policy | ObjectKind::Rule) => {
                let part = name.as_ref().and_then(|it| object(schema, *kind, it, table.as_ref()));
                Asks { makes: part, ..Asks::default() }
            }
            (Verb::Grant | Verb::Revoke, _) => Asks::beyond("privileges are not compared"),
            (Verb::Create | Verb::Alter | Verb::Drop | Verb::Run, _) => {
                let what =
                    name.as_ref().map_or("what it changes".to_owned(), |it| format!("`{it}`"));
                Asks::beyond(format!("{what} is of a kind that is not compared"))
            }
        },

        OpKind::Insert(it) => Asks::rows(&it.table),
        OpKind::Update(it) => Asks::rows(&it.table),
        OpKind::Delete(it) => Asks::rows(&it.table),
        OpKind::Merge { table, text: _ } => Asks::rows(table),
        OpKind::Copy(it) => match &it.table {
            Some(table) if it.into_table => Asks::rows(table),
            _ => Asks::default(),
        },
        OpKind::Truncate(it) => Asks { rows: it.tables.clone(), ..Asks::default() },
        OpKind::Query { .. } | OpKind::Lock(_) | OpKind::Maintain(_) => Asks::default(),
        OpKind::Call { name, text: _ } => Asks::beyond(format!("what `{name}` does is not known")),

        OpKind::Transaction(it) => match it {
            TransactionOp::Rollback | TransactionOp::RollbackTo(_) => {
                Asks::beyond("it rolls back a part of its work")
            }
            TransactionOp::Begin
            | TransactionOp::Commit
            | TransactionOp::Savepoint(_)
            | TransactionOp::Release(_)
            | TransactionOp::TwoPhase(_)
            | TransactionOp::CommitInBlock
            | TransactionOp::BeginAutocommit
            | TransactionOp::EndAutocommit
            | TransactionOp::Set(_) => Asks::default(),
        },
        OpKind::Set(_) => Asks::default(),
        OpKind::Opaque(it) => Asks::beyond(format!("not understood: {}", it.why.words())),
    }
}
