//! How the committer stands with the disk: the reserve is given up when it is full, and made again when there is room.

use super::reserve;
use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// How often the disk is looked at, at most: beside saves, and on its own while space is short.
const LOOK: Duration = Duration::from_secs(2);

/// The space of a data directory; without a directory there is always enough.
#[derive(Debug)]
pub struct Space {
    dir: Option<PathBuf>,
    short: bool,
    looked: Instant,
}

impl Space {
    /// Makes the reserve, where there is room for it.
    pub fn new(dir: Option<&Path>) -> Self {
        Self {
            dir: dir.map(Path::to_owned),
            short: dir.is_some_and(|dir| !reserve::keep(dir)),
            looked: Instant::now(),
        }
    }

    /// Whether the reserve is not there: the disk is nearly full, or full.
    pub const fn is_short(&self) -> bool {
        self.short
    }

    /// Gives the reserve up for something that met a full disk; whether that made room.
    pub fn give_up(&mut self) -> bool {
        let given = self.dir.as_deref().is_some_and(reserve::give_up);
        self.short |= given;
        given
    }

    /// The same where nobody said what it met.
    pub fn give_up_if_full(&mut self) -> bool {
        let given = self.dir.as_deref().is_some_and(reserve::give_up_if_full);
        self.short |= given;
        given
    }

    /// The same for views that could not be made.
    pub fn give_up_for_views(&mut self) -> bool {
        let given = self.dir.as_deref().is_some_and(reserve::give_up_for_views);
        self.short |= given;
        given
    }

    /// Looks at the disk when it is time: a desk may have given the reserve up for a draft, and there may
    /// be room for it again.
    pub fn look(&mut self) {
        let Some(dir) = self.dir.as_deref() else {
            return;
        };
        if self.looked.elapsed() >= LOOK {
            self.looked = Instant::now();
            self.short = !reserve::keep(dir);
        }
    }

    /// How long until the disk should be looked at though nobody saves; `None` while there is space.
    pub fn wait(&self) -> Option<Duration> {
        self.short
            .then(|| LOOK.saturating_sub(self.looked.elapsed()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_given_up_is_short_until_it_is_made_again() {
        let dir = tempfile::tempdir().unwrap();
        let mut space = Space::new(Some(dir.path()));
        assert!(!space.is_short() && space.wait().is_none());
        assert!(space.give_up() && space.is_short() && !space.give_up());
        assert!(space.wait().is_some());
        space.look();
        assert!(space.is_short(), "it is not time yet");
        space.looked -= LOOK;
        assert_eq!(space.wait(), Some(Duration::ZERO));
        space.look();
        assert!(!space.is_short() && reserve::is_kept(dir.path()));
    }

    #[test]
    fn what_a_desk_gave_up_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        let mut space = Space::new(Some(dir.path()));
        assert!(reserve::give_up(dir.path()));
        space.looked -= LOOK;
        space.look();
        assert!(!space.is_short(), "there was room for another");
        assert!(!Space::new(None).is_short());
    }
}
