//! What a contact centre is: tickets, calls, people, knowledge, and how facts about them merge. Pure.

#[macro_use]
mod table;

pub mod agency;
pub mod article;
pub mod batch;
pub mod codec;
pub mod diff;
pub mod field;
pub mod fold;
pub mod gap;
pub mod hours;
pub mod id;
pub mod interaction;
pub mod number;
pub mod op;
pub mod operator;
pub mod order;
pub mod outcome;
pub mod phone;
pub mod place;
pub mod rules;
pub mod slug;
pub mod tax_code;
pub mod text;
pub mod ticket;
pub mod time;
pub mod vocabulary;
