//! The history: in which order units run, and what is wrong with the graph of revisions.

use std::collections::{BTreeMap, BTreeSet};

use crate::ops::ObjectName;
use crate::ops::unit::{Direction, Framework, Unit};
use crate::text::{Source, Span};

mod relations;
mod upgrade;
mod versions;

/// Units in order, and what is wrong with their graph.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// Places of the units, both directions, each after all that must run before it.
    pub order: Vec<usize>,
    pub problems: Vec<Problem>,
    /// Whether the order is a guess: files that follow no convention and whose names count nothing stand beside others.
    pub is_guessed: bool,
}

/// Something wrong with the graph, at the unit that has to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub unit: usize,
    pub span: Span,
    pub kind: ProblemKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// More than one revision that nothing follows: the first of those that the branch has alone, and its last; the
    /// others, or the first of them, by identifier; the one that the first could follow instead.
    SecondHead { head: String, others: Vec<String>, onto: Option<String> },
    /// A parent that no file has.
    MissingParent { parent: String },
    /// It was made long before its parent; the days of both.
    Predated { made: String, parent: String, after: String },
    /// Another file has the same identifier; its source's place.
    DuplicateRevision { other: usize },
    /// The revision is its own ancestor; the identifiers on the way round, or the first of them.
    Cycle { through: Vec<String> },
    /// A table is used that a later unit makes; the maker's place.
    UsedBeforeMade { table: ObjectName, maker: usize },
    /// A table is used that an earlier unit, or an earlier statement of this one, drops or renames; that unit's place.
    UsedAfterDropped { table: ObjectName, by: usize },
    /// A table is used by its name alone, and the history makes it in a schema; its whole name.
    UsedWithoutSchema { table: ObjectName },
    /// The tool whose files stand beside it does not understand its name.
    PassedOver,
    /// Nothing tells when this file runs; how many such files there are, and the place of another file, such a one if
    /// there is one.
    Uncounted { files: usize, other: usize },
}

/// Which unit undoes which, by framework and identifier.
pub struct Counterparts<'u> {
    /// Of several with one identifier, each with its source's place.
    units: BTreeMap<(Framework, Direction, &'u str), Vec<&'u Unit>>,
}

impl<'u> Counterparts<'u> {
    pub fn of(units: &'u [Unit]) -> Counterparts<'u> {
        let mut by_id: BTreeMap<_, Vec<&'u Unit>> = BTreeMap::new();
        for it in units {
            by_id.entry((it.framework, it.direction, it.id.as_str())).or_default().push(it);
        }
        for units in by_id.values_mut() {
            crate::order::sort_by_key(units, |it| it.source);
        }
        Counterparts { units: by_id }
    }

    /// The unit of the other direction; of several with that identifier, the one whose file stands nearest.
    pub fn of_unit(&self, unit: &Unit) -> Option<&'u Unit> {
        let other = match unit.direction {
            Direction::Up => Direction::Down,
            Direction::Down => Direction::Up,
        };
        let units = self.units.get(&(unit.framework, other, unit.id.as_str()))?;
        let after = units.partition_point(|it| it.source < unit.source);
        let near = units.get(after.saturating_sub(1)..(after + 1).min(units.len()))?;
        near.iter().copied().min_by_key(|it| it.source.abs_diff(unit.source))
    }

    pub fn way_down(&self, unit: &Unit) -> Option<&'u Unit> {
        if unit.direction == Direction::Up { self.of_unit(unit) } else { None }
    }
}

/// So many months earlier a revision may have been made than its parent: branches wait to be merged.
const MUCH: u32 = 1;

/// The month of a day, counted from the year 0.
fn months(day: &str) -> u32 {
    let mut parts = day.split('-').map(|it| it.parse::<u32>().unwrap_or(0));
    parts.next().unwrap_or(0) * 12 + parts.next().unwrap_or(0)
}

/// So many tables out of their place are looked into, each of which may cost a walk through the graph.
const MOST_MISPLACED: usize = 100;

