//! The files of the views: opened when they can be trusted, else set aside; never retried in place.

use super::{
    Reading, Store, StoreError, VERSION,
    kv::{Kv, KvError},
    leaves::Leaves,
    sled_kv::SledKv,
};
use crate::domain::id::BootId;
use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

/// The place of the views within a data directory.
#[derive(Clone, Debug)]
pub struct Views {
    dir: PathBuf,
    reading: Reading,
    boot: BootId,
}

/// What was found.
#[derive(Debug)]
pub enum Opened {
    /// Views that may be behind the journal, and are otherwise sound.
    Sound(Store),
    /// None that can be used, and why: make them again.
    Unusable(String),
    /// Another version of the program made them, or one that reads other things: make them again, and
    /// everything that follows from them.
    Foreign,
}

impl Views {
    /// The views of a data directory, in this run of the operating system.
    #[must_use]
    pub fn new(data_dir: &Path, reading: Reading, boot: BootId) -> Self {
        Self {
            dir: data_dir.to_owned(),
            reading,
            boot,
        }
    }

    fn place(&self) -> PathBuf {
        self.dir.join("views")
    }

    fn place_of_new(&self) -> PathBuf {
        self.dir.join("views.new")
    }

    fn aside(&self) -> PathBuf {
        self.dir.join("views.damaged")
    }

    /// Views that know more than the journal; nothing here removes them.
    fn ahead(&self) -> PathBuf {
        self.dir.join("views.ahead")
    }

    /// Says which run of the system has the views open; it stays there unless they are closed well.
    fn mark(&self) -> PathBuf {
        self.dir.join("views.open")
    }

    /// Opens the views.
    ///
    /// # Errors
    /// When the data directory cannot be written.
    pub fn open(&self) -> Result<Opened, StoreError> {
        // Left by a rebuild that was cut off.
        remove(&self.place_of_new())?;
        if !self.place().exists() {
            return Ok(Opened::Unusable("there are none".to_owned()));
        }
        if self.cut_off()? {
            return self.set_aside("the machine stopped while they were open");
        }
        let opened = engine(&self.place()).map_err(StoreError::from);
        let store = opened.map(|kv| Store::new(kv, self.reading));
        let progress = store.and_then(|store| Ok((store.progress()?, store)));
        match progress {
            Ok((progress, store))
                if (progress.version, progress.vocabulary)
                    == (VERSION, self.reading.vocabulary) =>
            {
                self.leave_mark()?;
                Ok(Opened::Sound(store))
            }
            Ok(_) => {
                self.discard()?;
                Ok(Opened::Foreign)
            }
            Err(error) => self.set_aside(&error.to_string()),
        }
    }

    /// Whether another run of the system left the views open: what sled calls flushed may then be
    /// lost (measured: 16 of 16 databases after a power cut), and a clean open proves nothing.
    fn cut_off(&self) -> Result<bool, StoreError> {
        match fs::read_to_string(self.mark()) {
            Ok(boot) => Ok(boot != self.boot.to_string()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    fn leave_mark(&self) -> Result<(), StoreError> {
        let file = fs::File::create(self.mark())?;
        std::io::Write::write_all(&mut &file, self.boot.to_string().as_bytes())?;
        file.sync_all()?;
        Ok(fs::File::open(&self.dir)?.sync_all()?)
    }

    fn set_aside(&self, why: &str) -> Result<Opened, StoreError> {
        self.discard()?;
        Ok(Opened::Unusable(why.to_owned()))
    }

    /// Renames the views away, in place of what was set aside before.
    ///
    /// # Errors
    /// When the data directory cannot be written.
    pub fn discard(&self) -> Result<(), StoreError> {
        remove(&self.aside())?;
        match fs::rename(self.place(), self.aside()) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Renames the views, which nobody may have open, to where they stay: they know what the journal has
    /// lost. What is kept there already stays; then these are set aside like damaged ones.
    ///
    /// # Errors
    /// When the data directory cannot be written.
    pub fn keep_ahead(&self) -> Result<(), StoreError> {
        if self.ahead().exists() {
            return self.discard();
        }
        fs::rename(self.place(), self.ahead())?;
        Ok(fs::File::open(&self.dir)?.sync_all()?)
    }

    /// Removes views that were kept because they were ahead: the journal has it all again.
    ///
    /// # Errors
    /// When the data directory cannot be written.
    pub fn forget_ahead(&self) -> Result<(), StoreError> {
        remove(&self.ahead())
    }

    /// Empty views in a directory of their own, beside the ones in use.
    ///
    /// # Errors
    /// When the data directory cannot be written.
    pub fn fresh(&self) -> Result<Store, StoreError> {
        let new = self.place_of_new();
        remove(&new)?;
        Ok(Store::new(engine(&new)?, self.reading))
    }

    /// Puts what was prepared in place of the views, which nobody may have open any more. What was set
    /// aside goes as soon as the new ones are open: it holds nothing that the journal has not.
    ///
    /// # Errors
    /// When the data directory cannot be written.
    pub fn install(&self) -> Result<Store, StoreError> {
        self.discard()?;
        fs::rename(self.place_of_new(), self.place())?;
        self.leave_mark()?;
        let kv = engine(&self.place())?;
        remove(&self.aside())?;
        Ok(Store::new(kv, self.reading))
    }

    /// Closes views that are whole on disk: the next open trusts them.
    ///
    /// # Errors
    /// When they could not be handed to the disk; the mark then stays.
    pub fn close(&self, store: Store) -> Result<(), StoreError> {
        store.flush()?;
        drop(store);
        Ok(fs::remove_file(self.mark())?)
    }
}

fn engine(dir: &Path) -> Result<Box<dyn Kv>, KvError> {
    Ok(Box::new(Leaves::over(SledKv::open(dir)?)))
}

fn remove(dir: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
