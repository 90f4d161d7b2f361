//! Units under units: each under the one it names, else under its body; rings are refused.

use super::Found;
use crate::{
    domain::slug::Slug,
    kb::fault::{KbError, Rule},
};
use std::collections::{HashMap, HashSet};

/// Puts every row under the unit it names, and says what is wrong with the tree.
pub fn join(found: &mut [Found]) -> Vec<KbError> {
    let here: HashSet<Slug> = found.iter().map(|row| row.article.id.clone()).collect();
    for row in found.iter_mut() {
        let Some(above) = row.above.take() else {
            continue;
        };
        if here.contains(&above) {
            row.article.parent = Some(above);
        } else {
            let fault = KbError::new(Rule::NoParent, row.line);
            row.faults.push(fault.with("value", above.as_str()));
        }
    }
    rings(found)
}

/// One fault for each ring: each row is walked once, whatever the depth.
fn rings(found: &[Found]) -> Vec<KbError> {
    let above: HashMap<&Slug, (&Slug, usize)> = found
        .iter()
        .filter_map(|row| Some((&row.article.id, (row.article.parent.as_ref()?, row.line))))
        .collect();
    let mut done: HashSet<&Slug> = HashSet::new();
    let mut faults = Vec::new();
    for row in found {
        let mut way: HashSet<&Slug> = HashSet::new();
        let mut at = &row.article.id;
        while !done.contains(at) && way.insert(at) {
            let Some((next, line)) = above.get(at) else {
                break;
            };
            if way.contains(*next) {
                let fault = KbError::new(Rule::Ring, *line);
                faults.push(fault.with("value", at.as_str()));
            }
            at = next;
        }
        done.extend(way);
    }
    faults
}