/// So many revisions are named in one problem.
const MOST_NAMED: usize = 20;

/// Orders the units. Those with parents follow these; the others run by their files' names, numbers counted as numbers.
/// Revisions of different folders are different graphs, unless one names a parent in the other or a configuration says so.
pub fn order(units: &[Unit], sources: &[Source]) -> History {
    order_after(units, sources, None)
}

/// The units in the order of their folders, versions and names.
fn places(units: &[Unit], sources: &[Source]) -> Vec<usize> {
    let key = |(place, unit)| (sort_key(unit, sources, place), place);
    let mut keyed: Vec<_> = units.iter().enumerate().map(key).collect();
    crate::order::sort_by(&mut keyed, |a, b| a.0.cmp(&b.0));
    keyed.into_iter().map(|it| it.1).collect()
}

/// As [`order`]; of several heads those of these sources are told, which came last.
pub fn order_after(units: &[Unit], sources: &[Source], new: Option<&BTreeSet<usize>>) -> History {
    let places = places(units, sources);
    let graph = Graph::of(units, sources, &places);
    let mut problems = graph.missing_and_duplicate(units);
    let order = graph.topological(units, &places, &mut problems);
    problems.extend(graph.second_heads(units, new));
    problems.extend(versions::problems(units, sources));
    let uncounted = |place: usize| is_uncounted(&units[place], sources);
    let always_before = |first: usize, then: usize| {
        !uncounted(first) && !uncounted(then) && graph.always_before(units, first, then)
    };
    let misplaced = relations::misplaced(units, sources, &order);
    problems.extend(misplaced.into_iter().take(MOST_MISPLACED).filter(|it| match it.kind {
        ProblemKind::UsedBeforeMade { maker, .. } => always_before(it.unit, maker),
        ProblemKind::UsedAfterDropped { by, .. } => by == it.unit || always_before(by, it.unit),
        _ => true,
    }));
    let plain = || {
        let may_be =
            |it: &usize| matches!(units[*it].framework, Framework::Plain | Framework::Sqitch);
        let up = |it: &usize| units[*it].direction == Direction::Up;
        order.iter().copied().filter(move |it| may_be(it) && up(it))
    };
    let guessed: Vec<usize> = plain().filter(|&it| uncounted(it)).collect();
    if let Some(&first) = guessed.first()
        && let Some(other) = plain().find(|it| *it != first)
    {
        let other = guessed.get(1).copied().unwrap_or(other);
        let kind = ProblemKind::Uncounted { files: guessed.len(), other };
        problems.push(Problem { unit: first, span: units[first].id_span, kind });
    }
    crate::order::sort_by_key(&mut problems, |it| (units[it.unit].source, it.span, it.unit));
    let is_guessed = problems.iter().any(|it| matches!(it.kind, ProblemKind::Uncounted { .. }));
    History { order, problems, is_guessed }
}

/// Whether nothing tells when a file runs: it follows no convention, and its name has no number; or the plan is not there
/// that tells it.
fn is_uncounted(unit: &Unit, sources: &[Source]) -> bool {
    let path = sources.get(unit.source).map_or("", |it| it.path.as_str());
    let name = path.rsplit('/').next().unwrap_or(path);
    match unit.framework {
        Framework::Plain => !name.contains(|it: char| it.is_ascii_digit()),
        Framework::Sqitch => unit.sorted_as.is_none(),
        _ => false,
    }
}

