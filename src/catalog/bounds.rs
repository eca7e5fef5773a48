//! What a CHECK says of one column's range, and how that lies to the bound of a partition.
//!
//! Only conjunctions of comparisons of the column with literals are read; anything else proves nothing, and the server
//! is then said to read the rows.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ops::Bound;

use super::Schema;
use crate::ops::ObjectName;
use crate::ops::by_name::ByName;
use crate::ops::expr::{Expr, Form};
use crate::ops::table::{PartitionBound, PartitionOf};
use crate::order;

/// Values from one point to another; `None` is without end.
#[derive(Debug, Clone, Default, PartialEq)]
struct Range {
    from: Option<Point>,
    to: Option<Point>,
}

/// A value, and whether it is in the range itself.
#[derive(Debug, Clone, PartialEq)]
struct Point {
    value: String,
    included: bool,
}

/// Whether every row that satisfies the CHECK lies in the bound.
pub fn implies(check: &str, column: &str, bound: &PartitionBound) -> bool {
    match bound {
        PartitionBound::Range { from, to } => {
            let (Some(range), Some(wanted)) = (range_of(check, column), range(from, to)) else {
                return false;
            };
            starts_within(&range, &wanted) && ends_within(&range, &wanted)
        }
        PartitionBound::List(values) => {
            let Some(listed) = listed(check, column) else { return false };
            let values: Option<Vec<String>> = values.iter().map(value).collect();
            values.is_some_and(|values| {
                listed.iter().all(|it| {
                    values.iter().any(|value| compare(it, value) == Some(Ordering::Equal))
                })
            })
        }
        PartitionBound::Default | PartitionBound::Hash { .. } | PartitionBound::Unread(_) => false,
    }
}

/// Whether no row that satisfies the CHECK lies in the bound.
pub fn excludes(check: &str, column: &str, bound: &PartitionBound) -> bool {
    match bound {
        PartitionBound::Range { from, to } => {
            let (Some(range), Some(other)) = (range_of(check, column), range(from, to)) else {
                return false;
            };
            lies_before(&range, &other) || lies_before(&other, &range)
        }
        PartitionBound::List(values) => {
            let (Some(range), Some(values)) = (
                range_of(check, column),
                values.iter().map(value).collect::<Option<Vec<String>>>(),
            ) else {
                return false;
            };
            values.iter().all(|it| {
                let point = Some(Point { value: it.clone(), included: true });
                let one = Range { from: point.clone(), to: point };
                lies_before(&range, &one) || lies_before(&one, &range)
            })
        }
        PartitionBound::Default => true,
        PartitionBound::Hash { .. } | PartitionBound::Unread(_) => false,
    }
}

/// The partitions of each table by where they begin, so that a new one is compared with its neighbours alone. It may
/// name some that no longer are: every question asks the partition itself once more.
#[derive(Debug, Clone, Default)]
pub(super) struct Starts(ByName<BTreeSet<(Start, ObjectName)>>);

/// A value of a list, or the lower end of a range, in the order in which they are compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Start {
    Lowest,
    /// The bits of a number, turned so that they are in the order of numbers.
    Number(u64),
    Text(String),
}

/// The partition whose rows a new one would take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlap<'a> {
    None,
    With(&'a ObjectName),
    /// There are so many that not all were looked at.
    Unknown,
}

/// So many neighbours are looked at, those that were dropped or detached included.
const MOST_NEIGHBOURS: usize = 256;

/// One would do, were it not for histories that contradict themselves.
const ENOUGH: usize = 4;

impl Starts {
    pub fn add(&mut self, of: &PartitionOf, partition: &ObjectName) {
        let starts: Vec<Start> = match &of.bound {
            PartitionBound::Range { from, to } => {
                range(from, to).iter().map(|it| Start::of(it.from.as_ref())).collect()
            }
            PartitionBound::List(values) => {
                let values = values.iter().filter_map(value);
                values.map(|it| Start::of_value(&it)).collect()
            }
            PartitionBound::Default | PartitionBound::Hash { .. } | PartitionBound::Unread(_) => {
                return;
            }
        };
        if self.0.get(&of.parent).is_none() {
            self.0.insert(of.parent.clone(), BTreeSet::new());
        }
        if let Some(known) = self.0.get_mut(&of.parent) {
            known.extend(starts.into_iter().map(|it| (it, partition.clone())));
        }
    }
}

