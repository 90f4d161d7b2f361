//! Laws that hold for whatever is appended, wherever it is reopened, cut or damaged.

use super::*;
use proptest::prelude::*;

/// A batch to be: which author, and the sizes of its notes.
type Sketch = (u8, Vec<usize>);

fn sketch() -> impl Strategy<Value = Sketch> {
    (0u8..4, prop::collection::vec(0usize..900, 1..5))
}

/// Groups of batches, and after which of them the journal is opened again.
fn history() -> impl Strategy<Value = Vec<(Vec<Sketch>, bool)>> {
    prop::collection::vec(
        (prop::collection::vec(sketch(), 1..6), any::<bool>()),
        1..12,
    )
}

fn compose(authors: &mut [Author], sketches: &[Sketch]) -> Vec<Batch> {
    sketches
        .iter()
        .map(|(author, sizes)| {
            let ops = sizes.iter().map(|size| note(&"è".repeat(*size))).collect();
            authors[usize::from(*author)].write(ops)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn what_goes_in_comes_out(history in history()) {
        let (_place, dir) = place();
        let mut authors: Vec<_> = (0..4).map(Author::new).collect();
        let (mut journal, _new) = open(&dir);
        let mut expected = Vec::new();
        for (sketches, reopened) in history {
            let group = compose(&mut authors, &sketches);
            let end = journal.end();
            let positions = journal.append(&group).unwrap();
            prop_assert!(positions.iter().all(|it| *it >= end && *it < journal.end()));
            expected.extend(positions.into_iter().zip(group));
            if reopened {
                let end = journal.end();
                drop(journal);
                let recovery;
                (journal, recovery) = open(&dir);
                prop_assert!(recovery.is_clean());
                prop_assert_eq!(journal.end(), end);
            }
        }
        let mut replay = journal.replay(Position::START).unwrap();
        let stored: Vec<_> = replay.by_ref().map(Result::unwrap).collect();
        prop_assert_eq!(&replay.findings().breaks, &[]);
        prop_assert_eq!(&replay.findings().corrupt, &[]);
        for it in &stored {
            prop_assert_eq!(it.hash, hash_of(&it.batch).unwrap());
        }
        let found: Vec<_> = stored.into_iter().map(|it| (it.position, it.batch)).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn any_bytes_can_be_opened(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        with_header in any::<bool>(),
    ) {
        let (_place, dir) = place();
        written(&dir, &[]);
        let path = segment::path(&dir, 1);
        let mut file = if with_header { fs::read(&path).unwrap()[..64].to_vec() } else { Vec::new() };
        file.extend(bytes);
        fs::write(&path, file).unwrap();
        let (mut journal, _torn) = open(&dir);
        journal.append(&[Author::new(1).note("si lavora")]).unwrap();
        prop_assert_eq!(read(&journal).0.len(), 1);
    }

    #[test]
    fn a_header_reads_back_and_nothing_else_does(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        cut in any::<prop::sample::Index>(),
    ) {
        let batch = Author::new(3).note("x");
        let packed = header::Packed::new(&batch).unwrap();
        prop_assert_eq!(header::read_header(&packed.header), Some((batch.header, 1)));
        let cut = cut.index(packed.header.len());
        prop_assert_eq!(header::read_header(&packed.header[..cut]), None);
        let mut mixed = packed.header[..cut].to_vec();
        mixed.extend(bytes);
        let _never_panics = header::read_header(&mixed);
    }

    #[test]
    fn random_damage_never_shows_a_wrong_batch(
        spots in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let (_place, dir) = place();
        let mut author = Author::new(1);
        let groups: Vec<_> = (0..8).map(|size| vec![author.note(&"z".repeat(size * 60)), author.note("b")]).collect();
        written(&dir, &groups);
        let all = groups.concat();
        for segment in 1.. {
            let path = segment::path(&dir, segment);
            let Ok(mut bytes) = fs::read(&path) else { break };
            for (spot, value) in &spots {
                let at = spot.index(bytes.len());
                bytes[at] ^= value;
            }
            fs::write(&path, bytes).unwrap();
        }
        let (journal, _recovery) = open(&dir);
        let (batches, _findings) = read(&journal);
        prop_assert!(batches.iter().all(|batch| all.contains(batch)));
    }
}
