//! Which backups are kept: the newest ones, and the last sound one whatever its age.

use super::archive::{self, Listed};
use crate::journal::disk::Disk;
use std::{collections::BTreeSet, fs, path::Path};

/// Removes the manifests that are not kept, and then the segments that no manifest names. What cannot be
/// removed is tried again next time.
pub fn prune(disk: &dyn Disk, dir: &Path, kept: usize) {
    let Ok(all) = archive::list(dir) else {
        return;
    };
    let kept = kept_of(&all, kept);
    let mut named = BTreeSet::new();
    let mut blind = false;
    for (one, keep) in all.iter().zip(kept) {
        match &one.manifest {
            _ if !keep => {
                let _next_time = disk.remove(&one.path);
            }
            Ok(manifest) => named.extend(manifest.parts.iter().map(super::Part::file_name)),
            // It may name segments that nobody else does.
            Err(_unreadable) => blind = true,
        }
    }
    if blind {
        return;
    }
    let segments = archive::segments_of(dir);
    for entry in fs::read_dir(&segments).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let ours = name.to_str().is_some_and(archive::is_segment);
        if ours && name.to_str().is_some_and(|name| !named.contains(name)) {
            let _next_time = disk.remove(&entry.path());
        }
    }
}

/// Whether each of these, newest first, is kept: the newest that can be read, those in between that
/// cannot, and the newest sound one.
fn kept_of(all: &[Listed], most: usize) -> Vec<bool> {
    let mut readable = 0;
    let mut sound = false;
    let keep = all.iter().map(|one| match &one.manifest {
        Err(_unreadable) => readable < most,
        Ok(manifest) => {
            readable += 1;
            let first_sound = manifest.is_sound() && !sound;
            sound |= manifest.is_sound();
            readable <= most || first_sound
        }
    });
    keep.collect()
}
