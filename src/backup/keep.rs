//! Which backups are kept: those of the last days, and the last sound one whatever its age.

use super::archive::{self, Listed};
use crate::journal::disk::Disk;
use std::{collections::BTreeSet, fs, path::Path};

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

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

/// Whether each of these, newest first, is kept: the newest of each of the last days that have one, up to
/// `most`; of the last of these days all, up to as many, so that backups made by hand push out no day; and
/// the newest sound one. One that cannot be read is kept as long as it is among them.
fn kept_of(all: &[Listed], most: usize) -> Vec<bool> {
    let mut days: Vec<i64> = Vec::new();
    let mut of_last_day = 0;
    let mut sound = false;
    let keep = all.iter().map(|one| {
        let Ok(manifest) = &one.manifest else {
            return days.len() < most;
        };
        let first_sound = manifest.is_sound() && !sound;
        sound |= manifest.is_sound();
        let day = manifest.made_at().0.div_euclid(DAY);
        let first_of_day = !days.contains(&day);
        if first_of_day {
            days.push(day);
        }
        of_last_day += usize::from(days.len() == 1);
        let of_now = days.len() == 1 && of_last_day <= most;
        (first_of_day && days.len() <= most) || of_now || first_sound
    });
    keep.collect()
}
