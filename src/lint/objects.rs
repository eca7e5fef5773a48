//! What a history made and left: each thing of the schema at the end, and where the migrations make it.

use super::{Asked, Finding, Judged, function};
use crate::catalog::{Birth, Schema};
use crate::config::Within;
use crate::ops::unit::{Statement, Unit};
use crate::ops::{Op, OpKind};
use crate::replay::Replayed;
use crate::rules::{Age, Check, Made, Object, Remark, Rule};
use crate::text::{Source, Span};

/// Asks about everything that the ways up made and that is still there after the last.
pub(super) fn judge(
    after: &Replayed,
    ups: &[&Unit],
    sources: &[Source],
    asked: &Asked<'_>,
    tell: &mut dyn FnMut(Judged<'_>),
) {
    let objects = of(&after.schema);
    let remarks = ask(&objects, &|&(object, born)| {
        let Some(unit) = ups.get(born.unit) else { return Vec::new() };
        let age = if born.unit + 1 < ups.len() { Age::Older } else { Age::Newest };
        let made = Made { object, schema: &after.schema, unit, age, past: after.past };
        let remark = |&rule: &&'static Rule| Some((rule, rule.check.of_object(&made)?));
        asked.over_objects.about(object).iter().filter_map(remark).collect()
    });
    for (&(object, born), remarks) in objects.iter().zip(remarks) {
        for (rule, remark) in remarks {
            let Some(unit) = ups.get(born.unit) else { continue };
            let Some(statement) = unit.statements.get(born.statement) else { continue };
            let text = sources.get(unit.source).map_or("", |it| it.text.as_str());
            let op = maker(object, statement);
            let place = op.map_or(statement.span, |it| it.span);
            tell(Judged::Finding(&Finding {
                rule,
                severity: remark.severity.unwrap_or(rule.severity),
                remark,
                source: unit.source,
                span: name_in(object, text, place),
                target: asked.target,
                op,
                effects: Vec::new(),
                within: Within { statement: Some(statement.span), function: function(unit) },
                fixes: Vec::new(),
            }));
        }
    }
}

/// The rules that are asked about each kind of object: there are many objects, and most rules are about one kind.
#[derive(Default)]
pub(super) struct OverObjects {
    tables: Vec<&'static Rule>,
    columns: Vec<&'static Rule>,
    constraints: Vec<&'static Rule>,
    indexes: Vec<&'static Rule>,
    sequences: Vec<&'static Rule>,
}

impl OverObjects {
    pub fn of(rules: &[&'static Rule]) -> OverObjects {
        let mut over = OverObjects::default();
        for &rule in rules {
            match rule.check {
                Check::Object(_) => {
                    for kind in [
                        &mut over.tables,
                        &mut over.columns,
                        &mut over.constraints,
                        &mut over.indexes,
                        &mut over.sequences,
                    ] {
                        kind.push(rule);
                    }
                }
                Check::Table(_) => over.tables.push(rule),
                Check::Column(_) => over.columns.push(rule),
                Check::Constraint(_) => over.constraints.push(rule),
                Check::Index(_) => over.indexes.push(rule),
                Check::Sequence(_) => over.sequences.push(rule),
                Check::Step(_)
                | Check::Estimate(_)
                | Check::Unit(_)
                | Check::Script(_)
                | Check::History(_)
                | Check::Source(_)
                | Check::Downgrade(_) => {}
            }
        }
        over
    }

    fn about(&self, object: Object<'_>) -> &[&'static Rule] {
        match object {
            Object::Table(_) => &self.tables,
            Object::Column(..) => &self.columns,
            Object::Constraint(..) => &self.constraints,
            Object::Index(..) => &self.indexes,
            Object::Sequence(_) => &self.sequences,
        }
    }
}

type Remarks = Vec<(&'static Rule, Remark)>;

/// The remarks on each object, in their order: no object's hang on another's, and the schema stays as it is.
#[cfg(feature = "cli")]
fn ask<'s>(
    objects: &[(Object<'s>, Birth)],
    about: &(dyn Fn(&(Object<'s>, Birth)) -> Remarks + Sync),
) -> Vec<Remarks> {
    use rayon::prelude::*;
    objects.par_iter().with_min_len(AT_LEAST).map(about).collect()
}

#[cfg(not(feature = "cli"))]
fn ask<'s>(
    objects: &[(Object<'s>, Birth)],
    about: &dyn Fn(&(Object<'s>, Birth)) -> Remarks,
) -> Vec<Remarks> {
    objects.iter().map(about).collect()
}

/// Fewer objects are not worth another core.
#[cfg(feature = "cli")]
const AT_LEAST: usize = 256;

/// Everything that the history made, by table and name. What an heir only took over from its parent is the parent's.
fn of(schema: &Schema) -> Vec<(Object<'_>, Birth)> {
    let mut objects: Vec<(Object<'_>, Birth)> = Vec::new();
    let born = |object, born: Option<Birth>| Some((object, born?));
    for table in schema.tables.values() {
        objects.extend(born(Object::Table(table), table.born));
        let columns = table.columns.iter().filter(|it| it.local);
        objects.extend(columns.filter_map(|it| born(Object::Column(table, it), it.born)));
        let constraints = table.constraints.iter().filter(|it| it.local && !it.inherited);
        objects.extend(constraints.filter_map(|it| born(Object::Constraint(table, it), it.born)));
        let indexes = table.indexes.iter().filter(|it| it.part_of.is_none());
        objects.extend(indexes.filter_map(|it| born(Object::Index(table, it), it.born)));
    }
    let sequences = schema.sequences.values();
    objects.extend(sequences.filter_map(|it| born(Object::Sequence(it), it.born)));
    objects
}

/// The operation of the statement that makes the object.
fn maker<'s>(object: Object<'_>, statement: &'s Statement) -> Option<&'s Op> {
    let makes = |op: &&Op| match (&op.kind, object) {
        (OpKind::AddColumn { column, .. }, Object::Column(_, made)) => column.name == made.name,
        (OpKind::AddConstraint { constraint, .. }, Object::Constraint(_, made)) => {
            constraint.kind == made.definition.kind
        }
        (OpKind::AddColumn { column, .. }, Object::Constraint(_, made)) => {
            column.constraints.iter().any(|it| it.kind == made.definition.kind)
        }
        (OpKind::CreateIndex(create), Object::Index(_, made)) => create.keys == made.keys,
        _ => false,
    };
    statement.ops.iter().find(makes).or(statement.ops.first())
}

/// Where the object's name stands within the place, or its columns' where it has none of its own.
fn name_in(object: Object<'_>, text: &str, place: Span) -> Span {
    let mut names: Vec<&str> = Vec::new();
    match object {
        Object::Table(it) => names.push(&it.name.name),
        Object::Column(_, it) => names.push(&it.name),
        Object::Constraint(_, it) => {
            names.push(&it.name);
            names.extend(it.definition.columns());
        }
        Object::Index(_, it) => {
            names.push(&it.name);
            names.extend(it.keys.iter().filter_map(|it| it.column.as_deref()));
        }
        Object::Sequence(it) => {
            names.push(&it.name.name);
            names.extend(it.owned_by.as_ref().map(|(_, column)| column.as_str()));
        }
    }
    names.into_iter().find_map(|it| word_in(it, text, place)).unwrap_or(place)
}

/// The first place where the word stands alone.
fn word_in(word: &str, text: &str, place: Span) -> Option<Span> {
    let part = place.of(text);
    let goes_on = |it: Option<char>| it.is_some_and(|it| it.is_alphanumeric() || it == '_');
    let alone = |&(at, found): &(usize, &str)| {
        let before = part.get(..at).and_then(|it| it.chars().next_back());
        let behind = part.get(at + found.len()..).and_then(|it| it.chars().next());
        !word.is_empty() && !goes_on(before) && !goes_on(behind)
    };
    let (at, found) = part.match_indices(word).find(alone)?;
    let start = place.start as usize + at;
    Some(Span::new(start, start + found.len()))
}