/// The sources of the migrations that are neither this one nor run before it; `None` where no migration, or more than
/// one, is meant. A revision is named by its identifier or the beginning of it, a file without one by its name.
pub fn after(units: &[Unit], sources: &[Source], revision: &str) -> Option<BTreeSet<usize>> {
    let places = places(units, sources);
    let ups: Vec<usize> =
        places.iter().copied().filter(|&it| units[it].direction == Direction::Up).collect();
    let start = named(units, sources, &ups, revision)?;
    let graph = Graph::of(units, sources, &places);
    let mut before: BTreeSet<usize> = BTreeSet::new();
    if units[start].parents.is_none() {
        let earlier = ups.iter().take_while(|it| **it != start);
        before.extend(earlier.copied().filter(|&it| units[it].parents.is_none()));
    }
    let mut open = vec![start];
    while let Some(place) = open.pop() {
        if before.insert(place) {
            open.extend(graph.before(place, &units[place]));
        }
    }
    let before = crate::order::set(before.into_iter().map(|it| units[it].source));
    Some(ups.into_iter().map(|it| units[it].source).filter(|it| !before.contains(it)).collect())
}

/// The one migration of that name.
fn named(units: &[Unit], sources: &[Source], ups: &[usize], revision: &str) -> Option<usize> {
    let file = |place: usize| -> &str {
        let path = sources.get(units[place].source).map_or("", |it| it.path.as_str());
        path.rsplit('/').next().unwrap_or(path)
    };
    let only = |fits: &dyn Fn(usize) -> bool| {
        let mut found = ups.iter().copied().filter(|&it| fits(it));
        found.next().filter(|_| found.next().is_none())
    };
    only(&|it| units[it].id == revision || file(it) == revision)
        .or_else(|| only(&|it| 4 <= revision.len() && units[it].id.starts_with(revision)))
}

/// A file's name as people order it: runs of digits by their value.
/// Flyway's repeatable migrations run after all that have a version (Flyway's documentation, "Migrations").
fn sort_key(unit: &Unit, sources: &[Source], place: usize) -> (bool, Vec<Piece>, Direction, usize) {
    let path = sources.get(unit.source).map_or("", |it| it.path.as_str());
    let name = path.rsplit('/').next().unwrap_or(path);
    // Its callbacks run with every migration, over the schema that the others have made.
    let last = unit.framework == Framework::Flyway
        && (name.starts_with("R__") || name.starts_with("before") || name.starts_with("after"));
    let path = unit.sorted_as.as_deref().unwrap_or(path);
    (last, pieces(path), unit.direction, place)
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    /// Significant digits, longer numbers being larger.
    Number(usize, String),
    Text(String),
    /// Between two numbers: `1.1` comes after `1` whatever stands behind that.
    Point,
}

fn pieces(path: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = path;
    while let Some(first) = rest.chars().next() {
        let digits = first.is_ascii_digit();
        let end = rest.find(|it: char| it.is_ascii_digit() != digits).unwrap_or(rest.len());
        let (piece, tail) = rest.split_at(end);
        let point = piece == "."
            && matches!(pieces.last(), Some(Piece::Number(..)))
            && tail.starts_with(|it: char| it.is_ascii_digit());
        pieces.push(if point {
            Piece::Point
        } else if digits {
            let number = piece.trim_start_matches('0');
            Piece::Number(number.len(), number.to_owned())
        } else {
            Piece::Text(piece.to_owned())
        });
        rest = tail;
    }
    pieces
}

/// What the units have in common that run in one order: their configuration's folders, else the one that the file lies in.
fn folder<'u>(unit: &'u Unit, sources: &'u [Source]) -> &'u str {
    if let Some(graph) = &unit.graph {
        return graph;
    }
    let path = sources.get(unit.source).map_or("", |it| it.path.as_str());
    path.rsplit_once('/').map_or("", |it| it.0)
}

struct Graph<'u> {
    /// The folder of each unit: revisions of different folders may share an identifier.
    folders: Vec<&'u str>,
    /// The first up unit of each identifier that takes part in a graph, by folder.
    by_id: BTreeMap<(&'u str, &'u str), usize>,
    /// The same, wherever it lies.
    anywhere: BTreeMap<&'u str, usize>,
    /// The first up unit that bears each label.
    by_label: BTreeMap<&'u str, usize>,
    duplicates: Vec<(usize, usize)>,
}

