//! Knowledge as files: the canonical text of an article, a linter, imports, the seed, synthetic articles.
//!
//! | module | what it is |
//! |---|---|
//! | [`document`] | an article as Markdown under TOML front matter, there and back |
//! | [`agency`] | an agency as a TOML file, there and back |
//! | [`layout`] | a folder of knowledge: which file holds what, in any of its formats |
//! | [`import`] | reading that folder, or one file, from a disk that is not trusted |
//! | [`check`] | what a curator should mend before publishing |
//! | [`register`] | registers of other programs: IndicePA, tables, vCard, JSONL |
//! | [`paper`] | the paper edition of the directory |
//! | [`fault`] | the rules, and what is said when one is broken |
//! | [`seed`] | the knowledge the program is born with |
//! | [`demo`] | synthetic articles in any number |
//! | [`markdown`] | the body of an article as blocks to read |

pub mod agency;
pub mod check;
pub mod demo;
pub mod document;
pub mod fault;
pub mod import;
pub mod layout;
pub mod markdown;
pub mod paper;
pub mod register;
pub mod seed;

pub use demo::demo_articles;
pub use fault::{Finding, KbError, Rule, Severity};

/// How a text says that a fact of it is in doubt (GLOSSARY: *dato da confermare*).
const DOUBT: &str = "da confermare";
