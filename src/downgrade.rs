//! The way down of each migration: how well the one that is there undoes its way up, and the one that would.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::Schema;
use crate::dialect::{Dialect, Target};
use crate::lang::undo::{self, Change, Form, Piece, Wanted};
use crate::lint::{self, Ask, Judged, Options};
use crate::ops::object::TypeDefinition;
use crate::ops::unit::{Direction, Framework, Presence, Unit};
use crate::ops::{ObjectName, OpKind};
use crate::replay::Step;
use crate::revert::inverse::{Undo, undo};
use crate::revert::proof::{Grade, Proof};
use crate::text::{self, Source};

/// One migration and its way down.
#[derive(Debug, Clone, PartialEq)]
pub struct Downgrade {
    /// The way up, without its statements.
    pub up: Unit,
    /// The place for the way down, without its statements.
    pub down: Option<Unit>,
    /// `None` where the convention has no way down.
    pub proof: Option<Proof>,
    /// Why nothing undoes it.
    pub impossible: Vec<String>,
    pub outcome: Outcome,
}

/// What can be done about a way down.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It needs nothing, or nobody knows better.
    Leave,
    /// It is written or mended; the grade is that of the text read again.
    Write { change: Change, proof: Proof },
    /// It cannot be written; why.
    Cannot(String),
}

/// Every migration's way down, for one target, in the order in which they run.
pub fn downgrades(sources: &[Source], options: &Options, target: Target) -> Vec<Downgrade> {
    let mut found = gather(sources, options, target);
    for form in [Form::Calls, Form::Sql] {
        attempt(sources, options, target, &mut found, form);
    }
    found.into_iter().map(|it| it.downgrade).collect()
}

struct Found {
    downgrade: Downgrade,
    pieces: Vec<Piece>,
    enums: BTreeSet<ObjectName>,
    wanted: bool,
}

fn gather(sources: &[Source], options: &Options, target: Target) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    lint::judge(sources, options, target, Ask::Effects, &mut |judged| match judged {
        Judged::Unit(unit, _) if unit.direction == Direction::Up => found.push(Found {
            downgrade: Downgrade {
                up: outline(unit),
                down: None,
                proof: None,
                impossible: Vec::new(),
                outcome: Outcome::Leave,
            },
            pieces: Vec::new(),
            enums: BTreeSet::new(),
            wanted: false,
        }),
        Judged::Step(step) if step.unit.direction == Direction::Up => {
            if let Some(found) = found.last_mut() {
                found.step(step);
            }
        }
        Judged::Proof { down, proof, .. } => {
            if let Some(found) = found.last_mut() {
                found.downgrade.down = Some(outline(down));
                found.downgrade.proof = Some(proof.clone());
            }
        }
        _ => {}
    });
    for it in &mut found {
        it.pieces.reverse();
        it.decide(sources);
    }
    found
}

/// The unit without its statements.
fn outline(unit: &Unit) -> Unit {
    let mut outline = Unit::new(unit.source, unit.direction, unit.framework, unit.id.clone());
    outline.span = unit.span;
    outline.id_span = unit.id_span;
    outline.presence = unit.presence;
    outline.transaction = unit.transaction;
    outline
}

impl Found {
    fn step(&mut self, step: &Step<'_>) {
        for op in &step.statement.ops {
            let mut piece = Piece::default();
            match undo(op, step.before, step.place) {
                Undo::Nothing => continue,
                Undo::By(ops) => {
                    piece.notes = notes(&op.kind, step.before);
                    piece.ops = ops;
                }
                Undo::Rows(what) => {
                    piece.notes =
                        vec![format!("{what} by the upgrade, and nothing here puts them back.")];
                }
                Undo::Impossible(why) => {
                    if !self.downgrade.impossible.contains(&why)
                        && self.downgrade.impossible.len() < 20
                    {
                        self.downgrade.impossible.push(why);
                    }
                    continue;
                }
            }
            if let Some(condition) = &step.statement.condition {
                let why = format!("a part runs only if {condition}");
                if !self.downgrade.impossible.contains(&why) && self.downgrade.impossible.len() < 20
                {
                    self.downgrade.impossible.push(why);
                }
            }
            self.note_enums(&piece.ops, step.before);
            self.pieces.push(piece);
        }
    }

