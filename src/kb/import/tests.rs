//! What a hostile folder may not do.

use super::*;
use crate::{
    domain::article::Article,
    kb::{
        document::{self, tests::any_article},
        seed,
    },
};
use proptest::prelude::*;
use std::{collections::BTreeMap, fs};

const FAQ: &str = "+++\nid = \"a\"\nkind = \"faq\"\nagency = \"all\"\ntitle = \"A\"\n+++\n";

fn rules(reading: &Reading) -> Vec<(String, Rule)> {
    let findings = reading.findings.iter();
    findings
        .map(|f| (f.file.to_string(), f.fault.rule))
        .collect()
}

#[test]
fn a_folder_reads_the_same_twice_and_agencies_first() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("zz/agency")).unwrap();
    fs::create_dir_all(root.join("faq")).unwrap();
    fs::write(
        root.join("zz/agency/roma.toml"),
        "id = \"roma\"\nname = \"Roma\"\n",
    )
    .unwrap();
    fs::write(root.join("directory.csv"), "id,surname\np-1,Carli\n").unwrap();
    fs::write(root.join("faq/a.md"), FAQ).unwrap();
    fs::write(root.join("README.md"), "niente").unwrap();
    fs::write(root.join(".nascosto.md"), "niente").unwrap();
    let reading = read(root, None);
    assert_eq!(reading.findings, []);
    let ids: Vec<_> = reading
        .articles
        .iter()
        .map(|entry| entry.article.id.as_str())
        .collect();
    assert_eq!(ids, ["p-1", "a"]);
    assert_eq!(reading.articles[0].article.agency.as_str(), "roma");
    let again = read(root, None).accept().unwrap();
    assert_eq!(reading.accept().unwrap().articles, again.articles);
}

#[test]
fn one_file_is_read_by_its_ending() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.md");
    fs::write(&file, FAQ).unwrap();
    assert_eq!(read(&file, None).accept().unwrap().articles.len(), 1);
    let missing = read(&folder.path().join("manca.md"), None);
    assert_eq!(rules(&missing), [("manca.md".to_owned(), Rule::Unreadable)]);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_and_pipes_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("segreto.md"), FAQ).unwrap();
    std::os::unix::fs::symlink(outside.path(), root.join("cartella")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("segreto.md"), root.join("b.md")).unwrap();
    let pipe = std::process::Command::new("mkfifo")
        .arg(root.join("tubo.md"))
        .status();
    let reading = read(root, None);
    assert!(reading.articles.is_empty());
    let mut found = rules(&reading);
    found.sort();
    let mut expected = vec![
        ("b.md".to_owned(), Rule::Link),
        ("cartella".to_owned(), Rule::Link),
    ];
    if pipe.is_ok_and(|status| status.success()) {
        expected.push(("tubo.md".to_owned(), Rule::NotKnowledge));
    }
    assert_eq!(found, expected);
}

#[test]
fn folders_without_end_are_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let deep: PathBuf = std::iter::repeat_n("x", 12).collect();
    fs::create_dir_all(folder.path().join(deep)).unwrap();
    let reading = read(folder.path(), None);
    assert_eq!(reading.findings.len(), 1);
    assert_eq!(reading.findings[0].fault.rule, Rule::TooLarge);
}

/// Writes articles as an export does, and says which file holds what.
fn exported(root: &Path, articles: &[Article]) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for article in articles {
        let path = document::path(article);
        let text = document::write(article);
        fs::create_dir_all(root.join(&path).parent().unwrap()).unwrap();
        fs::write(root.join(&path), &text).unwrap();
        files.insert(path, text);
    }
    files
}

fn comes_back(articles: &[Article]) {
    let folder = tempfile::tempdir().unwrap();
    let files = exported(folder.path(), articles);
    let reading = read(folder.path(), None);
    let read: Vec<Article> = reading
        .accept()
        .unwrap()
        .articles
        .into_iter()
        .map(|(article, _)| article)
        .collect();
    assert_eq!(read.len(), articles.len());
    let again = tempfile::tempdir().unwrap();
    assert_eq!(exported(again.path(), &read), files, "byte for byte");
}

#[test]
fn the_folder_of_the_seed_comes_back_byte_for_byte() {
    let documents = seed::load().unwrap();
    let articles: Vec<Article> = documents.articles.into_iter().map(|(a, _)| a).collect();
    comes_back(&articles);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_folder_comes_back_byte_for_byte(
        articles in prop::collection::vec(any_article(), 0..12),
    ) {
        let by_id: BTreeMap<Slug, Article> = articles
            .into_iter()
            .map(|article| (article.id.clone(), article))
            .collect();
        let articles: Vec<Article> = by_id.into_values().collect();
        comes_back(&articles);
    }
}

#[cfg(unix)]
#[test]
fn a_register_is_a_plain_file_of_a_bearable_size() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::write(root.join("a.csv"), "id,surname\np-1,Carli\n").unwrap();
    std::os::unix::fs::symlink(root.join("a.csv"), root.join("link.csv")).unwrap();
    let map = Map::default();
    let mut rows = |_| {};
    let mut register = |name: &str| register(&root.join(name), Format::Csv, &map, None, &mut rows);
    assert_eq!(register("a.csv").articles.len(), 1);
    for name in ["link.csv", "manca.csv", "."] {
        let reading = register(name);
        assert!(
            reading.has_errors() && reading.articles.is_empty(),
            "{name}"
        );
    }
    let large = format!("id,surname\np-1,{}\n", "x".repeat(50 * 1_024 * 1_024));
    fs::write(root.join("grande.csv"), large).unwrap();
    assert_eq!(
        rules(&register("grande.csv")),
        [("grande.csv".to_owned(), Rule::TooLarge)]
    );
}
