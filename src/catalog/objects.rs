//! A map of objects by name that can put back what was changed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use crate::ops::ObjectName;

/// Objects by name. Reads as a map; changes go through its own methods, which remember the state before while
/// recording is on.
#[derive(Debug, Clone)]
pub struct Objects<T> {
    held: BTreeMap<ObjectName, T>,
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
        Objects { held: BTreeMap::new(), log: None }
    }
}

impl<T> Deref for Objects<T> {
    type Target = BTreeMap<ObjectName, T>;

    fn deref(&self) -> &BTreeMap<ObjectName, T> {
        &self.held
    }
}

impl<'a, T> IntoIterator for &'a Objects<T> {
    type Item = (&'a ObjectName, &'a T);
    type IntoIter = std::collections::btree_map::Iter<'a, ObjectName, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.held.iter()
    }
}

impl<T: Clone> Objects<T> {
    /// The object, to be changed.
    pub fn edit(&mut self, name: &ObjectName) -> Option<&mut T> {
        if self.log.is_some() && self.held.contains_key(name) {
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
        if !self.held.contains_key(name) {
            return None;
        }
        self.remember(name);
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
                Some((name, None)) => self.held.remove(&name),
                None => None,
            };
        }
    }
}