impl Start {
    fn of(point: Option<&Point>) -> Start {
        point.map_or(Start::Lowest, |it| Start::of_value(&it.value))
    }

    fn of_value(value: &str) -> Start {
        const SIGN: u64 = 1 << 63;
        match value.parse::<f64>() {
            Ok(number) => {
                // The two zeros are one.
                let bits = (number + 0.0).to_bits();
                Start::Number(if bits & SIGN == 0 { bits | SIGN } else { !bits })
            }
            Err(_) => Start::Text(value.to_owned()),
        }
    }
}

impl Schema {
    /// Whether a partition of the table surely wants a row that the bound wants for another.
    pub fn overlapped<'a>(
        &'a self,
        parent: &'a ObjectName,
        partition: &'a ObjectName,
        bound: &'a PartitionBound,
    ) -> Overlap<'a> {
        if *bound == PartitionBound::Default {
            let other = self.default_partition_of(parent).filter(|it| it.name != *partition);
            return other.map_or(Overlap::None, |it| Overlap::With(&it.name));
        }
        let Some(starts) = self.starts.0.get(parent) else { return Overlap::None };
        let siblings = Siblings { schema: self, parent, partition, bound };
        match bound {
            PartitionBound::Range { from, to } => {
                let Some(range) = range(from, to) else { return Overlap::None };
                let start = first(Start::of(range.from.as_ref()));
                let end = match &range.to {
                    Some(end) => Bound::Excluded(first(Start::of_value(&end.value))),
                    None => Bound::Unbounded,
                };
                // Nothing lies between bounds that are the wrong way round.
                let ordered = !matches!(&end, Bound::Excluded(end) if *end < start);
                // The server names the lowest.
                match siblings.overlapping(starts.range(..start.clone()).rev()) {
                    Overlap::None if ordered => {
                        siblings.overlapping(starts.range((Bound::Included(start), end)))
                    }
                    other => other,
                }
            }
            PartitionBound::List(values) => {
                let same = |it: &Expr| {
                    let start = Start::of_value(&value(it)?);
                    let alike = starts.range(first(start.clone())..);
                    Some(siblings.overlapping(alike.take_while(|it| it.0 == start)))
                };
                let found = values.iter().filter_map(same).find(|it| *it != Overlap::None);
                found.unwrap_or(Overlap::None)
            }
            PartitionBound::Default | PartitionBound::Hash { .. } | PartitionBound::Unread(_) => {
                Overlap::None
            }
        }
    }
}

/// No name comes before the empty one.
fn first(start: Start) -> (Start, ObjectName) {
    (start, ObjectName::default())
}

/// The other partitions of a new one's table.
#[derive(Clone, Copy)]
struct Siblings<'a> {
    schema: &'a Schema,
    parent: &'a ObjectName,
    partition: &'a ObjectName,
    bound: &'a PartitionBound,
}

