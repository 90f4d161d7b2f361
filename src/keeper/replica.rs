//! Which streams this place writes: one per agency, named in a file of its own.
//!
//! The file is no truth: without it (a restored backup deletes it) new streams begin, and nothing
//! that was written before is written again under the same name (SECURITY T6).

use super::clock;
use crate::domain::{id::StreamId, slug::Slug};
use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

/// The streams of this place.
#[derive(Debug)]
pub struct Replica {
    dir: PathBuf,
    streams: BTreeMap<Slug, StreamId>,
}

impl Replica {
    /// Reads the file; no streams when there is none, or when a line of it is no stream.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn load(dir: &Path) -> io::Result<Self> {
        let text = match fs::read_to_string(place(dir)) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error),
        };
        let streams = text.lines().map(|line| {
            let (agency, stream) = line.split_once(' ')?;
            Some((Slug::parse(agency).ok()?, StreamId::parse(stream)?))
        });
        let streams = streams.collect::<Option<_>>();
        let dir = dir.to_owned();
        let mut replica = Self {
            dir,
            streams: BTreeMap::new(),
        };
        match streams {
            Some(streams) => replica.streams = streams,
            None => replica.retire()?,
        }
        Ok(replica)
    }

    /// Lets go of every stream: what is written from now on is of a new incarnation, durable in this
    /// when it returns. The old file is kept beside it.
    ///
    /// # Errors
    /// When the data directory cannot be written.
    pub fn retire(&mut self) -> io::Result<()> {
        self.streams.clear();
        match fs::rename(place(&self.dir), self.dir.join("replica.retired")) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => File::open(&self.dir)?.sync_all(),
        }
    }

    /// The stream of an agency; a new one is durable in the file before it is used.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn stream(&mut self, agency: &Slug) -> io::Result<StreamId> {
        if let Some(known) = self.streams.get(agency) {
            return Ok(*known);
        }
        let stream = StreamId::new(clock::random());
        let mut streams = self.streams.clone();
        streams.insert(agency.clone(), stream);
        self.write(&streams)?;
        self.streams = streams;
        Ok(stream)
    }

    /// Whether a stream is one of this place.
    #[must_use]
    pub fn owns(&self, stream: StreamId) -> bool {
        self.streams.values().any(|own| *own == stream)
    }

    fn write(&self, streams: &BTreeMap<Slug, StreamId>) -> io::Result<()> {
        let new = self.dir.join("replica.new");
        let mut file = File::create(&new)?;
        for (agency, stream) in streams {
            writeln!(file, "{agency} {stream}")?;
        }
        file.sync_all()?;
        fs::rename(new, place(&self.dir))?;
        File::open(&self.dir)?.sync_all()
    }
}

fn place(dir: &Path) -> PathBuf {
    dir.join("replica")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_the_same_after_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let agency = Slug::parse("esempio").unwrap();
        let mut replica = Replica::load(dir.path()).unwrap();
        let stream = replica.stream(&agency).unwrap();
        assert!(replica.owns(stream));
        assert_eq!(replica.stream(&agency).unwrap(), stream);
        let mut again = Replica::load(dir.path()).unwrap();
        assert_eq!(again.stream(&agency).unwrap(), stream);
        fs::write(place(dir.path()), "esempio 12").unwrap();
        let mut damaged = Replica::load(dir.path()).unwrap();
        assert_ne!(damaged.stream(&agency).unwrap(), stream);
        assert!(dir.path().join("replica.retired").exists());
    }

    #[test]
    fn a_new_incarnation_has_new_streams() {
        let dir = tempfile::tempdir().unwrap();
        let agency = Slug::parse("esempio").unwrap();
        let mut replica = Replica::load(dir.path()).unwrap();
        let stream = replica.stream(&agency).unwrap();
        replica.retire().unwrap();
        assert!(!replica.owns(stream));
        let mut again = Replica::load(dir.path()).unwrap();
        assert_ne!(again.stream(&agency).unwrap(), stream);
    }
}
