//! Integration tests: one binary, because each further one links tantivy and sled again.

#[path = "it/house.rs"]
mod house;
