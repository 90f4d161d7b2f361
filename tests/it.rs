//! Integration tests: one binary, because each further one links the engines again.

/// The tests of `tests/it/`: a file each, or a file and a folder.
#[cfg(test)]
mod it {
    mod desk;
    mod desk_pty;
    mod terminal;
}
