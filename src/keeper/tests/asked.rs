//! What calls leave behind: what operators picked is learned, what nobody answered is a gap.

use super::{
    knowledge::{Desk, publish, text},
    *,
};
use crate::{
    domain::{article::Question, op::ArticleRef, time::DAY},
    keeper::{
        learning,
        service::{EventKind, Gaps},
    },
    locale::Lang,
};

/// A call that ends in one step: what the caller said, how it went, what was told.
pub(super) fn call(
    started: Moment,
    said: &str,
    outcome: Outcome,
    told: Option<ArticleRef>,
) -> Proposal {
    let (ticket, interaction) = (TicketId::new(sixteen()), InteractionId::new(sixteen()));
    let mut ops = vec![
        Op::Begin {
            interaction,
            channel: Channel::Phone,
            started,
            source: TimeSource::Key,
            station: StationId::default(),
            caller: Text::default(),
        },
        change(ticket, Verb::Open, ""),
        Op::SetField {
            ticket,
            field: field::TEXT,
            value: field::Value::Text(Text::line(said)),
            replaces: Vec::new(),
        },
    ];
    ops.extend(told.clone().map(|answer| Op::Told {
        interaction,
        ticket: Some(ticket),
        answer,
        passage: Text::default(),
        used: true,
    }));
    ops.push(Op::Conclude {
        interaction,
        ticket: Some(ticket),
        outcome,
        answer: told,
        corrects: None,
        text: Text::default(),
    });
    proposal(&ops, vec![ticket])
}

impl Desk {
    /// A call: what the caller said, how it went, what was told.
    fn call(&self, said: &str, outcome: Outcome, told: Option<&str>) {
        let answer = told.map(|id| ArticleRef {
            id: slug(id),
            version: [0; 16],
        });
        self.ask(
            1000,
            Request::Commit(call(self.now(), said, outcome, answer)),
        );
    }

