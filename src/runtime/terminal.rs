//! The terminal: what a person types, as keys; what the desk draws, as the fewest bytes; and a
//! line that is given back as it was found, whatever happens.
//!
//! ```text
//! bytes ─► reader (a thread) ─► decode ─┐
//! signals (a thread) ───────────────────┴─► Event ─► the desk
//! bytes ◄─ output ◄─ line ◄─ paint ◄─ session::Terminal::draw ◄─ a frame
//! ```

mod decode;
mod line;
mod look;
mod output;
mod paint;
mod panic;
#[cfg(test)]
mod pty;
mod reader;
mod session;
mod signals;

use std::sync::Arc;

use ratatui::layout::Size;

pub use decode::{Decoder, Input, Pasted};
pub use look::{Colours, Glyphs, Look};
pub use paint::Painter;
pub use session::{Terminal, TerminalError, probe};

use crate::keymap::KeyCode;

/// What the terminal, or the system on its behalf, has to say.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Event {
    /// What a person did, in order: all that one read gave, at least one.
    Inputs(Vec<Input>),
    /// The terminal has this size now.
    Resize(Size),
    /// The process goes on after it was stopped, and has the terminal again: repaint.
    Continue,
    /// The process is asked to end. Told once; asked again, it ends without the desk.
    Terminate,
    /// The terminal is gone, and nothing more will be typed. Told once.
    Gone,
}

/// Where events go; called from several threads.
type Sink = Arc<dyn Fn(Event) + Send + Sync>;

/// More keys than this in one read come from no fingers.
const BURST: usize = 50;

/// Whether `inputs`, all that one read gave, are text pasted without brackets (SECURITY T12): a
/// text field takes Enter and Tab in them for text. Commands typed ahead are none.
#[must_use]
pub fn is_burst(inputs: &[Input]) -> bool {
    inputs.len() > BURST
        && inputs.iter().all(|input| match input {
            Input::Key(key) => {
                key.typed().is_some() || matches!(key.code, KeyCode::Enter | KeyCode::Tab)
            }
            Input::Paste(_) => false,
        })
}
