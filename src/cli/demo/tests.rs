use super::{history::Case, mix::PRESETS, scenario::SCENARIOS, *};
use crate::{
    domain::{
        id::StationId,
        op::Op,
        outcome::{Outcome, TicketKind},
        time::Moment,
    },
    locale::catalog_faults,
};
use std::collections::HashSet;

fn cases(preset: usize, seed: u64, count: u32) -> Vec<Case> {
    let answers: Vec<scenario::Answered> = SCENARIOS
        .iter()
        .map(|scenario| scenario::Answered {
            scenario,
            found: Vec::new(),
        })
        .collect();
    let history = History {
        seed,
        now: Moment(1_800_000_000_000),
        tickets: count,
        station: StationId::default(),
        preset: PRESETS[preset],
        answers: &answers,
    };
    (0..count).map(|number| history.case(number)).collect()
}

fn outcomes(cases: &[Case]) -> Vec<Outcome> {
    let concluded = |case: &Case| {
        case.ops.iter().find_map(|op| match op {
            Op::Conclude { outcome, .. } => Some(*outcome),
            _ => None,
        })
    };
    cases.iter().filter_map(concluded).collect()
}

fn per_thousand(count: usize, all: usize) -> usize {
    count * 1000 / all
}

#[test]
fn the_catalog_is_complete() {
    assert_eq!(catalog_faults(ALL), Vec::<String>::new());
}

#[test]
fn the_mix_is_the_one_of_the_seeds() {
    let cases = cases(0, 1, 20_000);
    let of_kind = |kind: TicketKind| {
        let named = |case: &&Case| {
            case.ops
                .iter()
                .any(|op| matches!(op, Op::SetField { value, .. } if value.text() == kind.id()))
        };
        per_thousand(cases.iter().filter(named).count(), cases.len())
    };
    assert!(of_kind(TicketKind::Switchboard).abs_diff(410) < 15);
    assert!(of_kind(TicketKind::Information).abs_diff(520) < 15);
    assert!(of_kind(TicketKind::Booking).abs_diff(60) < 10);
    let outcomes = outcomes(&cases);
    let left = outcomes
        .iter()
        .filter(|outcome| outcome.leaves_first_level())
        .count();
    let live = outcomes
        .iter()
        .filter(|outcome| **outcome == Outcome::PassedLive)
        .count();
    assert!(per_thousand(left, outcomes.len()).abs_diff(90) < 10);
    assert!(per_thousand(live, outcomes.len()).abs_diff(70) < 10);
}

#[test]
fn the_same_seed_gives_the_same_history_and_each_request_is_its_own() {
    let (one, again, other) = (cases(2, 7, 50), cases(2, 7, 50), cases(2, 8, 50));
    let ops =
        |cases: &[Case]| -> Vec<Op> { cases.iter().flat_map(|case| case.ops.clone()).collect() };
    assert_eq!(ops(&one), ops(&again));
    assert_ne!(ops(&one), ops(&other));
    let tickets: HashSet<_> = one.iter().map(|case| case.ticket).collect();
    assert_eq!(tickets.len(), one.len());
}

#[test]
fn requests_come_in_the_order_of_their_times() {
    let begun = |case: &Case| {
        case.ops.iter().find_map(|op| match op {
            Op::Begin { started, .. } => Some(*started),
            _ => None,
        })
    };
    let times: Vec<Moment> = cases(0, 1, 2_000).iter().filter_map(begun).collect();
    assert_eq!(times.len(), 2_000);
    assert!(times.is_sorted());
    assert!(times.iter().all(|time| *time <= Moment(1_800_000_000_000)));
}

#[test]
fn every_request_says_that_it_is_synthetic() {
    for case in cases(1, 1, 200) {
        let tagged = |op: &Op| matches!(op, Op::Tag { tag, .. } if tag.as_str() == history::TAG);
        assert!(case.ops.iter().any(tagged));
        assert!(case.size() <= BATCH_OPS);
    }
}
