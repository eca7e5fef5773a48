//! In which order Alembic runs revisions that branch: `RevisionMap._topological_sort` of its source, from the heads down
//! and then reversed. A branch is walked until it meets a revision on which another head depends too.

use std::collections::BTreeMap;

/// So many revisions are looked at for each one of the graph, on average, before the order is left to the caller.
const MOST_LOOKED_AT: usize = 64;

/// The revisions in the order in which they run, each group that hangs together for itself; `parents` has those of each
/// revision, and the revisions stand in the order of their files. `None` for a circle, or where finding out takes too
/// long.
pub(super) fn orders(parents: &BTreeMap<usize, Vec<usize>>) -> Option<Vec<Vec<usize>>> {
    let mut budget = parents.len().saturating_mul(MOST_LOOKED_AT);
    groups(parents).into_iter().map(|it| order(&it, parents, &mut budget)).collect()
}

/// The revisions that hang together, each group in the order of its files.
fn groups(parents: &BTreeMap<usize, Vec<usize>>) -> Vec<Vec<usize>> {
    let mut beside: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (&child, of) in parents {
        for &parent in of {
            beside.entry(child).or_default().push(parent);
            beside.entry(parent).or_default().push(child);
        }
    }
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut group_of: BTreeMap<usize, usize> = BTreeMap::new();
    for &start in parents.keys() {
        if group_of.contains_key(&start) {
            continue;
        }
        let mut group = Vec::new();
        let mut open = vec![start];
        group_of.insert(start, groups.len());
        while let Some(it) = open.pop() {
            group.push(it);
            for &next in beside.get(&it).into_iter().flatten() {
                if group_of.insert(next, groups.len()).is_none() {
                    open.push(next);
                }
            }
        }
        crate::order::sort(&mut group);
        groups.push(group);
    }
    groups
}

fn order(
    group: &[usize],
    parents: &BTreeMap<usize, Vec<usize>>,
    budget: &mut usize,
) -> Option<Vec<usize>> {
    let of = |it: usize| parents.get(&it).map_or(&[][..], Vec::as_slice);
    // How many revisions that have not been given out follow each.
    let mut followers: BTreeMap<usize, usize> = BTreeMap::new();
    for &parent in group.iter().flat_map(|&it| of(it)) {
        *followers.entry(parent).or_default() += 1;
    }
    let followed = |followers: &BTreeMap<usize, usize>, it: usize| {
        followers.get(&it).is_some_and(|it| 0 < *it)
    };
    let mut heads: Vec<usize> =
        group.iter().copied().filter(|&it| !followed(&followers, it)).collect();
    let mut out = Vec::with_capacity(group.len());
    let mut at = 0;
    while let Some(&candidate) = heads.get(at) {
        *budget = budget.checked_sub(1 + heads.len())?;
        if followed(&followers, candidate) {
            let mut others = (0..heads.len()).filter(|&it| it != at);
            at = others.find(|&it| is_before(candidate, heads[it], parents, budget))?;
            continue;
        }
        out.push(candidate);
        for parent in of(candidate) {
            if let Some(followers) = followers.get_mut(parent) {
                *followers -= 1;
            }
        }
        let mut next = of(candidate).iter().copied().filter(|it| !heads.contains(it));
        match next.next() {
            None => {
                heads.remove(at);
                at = at.saturating_sub(1);
            }
            Some(first) => {
                let more: Vec<usize> = next.collect();
                heads[at] = first;
                heads.extend(more);
            }
        }
    }
    out.reverse();
    (out.len() == group.len()).then_some(out)
}

/// Whether a revision is an ancestor of another.
fn is_before(
    revision: usize,
    of: usize,
    parents: &BTreeMap<usize, Vec<usize>>,
    budget: &mut usize,
) -> bool {
    let mut seen = crate::order::set([of]);
    let mut open = vec![of];
    while let Some(it) = open.pop() {
        let Some(left) = budget.checked_sub(1) else { return false };
        *budget = left;
        for &parent in parents.get(&it).into_iter().flatten() {
            if parent == revision {
                return true;
            }
            if seen.insert(parent) {
                open.push(parent);
            }
        }
    }
    false
}
