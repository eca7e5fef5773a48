//! In which order Alembic runs revisions that branch: `RevisionMap._topological_sort` of its source, from the heads down
//! and then reversed. A branch is walked until it meets a revision on which another head depends too.

/// So many revisions are looked at for each one of the graph, on average, before the order is left to the caller.
const MOST_LOOKED_AT: usize = 64;

/// The parents of each revision, in the order of the files; none where a file is not of a graph.
pub(super) type Parents = [Option<Vec<usize>>];

/// The revisions in the order in which they run, each group that hangs together for itself. `None` for a circle, or
/// where finding out takes too long.
pub(super) fn orders(parents: &Parents) -> Option<Vec<Vec<usize>>> {
    let mut budget = parents.len().saturating_mul(MOST_LOOKED_AT);
    // How many revisions that have not been given out follow each.
    let mut followers = vec![0usize; parents.len()];
    for &parent in (0..parents.len()).flat_map(|it| of(parents, it)) {
        followers[parent] += 1;
    }
    let groups = groups(parents).into_iter();
    groups.map(|it| order(&it, parents, &mut followers, &mut budget)).collect()
}

fn of(parents: &Parents, revision: usize) -> &[usize] {
    parents.get(revision).and_then(Option::as_deref).unwrap_or_default()
}

/// The revisions that hang together, each group in the order of its files.
fn groups(parents: &Parents) -> Vec<Vec<usize>> {
    let mut beside: Vec<Vec<usize>> = vec![Vec::new(); parents.len()];
    for child in 0..parents.len() {
        for &parent in of(parents, child) {
            beside[child].push(parent);
            beside[parent].push(child);
        }
    }
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut seen = vec![false; parents.len()];
    for start in 0..parents.len() {
        if seen[start] || parents[start].is_none() {
            continue;
        }
        let mut group = Vec::new();
        let mut open = vec![start];
        seen[start] = true;
        while let Some(it) = open.pop() {
            group.push(it);
            for &next in &beside[it] {
                if !std::mem::replace(&mut seen[next], true) {
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
    parents: &Parents,
    followers: &mut [usize],
    budget: &mut usize,
) -> Option<Vec<usize>> {
    let mut heads: Vec<usize> = group.iter().copied().filter(|&it| followers[it] == 0).collect();
    let mut out = Vec::with_capacity(group.len());
    let mut at = 0;
    while let Some(&candidate) = heads.get(at) {
        *budget = budget.checked_sub(1 + heads.len())?;
        if followers[candidate] != 0 {
            let mut others = (0..heads.len()).filter(|&it| it != at);
            at = others.find(|&it| is_before(candidate, heads[it], parents, budget))?;
            continue;
        }
        out.push(candidate);
        for &parent in of(parents, candidate) {
            followers[parent] -= 1;
        }
        let mut next = of(parents, candidate).iter().copied().filter(|it| !heads.contains(it));
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
fn is_before(revision: usize, other: usize, parents: &Parents, budget: &mut usize) -> bool {
    let mut seen = crate::order::set([other]);
    let mut open = vec![other];
    while let Some(it) = open.pop() {
        let Some(left) = budget.checked_sub(1) else { return false };
        *budget = left;
        for &parent in of(parents, it) {
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