    /// Which of the types that are written are enumerations of the database.
    fn note_enums(&mut self, ops: &[OpKind], schema: &Schema) {
        let is_enum = |name: &ObjectName| {
            schema
                .types
                .get(name)
                .is_some_and(|it| matches!(it.definition, TypeDefinition::Enum(_)))
        };
        for kind in ops {
            let mut names: Vec<&ObjectName> = Vec::new();
            match kind {
                OpKind::CreateTable(it) => {
                    names.extend(
                        it.columns.iter().filter_map(|it| Some(&it.data_type.as_ref()?.name)),
                    );
                }
                OpKind::AddColumn { column, .. } => {
                    names.extend(column.data_type.as_ref().map(|it| &it.name));
                }
                OpKind::AlterColumn {
                    change: crate::ops::column::AlterColumn::SetType { to, .. },
                    ..
                } => {
                    names.push(&to.name);
                }
                OpKind::DropObject { kind: crate::ops::object::ObjectKind::Type, name, .. } => {
                    // It is made in this migration, and is an enumeration if its values are written.
                    self.enums.insert(name.clone());
                }
                _ => {}
            }
            self.enums.extend(names.into_iter().filter(|it| is_enum(it)).cloned());
        }
    }

    fn decide(&mut self, sources: &[Source]) {
        let it = &mut self.downgrade;
        let path = sources.get(it.up.source).map_or("", |it| it.path.as_str());
        // Where nothing has to be undone, only what does more than that is wrong.
        let idle = self.pieces.is_empty() && it.impossible.is_empty();
        let does = it.down.as_ref().is_some_and(|it| it.presence == Presence::Written);
        if it.up.presence != Presence::Written || (idle && !does) {
            return;
        }
        if !undo::has_place(it.up.framework, path) {
            it.outcome = Outcome::Cannot("its convention has no way down".to_owned());
            return;
        }
        let presence = it.down.as_ref().map_or(Presence::Absent, |it| it.presence);
        let grade = it.proof.as_ref().map_or(Grade::Impossible, |it| it.grade);
        let wrong = match presence {
            Presence::Absent => true,
            Presence::Empty | Presence::Written => grade == Grade::Wrong,
            Presence::Raises => false,
        };
        if !wrong {
            return;
        }
        // A missing way down can raise an error that says why; one that is there may do what can be done.
        let raises = it.up.framework == Framework::Alembic && presence == Presence::Absent;
        if !it.impossible.is_empty() && !raises {
            it.outcome = Outcome::Cannot(it.impossible.join("; "));
            return;
        }
        self.wanted = true;
    }
}

/// What has to be said before an operation brings back the form of what held data, and how the data could be kept.
fn notes(kind: &OpKind, before: &Schema) -> Vec<String> {
    match kind {
        OpKind::DropTable { name, .. } if before.tables.contains_key(name) => vec![
            format!("The rows of {name} are lost: this brings back the table, not what it held."),
            format!(
                "To keep them, save them in the upgrade before they go: {}",
                backup(name, None, before)
            ),
        ],
        OpKind::DropColumn { table, column, .. } => {
            let mut notes = vec![
                format!(
                    "The values of {table}.{column} are lost: this brings back the column, not what it held."
                ),
                format!(
                    "To keep them, save them in the upgrade before they go: {}",
                    backup(table, Some(column), before)
                ),
            ];
            let required = before.column(table, column).is_some_and(|it| {
                it.nullable == Some(false) && it.default.is_none() && it.generated.is_none()
            });
            if required {
                notes.push(format!(
                    "Where {table} holds rows, fill {column} before it is required."
                ));
            }
            notes
        }
        _ => Vec::new(),
    }
}

