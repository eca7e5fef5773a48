//! Views, sequences, types, functions, triggers, schemas.

use super::*;
use crate::catalog::Enforcement;
use crate::catalog::calls::Caller;
use crate::catalog::links::Use;
use crate::catalog::query::looked_into;
use crate::dialect::Dialect;
use crate::ops::column::{ColumnDef, ColumnPosition};
use crate::ops::constraint::Validity;
use crate::ops::object::{
    AlterAttribute, AlterDomain, AlterEnum, AlterSequence, CreateSequence, CreateTrigger,
    CreateType, CreateView, FunctionDef, Neighbour, ObjectKind,
};
use crate::ops::{Cascade, Guard, Verb};
use words::rename_all;

impl Schema {
    // Views

    pub(super) fn create_view(&mut self, create: &CreateView, now: Birth) {
        if create.name.is_unknown() {
            return;
        }
        let known = self.is_relation(&create.name);
        if known && !create.replaces && (self.complete || create.guard == Guard::IfNeeded) {
            return;
        }
        let old = self.views.get(&create.name).filter(|_| create.replaces);
        let born = old.map_or(Some(now), |it| it.born);
        let outputs = self.outputs_within_bounds(&create.query, &create.columns);
        let view = View {
            name: create.name.clone(),
            materialized: create.materialized,
            temporary: create.temporary,
            columns: create.columns.clone(),
            query: create.query.clone(),
            outputs,
            indexes: Named::default(),
            // A view that is replaced is still the same view.
            born,
        };
        if known && !(create.replaces && self.views.contains_key(&create.name)) {
            self.make_way(&create.name);
        }
        self.link_view(&view);
        self.views.put(create.name.clone(), view);
    }

    /// Whether a view cannot outlive what it reads. Elsewhere it stays and fails when it is read.
    pub(super) fn drops_views_along(&self) -> bool {
        self.target.dialect == Dialect::Postgres
    }

    pub(super) fn remove_view(&mut self, name: &ObjectName) {
        if !self.views.contains_key(name) {
            return;
        }
        if self.drops_views_along() {
            self.remove_views_of(name);
        }
        let Some(view) = self.views.take(name) else { return };
        self.forget_indexes(name, &view.indexes);
    }

    /// Removes all views that depend on the relation, at any distance.
    pub(super) fn remove_views_of(&mut self, relation: &ObjectName) {
        for view in self.all_views_of(relation) {
            let Some(view) = self.views.take(&view) else { continue };
            self.forget_indexes(&view.name, &view.indexes);
        }
    }

    pub(super) fn rename_view(&mut self, from: &ObjectName, to: &ObjectName) {
        if self.is_relation(to) && (self.complete || !self.views.contains_key(to)) {
            return;
        }
        self.remove_view(to);
        let Some(mut view) = self.views.take(from) else { return };
        view.name = to.clone();
        self.forget_indexes(from, &view.indexes);
        view.indexes.retain(|it| self.move_index_name(&it.name, to));
        self.link_view(&view);
        self.views.put(to.clone(), view);
        self.follow_reads(from, to);
    }

    /// Tells views the new name of what they read.
    pub(super) fn follow_reads(&mut self, from: &ObjectName, to: &ObjectName) {
        if !self.drops_views_along() {
            // Elsewhere a view keeps the text it was made from.
            return;
        }
        for user in self.users(Use::Reads, from) {
            let Some(view) = self.views.edit(&user) else { continue };
            let (old, new) = (from.to_string(), to.to_string());
            for read in view.query.reads.iter_mut().filter(|it| *it == from) {
                *read = to.clone();
            }
            for (of, _) in &mut view.query.columns {
                if of.as_ref() == Some(&old) {
                    *of = Some(new.clone());
                }
            }
            self.links.add(Use::Reads, to, &user);
        }
    }

