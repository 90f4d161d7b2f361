//! Integration tests: one binary, because each further one links the engines again.

#[cfg(test)]
#[path = "it/cli_batch.rs"]
mod cli_batch;
#[cfg(test)]
#[path = "it/cli_desk.rs"]
mod cli_desk;
#[cfg(test)]
#[path = "it/cli_help.rs"]
mod cli_help;
#[cfg(test)]
#[path = "it/cli_place.rs"]
mod cli_place;
#[cfg(test)]
#[path = "it/cli_ticket.rs"]
mod cli_ticket;
#[cfg(test)]
#[path = "it/desk_pty.rs"]
mod desk_pty;
#[cfg(test)]
#[path = "it/sandbox.rs"]
mod sandbox;
#[cfg(test)]
#[path = "it/terminal.rs"]
mod terminal;
