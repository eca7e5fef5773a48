//! How long a statement takes once its locks are granted, in seconds, and how much disk it wants.
//!
//! Speeds are those of `tests/facts/costs.json`: PostgreSQL 15.18 and 18.4, MariaDB 10.11.19 and MySQL 8.0.46, on two cores
//! with the data in memory, one million rows and five. Each range holds the fastest and the slowest that was measured,
//! and the facts' own doubt of 40 % on either side. What was not measured has no estimate.

use super::sizes::{Size, Sizes};
use crate::catalog::{Knowledge, Rows, Schema, Table};
use crate::dialect::Dialect;
use crate::effects::{Certainty, Effect, EffectKind, RowExtent, ScanPurpose};
use crate::ops::constraint::ConstraintKind;
use crate::ops::data::{InsertSource, Task};
use crate::ops::index::Online;
use crate::ops::{ObjectName, Op, OpKind};

/// The least and the most.
pub type Range = (f64, f64);

/// From the least to the most: `0.8 to 3.1 s`.
pub fn seconds_words((least, most): Range) -> String {
    format!("{} to {} s", rounded(least), rounded(most))
}

/// Two digits, as more would say more than anybody knows; of thousandths at least.
pub fn rounded(value: f64) -> f64 {
    let mut unit = 0.001;
    while unit * 100.0 <= value && unit < 1e12 {
        unit *= 10.0;
    }
    // Dividing by a whole number keeps `0.012` from becoming 0.012000000000000002.
    if unit < 1.0 {
        (value / unit).round() / (1.0 / unit).round()
    } else {
        (value / unit).round() * unit
    }
}

/// What a statement takes; `None` for what nobody can tell.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Once its locks are granted.
    pub seconds: Option<Range>,
    /// Of new files beside the old ones, which go when it is done.
    pub bytes: Option<Range>,
    /// What it rests on, or why there is none.
    pub because: String,
}

/// What the measuring left open (facts, costs.json: "±40 %").
const DOUBT: f64 = 1.4;

/// A change of the catalogue took 11.4 ms at most.
const INSTANT: Range = (0.0, 0.011_4);

/// Nanoseconds per row.
struct Speeds {
    /// Of the rows that were measured, in bytes.
    width: f64,
    /// Reading every row, and a simple condition on it.
    scan: Range,
    /// Looking every row up in another table; for InnoDB the copy with it.
    foreign_key: Range,
    /// Writing every row anew, without indexes.
    rewrite: Range,
    /// The same with two indexes.
    rewrite_indexed: Range,
    /// An index of an integer, and one of a text of 41 characters.
    index: Range,
    /// A GIN index of words.
    inverted: Option<Range>,
    /// With two indexes.
    update: Range,
    delete: Option<Range>,
    insert: Range,
}

/// How much slower an index is built online than otherwise.
const ONLINE: Range = (1.2, 1.7);

const POSTGRES: Speeds = Speeds {
    width: 114.0,
    scan: (32.0, 74.0),
    foreign_key: (202.0, 351.0),
    rewrite: (862.0, 1506.0),
    rewrite_indexed: (2156.0, 3049.0),
    index: (290.0, 1594.0),
    inverted: Some((11_560.0, 13_947.0)),
    // Without an index it is at least a rewrite.
    update: (862.0, 19_645.0),
    delete: Some((1765.0, 3023.0)),
    insert: (1722.0, 2651.0),
};

const MARIADB: Speeds = Speeds {
    width: 100.0,
    scan: (105.0, 151.0),
    foreign_key: (8256.0, 8291.0),
    rewrite: (546.0, 1975.0),
    rewrite_indexed: (2163.0, 3835.0),
    index: (610.0, 1253.0),
    inverted: None,
    update: (1180.0, 2005.0),
    delete: None,
    insert: (4708.0, 4870.0),
};

const MYSQL: Speeds = Speeds {
    width: 100.0,
    scan: (117.0, 117.0),
    foreign_key: (14_762.0, 14_762.0),
    rewrite: (2623.0, 3032.0),
    rewrite_indexed: (8236.0, 12_002.0),
    index: (1206.0, 4468.0),
    inverted: None,
    update: (1976.0, 2048.0),
    delete: None,
    insert: (4644.0, 4644.0),
};