    /// Tells views the new name of a column they read.
    pub(super) fn follow_column_reads(&mut self, relation: &ObjectName, from: &str, to: &str) {
        if !self.drops_views_along() {
            return;
        }
        let views: Vec<ObjectName> =
            self.views_of_column(relation, from).map(|it| it.name.clone()).collect();
        for name in views {
            let Some(view) = self.views.edit(&name) else { continue };
            // A bare column of a join may be another relation's.
            let alone = view.query.reads.len() == 1;
            for (of, column) in &mut view.query.columns {
                let theirs = of.as_ref().map_or(alone, |it| *it == relation.to_string());
                if theirs && column == from {
                    *column = to.to_owned();
                }
            }
        }
    }

    pub(super) fn rename_view_column(&mut self, view: &ObjectName, from: &str, to: &str) {
        let Some(view) = self.views.edit(view) else { return };
        rename_all(&mut view.columns, from, to);
        for output in view.outputs.iter_mut().flatten().filter(|it| it.name == from) {
            output.name = to.to_owned();
        }
        for index in &mut view.indexes {
            index.keys.iter_mut().for_each(|it| words::rename_in_key(it, from, to));
        }
    }

    // Sequences

    pub(super) fn create_sequence(&mut self, create: &CreateSequence, now: Birth) {
        if create.name.is_unknown() {
            return;
        }
        if self.is_relation(&create.name) && (self.complete || create.guard == Guard::IfNeeded) {
            return;
        }
        if self.is_relation(&create.name) {
            self.make_way(&create.name);
        }
        let sequence = Sequence {
            name: create.name.clone(),
            owned_by: create.owned_by.clone(),
            identity: false,
            data_type: create.data_type.clone(),
            options: create.options.clone(),
            temporary: create.temporary,
            logged: true,
            born: Some(now),
        };
        self.link_sequence(&sequence);
        self.sequences.put(create.name.clone(), sequence);
    }

    pub(super) fn alter_sequence(&mut self, name: &ObjectName, change: &AlterSequence) {
        if !self.sequences.contains_key(name) {
            if self.complete || name.is_unknown() || self.is_relation(name) {
                return;
            }
            self.sequences.put(name.clone(), unknown_sequence(name));
        }
        let Some(sequence) = self.sequences.edit(name) else { return };
        match change {
            AlterSequence::OwnedBy(owner) => sequence.owned_by.clone_from(owner),
            AlterSequence::SetType(data_type) => sequence.data_type = Some(data_type.clone()),
            AlterSequence::Restart(_) => {}
            AlterSequence::SetLogged(logged) => sequence.logged = *logged,
            AlterSequence::SetOptions(options) => sequence.options.clone_from(options),
        }
        let sequence = sequence.clone();
        self.link_sequence(&sequence);
    }

    pub(super) fn rename_sequence(&mut self, from: &ObjectName, to: &ObjectName) {
        if self.is_relation(to) && (self.complete || !self.sequences.contains_key(to)) {
            return;
        }
        let Some(mut sequence) = self.sequences.take(from) else { return };
        sequence.name = to.clone();
        self.link_sequence(&sequence);
        let drawing: Vec<(ObjectName, String)> = self
            .drawing_from(from)
            .map(|(table, column)| (table.name.clone(), column.name.clone()))
            .collect();
        for (table, column) in drawing {
            // A default knows its sequence by identity, and shows its present name.
            let new = column::next_value(to);
            self.link_default(&table, &new);
            if let Some(column) = self.edit_column(&table, &column) {
                column.default = Some(new);
            }
        }
        self.sequences.put(to.clone(), sequence);
    }

    /// Removes the sequence; with CASCADE, the defaults that draw from it.
    fn remove_sequence(&mut self, name: &ObjectName, cascade: Cascade) {
        self.sequences.take(name);
        if cascade != Cascade::Cascade {
            return;
        }
        let drawing: Vec<(ObjectName, String)> = self
            .drawing_from(name)
            .map(|(table, column)| (table.name.clone(), column.name.clone()))
            .collect();
        for (table, column) in drawing {
            if let Some(column) = self.edit_column(&table, &column) {
                column.default = None;
                column.generated = None;
            }
        }
    }

