//! From the operations that somebody would rather see to the smallest edit of the sources that says so, or none.

mod batches;
mod beside;
mod follow;
mod goings;
mod outside;

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::alembic::downgrade;
use super::alembic::edit::{self as alembic, Script};
use super::sql::edit::{Place, insert};
use super::sql::write::{self, Letters, Style};
use crate::dialect::{Dialect, Target};
use crate::ops::Direction;
use crate::ops::column::{AlterColumn, ColumnDef};
use crate::ops::constraint::{Constraint, ConstraintKind};
use crate::ops::expr::{DataType, Expr};
use crate::ops::index::CreateIndex;
use crate::ops::transaction::{Setting, SettingScope, TransactionOp};
use crate::ops::unit::{Framework, Presence, Statement, Unit, UnitTransaction};
use crate::ops::{Cascade, ConstraintRef, Guard, ObjectName, Op, OpKind};
use crate::order;
use crate::text::{Edit, Source, Span};

/// An operation that is wanted.
pub struct Wanted {
    pub kind: OpKind,
    /// Whether no transaction accepts it.
    pub alone: bool,
    /// The statement, where it says more than the operation.
    pub text: Option<String>,
}

impl Wanted {
    fn write(&self, style: &Style) -> Option<String> {
        self.text.clone().or_else(|| write::statement(&self.kind, style))
    }
}

/// What is wanted in the place of one operation.
pub struct Wish {
    pub here: Vec<Wanted>,
    /// What has to wait until that is committed, in order.
    pub later: Vec<Vec<Wanted>>,
}

/// The operation that is to be another.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    pub unit: &'a Unit,
    pub statement: &'a Statement,
    pub op: &'a Op,
    pub around: Around,
}

/// Who holds a transaction open around a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Around {
    Nobody,
    /// `BEGIN` in the unit.
    Statement,
    Runner,
}

/// What is known of a column that a call changes.
pub struct Column<'a> {
    pub data_type: Option<&'a DataType>,
    pub is_required: bool,
    /// Whether it counts by itself.
    pub counts: bool,
    pub default: Option<&'a Expr>,
}

/// An edit of the unit's source, with the files that belong to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    pub edits: Vec<Edit>,
    pub creates: Vec<Source>,
    pub manner: Manner,
}

/// What becomes of the transaction that the runner holds around the unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Manner {
    #[default]
    Same,
    /// The operation runs outside of it, and nothing else was in it.
    Outside,
}

/// Makes edits, keeping what is known of each source and unit between them.
pub struct Editor<'a> {
    sources: &'a [Source],
    units: &'a [Unit],
    /// Paths of files that were not given.
    neighbours: &'a [String],
    dialect: Dialect,
    /// Whether the sources are for other databases too, whose spelling is another.
    shared: bool,
    scripts: BTreeMap<usize, Option<Script>>,
    facts: Option<Facts>,
    goings: goings::Goings<'a>,
    ends: OnceCell<follow::Ends<'a>>,
    /// The ways down by their names, in order.
    downs: OnceCell<Vec<(&'a str, &'a Unit)>>,
}

/// What edits ask of a whole unit.
struct Facts {
    unit: (usize, Span, bool),
    /// Operations that a failure undoes with the rest of the transaction.
    undone: usize,
    /// How many statements come from each Python statement, by its place in the script.
    at: BTreeMap<usize, usize>,
    leaves_transaction: bool,
    online: bool,
}

impl<'a> Editor<'a> {
    /// `order` holds the places of the units, each after all that must run before it.
    pub fn new(
        sources: &'a [Source],
        (units, order): (&'a [Unit], &[usize]),
        neighbours: &'a [String],
        dialect: Dialect,
        shared: bool,
    ) -> Editor<'a> {
        Editor {
            sources,
            units,
            neighbours,
            dialect,
            shared,
            scripts: BTreeMap::new(),
            facts: None,
            goings: goings::Goings::of(units, order),
            ends: OnceCell::new(),
            downs: OnceCell::new(),
        }
    }

