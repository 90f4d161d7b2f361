//! What a contact centre is: tickets, calls, people, knowledge, and how facts about them merge. Pure.

pub mod hours;
pub mod number;
pub mod phone;
pub mod slug;
pub mod tax_code;
pub mod text;
