//! The life of an article: the two approvals, what was in force when, and what two curators did at once.

use super::*;
use crate::domain::{
    id::StreamId,
    outcome::{ArticleKind, Role},
    time::Stamp,
};
use proptest::prelude::*;

fn slug(name: &str) -> Slug {
    Slug::parse(name).unwrap()
}

fn op_id(seq: u64) -> OpId {
    let stream = StreamId::default();
    OpId { stream, seq }
}

/// What `who` does at second `seq`.
fn entry(seq: u64, who: &str, op: Op) -> Entry {
    let second = Moment(i64::try_from(seq).unwrap() * 1_000);
    Entry {
        key: OrderKey {
            stamp: Stamp::at(second),
            op: op_id(seq),
        },
        actor: slug(who),
        role: Role::Curator,
        agency: slug("esempio"),
        op,
    }
}

fn publish(text: &str, provenance: Provenance, replaces: &[u64]) -> Op {
    Op::Publish {
        article: slug("cie"),
        kind: ArticleKind::Sheet,
        text: text.to_owned(),
        provenance,
        replaces: replaces.iter().copied().map(op_id).collect(),
    }
}

fn draft(text: &str) -> Op {
    publish(text, Provenance::Draft, &[])
}

fn approve(text: &str, side: Side) -> Op {
    by_act(text, side, None)
}

fn by_act(text: &str, side: Side, name: Option<&str>) -> Op {
    let act = name.map(|name| Act {
        protocol: Text::line("12/2026"),
        date: chrono::NaiveDate::default(),
        name: Text::line(name),
    });
    Op::Approve {
        article: slug("cie"),
        version: version_of(text),
        side,
        act,
    }
}

fn confirm(approval: u64) -> Op {
    Op::Confirm {
        article: slug("cie"),
        approval: op_id(approval),
    }
}

fn withdraw(replaces: &[u64]) -> Op {
    Op::Withdraw {
        article: slug("cie"),
        replaces: replaces.iter().copied().map(op_id).collect(),
    }
}

/// A text that begins with `@12 ` is meant to be in force from second 12 on.
fn begins(text: &str) -> Option<Moment> {
    let (second, _) = text.strip_prefix('@')?.split_once(' ')?;
    Some(Moment(second.parse::<i64>().ok()? * 1_000))
}

fn life(entries: &[Entry]) -> Life {
    Life::fold(&entries.iter().cloned().collect(), begins)
}

fn stage(life: &Life, text: &str) -> Stage {
    life.version(version_of(text)).unwrap().stage
}