    /// The smallest change that grants the wish.
    pub fn grant(&mut self, site: Site<'_>, wish: &Wish) -> Option<Change> {
        let source = self.sources.get(site.unit.source)?;
        let divided =
            0 < self.facts(site.unit)?.undone.saturating_sub(usize::from(is_undone(site.op)));
        // What else the migration does would stay when it fails half-way, so the operation gets one of its own.
        let moves = divided && wish.here.iter().any(|it| it.alone) && site.around == Around::Runner;
        if moves && self.is_taken_back(site) {
            return None;
        }
        // A name that we make up is not the one by which the way down, or a later revision, knows it.
        let unnamed = matches!(&site.op.kind, OpKind::AddConstraint { constraint, .. } if constraint.name.is_none());
        if site.unit.names_are_assumed && unnamed {
            return None;
        }
        // Nothing runs after a way down what it left for later.
        if site.unit.direction == Direction::Down && (moves || !wish.later.is_empty()) {
            return None;
        }
        let back = self.taken_back(site, wish)?;
        let mut change = match site.unit.framework {
            Framework::Alembic => self.in_script(source, site, wish, moves),
            _ if self.shared => None,
            _ => self.in_sql(source, site, wish, moves),
        }?;
        change.edits.extend(back);
        Some(change)
    }

    /// What the way down of the same file has to do besides, where a constraint stands in for a column's NOT NULL: it
    /// goes before the column may be NULL again. `None` where the way down does not say where.
    fn taken_back(&mut self, site: Site<'_>, wish: &Wish) -> Option<Vec<Edit>> {
        let OpKind::AlterColumn { table, column, change: AlterColumn::SetNotNull } = &site.op.kind
        else {
            return Some(Vec::new());
        };
        let name = wish.here.iter().find_map(|it| match &it.kind {
            OpKind::AddConstraint { constraint, .. } => constraint.name.clone(),
            _ => None,
        });
        let Some(name) = name else { return Some(Vec::new()) };
        let id = site.unit.id.as_str();
        let down = self.downs().iter().find(|it| it.0 == id).map(|it| it.1);
        let Some(down) = down.filter(|it| it.presence == Presence::Written) else {
            return Some(Vec::new());
        };
        let mut ops = down.statements.iter().flat_map(|it| it.ops.iter().map(move |op| (it, op)));
        let goes_along = |it: &OpKind| match it {
            OpKind::DropTable { name, .. } => name == table,
            OpKind::DropColumn { table: of, column: name, .. } => of == table && name == column,
            _ => false,
        };
        if ops.clone().any(|it| goes_along(&it.1.kind)) {
            return Some(Vec::new());
        }
        let (statement, op) = ops.find(|(_, it)| match &it.kind {
            OpKind::AlterColumn { table: of, column: name, change: AlterColumn::DropNotNull } => {
                of == table && name == column
            }
            _ => false,
        })?;
        let drop = OpKind::DropConstraint {
            table: table.clone(),
            constraint: ConstraintRef::Named(name),
            guard: Guard::None,
            cascade: Cascade::Unstated,
        };
        let text = &self.sources.get(down.source)?.text;
        if down.framework == Framework::Alembic {
            let style = Style { dialect: self.dialect, letters: Letters::Upper, spelled: None };
            let line = alembic::execute(&write::statement(&drop, &style)?);
            let script = self.script(down.source)?;
            let here = alembic::Here::new(script, script.find(statement.span)?, text)?;
            return Some(here.around(&[(line, false)], &[], false));
        }
        // A way down in another file is another change.
        let same = down.source == site.unit.source && down.framework != Framework::Liquibase;
        let style = Place::new(text, op, self.dialect).style();
        let drop = write::statement(&drop, &style).filter(|_| same)?;
        let (line, indent) = line_of(text, statement.span.start)?;
        Some(vec![insert(line, format!("{indent}{drop};{}", newline(text)))])
    }

    /// The ways down by their names, in order.
    fn downs(&self) -> &[(&'a str, &'a Unit)] {
        self.downs.get_or_init(|| {
            let downs = self.units.iter().filter(|it| it.direction == Direction::Down);
            let mut downs: Vec<_> = downs.map(|it| (it.id.as_str(), it)).collect();
            order::sort_by_key(&mut downs, |it| it.0);
            downs
        })
    }

