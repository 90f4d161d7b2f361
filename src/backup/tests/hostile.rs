//! Manifests and files that are not what was written, or were never ours: refused, never a panic, never another batch.

use super::{super::*, NOW, Place, on};
use crate::backup::manifest::Manifest;
use proptest::prelude::*;
use std::{fs, path::Path};

/// What can be read of a backup; an error is as good.
fn attempt(path: &Path) -> Option<(Manifest, Read)> {
    let archive = Archive::open(path).ok()?;
    let read = read(&archive, &mut |_| {}, &mut on).ok()?;
    Some((archive.manifest, read))
}

#[test]
fn any_flipped_byte_of_a_manifest_is_noticed() {
    let place = Place::of(6);
    let made = place.back_up(NOW);
    let bytes = fs::read(&made.path).unwrap();
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 7);
        assert!(Manifest::parse(&made.path, &flipped).is_err(), "{at}");
        assert!(Manifest::parse(&made.path, &bytes[..at]).is_err(), "{at}");
    }
    assert_eq!(Manifest::parse(&made.path, &bytes).unwrap(), made.manifest);
}

/// A manifest with this text, its seal as it should be.
fn sealed(body: &str) -> Vec<u8> {
    let hash = blake3::hash(body.as_bytes()).to_hex();
    format!("# sportello backup {hash}\n{body}").into_bytes()
}

#[test]
fn a_manifest_that_contradicts_itself_is_refused() {
    let place = Place::of(40);
    let text = place.back_up(NOW).manifest.text().unwrap();
    let (_, body) = text.split_once('\n').unwrap();
    let path = Path::new("x.backup");
    assert!(Manifest::parse(path, &sealed(body)).is_ok());
    let table = [
        ("number = 2", "number = 3"),
        ("number = 1\n", "number = 0\n"),
        ("end_segment = ", "end_segment = 1"),
        ("made_at = \"2026", "made_at = \"oggi"),
        ("format = 1", "format = \"uno\""),
        ("bytes = ", "bytes = 9999999"),
        ("end = ", "end = -"),
        ("blake3 = \"", "blake3 = \"../"),
        ("[[segment]]", "[[segments]]"),
    ];
    for (from, to) in table {
        let changed = body.replacen(from, to, 1);
        assert_ne!(changed, body, "{from}");
        let parsed = Manifest::parse(path, &sealed(&changed));
        assert!(matches!(parsed, Err(BackupError::Damaged { .. })), "{to}");
    }
    let newer = body.replacen("format = 1", "format = 2", 1);
    let parsed = Manifest::parse(path, &sealed(&newer));
    assert!(matches!(parsed, Err(BackupError::Newer { format: 2, .. })));
    // What a later version adds is passed over.
    let more = format!("note = \"di domani\"\n{body}");
    assert!(Manifest::parse(path, &sealed(&more)).is_ok());
}

#[test]
fn any_damage_to_a_backup_in_one_file_is_noticed_or_harmless() {
    let place = Place::of(8);
    let (journal, end) = (&*place.journal, place.end());
    let path = place.root.path().join("copia.tar");
    let source = Source {
        journal,
        end,
        now: NOW,
    };
    let made = make_file(source, &path, &mut on).unwrap();
    assert!(matches!(
        make_file(source, &path, &mut on),
        Err(BackupError::Exists { .. })
    ));
    let bytes = fs::read(&path).unwrap();
    let sound = attempt(&path).unwrap();
    assert_eq!(sound.0, made.manifest);
    let changed = place.root.path().join("cambiata.tar");
    let mut noticed = 0;
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 7);
        fs::write(&changed, flipped).unwrap();
        let read = attempt(&changed);
        noticed += usize::from(read.is_none());
        assert!(read.is_none_or(|read| read == sound), "{at}");
    }
    assert!(noticed as u64 > made.manifest.bytes(), "{noticed}");
    for at in (0..bytes.len()).step_by(101) {
        fs::write(&changed, &bytes[..at]).unwrap();
        assert!(attempt(&changed).is_none_or(|read| read == sound), "{at}");
    }
}

/// An entry of a tar: type, name, declared size, bytes.
type Entry<'a> = (tar::EntryType, &'a str, u64, &'a [u8]);

/// A tar of these entries.
fn tar_of(entries: &[Entry<'_>]) -> Vec<u8> {
    let mut out = Vec::new();
    for (kind, name, size, bytes) in entries {
        let mut header = tar::Header::new_ustar();
        header.set_entry_type(*kind);
        let field = &mut header.as_old_mut().name;
        field[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(*size);
        header.set_mode(0o777);
        header.set_cksum();
        out.extend_from_slice(header.as_bytes());
        out.extend_from_slice(bytes);
        out.resize(out.len().next_multiple_of(512), 0);
    }
    out
}

#[test]
fn a_file_of_somebody_else_is_refused_and_nothing_is_unpacked() {
    use tar::EntryType as Kind;
    let place = Place::of(2);
    let path = place.root.path().join("altrui.tar");
    let text = place.back_up(NOW).manifest.text().unwrap();
    let manifest = (
        Kind::Regular,
        "manifest.backup",
        text.len() as u64,
        text.as_bytes(),
    );
    let segment = "segments/000001-0123456789abcdef.journal";
    let table: &[&[Entry<'_>]] = &[
        &[],
        &[(Kind::Regular, "../../etc/passwd", 1, b"x"), manifest],
        &[(Kind::Regular, "/etc/passwd", 1, b"x"), manifest],
        &[(Kind::Regular, "segments/../x.journal", 1, b"x"), manifest],
        &[(Kind::Symlink, segment, 0, b""), manifest],
        &[(Kind::Directory, "segments/", 0, b""), manifest],
        &[
            (Kind::GNULongName, "././@LongLink", 1 << 40, b"x"),
            manifest,
        ],
        &[(Kind::GNUSparse, segment, 1, b"x"), manifest],
        &[(Kind::XHeader, "pax", 1 << 33, b"x"), manifest],
        &[(Kind::Regular, segment, 1 << 40, b"x"), manifest],
        &[(Kind::Regular, "manifest.backup", 1 << 33, b"x")],
        &[(Kind::Regular, "manifest.backup", 5_000, b"x")],
        // All ours, but the segments it names are not there.
        &[manifest],
    ];
    for entries in table {
        fs::write(&path, tar_of(entries)).unwrap();
        assert_eq!(attempt(&path), None, "{entries:?}");
    }
    fs::write(&path, "").unwrap();
    assert_eq!(attempt(&path), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_bytes_make_a_manifest_panic(body in "(?s).{0,400}", bytes: Vec<u8>) {
        let path = Path::new("x.backup");
        prop_assert!(Manifest::parse(path, &bytes).is_err());
        prop_assert!(Manifest::parse(path, &sealed(&body)).is_err());
    }
}