    fn gaps(&self) -> Gaps {
        match self.ask(1000, Request::Gaps(slug("esempio"))) {
            Reply::Gaps(gaps) => *gaps,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn what_operators_pick_is_learned_once_a_day_in_words_that_are_published() {
    let desk = Desk::open();
    let op = publish(
        "ingombranti",
        &text("ingombranti", "Ritiro ingombranti", None),
        Provenance::Trusted,
        &[],
    );
    desk.act(1000, Role::Curator, op).unwrap();
    let op = publish(
        "mobili",
        &text("mobili", "Vecchio armadio", None),
        Provenance::Trusted,
        &[],
    );
    desk.act(1000, Role::Curator, op).unwrap();
    desk.ask(1000, Request::Settle);
    let shared = desk.keeper.shared();
    desk.call(
        "Rossi Mario vecchio armadio",
        Outcome::Answered,
        Some("ingombranti"),
    );
    assert_eq!(learning::learn(shared).unwrap(), 1);
    assert_eq!(learning::learn(shared).unwrap(), 0);
    let learned = |desk: &Desk| {
        let kept = desk
            .keeper
            .shared()
            .read(|store| store.shelf(&slug("ingombranti")));
        let kept = kept.unwrap().unwrap();
        kept.learned.iter().map(Text::to_string).collect::<Vec<_>>()
    };
    assert_eq!(learned(&desk), ["vecchio armadio"]);
    // The rest of the day waits for the next one.
    desk.wait(1_000);
    desk.call(
        "armadio ingombranti",
        Outcome::Answered,
        Some("ingombranti"),
    );
    assert_eq!(learning::learn(shared).unwrap(), 0);
    desk.wait(DAY);
    assert_eq!(learning::learn(shared).unwrap(), 1);
    assert_eq!(learned(&desk), ["armadio ingombranti", "vecchio armadio"]);
    // It is found by what led there.
    let found = desk.titles("vecchio armadio", None);
    assert!(
        found.contains(&"Ritiro ingombranti".to_owned()),
        "{found:?}"
    );
    let forget = Op::Learned {
        article: slug("ingombranti"),
        queries: Vec::new(),
        forget: true,
    };
    desk.act(1000, Role::Curator, forget).unwrap();
    assert_eq!(learned(&desk), [] as [&str; 0]);
}

#[test]
fn no_surname_is_learned_neither_one_that_nobody_has_nor_one_of_the_directory() {
    let desk = Desk::open();
    for (id, title) in [("ingombranti", "Ritiro ingombranti"), ("mobili", "Armadio")] {
        let op = publish(id, &text(id, title, None), Provenance::Trusted, &[]);
        desk.act(1000, Role::Curator, op).unwrap();
    }
    let mut person = Article::named(
        slug("p-1"),
        ArticleKind::Contact,
        slug("esempio"),
        Text::line("Zanichelli Ugo"),
    );
    person.surname = Text::line("Zanichelli");
    let op = Op::Publish {
        article: person.id.clone(),
        kind: person.kind,
        text: crate::kb::document::write(&person),
        provenance: Provenance::Trusted,
        replaces: Vec::new(),
    };
    desk.act(1000, Role::Curator, op).unwrap();
    // He is found by his name, and so it stands in the index; the other name stands nowhere.
    assert_eq!(desk.titles("zanichelli", None), ["Zanichelli Ugo"]);
    for said in ["Zanichelli armadio", "Quattrocchi armadio ritiro"] {
        desk.call(said, Outcome::Answered, Some("ingombranti"));
    }
    assert_eq!(learning::learn(desk.keeper.shared()).unwrap(), 1);
    let kept = desk.keeper.shared();
    let kept = kept.read(|store| store.shelf(&slug("ingombranti")));
    let learned = kept.unwrap().unwrap().learned;
    let learned: BTreeSet<&str> = learned.iter().map(Text::as_str).collect();
    assert_eq!(learned, BTreeSet::from(["armadio", "armadio ritiro"]));
}

#[test]
fn what_is_asked_without_an_answer_is_a_gap_until_it_is_answered() {
    let desk = Desk::open();
    for (id, title) in [("compost", "Compostiera in giardino"), ("imu", "IMU")] {
        let op = publish(id, &text(id, title, None), Provenance::Trusted, &[]);
        desk.act(1000, Role::Curator, op).unwrap();
    }
    desk.ask(1000, Request::Settle);
    let escalated = Outcome::EntrustedBackOffice;
    desk.call("compostiera giardino Bianchi", escalated, None);
    desk.wait(1_000);
    desk.call("giardino compostiera", Outcome::Answered, None);
    desk.wait(1_000);
    desk.call("compostiera giardino", Outcome::Answered, Some("compost"));
    desk.call("urp", Outcome::SwitchboardGiven, Some("imu"));
    let gaps = desk.gaps();
    assert_eq!(gaps.calls, 4);
    assert_eq!(gaps.gaps.len(), 1);
    let gap = &gaps.gaps[0];
    assert_eq!(
        (gap.times, gap.escalated, gap.again, gap.solved),
        (2, 1, 2, 1)
    );
    assert_eq!(gap.wordings[0].as_str(), "compostiera giardino");
    let there = gap.there.as_ref().map(|(id, _)| id.as_str());
    assert_eq!(there, Some("compost"));
    assert_eq!((gaps.again, gaps.solved), (2, 1));
    assert_eq!(gaps.unused, []);
    for outcome in [
        Outcome::SwitchboardForwarded,
        Outcome::NoAnswer,
        Outcome::NoAnswer,
    ] {
        desk.call("imu", outcome, Some("imu"));
    }
    let silent = &desk.gaps().unanswered[0];
    assert_eq!(
        (silent.article.as_str(), silent.rung, silent.missed),
        ("imu", 4, 2)
    );
}

#[test]
fn an_answer_is_said_by_the_question_of_its_own_sheet() {
    let desk = Desk::open();
    let ticket = TicketId::new(sixteen());
    let answer = |article: &str| Op::Answer {
        ticket,
        article: slug(article),
        question: Text::line("dove"),
        value: Text::line("via Roma 3"),
        replaces: Vec::new(),
    };
    let ops = [
        change(ticket, Verb::Open, ""),
        answer("buche"),
        answer("lampioni"),
    ];
    desk.ask(1000, Request::Commit(proposal(&ops, vec![ticket])));
    let Reply::Dossier(Some(mut dossier)) = desk.ask(1000, Request::Dossier(ticket)) else {
        panic!("no such ticket");
    };
    let asks = |article: &str, words: &str| {
        let question = Question {
            id: Text::line("dove"),
            text: Text::line(words),
            kind: Text::default(),
            options: Vec::new(),
            when: Vec::new(),
            needed: false,
        };
        (slug(article), question)
    };
    dossier.asked = vec![
        asks("buche", "Dov'è la buca?"),
        asks("lampioni", "Quale palo?"),
    ];
    let said: Vec<String> = { dossier.history.iter() }
        .filter(|event| event.what == EventKind::Answer)
        .map(|event| dossier.said(event, Lang::It, ""))
        .collect();
    assert_eq!(said, ["Dov'è la buca?", "Quale palo?"]);
}
