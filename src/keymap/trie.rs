//! The keymap ready for use: a trie per scope, looked up innermost scope first.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::key::Key;
use super::layer::{Binding, Layer};
use super::text::Sequence;

/// The id of a command, as written in keymap files; cheap to clone.
#[derive(Clone, Debug, Eq, PartialEq, Hash, Ord, PartialOrd)]
pub struct CommandId(Arc<str>);

impl CommandId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for CommandId {
    fn from(id: &str) -> Self {
        Self(Arc::from(id))
    }
}

impl fmt::Display for CommandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the keys pressed so far mean.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Lookup {
    /// They call this command.
    Matched(CommandId),
    /// They begin longer sequences: what may follow, by key. The which-key box shows this.
    Pending(Vec<Hint>),
    /// The key pressed has no meaning here; a text field may take it.
    NotFound,
    /// A sequence was begun and this key does not go on with it: all its keys are spent.
    Cancelled,
}

/// One key that may follow.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Hint {
    /// The key.
    pub key: Key,
    /// Where it leads.
    pub next: Next,
}

/// Where a key of an unfinished sequence leads.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Next {
    /// To a command.
    Command(CommandId),
    /// To this many further sequences.
    More(usize),
}

#[derive(Clone, Debug)]
enum Node {
    Leaf(CommandId),
    Branch(BTreeMap<Key, Self>),
}

#[derive(Clone, Debug, Default)]
struct Scope {
    root: BTreeMap<Key, Node>,
    bindings: Vec<(CommandId, Vec<Sequence>)>,
}

/// A keymap ready for use. Of bindings that contradict each other the first written holds;
/// [`super::lint()`] names them.
#[derive(Clone, Debug, Default)]
pub struct Keymap {
    scopes: BTreeMap<String, Scope>,
}

impl Keymap {
    /// The keymap of a layer.
    #[must_use]
    pub fn of(layer: &Layer) -> Self {
        let mut keymap = Self::default();
        for binding in &layer.bindings {
            keymap.add(binding);
        }
        keymap
    }

    fn add(&mut self, binding: &Binding) {
        let scope = self.scopes.entry(binding.scope.clone()).or_default();
        let command = CommandId::from(binding.command.as_str());
        for sequence in &binding.sequences {
            insert(&mut scope.root, sequence.keys(), &command);
        }
        scope.bindings.push((command, binding.sequences.clone()));
    }

    /// What `keys`, pressed one after the other, mean in `scopes`, innermost first. An inner
    /// scope hides the same keys of an outer one; hints of all of them are gathered.
    #[must_use]
    pub fn lookup(&self, scopes: &[&str], keys: &[Key]) -> Lookup {
        let mut hints: Vec<Hint> = Vec::new();
        for name in scopes {
            let root = self.scopes.get(*name).map(|scope| &scope.root);
            match root.and_then(|root| walk(root, keys)) {
                Some(Found::Leaf(command)) if hints.is_empty() => {
                    return Lookup::Matched(command.clone());
                }
                Some(Found::Leaf(_)) => break,
                Some(Found::Branch(children)) => gather(children, &mut hints),
                None => {}
            }
        }
        if !hints.is_empty() {
            hints.sort_by_key(|hint| hint.key);
            return Lookup::Pending(hints);
        }
        if keys.len() > 1 {
            Lookup::Cancelled
        } else {
            Lookup::NotFound
        }
    }

    /// The sequences that call `command` in the innermost of `scopes` that binds it, the one to
    /// show first; empty when none does.
    #[must_use]
    pub fn sequences(&self, scopes: &[&str], command: &str) -> &[Sequence] {
        scopes
            .iter()
            .filter_map(|name| self.scopes.get(*name))
            .flat_map(|scope| &scope.bindings)
            .find(|(id, sequences)| id.as_str() == command && !sequences.is_empty())
            .map_or(&[], |(_, sequences)| sequences.as_slice())
    }
}

enum Found<'a> {
    Leaf(&'a CommandId),
    Branch(&'a BTreeMap<Key, Node>),
}

fn walk<'a>(root: &'a BTreeMap<Key, Node>, keys: &[Key]) -> Option<Found<'a>> {
    let (first, rest) = keys.split_first()?;
    match root.get(first)? {
        Node::Leaf(command) => rest.is_empty().then_some(Found::Leaf(command)),
        Node::Branch(children) if rest.is_empty() => Some(Found::Branch(children)),
        Node::Branch(children) => walk(children, rest),
    }
}

