//! Where an answer and a server part.

use std::collections::BTreeSet;

use super::answer::Answer;
use super::behaviour::Behaviour;
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
    if refuses.is_none() || measured.sampled {
        match (&server.error, &answer.certain.error) {
            (Some(error), _) => {
                if answer.failures.is_empty() {
                    found.push(format!("fails: {error}"));
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
    let wrong = certain.iter().filter(visible).filter(|it| !server.contains(*it));
    missed
        .map(|it| format!("{what}: {it}, and migralint does not say so"))
        .chain(wrong.map(|it| format!("not {what}: {it}, and migralint says so")))
        .collect()
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
        if server != recorded {
            found.push(format!("{what} {server:?}, on record {recorded:?}"));
        }
    }
    found
}
