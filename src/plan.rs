//! The plan a person runs: in which phase of a release each step belongs, whom it holds up, what can go wrong, what to ask
//! the database before and after, and the way back.

use crate::catalog::Schema;
use crate::cost::Duration;
use crate::dialect::Dialect;
use crate::effects::{Effect, EffectKind, HeldUntil, Loss, RowExtent, questions};
use crate::ops::column::AlterColumn;
use crate::ops::constraint::{Constraint, ConstraintKind, ForeignKey, Key, Validity};
use crate::ops::index::CreateIndex;
use crate::ops::{ObjectName, OpKind};
use crate::replay::{self, Step};

/// One operation of a migration, as a person plans it.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned<'a> {
    pub phase: Phase,
    pub duration: Duration,
    /// Effects that hold up or may surprise somebody.
    pub risks: Vec<&'a Effect>,
    /// To be asked before the step; another answer than the one expected means that it will fail or lose something.
    pub before: Vec<Question>,
    /// To be asked after it.
    pub after: Vec<Question>,
}

/// When, beside a release of the application, a step belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Before the release: what runs goes on working.
    Expand,
    /// Moves data, beside what runs.
    Migrate,
    /// After the release, when nothing uses the old form any more.
    Contract,
}

impl Phase {
    pub fn name(self) -> &'static str {
        match self {
            Phase::Expand => "expand",
            Phase::Migrate => "migrate",
            Phase::Contract => "contract",
        }
    }
}

/// A question to the database, as a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What the query finds, in words.
    pub finds: String,
    pub sql: String,
    /// The answer with which one goes on.
    pub expected: &'static str,
}

/// Plans one operation.
pub fn of_step<'a>(step: &Step<'a>) -> Planned<'a> {
    let risks: Vec<&Effect> = step
        .own()
        .filter(|it| !replay::relation_of(&it.kind).is_some_and(|relation| step.is_new(relation)))
        .filter(|it| is_risk(&it.kind))
        .collect();
    Planned {
        phase: phase(&risks),
        duration: step.duration(),
        before: before(step),
        after: after(step),
        risks,
    }
}

fn is_risk(kind: &EffectKind) -> bool {
    match kind {
        EffectKind::Lock(lock) => {
            lock.held != HeldUntil::WhileUnasked
                && (lock.mode.blocks.reads || lock.mode.blocks.writes)
        }
        EffectKind::Scan { .. }
        | EffectKind::Rewrite { .. }
        | EffectKind::BuildIndex { .. }
        | EffectKind::ChangeRows { .. }
        | EffectKind::LoseData { .. }
        | EffectKind::MayFail { .. }
        | EffectKind::Breaks { .. }
        | EffectKind::Refused { .. }
        | EffectKind::CommitsImplicitly
        | EffectKind::Algorithm { .. }
        | EffectKind::WaitsFor { .. }
        | EffectKind::LeavesInvalidIndex { .. }
        | EffectKind::Silent { .. }
        | EffectKind::Unknown { .. } => true,
        EffectKind::ReplaceSequence { .. } => false,
    }
}

fn phase(risks: &[&Effect]) -> Phase {
    let of = |kind: &EffectKind| match kind {
        EffectKind::LoseData { what: Loss::Overwritten, .. } => Phase::Migrate,
        EffectKind::LoseData { .. } | EffectKind::Breaks { .. } => Phase::Contract,
        EffectKind::ChangeRows { extent: RowExtent::All | RowExtent::Chosen, .. } => Phase::Migrate,
        _ => Phase::Expand,
    };
    risks.iter().map(|it| of(&it.kind)).max().unwrap_or(Phase::Expand)
}