    /// Whether the way down of the same file takes the operation back, which it could not if that stood elsewhere.
    fn is_taken_back(&self, site: Site<'_>) -> bool {
        let OpKind::CreateIndex(made) = &site.op.kind else { return true };
        let drops = |it: &Op| match &it.kind {
            OpKind::DropIndex(dropped) => made.name.as_deref() == Some(&*dropped.index.name),
            _ => false,
        };
        let downs = self.downs();
        let id = site.unit.id.as_str();
        let own = downs.iter().skip(downs.partition_point(|it| it.0 < id));
        let own = own.take_while(|it| it.0 == id).flat_map(|it| &it.1.statements);
        own.flat_map(|it| &it.ops).any(drops)
    }

    /// The update of a whole table in batches, by ranges of its key, each committed by itself.
    pub fn in_batches(&mut self, site: Site<'_>, key: &str) -> Option<Change> {
        let source = self.sources.get(site.unit.source)?;
        // The others cut a block into pieces at its semicolons.
        let whole = matches!(
            site.unit.framework,
            Framework::Plain
                | Framework::Alembic
                | Framework::Flyway
                | Framework::Sqitch
                | Framework::GolangMigrate
        );
        let own = site.statement.span.of(&source.text);
        let statement = site.statement.sql.as_deref().unwrap_or(own);
        let table = table_of(&site.op.kind)?;
        let text = batches::block(statement, table, key, self.dialect).filter(|_| whole)?;
        let wanted = Wanted { kind: site.op.kind.clone(), alone: true, text: Some(text) };
        self.grant(site, &Wish { here: vec![wanted], later: Vec::new() })
    }

    /// A column beside the operation's own, and in later migrations its values and the end of the old one. Only where no
    /// way down has to follow, and nothing cuts a function's body into pieces.
    pub fn beside(&mut self, site: Site<'_>, column: &ColumnDef, key: &str) -> Option<Change> {
        let fits = matches!(site.unit.framework, Framework::Plain | Framework::Flyway);
        let wish = beside::column(&site.op.kind, column, key, self.dialect).filter(|_| fits)?;
        self.grant(site, &wish)
    }

    /// A view under the old name of the table that the operation renames, and its end in a later migration. Both names
    /// have to change in one transaction.
    pub fn view_behind(&mut self, site: Site<'_>, columns: &[String]) -> Option<Change> {
        let fits = matches!(site.unit.framework, Framework::Plain | Framework::Flyway)
            && site.around != Around::Nobody;
        let wish = beside::table(&site.op.kind, columns, self.dialect).filter(|_| fits)?;
        self.grant(site, &wish)
    }

    /// The statement with IF EXISTS or IF NOT EXISTS, where it is one operation of a file of SQL.
    pub fn guard(&mut self, unit: &Unit, statement: &Statement) -> Option<Change> {
        let source = self.sources.get(unit.source)?;
        let [op] = statement.ops.as_slice() else { return None };
        let plain = unit.framework != Framework::Alembic && !self.shared && statement.sql.is_none();
        let edit = Place::new(&source.text, op, self.dialect).guard().filter(|_| plain)?;
        Some(Change { edits: vec![edit], ..Change::default() })
    }

    /// A setting before the unit's first statement.
    pub fn set_first(&mut self, unit: &Unit, name: &str, value: &str) -> Option<Change> {
        let source = self.sources.get(unit.source)?;
        (!self.shared).then_some(())?;
        let facts = self.facts(unit)?;
        let leaves = facts.leaves_transaction;
        // What is done online keeps nobody out while it waits, and should not give up.
        (!facts.online).then_some(())?;
        let scope = match unit.transaction {
            UnitTransaction::Wrapped | UnitTransaction::WrappedTogether if !leaves => {
                SettingScope::Local
            }
            _ => SettingScope::Session,
        };
        let setting = Setting { name: name.to_owned(), value: Some(value.to_owned()), scope };
        let first = unit.statements.first()?;
        let style = match first.ops.first() {
            Some(op) if first.sql.is_none() => Place::new(&source.text, op, self.dialect).style(),
            _ => Style { dialect: self.dialect, letters: Letters::Upper, spelled: None },
        };
        let statement = write::statement(&OpKind::Set(setting), &style)?;
        let edit = if unit.framework == Framework::Alembic {
            let script = self.scripts.get(&unit.source)?.as_ref()?;
            script.first_in(&source.text, unit.span, &statement)?
        } else {
            let (line, indent) = line_of(&source.text, first.span.start)?;
            let at = above_allows(&source.text, line, unit.span.start);
            insert(at, format!("{indent}{statement};{}", newline(&source.text)))
        };
        Some(Change { edits: vec![edit], ..Change::default() })
    }

