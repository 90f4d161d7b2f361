//! The rulebook as a table: role × op × whose request it is, beside what SECURITY says of each.

use super::*;
use crate::domain::{
    agency,
    fold::{Entry, Record},
    id::{InteractionId, StationId, StreamId, TicketId},
    number::Block,
    op::{
        Act, ArticleRef, Provenance, RawOp, Subject,
        tests::{op_id, slug},
    },
    operator::Grant,
    order::OrderKey,
    outcome::{ArticleKind, Channel, Outcome, Side, TimeSource},
    time::{Moment, Stamp},
};
use crate::domain::{field, field::Value};
use std::collections::BTreeSet;

const ID: TicketId = TicketId::new([1; 16]);
const HERE: &str = "esempio";
const ELSEWHERE: &str = "altrove";

/// The columns of the tables.
const ROLES: [Role; 8] = [
    Role::FirstLevel,
    Role::BackOffice,
    Role::Department,
    Role::Urp,
    Role::Supervisor,
    Role::Curator,
    Role::Privacy,
    Role::Admin,
];

/// A person with one role; a department's and an URP's are narrowed to the office `tributi`.
fn person(role: Role, agency: &str) -> Operator {
    let office = matches!(role, Role::Department | Role::Urp).then(|| slug("tributi"));
    let agency = slug(agency);
    Operator {
        id: slug("me"),
        name: Text::line("Io"),
        account: None,
        grants: vec![Grant {
            role,
            agency,
            office,
        }],
    }
}

/// Whose request it is: the places of the letters in a cell.
#[derive(Clone, Copy, Debug)]
enum Of {
    /// Not there yet.
    New,
    /// At the first level, nobody's.
    Free,
    /// At the first level, his.
    Mine,
    /// At the first level, a colleague's.
    Theirs,
    /// He opened it; at the back office now.
    Gone,
    /// At the back office.
    Back,
    /// At his office.
    Office,
    /// At another office.
    Far,
    /// Closed at the first level, nobody's.
    Shut,
}

const SITUATIONS: [Of; 9] = [
    Of::New,
    Of::Free,
    Of::Mine,
    Of::Theirs,
    Of::Gone,
    Of::Back,
    Of::Office,
    Of::Far,
    Of::Shut,
];

fn ticket(of: Of, agency: &str) -> Option<Ticket> {
    let (opener, then) = match of {
        Of::New => return None,
        Of::Free => ("ada", None),
        Of::Mine => ("ada", Some(("me", Verb::Take, None))),
        Of::Theirs => ("ada", Some(("ada", Verb::Take, None))),
        Of::Gone => ("me", Some(("me", Verb::EscalateBackOffice, None))),
        Of::Back => ("ada", Some(("ada", Verb::EscalateBackOffice, None))),
        Of::Office => (
            "ada",
            Some(("ada", Verb::EscalateDepartment, Some("tributi"))),
        ),
        Of::Far => (
            "ada",
            Some(("ada", Verb::EscalateDepartment, Some("anagrafe"))),
        ),
        Of::Shut => ("ada", Some(("ada", Verb::Close, None))),
    };
    let then = then.into_iter();
    let steps = std::iter::once((opener, Verb::Open, None)).chain(then);
    let record: Record = (1..)
        .zip(steps)
        .map(|(seq, (actor, verb, to))| Entry {
            key: OrderKey {
                stamp: Stamp(1),
                op: op_id(1, seq),
            },
            actor: slug(actor),
            role: Role::FirstLevel,
            agency: slug(agency),
            op: change(verb, to),
        })
        .collect();
    Ticket::fold(ID, &record)
}

fn change(verb: Verb, to: Option<&str>) -> Op {
    Op::Change {
        ticket: ID,
        verb,
        to: to.map(|office| Queue::Office(slug(office))),
        owner: None,
        parents: Vec::new(),
        text: Text::line("parole"),
    }
}

