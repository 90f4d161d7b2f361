//! The paths a source file names under a crate, groups in braces opened.

use super::source::Source;

/// A path without the crate, and where it stands.
pub type Named = (String, usize);

/// Every path the code names under `prefix`, which ends in `::`.
pub fn paths_under(source: &Source, prefix: &str) -> Vec<Named> {
    let mut found = Vec::new();
    for at in source.find(prefix) {
        open(&source.code, at + prefix.len(), "", &mut found);
    }
    found
}

/// Reads the path at `at`; a group in braces is read item by item under `prefix`. Where it ends.
fn open(code: &str, at: usize, prefix: &str, found: &mut Vec<Named>) -> usize {
    let rest = &code[at..];
    if rest.starts_with('{') {
        return open_group(code, at, prefix, found);
    }
    let length = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '*' || c == '$'))
        .unwrap_or(rest.len());
    let name = &rest[..length];
    let end = at + length;
    let path = if prefix.is_empty() {
        name.to_owned()
    } else {
        format!("{prefix}::{name}")
    };
    let goes_on = code[end..]
        .strip_prefix("::")
        .is_some_and(|next| !next.starts_with('<'));
    if goes_on {
        return open(code, end + 2, &path, found);
    }
    found.push((path, at));
    end
}

fn open_group(code: &str, at: usize, prefix: &str, found: &mut Vec<Named>) -> usize {
    let mut here = at + 1;
    loop {
        let rest = &code[here..];
        match rest.chars().next() {
            None => return here,
            Some('}') => return here + 1,
            Some(c) if c.is_whitespace() || c == ',' => here += c.len_utf8(),
            Some(_) => {
                let next = open(code, here, prefix, found);
                // `name as other`: the other name is no path.
                let after = &code[next..];
                let stop = after.find([',', '}']).unwrap_or(after.len());
                here = next.max(here + 1) + if next > here { stop } else { 0 };
            }
        }
    }
}
