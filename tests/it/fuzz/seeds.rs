//! The seeds that are bytes of ours, as they are now: packed ops, questions, frames. `SPORTELLO_BLESS=1`
//! writes them for cargo-fuzz too.

use sportello::{
    domain::{
        codec,
        field::{self, FieldKind, Value},
        id::{BatchId, StationId, TicketId},
        outcome::ArticleKind,
        slug::Slug,
        text::Text,
        time::Moment,
    },
    keeper::{
        service::{Filter, Hello, Proposal, Request, Ring, RingEvent, Search},
        wire,
    },
};
use std::collections::BTreeMap;

/// The seeds of a target, by name.
type Seeds = BTreeMap<String, Vec<u8>>;

fn slug(name: &str) -> Slug {
    Slug::parse(name).unwrap()
}

fn unhex(hex: &str) -> Vec<u8> {
    let digits: Vec<char> = hex.chars().collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap())
        .collect()
}

/// The golden bytes of every kind of op, one a seed, and as a batch; and values of fields.
fn ops() -> Seeds {
    let golden = include_str!("../../../src/domain/op/golden.txt");
    let mut seeds = Seeds::new();
    let mut all = Vec::new();
    for (n, line) in golden.lines().enumerate() {
        let bytes = unhex(line.rsplit(' ').next().unwrap());
        all.extend(&bytes);
        seeds.insert(format!("op-{n:02}"), bytes);
    }
    seeds.insert("batch".to_owned(), all);
    for spec in field::FIELDS.iter().take(12) {
        let value = match spec.kind {
            FieldKind::Line | FieldKind::Block => Value::Text(Text::line("sì")),
            FieldKind::Moment => Value::Moment(Moment(-1)),
            FieldKind::Flag => Value::Flag(true),
        };
        seeds.insert(
            format!("value-{}", spec.key),
            codec::encode(&value).unwrap(),
        );
    }
    seeds
}

fn questions() -> Vec<(&'static str, Request)> {
    let text = |words: &str| Text::line(words);
    let ring = Ring {
        id: text("1"),
        from: text("055123456"),
        to: text("0"),
        event: RingEvent::Answered,
        operator: None,
    };
    let search = Search {
        kind: Some(ArticleKind::Sheet),
        ..Search::new("carta smarrita".to_owned(), slug("esempio"), 20)
    };
    let op = unhex(
        include_str!("../../../src/domain/op/golden.txt")
            .lines()
            .next()
            .unwrap()
            .rsplit(' ')
            .next()
            .unwrap(),
    );
    let proposal = Proposal {
        id: BatchId::default(),
        agency: slug("esempio"),
        role: sportello::domain::outcome::Role::FirstLevel,
        ops: op,
        mint: vec![TicketId::default()],
    };
    let hello = Hello {
        operator: Some(slug("claudia")),
        station: StationId::default(),
    };
    vec![
        ("hello", Request::Hello(hello)),
        ("commit", Request::Commit(proposal)),
        ("search", Request::Search(search)),
        ("article", Request::Article(slug("cie"), Some([1; 16]))),
        (
            "articles",
            Request::Articles(ArticleKind::Office, slug("esempio")),
        ),
        ("dossier", Request::Dossier(TicketId::default())),
        ("phone", Request::ByPhone("055123456".to_owned())),
        ("list", Request::List(Filter::default())),
        ("counts", Request::Counts(vec![Filter::default(); 3])),
        ("calls", Request::RecentCalls(slug("claudia"), 10)),
        ("parked", Request::ParkedCalls(slug("esempio"))),
        ("operators", Request::Operators),
        ("ring", Request::Ring(ring)),
        ("stats", Request::Stats),
    ]
}

fn requests() -> Seeds {
    let bytes =
        |(name, request): (&str, Request)| (name.to_owned(), codec::encode(&request).unwrap());
    questions().into_iter().map(bytes).collect()
}

fn frames() -> Seeds {
    let mut seeds = Seeds::from([("greeting".to_owned(), b"SPRT\x05\0\0\0".to_vec())]);
    let mut several = Vec::new();
    for (id, (name, request)) in (1..).zip(questions()) {
        let frame = wire::frame(id, &request, wire::REQUEST_LIMIT).unwrap();
        several.extend(&frame);
        seeds.insert(name.to_owned(), frame);
    }
    seeds.insert("several".to_owned(), several);
    seeds
}

/// The seeds of a target that are made of our own formats.
pub fn of(target: &str) -> Seeds {
    match target {
        "ops" => ops(),
        "request" => requests(),
        "frame" => frames(),
        _ => Seeds::new(),
    }
}
