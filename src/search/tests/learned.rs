//! What operators pick teaches the search: measured on a corpus that is not part of this repository.

use super::{NOW, index_of, scope};
use crate::search::{Document, Index, Kind, Query};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// The records of a file of the corpus, one a line.
fn lines(dir: &str, name: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(Path::new(dir).join(name)).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn text(record: &Value, key: &str) -> String {
    record[key].as_str().unwrap_or_default().to_owned()
}

fn questions(dir: &str) -> Vec<Document> {
    let faq = lines(dir, "docs.jsonl").into_iter();
    faq.filter(|record| record["kind"] == "faq")
        .map(|record| Document {
            title: text(&record, "title"),
            aliases: text(&record, "tags")
                .split(", ")
                .map(str::to_owned)
                .collect(),
            body: text(&record, "body"),
            ..Document::new(text(&record, "id"), Kind::Faq, "esempio")
        })
        .collect()
}

/// How many of the questions have a right answer first.
fn right<'q>(index: &Index, asked: impl Iterator<Item = &'q Value>) -> usize {
    let agencies = scope();
    asked
        .filter(|query| {
            let text = text(query, "text");
            let hits = index.search(&Query::new(&text, 1, &agencies, NOW)).unwrap();
            let relevant = query["relevant"].as_array().unwrap();
            hits.first()
                .is_some_and(|hit| relevant.contains(&Value::from(hit.id.as_str())))
        })
        .count()
}

/// `SPORTELLO_BENCH=… cargo test --release --lib search::tests::learned -- --ignored --nocapture`, where the
/// directory has `docs.jsonl` and `queries/full.jsonl`: each half of the questions is asked after
/// the other half was picked.
#[test]
#[ignore = "needs the corpus"]
#[expect(clippy::print_stderr, reason = "run by hand, to be read")]
fn picks_of_one_half_of_the_questions_improve_the_other() {
    let dir = std::env::var("SPORTELLO_BENCH").unwrap();
    let mut asked = lines(&dir, "queries/full.jsonl");
    asked.retain(|query| query["set"] == "qa4faq");
    let plain = questions(&dir);
    let half = |part: usize| asked.iter().skip(part).step_by(2);
    let before = index_of(&plain);
    let (mut without, mut with) = (0, 0);
    for part in [0, 1] {
        let mut picks: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for query in half(1 - part) {
            let answer = query["relevant"][0].as_str().unwrap();
            picks.entry(answer).or_default().push(text(query, "text"));
        }
        let mut taught = plain.clone();
        for document in &mut taught {
            document.led_here = picks.remove(document.id.as_str()).unwrap_or_default();
        }
        without += right(&before, half(part));
        with += right(&index_of(&taught), half(part));
    }
    let all = asked.len();
    eprintln!("right first: {without} of {all} before, {with} after");
    assert!(with > without, "{without} of {all} before, {with} after");
}