    /// A revision that follows another one than it does.
    pub fn give_parent(&self, unit: &Unit, id: &str) -> Option<Vec<Edit>> {
        let source = self.sources.get(unit.source)?;
        let [old] = unit.parents.as_deref()? else { return None };
        (unit.framework == Framework::Alembic).then_some(())?;
        alembic::parent(&source.text, unit.parents_span, old, id)
    }

    /// The call that changes a column with what is known of that.
    pub fn state_column(
        &mut self,
        unit: &Unit,
        call: Span,
        known: &Column<'_>,
        target: Target,
    ) -> Option<Vec<Edit>> {
        let text = &self.sources.get(unit.source)?.text;
        let script = self.script(unit.source)?;
        let default = known.default.as_ref().filter(|_| !script.gives(call, "server_default"));
        let default = default.map(|it| it.text.as_str());
        let words = downgrade::words(text, known.data_type?, default, target)?;
        let mut arguments = vec![("existing_type", words.data_type)];
        if known.is_required && !script.gives(call, "nullable") {
            arguments.push(("existing_nullable", "False".to_owned()));
        }
        if known.counts && !script.gives(call, "autoincrement") {
            arguments.push(("existing_autoincrement", "True".to_owned()));
        }
        arguments.extend(words.text.map(|it| ("existing_server_default", it)));
        script.with_arguments(text, call, &arguments)
    }

    /// The call with an argument that is true.
    pub fn add_argument(&mut self, unit: &Unit, call: Span, name: &str) -> Option<Vec<Edit>> {
        let text = &self.sources.get(unit.source)?.text;
        self.script(unit.source)?.with_arguments(text, call, &[(name, "True".to_owned())])
    }

    fn facts(&mut self, unit: &Unit) -> Option<&Facts> {
        let key = (unit.source, unit.span, unit.direction == Direction::Up);
        if self.facts.as_ref().is_none_or(|it| it.unit != key) {
            let script = match unit.framework {
                Framework::Alembic => self.script(unit.source),
                _ => None,
            };
            let mut at = BTreeMap::new();
            for place in unit.statements.iter().filter_map(|it| script?.find(it.span)) {
                *at.entry(place).or_insert(0) += 1;
            }
            let ops = || unit.statements.iter().flat_map(|it| &it.ops);
            let leaves = |it: &Op| it.kind == OpKind::Transaction(TransactionOp::BeginAutocommit);
            self.facts = Some(Facts {
                unit: key,
                undone: ops().filter(|it| is_undone(it)).count(),
                at,
                leaves_transaction: ops().any(leaves),
                online: ops().any(is_online),
            });
        }
        self.facts.as_ref()
    }

    fn script(&mut self, source: usize) -> Option<&Script> {
        let sources = self.sources;
        let known = self.scripts.entry(source);
        known.or_insert_with(|| Script::read(&sources.get(source)?.text)).as_ref()
    }

    // ---- SQL

    fn in_sql(&self, source: &Source, site: Site<'_>, wish: &Wish, moves: bool) -> Option<Change> {
        let place = Place::new(&source.text, site.op, self.dialect);
        let style = place.style();
        let here = SqlHere { source, site, place, style: &style };
        let mut groups: Vec<Vec<&Wanted>> =
            wish.later.iter().map(|it| it.iter().collect()).collect();
        let leaves = wish.here.iter().any(|it| it.alone) && site.around != Around::Nobody;
        if leaves && site.around == Around::Statement {
            return None;
        }
        let total = site.unit.statements.len() - 1 + wish.here.len();
        let fits = outside::commits_each(site.unit.framework) || total == 1;
        let mut change = Change::default();
        if leaves && (moves || !fits) {
            change.edits.push(here.removal()?);
            groups.insert(0, wish.here.iter().collect());
        } else {
            change.edits = here.edits(&wish.here)?;
            if leaves {
                change.edits.extend(outside::of(source, site.unit)?);
                change.manner = Manner::Outside;
            }
        }
        if !groups.is_empty() {
            change.creates = self.follow(source, site, &wish.here, &groups, &style)?;
        }
        Some(change)
    }

