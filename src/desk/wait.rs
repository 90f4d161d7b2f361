//! What the input waits for: whether it is on its way, and what is said when it is not.

use super::{
    app::{App, Link, Wait},
    form,
    msg::Ask,
    words,
};

/// How long a keeper may be away before a key gives up waiting for it, in milliseconds: the next one
/// is started and has opened the journal by then, and keys typed ahead of it arrive.
const RESTART: u64 = 5_000;
/// How long a batch may be on its way before a key gives up waiting for it, in milliseconds: a keeper
/// that answers at all has synced it by then.
const PATIENCE: u64 = 10_000;

impl App {
    /// Whether what a key wants to wait for is on its way. A wait for something nobody fetches would
    /// hold every later key for ever.
    #[must_use]
    pub fn is_coming(&self, wait: &Wait) -> bool {
        match wait {
            Wait::Welcome => self.is_awaited() || self.outstanding.contains(&Ask::Enrol),
            Wait::Results => !self.results.fresh(),
            // Asked as soon as the keeper has spoken: keys typed before that wait for both.
            Wait::Answer(Ask::Offices | Ask::HelpLines) if self.is_awaited() => true,
            Wait::Answer(ask) => self.outstanding.contains(ask),
            Wait::Saved(batch) => {
                let sent = self.pending.iter().find(|pending| pending.batch == *batch);
                sent.is_some_and(|pending| {
                    self.takes_writes(self.now.steady_ms.saturating_sub(pending.sent))
                })
            }
            Wait::Attention => true,
        }
    }

    /// Whether the keeper has yet to say its first word.
    fn is_awaited(&self) -> bool {
        !self.welcomed && self.link == Link::Waiting
    }

    /// Whether a batch that has been on its way for so long, in milliseconds, is about to be durable.
    fn takes_writes(&self, age: u64) -> bool {
        match self.link {
            Link::Waiting => true,
            Link::Up => age < PATIENCE,
            Link::Down => self
                .parted
                .is_some_and(|parted| self.now.steady_ms.saturating_sub(parted) < RESTART),
            Link::ReadOnly => false,
        }
    }

    /// Whether time alone may end what the input waits for.
    #[must_use]
    pub const fn waits_with_patience(&self) -> bool {
        matches!(self.wait, Some(Wait::Saved(_)))
    }

    /// A wait is over when what it was for has stopped coming: the key that waits is looked at again.
    pub(super) fn give_up_waiting(&mut self) {
        let over = |wait: &Wait| !self.is_coming(wait);
        if self.wait.as_ref().is_some_and(over) {
            self.wait = None;
        }
    }

    /// What the key needs does not come: the reason is said, and who works here is asked again.
    pub(super) fn refuse_waiting(&mut self, wait: &Wait) {
        // The key is dropped whole, with the keys of a sequence before it.
        self.chord.clear();
        let why = match wait {
            Wait::Welcome if self.welcomed => {
                form::open_enrol(self);
                words::WHO_ARE_YOU
            }
            Wait::Welcome => words::NOT_OPEN_YET,
            Wait::Saved(_) => words::NOT_SAVED_YET,
            Wait::Results | Wait::Answer(_) | Wait::Attention => words::NOT_THERE,
        };
        self.refuse(why);
    }
}