    // Types

    pub(super) fn create_type(&mut self, create: &CreateType, now: Birth) {
        let known = self.types.contains_key(&create.name);
        if create.name.is_unknown() || (known && (self.complete || create.guard == Guard::IfNeeded))
        {
            return;
        }
        let mut definition = create.definition.clone();
        self.name_checks(&create.name, &mut definition);
        let made = Type {
            name: create.name.clone(),
            knowledge: Knowledge::Whole,
            definition,
            unvalidated: Vec::new(),
            born: Some(now),
            added_values: Vec::new(),
        };
        if let TypeDefinition::Domain { base, .. } = &made.definition {
            self.links.add(Use::Based, &base.name, &create.name);
        }
        self.types.put(create.name.clone(), made);
    }

    fn name_checks(&self, domain: &ObjectName, definition: &mut TypeDefinition) {
        let TypeDefinition::Domain { checks, .. } = definition else { return };
        let mut taken: Vec<String> = checks.iter().filter_map(|it| it.0.clone()).collect();
        for (name, _) in checks.iter_mut().filter(|it| it.0.is_none()) {
            let others: Vec<&str> = taken.iter().map(String::as_str).collect();
            let made_up = self.domain_check_name(domain, &others);
            taken.push(made_up.clone());
            *name = Some(made_up);
        }
    }

    /// The type, entered as assumed where the history never made it.
    fn edit_type(&mut self, name: &ObjectName, like: TypeDefinition) -> Option<&mut Type> {
        if !self.types.contains_key(name) {
            if self.complete || name.is_unknown() {
                return None;
            }
            let assumed = Type {
                name: name.clone(),
                knowledge: Knowledge::Assumed,
                definition: like,
                unvalidated: Vec::new(),
                born: None,
                added_values: Vec::new(),
            };
            self.types.put(name.clone(), assumed);
        }
        self.types.edit(name)
    }

    pub(super) fn alter_enum(&mut self, name: &ObjectName, change: &AlterEnum, now: Birth) {
        if let AlterEnum::Attribute { change, cascade } = change {
            self.alter_attribute(name, change, *cascade, now);
            return;
        }
        let Some(it) = self.edit_type(name, TypeDefinition::Enum(Vec::new())) else { return };
        let TypeDefinition::Enum(values) = &mut it.definition else { return };
        match change {
            AlterEnum::AddValue { value, guard: _, neighbour } => {
                if values.contains(value) || MOST_OF_A_KIND <= values.len() {
                    return;
                }
                let place = |of: &String| values.iter().position(|it| it == of);
                let place = match neighbour {
                    Some(Neighbour::Before(of)) => place(of),
                    Some(Neighbour::After(of)) => place(of).map(|it| it + 1),
                    None => None,
                };
                values.insert(place.unwrap_or(values.len()), value.clone());
                it.added_values.push((value.clone(), now));
            }
            AlterEnum::RenameValue { value, to } => {
                rename_all(values, value, to);
                for (added, _) in it.added_values.iter_mut().filter(|(it, _)| it == value) {
                    added.clone_from(to);
                }
            }
            AlterEnum::Attribute { .. } => {}
        }
    }