    /// The files of the migrations that come next, after operations that stay where they are; `None` where what they
    /// are about is gone by then.
    fn follow(
        &self,
        source: &Source,
        site: Site<'_>,
        before: &[Wanted],
        groups: &[Vec<&Wanted>],
        style: &Style,
    ) -> Option<Vec<Source>> {
        let unit = site.unit;
        (!self.goings.take(site)).then_some(())?;
        let ends =
            self.ends.get_or_init(|| follow::Ends::of(self.sources, self.units, self.neighbours));
        let mut next = follow::Next::after(ends, source, unit)?;
        let mut creates = Vec::new();
        for group in groups {
            let alone = group.iter().any(|it| it.alone);
            let validates = |it: &&Wanted| matches!(it.kind, OpKind::ValidateConstraint { .. });
            // What waits for a lock for short waits no longer than it did where it comes from.
            let patience = patience(unit).filter(|_| !alone && !group.iter().all(validates));
            let first = patience.into_iter().map(|it| write::statement(it, style));
            let statements: Option<Vec<String>> =
                first.chain(group.iter().map(|it| it.write(style))).collect();
            let back = group.iter().rev().flat_map(|it| undo(&it.kind, before));
            let back = back.filter_map(|(it, when)| Some((write::statement(&it, style)?, when)));
            let content = follow::Content {
                slug: slug(&group.first()?.kind),
                statements: statements?,
                back: back.collect(),
                alone,
            };
            creates.extend(next.write(&content)?);
        }
        Some(creates)
    }

    // ---- Alembic

    fn in_script(
        &self,
        source: &Source,
        site: Site<'_>,
        wish: &Wish,
        moves: bool,
    ) -> Option<Change> {
        let leave = wish.here.iter().any(|it| it.alone) && site.around != Around::Nobody;
        if leave && site.around == Around::Statement {
            return None;
        }
        // A revision needs a way back, and none takes a constraint away and leaves the index that it took over. The
        // constraint is made right behind the index, and goes with it.
        let takes = wish.later.iter().flatten().any(|it| takes_index(&it.kind));
        (!(takes && moves)).then_some(())?;
        let behind = wish.later.iter().flatten().filter(|_| takes);
        let here: Vec<&Wanted> = wish.here.iter().chain(behind).collect();
        let script = self.scripts.get(&site.unit.source)?.as_ref()?;
        let at = script.find(site.statement.span)?;
        // What runs several times with other values is not one operation to be replaced.
        (self.facts.as_ref()?.at.get(&at) == Some(&1)).then_some(())?;
        let text = &source.text;
        let call = alembic::Here::new(script, at, text)?;
        let block = |it: &Wanted| leave && it.alone;
        let embedded = site.statement.sql.as_deref() == Some(site.statement.span.of(text));
        let (own, style) = if embedded {
            let place = Place::new(text, site.op, self.dialect);
            let style = place.style();
            let found = here
                .iter()
                .enumerate()
                .filter(|(_, it)| it.text.is_none())
                .find_map(|(index, it)| Some((index, place.become_other(&it.kind)?)));
            (found, style)
        } else {
            let style = Style { dialect: self.dialect, letters: Letters::Upper, spelled: None };
            let own = here.iter().enumerate().filter(|(_, it)| it.text.is_none());
            let found = own.into_iter().find_map(|(index, it)| {
                let deeper = if block(it) { call.unit() } else { "" };
                Some((index, call.become_other(&site.op.kind, &it.kind, deeper)?))
            });
            (found, style)
        };
        // Braces hold what only the run knows, and a plain string would send them as they are.
        let is_known = |sql: &String| embedded || !sql.contains('{');
        let line = |it: &Wanted| it.write(&style).filter(is_known).map(|it| alembic::execute(&it));
        let mut later = wish.later.iter().flatten().chain(here.iter().copied().filter(|_| moves));
        later.all(|it| it.write(&style).is_none_or(|it| is_known(&it))).then_some(())?;
        let mut edits = Vec::new();
        let (before, after) = match &own {
            Some((index, own)) => {
                edits.extend(own.iter().cloned());
                (here.get(..*index)?, here.get(index + 1..)?)
            }
            None => (&[] as &[&Wanted], &here[..]),
        };
        let lines = |of: &mut dyn Iterator<Item = (&Wanted, bool)>| {
            let lines: Option<Vec<(String, bool)>> =
                of.map(|(it, block)| Some((line(it)?, block))).collect();
            lines
        };
        let before = lines(&mut before.iter().map(|it| (*it, block(it))))?;
        let after = lines(&mut after.iter().map(|it| (*it, block(it))))?;
        let mut groups: Vec<Vec<&Wanted>> =
            wish.later.iter().filter(|_| !takes).map(|it| it.iter().collect()).collect();
        if moves {
            edits = vec![call.removed()?];
            groups.insert(0, here.clone());
        } else {
            match own {
                Some((index, _)) => {
                    let inside = here.get(index).is_some_and(|it| block(it));
                    edits.extend(call.around(&before, &after, inside));
                }
                None => edits.push(call.replaced(&after)?),
            }
        }
        let manner = if leave && !moves { Manner::Outside } else { Manner::Same };
        let creates = match groups.as_slice() {
            [] => Vec::new(),
            groups => self.follow(source, site, &wish.here, groups, &style)?,
        };
        Some(Change { edits, creates, manner })
    }
}

