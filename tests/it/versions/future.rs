//! What a newer program wrote: kept, counted, shown as such, and folded by the one that reads it.

use super::place::{Place, batches, last_role, options, other_program, rewrite, slug};
use sportello::{
    domain::{
        field::{FieldId, Value},
        op::{Op, RawOp, Subject},
        outcome::{Role, Verb},
        text::Text,
    },
    keeper::service::FindingKind,
};
use std::{fs, path::Path};

/// The kinds of a tag and of a change of state, and numbers that no version has.
const TAG: u16 = 5;
const CHANGE: u16 = 2;
const LATER: u16 = 60_005;

/// The op with another number for its kind, when it has this one: same length, other meaning.
fn renamed(op: &mut Op, from: u16, to: u16) {
    let mut bytes = Vec::new();
    op.write(&mut bytes).unwrap();
    if u16::from_le_bytes([bytes[0], bytes[1]]) == from {
        bytes[..2].copy_from_slice(&to.to_le_bytes());
        *op = Op::read(&mut &*bytes).unwrap();
    }
}

/// What the journal says when nothing but the journal is left.
fn anew(dir: &Path) -> String {
    let _ = fs::remove_dir_all(dir.join("views"));
    let place = Place::open(dir, options());
    let digest = place.digest();
    assert_eq!(place.findings(), []);
    place.close();
    digest
}

/// A newer program tags two requests; this one meets them, works on, and is replaced by the newer one.
#[test]
fn a_kind_of_a_newer_program_is_kept_counted_shown_and_folded_after_the_upgrade() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let newer = Place::open(dir, options());
    let (first, number) = newer.opened();
    newer.tag(first, "urgente");
    let as_newer = newer.digest();
    newer.close();
    rewrite(dir, |op| renamed(op, TAG, LATER));

    let older = Place::open(dir, other_program());
    assert_eq!(older.stats().unread_ops, 1);
    assert_ne!(older.digest(), as_newer);
    assert_eq!(older.dossier(first).ticket.unread, 1);
    let said = older.said(first);
    assert!(
        said.contains(&"scritto da una versione più nuova".to_owned()),
        "{said:?}"
    );
    older.note(first, "si lavora lo stesso");
    let (second, other) = older.opened();
    assert_ne!(number, other);
    assert_eq!(older.findings(), []);
    older.close();
    let kept = |op: &Op| matches!(op, Op::Unknown(raw) if raw.kind == LATER);
    let ops: Vec<Op> = batches(dir).into_iter().flat_map(|it| it.ops).collect();
    assert_eq!(ops.iter().filter(|op| kept(op)).count(), 1);

    // The newer program is installed: what it reads, and the views as the older one left them.
    rewrite(dir, |op| renamed(op, LATER, TAG));
    let newer = Place::open(dir, options());
    assert_eq!(newer.stats().unread_ops, 0);
    let ticket = newer.dossier(first).ticket;
    assert!(ticket.tags.contains(&slug("urgente")) && ticket.unread == 0);
    assert_eq!(ticket.notes.len(), 1);
    assert_eq!(newer.dossier(second).ticket.number, Some(other));
    let folded = newer.digest();
    assert_eq!(newer.findings(), []);
    newer.close();
    assert_eq!(anew(dir), folded, "as if it had always known the kind");
}

#[test]
fn what_is_not_read_is_stored_and_given_out_byte_for_byte() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let place = Place::open(dir, options());
    let (ticket, _) = place.opened();
    let strange = |kind: u16, flags: u8, clear: &[u8]| {
        Op::Unknown(RawOp {
            kind,
            flags,
            subject: Subject::ticket(ticket),
            key: (flags & 1 != 0).then_some([9; 16]),
            clear: clear.to_vec(),
            personal: b"\xff\x00 Rossi".to_vec(),
        })
    };
    // A kind, a flag and a sealed payload of a later version; a payload no version has.
    let sent = [
        strange(LATER, 0, b"\xf7spJ"),
        strange(TAG, 0x80, b""),
        strange(TAG, 1, &[0xff; 300]),
        strange(CHANGE, 0, &[0xff; 9]),
    ];
    for nth in 0..sent.len() {
        place.note(ticket, &nth.to_string());
    }
    place.close();
    // Where this program wrote a note, a newer one wrote this.
    rewrite(dir, |op| {
        if let Op::Note { text, .. } = op {
            *op = sent[text.as_str().parse::<usize>().unwrap()].clone();
        }
    });
    let place = Place::open(dir, other_program());
    let digest = place.digest();
    assert_eq!(place.stats().unread_ops, 4);
    place.close();
    let mut given: Vec<Op> = batches(dir).into_iter().flat_map(|it| it.ops).collect();
    let given = given.split_off(given.len() - sent.len());
    assert_eq!(given, sent);
    assert_eq!(anew(dir), digest);
}