    /// The type's attributes, and with CASCADE the columns of its tables.
    fn alter_attribute(
        &mut self,
        composite: &ObjectName,
        change: &AlterAttribute,
        cascade: Cascade,
        now: Birth,
    ) {
        let known = self.types.edit(composite).map(|it| &mut it.definition);
        if let Some(TypeDefinition::Composite(attributes)) = known {
            match change {
                AlterAttribute::Add { name, data_type } => {
                    if MOST_OF_A_KIND <= attributes.len() {
                        return;
                    }
                    attributes.push((name.clone(), data_type.clone()));
                }
                AlterAttribute::Drop { name, .. } => attributes.retain(|it| it.0 != *name),
                AlterAttribute::SetType { name, to } => {
                    for held in attributes.iter_mut().filter(|it| it.0 == *name) {
                        held.1.clone_from(to);
                    }
                }
                AlterAttribute::Rename { name, to } => {
                    for held in attributes.iter_mut().filter(|it| it.0 == *name) {
                        held.0.clone_from(to);
                    }
                }
            }
        }
        if cascade != Cascade::Cascade {
            return;
        }
        for table in self.tables_of_type(composite) {
            if !self.may_take_over(COPY) {
                return;
            }
            match change {
                AlterAttribute::Add { name, data_type } => {
                    let def = ColumnDef::new(name, Some(data_type.clone()));
                    self.put_column(&table, &def, &ColumnPosition::Last, now);
                }
                AlterAttribute::Drop { name, .. } => self.remove_column(&table, name, cascade),
                AlterAttribute::SetType { name, to } => {
                    if let Some(column) = self.edit_column(&table, name) {
                        column.data_type = Some(to.clone());
                    }
                }
                AlterAttribute::Rename { name, to } => self.rename_column(&table, name, to),
            }
        }
    }

    pub(super) fn alter_domain(&mut self, name: &ObjectName, change: &AlterDomain) {
        let made_up = match change {
            AlterDomain::AddCheck { name: None, .. } => {
                let checks = match self.types.get(name).map(|it| &it.definition) {
                    Some(TypeDefinition::Domain { checks, .. }) => checks.as_slice(),
                    _ => &[],
                };
                let taken: Vec<&str> = checks.iter().filter_map(|it| it.0.as_deref()).collect();
                Some(self.domain_check_name(name, &taken))
            }
            _ => None,
        };
        let Some(domain) = self.types.edit(name) else { return };
        let TypeDefinition::Domain { base: _, not_null, default, checks } = &mut domain.definition
        else {
            return;
        };
        match change {
            AlterDomain::SetNotNull | AlterDomain::AddNotNull { name: _ } => *not_null = true,
            AlterDomain::DropNotNull => *not_null = false,
            AlterDomain::SetDefault(value) => *default = Some(value.clone()),
            AlterDomain::DropDefault => *default = None,
            AlterDomain::AddCheck { name, expr, validity } => {
                let name = name.clone().or(made_up);
                if *validity != Validity::Checked {
                    domain.unvalidated.extend(name.clone());
                }
                checks.push((name, expr.clone()));
            }
            AlterDomain::DropConstraint { name } => {
                checks.retain(|it| it.0.as_ref() != Some(name));
                domain.unvalidated.retain(|it| it != name);
            }
            AlterDomain::ValidateConstraint { name } => {
                domain.unvalidated.retain(|it| it != name);
            }
            AlterDomain::RenameConstraint { name, to } => {
                for (held, _) in checks.iter_mut().filter(|it| it.0.as_ref() == Some(name)) {
                    *held = Some(to.clone());
                }
                rename_all(&mut domain.unvalidated, name, to);
            }
        }
    }

    /// Removes the type; with CASCADE, the columns and tables of it.
    /// The type goes, and with CASCADE the domains over it, those over them, and the columns of all.
    fn remove_type(&mut self, name: &ObjectName, cascade: Cascade) {
        let mut gone = vec![name.clone()];
        while let Some(name) = gone.pop() {
            if cascade == Cascade::Cascade {
                let is_over = |it: &ObjectName| {
                    let definition = self.types.get(it).map(|it| &it.definition);
                    matches!(definition, Some(TypeDefinition::Domain { base, .. }) if base.name == name)
                };
                gone.extend(self.users(Use::Based, &name).into_iter().filter(is_over));
            }
            self.remove_one_type(&name, cascade);
        }
    }