/// Whether a failure later in the transaction undoes it and somebody would miss that.
fn is_undone(op: &Op) -> bool {
    !matches!(
        op.kind,
        OpKind::Transaction(_)
            | OpKind::Set(_)
            | OpKind::Query { .. }
            | OpKind::CreateIndex(_)
            | OpKind::DropIndex(_)
            | OpKind::Reindex(_)
            | OpKind::RefreshView(_)
            | OpKind::ValidateConstraint { .. }
    )
}

fn is_online(op: &Op) -> bool {
    use crate::ops::index::Online;
    match &op.kind {
        OpKind::CreateIndex(it) => it.online != Online::No,
        OpKind::DropIndex(it) => it.online != Online::No,
        OpKind::Reindex(it) => it.online != Online::No,
        _ => false,
    }
}

/// The unit's own limit of how long locks are waited for.
fn patience(unit: &Unit) -> Option<&OpKind> {
    let ops = unit.statements.iter().flat_map(|it| &it.ops).map(|it| &it.kind);
    let mut limits = ops.filter(|it| match it {
        OpKind::Set(it) => {
            matches!(it.name.as_str(), "lock_timeout" | "lock_wait_timeout") && it.value.is_some()
        }
        _ => false,
    });
    limits.next()
}

/// Whether something on the way back can stand in the transaction of what stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Together,
    AfterCommit,
}

/// Whether a constraint takes over an index that is there.
fn takes_index(kind: &OpKind) -> bool {
    match kind {
        OpKind::AddConstraint { constraint, .. } => match &constraint.kind {
            ConstraintKind::Unique(key) | ConstraintKind::PrimaryKey(key) => {
                key.using_index.is_some()
            }
            _ => false,
        },
        _ => false,
    }
}

