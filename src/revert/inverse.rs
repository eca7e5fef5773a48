//! What undoes an operation: the operations that put back what it changes, or why there are none.

use crate::catalog::{Birth, Column, Index, Knowledge, Schema, Table, TableConstraint, Validated};
use crate::dialect::Dialect;
use crate::ops::column::{AlterColumn, ColumnDef, ColumnPosition, Generated};
use crate::ops::constraint::{AlterConstraint, Constraint, ConstraintKind, Validity};
use crate::ops::expr::{DataType, Expr};
use crate::ops::index::{CreateIndex, DropIndex, IndexChange, Online};
use crate::ops::object::{
    AlterDomain, AlterEnum, AlterSequence, CreateSequence, CreateType, CreateView, ObjectKind,
    TypeDefinition,
};
use crate::ops::table::{AlterPartition, CreateTable, Storage, TableOption};
use crate::ops::{Cascade, ConstraintRef, Guard, Link, ObjectName, Op, OpKind, Verb};

/// What undoes one operation.
#[derive(Debug, Clone, PartialEq)]
pub enum Undo {
    /// These, in this order.
    By(Vec<OpKind>),
    /// It changes nothing that would have to be put back.
    Nothing,
    /// Rows that are changed or gone, in words; nothing of the schema.
    Rows(String),
    /// Nothing can, or nobody knows what; why.
    Impossible(String),
}

/// What undoes the operation over the schema before it; `place` is its unit's, whose own tables and columns go whole.
pub fn undo(op: &Op, before: &Schema, place: usize) -> Undo {
    let it = Undoing { schema: before, place };
    it.of(&op.kind).unwrap_or_else(Undo::Impossible)
}

struct Undoing<'a> {
    schema: &'a Schema,
    place: usize,
}

type Answer = Result<Undo, String>;

fn by(kind: OpKind) -> Answer {
    Ok(Undo::By(vec![kind]))
}

/// Whether values of the type hold values of the other.
fn rests_on(definition: &TypeDefinition, name: &ObjectName) -> bool {
    match definition {
        TypeDefinition::Composite(attributes) => attributes.iter().any(|it| it.1.name == *name),
        TypeDefinition::Domain { base, .. } => base.name == *name,
        TypeDefinition::Enum(_) => false,
        // What they are made of is not kept.
        TypeDefinition::Range | TypeDefinition::Other => true,
    }
}

fn unknown(what: impl std::fmt::Display) -> String {
    format!("what {what} was before is not known")
}

