//! Integration tests: one binary, because each further one links the engines again.

#[path = "it/cli_batch.rs"]
mod cli_batch;
#[path = "it/cli_desk.rs"]
mod cli_desk;
#[path = "it/cli_help.rs"]
mod cli_help;
#[path = "it/cli_place.rs"]
mod cli_place;
#[path = "it/cli_ticket.rs"]
mod cli_ticket;
#[path = "it/desk_pty.rs"]
mod desk_pty;
#[path = "it/sandbox.rs"]
mod sandbox;
#[path = "it/terminal.rs"]
mod terminal;
