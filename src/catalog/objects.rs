//! A map of objects by name that can put back what was changed.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use crate::ops::ObjectName;

/// Objects by name. Reads as a map in the order of names; changes go through its own methods, which remember the state
/// before while recording is on.
#[derive(Debug, Clone)]
pub struct Objects<T> {
    held: ByName<T>,
    log: Option<Log<T>>,
}

#[derive(Debug, Clone)]
struct Log<T> {
    /// What stood under a name before it was first changed after a mark, oldest first.
    before: Vec<(ObjectName, Option<T>)>,
    /// The names entered since the last mark.
    entered: BTreeSet<ObjectName>,
}

/// A place in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark(usize);

impl<T> Default for Objects<T> {
    fn default() -> Objects<T> {
        Objects { held: ByName::default(), log: None }
    }
}

impl<T> Objects<T> {
    pub fn get(&self, name: &ObjectName) -> Option<&T> {
        self.held.get(name)
    }

    pub fn contains_key(&self, name: &ObjectName) -> bool {
        self.held.get(name).is_some()
    }

    pub fn is_empty(&self) -> bool {
        self.held.entries.len() == self.held.free.len()
    }

    /// Names and objects, by name. Puts all in order first: for questions about the whole schema.
    pub fn iter(&self) -> std::vec::IntoIter<(&ObjectName, &T)> {
        let mut all: Vec<(&ObjectName, &T)> = self
            .held
            .entries
            .iter()
            .filter_map(|it| it.as_ref().map(|it| (&it.0, &it.1)))
            .collect();
        all.sort_unstable_by_key(|it| it.0);
        all.into_iter()
    }

    /// As [`Objects::iter`].
    pub fn keys(&self) -> impl Iterator<Item = &ObjectName> {
        self.iter().map(|it| it.0)
    }

    /// As [`Objects::iter`].
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.iter().map(|it| it.1)
    }
}

impl<'a, T> IntoIterator for &'a Objects<T> {
    type Item = (&'a ObjectName, &'a T);
    type IntoIter = std::vec::IntoIter<(&'a ObjectName, &'a T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Clone> Objects<T> {
    /// The object, to be changed.
    pub fn edit(&mut self, name: &ObjectName) -> Option<&mut T> {
        if self.log.is_some() && self.contains_key(name) {
            self.remember(name);
        }
        self.held.get_mut(name)
    }

    /// Enters the object, in place of the one of that name.
    pub fn put(&mut self, name: ObjectName, object: T) {
        self.remember(&name);
        self.held.insert(name, object);
    }

    /// Takes the object out.
    pub fn take(&mut self, name: &ObjectName) -> Option<T> {
        if self.log.is_some() && self.contains_key(name) {
            self.remember(name);
        }
        self.held.remove(name)
    }

    fn remember(&mut self, name: &ObjectName) {
        let Some(log) = &mut self.log else { return };
        if log.entered.insert(name.clone()) {
            log.before.push((name.clone(), self.held.get(name).cloned()));
        }
    }

    pub(super) fn start_recording(&mut self) {
        self.log = Some(Log { before: Vec::new(), entered: BTreeSet::new() });
    }

    pub(super) fn stop_recording(&mut self) {
        self.log = None;
    }

    pub(super) fn mark(&mut self) -> Mark {
        let Some(log) = &mut self.log else { return Mark(0) };
        log.entered.clear();
        Mark(log.before.len())
    }

    pub(super) fn undo(&mut self, to: Mark) {
        let Some(log) = &mut self.log else { return };
        log.entered.clear();
        while to.0 < log.before.len() {
            match log.before.pop() {
                Some((name, Some(object))) => self.held.insert(name, object),
                Some((name, None)) => _ = self.held.remove(&name),
                None => {}
            }
        }
    }
}

/// Values by name, found by the name's hash: names are looked up many times for each time that they are entered, and
/// comparing numbers is several times faster than comparing texts. The numbers stand in an ordered map, not in a hash
/// table, so that names chosen to collide cost no more than others. The order of the hashes shows nowhere.
#[derive(Debug, Clone)]
pub(super) struct ByName<T> {
    /// The place of a name's entry, by the name's hash.
    places: BTreeMap<u64, u32>,
    /// The places of names whose hash was another's when they came.
    others: BTreeMap<ObjectName, u32>,
    entries: Vec<Option<(ObjectName, T)>>,
    /// Places in `entries` that can be used again.
    free: Vec<u32>,
}

impl<T> Default for ByName<T> {
    fn default() -> ByName<T> {
        ByName {
            places: BTreeMap::new(),
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

    pub fn insert(&mut self, name: ObjectName, value: T) {
        if let Some(known) = self.get_mut(&name) {
            *known = value;
            return;
        }
        let place = self.free.pop().unwrap_or(self.entries.len() as u32);
        match self.places.entry(hash(&name)) {
            Entry::Vacant(entry) => _ = entry.insert(place),
            Entry::Occupied(_) => _ = self.others.insert(name.clone(), place),
        }
        match self.entries.get_mut(place as usize) {
            Some(entry) => *entry = Some((name, value)),
            None => self.entries.push(Some((name, value))),
        }
    }

    pub fn remove(&mut self, name: &ObjectName) -> Option<T> {
        let place = self.place(name)?;
        if self.others.remove(name).is_none() {
            self.places.remove(&hash(name));
        }
        self.free.push(place);
        self.entries.get_mut(place as usize)?.take().map(|it| it.1)
    }

    fn place(&self, name: &ObjectName) -> Option<u32> {
        match self.places.get(&hash(name)) {
            Some(&place) if self.entry(place).is_some_and(|it| it.0 == *name) => Some(place),
            _ if self.others.is_empty() => None,
            _ => self.others.get(name).copied(),
        }
    }

    fn entry(&self, place: u32) -> Option<&(ObjectName, T)> {
        self.entries.get(place as usize)?.as_ref()
    }
}

/// The same in every run.
fn hash(name: &ObjectName) -> u64 {
    let mut hasher = FxHasher::default();
    name.hash(&mut hasher);
    hasher.finish()
}