/// The letter of a verdict.
fn letter(verdict: Result<(), Refusal>) -> char {
    let Err(refusal) = verdict else { return '+' };
    match refusal.rule {
        "no-role" => '-',
        "not-yours" => 'y',
        "closed" => 'c',
        "not-closed" => 'n',
        "already-open" => 'o',
        "no-answer" => 'w',
        "no-office" => 'u',
        "own-grants" => 'g',
        "birth-only" => 'b',
        "other-agency" => 'x',
        "no-version" => 'v',
        other => panic!("{other} has no letter"),
    }
}

fn set() -> Op {
    let value = Value::Text(Text::line("x"));
    Op::SetField {
        ticket: ID,
        field: field::TITLE,
        value,
        replaces: Vec::new(),
    }
}

/// SECURITY's table, as far as it speaks of requests. A column for each role, in it a letter for
/// each of [`SITUATIONS`].
#[rustfmt::skip]
fn on_requests() -> Vec<(&'static str, Op, [&'static str; 8])> {
    const NO: &str = "---------";
    const ALL: &str = "+++++++++";
    const OPEN: &str = "++++++++c";
    let tag = Op::Tag { ticket: ID, tag: slug("t"), present: true, replaces: Vec::new() };
    let link = Op::Link { ticket: ID, to: TicketId::new([2; 16]) };
    let note = Op::Note { ticket: ID, text: Text::line("x"), corrects: None };
    let to = |verb| change(verb, Some("tributi"));
    vec![
        //                                                                FirstLevel   BackOffice   Department   Urp          Supervisor
        ("open", change(Verb::Open, None),                              ["+oooooooo", "+oooooooo", "yyyyyyyyy", "+oooooooo", NO, NO, NO, NO]),
        ("open at his office", to(Verb::Open),                          ["+oooooooo", "+oooooooo", "+oooooooo", "+oooooooo", NO, NO, NO, NO]),
        ("open at another", change(Verb::Open, Some("anagrafe")),       ["+oooooooo", "+oooooooo", "yyyyyyyyy", "+oooooooo", NO, NO, NO, NO]),
        ("note", note,                                                  [ALL,         ALL,         "+y+yyy+yy", "+y+y+y+yy", ALL, NO, NO, NO]),
        ("set a field", set(),                                          ["+++y+yyy+", ALL,         "+y+y+y+yy", "+y+y+y+yy", ALL, NO, NO, NO]),
        ("tag", tag,                                                    ["+++y+yyy+", ALL,         "+y+yyy+yy", NO,          ALL, NO, NO, NO]),
        ("link", link,                                                  ["+++y+yyy+", ALL,         "+y+yyy+yy", NO,          ALL, NO, NO, NO]),
        ("take", change(Verb::Take, None),                              ["+++yyyyyc", OPEN,        "+y+yyy+yy", NO,          OPEN, NO, NO, NO]),
        ("entrust to the back office", to(Verb::EscalateBackOffice),    ["+++yyyyyc", NO,          "+y+yyy+yy", "+y+y+y+yy", OPEN, NO, NO, NO]),
        ("entrust to a department", to(Verb::EscalateDepartment),       ["+++yyyyyc", OPEN,        NO,          NO,          OPEN, NO, NO, NO]),
        ("entrust to no department", change(Verb::EscalateDepartment, None), ["uuuyyyyyc", "uuuuuuuuc", NO,     NO,          "uuuuuuuuc", NO, NO, NO]),
        ("assign", to(Verb::Assign),                                    [NO,          OPEN,        NO,          NO,          OPEN, NO, NO, NO]),
        ("assign as supervisor", to(Verb::SupervisorAssign),            [NO,          NO,          NO,          NO,          OPEN, NO, NO, NO]),
        ("close", change(Verb::Close, None),                            ["+++yyyyyc", OPEN,        "+y+yyy+yy", NO,          OPEN, NO, NO, NO]),
        ("close without a word", close_wordless(),                      ["wwwyyyyyc", "wwwwwwwwc", "wywyyywyy", NO,          "wwwwwwwwc", NO, NO, NO]),
        ("reopen", change(Verb::Reopen, None),                          [NO,          "+nnnnnnn+", NO,          NO,          "+nnnnnnn+", NO, NO, NO]),
    ]
}

