//! Reading a backup: from a backup directory, by its manifest, or from the one file it is.

use super::{
    bundle::Bundle,
    error::BackupError,
    file,
    manifest::{self, Manifest, Part},
};
use crate::domain::time::Moment;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// How the name of a manifest ends.
const SUFFIX: &str = ".backup";

/// The name of a manifest made at a moment; names sort as moments do.
pub fn manifest_name(made_at: Moment) -> String {
    format!("{}{SUFFIX}", made_at.utc().format("%Y-%m-%dT%H%M%SZ"))
}

/// Where a backup directory keeps the segments.
pub fn segments_of(dir: &Path) -> PathBuf {
    dir.join("segments")
}

/// Whether a file name is one that a segment of a backup has.
pub fn is_segment(name: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    name.strip_suffix(".journal")
        .and_then(|name| name.split_once('-'))
        .is_some_and(|(number, hash)| hash.len() == 16 && digits(number) && digits(hash))
}

/// A manifest in a backup directory.
#[derive(Debug)]
pub struct Listed {
    /// Its file.
    pub path: PathBuf,
    /// What it says, or why it cannot be read.
    pub manifest: Result<Manifest, BackupError>,
}

/// The backups of a directory, newest first; none where there is no directory.
///
/// # Errors
/// When the directory cannot be read.
pub fn list(dir: &Path) -> Result<Vec<Listed>, BackupError> {
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(BackupError::io("list", dir))?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(BackupError::io("list", dir))?.file_name();
        names.extend(
            name.into_string()
                .ok()
                .filter(|name| name.ends_with(SUFFIX)),
        );
    }
    names.sort_unstable_by(|a, b| b.cmp(a));
    let listed = names.into_iter().map(|name| {
        let path = dir.join(name);
        let manifest = read_manifest(&path);
        Listed { path, manifest }
    });
    Ok(listed.collect())
}

fn read_manifest(path: &Path) -> Result<Manifest, BackupError> {
    Manifest::parse(path, &file::read(path, manifest::LIMIT)?)
}

/// A backup that can be read.
#[derive(Debug)]
pub struct Archive {
    /// Its manifest, or the one file it is.
    pub path: PathBuf,
    /// What it says of itself.
    pub manifest: Manifest,
    holder: Holder,
}

/// Where the segments lie.
#[derive(Debug)]
enum Holder {
    Directory(PathBuf),
    Bundle(Bundle),
}

impl Archive {
    /// Opens a backup: by its manifest, as one file, or the newest sound one of a directory (the newest
    /// of all when none is sound).
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn open(path: &Path) -> Result<Self, BackupError> {
        let is_dir = fs::metadata(path)
            .map_err(BackupError::io("open", path))?
            .is_dir();
        if is_dir {
            return Self::newest(path);
        }
        if manifest::begins(path)? {
            let manifest = read_manifest(path)?;
            return Ok(Self::listed(path.to_owned(), manifest));
        }
        let (manifest, bundle) = Bundle::open(path)?;
        Ok(Self {
            path: path.to_owned(),
            manifest,
            holder: Holder::Bundle(bundle),
        })
    }

    /// Every backup of a directory that can be read, newest first; the one that is named elsewhere.
    ///
    /// # Errors
    /// When nothing can be read.
    pub fn all(path: &Path) -> Result<Vec<Self>, BackupError> {
        if !path.is_dir() {
            return Ok(vec![Self::open(path)?]);
        }
        let readable = list(path)?.into_iter();
        let readable = readable.filter_map(|one| Some(Self::listed(one.path, one.manifest.ok()?)));
        Ok(readable.collect())
    }

    fn newest(dir: &Path) -> Result<Self, BackupError> {
        let mut all = Self::all(dir)?;
        let sound = all.iter().position(|one| one.manifest.is_sound());
        if all.is_empty() {
            let path = dir.to_owned();
            return Err(BackupError::None { path });
        }
        Ok(all.swap_remove(sound.unwrap_or(0)))
    }

    fn listed(path: PathBuf, manifest: Manifest) -> Self {
        let dir = path.parent().unwrap_or(&path);
        Self {
            holder: Holder::Directory(segments_of(dir)),
            manifest,
            path,
        }
    }

    /// The bytes of one of its segments, whatever has become of them.
    ///
    /// # Errors
    /// When they are gone, or more than they were.
    pub fn bytes(&self, part: &Part) -> Result<Vec<u8>, BackupError> {
        match &self.holder {
            Holder::Directory(dir) => {
                file::read(&dir.join(part.file_name()), u64::from(part.bytes))
            }
            Holder::Bundle(bundle) => bundle.read(part),
        }
    }

    /// The bytes of one of its segments, as they were copied.
    ///
    /// # Errors
    /// When they are gone, or not what they were.
    pub fn verified(&self, part: &Part) -> Result<Vec<u8>, BackupError> {
        let bytes = self.bytes(part)?;
        if *part.blake3 == *blake3::hash(&bytes).to_hex() {
            return Ok(bytes);
        }
        let why = format!("segment {} of the backup is damaged", part.number);
        Err(BackupError::damaged(&self.path, why))
    }
}