/// What to ask before: rows that would make the step fail, and what it would take away.
fn before(step: &Step<'_>) -> Vec<Question> {
    let ask = Asker { dialect: step.before.target.dialect };
    let is_old = |table: &ObjectName| !step.is_new(table) && !table.is_unknown();
    match &step.op.kind {
        OpKind::AlterColumn { table, column, change: AlterColumn::SetNotNull } if is_old(table) => {
            vec![ask.nulls(table, column)]
        }
        OpKind::AddConstraint { table, constraint, .. } if is_old(table) => {
            ask.breaking(table, constraint, step.before)
        }
        OpKind::ValidateConstraint { table, name } if is_old(table) => {
            let held = step.constraint(table, name);
            held.map_or_else(Vec::new, |it| {
                let checked = Constraint { validity: Validity::Checked, ..it.definition.clone() };
                ask.breaking(table, &checked, step.before)
            })
        }
        OpKind::CreateIndex(index) if index.unique && is_old(&index.table) => {
            ask.repeated_in(index).into_iter().collect()
        }
        OpKind::AddColumn { table, column, .. }
            if is_old(table)
                && column.nullable == Some(false)
                && column.default.is_none()
                && column.generated.is_none() =>
        {
            vec![Question {
                finds: format!("rows of `{table}`, which have no value for `{}`", column.name),
                sql: format!("SELECT count(*) FROM {};", ask.name(table)),
                expected: "0",
            }]
        }
        OpKind::DropColumn { table, column, .. } if is_old(table) => vec![Question {
            finds: format!("values of `{table}.{column}` that will be lost"),
            sql: format!(
                "SELECT count(*) FROM {0} WHERE {1} IS NOT NULL;",
                ask.name(table),
                ask.word(column)
            ),
            expected: "as many as you can lose",
        }],
        OpKind::DropTable { name, .. } if is_old(name) => vec![Question {
            finds: format!("rows of `{name}` that will be lost"),
            sql: format!("SELECT count(*) FROM {};", ask.name(name)),
            expected: "as many as you can lose",
        }],
        _ => Vec::new(),
    }
}

/// What to ask after: whether what was built can be used, and that what was promised holds.
fn after(step: &Step<'_>) -> Vec<Question> {
    let dialect = step.before.target.dialect;
    let mut questions = Vec::new();
    if step.own().any(|it| matches!(it.kind, EffectKind::LeavesInvalidIndex { .. })) {
        questions.extend(questions::unusable_indexes(dialect).map(|sql| Question {
            finds: "indexes that an interrupted build left behind".to_owned(),
            sql: sql.to_owned(),
            expected: "no rows",
        }));
    }
    if let OpKind::AddConstraint { constraint, .. } = &step.op.kind
        && constraint.validity == Validity::NotValid
    {
        questions.extend(questions::unvalidated_constraints(dialect).map(|sql| Question {
            finds: "constraints that old rows were not checked for".to_owned(),
            sql: sql.to_owned(),
            expected: "no rows, once it is validated",
        }));
    }
    questions
}

/// Writes queries in the target's own spelling.
struct Asker {
    dialect: Dialect,
}

impl Asker {
    /// Quoted always: a name may be a word of the language in one version and none in another.
    fn word(&self, name: &str) -> String {
        self.dialect.quote(name)
    }

    fn name(&self, name: &ObjectName) -> String {
        match &name.schema {
            Some(schema) => format!("{}.{}", self.word(schema), self.word(&name.name)),
            None => self.word(&name.name),
        }
    }

    fn nulls(&self, table: &ObjectName, column: &str) -> Question {
        Question {
            finds: format!("rows of `{table}` without a value in `{column}`"),
            sql: format!(
                "SELECT count(*) FROM {} WHERE {} IS NULL;",
                self.name(table),
                self.word(column)
            ),
            expected: "0",
        }
    }

