//! The map of names against an ordered one: so many names that some find no room near their slot.

use std::collections::BTreeMap;

use migralint::ops::ObjectName;
use migralint::ops::by_name::ByName;

const NAMES: usize = 100_000;

fn name(at: usize) -> ObjectName {
    match at % 3 {
        0 => ObjectName::bare(format!("orders_{at}")),
        1 => ObjectName::qualified("shop", format!("orders_{at}")),
        _ => ObjectName::qualified(format!("tenant_{at}"), "orders"),
    }
}

#[test]
fn names_are_found_as_in_an_ordered_map() {
    let mut ours = ByName::default();
    let mut theirs = BTreeMap::new();
    for at in 0..NAMES {
        ours.insert(name(at), at);
        theirs.insert(name(at), at);
    }
    for at in (0..NAMES).step_by(3) {
        assert_eq!(ours.remove(&name(at)), theirs.remove(&name(at)));
        assert_eq!(ours.remove(&name(at)), None);
    }
    // What was taken out comes again, some under another value; what is there is replaced.
    for at in (0..NAMES).step_by(2) {
        ours.insert(name(at), at + 1);
        theirs.insert(name(at), at + 1);
    }
    for at in 0..NAMES + 1_000 {
        assert_eq!(ours.get(&name(at)), theirs.get(&name(at)));
    }
    let mut all: Vec<_> = ours.iter().cloned().collect();
    all.sort();
    assert_eq!(all, theirs.into_iter().collect::<Vec<_>>());
}

#[test]
fn names_that_come_and_go_leave_no_room_behind() {
    let mut ours = ByName::default();
    let held = allocation_counter::measure(|| {
        for at in 0..NAMES {
            ours.insert(name(at), at);
            assert_eq!(ours.remove(&name(at)), Some(at));
        }
    });
    assert!(ours.is_empty());
    assert!(held.bytes_current < 1_000, "{} bytes are held for nothing", held.bytes_current);
}
