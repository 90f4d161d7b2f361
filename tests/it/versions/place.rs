//! A data directory in process, and its journal rewritten as another program would have written it.

use sportello::{
    domain::{
        agency::{Agency, Bilingual},
        batch::Batch,
        id::{BatchId, StreamId, TicketId},
        number::TicketNumber,
        op::{Op, Queue},
        outcome::{Role, Verb},
        slug::Slug,
        text::Text,
    },
    journal::{self, Journal, Position, Reader, hash_of},
    keeper::{
        Keeper, Options, Seed, Session,
        service::{Dossier, FindingKind, Proposal, Reply, Request, Service, Stats},
    },
};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

/// Bytes of a record before its header, and of a checksum.
const FRAME: usize = 30;
const CRC: usize = 4;

pub fn slug(name: &str) -> Slug {
    Slug::parse(name).unwrap()
}

/// An identity that no other of this run has.
pub fn sixteen() -> [u8; 16] {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let mut bytes = [7; 16];
    bytes[..8].copy_from_slice(&NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    bytes
}

/// How this program opens a small place: one agency, no knowledge.
pub fn options() -> Options {
    let agency = Agency {
        id: slug("esempio"),
        name: Text::line("Comune di Esempio"),
        fictional: true,
        called: Vec::new(),
        greeting: Bilingual::default(),
        topics: Vec::new(),
    };
    let text = sportello::kb::agency::write_agency(&agency);
    Options {
        seed: Seed::Given(vec![(agency, text)], Vec::new()),
        ..Options::default()
    }
}

/// How a program opens it that reads other things than this one.
pub fn other_program() -> Options {
    let mut options = options();
    options.reading.vocabulary = !options.reading.vocabulary;
    options
}

/// A keeper and a desk of it.
pub struct Place {
    keeper: Keeper,
    pub desk: Session,
}

impl Place {
    pub fn open(dir: &Path, options: Options) -> Self {
        let keeper = Keeper::open(dir, options).unwrap();
        let desk = keeper.session(1000);
        let place = Self { keeper, desk };
        let enrol = Request::Enrol {
            name: Text::line("Claudia Neri"),
            roles: Vec::new(),
            agency: slug("esempio"),
        };
        place.ask(enrol);
        place
    }

    pub fn ask(&self, request: Request) -> Reply {
        self.desk.call(request).unwrap()
    }

    /// Saves these ops as one batch; the numbers of the tickets that wanted one.
    pub fn save(&self, role: Role, ops: &[Op], mint: Vec<TicketId>) -> Vec<TicketNumber> {
        let id = BatchId::new(sixteen());
        let proposal = Proposal::new(id, slug("esempio"), role, ops, mint).unwrap();
        match self.ask(Request::Commit(proposal)) {
            Reply::Saved { numbers, .. } => numbers.into_iter().map(|(_, number)| number).collect(),
            other => panic!("{other:?}"),
        }
    }

    /// Opens a request.
    pub fn opened(&self) -> (TicketId, TicketNumber) {
        let ticket = TicketId::new(sixteen());
        let open = Op::Change {
            ticket,
            verb: Verb::Open,
            to: Some(Queue::FirstLevel),
            owner: None,
            parents: Vec::new(),
            text: Text::default(),
        };
        let numbers = self.save(Role::FirstLevel, &[open], vec![ticket]);
        (ticket, numbers[0])
    }

    pub fn note(&self, ticket: TicketId, words: &str) {
        let note = Op::Note {
            ticket,
            text: Text::line(words),
            corrects: None,
        };
        self.save(Role::FirstLevel, &[note], Vec::new());
    }

    pub fn tag(&self, ticket: TicketId, tag: &str) {
        let tag = Op::Tag {
            ticket,
            tag: slug(tag),
            present: true,
            replaces: Vec::new(),
        };
        self.save(Role::FirstLevel, &[tag], Vec::new());
    }

    pub fn dossier(&self, ticket: TicketId) -> Dossier {
        match self.ask(Request::Dossier(ticket)) {
            Reply::Dossier(Some(dossier)) => *dossier,
            other => panic!("{other:?}"),
        }
    }

    /// What the history of a request says, in the words of the screen.
    pub fn said(&self, ticket: TicketId) -> Vec<String> {
        let history = self.dossier(ticket).history;
        history
            .iter()
            .map(|event| event.said(sportello::locale::Lang::It, ""))
            .collect()
    }

    pub fn digest(&self) -> String {
        match self.ask(Request::Digest) {
            Reply::Digest(_, total) => total,
            other => panic!("{other:?}"),
        }
    }

    pub fn stats(&self) -> Stats {
        match self.ask(Request::Stats) {
            Reply::Stats(stats) => *stats,
            other => panic!("{other:?}"),
        }
    }

    /// What a look at everything finds, with the requests it touches.
    pub fn findings(&self) -> Vec<(FindingKind, Vec<String>)> {
        let Reply::Verified(found) = self.ask(Request::Verify) else {
            panic!();
        };
        let findings = found.findings.into_iter();
        findings.map(|it| (it.kind, it.tickets)).collect()
    }

    pub fn close(self) {
        drop(self.desk);
        self.keeper.close();
    }
}

/// Every batch of the journal of a closed directory.
pub fn batches(dir: &Path) -> Vec<Batch> {
    let (reader, _found) = Reader::open(&dir.join("journal")).unwrap();
    let replay = reader.replay(Position::START).unwrap();
    replay.map(|stored| stored.unwrap().batch).collect()
}

/// The journal of a closed directory as a program would have written it that says these ops in other
/// bytes, the chains as they then are. Views stay as they are.
pub fn rewrite(dir: &Path, mut say: impl FnMut(&mut Op)) {
    let (old, new) = (dir.join("journal"), dir.join("journal.new"));
    let mut hashes: BTreeMap<StreamId, [u8; 32]> = BTreeMap::new();
    let (mut journal, _new) = Journal::open(&new, journal::Options::default()).unwrap();
    for mut batch in batches(dir) {
        batch.ops.iter_mut().for_each(&mut say);
        let last = hashes.entry(batch.header.stream).or_default();
        batch.header.previous = *last;
        *last = hash_of(&batch).unwrap();
        journal.append(&[batch]).unwrap();
    }
    drop(journal);
    fs::remove_dir_all(&old).unwrap();
    fs::rename(new, old).unwrap();
}

/// Gives the last record of a closed journal another role, by number.
pub fn last_role(dir: &Path, code: u16) {
    let (reader, _found) = Reader::open(&dir.join("journal")).unwrap();
    let replay = reader.replay(Position::START).unwrap();
    let last = replay.map(|stored| stored.unwrap().position).last();
    give_role(dir, last.unwrap(), code);
}

/// Gives the one record of a closed journal that cannot be read another role.
pub fn unread_role(dir: &Path, code: u16) {
    let (reader, _found) = Reader::open(&dir.join("journal")).unwrap();
    let mut replay = reader.replay(Position::START).unwrap();
    replay.by_ref().for_each(drop);
    let [unread] = &replay.findings().unread[..] else {
        panic!("{:?}", replay.findings().unread);
    };
    give_role(dir, unread.position, code);
}

/// Gives the record at a position another role, and good checksums again.
fn give_role(dir: &Path, last: Position, code: u16) {
    let path = dir.join(format!("journal/{:06}.journal", last.segment));
    let mut bytes = fs::read(&path).unwrap();
    let record = &mut bytes[last.offset as usize..];
    let length = |at: usize| u32::from_le_bytes(record[at..at + 4].try_into().unwrap()) as usize;
    let front = FRAME + length(6);
    let end = front + CRC + length(10);
    // Stream, number, first op, count, hash; the name of the batch; two names with their lengths.
    let agency = FRAME + 66 + 16;
    let actor = agency + 1 + usize::from(record[agency]);
    let role = actor + 1 + usize::from(record[actor]);
    record[role..role + 2].copy_from_slice(&code.to_le_bytes());
    for checked in [front, end] {
        let crc = crc32fast::hash(&record[..checked]).to_le_bytes();
        record[checked..checked + CRC].copy_from_slice(&crc);
    }
    fs::write(path, bytes).unwrap();
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Every file below a folder with what it holds.
pub fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.is_file() {
            let bytes = fs::read(&path).unwrap();
            found.insert(path, bytes);
        }
    }
    found
}
