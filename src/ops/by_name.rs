//! Values by the name of an object.

use std::collections::BTreeMap;
use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::ObjectName;

/// Values by name, found by the name's hash: names are looked up many times for each time that they are entered, and
/// a name's place is one look at the memory away. A name is looked for in a few slots beside its own; those that find
/// no room there stand in an ordered map, so that names chosen to collide cost no more than others. The order of the
/// hashes shows nowhere.
#[derive(Debug, Clone)]
pub struct ByName<T> {
    /// A power of two of them, at least half of them unused; none before the first entry.
    slots: Vec<Slot>,
    /// Slots that are used, or were.
    taken: usize,
    /// The places of names around whose slot all were used when they came.
    others: BTreeMap<ObjectName, u32>,
    entries: Vec<Option<(ObjectName, T)>>,
    /// Places in `entries` that can be used again.
    free: Vec<u32>,
}

/// Where an entry stands, and the hash of its name.
#[derive(Debug, Clone, Copy)]
struct Slot {
    hash: u32,
    place: u32,
}

/// The places of slots that were never used, and of those that are used no more.
const NEVER: u32 = u32::MAX;
const NO_MORE: u32 = u32::MAX - 1;

/// So many slots are looked at for one name.
const NEAR: usize = 16;

impl<T> Default for ByName<T> {
    fn default() -> ByName<T> {
        ByName {
            slots: Vec::new(),
            taken: 0,
            others: BTreeMap::new(),
            entries: Vec::new(),
            free: Vec::new(),
        }
    }
}

impl<T> ByName<T> {
    pub fn get(&self, name: &ObjectName) -> Option<&T> {
        self.entry(self.place(name)?).map(|it| &it.1)
    }

    pub fn get_mut(&mut self, name: &ObjectName) -> Option<&mut T> {
        let place = self.place(name)?;
        self.entries.get_mut(place as usize)?.as_mut().map(|it| &mut it.1)
    }

    pub fn is_empty(&self) -> bool {
        self.entries.len() == self.free.len()
    }

    /// Names and values in no order that means anything.
    pub fn iter(&self) -> impl Iterator<Item = &(ObjectName, T)> {
        self.entries.iter().flatten()
    }

    pub fn insert(&mut self, name: ObjectName, value: T) {
        if let Some(known) = self.get_mut(&name) {
            *known = value;
            return;
        }
        if self.slots.len() <= 2 * self.taken {
            self.make_room();
        }
        let place = self.free.pop().unwrap_or(self.entries.len() as u32);
        self.enter(&name, place);
        match self.entries.get_mut(place as usize) {
            Some(entry) => *entry = Some((name, value)),
            None => self.entries.push(Some((name, value))),
        }
    }

    pub fn remove(&mut self, name: &ObjectName) -> Option<T> {
        let place = match self.slot(name) {
            Some(at) => {
                let slot = self.slots.get_mut(at)?;
                std::mem::replace(&mut slot.place, NO_MORE)
            }
            None => self.others.remove(name)?,
        };
        self.free.push(place);
        self.entries.get_mut(place as usize)?.take().map(|it| it.1)
    }

    fn place(&self, name: &ObjectName) -> Option<u32> {
        match self.slot(name) {
            Some(at) => self.slots.get(at).map(|it| it.place),
            None if self.others.is_empty() => None,
            None => self.others.get(name).copied(),
        }
    }

    /// The slot in which the name's place stands.
    fn slot(&self, name: &ObjectName) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        let hash = hash(name);
        for at in self.near(hash) {
            let slot = self.slots.get(at)?;
            if slot.place == NEVER {
                return None;
            }
            let same = slot.hash == hash && slot.place != NO_MORE;
            if same && self.entry(slot.place).is_some_and(|it| it.0 == *name) {
                return Some(at);
            }
        }
        None
    }

    /// The slots in which a name of that hash may stand.
    fn near(&self, hash: u32) -> impl Iterator<Item = usize> + use<T> {
        let mask = self.slots.len().wrapping_sub(1);
        (0..NEAR.min(self.slots.len())).map(move |it| (hash as usize + it) & mask)
    }

    fn enter(&mut self, name: &ObjectName, place: u32) {
        let hash = hash(name);
        for at in self.near(hash) {
            let Some(slot) = self.slots.get_mut(at) else { break };
            if NO_MORE <= slot.place {
                self.taken += usize::from(slot.place == NEVER);
                *slot = Slot { hash, place };
                return;
            }
        }
        self.others.insert(name.clone(), place);
    }

    /// Enters all names anew, into four times as many slots.
    fn make_room(&mut self) {
        let wanted = 4 * (1 + self.entries.len() - self.free.len());
        self.slots.clear();
        let unused = Slot { hash: 0, place: NEVER };
        self.slots.resize(wanted.next_power_of_two(), unused);
        self.taken = 0;
        self.others.clear();
        let entries = std::mem::take(&mut self.entries);
        for (place, entry) in entries.iter().enumerate() {
            if let Some((name, _)) = entry {
                self.enter(name, place as u32);
            }
        }
        self.entries = entries;
    }

    fn entry(&self, place: u32) -> Option<&(ObjectName, T)> {
        self.entries.get(place as usize)?.as_ref()
    }
}

/// The same in every run.
fn hash(name: &ObjectName) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(name.name.as_bytes());
    if let Some(schema) = &name.schema {
        hasher.write(schema.as_bytes());
    }
    hasher.finish() as u32
}