impl<'a> Siblings<'a> {
    /// The first of these that surely wants the same row, nearest first. Partitions do not overlap one another, so that
    /// a few that are still there tell.
    fn overlapping(self, near: impl Iterator<Item = &'a (Start, ObjectName)>) -> Overlap<'a> {
        let mut living = 0;
        for (count, (_, name)) in near.enumerate() {
            if living == ENOUGH {
                return Overlap::None;
            }
            if count == MOST_NEIGHBOURS {
                return if 0 < living { Overlap::None } else { Overlap::Unknown };
            }
            let of = self.schema.tables.get(name).and_then(|it| it.partition_of.as_deref());
            let Some(of) = of.filter(|it| it.parent == *self.parent && name != self.partition)
            else {
                continue;
            };
            living += 1;
            if overlap(&of.bound, self.bound) {
                return Overlap::With(name);
            }
        }
        Overlap::None
    }
}

/// Whether two partitions of one table surely want the same row.
fn overlap(one: &PartitionBound, other: &PartitionBound) -> bool {
    match (one, other) {
        (PartitionBound::Default, PartitionBound::Default) => true,
        (PartitionBound::Range { from, to }, PartitionBound::Range { from: start, to: end }) => {
            match (range(from, to), range(start, end)) {
                (Some(one), Some(other)) => {
                    known(&one, &other) && !lies_before(&one, &other) && !lies_before(&other, &one)
                }
                _ => false,
            }
        }
        (PartitionBound::List(one), PartitionBound::List(other)) => {
            let same = |a: &Expr, b: &Expr| match (value(a), value(b)) {
                (Some(a), Some(b)) => compare(&a, &b) == Some(Ordering::Equal),
                _ => false,
            };
            one.iter().any(|a| other.iter().any(|b| same(a, b)))
        }
        _ => false,
    }
}

/// What none of these bounds takes, in words: between two ranges, or of a modulus.
pub fn gap(bounds: &[&PartitionBound]) -> Option<String> {
    let mut ranges = Vec::new();
    let mut taken: u64 = 0;
    let mut moduli: Vec<u64> = Vec::new();
    for bound in bounds {
        match bound {
            PartitionBound::Range { from, to } => ranges.push(range(from, to)?),
            PartitionBound::Hash { modulus, .. } => moduli.push(u64::from(*modulus)),
            PartitionBound::Default | PartitionBound::List(_) | PartitionBound::Unread(_) => {
                return None;
            }
        }
    }
    // Each modulus divides the next larger one (manual, "CREATE TABLE"), so the largest counts all.
    if let Some(&all) = moduli.iter().max() {
        for modulus in moduli {
            taken += all.checked_div(modulus)?;
        }
        return (taken < all).then(|| format!("{} of {all} remainders", all - taken));
    }
    order::sort_by_key(&mut ranges, |it| Start::of(it.from.as_ref()));
    ranges.iter().zip(ranges.iter().skip(1)).find_map(|(one, next)| {
        let (end, start) = (&one.to.as_ref()?.value, &next.from.as_ref()?.value);
        let apart = compare(end, start) == Some(Ordering::Less);
        apart.then(|| format!("values from '{end}' to '{start}'"))
    })
}

/// Whether the ends can be compared at all.
fn known(one: &Range, other: &Range) -> bool {
    let comparable = |a: &Option<Point>, b: &Option<Point>| match (a, b) {
        (Some(a), Some(b)) => compare(&a.value, &b.value).is_some(),
        _ => true,
    };
    comparable(&one.from, &other.to) && comparable(&other.from, &one.to)
}

fn starts_within(range: &Range, wanted: &Range) -> bool {
    let Some(wanted) = &wanted.from else { return true };
    let Some(from) = &range.from else { return false };
    match compare(&from.value, &wanted.value) {
        Some(Ordering::Greater) => true,
        Some(Ordering::Equal) => wanted.included || !from.included,
        _ => false,
    }
}

fn ends_within(range: &Range, wanted: &Range) -> bool {
    let Some(wanted) = &wanted.to else { return true };
    let Some(to) = &range.to else { return false };
    match compare(&to.value, &wanted.value) {
        Some(Ordering::Less) => true,
        Some(Ordering::Equal) => wanted.included || !to.included,
        _ => false,
    }
}

fn lies_before(one: &Range, other: &Range) -> bool {
    let (Some(to), Some(from)) = (&one.to, &other.from) else { return false };
    match compare(&to.value, &from.value) {
        Some(Ordering::Less) => true,
        Some(Ordering::Equal) => !(to.included && from.included),
        _ => false,
    }
}

/// A bound over one column; ranges of several columns are not compared.
fn range(from: &[Expr], to: &[Expr]) -> Option<Range> {
    let ([from], [to]) = (from, to) else { return None };
    let end = |expr: &Expr, open: &str, included: bool| {
        if expr.text.trim().eq_ignore_ascii_case(open) {
            return Some(None);
        }
        value(expr).map(|value| Some(Point { value, included }))
    };
    Some(Range { from: end(from, "minvalue", true)?, to: end(to, "maxvalue", false)? })
}

fn value(expr: &Expr) -> Option<String> {
    let mut form = &expr.form;
    while let Form::Cast(inner, _) = form {
        form = inner;
    }
    match form {
        Form::Literal(value) => Some(value.clone()),
        _ => literal(&expr.text),
    }
}

/// A number or a quoted string, without the quotes and a cast behind it.
fn literal(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['(', ')']).trim();
    let text = text.split("::").next()?.trim();
    if let Some(inner) = text.strip_prefix('\'').and_then(|it| it.strip_suffix('\'')) {
        return (!inner.contains('\'')).then(|| inner.to_owned());
    }
    text.parse::<f64>().ok().map(|_| text.to_owned())
}

