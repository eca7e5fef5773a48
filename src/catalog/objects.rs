//! A map of objects by name that can put back what was changed.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use crate::ops::ObjectName;

/// Objects by name. Reads as a map in the order of names; changes go through its own methods, which remember the state
/// before while there is a mark.
#[derive(Debug, Clone)]
pub struct Objects<T> {
    held: ByName<T>,
    /// What stood under a name when it was first changed after a mark: a layer for each mark, oldest first.
    layers: Vec<BTreeMap<ObjectName, Option<T>>>,
}

/// A place in the log: how many layers lie below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark(usize);

impl<T> Default for Objects<T> {
    fn default() -> Objects<T> {
        Objects { held: ByName::default(), layers: Vec::new() }
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

    /// The names of the objects that are wanted, in order: for those who want few of many.
    pub fn names_where(&self, wanted: impl Fn(&ObjectName, &T) -> bool) -> Vec<ObjectName> {
        let held = self.held.entries.iter().flatten();
        let mut names: Vec<ObjectName> =
            held.filter(|it| wanted(&it.0, &it.1)).map(|it| it.0.clone()).collect();
        names.sort_unstable();
        names
    }

    /// Whether any object is wanted.
    pub fn any(&self, wanted: impl Fn(&ObjectName, &T) -> bool) -> bool {
        self.held.entries.iter().flatten().any(|it| wanted(&it.0, &it.1))
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
        if !self.layers.is_empty() && self.contains_key(name) {
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
        if !self.layers.is_empty() && self.contains_key(name) {
            self.remember(name);
        }
        self.held.remove(name)
    }

    fn remember(&mut self, name: &ObjectName) {
        let Some(layer) = self.layers.last_mut() else { return };
        if !layer.contains_key(name) {
            layer.insert(name.clone(), self.held.get(name).cloned());
        }
    }

    /// From here on changes are remembered.
    pub(super) fn mark(&mut self) -> Mark {
        self.layers.push(BTreeMap::new());
        Mark(self.layers.len() - 1)
    }

    /// Puts back what stood there at the mark, and goes on remembering from it.
    pub(super) fn undo(&mut self, to: Mark) {
        while to.0 < self.layers.len() {
            for (name, before) in self.layers.pop().into_iter().flatten() {
                match before {
                    Some(object) => self.held.insert(name, object),
                    None => _ = self.held.remove(&name),
                }
            }
        }
        self.layers.resize_with(to.0 + 1, BTreeMap::new);
    }

    /// Forgets the mark; older marks take over what was remembered since.
    pub(super) fn forget(&mut self, mark: Mark) {
        while mark.0 < self.layers.len() {
            let Some(newer) = self.layers.pop() else { return };
            let Some(older) = self.layers.last_mut() else { continue };
            for (name, before) in newer {
                older.entry(name).or_insert(before);
            }
        }
    }

    /// What stood under the name at the mark.
    pub(super) fn at(&self, mark: Mark, name: &ObjectName) -> Option<&T> {
        let layers = self.layers.get(mark.0..).unwrap_or(&[]);
        match layers.iter().find_map(|it| it.get(name)) {
            Some(before) => before.as_ref(),
            None => self.held.get(name),
        }
    }

    /// What was changed since the mark, with what stood there then.
    pub(super) fn since(&self, mark: Mark) -> BTreeMap<&ObjectName, Option<&T>> {
        let mut before = BTreeMap::new();
        for (name, object) in self.layers.get(mark.0..).unwrap_or(&[]).iter().flatten() {
            before.entry(name).or_insert(object.as_ref());
        }
        before
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