/// The statement that saves rows or a column's values beside the table.
fn backup(table: &ObjectName, column: Option<&str>, before: &Schema) -> String {
    let key = before.table(table).and_then(|it| it.primary_key()).map(|it| it.1.columns.join(", "));
    let (saved, what) = match column {
        Some(column) => {
            let key = key.map_or(String::new(), |it| format!("{it}, "));
            (table.sibling(format!("{}_{column}_backup", table.name)), format!("{key}{column}"))
        }
        None => (table.sibling(format!("{}_backup", table.name)), "*".to_owned()),
    };
    match before.target.dialect {
        Dialect::Mssql => format!("SELECT {what} INTO {saved} FROM {table}"),
        _ => format!("CREATE TABLE {saved} AS SELECT {what} FROM {table}"),
    }
}

/// The folder and the version of a file `000001_name.down.sql`.
fn version_down(path: &str) -> Option<(&str, &str)> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let (version, _) = name.strip_suffix(".down.sql")?.split_once('_')?;
    Some((folder, version))
}

/// Writes what is wanted and not yet written in that form, reads it again, and keeps what passes the proof.
fn attempt(sources: &[Source], options: &Options, target: Target, found: &mut [Found], form: Form) {
    let mut changes: BTreeMap<usize, Change> = BTreeMap::new();
    let taken = crate::order::set(sources.iter().filter_map(|it| version_down(&it.path)));
    for (at, it) in found.iter_mut().enumerate().filter(|(_, it)| it.wanted) {
        let wanted = Wanted {
            pieces: &it.pieces,
            refuses: &it.downgrade.impossible,
            enums: &it.enums,
            target,
            form,
        };
        match undo::write(sources, &it.downgrade.up, it.downgrade.down.as_ref(), &wanted) {
            // golang-migrate and sqlx refuse two files of one version and way ("Migrations").
            Ok(Change::Create { path, .. })
                if version_down(&path).is_some_and(|it| taken.contains(&it)) =>
            {
                let why = "a file of another name undoes this version; name both alike";
                it.downgrade.outcome = Outcome::Cannot(why.to_owned());
                it.wanted = false;
            }
            Ok(change) => _ = changes.insert(at, change),
            Err(why) => it.downgrade.outcome = Outcome::Cannot(why),
        }
    }
    if changes.is_empty() {
        return;
    }
    let written = apply(sources, changes.values());
    let again = gather_proofs(&written, options, target);
    for (at, change) in changes {
        let Some(it) = found.get_mut(at) else { continue };
        let up = &it.downgrade.up;
        let path = sources.get(up.source).map_or("", |it| it.path.as_str());
        let Some(proof) = again.get(&(path.to_owned(), up.id.clone())) else { continue };
        let good = match it.downgrade.impossible.is_empty() {
            true => matches!(proof.grade, Grade::Exact | Grade::StructureOnly),
            false => proof.grade == Grade::Impossible,
        };
        if good {
            it.downgrade.outcome = Outcome::Write { change, proof: proof.clone() };
            it.wanted = false;
        } else {
            let why = proof.reasons().join("; ");
            it.downgrade.outcome =
                Outcome::Cannot(format!("what would be written is {}: {why}", proof.grade.name()));
        }
    }
}

fn gather_proofs(
    sources: &[Source],
    options: &Options,
    target: Target,
) -> BTreeMap<(String, String), Proof> {
    let mut proofs = BTreeMap::new();
    lint::judge(sources, options, target, Ask::Effects, &mut |judged| {
        if let Judged::Proof { up, proof, .. } = judged {
            let path = sources.get(up.source).map_or(String::new(), |it| it.path.clone());
            proofs.insert((path, up.id.clone()), proof.clone());
        }
    });
    proofs
}

/// The sources with the changes made.
fn apply<'c>(sources: &[Source], changes: impl Iterator<Item = &'c Change>) -> Vec<Source> {
    let mut edits: BTreeMap<usize, Vec<text::Edit>> = BTreeMap::new();
    let mut written = sources.to_vec();
    for change in changes {
        match change {
            Change::Edits { source, edits: more } => {
                edits.entry(*source).or_default().extend(more.iter().cloned());
            }
            Change::Create { path, text } => {
                written.push(Source { path: path.clone(), text: text.clone() });
            }
        }
    }
    for (source, edits) in edits {
        if let Some(held) = written.get_mut(source)
            && let Some(text) = text::apply(&held.text, &edits)
        {
            held.text = text;
        }
    }
    written
}