/// What takes an operation back, as far as it needs that. What it drops was made before.
fn undo(kind: &OpKind, before: &[Wanted]) -> Vec<(OpKind, When)> {
    use crate::ops::index::{DropIndex, Online};
    use crate::ops::{Cascade, ConstraintRef, Guard};
    let undone = match kind {
        // The index would go with it, and was there before.
        kind if takes_index(kind) => return Vec::new(),
        OpKind::CreateIndex(CreateIndex { name: Some(name), table, online, .. }) => {
            OpKind::DropIndex(DropIndex {
                index: table.sibling(name.clone()),
                table: Some(table.clone()),
                online: if *online == Online::Yes { Online::Yes } else { Online::No },
                guard: Guard::None,
                cascade: Cascade::Unstated,
                options: Vec::new(),
                together: 1,
            })
        }
        OpKind::AlterColumn { table, column, change: AlterColumn::SetNotNull } => {
            let change = AlterColumn::DropNotNull;
            OpKind::AlterColumn { table: table.clone(), column: column.clone(), change }
        }
        OpKind::DropConstraint { table, constraint: ConstraintRef::Named(name), .. } => {
            let makes = |it: &&OpKind| match it {
                OpKind::AddConstraint { constraint, .. } => constraint.name.as_ref() == Some(name),
                _ => false,
            };
            let made = before.iter().map(|it| &it.kind).find(makes).cloned();
            let validate = OpKind::ValidateConstraint { table: table.clone(), name: name.clone() };
            return made
                .map(|it| vec![(it, When::Together), (validate, When::AfterCommit)])
                .unwrap_or_default();
        }
        OpKind::AddConstraint {
            table, constraint: Constraint { name: Some(name), .. }, ..
        } => OpKind::DropConstraint {
            table: table.clone(),
            constraint: ConstraintRef::Named(name.clone()),
            guard: Guard::None,
            cascade: Cascade::Unstated,
        },
        _ => return Vec::new(),
    };
    vec![(undone, When::Together)]
}

/// A few words for a file's name.
fn slug(kind: &OpKind) -> String {
    let (verb, name) = match kind {
        OpKind::CreateIndex(index) => ("index", index.name.clone()),
        OpKind::DropIndex(index) => ("drop", Some(index.index.name.to_string())),
        OpKind::ValidateConstraint { name, .. } => ("validate", Some(name.clone())),
        OpKind::AddConstraint { constraint, .. } => ("add", constraint.name.clone()),
        OpKind::DropConstraint { constraint, .. } => ("drop", constraint.name().map(str::to_owned)),
        OpKind::AlterColumn { column, change: AlterColumn::SetNotNull, .. } => {
            ("require", Some(column.clone()))
        }
        OpKind::AlterColumn { column, .. } => ("alter", Some(column.clone())),
        OpKind::DropColumn { column, .. } => ("drop", Some(column.clone())),
        OpKind::DropObject { name, .. } => ("drop", Some(name.name.to_string())),
        OpKind::Update(update) => ("fill", Some(update.table.name.to_string())),
        _ => ("change", table_of(kind).map(|it| it.name.to_string())),
    };
    let name =
        name.unwrap_or_else(|| table_of(kind).map_or(String::new(), |it| it.name.to_string()));
    let plain = |it: char| if it.is_ascii_alphanumeric() { it.to_ascii_lowercase() } else { '_' };
    let words: String = format!("{verb}_{name}").chars().map(plain).take(60).collect();
    words.trim_end_matches('_').to_owned()
}

/// The table that an operation is about.
pub(crate) fn table_of(kind: &OpKind) -> Option<&ObjectName> {
    match kind {
        OpKind::CreateIndex(index) => Some(&index.table),
        OpKind::AddColumn { table, .. }
        | OpKind::DropColumn { table, .. }
        | OpKind::RenameColumn { table, .. }
        | OpKind::AlterColumn { table, .. }
        | OpKind::AddConstraint { table, .. }
        | OpKind::DropConstraint { table, .. }
        | OpKind::ValidateConstraint { table, .. }
        | OpKind::RenameTable { table, .. } => Some(table),
        OpKind::Update(update) => Some(&update.table),
        _ => None,
    }
}

/// A statement of a SQL file.
struct SqlHere<'a> {
    source: &'a Source,
    site: Site<'a>,
    place: Place<'a>,
    style: &'a Style,
}

