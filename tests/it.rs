//! Integration tests: one binary, because each further one links the engines again.

#[path = "it/desk_pty.rs"]
mod desk_pty;
#[path = "it/terminal.rs"]
mod terminal;

/// What is a file and a folder of `tests/it/`.
#[cfg(test)]
mod it {
    mod desk;
}
