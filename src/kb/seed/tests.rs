//! What the seed promises.

use super::*;
use crate::{
    domain::outcome::ArticleKind,
    kb::{
        check::{Known, check},
        document::{parse, write},
        fault::Severity,
    },
    locale::Lang,
};
use chrono::NaiveDate;

#[test]
fn the_seed_is_read_without_a_word() {
    let reading = read();
    let said: Vec<_> = reading
        .findings
        .iter()
        .map(|f| f.report(Lang::En))
        .collect();
    assert_eq!(said, Vec::<String>::new());
}

#[test]
fn the_linter_finds_no_error_in_the_seed() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    let report = check(&read(), &Known::default(), today);
    let errors: Vec<_> = report
        .iter()
        .filter(|finding| finding.severity() == Severity::Error)
        .map(|finding| finding.report(Lang::En))
        .collect();
    assert_eq!(errors, Vec::<String>::new());
}

#[test]
fn the_seed_is_enough_to_answer_a_call() {
    let documents = load().unwrap();
    let count = |kind| {
        documents
            .articles
            .iter()
            .filter(|(a, _)| a.kind == kind)
            .count()
    };
    for (kind, least) in [
        (ArticleKind::Sheet, 20),
        (ArticleKind::Faq, 25),
        (ArticleKind::Office, 15),
        (ArticleKind::Contact, 60),
        (ArticleKind::HelpLine, 20),
        (ArticleKind::Procedure, 1),
    ] {
        assert!(count(kind) >= least, "{kind:?}: {}", count(kind));
    }
    let emergency = |(article, _): &&(Article, String)| article.emergency;
    assert!(documents.articles.iter().filter(emergency).count() >= 4);
    assert_eq!(documents.agencies.len(), 1);
    assert!(documents.agencies[0].0.fictional);
}

#[test]
fn a_fact_in_doubt_is_marked() {
    for (article, text) in documents().unwrap() {
        let fields = text.strip_suffix(article.body.as_str()).unwrap();
        if fields.contains("da confermare") {
            assert!(article.to_confirm(), "{} says so only in words", article.id);
        }
        let states = matches!(
            article.kind,
            ArticleKind::Sheet | ArticleKind::Faq | ArticleKind::Procedure | ArticleKind::HelpLine
        );
        if states && article.verified_on.is_none() {
            assert!(article.to_confirm(), "{}", article.id);
        }
        if article.verified_on.is_some() {
            assert!(
                !article.sources.is_empty(),
                "{}: verified where?",
                article.id
            );
        }
    }
}

#[test]
fn the_canonical_texts_are_stable() {
    for (article, text) in documents().unwrap() {
        assert_eq!(parse(&text).as_ref(), Ok(&article));
        assert_eq!(write(&article), text);
    }
}

#[test]
fn every_file_of_articles_is_written_as_an_export_would() {
    for entry in read().articles {
        if entry.body_line > 0 {
            let raw = SEED
                .get_file(entry.file.as_str())
                .unwrap()
                .contents_utf8()
                .unwrap();
            assert_eq!(raw, entry.canonical, "{}", entry.file);
        }
    }
}

#[test]
fn the_national_numbers_alone_are_those_of_the_whole_seed() {
    let whole: Vec<_> = documents()
        .unwrap()
        .into_iter()
        .filter(|(article, _)| article.kind == ArticleKind::HelpLine)
        .map(|(article, text)| (article::version_of(&text), article))
        .collect();
    let alone: Vec<_> = help_lines()
        .into_iter()
        .map(|line| (line.version, line.article))
        .collect();
    assert!(alone.len() > 10);
    assert_eq!(alone, whole);
}
