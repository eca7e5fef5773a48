//! The eight table lock modes and whom each stops (manual: "Explicit Locking", table "Conflicting Lock Modes";
//! measured as `behaviours.json`, "lock conflict matrix").

use crate::effects::{Blocks, LockMode};

pub const ACCESS_SHARE: LockMode = mode(0);
pub const ROW_SHARE: LockMode = mode(1);
pub const ROW_EXCLUSIVE: LockMode = mode(2);
pub const SHARE_UPDATE_EXCLUSIVE: LockMode = mode(3);
pub const SHARE: LockMode = mode(4);
pub const SHARE_ROW_EXCLUSIVE: LockMode = mode(5);
pub const EXCLUSIVE: LockMode = mode(6);
pub const ACCESS_EXCLUSIVE: LockMode = mode(7);

const NAMES: [&str; 8] = [
    "ACCESS SHARE",
    "ROW SHARE",
    "ROW EXCLUSIVE",
    "SHARE UPDATE EXCLUSIVE",
    "SHARE",
    "SHARE ROW EXCLUSIVE",
    "EXCLUSIVE",
    "ACCESS EXCLUSIVE",
];

/// For each mode held, by strength, the modes that then wait; bit `n` stands for the mode of strength `n`.
const CONFLICTS: [u8; 8] = [
    0b1000_0000, // ACCESS SHARE
    0b1100_0000, // ROW SHARE
    0b1111_0000, // ROW EXCLUSIVE
    0b1111_1000, // SHARE UPDATE EXCLUSIVE
    0b1110_1100, // SHARE
    0b1111_1100, // SHARE ROW EXCLUSIVE
    0b1111_1110, // EXCLUSIVE
    0b1111_1111, // ACCESS EXCLUSIVE
];

/// Whether somebody who asks for `requested` waits while another holds `held`.
pub const fn conflict(held: LockMode, requested: LockMode) -> bool {
    bit(held.strength, requested.strength)
}

/// The mode of a name as `LOCK TABLE … IN … MODE` writes it, in any case.
pub fn named(name: &str) -> Option<LockMode> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let words = words.join(" ").to_ascii_uppercase();
    let words = words.strip_suffix(" MODE").unwrap_or(&words);
    let strength = NAMES.iter().position(|it| *it == words)?;
    Some(mode(u8::try_from(strength).ok()?))
}

const fn mode(strength: u8) -> LockMode {
    LockMode {
        strength,
        name: NAMES[strength as usize],
        blocks: Blocks {
            // SELECT asks for ACCESS SHARE; INSERT, UPDATE and DELETE for ROW EXCLUSIVE.
            reads: bit(strength, 0),
            writes: bit(strength, 2),
            // VACUUM, ANALYZE and the weakest of schema changes ask for SHARE UPDATE EXCLUSIVE.
            changes: bit(strength, 3),
        },
    }
}

const fn bit(held: u8, requested: u8) -> bool {
    CONFLICTS[(held & 7) as usize] & (1 << (requested & 7)) != 0
}
