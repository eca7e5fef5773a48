//! A map of objects by name that can put back what was changed.

use std::collections::BTreeMap;

use crate::ops::ObjectName;
use crate::ops::by_name::ByName;
use crate::order;

/// Objects by name. Reads as a map in the order of names; changes go through its own methods, which remember the state
/// before while there is a mark.
#[derive(Debug, Clone)]
pub struct Objects<T> {
    held: ByName<T>,
    /// What stood under a name when it was first changed after a mark: a layer for each mark, oldest first.
    layers: Vec<Layer<T>>,
}

/// One type of map serves all types of objects: each type's code weighs in the wasm.
#[derive(Debug, Clone)]
struct Layer<T> {
    places: BTreeMap<ObjectName, usize>,
    before: Vec<Option<T>>,
}

impl<T> Default for Layer<T> {
    fn default() -> Layer<T> {
        Layer { places: BTreeMap::new(), before: Vec::new() }
    }
}

impl<T> Layer<T> {
    fn get(&self, name: &ObjectName) -> Option<&Option<T>> {
        self.before.get(*self.places.get(name)?)
    }

    /// Enters what stood there, unless something is entered already.
    fn remember(&mut self, name: &ObjectName, before: impl FnOnce() -> Option<T>) {
        if !self.places.contains_key(name) {
            self.places.insert(name.clone(), self.before.len());
            self.before.push(before());
        }
    }

    /// The names with what stood under them.
    fn drain(self) -> impl Iterator<Item = (ObjectName, Option<T>)> {
        let mut before = self.before;
        self.places
            .into_iter()
            .filter_map(move |(name, at)| Some((name, before.get_mut(at)?.take())))
    }
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
        self.held.is_empty()
    }

    /// Names and objects, by name. Puts all in order first: for questions about the whole schema.
    pub fn iter(&self) -> std::vec::IntoIter<(&ObjectName, &T)> {
        let mut all: Vec<(&ObjectName, &T)> = self.held.iter().map(|it| (&it.0, &it.1)).collect();
        order::sort_by(&mut all, |a, b| a.0.cmp(b.0));
        all.into_iter()
    }

    /// The names of the objects that are wanted, in order: for those who want few of many.
    pub fn names_where(&self, wanted: impl Fn(&ObjectName, &T) -> bool) -> Vec<ObjectName> {
        let mut names: Vec<ObjectName> =
            self.held.iter().filter(|it| wanted(&it.0, &it.1)).map(|it| it.0.clone()).collect();
        order::sort(&mut names);
        names
    }

    /// Whether any object is wanted.
    pub fn any(&self, wanted: impl Fn(&ObjectName, &T) -> bool) -> bool {
        self.held.iter().any(|it| wanted(&it.0, &it.1))
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
        if let Some(layer) = self.layers.last_mut() {
            layer.remember(name, || self.held.get(name).cloned());
        }
    }

    /// From here on changes are remembered.
    pub(super) fn mark(&mut self) -> Mark {
        self.layers.push(Layer::default());
        Mark(self.layers.len() - 1)
    }

    /// Puts back what stood there at the mark, and goes on remembering from it.
    pub(super) fn undo(&mut self, to: Mark) {
        while to.0 < self.layers.len() {
            for (name, before) in self.layers.pop().into_iter().flat_map(Layer::drain) {
                match before {
                    Some(object) => self.held.insert(name, object),
                    None => _ = self.held.remove(&name),
                }
            }
        }
        self.layers.resize_with(to.0 + 1, Layer::default);
    }

    /// Forgets the mark; older marks take over what was remembered since.
    pub(super) fn forget(&mut self, mark: Mark) {
        while mark.0 < self.layers.len() {
            let Some(newer) = self.layers.pop() else { return };
            let Some(older) = self.layers.last_mut() else { continue };
            for (name, before) in newer.drain() {
                older.remember(&name, || before);
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

    /// What was changed since the mark, with what stood there then, in the order of names.
    pub(super) fn since(&self, mark: Mark) -> Vec<(&ObjectName, Option<&T>)> {
        let layers = self.layers.get(mark.0..).unwrap_or(&[]);
        let names = order::set(layers.iter().flat_map(|it| it.places.keys()));
        names.into_iter().map(|name| (name, self.at(mark, name))).collect()
    }
}