    /// Rows that a constraint, once it is checked, would not accept.
    fn breaking(
        &self,
        table: &ObjectName,
        constraint: &Constraint,
        schema: &Schema,
    ) -> Vec<Question> {
        match (&constraint.kind, constraint.validity) {
            (_, Validity::NotEnforced) => Vec::new(),
            (ConstraintKind::NotNull { column }, _) => vec![self.nulls(table, column)],
            (ConstraintKind::PrimaryKey(key), _) if key.using_index.is_none() => {
                let nulls = key.columns.iter().map(|it| self.nulls(table, it));
                nulls.chain([self.repeated(table, key)]).collect()
            }
            (ConstraintKind::Unique(key), _) if key.using_index.is_none() => {
                vec![self.repeated(table, key)]
            }
            (ConstraintKind::ForeignKey(key), _) => {
                self.orphans(table, key, schema).into_iter().collect()
            }
            (ConstraintKind::Check(expr), _) => vec![Question {
                finds: format!("rows of `{table}` that the check does not hold for"),
                sql: format!(
                    "SELECT count(*) FROM {} WHERE NOT ({});",
                    self.name(table),
                    expr.text
                ),
                expected: "0",
            }],
            (
                ConstraintKind::PrimaryKey(_)
                | ConstraintKind::Unique(_)
                | ConstraintKind::Exclude { .. }
                | ConstraintKind::Default { .. },
                _,
            ) => Vec::new(),
        }
    }

    fn repeated(&self, table: &ObjectName, key: &Key) -> Question {
        let columns: Vec<String> = key.columns.iter().map(|it| self.word(it)).collect();
        self.repeated_values(table, &columns, !key.nulls_not_distinct, None)
    }

    /// `None` where a key of the index was not read.
    fn repeated_in(&self, index: &CreateIndex) -> Option<Question> {
        let keys: Vec<String> = index
            .keys
            .iter()
            .map(|it| match (&it.column, &it.expr) {
                (Some(column), _) => Some(self.word(column)),
                (None, Some(expr)) => Some(format!("({})", expr.text)),
                (None, None) => None,
            })
            .collect::<Option<_>>()?;
        let predicate = index.predicate.as_ref().map(|it| it.text.as_str());
        Some(self.repeated_values(&index.table, &keys, !index.nulls_not_distinct, predicate))
    }

    fn repeated_values(
        &self,
        table: &ObjectName,
        keys: &[String],
        nulls_are_distinct: bool,
        predicate: Option<&str>,
    ) -> Question {
        let mut conditions: Vec<String> = predicate.iter().map(|it| format!("({it})")).collect();
        if nulls_are_distinct {
            conditions.extend(keys.iter().map(|it| format!("{it} IS NOT NULL")));
        }
        let filter = match conditions.as_slice() {
            [] => String::new(),
            all => format!(" WHERE {}", all.join(" AND ")),
        };
        let list = keys.join(", ");
        Question {
            finds: format!("values of `{table}` that occur more than once"),
            sql: format!(
                "SELECT {list}, count(*) FROM {}{filter} GROUP BY {list} HAVING 1 < count(*);",
                self.name(table)
            ),
            expected: "no rows",
        }
    }

    /// `None` where the columns that are referred to are not known.
    fn orphans(&self, table: &ObjectName, key: &ForeignKey, schema: &Schema) -> Option<Question> {
        let referenced = if key.referenced.is_empty() {
            let parent = schema.table(&key.references)?;
            parent.constraints.iter().find_map(|it| match &it.definition.kind {
                ConstraintKind::PrimaryKey(key) => Some(&key.columns),
                _ => None,
            })?
        } else {
            &key.referenced
        };
        if key.columns.is_empty() || key.columns.len() != referenced.len() {
            return None;
        }
        let of_child = |it: &String| format!("child.{}", self.word(it));
        let there: Vec<String> =
            key.columns.iter().map(|it| format!("{} IS NOT NULL", of_child(it))).collect();
        let same: Vec<String> = key
            .columns
            .iter()
            .zip(referenced)
            .map(|(child, parent)| format!("parent.{} = {}", self.word(parent), of_child(child)))
            .collect();
        Some(Question {
            finds: format!("rows of `{table}` whose row of `{}` is missing", key.references),
            sql: format!(
                "SELECT count(*) FROM {} child WHERE {} AND NOT EXISTS (SELECT 1 FROM {} parent WHERE {});",
                self.name(table),
                there.join(" AND "),
                self.name(&key.references),
                same.join(" AND ")
            ),
            expected: "0",
        })
    }
}