impl Undoing<'_> {
    fn of(&self, kind: &OpKind) -> Answer {
        if let Some(table) = self.own_table(kind)
            && self.is_new(table)
            && !self.rests_on_own(kind)
        {
            // It goes with its table.
            return Ok(Undo::Nothing);
        }
        match kind {
            OpKind::CreateTable(it) => self.create_table(it),
            OpKind::DropTable { name, guard, cascade: _ } => self.drop_table(name, *guard),
            OpKind::RenameTable { table, to } => {
                let to = if to.schema.is_some() { to.clone() } else { table.sibling(&to.name) };
                by(OpKind::RenameTable { table: to, to: ObjectName::bare(&table.name) })
            }
            OpKind::SetTableSchema { table, schema } => by(OpKind::SetTableSchema {
                table: self.in_schema(table, schema),
                schema: self.schema_name(table),
            }),
            OpKind::SetStorage { table, storage } => self.set_storage(table, storage),
            OpKind::SetTableOption { table, option } => {
                let held = self.schema.table(table).and_then(|it| it.option(&option.name));
                let value =
                    held.ok_or_else(|| unknown(format_args!("`{}` of `{table}`", option.name)))?;
                let option = TableOption { name: option.name.clone(), value: value.to_owned() };
                by(OpKind::SetTableOption { table: table.clone(), option })
            }
            OpKind::AlterPartition { table, change } => self.alter_partition(table, change),
            OpKind::SetInheritance { table, parent, link } => by(OpKind::SetInheritance {
                table: table.clone(),
                parent: parent.clone(),
                link: match link {
                    Link::Join => Link::Leave,
                    Link::Leave => Link::Join,
                },
            }),
            OpKind::SetRowSecurity { table, setting } => {
                let held = self.schema.table(table).map_or("", |it| it.row_security.as_str());
                let setting = match (held, setting.as_str()) {
                    ("", "enable row level security") => "disable row level security",
                    ("", "force row level security") => "no force row level security",
                    ("", _) => {
                        return Err(unknown(format_args!("row level security of `{table}`")));
                    }
                    (held, _) => held,
                };
                by(OpKind::SetRowSecurity { table: table.clone(), setting: setting.to_owned() })
            }

            OpKind::AddColumn { table, column, guard, position: _ } => {
                if self.schema.column(table, &column.name).is_some() && *guard == Guard::IfNeeded {
                    return Ok(Undo::Nothing);
                }
                let mut ops = Vec::new();
                // A constraint that is written with a column and is about others stays when the column goes.
                for constraint in &column.constraints {
                    let columns = constraint.columns();
                    if !columns.is_empty() && !columns.contains(&column.name.as_str()) {
                        let name = self.schema.name_of_constraint(table, constraint);
                        ops.push(OpKind::DropConstraint {
                            table: table.clone(),
                            constraint: ConstraintRef::Named(name),
                            guard: Guard::None,
                            cascade: Cascade::Unstated,
                        });
                    }
                }
                // SQL Server keeps a column that has a default, which is a constraint there.
                if self.schema.target.dialect == Dialect::Mssql && column.default.is_some() {
                    let is_default =
                        |it: &&Constraint| matches!(it.kind, ConstraintKind::Default { .. });
                    let name = column.constraints.iter().find(is_default);
                    ops.push(match name.and_then(|it| it.name.clone()) {
                        Some(name) => OpKind::DropConstraint {
                            table: table.clone(),
                            constraint: ConstraintRef::Named(name),
                            guard: Guard::None,
                            cascade: Cascade::Unstated,
                        },
                        None => OpKind::AlterColumn {
                            table: table.clone(),
                            column: column.name.clone(),
                            change: AlterColumn::DropDefault,
                        },
                    });
                }
                ops.push(OpKind::DropColumn {
                    table: table.clone(),
                    column: column.name.clone(),
                    guard: Guard::None,
                    cascade: Cascade::Unstated,
                });
                Ok(Undo::By(ops))
            }
            OpKind::DropColumn { table, column, guard, cascade: _ } => {
                self.drop_column(table, column, *guard)
            }
            OpKind::RenameColumn { table, column, to } => by(OpKind::RenameColumn {
                table: table.clone(),
                column: to.clone(),
                to: column.clone(),
            }),
            OpKind::AlterColumn { table, column, change } => {
                self.alter_column(kind, table, column, change)
            }

            OpKind::AddConstraint { table, constraint, guard } => {
                self.add_constraint(table, constraint, *guard)
            }
            OpKind::DropConstraint { table, constraint, guard, cascade: _ } => {
                self.drop_constraint(table, constraint, *guard)
            }
            OpKind::ValidateConstraint { .. } => Ok(Undo::Nothing),
            OpKind::RenameConstraint { table, name, to } => by(OpKind::RenameConstraint {
                table: table.clone(),
                name: to.clone(),
                to: name.clone(),
            }),
            OpKind::AlterConstraint { table, name, change } => {
                let held = self.constraint(table, name)?;
                let change = match change {
                    AlterConstraint::SetDeferrable(_) => {
                        AlterConstraint::SetDeferrable(held.definition.deferrable)
                    }
                    AlterConstraint::Enforce => AlterConstraint::Unenforce,
                    AlterConstraint::Unenforce => AlterConstraint::Enforce,
                    AlterConstraint::SetInherit => AlterConstraint::SetNoInherit,
                    AlterConstraint::SetNoInherit => AlterConstraint::SetInherit,
                };
                by(OpKind::AlterConstraint { table: table.clone(), name: name.clone(), change })
            }

            OpKind::CreateIndex(it) => self.create_index(it),
            OpKind::DropIndex(it) => self.drop_index(it),
            OpKind::RenameIndex { index, table, to, through } => by(OpKind::RenameIndex {
                index: index.sibling(to),
                table: table.clone(),
                to: index.name.to_string(),
                through: *through,
            }),
            OpKind::AlterIndex(it) => match it.change {
                IndexChange::Rebuild(_) | IndexChange::Reorganize => Ok(Undo::Nothing),
                IndexChange::SetOptions
                | IndexChange::SetTablespace(_)
                | IndexChange::SetStatistics
                | IndexChange::AttachPartition(_)
                | IndexChange::DependsOnExtension
                | IndexChange::Disable
                | IndexChange::SetVisibility(_) => Err(unknown(format_args!("`{}`", it.index))),
            },
            OpKind::Reindex(_) => Ok(Undo::Nothing),

            OpKind::CreateSchema { name, guard } => {
                let held = self.schema.schemas.contains_key(&ObjectName::bare(name));
                if held || *guard == Guard::IfNeeded {
                    return Ok(Undo::Nothing);
                }
                let (guard, cascade) = (Guard::None, Cascade::Unstated);
                by(OpKind::DropSchema { name: name.clone(), guard, cascade })
            }
            OpKind::DropSchema { name, guard: _, cascade } => match cascade {
                Cascade::Cascade => Err(format!("everything in schema `{name}` goes with it")),
                Cascade::Unstated | Cascade::Restrict => {
                    by(OpKind::CreateSchema { name: name.clone(), guard: Guard::None })
                }
            },
            OpKind::CreateDatabase { name } | OpKind::DropDatabase { name } => {
                Err(format!("database `{name}` is beyond a migration"))
            }
            OpKind::CreateSequence(it) => self.made(ObjectKind::Sequence, &it.name, it.guard),
            OpKind::AlterSequence { name, change } => self.alter_sequence(name, change),
            OpKind::CreateType(it) => {
                let kind = match it.definition {
                    TypeDefinition::Domain { .. } => ObjectKind::Domain,
                    TypeDefinition::Enum(_)
                    | TypeDefinition::Composite(_)
                    | TypeDefinition::Range
                    | TypeDefinition::Other => ObjectKind::Type,
                };
                self.made(kind, &it.name, it.guard)
            }
            OpKind::AlterEnum { name, change } => match change {
                AlterEnum::AddValue { value, guard, .. } => {
                    let held = match self.schema.types.get(name).map(|it| &it.definition) {
                        Some(TypeDefinition::Enum(values)) => values.contains(value),
                        _ => false,
                    };
                    match held && *guard == Guard::IfNeeded {
                        true => Ok(Undo::Nothing),
                        false => self.without_value(name).ok_or_else(|| {
                            format!("the value '{value}' cannot be taken out of type `{name}`")
                        }),
                    }
                }
                AlterEnum::RenameValue { value, to } => by(OpKind::AlterEnum {
                    name: name.clone(),
                    change: AlterEnum::RenameValue { value: to.clone(), to: value.clone() },
                }),
                AlterEnum::Attribute { .. } => Err(unknown(format_args!("type `{name}`"))),
            },
            OpKind::AlterDomain { name, change } => self.alter_domain(name, change),
            OpKind::CreateView(it) => match self.schema.views.get(&it.name) {
                Some(_) if it.replaces => by(self.view(&it.name)?),
                Some(_) if it.guard == Guard::IfNeeded => Ok(Undo::Nothing),
                _ => {
                    let kind = if it.materialized {
                        ObjectKind::MaterializedView
                    } else {
                        ObjectKind::View
                    };
                    by(dropped(kind, &it.name, None))
                }
            },
            OpKind::RefreshView(_) => Ok(Undo::Nothing),
            OpKind::CreateFunction(it) => {
                if self.schema.functions.contains_key(&it.name) || it.replaces {
                    return Err(format!("the body that `{}` had is not known", it.name));
                }
                by(dropped(it.kind, &it.name, None))
            }
            OpKind::CreateTrigger(it) => {
                let held = self.schema.table(&it.table);
                if held.is_some_and(|table| table.triggers.iter().any(|held| held.name == it.name))
                {
                    return Err(unknown(format_args!("trigger `{}`", it.name)));
                }
                by(dropped(ObjectKind::Trigger, &ObjectName::bare(&it.name), Some(&it.table)))
            }
            OpKind::SetTrigger { table, name, state: _ } => {
                let held = self.schema.table(table).and_then(|it| {
                    it.triggers.iter().find(|it| it.name == *name).map(|it| it.state.as_str())
                });
                let state = match held {
                    Some("") => "enable",
                    Some(state) => state,
                    None => return Err(unknown(format_args!("trigger `{name}`"))),
                };
                let (table, name) = (table.clone(), name.clone());
                by(OpKind::SetTrigger { table, name, state: state.to_owned() })
            }
            // Others may have come to use it, and who asks first did not know whether it was there.
            OpKind::CreateExtension { guard: Guard::IfNeeded, .. } => Ok(Undo::Nothing),
            OpKind::CreateExtension { name, guard: Guard::None } => {
                by(dropped(ObjectKind::Extension, &ObjectName::bare(name), None))
            }
            OpKind::DropObject { kind, name, table, guard, cascade: _ } => {
                self.drop_object(*kind, name, table.as_ref(), *guard)
            }
            OpKind::RenameObject { kind, name, table, to } => by(OpKind::RenameObject {
                kind: *kind,
                name: name.sibling(to),
                table: table.clone(),
                to: name.name.to_string(),
            }),
            OpKind::MoveObject { kind, name, schema } => by(OpKind::MoveObject {
                kind: *kind,
                name: self.in_schema(name, schema),
                schema: self.schema_name(name),
            }),
            OpKind::Other { kind: _, verb, name, table: _, detail: _ } => match verb {
                Verb::Comment => Ok(Undo::Nothing),
                Verb::Create
                | Verb::Alter
                | Verb::Drop
                | Verb::Grant
                | Verb::Revoke
                | Verb::Run => Err(match name {
                    Some(name) => format!("what was before of `{name}` is not known"),
                    None => {
                        "it changes something of which the state before is not known".to_owned()
                    }
                }),
            },

            OpKind::Insert(it) => self.rows(&it.table, "are written"),
            OpKind::Update(it) => {
                let own = |column: &String| self.is_new_column(&it.table, column);
                match !it.sets.is_empty() && it.sets.iter().all(|(column, _)| own(column)) {
                    true => Ok(Undo::Nothing),
                    false => self.rows(&it.table, "are changed"),
                }
            }
            OpKind::Delete(it) => self.rows(&it.table, "are deleted"),
            OpKind::Merge { table, text: _ } => self.rows(table, "are written"),
            OpKind::Copy(it) => match &it.table {
                Some(table) if it.into_table => self.rows(table, "are written"),
                _ => Ok(Undo::Nothing),
            },
            OpKind::Truncate(it) => match it.tables.first() {
                Some(table) => self.rows(table, "are deleted"),
                None => Ok(Undo::Nothing),
            },
            OpKind::Query { .. } | OpKind::Lock(_) | OpKind::Maintain(_) => Ok(Undo::Nothing),
            OpKind::Call { name, text: _ } => Err(format!("what `{name}` does is not known")),

            OpKind::Transaction(_) | OpKind::Set(_) => Ok(Undo::Nothing),
            OpKind::Opaque(it) => Err(format!("not understood: {}", it.why.words())),
        }
    }

    /// The table that an operation changes without making, dropping or renaming it.
    fn own_table<'k>(&self, kind: &'k OpKind) -> Option<&'k ObjectName> {
        match kind {
            OpKind::AddColumn { table, .. }
            | OpKind::DropColumn { table, .. }
            | OpKind::RenameColumn { table, .. }
            | OpKind::AlterColumn { table, .. }
            | OpKind::AddConstraint { table, .. }
            | OpKind::DropConstraint { table, .. }
            | OpKind::SetTableOption { table, .. }
            | OpKind::SetStorage { table, .. }
            | OpKind::SetRowSecurity { table, .. } => Some(table),
            OpKind::CreateIndex(it) => Some(&it.table),
            OpKind::CreateTrigger(it) => Some(&it.table),
            _ => None,
        }
    }

    /// Whether an object that this unit made cannot go before what the operation adds to the table.
    fn rests_on_own(&self, kind: &OpKind) -> bool {
        let own = |born: Option<Birth>| born.is_some_and(|it| it.unit == self.place);
        match kind {
            OpKind::CreateTrigger(it) => {
                let function = it.function.as_ref().and_then(|it| self.schema.functions.get(it));
                function.is_some_and(|it| own(it.born))
            }
            OpKind::AlterColumn { change: AlterColumn::SetDefault(default), .. } => {
                let drawn = self.schema.sequences_drawn_by(default);
                drawn.iter().any(|it| self.schema.sequences.get(it).is_some_and(|it| own(it.born)))
            }
            _ => false,
        }
    }

    fn is_new(&self, table: &ObjectName) -> bool {
        let born = self.schema.table(table).and_then(|it| it.born);
        born.is_some_and(|it| it.unit == self.place)
    }

    fn is_new_column(&self, table: &ObjectName, column: &str) -> bool {
        let born = self.schema.column(table, column).and_then(|it| it.born);
        self.is_new(table) || born.is_some_and(|it| it.unit == self.place)
    }

    fn rows(&self, table: &ObjectName, what: &str) -> Answer {
        match self.is_new(table) {
            true => Ok(Undo::Nothing),
            false => Ok(Undo::Rows(format!("rows of `{table}` {what}"))),
        }
    }

    /// An object that is made; who asks first may have found it there.
    fn made(&self, kind: ObjectKind, name: &ObjectName, guard: Guard) -> Answer {
        // One that was made before is somebody else's to drop, even where this one does not ask first.
        let typed = self.schema.types.contains_key(name);
        let held = typed || (guard == Guard::IfNeeded && self.schema.is_relation(name));
        if held { Ok(Undo::Nothing) } else { by(dropped(kind, name, None)) }
    }

    fn in_schema(&self, name: &ObjectName, schema: &str) -> ObjectName {
        if schema == self.schema.target.dialect.default_schema() {
            ObjectName::bare(&name.name)
        } else {
            ObjectName::qualified(schema, &name.name)
        }
    }

    fn schema_name(&self, name: &ObjectName) -> String {
        let default = self.schema.target.dialect.default_schema();
        name.schema.as_ref().map_or_else(|| default.to_owned(), |it| it.to_string())
    }

    // Tables

    fn create_table(&self, it: &CreateTable) -> Answer {
        if it.guard == Guard::IfNeeded && self.schema.is_relation(&it.name) {
            return Ok(Undo::Nothing);
        }
        if it.replaces {
            return Err(unknown(format_args!("table `{}`", it.name)));
        }
        let (guard, cascade) = (Guard::None, Cascade::Unstated);
        by(OpKind::DropTable { name: it.name.clone(), guard, cascade })
    }

    fn drop_table(&self, name: &ObjectName, guard: Guard) -> Answer {
        if self.schema.views.contains_key(name) {
            return by(self.view(name)?);
        }
        let Some(table) = self.schema.table(name) else {
            return match guard {
                Guard::IfNeeded if self.schema.complete => Ok(Undo::Nothing),
                Guard::IfNeeded | Guard::None => Err(unknown(format_args!("table `{name}`"))),
            };
        };
        if table.knowledge != Knowledge::Whole {
            return Err(unknown(format_args!("table `{name}`")));
        }
        let mut ops = vec![OpKind::CreateTable(self.table(table)?)];
        let own = table.indexes.iter().filter(|it| it.constraint.is_none() && it.part_of.is_none());
        ops.extend(own.map(|it| OpKind::CreateIndex(index_back(name, it))));
        for (other, constraint, _) in self.schema.foreign_keys_to(name) {
            if other.name != *name {
                ops.push(add_back(&other.name, constraint));
            }
        }
        if !table.triggers.is_empty() || !table.dependents.is_empty() {
            return Err(format!("what the triggers and policies of `{name}` were is not known"));
        }
        Ok(Undo::By(ops))
    }

    /// The statement that makes the table as it is, without its indexes.
    fn table(&self, table: &Table) -> Result<CreateTable, String> {
        let mut create = CreateTable::new(table.name.clone());
        create.persistence = table.persistence;
        create.inherits.clone_from(&table.inherits);
        create.partition_by.clone_from(&table.partition_by);
        create.partition_of.clone_from(&table.partition_of);
        create.options.clone_from(&table.options);
        let parent = table.partition_of.is_some();
        for column in table.columns.iter().filter(|it| it.local && !parent) {
            create.columns.push(definition(column)?);
        }
        for constraint in table.constraints.iter().filter(|it| it.local && !it.inherited) {
            if let ConstraintKind::NotNull { .. } = constraint.definition.kind {
                continue;
            }
            create.constraints.push(constraint_back(constraint));
        }
        Ok(create)
    }

    fn set_storage(&self, table: &ObjectName, storage: &Storage) -> Answer {
        let held = self.schema.table(table);
        let storage = match storage {
            Storage::Logged => Storage::Unlogged,
            Storage::Unlogged => Storage::Logged,
            Storage::Tablespace(_) => {
                let old = held.and_then(|it| it.option("tablespace"));
                Storage::Tablespace(
                    old.ok_or_else(|| unknown(format_args!("the tablespace of `{table}`")))?
                        .to_owned(),
                )
            }
            Storage::AccessMethod(_) => {
                let old = held.and_then(|it| it.option("access method"));
                Storage::AccessMethod(old.unwrap_or("heap").to_owned())
            }
        };
        by(OpKind::SetStorage { table: table.clone(), storage })
    }

    fn alter_partition(&self, table: &ObjectName, change: &AlterPartition) -> Answer {
        let change = match change {
            AlterPartition::Attach { partition, .. } => {
                AlterPartition::Detach { partition: partition.clone(), online: Online::No }
            }
            AlterPartition::Detach { partition, .. }
            | AlterPartition::DetachFinalize { partition } => {
                let held = self.schema.table(partition).and_then(|it| it.partition_of.as_ref());
                let bound = held.ok_or_else(|| unknown(format_args!("partition `{partition}`")))?;
                AlterPartition::Attach { partition: partition.clone(), bound: bound.bound.clone() }
            }
            AlterPartition::Add { .. }
            | AlterPartition::Drop { .. }
            | AlterPartition::Truncate { .. }
            | AlterPartition::By(_)
            | AlterPartition::Other { .. } => {
                return Err(unknown(format_args!("the partitions of `{table}`")));
            }
        };
        by(OpKind::AlterPartition { table: table.clone(), change })
    }

    // Columns

    fn drop_column(&self, table: &ObjectName, name: &str, guard: Guard) -> Answer {
        let held = self.schema.table(table);
        let Some((held, column)) = held.and_then(|it| Some((it, it.column(name)?))) else {
            let whole = held.is_some_and(|it| it.knowledge == Knowledge::Whole);
            return match guard {
                Guard::IfNeeded if whole => Ok(Undo::Nothing),
                Guard::IfNeeded | Guard::None => {
                    Err(unknown(format_args!("column `{table}.{name}`")))
                }
            };
        };
        let mut def = definition(column)?;
        let mut after = Vec::new();
        let filled = def.default.is_some() || def.generated.is_some();
        if def.nullable == Some(false) && !filled && self.schema.target.dialect == Dialect::Postgres
        {
            // Added empty, to be filled before it is required.
            def.nullable = Some(true);
            after.push(OpKind::AlterColumn {
                table: table.clone(),
                column: name.to_owned(),
                change: AlterColumn::SetNotNull,
            });
        }
        let mut ops = vec![OpKind::AddColumn {
            table: table.clone(),
            column: def,
            position: ColumnPosition::Last,
            guard: Guard::None,
        }];
        ops.extend(after);
        for constraint in held.constraints_on(name).filter(|it| it.local) {
            if !matches!(
                constraint.definition.kind,
                ConstraintKind::NotNull { .. } | ConstraintKind::Default { .. }
            ) {
                ops.push(add_back(table, constraint));
            }
        }
        let indexes = held.indexes_on(name).filter(|it| it.constraint.is_none());
        ops.extend(indexes.map(|it| OpKind::CreateIndex(index_back(table, it))));
        for (other, constraint, key) in self.schema.foreign_keys_to(table) {
            if other.name != *table && key.referenced.iter().any(|it| it == name) {
                ops.push(add_back(&other.name, constraint));
            }
        }
        Ok(Undo::By(ops))
    }

    fn alter_column(
        &self,
        whole: &OpKind,
        table: &ObjectName,
        name: &str,
        change: &AlterColumn,
    ) -> Answer {
        if self.is_new_column(table, name) {
            let change = AlterColumn::DropDefault;
            let kind =
                OpKind::AlterColumn { table: table.clone(), column: name.to_owned(), change };
            return if self.rests_on_own(whole) { by(kind) } else { Ok(Undo::Nothing) };
        }
        let held = self.schema.column(table, name);
        let known = || {
            let known = held.filter(|it| it.data_type.is_some() || it.nullable.is_some());
            known.ok_or_else(|| unknown(format_args!("column `{table}.{name}`")))
        };
        let change = match change {
            AlterColumn::SetType { to, using: _ } => {
                let old = known()?.data_type.clone().filter(is_writable);
                let old =
                    old.ok_or_else(|| unknown(format_args!("the type of `{table}.{name}`")))?;
                if old.same_as(to) {
                    return Ok(Undo::Nothing);
                }
                let cast = self.schema.target.dialect == Dialect::Postgres && old.name != to.name;
                // Between types that somebody made there are casts by way of text alone.
                let made = |it: &DataType| self.schema.types.contains_key(&it.name);
                let by_way = if made(&old) || made(to) { "::text" } else { "" };
                let column = self.schema.target.dialect.spell(name);
                let using = cast.then(|| Expr::unread(format!("{column}{by_way}::{}", old.text)));
                AlterColumn::SetType { to: old, using }
            }
            AlterColumn::SetDefault(_) | AlterColumn::DropDefault => match &known()?.default {
                Some(old) => AlterColumn::SetDefault(old.clone()),
                None => AlterColumn::DropDefault,
            },
            AlterColumn::SetNotNull => match held.and_then(|it| it.nullable) {
                Some(false) => return Ok(Undo::Nothing),
                Some(true) | None => AlterColumn::DropNotNull,
            },
            AlterColumn::DropNotNull => match held.and_then(|it| it.nullable) {
                Some(true) => return Ok(Undo::Nothing),
                Some(false) | None => AlterColumn::SetNotNull,
            },
            AlterColumn::AddIdentity(_) => AlterColumn::DropIdentity,
            AlterColumn::DropIdentity => match known()?.generated {
                Some(Generated::Identity(kind)) => AlterColumn::AddIdentity(kind),
                _ => return Err(unknown(format_args!("column `{table}.{name}`"))),
            },
            AlterColumn::SetExpression(_) => match &known()?.generated {
                Some(Generated::Stored(it) | Generated::Virtual(it) | Generated::Unstated(it)) => {
                    AlterColumn::SetExpression(Expr::clone(it))
                }
                _ => return Err(unknown(format_args!("column `{table}.{name}`"))),
            },
            AlterColumn::DropExpression => {
                return Err(format!(
                    "a column that is there cannot be made computed again: `{table}.{name}`"
                ));
            }
            AlterColumn::SetStorage(_) => match known()?.storage.clone() {
                Some(old) => AlterColumn::SetStorage(old),
                None => return Err(unknown(format_args!("the storage of `{table}.{name}`"))),
            },
            AlterColumn::SetComment(_) => AlterColumn::SetComment(known()?.comment.clone()),
            AlterColumn::Redefine { to, position: _ } => {
                let old = Box::new(definition(known()?)?);
                let now = if to.name.is_empty() { name } else { &to.name };
                let change = AlterColumn::Redefine { to: old, position: ColumnPosition::Last };
                return by(OpKind::AlterColumn {
                    table: table.clone(),
                    column: now.to_owned(),
                    change,
                });
            }
            AlterColumn::SetIdentity { .. }
            | AlterColumn::SetStatistics
            | AlterColumn::SetCompression(_)
            | AlterColumn::SetOptions
            | AlterColumn::SetUnused
            | AlterColumn::SetVisibility(_) => {
                return Err(unknown(format_args!("column `{table}.{name}`")));
            }
        };
        by(OpKind::AlterColumn { table: table.clone(), column: name.to_owned(), change })
    }

    // Constraints and indexes

    fn constraint(&self, table: &ObjectName, name: &str) -> Result<&TableConstraint, String> {
        let held = self.schema.table(table).and_then(|it| it.constraint(name));
        held.ok_or_else(|| unknown(format_args!("constraint `{name}` of `{table}`")))
    }

    fn add_constraint(&self, table: &ObjectName, added: &Constraint, guard: Guard) -> Answer {
        let name = self.schema.name_of_constraint(table, added);
        if guard == Guard::IfNeeded && self.constraint(table, &name).is_ok() {
            return Ok(Undo::Nothing);
        }
        let constraint = match (&added.kind, self.schema.target.dialect) {
            (ConstraintKind::PrimaryKey(_), Dialect::Mysql | Dialect::Mariadb) => {
                ConstraintRef::PrimaryKey
            }
            (ConstraintKind::ForeignKey(_), _) => ConstraintRef::ForeignKey(name),
            (ConstraintKind::Unique(_), _) => ConstraintRef::Unique(name),
            (ConstraintKind::Check(_), _) => ConstraintRef::Check(name),
            _ => ConstraintRef::Named(name),
        };
        let mut ops = vec![OpKind::DropConstraint {
            table: table.clone(),
            constraint,
            guard: Guard::None,
            cascade: Cascade::Unstated,
        }];
        if let ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) = &added.kind
            && let Some(used) = &key.using_index
        {
            let held = self.schema.table(table).and_then(|it| it.index(used));
            let held = held.ok_or_else(|| unknown(format_args!("index `{used}`")))?;
            ops.push(OpKind::CreateIndex(index_back(table, held)));
        }
        if let ConstraintKind::PrimaryKey(key) = &added.kind {
            // Its columns stay NOT NULL when a primary key goes.
            for column in key.columns.iter().filter(|it| !self.is_new_column(table, it)) {
                if self.schema.column(table, column).and_then(|it| it.nullable) == Some(true) {
                    ops.push(OpKind::AlterColumn {
                        table: table.clone(),
                        column: column.clone(),
                        change: AlterColumn::DropNotNull,
                    });
                }
            }
        }
        Ok(Undo::By(ops))
    }

    fn drop_constraint(&self, table: &ObjectName, of: &ConstraintRef, guard: Guard) -> Answer {
        let held = match of.name() {
            Some(name) => self.schema.table(table).and_then(|it| it.constraint(name)),
            None => self.schema.table(table).and_then(Table::primary_key).map(|it| it.0),
        };
        let Some(held) = held else {
            let whole = self.schema.table(table).is_some_and(|it| it.knowledge == Knowledge::Whole);
            if guard == Guard::IfNeeded && whole {
                return Ok(Undo::Nothing);
            }
            let name = of.name().unwrap_or("the primary key");
            return Err(unknown(format_args!("constraint `{name}` of `{table}`")));
        };
        let mut ops = vec![add_back(table, held)];
        if let ConstraintKind::PrimaryKey(_) | ConstraintKind::Unique(_) = held.definition.kind {
            // With CASCADE the foreign keys that rest on it go along.
            for (other, constraint, key) in self.schema.foreign_keys_to(table) {
                let rests = held.definition.columns()
                    == key.referenced.iter().map(String::as_str).collect::<Vec<_>>();
                if rests && other.name != *table && self.schema.target.dialect == Dialect::Postgres
                {
                    ops.push(add_back(&other.name, constraint));
                }
            }
        }
        Ok(Undo::By(ops))
    }

    fn create_index(&self, it: &CreateIndex) -> Answer {
        let name = match &it.name {
            Some(name) => name.clone(),
            None => self.schema.name_of_index(it),
        };
        let held = self.schema.indexes_of(&it.table).iter().any(|it| it.name == name);
        if held && it.guard == Guard::IfNeeded {
            return Ok(Undo::Nothing);
        }
        by(OpKind::DropIndex(DropIndex {
            index: it.table.sibling(name),
            table: Some(it.table.clone()),
            online: it.online,
            guard: Guard::None,
            cascade: Cascade::Unstated,
            options: Vec::new(),
            together: 1,
        }))
    }

    fn drop_index(&self, it: &DropIndex) -> Answer {
        let relation = self.schema.indexes.get(&it.index).or(it.table.as_ref());
        let held = relation.and_then(|relation| {
            let index =
                self.schema.indexes_of(relation).iter().find(|held| held.name == it.index.name)?;
            Some((relation, index))
        });
        let Some((relation, index)) = held else {
            return Err(unknown(format_args!("index `{}`", it.index)));
        };
        if self.is_new(relation) {
            return Ok(Undo::Nothing);
        }
        if let Some(constraint) = &index.constraint {
            return by(add_back(relation, self.constraint(relation, constraint)?));
        }
        let online = it.online;
        by(OpKind::CreateIndex(CreateIndex { online, ..index_back(relation, index) }))
    }

    // Other objects

    fn view(&self, name: &ObjectName) -> Result<OpKind, String> {
        let held =
            self.schema.views.get(name).ok_or_else(|| unknown(format_args!("view `{name}`")))?;
        if held.query.text.trim().is_empty() {
            return Err(unknown(format_args!("view `{name}`")));
        }
        Ok(OpKind::CreateView(CreateView {
            name: name.clone(),
            materialized: held.materialized,
            temporary: held.temporary,
            replaces: false,
            guard: Guard::None,
            columns: held.columns.clone(),
            query: held.query.clone(),
        }))
    }

    fn alter_sequence(&self, name: &ObjectName, change: &AlterSequence) -> Answer {
        let held = self.schema.sequences.get(name);
        let known = || held.ok_or_else(|| unknown(format_args!("sequence `{name}`")));
        let change = match change {
            AlterSequence::OwnedBy(_) => AlterSequence::OwnedBy(known()?.owned_by.clone()),
            AlterSequence::SetType(_) => {
                let old = known()?.data_type.clone();
                AlterSequence::SetType(old.unwrap_or_else(|| DataType::named("bigint")))
            }
            AlterSequence::Restart(_) => return Ok(Undo::Nothing),
            AlterSequence::SetLogged(_) => AlterSequence::SetLogged(known()?.logged),
            AlterSequence::SetOptions(_) => match known()?.options.as_str() {
                "" => return Err(unknown(format_args!("sequence `{name}`"))),
                options => AlterSequence::SetOptions(options.to_owned()),
            },
        };
        by(OpKind::AlterSequence { name: name.clone(), change })
    }

    /// A type of the same name without the new value, to which all columns go over: PostgreSQL takes no value out
    /// ("ALTER TYPE", Notes), and a type that something else rests on cannot be given up.
    fn without_value(&self, name: &ObjectName) -> Option<Undo> {
        let schema = self.schema;
        let known = schema.types.get(name).filter(|it| schema.complete || it.born.is_some())?;
        (schema.target.dialect == Dialect::Postgres).then_some(())?;
        // What a function takes and gives nobody keeps here.
        (schema.functions.iter().all(|(_, it)| it.returns_trigger)
            && schema.stored_views_of_type(name).next().is_none()
            && schema.types.iter().all(|(_, it)| !rests_on(&it.definition, name)))
        .then_some(())?;
        let old = name.sibling(format!("{}_old", name.name));
        (!schema.types.contains_key(&old)).then_some(())?;
        let mut ops = vec![
            OpKind::RenameObject {
                kind: ObjectKind::Type,
                name: name.clone(),
                table: None,
                to: old.name.to_string(),
            },
            OpKind::CreateType(CreateType {
                name: name.clone(),
                definition: known.definition.clone(),
                guard: Guard::None,
            }),
        ];
        for (table, column) in schema.columns_of_type(name) {
            let data_type = column.data_type.clone()?;
            let free = data_type.array == 0
                && column.generated.is_none()
                && !table.is_partitioned()
                && table.partition_of.is_none()
                && table.inherits.is_empty()
                && table.dependents.is_empty()
                && schema.children_of(&table.name).next().is_none()
                && schema.views_of(&table.name).next().is_none()
                && table
                    .indexes_on(&column.name)
                    .all(|it| it.predicate.is_none() && it.keys.iter().all(|it| it.expr.is_none()))
                && table
                    .constraints_on(&column.name)
                    .all(|it| !matches!(it.definition.kind, ConstraintKind::Check(_)));
            free.then_some(())?;
            let using = Expr::unread(format!(
                "{}::text::{}",
                Dialect::Postgres.spell(&column.name),
                data_type.text
            ));
            let mut change = |change: AlterColumn| {
                ops.push(OpKind::AlterColumn {
                    table: table.name.clone(),
                    column: column.name.clone(),
                    change,
                });
            };
            // The default is of the old type.
            if column.default.is_some() {
                change(AlterColumn::DropDefault);
            }
            change(AlterColumn::SetType { to: data_type, using: Some(using) });
            if let Some(default) = &column.default {
                change(AlterColumn::SetDefault(default.clone()));
            }
        }
        ops.push(dropped(ObjectKind::Type, &old, None));
        Some(Undo::By(ops))
    }

    fn alter_domain(&self, name: &ObjectName, change: &AlterDomain) -> Answer {
        let not_known = || unknown(format_args!("domain `{name}`"));
        let held = self.schema.types.get(name).map(|it| &it.definition);
        let Some(TypeDefinition::Domain { base: _, not_null, default, checks }) = held else {
            return Err(not_known());
        };
        let change = match change {
            AlterDomain::SetNotNull | AlterDomain::AddNotNull { .. } if *not_null => {
                return Ok(Undo::Nothing);
            }
            AlterDomain::SetNotNull | AlterDomain::AddNotNull { .. } => AlterDomain::DropNotNull,
            AlterDomain::DropNotNull if !*not_null => return Ok(Undo::Nothing),
            AlterDomain::DropNotNull => AlterDomain::SetNotNull,
            AlterDomain::SetDefault(_) | AlterDomain::DropDefault => match default {
                Some(old) => AlterDomain::SetDefault(old.clone()),
                None => AlterDomain::DropDefault,
            },
            AlterDomain::AddCheck { name: Some(name), .. } => {
                AlterDomain::DropConstraint { name: name.clone() }
            }
            AlterDomain::AddCheck { name: None, .. } => return Err(not_known()),
            AlterDomain::DropConstraint { name } => {
                let held =
                    checks.iter().find(|it| it.0.as_ref() == Some(name)).ok_or_else(not_known)?;
                let validity = Validity::Checked;
                AlterDomain::AddCheck { name: held.0.clone(), expr: held.1.clone(), validity }
            }
            AlterDomain::ValidateConstraint { .. } => return Ok(Undo::Nothing),
            AlterDomain::RenameConstraint { name, to } => {
                AlterDomain::RenameConstraint { name: to.clone(), to: name.clone() }
            }
        };
        by(OpKind::AlterDomain { name: name.clone(), change })
    }

    fn drop_object(
        &self,
        kind: ObjectKind,
        name: &ObjectName,
        table: Option<&ObjectName>,
        guard: Guard,
    ) -> Answer {
        let not_known = || unknown(format_args!("`{name}`"));
        match kind {
            ObjectKind::Table | ObjectKind::ForeignTable => self.drop_table(name, guard),
            ObjectKind::View | ObjectKind::MaterializedView => by(self.view(name)?),
            ObjectKind::Sequence => {
                let held = self.schema.sequences.get(name).ok_or_else(not_known)?;
                by(OpKind::CreateSequence(CreateSequence {
                    name: name.clone(),
                    guard: Guard::None,
                    owned_by: held.owned_by.clone(),
                    data_type: held.data_type.clone(),
                    options: held.options.clone(),
                    temporary: held.temporary,
                }))
            }
            ObjectKind::Type | ObjectKind::Domain => {
                let held = self.schema.types.get(name).ok_or_else(not_known)?;
                if held.born.is_some_and(|it| it.unit == self.place) {
                    return Ok(Undo::Nothing);
                }
                if held.knowledge != Knowledge::Whole {
                    return Err(not_known());
                }
                let definition = held.definition.clone();
                by(OpKind::CreateType(CreateType {
                    name: name.clone(),
                    definition,
                    guard: Guard::None,
                }))
            }
            ObjectKind::Extension => {
                by(OpKind::CreateExtension { name: name.name.to_string(), guard: Guard::IfNeeded })
            }
            ObjectKind::Index => self.drop_index(&DropIndex {
                index: name.clone(),
                table: table.cloned(),
                online: Online::No,
                guard,
                cascade: Cascade::Unstated,
                options: Vec::new(),
                together: 1,
            }),
            ObjectKind::Constraint => match table {
                Some(table) => {
                    self.drop_constraint(table, &ConstraintRef::Named(name.name.to_string()), guard)
                }
                None => Err(not_known()),
            },
            ObjectKind::Column => match table {
                Some(table) => self.drop_column(table, &name.name, guard),
                None => Err(not_known()),
            },
            ObjectKind::Function
            | ObjectKind::Procedure
            | ObjectKind::Aggregate
            | ObjectKind::Operator
            | ObjectKind::Package
            | ObjectKind::Trigger
            | ObjectKind::EventTrigger
            | ObjectKind::Rule
            | ObjectKind::Policy
            | ObjectKind::Schema
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
            | ObjectKind::Client => Err(not_known()),
        }
    }
}

