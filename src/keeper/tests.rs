mod asked;
mod backups;
mod clocks;
mod figures;
mod index;
mod knowledge;
mod loss;
mod remake;
mod socket;
mod strangers;

use super::{
    Keeper, Options, Seed, Session,
    service::{Fault, Filter, Notice, Proposal, Reply, Request, Search, Service, Stats, Task},
};
use crate::domain::{
    agency::{Agency, Bilingual},
    article::Article,
    field,
    id::{BatchId, InteractionId, OpId, StationId, StreamId, TicketId},
    number::TicketNumber,
    op::{Op, Provenance, Queue, Subject},
    outcome::{ArticleKind, Channel, Outcome, Role, State, TimeSource, Verb},
    slug::Slug,
    text::Text,
    time::Moment,
};
use std::{
    collections::BTreeSet,
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

pub(crate) fn slug(name: &str) -> Slug {
    Slug::parse(name).unwrap()
}

fn sixteen() -> [u8; 16] {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    bytes
}

/// A small trial place: one agency, no knowledge.
pub(crate) fn options() -> Options {
    let agency = Agency {
        id: slug("esempio"),
        name: Text::line("Comune di Esempio"),
        fictional: true,
        called: Vec::new(),
        greeting: Bilingual::default(),
        topics: Vec::new(),
    };
    let text = crate::kb::agency::write_agency(&agency);
    Options {
        seed: Seed::Given(vec![(agency, text)], Vec::new()),
        ..Options::default()
    }
}

fn in_memory() -> Options {
    Options {
        in_memory: true,
        ..options()
    }
}

pub(crate) fn enrolled(service: &dyn Service, name: &str) -> Slug {
    let request = Request::Enrol {
        name: Text::line(name),
        roles: Vec::new(),
        agency: slug("esempio"),
    };
    match service.call(request).unwrap() {
        Reply::Operator(operator) => operator.id,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn proposal(ops: &[Op], mint: Vec<TicketId>) -> Proposal {
    let id = BatchId::new(sixteen());
    Proposal::new(id, slug("esempio"), Role::FirstLevel, ops, mint).unwrap()
}

pub(crate) fn change(ticket: TicketId, verb: Verb, words: &str) -> Op {
    Op::Change {
        ticket,
        verb,
        to: Some(Queue::FirstLevel),
        owner: None,
        parents: Vec::new(),
        text: Text::line(words),
    }
}

/// A proposal that opens a ticket and wants a number for it.
pub(crate) fn opening() -> (TicketId, Proposal) {
    let ticket = TicketId::new(sixteen());
    (
        ticket,
        proposal(&[change(ticket, Verb::Open, "")], vec![ticket]),
    )
}

pub(crate) fn numbers(reply: &Reply) -> Vec<(TicketId, TicketNumber)> {
    match reply {
        Reply::Saved { numbers, .. } => numbers.clone(),
        other => panic!("{other:?}"),
    }
}

fn stats(session: &Session) -> Stats {
    match session.call(Request::Stats).unwrap() {
        Reply::Stats(stats) => *stats,
        other => panic!("{other:?}"),
    }
}

fn digest(session: &Session) -> String {
    match session.call(Request::Digest).unwrap() {
        Reply::Digest(_, total) => total,
        other => panic!("{other:?}"),
    }
}

/// Runs `check` over views in memory and on disk.
fn each_engine(check: impl Fn(&Path, Options)) {
    for options in [in_memory(), options()] {
        let dir = tempfile::tempdir().unwrap();
        check(dir.path(), options);
    }
}

#[test]
fn a_ticket_is_numbered_saved_and_found() {
    each_engine(|dir, options| {
        let keeper = Keeper::open(dir, options).unwrap();
        let desk = keeper.session(1000);
        enrolled(&desk, "Claudia Neri");
        let notices = desk.watch();
        let (ticket, proposal) = opening();
        let reply = desk.call(Request::Commit(proposal)).unwrap();
        let [(same, number)] = numbers(&reply)[..] else {
            panic!("{reply:?}")
        };
        assert!(same == ticket && number.block().is_offline());
        // The index of a new place may be ready only now, and says so.
        let told = std::iter::repeat_with(|| notices.recv_timeout(Duration::from_secs(5)).unwrap())
            .find(|notice| *notice != Notice::Knowledge);
        assert_eq!(told, Some(Notice::Tickets(vec![ticket])));
        let Reply::Rows(rows) = desk.call(Request::ByNumber(number)).unwrap() else {
            panic!()
        };
        assert_eq!((rows[0].id, rows[0].state), (ticket, State::Open));
        let Reply::Rows(rows) = desk.call(Request::List(Filter::default())).unwrap() else {
            panic!()
        };
        assert_eq!(rows.len(), 1);
        // No more lists than a desk has views: each holds the views for a while.
        let counts = Request::Counts(vec![Filter::default(); 9]);
        assert_eq!(desk.call(counts).unwrap(), Reply::Counts(vec![1; 8]));
        let Reply::Dossier(Some(dossier)) = desk.call(Request::Dossier(ticket)).unwrap() else {
            panic!()
        };
        let what: Vec<_> = dossier
            .history
            .iter()
            .map(|event| event.what.id())
            .collect();
        assert_eq!(what, ["change", "number"]);
        keeper.close();
    });
}

#[test]
fn a_batch_sent_again_is_written_once_and_answered_twice() {
    each_engine(|dir, options| {
        let keeper = Keeper::open(dir, options.clone()).unwrap();
        let desk = keeper.session(1000);
        enrolled(&desk, "Claudia");
        let (_, proposal) = opening();
        let first = desk.call(Request::Commit(proposal.clone())).unwrap();
        assert_eq!(desk.call(Request::Commit(proposal.clone())).unwrap(), first);
        let batches = stats(&desk).batches;
        drop(keeper);
        let keeper = Keeper::open(dir, options).unwrap();
        let desk = keeper.session(1000);
        assert_eq!(desk.call(Request::Commit(proposal)).unwrap(), first);
        assert_eq!(stats(&desk).batches, batches);
    });
}

#[test]
fn what_a_rule_forbids_is_refused_and_nothing_is_written() {
    each_engine(|dir, options| {
        let keeper = Keeper::open(dir, options).unwrap();
        let desk = keeper.session(1000);
        let stranger = keeper.session(1001);
        enrolled(&desk, "Claudia");
        let before = stats(&desk).batches;
        let refused = |session: &Session, ops: &[Op]| {
            let reply = session.call(Request::Commit(proposal(ops, Vec::new())));
            match reply {
                Err(Fault::Refused(rule)) => rule,
                other => panic!("{other:?}"),
            }
        };
        let (ticket, open) = opening();
        assert_eq!(
            refused(&stranger, &[change(ticket, Verb::Open, "")]),
            "no-role"
        );
        let twice = [
            change(ticket, Verb::Open, ""),
            change(ticket, Verb::Close, "ecco"),
            change(ticket, Verb::Close, "ecco"),
        ];
        assert_eq!(refused(&desk, &twice), "closed");
        assert_eq!(
            refused(&desk, &[change(ticket, Verb::Close, "")]),
            "no-answer"
        );
        let number = Op::NumberBlock { block: 90_001 };
        assert_eq!(refused(&desk, &[number]), "birth-only");
        let undo = Op::Undo {
            subject: Subject::REPLICA,
            op: OpId {
                stream: StreamId::default(),
                seq: 1,
            },
        };
        assert_eq!(refused(&desk, &[undo]), "no-role");
        assert_eq!(stats(&desk).batches, before);
        // A refused batch leaves nothing behind in the group that follows.
        desk.call(Request::Commit(open)).unwrap();
    });
}

#[test]
fn what_is_malformed_is_not_acceptable() {
    let dir = tempfile::tempdir().unwrap();
    let keeper = Keeper::open(dir.path(), in_memory()).unwrap();
    let desk = keeper.session(1000);
    enrolled(&desk, "Claudia");
    let ticket = TicketId::new(sixteen());
    let title = |length: usize| Op::SetField {
        ticket,
        field: field::TITLE,
        value: field::Value::Text(Text::block(&"a".repeat(length))),
        replaces: Vec::new(),
    };
    let article = Op::Publish {
        article: slug("scheda"),
        kind: ArticleKind::Sheet,
        text: "no article".to_owned(),
        provenance: Provenance::Trusted,
        replaces: Vec::new(),
    };
    let elsewhere = Proposal {
        agency: slug("nessuno"),
        ..proposal(&[title(1)], Vec::new())
    };
    let garbage = Proposal {
        ops: vec![0xff; 40],
        ..proposal(&[title(1)], Vec::new())
    };
    let other = TicketId::new(sixteen());
    for bad in [
        proposal(&[title(201)], Vec::new()),
        proposal(&[article], Vec::new()),
        proposal(&[title(1)], vec![other]),
        elsewhere,
        garbage,
    ] {
        let reply = desk.call(Request::Commit(bad));
        assert!(matches!(reply, Err(Fault::Unacceptable(_))), "{reply:?}");
    }
    desk.call(Request::Commit(proposal(&[title(200)], Vec::new())))
        .unwrap();
}

#[test]
fn a_killed_keeper_loses_nothing_and_gives_no_number_twice() {
    each_engine(|dir, options| {
        let mut seen = BTreeSet::new();
        for life in 0..4 {
            let keeper = Keeper::open(dir, options.clone()).unwrap();
            let desk = keeper.session(1000);
            enrolled(&desk, "Claudia");
            let mut last = None;
            for _ in 0..5 {
                let reply = desk.call(Request::Commit(opening().1)).unwrap();
                let number = numbers(&reply)[0].1;
                assert!(seen.insert(number) && last < Some(number));
                last = Some(number);
            }
            let Reply::Rows(rows) = desk.call(Request::List(Filter::default())).unwrap() else {
                panic!()
            };
            assert_eq!(rows.len(), (life + 1) * 5);
            assert_eq!(stats(&desk).tickets[0], (State::Open, rows.len() as u64));
            if life % 2 == 0 {
                keeper.close();
            }
        }
        let blocks: BTreeSet<_> = seen.iter().map(|number| number.block()).collect();
        assert_eq!(blocks.len(), 1);
    });
}

#[test]
fn a_block_that_is_used_up_is_followed_by_another() {
    let dir = tempfile::tempdir().unwrap();
    let keeper = Keeper::open(dir.path(), in_memory()).unwrap();
    let desk = keeper.session(1000);
    enrolled(&desk, "Claudia");
    let mut seen = BTreeSet::new();
    for _ in 0..12 {
        let tickets: Vec<TicketId> = (0..100).map(|_| TicketId::new(sixteen())).collect();
        let ops: Vec<Op> = tickets
            .iter()
            .map(|ticket| change(*ticket, Verb::Open, ""))
            .collect();
        let reply = desk.call(Request::Commit(proposal(&ops, tickets))).unwrap();
        seen.extend(numbers(&reply).into_iter().map(|(_, number)| number));
    }
    assert_eq!(seen.len(), 1_200);
}

#[test]
fn twenty_desks_at_once_get_different_numbers() {
    let dir = tempfile::tempdir().unwrap();
    let keeper = Keeper::open(dir.path(), options()).unwrap();
    let first = keeper.session(1000);
    enrolled(&first, "Claudia");
    let minted: Vec<TicketNumber> = std::thread::scope(|scope| {
        let desks = (0..20).map(|n| {
            let desk = keeper.session(2000 + n);
            scope.spawn(move || {
                enrolled(&desk, &format!("Operatore {n}"));
                let minted = (0..10).map(|_| {
                    let reply = desk.call(Request::Commit(opening().1)).unwrap();
                    numbers(&reply)[0].1
                });
                minted.collect::<Vec<_>>()
            })
        });
        let running: Vec<_> = desks.collect();
        running
            .into_iter()
            .flat_map(|desk| desk.join().unwrap())
            .collect()
    });
    let distinct: BTreeSet<_> = minted.iter().collect();
    assert_eq!((minted.len(), distinct.len()), (200, 200));
    let before = digest(&first);
    let heard = first.watch();
    first.call(Request::Rebuild).unwrap();
    let heard: Vec<_> = heard.try_iter().collect();
    let told = |notice: &Notice| matches!(notice, Notice::Working(it) if it.task == Task::Rebuild);
    assert!(heard.iter().any(told), "{heard:?}");
    assert!(heard.contains(&Notice::Rested(Task::Rebuild)), "{heard:?}");
    // The index is made again too.
    first.call(Request::Settle).unwrap();
    assert_eq!(first.call(Request::Working), Ok(Reply::Working(Vec::new())));
    assert_eq!(digest(&first), before);
    assert_eq!(stats(&first).tickets[0], (State::Open, 200));
}

#[test]
fn damaged_views_are_made_again() {
    let dir = tempfile::tempdir().unwrap();
    let keeper = Keeper::open(dir.path(), options()).unwrap();
    let desk = keeper.session(1000);
    enrolled(&desk, "Claudia");
    desk.call(Request::Commit(opening().1)).unwrap();
    let before = digest(&desk);
    keeper.close();
    for damage in ["views/db", "views/conf"] {
        let file = dir.path().join(damage);
        let length = std::fs::metadata(&file).unwrap().len();
        std::fs::write(&file, vec![0xa5; usize::try_from(length).unwrap()]).unwrap();
        let keeper = Keeper::open(dir.path(), options()).unwrap();
        assert_eq!(digest(&keeper.session(1000)), before, "{damage}");
        keeper.close();
    }
    std::fs::remove_dir_all(dir.path().join("views")).unwrap();
    std::fs::remove_dir_all(dir.path().join("index")).unwrap();
    let keeper = Keeper::open(dir.path(), options()).unwrap();
    let desk = keeper.session(1000);
    assert_eq!(digest(&desk), before);
    desk.call(Request::Settle).unwrap();
}

#[test]
fn a_call_is_parked_listed_and_taken_up() {
    let dir = tempfile::tempdir().unwrap();
    let keeper = Keeper::open(dir.path(), in_memory()).unwrap();
    let desk = keeper.session(1000);
    let operator = enrolled(&desk, "Claudia");
    let call = InteractionId::new(sixteen());
    let begin = Op::Begin {
        interaction: call,
        channel: Channel::Phone,
        started: Moment(1_000),
        source: TimeSource::Key,
        station: StationId::default(),
        caller: Text::default(),
    };
    let park = Op::Park {
        interaction: call,
        draft: "{}".to_owned(),
    };
    let reply = desk.call(Request::Commit(proposal(&[begin, park], Vec::new())));
    let Reply::Saved { mut first, .. } = reply.unwrap() else {
        panic!()
    };
    let parked = || match desk.call(Request::ParkedCalls(slug("esempio"))).unwrap() {
        Reply::Calls(calls) => calls.len(),
        other => panic!("{other:?}"),
    };
    assert_eq!(parked(), 1);
    first.seq += 1;
    let resume = Op::Resume {
        interaction: call,
        station: StationId::default(),
        parked: first,
    };
    let ticket = TicketId::new(sixteen());
    let conclude = Op::Conclude {
        interaction: call,
        ticket: Some(ticket),
        outcome: Outcome::Answered,
        answer: None,
        corrects: None,
        text: Text::default(),
    };
    let ops = [resume, change(ticket, Verb::Open, ""), conclude];
    desk.call(Request::Commit(proposal(&ops, vec![ticket])))
        .unwrap();
    assert_eq!(parked(), 0);
    let Reply::Calls(calls) = desk.call(Request::RecentCalls(operator, 10)).unwrap() else {
        panic!()
    };
    assert_eq!((calls.len(), calls[0].tickets[0].id), (1, ticket));
    let others = keeper
        .session(1001)
        .call(Request::RecentCalls(slug("claudia"), 10));
    assert!(matches!(others, Err(Fault::Refused(_))));
}

#[test]
fn the_first_operator_of_a_trial_may_do_everything_and_the_next_answers_calls() {
    let dir = tempfile::tempdir().unwrap();
    let keeper = Keeper::open(dir.path(), in_memory()).unwrap();
    let (one, other) = (keeper.session(1000), keeper.session(1001));
    assert_eq!(enrolled(&one, "Claudia Neri"), slug("claudia-neri"));
    assert_eq!(enrolled(&other, "Claudia Neri"), slug("claudia-neri-2"));
    assert_eq!(enrolled(&one, "Claudia Neri"), slug("claudia-neri"));
    let Reply::Operators(operators) = one.call(Request::Operators).unwrap() else {
        panic!()
    };
    let grants: Vec<_> = operators.iter().map(|one| one.grants.len()).collect();
    assert_eq!(grants, [5, 1]);
    let hello = |session: &Session, operator: &str| {
        session.call(Request::Hello(super::service::Hello {
            operator: Some(slug(operator)),
            station: StationId::default(),
        }))
    };
    assert!(hello(&one, "claudia-neri").is_ok());
    assert!(hello(&one, "claudia-neri-2").is_err());
}

#[test]
fn the_place_is_born_with_its_knowledge() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options {
        in_memory: true,
        ..Options::default()
    };
    let keeper = Keeper::open(dir.path(), options).unwrap();
    let desk = keeper.session(1000);
    desk.call(Request::Settle).unwrap();
    let counts = stats(&desk);
    let imported = [ArticleKind::Body, ArticleKind::Street];
    let born = counts.articles.iter();
    let mut born = born.filter(|(kind, _)| !imported.contains(kind));
    assert!(born.all(|(_, count)| *count > 0), "{counts:?}");
    let articles: u64 = counts.articles.iter().map(|(_, count)| count).sum();
    assert_eq!(counts.index.documents, articles);
}