    fn remove_one_type(&mut self, name: &ObjectName, cascade: Cascade) {
        let tables = self.tables_of_type(name);
        if self.types.take(name).is_none() || cascade != Cascade::Cascade {
            return;
        }
        for table in tables {
            self.drop_table(&table, cascade);
        }
        let columns: Vec<(ObjectName, String)> = self
            .columns_of_type(name)
            .map(|(table, column)| (table.name.clone(), column.name.clone()))
            .collect();
        for (table, column) in columns {
            self.remove_column(&table, &column, cascade);
        }
    }

    fn rename_type(&mut self, from: &ObjectName, to: &ObjectName) {
        if self.complete && self.types.contains_key(to) {
            return;
        }
        if let Some(mut held) = self.types.take(from) {
            held.name = to.clone();
            if let TypeDefinition::Domain { base, .. } = &held.definition {
                self.links.add(Use::Based, &base.name, to);
            }
            self.types.put(to.clone(), held);
        }
        for user in self.users(Use::Typed, from) {
            let Some(table) = self.tables.edit(&user) else { continue };
            let types = table.columns.iter_mut().filter_map(|it| it.data_type.as_mut());
            for data_type in types.filter(|it| it.name == *from) {
                data_type.text = match data_type.text.strip_prefix(&from.to_string()) {
                    Some(rest) => format!("{to}{rest}"),
                    None => words::replace_name(&data_type.text, &from.name, &to.name),
                };
                data_type.name = to.clone();
            }
            self.links.add_typed(to, &user);
        }
        for user in self.users(Use::Based, from) {
            let uses = |it: &Type| match &it.definition {
                TypeDefinition::Domain { base, .. } => base.name == *from,
                _ => false,
            };
            if !self.types.get(&user).is_some_and(uses) {
                continue;
            }
            let Some(domain) = self.types.edit(&user) else { continue };
            if let TypeDefinition::Domain { base, .. } = &mut domain.definition {
                base.name = to.clone();
            }
            self.links.add(Use::Based, to, &user);
        }
    }

    // Functions and triggers

    pub(super) fn create_function(&mut self, create: &FunctionDef, now: Birth) {
        if create.name.is_unknown() {
            return;
        }
        let old = self.functions.get(&create.name);
        // Without OR REPLACE one of that name that is there takes other arguments, and either may be called.
        let volatility = match old {
            Some(old) if !create.replaces => old.volatility.max(create.volatility),
            _ => create.volatility,
        };
        let mut parameters = old.map_or_else(Vec::new, |it| it.parameters.clone());
        let new = create.parameters.filter(|it| !parameters.contains(it));
        parameters.extend(new.filter(|_| parameters.len() < MOST_OF_A_KIND));
        let function = Function {
            name: create.name.clone(),
            kind: create.kind,
            volatility,
            parameters,
            returns_trigger: create.returns_trigger,
            language: create.language.clone(),
            born: old.map_or(Some(now), |it| it.born),
        };
        self.functions.put(create.name.clone(), function);
    }

    pub(super) fn create_trigger(&mut self, create: &CreateTrigger) {
        let trigger = Trigger {
            name: create.name.clone(),
            events: create.events.clone(),
            function: create.function.clone(),
            constraint: create.constraint,
            per_row: create.per_row,
            state: String::new(),
        };
        if let Some(function) = &create.function {
            self.links.add(Use::Fires, function, &create.table);
        }
        let Some(table) = self.edit_table(&create.table) else { return };
        table.triggers.retain(|it| it.name != create.name);
        if table.triggers.len() < MOST_OF_A_KIND {
            table.triggers.push(trigger);
        }
    }

    pub(super) fn set_trigger(&mut self, table: &ObjectName, name: &str, state: &str) {
        let Some(table) = self.edit_table(table) else { return };
        for trigger in table.triggers.iter_mut().filter(|it| it.name == name) {
            trigger.state = state.to_owned();
        }
        if name == "all" {
            let off = state.starts_with("disable");
            table.enforcement = if off { Enforcement::Off } else { Enforcement::On };
        }
    }