impl SqlHere<'_> {
    /// The edits that put `here` in the operation's place.
    fn edits(&self, here: &[Wanted]) -> Option<Vec<Edit>> {
        let text = &self.source.text;
        let statement = self.site.statement.span;
        let newline = newline(text);
        let (_, indent) = line_of(text, statement.start)?;
        let write = |it: &Wanted| it.write(self.style);
        let own = here
            .iter()
            .enumerate()
            .filter(|(_, it)| it.text.is_none())
            .find_map(|(index, it)| Some((index, self.place.become_other(&it.kind)?)));
        let (mut edits, before, after) = match own {
            Some((index, edits)) => (edits, here.get(..index)?, here.get(index + 1..)?),
            None if self.site.statement.ops.len() == 1 && self.place.is_said_in_full() => {
                let (first, rest) = here.split_first()?;
                (vec![Edit { span: statement, text: write(first)? }], &[] as &[Wanted], rest)
            }
            None => return None,
        };
        let first: Vec<String> = before.iter().map(write).collect::<Option<_>>()?;
        let last: Vec<String> = after.iter().map(write).collect::<Option<_>>()?;
        let lines: String = first.iter().map(|it| format!("{it};{newline}{indent}")).collect();
        if !lines.is_empty() {
            edits.push(insert(statement.start, lines));
        }
        if !last.is_empty() {
            let (at, closed) = end_of(text, statement.end);
            let mut lines = String::new();
            if !closed {
                lines.push(';');
            }
            for line in &last {
                lines.push_str(&format!("{newline}{indent}{line};"));
            }
            if !closed {
                lines.pop();
            }
            edits.push(insert(at, lines));
        }
        Some(edits)
    }

    /// The edit that takes the statement away, its semicolon and line break too.
    fn removal(&self) -> Option<Edit> {
        (self.site.statement.ops.len() == 1).then_some(())?;
        let text = &self.source.text;
        let statement = self.site.statement.span;
        let (line, indent) = line_of(text, statement.start)?;
        let (end, _) = end_of(text, statement.end);
        let alone = line as usize + indent.len() == statement.start as usize;
        let rest = text.get(end as usize..)?;
        let broken =
            ["\r\n", "\n"].iter().find(|it| rest.starts_with(**it)).map_or(0, |it| it.len());
        Some(if alone {
            Edit { span: Span { start: line, end: end + broken as u32 }, text: String::new() }
        } else {
            Edit { span: Span { start: statement.start, end }, text: String::new() }
        })
    }
}

/// Where something can be put behind a statement, and whether a semicolon ends that. What else stands on the line is
/// left with the statement if it is a comment.
fn end_of(text: &str, end: u32) -> (u32, bool) {
    let rest = text.get(end as usize..).unwrap_or("");
    let blank = rest.len() - rest.trim_start().len();
    let Some(behind) = rest.get(blank..).and_then(|it| it.strip_prefix(';')) else {
        return (end, false);
    };
    let at = end as usize + blank + 1;
    let line = behind.split(['\n', '\r']).next().unwrap_or("");
    let comment = line.trim();
    let at = if comment.is_empty() || comment.starts_with("--") {
        at + line.trim_end().len()
    } else {
        at
    };
    (at as u32, true)
}

/// Where the line of a place begins, and the white space that it begins with.
pub(crate) fn line_of(text: &str, at: u32) -> Option<(u32, &str)> {
    let before = text.get(..at as usize)?;
    let start = before.rfind('\n').map_or(0, |it| it + 1);
    let start = if start == 0 && before.starts_with('\u{feff}') { 3 } else { start };
    let line = text.get(start..)?;
    let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
    Some((start as u32, line.get(..blank.min(at as usize - start))?))
}

/// The start of the line, or of the comments right above it that speak to us about it.
fn above_allows(text: &str, line: u32, least: u32) -> u32 {
    let mut at = line;
    while least < at {
        let Some(above) = at.checked_sub(1) else { break };
        let Some((start, _)) = line_of(text, above) else { break };
        let speaks = text.get(start as usize..above as usize).is_some_and(|it| {
            let it = it.trim_start();
            (it.starts_with("--") || it.starts_with('#')) && it.contains("migralint:")
        });
        if !speaks || start < least {
            break;
        }
        at = start;
    }
    at
}

/// How the text breaks its lines.
pub(crate) fn newline(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text.get(..at).is_some_and(|it| it.ends_with('\r')) => "\r\n",
        _ => "\n",
    }
}