fn dropped(kind: ObjectKind, name: &ObjectName, table: Option<&ObjectName>) -> OpKind {
    OpKind::DropObject {
        kind,
        name: name.clone(),
        table: table.cloned(),
        guard: Guard::None,
        cascade: Cascade::Unstated,
    }
}

/// The column as a definition, without its constraints.
fn definition(column: &Column) -> Result<ColumnDef, String> {
    let data_type = column.data_type.clone().filter(is_writable);
    if data_type.is_none() {
        return Err(unknown(format_args!("the type of `{}`", column.name)));
    }
    let mut def = ColumnDef::new(column.name.clone(), data_type);
    def.nullable = column.nullable;
    def.generated.clone_from(&column.generated);
    def.on_update.clone_from(&column.on_update);
    def.comment.clone_from(&column.comment);
    if column.generated != Some(Generated::Serial) {
        def.default.clone_from(&column.default);
    }
    Ok(def)
}

/// Whether a type can be written down again: not one whose name is only known when the migration runs.
fn is_writable(data_type: &DataType) -> bool {
    !data_type.name.is_unknown() && !data_type.text.contains(['{', '}'])
}

fn constraint_back(held: &TableConstraint) -> Constraint {
    let mut constraint = held.definition.clone();
    constraint.name = Some(held.name.clone());
    if held.validated == Validated::No && constraint.validity == Validity::Checked {
        constraint.validity = Validity::NotValid;
    }
    if let ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) = &mut constraint.kind {
        key.using_index = None;
    }
    constraint
}

fn add_back(table: &ObjectName, held: &TableConstraint) -> OpKind {
    OpKind::AddConstraint {
        table: table.clone(),
        constraint: constraint_back(held),
        guard: Guard::None,
    }
}

fn index_back(relation: &ObjectName, held: &Index) -> CreateIndex {
    CreateIndex {
        name: Some(held.name.clone()),
        keys: held.keys.clone(),
        include: held.include.clone(),
        unique: held.unique,
        nulls_not_distinct: held.nulls_not_distinct,
        method: held.method.clone(),
        predicate: held.predicate.clone(),
        options: held.options.clone(),
        ..CreateIndex::new(relation.clone())
    }
}
