//! What a caller was promised, and whether it was kept.

use sportello::{
    domain::{
        batch::Batch,
        id::{BatchId, StationId, TicketId},
        op::{Op, Queue},
        outcome::{Role, Verb},
        slug::Slug,
        text::Text,
    },
    journal::{self, Journal, Position},
    keeper::{
        Client, ConnectOptions, Spawn,
        service::{Fault, Hello, Proposal, Reply, Request, Service},
    },
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    thread,
    time::Duration,
};

use crate::it::terminal::{self, BINARY};

/// How large the batches of a caller are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Size {
    /// A call: one request.
    Call,
    /// An import: many requests with long texts.
    Import,
}

impl Size {
    /// How many requests a batch opens, and of how many characters their notes are.
    const fn of(self) -> (u64, usize) {
        match self {
            Self::Call => (1, 80),
            Self::Import => (60, 2_000),
        }
    }

    /// Its name on a command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Import => "import",
        }
    }

    /// The one with this name.
    pub fn named(name: &str) -> Self {
        match name {
            "call" => Self::Call,
            "import" => Self::Import,
            other => panic!("{other}"),
        }
    }
}

/// One acknowledged batch: which one of which caller, and the number told for its first request.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Promise {
    /// The caller.
    pub seed: u64,
    /// Its size.
    pub size: &'static str,
    /// Which of its batches.
    pub nth: u64,
    /// What was told.
    pub number: String,
}

/// Sixteen bytes that only this caller, batch and place have.
fn sixteen(seed: u64, nth: u64, place: u64) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    for part in [seed, nth, place] {
        hasher.update(&part.to_le_bytes());
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    bytes
}

/// The name of a caller's batch.
pub fn batch_id(seed: u64, nth: u64) -> BatchId {
    BatchId::new(sixteen(seed, nth, 0))
}

/// A caller's batch: the same whenever it is asked for.
pub fn proposal(seed: u64, nth: u64, size: Size) -> Proposal {
    let (requests, letters) = size.of();
    let tickets: Vec<TicketId> = (1..=requests)
        .map(|place| TicketId::new(sixteen(seed, nth, place)))
        .collect();
    let mut ops = Vec::new();
    for &ticket in &tickets {
        ops.push(Op::Change {
            ticket,
            verb: Verb::Open,
            to: Some(Queue::FirstLevel),
            owner: None,
            parents: Vec::new(),
            text: Text::default(),
        });
        ops.push(Op::Note {
            ticket,
            text: Text::line(&"a che ora apre lo sportello? ".repeat(letters / 29)),
            corrects: None,
        });
    }
    let agency = Slug::parse("esempio").unwrap();
    Proposal::new(batch_id(seed, nth), agency, Role::FirstLevel, &ops, tickets).unwrap()
}

/// Sends a batch until it is saved, as a desk does while the disk takes no writes or the views are being
/// made again; the number of its first request.
pub fn commit(client: &Client, proposal: &Proposal) -> String {
    let wanted = proposal.mint[0];
    loop {
        match client.call(Request::Commit(proposal.clone())) {
            Ok(Reply::Saved { numbers, .. }) => {
                let told = numbers.iter().find(|(ticket, _)| *ticket == wanted);
                return told.unwrap().1.to_string();
            }
            Err(Fault::ReadOnly(_) | Fault::Busy) => thread::sleep(Duration::from_millis(5)),
            other => panic!("{other:?}"),
        }
    }
}

/// A client of the data directory, whose keeper is started where there is none. It comes again, as a desk
/// does, while the views are being made again.
pub fn client(data: &Path) -> Client {
    let options = ConnectOptions {
        hello: hello(),
        spawn: Spawn::IfNeeded(BINARY.into()),
    };
    loop {
        match sportello::keeper::connect(data, options.clone()) {
            Err(Fault::Busy) => thread::sleep(Duration::from_millis(5)),
            other => return other.unwrap(),
        }
    }
}

/// A client that tries until the keeper is there and can answer, whatever it says meanwhile: as a desk.
pub fn patient_client(data: &Path) -> Client {
    let options = ConnectOptions {
        hello: hello(),
        spawn: Spawn::IfNeeded(BINARY.into()),
    };
    loop {
        match sportello::keeper::connect(data, options.clone()) {
            Ok(client) => return client,
            Err(_said_to_the_operator) => thread::sleep(Duration::from_millis(20)),
        }
    }
}

/// How the rounds introduce themselves.
pub fn hello() -> Hello {
    Hello {
        operator: None,
        station: StationId::new([7; 16]),
    }
}

/// The directory opens without help, and the last promises are kept: sent again, they are known.
#[track_caller]
pub fn still_known(data: &Path, promises: &BTreeSet<Promise>) {
    let client = client(data);
    for promise in promises.iter().rev().step_by(7).take(20) {
        let again = proposal(promise.seed, promise.nth, Size::named(promise.size));
        assert_eq!(commit(&client, &again), promise.number, "{promise:?}");
    }
}

/// The batches of a closed directory's journal, and how often each is in it; nothing in it is damaged,
/// and every chain holds.
#[track_caller]
pub fn written(data: &Path) -> BTreeMap<BatchId, (u32, Batch)> {
    let place = data.join("journal");
    let (journal, recovery) = Journal::open(&place, journal::Options::default()).unwrap();
    assert!(recovery.is_clean(), "{recovery:?}");
    let mut replay = journal.replay(Position::START).unwrap();
    let mut written: BTreeMap<BatchId, (u32, Batch)> = BTreeMap::new();
    for stored in replay.by_ref() {
        let batch = stored.unwrap().batch;
        let slot = written.entry(batch.header.id);
        slot.or_insert((0, batch)).0 += 1;
    }
    let findings = replay.findings();
    assert!(findings.corrupt.is_empty(), "{findings:?}");
    assert!(findings.breaks.is_empty(), "{findings:?}");
    written
}

/// Every promise is in the journal once, whole, with its number; and the views say the same as views
/// that are made again.
#[track_caller]
pub fn kept(data: &Path, promises: &BTreeSet<Promise>) {
    still_known(data, promises);
    let digest = || terminal::run(data, &["store", "digest"]);
    let before = digest();
    terminal::run(data, &["store", "rebuild"]);
    assert_eq!(before, digest());
    terminal::run(data, &["keeper", "stop"]);

    let written = written(data);
    for promise in promises {
        let found = written.get(&batch_id(promise.seed, promise.nth));
        let (times, batch) = found.unwrap_or_else(|| panic!("lost: {promise:?}"));
        assert_eq!(*times, 1, "{promise:?}");
        let wanted = sixteen(promise.seed, promise.nth, 1);
        let told = batch.ops.iter().any(|op| {
            matches!(op, Op::Number { ticket, number }
                if ticket.bytes() == wanted && number.to_string() == promise.number)
        });
        assert!(told, "{promise:?}");
    }
    let numbers: BTreeSet<&String> = promises.iter().map(|promise| &promise.number).collect();
    assert_eq!(numbers.len(), promises.len(), "a number was told twice");
}

/// Copies a directory.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            copy(&entry.path(), &target);
        } else if kind.is_file() {
            fs::copy(entry.path(), target).unwrap();
        }
    }
    fs::set_permissions(to, fs::metadata(from).unwrap().permissions()).unwrap();
}