/// Numbers by value; dates and times as they are written, biggest unit first.
fn compare(one: &str, other: &str) -> Option<Ordering> {
    if let (Ok(one), Ok(other)) = (one.parse::<f64>(), other.parse::<f64>()) {
        return one.partial_cmp(&other);
    }
    let dated = |it: &str| it.len() >= 8 && it.as_bytes().first().is_some_and(u8::is_ascii_digit);
    (one == other || dated(one) && dated(other)).then(|| one.cmp(other))
}

/// What the conjunction says of the column; `None` where a part of it is not understood.
fn range_of(check: &str, column: &str) -> Option<Range> {
    let mut range = Range::default();
    for part in conjuncts(check)? {
        let Some((operator, value)) = comparison(&part, column) else { continue };
        match operator {
            ">=" | ">" => {
                range.from = Some(Point { value, included: operator == ">=" });
            }
            "<=" | "<" => {
                range.to = Some(Point { value, included: operator == "<=" });
            }
            "=" => {
                let point = Some(Point { value, included: true });
                range = Range { from: point.clone(), to: point };
            }
            _ => {}
        }
    }
    Some(range)
}

/// The values to which the CHECK restricts the column.
fn listed(check: &str, column: &str) -> Option<Vec<String>> {
    for part in conjuncts(check)? {
        if let Some(("=", value)) = comparison(&part, column) {
            return Some(vec![value]);
        }
        let rest = part.trim().strip_prefix(column).map(str::trim_start);
        let list = rest
            .and_then(|it| it.strip_prefix("in").or_else(|| it.strip_prefix("IN")))
            .map(str::trim)
            .and_then(|it| it.strip_prefix('('))
            .and_then(|it| it.strip_suffix(')'));
        if let Some(list) = list {
            return list.split(',').map(literal).collect();
        }
    }
    None
}

/// The parts that AND joins; none where OR, NOT or a quoted AND could change what they mean.
fn conjuncts(check: &str) -> Option<Vec<String>> {
    let words: Vec<&str> = check.split_whitespace().collect();
    if words
        .iter()
        .any(|it| ["or", "not", "between", "case"].iter().any(|word| it.eq_ignore_ascii_case(word)))
    {
        let not_null = check.to_ascii_lowercase().replace("is not null", "");
        if not_null.split_whitespace().any(|it| ["or", "not", "between", "case"].contains(&it)) {
            return None;
        }
    }
    let mut parts = vec![String::new()];
    for word in words {
        if word.eq_ignore_ascii_case("and") {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push_str(word);
            part.push(' ');
        }
    }
    Some(parts)
}

fn comparison<'a>(part: &'a str, column: &str) -> Option<(&'a str, String)> {
    let part = part.trim().trim_matches(['(', ')']).trim();
    let at = part.find(['<', '>', '='])?;
    let length =
        if part.get(at + 1..at + 2).is_some_and(|it| it == "=" || it == ">") { 2 } else { 1 };
    let operator = part.get(at..at + length)?;
    let (left, right) = (part.get(..at)?.trim(), part.get(at + length..)?.trim());
    if left.trim_matches('"') == column {
        return Some((operator, literal(right)?));
    }
    let turned = match operator {
        ">=" => "<=",
        ">" => "<",
        "<=" => ">=",
        "<" => ">",
        "=" => "=",
        _ => return None,
    };
    (right.trim_matches('"') == column).then(|| Some((turned, literal(left)?)))?
}
