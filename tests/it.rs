//! Integration tests: one binary, because each further one links tantivy and sled again.

/// The tests of `tests/it/`, a file or folder each.
#[cfg(test)]
mod it {
    mod desk;
    mod desk_pty;
    mod many_desks;
    mod terminal;
}