/// A verb, a field and a value that no version has yet: all but the field are unread; a field that has
/// no name here is kept and shown by its number.
#[test]
fn a_verb_and_a_field_of_a_newer_program_hurt_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let place = Place::open(dir, options());
    let (ticket, _) = place.opened();
    let take = Op::Change {
        ticket,
        verb: Verb::Take,
        to: None,
        owner: Some(slug("claudia-neri")),
        parents: Vec::new(),
        text: Text::default(),
    };
    let field = Op::SetField {
        ticket,
        field: FieldId(900),
        value: Value::Text(Text::line("domani")),
        replaces: Vec::new(),
    };
    let mut verb = Vec::new();
    take.write(&mut verb).unwrap();
    let mut verb = RawOp::read(&mut &*verb).unwrap();
    verb.clear[0] = 200;
    let state = place.dossier(ticket).ticket.standing;
    place.note(ticket, "verb");
    place.note(ticket, "field");
    place.close();
    rewrite(dir, |op| match op {
        Op::Note { text, .. } if text.as_str() == "verb" => *op = Op::Unknown(verb.clone()),
        Op::Note { .. } => *op = field.clone(),
        _ => {}
    });
    let place = Place::open(dir, other_program());
    let dossier = place.dossier(ticket);
    assert_eq!(dossier.ticket.standing, state);
    assert_eq!(dossier.ticket.unread, 1);
    let register = &dossier.ticket.fields[&FieldId(900)];
    assert_eq!(register.value.text(), "domani");
    assert!(dossier.history.iter().any(|event| event.which == "900"));
    assert_eq!(place.findings(), []);
    place.close();
}

/// A newer program knows a role that this one does not: its records stay where they are, this one works
/// on behind them, and the newer one reads all of both.
#[test]
fn after_a_rollback_the_older_program_writes_on_and_the_newer_one_reads_both() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let newer = Place::open(dir, other_program());
    let (first, number) = newer.opened();
    newer.note(first, "dal programma nuovo");
    newer.close();
    last_role(dir, 999);

    let older = Place::open(dir, options());
    assert_eq!(older.stats().unread_ops, 1);
    assert_eq!(older.dossier(first).ticket.notes, []);
    older.note(first, "dal programma vecchio");
    let (second, other) = older.opened();
    // The record that cannot be read may hold numbers of the same block.
    assert_ne!(number.block(), other.block());
    let newer_record = (FindingKind::NewerRecord, vec![number.to_string()]);
    assert_eq!(older.findings(), [newer_record], "no fork");
    let digest = older.digest();
    older.close();
    // Opened again, with the views as they are and without.
    for without in [false, true] {
        if without {
            fs::remove_dir_all(dir.join("views")).unwrap();
        }
        let older = Place::open(dir, options());
        assert_eq!(
            (older.digest(), older.stats().unread_ops),
            (digest.clone(), 1)
        );
        older.close();
    }
    let older = Place::open(dir, options());
    older.note(second, "ancora");
    older.close();

    // The newer program reads its own record; what stands behind it names the hash it then has.
    made_readable(dir);
    let newer = Place::open(dir, other_program());
    let notes: Vec<String> = newer
        .dossier(first)
        .ticket
        .notes
        .iter()
        .map(|note| note.text.to_string())
        .collect();
    assert_eq!(notes, ["dal programma nuovo", "dal programma vecchio"]);
    assert_eq!(newer.dossier(second).ticket.number, Some(other));
    assert_eq!((newer.stats().unread_ops, newer.findings()), (0, vec![]));
    newer.close();
}

/// Gives the one record that cannot be read a role of this version, and mends the chain behind it.
fn made_readable(dir: &Path) {
    super::place::unread_role(dir, Role::FirstLevel.code());
    rewrite(dir, |_| {});
}

/// Views whose last batch is one that cannot be read: they step over it again when they open.
#[test]
fn a_record_of_a_newer_program_at_the_end_of_the_tail_is_stepped_over() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let place = Place::open(dir, options());
    let (ticket, _) = place.opened();
    place.close();
    let kept = dir.join("kept");
    super::place::copy(&dir.join("views"), &kept);
    let place = Place::open(dir, options());
    place.note(ticket, "poi");
    place.close();
    // The views of before the note: the note is a tail of one record, and nobody here can read it.
    fs::remove_dir_all(dir.join("views")).unwrap();
    fs::rename(kept, dir.join("views")).unwrap();
    last_role(dir, 999);
    let place = Place::open(dir, options());
    assert_eq!(place.stats().unread_ops, 1);
    place.note(ticket, "si va avanti");
    assert_eq!(place.findings().len(), 1);
    let digest = place.digest();
    place.close();
    let _ = fs::remove_dir_all(dir.join("views"));
    let place = Place::open(dir, options());
    assert_eq!((place.digest(), place.findings().len()), (digest, 1));
    place.close();
}