/// The text in force at a second.
fn at(life: &Life, second: i64, texts: &[&'static str]) -> Option<&'static str> {
    let span = life.in_force(Moment(second * 1_000))?;
    let of = |text: &&&'static str| version_of(text) == span.version;
    texts.iter().find(of).copied()
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table: a case a row")]
fn a_version_is_approved_by_an_office_and_an_urp_that_are_two_and_not_its_author() {
    let first = entry(1, "ada", draft("uno"));
    let approved = |rest: &[(&str, Op)]| {
        let mut all = vec![first.clone()];
        for (seq, (who, op)) in (2..).zip(rest) {
            all.push(entry(seq, who, op.clone()));
        }
        stage(&life(&all), "uno") == Stage::Approved
    };
    let (office, urp) = (approve("uno", Side::Office), approve("uno", Side::Urp));
    assert!(approved(&[
        ("bice", office.clone()),
        ("carla", urp.clone())
    ]));
    assert!(approved(&[
        ("carla", urp.clone()),
        ("bice", office.clone())
    ]));
    for (why, rest) in [
        ("nobody", vec![]),
        ("the office alone", vec![("bice", office.clone())]),
        (
            "the URP twice",
            vec![("bice", urp.clone()), ("carla", urp.clone())],
        ),
        (
            "one person",
            vec![("bice", office.clone()), ("bice", urp.clone())],
        ),
        (
            "the author",
            vec![("ada", office.clone()), ("carla", urp.clone())],
        ),
        (
            "another text",
            vec![
                ("bice", approve("due", Side::Office)),
                ("carla", urp.clone()),
            ],
        ),
        (
            "who wrote the same text himself",
            vec![
                ("bice", draft("uno")),
                ("bice", office.clone()),
                ("carla", urp.clone()),
            ],
        ),
        (
            "an approval taken back",
            vec![
                ("bice", office.clone()),
                ("carla", urp.clone()),
                (
                    "bice",
                    Op::Undo {
                        subject: office.subject(),
                        op: op_id(2),
                    },
                ),
            ],
        ),
    ] {
        assert!(!approved(&rest), "{why}");
    }
}

#[test]
fn an_act_counts_once_somebody_else_has_seen_it() {
    let base = [
        entry(1, "ada", draft("uno")),
        entry(2, "ada", by_act("uno", Side::Office, Some("Rossi Mario"))),
        entry(3, "carla", approve("uno", Side::Urp)),
    ];
    let with = |more: &[Entry]| stage(&life(&[&base, more].concat()), "uno");
    assert_eq!(with(&[]), Stage::Draft);
    let lacks = |entries: &[Entry]| life(entries).versions[0].missing();
    assert_eq!(lacks(&base), [Side::Office]);
    assert!(life(&base).versions[0].waits_for_confirmation(Side::Office));
    assert!(!life(&base).versions[0].waits_for_confirmation(Side::Urp));
    assert_eq!(
        lacks(&[&base[..], &[entry(4, "dino", confirm(2))]].concat()),
        []
    );
    // The author's own word is none.
    let own = [
        base[0].clone(),
        entry(2, "ada", approve("uno", Side::Office)),
    ];
    assert_eq!(lacks(&own), [Side::Office, Side::Urp]);
    assert_eq!(with(&[entry(4, "ada", confirm(2))]), Stage::Draft);
    assert_eq!(with(&[entry(4, "dino", confirm(2))]), Stage::Approved);
}

#[test]
fn two_acts_of_one_name_are_one_person() {
    let acts = |one, two| {
        let all = [
            entry(1, "ada", draft("uno")),
            entry(2, "ada", by_act("uno", Side::Office, Some(one))),
            entry(3, "ada", by_act("uno", Side::Urp, Some(two))),
            entry(4, "dino", confirm(2)),
            entry(5, "dino", confirm(3)),
        ];
        stage(&life(&all), "uno")
    };
    assert_eq!(acts("Mario Rossi", "Carla Neri"), Stage::Approved);
    assert_eq!(acts("Mario Rossi", "ROSSI  mario"), Stage::Draft);
}

#[test]
fn one_person_on_paper_and_at_the_desk_is_one_person() {
    let base = [
        entry(1, "ada", draft("uno")),
        entry(2, "ada", by_act("uno", Side::Office, Some("Neri Carla"))),
        entry(3, "dino", confirm(2)),
    ];
    let with = |more: &[Entry]| stage(&life(&[&base, more].concat()), "uno");
    let urp = |who| with(&[entry(4, who, approve("uno", Side::Urp))]);
    assert_eq!(urp("bice"), Stage::Approved);
    // The act bears her name.
    assert_eq!(urp("carla-neri"), Stage::Draft);
    // He saw the act himself.
    assert_eq!(urp("dino"), Stage::Draft);
    // The author signs as the office, or sees the act on his own text.
    let own = [
        entry(1, "ada", draft("uno")),
        entry(2, "bice", by_act("uno", Side::Office, Some("Ada"))),
        entry(3, "dino", confirm(2)),
        entry(4, "carla", approve("uno", Side::Urp)),
    ];
    assert_eq!(stage(&life(&own), "uno"), Stage::Draft);
    let seen = [
        entry(1, "ada", draft("uno")),
        entry(2, "bice", by_act("uno", Side::Office, Some("Rossi"))),
        entry(3, "ada", confirm(2)),
        entry(4, "carla", approve("uno", Side::Urp)),
    ];
    assert_eq!(stage(&life(&seen), "uno"), Stage::Draft);
}

#[test]
fn who_wrote_the_draft_before_is_an_author_of_the_one_that_changes_it() {
    let all = [
        entry(1, "ada", draft("uno")),
        entry(2, "bice", publish("due", Provenance::Draft, &[1])),
        entry(3, "ada", approve("due", Side::Office)),
        entry(4, "carla", approve("due", Side::Urp)),
    ];
    assert_eq!(stage(&life(&all), "due"), Stage::Draft);
}

#[test]
fn a_version_is_in_force_until_the_next_one_and_a_withdrawn_one_does_not_come_back() {
    let trusted = |text, replaces: &[u64]| publish(text, Provenance::Trusted, replaces);
    let all = [
        entry(1, "ada", trusted("uno", &[])),
        entry(3, "ada", trusted("due", &[1])),
        entry(5, "ada", withdraw(&[3])),
        entry(7, "ada", trusted("tre", &[])),
    ];
    let texts = ["uno", "due", "tre"];
    let life = life(&all);
    let shown: Vec<_> = (0..9).map(|second| at(&life, second, &texts)).collect();
    let (one, two, three) = (Some("uno"), Some("due"), Some("tre"));
    assert_eq!(shown, [None, one, one, two, two, None, None, three, three]);
    let stages = texts.map(|text| stage(&life, text));
    let superseded = Stage::Superseded;
    assert_eq!(stages, [superseded, superseded, Stage::Published]);
    let before = Life::fold(&all.iter().take(3).cloned().collect(), begins);
    assert_eq!(stage(&before, "due"), Stage::Withdrawn);
    // What each comes after; a text that never was in force, after the one in force, or the last.
    let after = |life: &Life, text: &str, second: i64| {
        let known = life.before(version_of(text), Moment(second * 1_000))?;
        texts.into_iter().find(|text| version_of(text) == known)
    };
    let of_each = texts.map(|text| after(&life, text, 8));
    assert_eq!(of_each, [None, one, two]);
    assert_eq!(after(&life, "bozza", 4), two);
    assert_eq!(after(&before, "bozza", 6), two);
    assert_eq!(after(&Life::default(), "bozza", 6), None);
    assert_eq!(before.withdrawn, Some((slug("ada"), Moment(5_000))));
}

#[test]
fn what_is_meant_for_later_leaves_the_one_before_in_force_until_then() {
    let all = [
        entry(1, "ada", publish("uno", Provenance::Trusted, &[])),
        entry(3, "ada", publish("@6 due", Provenance::Trusted, &[1])),
    ];
    let life = life(&all);
    assert_eq!(at(&life, 5, &["uno", "@6 due"]), Some("uno"));
    assert_eq!(at(&life, 6, &["uno", "@6 due"]), Some("@6 due"));
    // A correction made meanwhile is the last word, whatever was planned before.
    let hurried = entry(4, "ada", publish("tre", Provenance::Trusted, &[3]));
    let life = Life::fold(&all.into_iter().chain([hurried]).collect(), begins);
    assert_eq!(at(&life, 9, &["uno", "@6 due", "tre"]), Some("tre"));
}

#[test]
fn of_two_published_at_once_the_later_is_in_force_and_both_are_shown_until_one_is_chosen() {
    let trusted = |text, replaces: &[u64]| publish(text, Provenance::Trusted, replaces);
    let mut all = vec![
        entry(1, "ada", trusted("uno", &[])),
        entry(3, "ada", trusted("due", &[1])),
        entry(4, "bice", trusted("tre", &[1])),
    ];
    assert_eq!(life(&all).heads, [op_id(3), op_id(4)]);
    assert_eq!(at(&life(&all), 5, &["due", "tre"]), Some("tre"));
    all.push(entry(6, "ada", trusted("due", &[3, 4])));
    assert_eq!(life(&all).heads, [op_id(6)]);
    assert_eq!(at(&life(&all), 7, &["due", "tre"]), Some("due"));
    // The same text published in two places is one version, and nothing to choose.
    let same = [
        entry(1, "ada", trusted("uno", &[])),
        entry(3, "ada", trusted("due", &[1])),
        entry(4, "bice", trusted("due", &[1])),
    ];
    assert_eq!(life(&same).heads, [op_id(4)]);
}

#[test]
fn a_draft_waits_until_it_is_published_changed_or_set_aside() {
    let open = |all: &[Entry]| -> Vec<[u8; 16]> {
        life(all).open_drafts().map(|draft| draft.id).collect()
    };
    let mut all = vec![
        entry(1, "ada", publish("uno", Provenance::Trusted, &[])),
        entry(2, "ada", draft("due")),
        entry(3, "bice", draft("tre")),
    ];
    assert_eq!(open(&all), [version_of("due"), version_of("tre")]);
    // Changed: the new text stands for the old one.
    all.push(entry(4, "ada", publish("quattro", Provenance::Draft, &[2])));
    assert_eq!(open(&all), [version_of("tre"), version_of("quattro")]);
    // Something else published meanwhile loses neither.
    all.push(entry(
        5,
        "dino",
        publish("cinque", Provenance::Trusted, &[1]),
    ));
    assert_eq!(open(&all).len(), 2);
    // Published as it is.
    all.push(entry(6, "dino", publish("tre", Provenance::Approved, &[5])));
    assert_eq!(open(&all), [version_of("quattro")]);
    assert_eq!(at(&life(&all), 7, &["tre"]), Some("tre"));
    // Set aside: what is in force stays.
    all.push(entry(8, "dino", withdraw(&[4])));
    assert_eq!(open(&all), [] as [[u8; 16]; 0]);
    assert_eq!(at(&life(&all), 9, &["tre"]), Some("tre"));
    // A text of the past proposed again waits again.
    all.push(entry(10, "ada", draft("uno")));
    assert_eq!(open(&all), [version_of("uno")]);
}

#[test]
fn who_publishes_what_others_wrote_is_not_its_author() {
    let all = [
        entry(1, "ada", draft("uno")),
        entry(2, "dino", publish("uno", Provenance::Approved, &[])),
    ];
    let authors = life(&all).versions[0].authors.clone();
    assert_eq!(authors, BTreeSet::from([slug("ada")]));
}

#[test]
fn a_notice_goes_within_a_day_and_can_be_taken_away() {
    let say = |text: &str, until: i64, replaces: &[u64]| Op::Notice {
        article: slug("cie"),
        text: Text::line(text),
        until: Moment(until),
        replaces: replaces.iter().copied().map(op_id).collect(),
    };
    let notices = |all: &[Entry]| life(all).notices;
    let elsewhere = |seq, op| Entry {
        agency: slug("altrove"),
        ..entry(seq, "zoe", op)
    };
    let said = entry(10, "ada", say("Chiuso per sciopero", i64::MAX, &[]));
    let shown = notices(std::slice::from_ref(&said));
    assert_eq!(shown[0].until, Moment(10_000 + DAY));
    let sooner = notices(&[entry(10, "ada", say("Linea guasta", 12_000, &[]))]);
    assert_eq!(sooner[0].until, Moment(12_000));
    let stranger = elsewhere(11, say("", 0, &[10]));
    assert_eq!(notices(&[said.clone(), stranger]).len(), 1);
    let taken = entry(11, "bice", say("", 0, &[10]));
    assert_eq!(notices(&[said, taken]), []);
}

#[test]
fn what_led_here_is_capped_kept_once_and_forgotten() {
    let learned = |queries: &[&str], forget| Op::Learned {
        article: slug("cie"),
        queries: queries.iter().map(|query| Text::line(query)).collect(),
        forget,
    };
    let many: Vec<String> = (0..30).map(|n| format!("domanda {n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let all = [
        entry(1, "ada", learned(&many, false)),
        entry(2, "ada", learned(&["domanda 20", "nuova"], false)),
    ];
    let words = life(&all).learned;
    assert_eq!(words.len(), MOST_LEARNED);
    assert_eq!(words[0].as_str(), "nuova");
    assert_eq!(
        words
            .iter()
            .filter(|one| one.as_str() == "domanda 20")
            .count(),
        1
    );
    let forgotten = entry(3, "ada", learned(&[], true));
    let all: Vec<Entry> = all.into_iter().chain([forgotten]).collect();
    assert_eq!(life(&all).learned, []);
}

#[test]
fn a_wrong_number_is_doubted_until_the_article_is_published_again() {
    let wrong = |number: &str| Op::WrongNumber {
        article: slug("cie"),
        number: Text::line(number),
    };
    let mut all = vec![
        entry(1, "ada", publish("uno", Provenance::Trusted, &[])),
        entry(2, "bice", wrong("0000 1")),
        entry(3, "carla", wrong("0000 1")),
    ];
    let doubts = life(&all).doubts;
    assert_eq!((doubts.len(), doubts[0].by.as_str()), (1, "bice"));
    all.push(entry(4, "ada", publish("due", Provenance::Trusted, &[1])));
    assert_eq!(life(&all).doubts, []);
}

fn any_op() -> impl Strategy<Value = Op> {
    let texts = || prop::sample::select(&["uno", "due", "@9 tre"][..]);
    let provenance =
        prop::sample::select(&[Provenance::Draft, Provenance::Trusted, Provenance::Approved][..]);
    let seen = || prop::collection::vec(1u64..12, 0..3);
    prop_oneof![
        (texts(), provenance, seen())
            .prop_map(|(text, provenance, seen)| publish(text, provenance, &seen)),
        (texts(), prop::sample::select(Side::ALL)).prop_map(|(text, side)| approve(text, side)),
        seen().prop_map(|seen| withdraw(&seen)),
    ]
}

proptest! {
    /// At every moment at most one version is in force, and one that is was published and is not covered.
    #[test]
    fn one_version_is_in_force_at_a_time(
        ops in prop::collection::vec((prop::sample::select(&["ada", "bice"][..]), any_op()), 1..12),
    ) {
        let all: Vec<Entry> = (1..).zip(ops).map(|(seq, (who, op))| entry(seq, who, op)).collect();
        let life = life(&all);
        for second in 0..14 {
            let moment = Moment(second * 1_000);
            let holding = life.spans.iter().filter(|span| span.holds(moment)).count();
            prop_assert!(holding <= 1, "{holding} at {second}");
        }
        let standing = life.spans.iter().filter(|span| span.until.is_none()).count();
        prop_assert!(standing <= 1);
        prop_assert_eq!(standing == 0, life.heads.is_empty());
        for draft in life.open_drafts() {
            prop_assert!(!draft.drafts.is_empty());
        }
    }

    /// The life is that of the set of ops: their order of arrival, and arriving twice, change nothing.
    #[test]
    fn the_life_is_that_of_the_set(
        ops in prop::collection::vec(any_op(), 1..10),
        order in any::<prop::sample::Index>(),
    ) {
        let all: Vec<Entry> = (1..).zip(ops).map(|(seq, op)| entry(seq, "ada", op)).collect();
        let mut turned = all.clone();
        turned.rotate_left(order.index(all.len()));
        turned.extend(all.clone());
        prop_assert_eq!(life(&all), life(&turned));
    }
}