fn close_wordless() -> Op {
    let mut op = change(Verb::Close, None);
    if let Op::Change { text, .. } = &mut op {
        *text = Text::line("  ");
    }
    op
}

fn of_ticket(ticket: Option<&Ticket>) -> Known<'_> {
    ticket.map_or(Known::Nothing, Known::Ticket)
}

#[test]
fn on_requests_the_rules_are_the_table() {
    for (what, op, expected) in on_requests() {
        for (role, cell) in ROLES.into_iter().zip(expected) {
            let me = person(role, HERE);
            let found: String = SITUATIONS
                .into_iter()
                .map(|of| {
                    let ticket = ticket(of, HERE);
                    let who = Principal::Person(&me);
                    letter(authorize(who, &op, &slug(HERE), of_ticket(ticket.as_ref())))
                })
                .collect();
            assert_eq!(found, cell, "{what} as {role:?}, on {SITUATIONS:?}");
        }
    }
}

#[test]
fn nobody_does_anything_on_a_request_of_another_agency() {
    for (what, op, _) in on_requests() {
        for (role, of) in ROLES
            .into_iter()
            .flat_map(|role| SITUATIONS.map(|of| (role, of)))
        {
            // The request is another agency's than the batch says.
            let me = person(role, HERE);
            let ticket_there = ticket(of, ELSEWHERE);
            let verdict = |agency, ticket: Option<&Ticket>| {
                letter(authorize(
                    Principal::Person(&me),
                    &op,
                    &slug(agency),
                    of_ticket(ticket),
                ))
            };
            if ticket_there.is_some() {
                assert_eq!(
                    verdict(HERE, ticket_there.as_ref()),
                    'x',
                    "{what} as {role:?}"
                );
            }
            // The batch is for the other agency, where he has no role.
            assert_eq!(
                verdict(ELSEWHERE, ticket_there.as_ref()),
                '-',
                "{what} as {role:?}"
            );
        }
    }
}