    // Schemas

    pub(super) fn create_schema(&mut self, name: &str, _guard: Guard, now: Birth) {
        let name = ObjectName::bare(name);
        if !self.schemas.contains_key(&name) && !name.is_unknown() {
            self.schemas.put(name, Namespace { born: Some(now) });
        }
    }

    /// Removes the schema with all that is in it; one that holds something is only dropped by CASCADE.
    pub(super) fn drop_schema(&mut self, name: &str) {
        self.schemas.take(&ObjectName::bare(name));
        let default = name == self.target.dialect.default_schema();
        let inside = |it: &ObjectName| match &it.schema {
            Some(schema) => schema == name,
            None => default,
        };
        let tables: Vec<ObjectName> = self.tables.names_where(|it, _| inside(it));
        tables.iter().for_each(|it| self.drop_table(it, Cascade::Cascade));
        let views: Vec<ObjectName> = self.views.names_where(|it, _| inside(it));
        views.iter().for_each(|it| self.remove_view(it));
        let sequences: Vec<ObjectName> = self.sequences.names_where(|it, _| inside(it));
        sequences.iter().for_each(|it| self.remove_sequence(it, Cascade::Cascade));
        let types: Vec<ObjectName> = self.types.names_where(|it, _| inside(it));
        types.iter().for_each(|it| self.remove_type(it, Cascade::Cascade));
        let functions: Vec<ObjectName> = self.functions.names_where(|it, _| inside(it));
        functions.iter().for_each(|it| _ = self.functions.take(it));
    }

    fn rename_schema(&mut self, from: &str, to: &str) {
        if let Some(schema) = self.schemas.take(&ObjectName::bare(from)) {
            self.schemas.put(ObjectName::bare(to), schema);
        }
        let inside = |it: &ObjectName| it.schema.as_deref() == Some(from);
        let mut relations = self.tables.names_where(|it, _| inside(it));
        relations.extend(self.views.names_where(|it, _| inside(it)));
        relations.extend(self.sequences.names_where(|it, _| inside(it)));
        for relation in relations {
            // Some have moved along with their table.
            if self.is_relation(&relation) {
                self.move_relation(&relation, to);
            }
        }
        let types: Vec<ObjectName> = self.types.names_where(|it, _| inside(it));
        for name in types {
            self.rename_type(&name, &ObjectName::qualified(to, &name.name));
        }
        let functions: Vec<ObjectName> = self.functions.names_where(|it, _| inside(it));
        for name in functions {
            self.rename_function(&name, ObjectName::qualified(to, &name.name));
        }
    }

    fn rename_function(&mut self, from: &ObjectName, to: ObjectName) {
        if let Some(mut function) = self.functions.take(from) {
            function.name = to.clone();
            self.functions.put(to, function);
        }
    }

    // Whatever has no operation of its own

    /// Keeps what policies, rules and publications say of a table.
    pub(super) fn other(
        &mut self,
        kind: ObjectKind,
        verb: Verb,
        (name, table): (Option<&ObjectName>, Option<&ObjectName>),
        detail: &str,
    ) {
        let Some(name) = name else { return };
        if !matches!(verb, Verb::Create | Verb::Alter) {
            return;
        }
        let text = detail.to_lowercase();
        match kind {
            ObjectKind::Policy | ObjectKind::Rule => {
                let Some(table) = table else { return };
                for (looked, _) in looked_into(&text) {
                    if looked != *table && self.tables.contains_key(&looked) {
                        self.links.add(Use::Looks, &looked, table);
                    }
                }
                self.depend(table, Dependent { kind, name: name.name.to_string(), text });
            }
            ObjectKind::Publication => {
                for table in published(&text) {
                    if self.tables.contains_key(&table) {
                        self.links.add(Use::Published, name, &table);
                        let text = text.clone();
                        self.depend(&table, Dependent { kind, name: name.name.to_string(), text });
                    }
                }
            }
            // They go with the columns that they are about, and stand in nobody's way.
            ObjectKind::Statistics => {
                let Some(table) = table else { return };
                self.links.add(Use::Published, name, table);
                let (name, text) = (name.to_string(), String::new());
                self.depend(table, Dependent { kind, name, text });
            }
            _ => {}
        }
    }