fn insert(root: &mut BTreeMap<Key, Node>, keys: &[Key], command: &CommandId) {
    let Some((first, rest)) = keys.split_first() else {
        return;
    };
    if rest.is_empty() {
        root.entry(*first)
            .or_insert_with(|| Node::Leaf(command.clone()));
        return;
    }
    let node = root
        .entry(*first)
        .or_insert_with(|| Node::Branch(BTreeMap::new()));
    if let Node::Branch(children) = node {
        insert(children, rest, command);
    }
}

fn gather(children: &BTreeMap<Key, Node>, hints: &mut Vec<Hint>) {
    for (key, node) in children {
        if hints.iter().all(|hint| hint.key != *key) {
            let next = match node {
                Node::Leaf(command) => Next::Command(command.clone()),
                Node::Branch(below) => Next::More(count(below)),
            };
            hints.push(Hint { key: *key, next });
        }
    }
}

fn count(children: &BTreeMap<Key, Node>) -> usize {
    children
        .values()
        .map(|node| match node {
            Node::Leaf(_) => 1,
            Node::Branch(below) => count(below),
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keymap(text: &str) -> Keymap {
        Keymap::of(&Layer::read(text).unwrap())
    }

    fn keys(text: &str) -> Vec<Key> {
        text.parse::<Sequence>().unwrap().keys().to_vec()
    }

    const MAP: &str = "[global]\nhelp = [\"F1\"]\nquit = [\"Ctrl-x q\"]\nshow = [\"Ctrl-x s a\"]\n\
                       [list]\nopen = [\"Enter\"]\nhelp = [\"F2\"]\nsort = [\"Ctrl-x s\"]\n";

    #[test]
    fn lookup_is_innermost_first_and_closed() {
        let map = keymap(MAP);
        let both = ["list", "global"];
        let matched = |id: &str| Lookup::Matched(CommandId::from(id));
        assert_eq!(map.lookup(&both, &keys("Enter")), matched("open"));
        assert_eq!(map.lookup(&both, &keys("F1")), matched("help"));
        assert_eq!(map.lookup(&both, &keys("Ctrl-x s")), matched("sort"));
        assert_eq!(map.lookup(&both, &keys("Ctrl-x q")), matched("quit"));
        assert_eq!(map.lookup(&both, &keys("F9")), Lookup::NotFound);
        assert_eq!(map.lookup(&both, &keys("Ctrl-x Esc")), Lookup::Cancelled);
        assert_eq!(map.lookup(&both, &keys("Enter Enter")), Lookup::Cancelled);
        assert_eq!(map.lookup(&[], &keys("F1")), Lookup::NotFound);
        assert_eq!(map.lookup(&both, &[]), Lookup::NotFound);
    }

    #[test]
    fn hints_come_from_every_scope_and_the_inner_one_hides() {
        let Lookup::Pending(hints) = keymap(MAP).lookup(&["list", "global"], &keys("Ctrl-x"))
        else {
            panic!("a begun sequence is pending");
        };
        let next: Vec<(String, Next)> = hints
            .into_iter()
            .map(|hint| (hint.key.to_string(), hint.next))
            .collect();
        assert_eq!(
            next,
            [
                ("q".to_owned(), Next::Command(CommandId::from("quit"))),
                ("s".to_owned(), Next::Command(CommandId::from("sort"))),
            ]
        );
        let map = keymap(MAP);
        let Lookup::Pending(hints) = map.lookup(&["global"], &keys("Ctrl-x")) else {
            panic!("a begun sequence is pending");
        };
        assert_eq!(hints[1].next, Next::More(1));
    }

    #[test]
    fn the_first_sequence_of_the_innermost_scope_is_shown() {
        let map = keymap(MAP);
        assert_eq!(
            map.sequences(&["list", "global"], "help")[0].to_string(),
            "F2"
        );
        assert_eq!(map.sequences(&["global"], "help")[0].to_string(), "F1");
        assert!(map.sequences(&["global"], "nothing").is_empty());
    }

    proptest! {
        /// Law: in a map without prefixes or duplicates every sequence finds its own command.
        #[test]
        fn every_binding_is_found(paths in prop::collection::btree_set("[a-e]{3}", 1..20)) {
            let lines: Vec<String> = paths.iter().enumerate().map(|(n, path)| {
                let spaced: Vec<String> = path.chars().map(String::from).collect();
                format!("c{n} = [\"{}\"]", spaced.join(" "))
            }).collect();
            let map = keymap(&format!("[s]\n{}", lines.join("\n")));
            for (n, path) in paths.iter().enumerate() {
                let pressed: Vec<Key> = path.chars().map(Key::char).collect();
                let id = CommandId::from(format!("c{n}").as_str());
                prop_assert_eq!(map.lookup(&["s"], &pressed), Lookup::Matched(id));
                prop_assert!(matches!(map.lookup(&["s"], &pressed[..2]), Lookup::Pending(_)));
            }
        }
    }
}