/// The ops that are on no request, with a letter for each role.
#[rustfmt::skip]
#[expect(clippy::too_many_lines, reason = "a table: a row an op")]
fn on_the_rest() -> Vec<(&'static str, Op, &'static str)> {
    let interaction = InteractionId::default();
    let answer = ArticleRef { id: slug("cie"), version: [0; 16] };
    let publish = |provenance| Op::Publish {
        article: slug("cie"),
        kind: ArticleKind::Faq,
        text: String::new(),
        provenance, replaces: Vec::new(), };
    let grant = |who: &str, role, agency: &str| Op::Grant {
        operator: slug(who),
        role,
        agency: slug(agency),
        office: None,
    };
    let revoke = |who: &str, role, agency: &str| Op::Revoke {
        operator: slug(who),
        role,
        agency: slug(agency),
    };
    let described = |agency: &str| Op::Agency { agency: slug(agency), text: String::new() };
    let undo = |kind| Op::Undo { subject: Subject { kind, id: [0; 16] }, op: op_id(1, 1) };
    let (source, station) = (TimeSource::Key, StationId::default());
    let (text, ticket) = (Text::default(), None);
    let begin = Op::Begin {
        interaction,
        channel: Channel::Phone,
        started: Moment(0),
        source,
        station,
        caller: text.clone(),
    };
    let conclude = Op::Conclude {
        interaction,
        ticket,
        outcome: Outcome::Answered,
        answer: None,
        corrects: None,
        text: text.clone(),
    };
    let name = Op::Operator { operator: slug("ada"), name: text.clone(), account: None };
    let approve = |side, by_act: bool| {
        let date = chrono::NaiveDate::default();
        let act = by_act.then(|| Act { protocol: Text::line("1"), date, name: Text::line("Ada") });
        Op::Approve { article: slug("cie"), version: [0; 16], side, act }
    };
    let (until, replaces) = (Moment(0), Vec::new());
    let notice = Op::Notice { article: slug("cie"), text: text.clone(), until, replaces };
    let learned = Op::Learned { article: slug("cie"), queries: Vec::new(), forget: true };
    vec![
        //                                                         FBDUSCPA
        ("begin", begin,                                          "+++++---"),
        ("conclude", conclude,                                    "+++++---"),
        ("tell", Op::Told { interaction, ticket, answer, passage: text.clone(), used: true }, "+++++---"),
        ("park", Op::Park { interaction, draft: String::new() },  "+++++---"),
        ("resume", Op::Resume { interaction, station, parked: op_id(1, 1) }, "+++++---"),
        ("end", Op::End { interaction, ended: Moment(0), source }, "+++++---"),
        ("undo on a request", undo(subject::TICKET),              "+++++---"),
        ("undo in a call", undo(subject::INTERACTION),            "+++++---"),
        ("undo a publication", undo(subject::ARTICLE),            "--------"),
        ("undo a description", undo(subject::AGENCY),             "--------"),
        ("undo a grant", undo(subject::OPERATOR),                 "--------"),
        ("undo a receipt", undo(subject::REPLICA),                "--------"),
        ("draft", publish(Provenance::Draft),                     "-+++-+--"),
        ("publish", publish(Provenance::Trusted),                 "----++--"),
        ("publish synthetic", publish(Provenance::Synthetic),     "----++--"),
        ("publish what nobody proposed", publish(Provenance::Approved), "----vv--"),
        ("publish as seed", publish(Provenance::Seed),            "bbbbbbbb"),
        ("withdraw", Op::Withdraw { article: slug("cie"), replaces: Vec::new() }, "----++--"),
        ("approve for the office", approve(Side::Office, false),  "-vv-----"),
        ("approve for the URP", approve(Side::Urp, false),        "---vv---"),
        ("record an act", approve(Side::Office, true),            "-----v--"),
        ("confirm an act", Op::Confirm { article: slug("cie"), approval: op_id(1, 1) }, "----v---"),
        ("say one sentence", notice,                              "-+--+---"),
        ("read", Op::Read { article: slug("cie"), version: [0; 16] }, "++++++++"),
        ("say that a number is wrong", Op::WrongNumber { article: slug("cie"), number: text.clone() }, "++++++++"),
        ("forget what was learned", learned,                      "----++--"),
        ("describe his agency", described(HERE),                  "-------+"),
        ("describe another agency", described(ELSEWHERE),         "--------"),
        ("name somebody", name,                                   "--------"),
        ("grant", grant("ada", Role::BackOffice, HERE),           "----+--+"),
        ("grant administration", grant("ada", Role::Admin, HERE), "-------+"),
        ("grant elsewhere", grant("ada", Role::BackOffice, ELSEWHERE), "--------"),
        ("grant everywhere", grant("ada", Role::BackOffice, agency::ALL), "--------"),
        ("grant himself", grant("me", Role::BackOffice, HERE),    "gggggggg"),
        ("revoke", revoke("ada", Role::BackOffice, HERE),         "----+--+"),
        ("revoke administration", revoke("ada", Role::Admin, HERE), "-------+"),
        ("revoke elsewhere", revoke("ada", Role::BackOffice, ELSEWHERE), "--------"),
        ("revoke himself", revoke("me", Role::Admin, HERE),       "gggggggg"),
        ("number", Op::Number { ticket: ID, number: Block::offline(1).number(1).unwrap() }, "bbbbbbbb"),
        ("take numbers", Op::NumberBlock { block: 90_001 },       "bbbbbbbb"),
        ("receipt", Op::Receipt { stream: StreamId::default(), from: 1, to: 1, at: Moment(0) }, "bbbbbbbb"),
        ("refuse", Op::Refused { subject: Subject::ticket(ID), op: op_id(1, 1), rule: text }, "bbbbbbbb"),
        ("unknown", unknown(), "bbbbbbbb"),
    ]
}

fn unknown() -> Op {
    Op::Unknown(RawOp {
        kind: 900,
        flags: 0,
        subject: Subject::ticket(ID),
        key: None,
        clear: Vec::new(),
        personal: Vec::new(),
    })
}

