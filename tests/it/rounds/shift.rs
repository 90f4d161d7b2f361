//! A scripted shift: calls, a request entrusted, a note, a parked call, a sheet, imports and a rebuild.

use super::promise::{self, Size};
use sportello::{
    domain::{
        id::{BatchId, InteractionId, OpId, StationId, TicketId},
        op::{Op, Provenance, Queue},
        outcome::{ArticleKind, Channel, Role, TimeSource, Verb},
        slug::Slug,
        text::Text,
        time::Moment,
    },
    keeper::service::{Fault, Proposal, Reply, Request, Service},
};
use std::{
    collections::BTreeMap,
    thread,
    time::{Duration, Instant},
};

/// How long anything may be refused before the shift counts as stopped.
const PATIENCE: Duration = Duration::from_secs(40);
/// How long before what was refused is sent again.
const PAUSE: Duration = Duration::from_millis(5);
/// The seed of the shift's batches.
const SEED: u64 = 7;
/// A sheet that the shift publishes anew.
const SHEET: &str = include_str!("../../../kb-seed/faq/auto-rimossa.md");

/// What a shift has saved, and how often it was refused meanwhile.
#[derive(Debug, Default)]
pub struct Shift {
    /// Every acknowledged batch, with its first op.
    pub saved: BTreeMap<BatchId, OpId>,
    /// How many times something was refused.
    pub refused: u64,
}

impl Shift {
    /// Works through the whole of it. Whatever is refused is sent again under the same name.
    #[track_caller]
    pub fn work(&mut self, keeper: &dyn Service) {
        for nth in 0..2 {
            self.commit(keeper, promise::proposal(SEED, nth, Size::Call));
        }
        self.entrust(keeper);
        self.park(keeper);
        self.publish(keeper);
        self.commit(keeper, promise::proposal(SEED, 10, Size::Import));
        self.done(keeper, &Request::Rebuild);
        self.commit(keeper, promise::proposal(SEED, 11, Size::Call));
        self.commit(keeper, promise::proposal(SEED, 12, Size::Call));
        self.done(keeper, &Request::Settle);
    }

    /// Saves a batch.
    #[track_caller]
    pub fn commit(&mut self, keeper: &dyn Service, proposal: Proposal) -> OpId {
        let id = proposal.id;
        let may_wait = |fault: &Fault| matches!(fault, Fault::ReadOnly(_) | Fault::Busy);
        match self.answered(keeper, &Request::Commit(proposal), may_wait) {
            Reply::Saved { batch, first, .. } if batch == id => {
                self.saved.insert(batch, first);
                first
            }
            other => panic!("{other:?}"),
        }
    }

    /// Has something done that is not a save.
    #[track_caller]
    pub fn done(&mut self, keeper: &dyn Service, request: &Request) -> Reply {
        let may_wait = |fault: &Fault| matches!(fault, Fault::Store(_) | Fault::Busy);
        self.answered(keeper, request, may_wait)
    }

    #[track_caller]
    fn answered(
        &mut self,
        keeper: &dyn Service,
        request: &Request,
        may_wait: impl Fn(&Fault) -> bool,
    ) -> Reply {
        let until = Instant::now() + PATIENCE;
        loop {
            match keeper.call(request.clone()) {
                Ok(reply) => return reply,
                Err(fault) => {
                    assert!(may_wait(&fault), "{fault}");
                    assert!(Instant::now() < until, "still refused: {fault}");
                    self.refused += 1;
                    thread::sleep(PAUSE);
                }
            }
        }
    }

    /// The first request goes to the back office, with a note.
    fn entrust(&mut self, keeper: &dyn Service) {
        let opening = promise::proposal(SEED, 0, Size::Call);
        let (id, ticket) = (opening.id, opening.mint[0]);
        let entrusting = Op::Change {
            ticket,
            verb: Verb::EscalateBackOffice,
            to: Some(Queue::BackOffice),
            owner: None,
            parents: vec![self.saved[&id]],
            text: Text::line("lo affido"),
        };
        let note = Op::Note {
            ticket,
            text: Text::line("richiamare dopo le 15"),
            corrects: None,
        };
        for (nth, op) in (20..).zip([entrusting, note]) {
            self.commit(keeper, proposal(nth, Role::FirstLevel, &[op], &[]));
        }
    }

    fn park(&mut self, keeper: &dyn Service) {
        let interaction = InteractionId::new([31; 16]);
        let begin = Op::Begin {
            interaction,
            channel: Channel::Phone,
            started: Moment(1_790_000_000_000),
            source: TimeSource::FirstCharacter,
            station: StationId::new([7; 16]),
            caller: Text::default(),
        };
        let park = Op::Park {
            interaction,
            draft: "{}".to_owned(),
        };
        self.commit(keeper, proposal(30, Role::FirstLevel, &[begin, park], &[]));
    }

    fn publish(&mut self, keeper: &dyn Service) {
        let publish = Op::Publish {
            article: Slug::parse("auto-rimossa").unwrap(),
            kind: ArticleKind::Faq,
            text: SHEET.replacen("Non trovo più", "Non vedo più", 1),
            provenance: Provenance::Trusted,
            replaces: Vec::new(),
        };
        self.commit(keeper, proposal(40, Role::Curator, &[publish], &[]));
    }
}

fn proposal(nth: u64, role: Role, ops: &[Op], mint: &[TicketId]) -> Proposal {
    let agency = Slug::parse("esempio").unwrap();
    let id = promise::batch_id(SEED, nth);
    Proposal::new(id, agency, role, ops, mint.to_vec()).unwrap()
}