fn speeds(dialect: Dialect) -> Option<&'static Speeds> {
    match dialect {
        Dialect::Postgres => Some(&POSTGRES),
        Dialect::Mariadb => Some(&MARIADB),
        Dialect::Mysql => Some(&MYSQL),
        Dialect::Sqlite | Dialect::Oracle | Dialect::Mssql => None,
    }
}

/// What the effects of `ops` take together. Of a relation that this migration makes `is_new` says so.
pub fn of<'a>(
    effects: impl Iterator<Item = &'a Effect>,
    ops: &[Op],
    before: &Schema,
    sizes: &Sizes,
    is_new: &dyn Fn(&ObjectName) -> bool,
) -> Estimate {
    let none = |because: String| Estimate { seconds: None, bytes: None, because };
    let dialect = before.target.dialect;
    let Some(speeds) = speeds(dialect) else {
        return none(format!("how fast {} works was not measured", dialect.title()));
    };
    let mut sum = Sum {
        ops,
        before,
        sizes,
        speeds,
        is_new,
        seconds: INSTANT,
        bytes: (0.0, 0.0),
        tables: Vec::new(),
        note: "",
    };
    for op in ops {
        if let Some(why) = unmeasured(&op.kind) {
            return none(why.to_owned());
        }
    }
    for effect in effects {
        if let Err(why) = sum.add(effect) {
            return none(why);
        }
    }
    sum.finish()
}

/// Why nobody can tell how long the operation takes, whatever its effects.
fn unmeasured(op: &OpKind) -> Option<&'static str> {
    let query = Some("how long a query takes depends on its plan");
    match op {
        OpKind::Query { .. } | OpKind::Merge { .. } => query,
        OpKind::Update(it) if !it.reads.is_empty() => query,
        OpKind::Delete(it) if !it.reads.is_empty() => query,
        OpKind::Insert(it) => match &it.source {
            InsertSource::Query(reads) if reads.len() != 1 => query,
            InsertSource::Query(_) | InsertSource::Rows(_) => None,
        },
        OpKind::CreateTable(it) if it.filled_from.is_some() => query,
        OpKind::CreateView(it) if it.materialized => query,
        OpKind::RefreshView(_) => query,
        OpKind::Call { .. } => Some("how long a function runs is not known"),
        OpKind::Copy(_) => Some("how many rows it copies is not known"),
        OpKind::Maintain(it)
            if !matches!(it.task, Task::VacuumFull | Task::Cluster | Task::Optimize) =>
        {
            Some("how long it takes was not measured")
        }
        _ => None,
    }
}

struct Sum<'a> {
    ops: &'a [Op],
    before: &'a Schema,
    sizes: &'a Sizes,
    speeds: &'static Speeds,
    is_new: &'a dyn Fn(&ObjectName) -> bool,
    seconds: Range,
    bytes: Range,
    /// The first few whose sizes count.
    tables: Vec<&'a Size>,
    note: &'static str,
}

/// So many tables' sizes are named.
const NAMED: usize = 3;

impl<'a> Sum<'a> {
    fn add(&mut self, effect: &'a Effect) -> Result<(), String> {
        let sure = effect.certainty == Certainty::Certain;
        match &effect.kind {
            // An index and a copy count what is read for them.
            EffectKind::Scan { purpose: ScanPurpose::BuildIndex | ScanPurpose::Copy, .. } => {}
            EffectKind::Scan { relation, purpose } => {
                let speed = match purpose {
                    ScanPurpose::CheckForeignKey if !self.copies() => self.speeds.foreign_key,
                    _ => self.speeds.scan,
                };
                self.work(relation, speed, sure)?;
            }
            EffectKind::Rewrite { relation } => self.rewrite(relation, sure)?,
            EffectKind::BuildIndex { relation, index } => {
                let speed = self.index_speed(relation, index, effect)?;
                self.work(relation, speed, sure)?;
                self.disk(relation, |it| it.bytes, ENTRY);
            }
            EffectKind::ChangeRows { relation, extent } => {
                self.change(relation, *extent, effect)?
            }
            EffectKind::Unknown { .. } => return Err("what it does is not known".to_owned()),
            EffectKind::Lock(_)
            | EffectKind::ReplaceSequence { .. }
            | EffectKind::Algorithm { .. }
            | EffectKind::Silent { .. }
            | EffectKind::LoseData { .. }
            | EffectKind::MayFail { .. }
            | EffectKind::Breaks { .. }
            | EffectKind::Refused { .. }
            | EffectKind::CommitsImplicitly
            | EffectKind::WaitsFor { .. }
            | EffectKind::LeavesInvalidIndex { .. } => {}
        }
        Ok(())
    }