#[test]
fn on_the_rest_the_rules_are_the_table() {
    for (what, op, expected) in on_the_rest() {
        let verdict = |role, agency| {
            let me = person(role, agency);
            letter(authorize(
                Principal::Person(&me),
                &op,
                &slug(HERE),
                Known::Nothing,
            ))
        };
        let found: String = ROLES.into_iter().map(|role| verdict(role, HERE)).collect();
        assert_eq!(found, expected, "{what}");
        // The roles that a command tries are those that may, and no other.
        if fitting(&op) != Role::ALL && !found.contains('b') {
            let letters = ROLES.into_iter().zip(found.chars());
            let may = letters.filter(|(_, letter)| *letter != '-');
            let may: BTreeSet<Role> = may.map(|(role, _)| role).collect();
            let tried: BTreeSet<Role> = fitting(&op).iter().copied().collect();
            assert_eq!(tried, may, "{what}");
        }
        // A role elsewhere gives nothing here; what has an agency of its own goes by that one.
        let stranger: String = ROLES
            .into_iter()
            .map(|role| verdict(role, ELSEWHERE))
            .collect();
        let by_its_own = what.contains("elsewhere") || what.contains("another agency");
        assert!(by_its_own || !stranger.contains('+'), "{what}: {stranger}");
    }
}

#[test]
fn a_grant_everywhere_reaches_every_agency_and_one_without_office_every_office() {
    let everywhere = person(Role::Admin, agency::ALL);
    let name = Op::Operator {
        operator: slug("ada"),
        name: Text::line("Ada"),
        account: Some(1),
    };
    assert_eq!(
        authorize(
            Principal::Person(&everywhere),
            &name,
            &slug(agency::ALL),
            Known::Nothing
        ),
        Ok(())
    );
    let mut department = person(Role::Department, HERE);
    let far = ticket(Of::Far, HERE);
    let close = change(Verb::Close, None);
    let verdict = |me: &Operator| {
        authorize(
            Principal::Person(me),
            &close,
            &slug(HERE),
            of_ticket(far.as_ref()),
        )
    };
    assert_eq!(verdict(&department), Err(refusals::NOT_YOURS));
    department.grants[0].office = None;
    assert_eq!(verdict(&department), Ok(()));
}

#[test]
fn an_office_of_another_agency_with_the_same_name_is_another_office() {
    let mut me = person(Role::Department, ELSEWHERE);
    let (agency, office) = (slug(HERE), Some(slug("anagrafe")));
    me.grants.push(Grant {
        role: Role::Department,
        agency,
        office,
    });
    let ticket = ticket(Of::Office, HERE);
    let verdict = authorize(
        Principal::Person(&me),
        &change(Verb::Close, None),
        &slug(HERE),
        of_ticket(ticket.as_ref()),
    );
    assert_eq!(verdict, Err(refusals::NOT_YOURS));
}

#[test]
fn who_has_no_grant_may_do_nothing_and_the_program_everything() {
    let mut nobody = person(Role::Admin, HERE);
    nobody.grants.clear();
    let ops = on_requests().into_iter().map(|(what, op, _)| (what, op));
    for (what, op) in ops.chain(on_the_rest().into_iter().map(|(what, op, _)| (what, op))) {
        assert!(
            authorize(Principal::Person(&nobody), &op, &slug(HERE), Known::Nothing).is_err(),
            "{what}"
        );
        assert_eq!(
            authorize(Principal::Birth, &op, &slug(HERE), Known::Nothing),
            Ok(()),
            "{what}"
        );
    }
}

#[test]
fn every_refusal_is_named_once_and_says_the_way_out_in_both_languages() {
    let words: Vec<_> = refusals::ALL
        .iter()
        .map(|refusal| (refusal.rule, refusal.words))
        .collect();
    assert_eq!(crate::locale::catalog_faults(&words), Vec::<String>::new());
    let names: BTreeSet<_> = refusals::ALL.iter().map(|refusal| refusal.rule).collect();
    assert_eq!(names.len(), refusals::ALL.len());
}
