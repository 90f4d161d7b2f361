//! Integration tests: one binary, because each further one links tantivy and sled again.

/// The tests of `tests/it/`, a file or folder each.
#[cfg(test)]
mod it {
    mod cli_backup;
    mod cli_batch;
    mod cli_desk;
    mod cli_directory;
    mod cli_guidance;
    mod cli_help;
    mod cli_knowledge;
    mod cli_life;
    mod cli_place;
    mod cli_ticket;
    mod desk;
    mod desk_pty;
    mod fuzz;
    mod house;
    mod many_desks;
    mod rounds;
    mod sandbox;
    mod switched_off;
    mod terminal;
    mod versions;
}
