//! The panic hook: the terminal back as it was found, and a code instead of a message, which might
//! hold somebody's data.

use std::panic::PanicHookInfo;
use std::sync::{Arc, Mutex, Once, Weak};
use std::thread::{self, ThreadId};

use super::line::Line;

/// The line that the desk is drawn on, and the thread that draws.
static CURRENT: Mutex<Option<(Weak<Line>, ThreadId)>> = Mutex::new(None);

static HOOK: Once = Once::new();

/// Has a panic of this thread give `line` back before it says where it was. Panics of other
/// threads say nothing while the line is held: it is the desk's, and their owner hears of them.
pub fn guard(line: &Arc<Line>) {
    if let Ok(mut current) = CURRENT.lock() {
        *current = Some((Arc::downgrade(line), thread::current().id()));
    }
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| match holder() {
            Some((line, owner)) if owner == thread::current().id() => {
                line.leave();
                say(&code(info));
            }
            Some(_) => {}
            None => before(info),
        }));
    });
}

/// Who holds a line now; `None` too when the lock is taken, since a panic may not wait.
fn holder() -> Option<(Arc<Line>, ThreadId)> {
    let current = CURRENT.try_lock().ok()?;
    let (line, owner) = current.as_ref()?;
    Some((line.upgrade()?, *owner))
}

/// Where it happened, as in `sportello: E-PANIC src/desk.rs:12`.
fn code(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map_or_else(String::new, |place| {
        format!(" {}:{}", place.file(), place.line())
    });
    format!("sportello: E-PANIC{place}\n")
}

/// Writes to standard error without ever panicking, as `eprintln` does on a dead line.
fn say(text: &str) {
    let _ = rustix::io::write(rustix::stdio::stderr(), text.as_bytes());
}
