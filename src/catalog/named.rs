//! The columns, constraints or indexes of one table: in the table's order, and found by name.

use std::collections::BTreeMap;
use std::hash::Hasher;
use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use rustc_hash::FxHasher;

/// What has a name within its table.
pub trait HasName {
    fn name(&self) -> &str;
}

/// A list whose items are found by name in a time that hardly grows with its length. Reads as a slice.
#[derive(Debug, Clone)]
pub struct Named<T> {
    items: Vec<T>,
    /// Made when a long list is first asked, kept up where that costs little, and forgotten when the list changes
    /// otherwise.
    places: OnceLock<Places>,
}

/// Where the items of a list stand, by the hashes of their names.
#[derive(Debug, Clone, Default)]
struct Places {
    by_hash: BTreeMap<u64, usize>,
    /// So many items were taken out since: one stands at most so many places before its own.
    removed: usize,
    /// Two names have one hash, or two items one name: the list has to be looked through.
    clashes: bool,
}

/// A list of so many items is looked through; after so many removals the places are made anew.
const FEW: usize = 24;

impl<T> Default for Named<T> {
    fn default() -> Named<T> {
        Named { items: Vec::new(), places: OnceLock::new() }
    }
}

impl<T> FromIterator<T> for Named<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Named<T> {
        Named { items: items.into_iter().collect(), places: OnceLock::new() }
    }
}

impl<T: PartialEq> PartialEq for Named<T> {
    fn eq(&self, other: &Named<T>) -> bool {
        self.items == other.items
    }
}

impl<T> Deref for Named<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

/// Whoever may change all items may change their names.
impl<T> DerefMut for Named<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        self.places.take();
        &mut self.items
    }
}

impl<'a, T> IntoIterator for &'a Named<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<'a, T> IntoIterator for &'a mut Named<T> {
    type Item = &'a mut T;
    type IntoIter = std::slice::IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

impl<T: HasName> Named<T> {
    /// The first item of that name.
    pub fn named(&self, name: &str) -> Option<&T> {
        self.items.get(self.place(name)?)
    }

    /// As [`Named::named`], to be changed in all but its name.
    pub fn named_mut(&mut self, name: &str) -> Option<&mut T> {
        let place = self.place(name)?;
        self.items.get_mut(place)
    }

    /// All items, to be changed in all but their names.
    pub fn each_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.items.iter_mut()
    }

    /// Gives the first item of that name another one, as `set` does.
    pub fn rename(&mut self, name: &str, set: impl FnOnce(&mut T)) {
        let Some(item) = self.place(name).and_then(|it| self.items.get_mut(it)) else { return };
        set(item);
        if let Some(places) = self.places.get_mut()
            && let Some(place) = places.by_hash.remove(&hash(name))
        {
            places.enter(item.name(), place);
        }
    }

    pub fn place(&self, name: &str) -> Option<usize> {
        let search = || self.items.iter().position(|it| it.name() == name);
        if self.items.len() <= FEW {
            return search();
        }
        let places = self.places.get_or_init(|| Places::of(&self.items));
        if places.clashes {
            return search();
        }
        let last = *places.by_hash.get(&hash(name))?;
        let first = last.saturating_sub(places.removed);
        (first..=last).rev().find(|&it| self.items.get(it).is_some_and(|it| it.name() == name))
    }

    pub fn push(&mut self, item: T) {
        if let Some(places) = self.places.get_mut() {
            let place = self.items.len() + places.removed;
            places.enter(item.name(), place);
        }
        // Items are large and most lists short: room for half as many more is enough.
        if self.items.len() == self.items.capacity() {
            self.items.reserve_exact(1 + self.items.len() / 2);
        }
        self.items.push(item);
    }

    /// Makes room for so many more.
    pub fn reserve(&mut self, count: usize) {
        self.items.reserve_exact(count);
    }

    pub fn insert(&mut self, place: usize, item: T) {
        if place == self.items.len() {
            return self.push(item);
        }
        self.places.take();
        self.items.insert(place, item);
    }

    /// Takes out the first item of that name.
    pub fn take(&mut self, name: &str) -> Option<T> {
        let place = self.place(name)?;
        Some(self.remove(place))
    }

    pub fn remove(&mut self, place: usize) -> T {
        let item = self.items.remove(place);
        match self.places.get_mut() {
            Some(places) if places.removed < FEW && !places.clashes => {
                places.removed += 1;
                places.by_hash.remove(&hash(item.name()));
            }
            _ => _ = self.places.take(),
        }
        item
    }

    pub fn retain(&mut self, keep: impl FnMut(&T) -> bool) {
        let before = self.items.len();
        self.items.retain(keep);
        if self.items.len() != before {
            self.places.take();
        }
    }
}

impl Places {
    fn of<T: HasName>(items: &[T]) -> Places {
        let mut places = Places::default();
        for (place, item) in items.iter().enumerate() {
            places.enter(item.name(), place);
        }
        places
    }

    fn enter(&mut self, name: &str, place: usize) {
        self.clashes |= self.by_hash.insert(hash(name), place).is_some();
    }
}

/// The same in every run.
fn hash(name: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(name.as_bytes());
    hasher.finish()
}