impl<'u> Graph<'u> {
    fn of(units: &'u [Unit], sources: &'u [Source], places: &[usize]) -> Graph<'u> {
        let folders: Vec<&str> = units.iter().map(|it| folder(it, sources)).collect();
        let mut by_id = BTreeMap::new();
        let mut anywhere = BTreeMap::new();
        let mut by_label = BTreeMap::new();
        let mut duplicates = Vec::new();
        for &place in places {
            let unit = &units[place];
            if unit.direction != Direction::Up || unit.parents.is_none() {
                continue;
            }
            for label in &unit.labels {
                by_label.entry(label.as_str()).or_insert(place);
            }
            let key = (folders[place], unit.id.as_str());
            if let Some(&first) = by_id.get(&key) {
                duplicates.push((place, first));
            } else {
                by_id.insert(key, place);
                anywhere.entry(key.1).or_insert(place);
            }
        }
        Graph { folders, by_id, anywhere, by_label, duplicates }
    }

    /// Parents and dependencies of a unit that exist; a unique prefix of an identifier counts, as Alembic has it.
    fn before(&self, place: usize, unit: &Unit) -> Vec<usize> {
        let parents = unit.parents.iter().flatten().chain(&unit.depends_on);
        parents.filter_map(|it| self.find(place, it)).collect()
    }

    /// The unit that one at `from` means: of its own folder, else of any.
    fn find(&self, from: usize, id: &str) -> Option<usize> {
        let own = (self.folders.get(from).copied().unwrap_or(""), id);
        let exact = self.by_id.get(&own).or_else(|| self.anywhere.get(id));
        if let Some(&place) = exact.or_else(|| self.by_label.get(id)) {
            return Some(place);
        }
        // Alembic's documentation, "Partial Revision Identifiers": any unique prefix of at least four characters.
        if id.len() < 4 {
            return None;
        }
        let mut matches =
            self.by_id.range(own..).take_while(|(it, _)| it.0 == own.0 && it.1.starts_with(id));
        match (matches.next(), matches.next()) {
            (Some((_, &place)), None) => Some(place),
            _ => None,
        }
    }

    /// Whether the one runs before the other in every order that the graph allows. Revisions of two branches may run in
    /// any order; units without parents run in the one that their names give.
    fn always_before(&self, units: &[Unit], first: usize, then: usize) -> bool {
        if units[then].parents.is_none() {
            return true;
        }
        let mut seen = crate::order::set([then]);
        let mut open = vec![then];
        while let Some(place) = open.pop() {
            for parent in self.before(place, &units[place]) {
                if parent == first {
                    return true;
                }
                if seen.insert(parent) {
                    open.push(parent);
                }
            }
        }
        false
    }

    fn missing_and_duplicate(&self, units: &[Unit]) -> Vec<Problem> {
        let mut problems = Vec::new();
        for &(place, first) in &self.duplicates {
            let kind = ProblemKind::DuplicateRevision { other: units[first].source };
            problems.push(Problem { unit: place, span: units[place].id_span, kind });
        }
        // Without the first revision only a part of the history was given, and what is missing is missing on purpose.
        let first = |it: &&usize| units[**it].parents.as_ref().is_some_and(Vec::is_empty);
        let begun =
            crate::order::set(self.by_id.values().filter(first).map(|&it| self.folders[it]));
        let given = |place: usize| begun.contains(self.folders[place]);
        for (place, unit) in units
            .iter()
            .enumerate()
            .filter(|(place, it)| it.direction == Direction::Up && given(*place))
        {
            for parent in unit.parents.iter().flatten() {
                let found = self.find(place, parent);
                let after = found.and_then(|it| units.get(it)?.created.clone());
                if let (Some(made), Some(after)) = (unit.created.clone(), after)
                    && months(&made) + MUCH < months(&after)
                {
                    let kind = ProblemKind::Predated { made, parent: parent.clone(), after };
                    problems.push(Problem { unit: place, span: unit.parents_span, kind });
                }
            }
            for parent in unit.parents.iter().flatten().chain(&unit.depends_on) {
                let readable = !parent.contains('{') && !parent.is_empty();
                if self.find(place, parent).is_none() && readable {
                    let kind = ProblemKind::MissingParent { parent: parent.clone() };
                    problems.push(Problem { unit: place, span: unit.parents_span, kind });
                }
            }
        }
        problems
    }

    /// The places, with the revisions of each graph in the order in which Alembic runs them.
    fn starts(&self, units: &[Unit], places: &[usize]) -> Vec<usize> {
        let mut ranks: Vec<Option<usize>> = vec![None; units.len()];
        for (rank, &place) in places.iter().enumerate() {
            let unit = &units[place];
            let own = (self.folders[place], unit.id.as_str());
            if unit.direction == Direction::Up && self.by_id.get(&own) == Some(&place) {
                ranks[place] = Some(rank);
            }
        }
        let parents = |&place: &usize| {
            ranks[place]?;
            let mut seen = BTreeSet::new();
            let before = self.before(place, &units[place]).into_iter();
            Some(before.filter_map(|it| ranks[it]).filter(|&it| seen.insert(it)).collect())
        };
        let parents: Vec<Option<Vec<usize>>> = places.iter().map(parents).collect();
        let mut starts = places.to_vec();
        for order in upgrade::orders(&parents).into_iter().flatten() {
            let mut ranks = order.clone();
            crate::order::sort(&mut ranks);
            for (rank, it) in ranks.into_iter().zip(order) {
                starts[rank] = places[it];
            }
        }
        starts
    }

    /// Depth first over explicit stacks: a history of any length fits. A revision's way down stands behind its way up,
    /// since the parents that both name tell the order of the ways up alone.
    fn topological(
        &self,
        units: &[Unit],
        places: &[usize],
        problems: &mut Vec<Problem>,
    ) -> Vec<usize> {
        #[derive(Clone, Copy, PartialEq)]
        enum State {
            New,
            Open,
            Done,
        }
        let mut state = vec![State::New; units.len()];
        // Where on the stack an open unit stands.
        let mut depth = vec![0; units.len()];
        let mut order = Vec::with_capacity(units.len());
        let up = |it: &&Unit| it.direction == Direction::Up && it.parents.is_some();
        let ups = crate::order::set(units.iter().filter(up).map(|it| it.source));
        let mut ways_down: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &place in places {
            let unit = &units[place];
            if unit.direction == Direction::Down
                && unit.parents.is_some()
                && ups.contains(&unit.source)
            {
                ways_down.entry(unit.source).or_default().push(place);
                state[place] = State::Done;
            }
        }
        for start in self.starts(units, places) {
            if state[start] != State::New {
                continue;
            }
            let mut stack = vec![(start, self.before(start, &units[start]).into_iter())];
            state[start] = State::Open;
            while let Some((place, parents)) = stack.last_mut() {
                let place = *place;
                match parents.next() {
                    Some(parent) if state[parent] == State::New => {
                        state[parent] = State::Open;
                        depth[parent] = stack.len();
                        stack.push((parent, self.before(parent, &units[parent]).into_iter()));
                    }
                    // Both directions of one file name the same parents; only the way up can close a circle.
                    Some(parent)
                        if state[parent] == State::Open
                            && units[place].direction == Direction::Up =>
                    {
                        let way = stack.iter().skip(depth[parent]).take(MOST_NAMED);
                        let through = way.map(|it| units[it.0].id.clone()).collect();
                        let span = units[place].parents_span;
                        problems.push(Problem {
                            unit: place,
                            span,
                            kind: ProblemKind::Cycle { through },
                        });
                    }
                    Some(_) => {}
                    None => {
                        state[place] = State::Done;
                        order.push(place);
                        if units[place].parents.is_some() {
                            order
                                .extend(ways_down.remove(&units[place].source).unwrap_or_default());
                        }
                        stack.pop();
                    }
                }
            }
        }
        order
    }

    /// Heads of the same folder and without labels that set them apart; all but the first of them are told.
    fn second_heads(&self, units: &[Unit], new: Option<&BTreeSet<usize>>) -> Vec<Problem> {
        let followed = crate::order::set(
            self.by_id
                .values()
                .flat_map(|&it| units[it].parents.iter().flatten().map(move |parent| (it, parent)))
                .filter_map(|(it, parent)| self.find(it, parent)),
        );
        let branch = self.branches(units);
        let mut heads: BTreeMap<(&str, Option<&str>), Vec<usize>> = BTreeMap::new();
        for &place in self.by_id.values().filter(|it| !followed.contains(it)) {
            heads
                .entry((self.folders[place], branch.get(&place).copied().flatten()))
                .or_default()
                .push(place);
        }
        let mut problems = Vec::new();
        for heads in heads.values_mut().filter(|it| 1 < it.len()) {
            let is_new = |it: &usize| new.is_some_and(|new| new.contains(&units[*it].source));
            crate::order::sort_by_key(heads, is_new);
            let mut taken = BTreeSet::new();
            self.take_ancestors(units, heads[0], &mut taken);
            for (number, &place) in heads.iter().enumerate().skip(1) {
                let others = heads
                    .iter()
                    .filter(|&&it| it != place)
                    .take(MOST_NAMED)
                    .map(|&it| units[it].id.clone())
                    .collect();
                let head = units[place].id.clone();
                let root = self.fork(units, place, &mut taken);
                let before = heads.get(number - 1).map(|&it| units[it].id.clone());
                let kind = ProblemKind::SecondHead {
                    head,
                    others,
                    onto: before.filter(|_| root.is_some()),
                };
                let unit = root.unwrap_or(place);
                problems.push(Problem { unit, span: units[unit].id_span, kind });
            }
        }
        problems
    }

    /// Adds a revision and all that come before it.
    fn take_ancestors(&self, units: &[Unit], start: usize, taken: &mut BTreeSet<usize>) {
        let mut open = vec![start];
        while let Some(place) = open.pop() {
            if taken.insert(place) {
                let before = units[place].parents.iter().flatten().chain(&units[place].depends_on);
                open.extend(before.filter_map(|it| self.find(place, it)));
            }
        }
    }

    /// The first revision of a branch, from its head down to what is taken, where it is a plain chain.
    fn fork(&self, units: &[Unit], head: usize, taken: &mut BTreeSet<usize>) -> Option<usize> {
        let mut at = head;
        let mut is_plain = true;
        loop {
            is_plain &= taken.insert(at) && units[at].depends_on.is_empty();
            let parents = units[at].parents.as_deref().unwrap_or_default();
            let [parent] = parents else { return None };
            let parent = self.find(at, parent)?;
            if taken.contains(&parent) {
                return is_plain.then_some(at);
            }
            at = parent;
        }
    }

    /// The label that a revision inherits along its first parents (Alembic's documentation, "Working with Branches").
    fn branches<'a>(&self, units: &'a [Unit]) -> BTreeMap<usize, Option<&'a str>> {
        let mut branch: BTreeMap<usize, Option<&'a str>> = BTreeMap::new();
        for &start in self.by_id.values() {
            let mut way = Vec::new();
            let mut at = Some(start);
            let mut label = None;
            while let Some(place) = at {
                if let Some(&known) = branch.get(&place) {
                    label = known;
                    break;
                }
                // Entered before its label is known, so that a circle ends here.
                branch.insert(place, None);
                way.push(place);
                if let Some(own) = units[place].labels.first() {
                    label = Some(own.as_str());
                    break;
                }
                at = units[place]
                    .parents
                    .iter()
                    .flatten()
                    .next()
                    .and_then(|it| self.find(place, it));
            }
            for place in way {
                branch.insert(place, label);
            }
        }
        branch
    }
}
