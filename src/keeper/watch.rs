//! Who is told what happens.

use super::service::Notice;
use std::sync::{
    Mutex, PoisonError,
    mpsc::{Receiver, SyncSender, sync_channel},
};

/// How many notices wait for a watcher; one that is further behind is forgotten, and finds out by
/// its closed channel: a slow client costs no memory.
const WAITING: usize = 4_096;

/// The watchers.
#[derive(Debug, Default)]
pub struct Watchers {
    senders: Mutex<Vec<SyncSender<Notice>>>,
}

impl Watchers {
    /// What happens from now on.
    pub fn watch(&self) -> Receiver<Notice> {
        let (sender, receiver) = sync_channel(WAITING);
        self.lock().push(sender);
        receiver
    }

    /// Tells everybody; who does not listen any more is forgotten.
    pub fn tell(&self, notice: &Notice) {
        self.lock()
            .retain(|sender| sender.try_send(notice.clone()).is_ok());
    }

    /// Forgets everybody: their channels close.
    pub fn dismiss(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<SyncSender<Notice>>> {
        self.senders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_hears_and_who_left_is_forgotten() {
        let watchers = Watchers::default();
        let (one, other) = (watchers.watch(), watchers.watch());
        drop(other);
        watchers.tell(&Notice::Parked);
        assert_eq!(one.try_recv(), Ok(Notice::Parked));
        assert_eq!(watchers.lock().len(), 1);
    }
}