    fn depend(&mut self, table: &ObjectName, dependent: Dependent) {
        let Some(table) = self.edit_table(table) else { return };
        table.dependents.retain(|it| (it.kind, &it.name) != (dependent.kind, &dependent.name));
        if table.dependents.len() < MOST_OF_A_KIND {
            table.dependents.push(dependent);
        }
    }

    fn no_longer_depend(&mut self, kind: ObjectKind, name: &str, table: &ObjectName) {
        let Some(table) = self.tables.edit(table) else { return };
        table.dependents.retain(|it| it.kind != kind || it.name != name);
    }

    pub(super) fn drop_object(
        &mut self,
        kind: ObjectKind,
        name: &ObjectName,
        table: Option<&ObjectName>,
        cascade: Cascade,
    ) {
        match kind {
            ObjectKind::Table | ObjectKind::ForeignTable => self.drop_table(name, cascade),
            ObjectKind::View | ObjectKind::MaterializedView => self.remove_view(name),
            ObjectKind::Sequence => self.remove_sequence(name, cascade),
            ObjectKind::Type | ObjectKind::Domain => self.remove_type(name, cascade),
            ObjectKind::Function | ObjectKind::Procedure | ObjectKind::Aggregate => {
                let taken = self.functions.take(name);
                if taken.is_some() && cascade == Cascade::Cascade {
                    self.remove_callers(name);
                }
            }
            ObjectKind::Trigger => {
                let Some(table) = table.and_then(|it| self.tables.edit(it)) else { return };
                table.triggers.retain(|it| it.name != name.name);
            }
            ObjectKind::Policy | ObjectKind::Rule => {
                if let Some(table) = table {
                    self.no_longer_depend(kind, &name.name, table);
                }
            }
            ObjectKind::Publication | ObjectKind::Statistics => {
                for table in self.users(Use::Published, name) {
                    self.no_longer_depend(kind, &name.to_string(), &table);
                }
            }
            ObjectKind::Index => self.drop_index(name, table),
            ObjectKind::Schema => self.drop_schema(&name.name),
            ObjectKind::Extension | ObjectKind::Collation => {
                self.extensions.take(name);
                if cascade == Cascade::Cascade {
                    for (table, column) in self.columns_from(kind, name) {
                        self.remove_column(&table, &column, cascade);
                    }
                }
            }
            ObjectKind::Server if cascade == Cascade::Cascade => {
                let of_it =
                    |it: &Table| it.option("server").is_some_and(|it| it == name.name.as_str());
                for table in self.tables.names_where(|_, it| of_it(it)) {
                    self.drop_table(&table, cascade);
                }
            }
            _ => {}
        }
    }

    /// What calls a function goes with it.
    fn remove_callers(&mut self, function: &ObjectName) {
        for (table, caller) in self.callers_of(function) {
            match caller {
                Caller::Default(column) => {
                    if let Some(column) = self.edit_column(&table, &column) {
                        column.default = None;
                    }
                }
                Caller::Column(column) => self.remove_column(&table, &column, Cascade::Cascade),
                Caller::Constraint(name) => self.remove_constraint(&table, &name),
                Caller::Index(name) => self.remove_index(&table, &name),
                Caller::Policy(name) => self.no_longer_depend(ObjectKind::Policy, &name, &table),
            }
        }
        for view in self.views_calling(function) {
            self.remove_view(&view);
        }
        let triggered = self.tables.names_where(|_, it| {
            it.triggers.iter().any(|it| it.function.as_ref() == Some(function))
        });
        for table in triggered {
            if let Some(table) = self.tables.edit(&table) {
                table.triggers.retain(|it| it.function.as_ref() != Some(function));
            }
        }
    }

