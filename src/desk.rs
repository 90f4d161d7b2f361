//! The desk: state, messages, effects, commands, panels, theme. Pure: the runtime brings time, keys and answers.
//!
//! A key becomes a [`msg::Msg`]; [`update::update`] changes the [`app::App`] and leaves
//! [`msg::Effect`]s, which are data; [`view::view`] draws one frame. Nothing here waits.

pub mod app;
pub mod chooser;
pub mod command;
pub mod commit;
pub mod dossier;
pub mod draft;
pub mod form;
pub mod help;
pub mod knowledge;
pub mod line;
pub mod msg;
pub mod notices;
pub mod panel;
pub mod people;
mod phone;
pub mod queue;
pub mod reader;
pub mod shift;
pub mod structure;
pub mod theme;
mod time;
pub mod update;
pub mod version;
pub mod view;
mod wait;
pub mod widget;
pub mod words;