    fn finish(self) -> Estimate {
        let mut because = String::new();
        for it in &self.tables {
            because.push_str(&it.words());
            because.push_str("; ");
        }
        because.push_str(self.note);
        because.push_str(
            "speeds as measured with the data in memory and little else to do, so a cold or busy disk takes longer; the \
             wait for locks is not counted",
        );
        let seconds = (self.seconds.0 / DOUBT, self.seconds.1 * DOUBT);
        Estimate { seconds: Some(seconds), bytes: Some(self.bytes), because }
    }

    fn op(&self, effect: &Effect) -> Option<&'a OpKind> {
        self.ops.get(effect.op).map(|it| &it.kind)
    }

    fn table(&self, relation: &ObjectName) -> Option<&'a Table> {
        self.before.tables.get(relation)
    }

    /// The relation's size; `None` for one that this migration makes and that is still empty.
    fn size(&mut self, relation: &ObjectName) -> Result<Option<&'a Size>, String> {
        let empty = self.table(relation).is_some_and(|it| it.rows != Rows::Some);
        if (self.is_new)(relation) && empty {
            return Ok(None);
        }
        let known = self.sizes.of(relation, self.before.target.dialect);
        let known = known.filter(|it| it.rows.is_some() || it.bytes.is_some());
        let Some(size) = known else {
            return Err(if self.sizes.is_empty() {
                "no sizes are given: `stats-query` prints the query that finds them".to_owned()
            } else {
                format!("the sizes that are given do not tell of `{relation}`")
            });
        };
        if self.tables.len() < NAMED && !self.tables.iter().any(|it| std::ptr::eq(*it, size)) {
            self.tables.push(size);
        }
        Ok(Some(size))
    }

    /// Work on every row. Wide rows take longer than those that were measured, and nobody knows how much: between what the
    /// rows and what the bytes say.
    fn work(&mut self, relation: &ObjectName, speed: Range, sure: bool) -> Result<(), String> {
        let Some(size) = self.size(relation)? else { return Ok(()) };
        let by_bytes = size.bytes.map(|it| it / self.speeds.width);
        let rows = size.rows.or(by_bytes).unwrap_or(0.0);
        let other = by_bytes.unwrap_or(rows);
        if sure {
            self.seconds.0 += rows.min(other) * speed.0 / 1e9;
        }
        self.seconds.1 += rows.max(other) * speed.1 / 1e9;
        Ok(())
    }

    fn disk(&mut self, relation: &ObjectName, of: fn(&Size) -> Option<f64>, per_row: f64) {
        if let Ok(Some(size)) = self.size(relation) {
            self.bytes.1 += of(size).unwrap_or(0.0) + size.rows.unwrap_or(0.0) * per_row;
        }
    }

    /// Whether a foreign key is checked by copying the table, and indexes go with it untold.
    fn copies(&self) -> bool {
        self.before.target.dialect != Dialect::Postgres
    }

    fn rewrite(&mut self, relation: &ObjectName, sure: bool) -> Result<(), String> {
        let foreign = |it: &Op| match &it.kind {
            OpKind::AddConstraint { constraint, .. } => {
                matches!(constraint.kind, ConstraintKind::ForeignKey(_))
            }
            _ => false,
        };
        let copies = self.copies();
        let mut speed = self.speeds.rewrite;
        if copies && self.ops.iter().any(foreign) {
            speed = self.speeds.foreign_key;
        } else {
            match self.table(relation).filter(|it| it.knowledge == Knowledge::Whole) {
                // PostgreSQL's indexes are told of one by one.
                Some(_) if !copies => {}
                Some(table) => {
                    let more =
                        table.indexes.iter().filter(|it| it.name != "PRIMARY").count() as f64;
                    speed.0 += self.speeds.index.0 * more;
                    speed.1 += self.speeds.index.1 * more;
                }
                None => {
                    self.note = "its indexes are not known and taken for two at most; ";
                    speed.1 = self.speeds.rewrite_indexed.1;
                }
            }
        }
        self.work(relation, speed, sure)?;
        self.disk(
            relation,
            |it| Some(it.bytes.unwrap_or(0.0) + it.index_bytes.unwrap_or(0.0)),
            0.0,
        );
        Ok(())
    }

    fn index_speed(
        &self,
        relation: &ObjectName,
        index: &str,
        effect: &Effect,
    ) -> Result<Range, String> {
        let made = match self.op(effect) {
            Some(OpKind::CreateIndex(it)) => Some(it),
            _ => None,
        };
        let known = self.before.indexes_of(relation).iter().find(|it| it.name == index);
        let method = match made {
            Some(it) => it.method.as_deref(),
            None => known.and_then(|it| it.method.as_deref()),
        };
        let speed = match method {
            None | Some("btree" | "clustered") => self.speeds.index,
            Some("gin") if self.speeds.inverted.is_some() => {
                self.speeds.inverted.unwrap_or(self.speeds.index)
            }
            Some(other) => {
                return Err(format!("how fast an index by {other} is built was not measured"));
            }
        };
        let online = made.is_some_and(|it| it.online == Online::Yes);
        Ok(match self.before.target.dialect {
            Dialect::Postgres if online => (speed.0 * ONLINE.0, speed.1 * ONLINE.1),
            _ => speed,
        })
    }

    /// UPDATE, DELETE and INSERT … SELECT.
    fn change(
        &mut self,
        relation: &'a ObjectName,
        extent: RowExtent,
        effect: &Effect,
    ) -> Result<(), String> {
        if extent == RowExtent::Listed {
            return Ok(());
        }
        if self.table(relation).is_some_and(|it| !it.triggers.is_empty()) {
            return Err(format!(
                "what the triggers of `{relation}` do for each row was not measured"
            ));
        }
        let (of, speed) = match self.op(effect) {
            Some(OpKind::Insert(it)) => match &it.source {
                InsertSource::Query(reads) => {
                    (reads.first().unwrap_or(relation), Some(self.speeds.insert))
                }
                InsertSource::Rows(_) => return Ok(()),
            },
            Some(OpKind::Update(_)) => (relation, Some(self.speeds.update)),
            Some(OpKind::Delete(_)) => (relation, self.speeds.delete),
            _ => (relation, None),
        };
        let Some(speed) = speed else {
            return Err("how fast it changes rows was not measured".to_owned());
        };
        // A condition may choose none or all, and the query of an INSERT may have one.
        let sure =
            extent == RowExtent::All && effect.certainty == Certainty::Certain && of == relation;
        self.work(of, speed, sure)?;
        self.disk(of, |it| it.bytes, 0.0);
        Ok(())
    }
}

/// An entry of an index beside what it holds of its row: the measured ones have 20 bytes for an integer (costs.json,
/// `wal_bytes_per_row`).
const ENTRY: f64 = 20.0;

impl Size {
    /// `orders` with 12 rows in 345 bytes.
    pub fn words(&self) -> String {
        let name = &self.name;
        match (self.rows, self.bytes) {
            (Some(rows), Some(bytes)) => format!("`{name}` with {rows} rows in {bytes} bytes"),
            (Some(rows), None) => format!("`{name}` with {rows} rows"),
            (None, Some(bytes)) => format!("`{name}` of {bytes} bytes"),
            (None, None) => format!("`{name}`"),
        }
    }
}