    pub(super) fn rename_object(
        &mut self,
        kind: ObjectKind,
        name: &ObjectName,
        table: Option<&ObjectName>,
        to: &str,
    ) {
        let new = name.sibling(to);
        match kind {
            ObjectKind::Table
            | ObjectKind::ForeignTable
            | ObjectKind::View
            | ObjectKind::MaterializedView
            | ObjectKind::Sequence => self.rename_relation(name, &new),
            ObjectKind::Index => self.rename_index(name, table, to),
            ObjectKind::Type | ObjectKind::Domain => self.rename_type(name, &new),
            ObjectKind::Function | ObjectKind::Procedure | ObjectKind::Aggregate => {
                self.rename_function(name, new);
            }
            ObjectKind::Trigger => {
                let Some(table) = table.and_then(|it| self.tables.edit(it)) else { return };
                for trigger in table.triggers.iter_mut().filter(|it| it.name == name.name) {
                    trigger.name = to.to_owned();
                }
            }
            ObjectKind::Constraint => {
                if let Some(table) = table {
                    self.rename_constraint(table, &name.name, to);
                }
            }
            ObjectKind::Column => {
                if let Some(table) = table {
                    self.rename_column(table, &name.name, to);
                }
            }
            ObjectKind::Schema => self.rename_schema(&name.name, to),
            ObjectKind::Statistics => {
                let old = name.to_string();
                for table in self.users(Use::Published, name) {
                    let Some(edited) = self.tables.edit(&table) else { continue };
                    let own = |it: &&mut Dependent| it.kind == kind && it.name == old;
                    edited
                        .dependents
                        .iter_mut()
                        .filter(own)
                        .for_each(|it| it.name = new.to_string());
                    self.links.add(Use::Published, &new, &table);
                }
            }
            _ => {}
        }
    }

    pub(super) fn move_object(&mut self, kind: ObjectKind, name: &ObjectName, schema: &str) {
        match kind {
            ObjectKind::Table
            | ObjectKind::ForeignTable
            | ObjectKind::View
            | ObjectKind::MaterializedView
            | ObjectKind::Sequence => self.move_relation(name, schema),
            ObjectKind::Type | ObjectKind::Domain => {
                let to = self.in_schema(name, schema);
                self.rename_type(name, &to);
            }
            ObjectKind::Function | ObjectKind::Procedure | ObjectKind::Aggregate => {
                let to = self.in_schema(name, schema);
                self.rename_function(name, to);
            }
            _ => {}
        }
    }
}

/// A sequence that was there before.
fn unknown_sequence(name: &ObjectName) -> Sequence {
    Sequence {
        name: name.clone(),
        owned_by: None,
        identity: false,
        data_type: None,
        options: String::new(),
        temporary: false,
        logged: true,
        born: None,
    }
}

/// The tables that a publication lists, as its text in lower case names them.
fn published(text: &str) -> Vec<ObjectName> {
    let mut tables = Vec::new();
    let mut words = text
        .split(|it: char| it.is_whitespace() || matches!(it, ',' | '(' | ')' | ';'))
        .filter(|it| !it.is_empty())
        .skip_while(|it| *it != "table");
    words.next();
    for word in words.filter(|it| !matches!(*it, "table" | "only" | "where" | "*")) {
        let mut parts = word.split('.').map(|it| it.trim_matches('"'));
        let Some(first) = parts.next() else { continue };
        tables.push(match parts.next() {
            Some(second) if first != "public" => ObjectName::qualified(first, second),
            Some(second) => ObjectName::bare(second),
            None => ObjectName::bare(first),
        });
    }
    tables
}
