//! Where an answer and a server part.

use std::collections::BTreeSet;

use super::answer::Answer;
use super::behaviour::{Behaviour, Mode};
use super::measure::Measured;

/// What the answer gets wrong, a line each; empty where both agree.
pub fn differences(answer: &Answer, measured: &Measured) -> Vec<String> {
    let mut found = Vec::new();
    let server = &measured.behaviour;
    found.extend(answer.unknown.iter().map(|it| format!("not understood: {it}")));
    let (refuses, says) = (&server.refused_in_transaction, &answer.certain.refused_in_transaction);
    match (refuses, says) {
        (Some(why), None) => found.push(format!("refused in a transaction: {why}")),
        (None, Some(_)) => found.push("not refused in a transaction".to_owned()),
        _ => {}
    }
    // A list of statements of which one refuses a transaction was run no further.
    if refuses.is_some() && !measured.sampled {
        return found;
    }
    if server.error.is_some() || answer.certain.error.is_some() {
        match (&server.error, &answer.certain.error) {
            (Some(error), _) => {
                if !answer.failures.iter().any(|it| tells(it, error)) {
                    found.push(format!("fails: {error}, migralint says {:?}", answer.failures));
                }
                return found;
            }
            (None, Some(why)) => found.push(format!("does not fail: {why}")),
            (None, None) => {}
        }
    }
    locks(answer, measured, &mut found);
    let part = |what, pick: fn(&Behaviour) -> &BTreeSet<String>| {
        sets(what, pick(server), pick(&answer.certain), pick(&answer.possible), measured)
    };
    found.extend(part("rewritten", |it| &it.rewritten));
    found.extend(part("rebuilt", |it| &it.rebuilt));
    if !measured.sampled {
        found.extend(part("scanned", |it| &it.scanned));
    }
    found
}

/// Whether a failure names the server's error: its words, or for what data may do, the condition.
fn tells(failure: &str, error: &str) -> bool {
    let (state, words) = error.split_once(": ").unwrap_or(("", error));
    let (failure, words) = (unadorned(failure), unadorned(words));
    match state {
        "22001" | "22003" | "22026" | "22P02" => failure.contains("does not fit"),
        "42601" => ["is understood since", "no such", "syntax error at or near", &words]
            .iter()
            .any(|it| failure.contains(it)),
        // What depends on it is told after that.
        "2BP01" => failure.contains("other objects depend on it") || failure.contains(&words),
        _ => failure.contains(&words),
    }
}

/// Without `of relation "…"`, which the errors of older versions lack.
fn unadorned(text: &str) -> String {
    let Some((before, after)) = text.split_once(" of relation \"") else { return text.to_owned() };
    let rest = after.split_once('"').map_or("", |it| it.1);
    format!("{before}{rest}")
}

fn locks(answer: &Answer, measured: &Measured, found: &mut Vec<String>) {
    let names: BTreeSet<&String> = measured
        .behaviour
        .locks
        .keys()
        .chain(answer.possible.locks.keys())
        .filter(|it| measured.known.contains(*it))
        .collect();
    for relation in names {
        let server = measured.behaviour.locks.get(relation);
        let certain = answer.certain.locks.get(relation);
        let possible = answer.possible.locks.get(relation);
        let unseen = measured.sampled && server < possible;
        if (certain <= server && server <= possible) || unseen {
            continue;
        }
        let word = |it: Option<&super::behaviour::Mode>| it.map_or("nothing", |it| it.name());
        found.push(format!(
            "lock on {relation}: the server takes {}, migralint says {}",
            word(server),
            word(possible)
        ));
    }
}

fn sets(
    what: &str,
    server: &BTreeSet<String>,
    certain: &BTreeSet<String>,
    possible: &BTreeSet<String>,
    measured: &Measured,
) -> Vec<String> {
    let visible = |it: &&String| measured.known.contains(*it) && !measured.empty.contains(*it);
    let missed = server.iter().filter(visible).filter(|it| !possible.contains(*it));
    let told = |it: &&String| what != "scanned" || !measured.gone.contains(*it);
    let wrong = certain.iter().filter(visible).filter(told).filter(|it| !server.contains(*it));
    missed
        .map(|it| format!("{what}: {it}, and migralint does not say so"))
        .chain(wrong.map(|it| format!("not {what}: {it}, and migralint says so")))
        .collect()
}

/// Whether the relation of that name was there before and is locked as what is dropped is.
fn server_dropped(measured: &Measured, relation: &str) -> bool {
    measured.known.contains(relation)
        && measured.behaviour.locks.get(relation) == Some(&Mode::AccessExclusive)
}

/// Where a server did not do what is on record.
pub fn against_record(recorded: &Behaviour, measured: &Measured) -> Vec<String> {
    let server = &measured.behaviour;
    let mut found = Vec::new();
    if recorded.error.is_some() || server.error.is_some() {
        let refused = server.refused_in_transaction.is_some();
        if recorded.error.is_some() != server.error.is_some() && !refused {
            found.push(format!("error {:?}, on record {:?}", server.error, recorded.error));
        }
        return found;
    }
    if server.refused_in_transaction.is_some() != recorded.refused_in_transaction.is_some() {
        found.push("the refusal inside a transaction".to_owned());
    }
    if measured.sampled {
        return found;
    }
    if server.locks != recorded.locks {
        found.push(format!("locks {:?}, on record {:?}", server.locks, recorded.locks));
    }
    for (what, server, recorded) in [
        ("rewritten", &server.rewritten, &recorded.rewritten),
        ("rebuilt", &server.rebuilt, &recorded.rebuilt),
        ("scanned", &server.scanned, &recorded.scanned),
    ] {
        // The record knows indexes by name: one that took over the name of another counts there as built.
        let renamed = what == "rebuilt" && recorded.iter().all(|it| server_dropped(measured, it));
        if server != recorded && !renamed {
            found.push(format!("{what} {server:?}, on record {recorded:?}"));
        }
    }
    found
}
