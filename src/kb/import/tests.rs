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

/// A file whose bytes never end, each of them this one.
fn endless(byte: u8) -> BufReader<io::Repeat> {
    BufReader::new(io::repeat(byte))
}

#[test]
fn a_file_without_an_end_is_cut_off_in_every_format() {
    for (name, byte, limit) in [
        ("a.md", b'x', "4 MiB"),
        ("a.toml", b'\n', "4 MiB"),
        ("a.jsonl", b'[', "4 MiB"),
        ("a.jsonl", b'\n', "1.000.000"),
        ("a.csv", b'"', "64 KiB"),
        ("a.csv", b'a', "64 KiB"),
        ("a.csv", b',', "64 KiB"),
    ] {
        let mut reading = Reading::default();
        reading.file(name, endless(byte));
        let last = reading.findings.last().map(|found| &found.fault);
        let said = last.map(|fault| fault.words(crate::locale::Lang::En));
        assert_eq!(
            said,
            Some(format!("over the limit: {limit}")),
            "{name} {byte}"
        );
    }
}

#[test]
fn a_cell_that_nothing_closes_is_refused_before_the_rest_is_held() {
    let rest = "riga,altra\n".repeat(500_000);
    let table = format!("id,surname\np-1,\"aperta\n{rest}");
    let mut own = Reading::default();
    own.file("a.csv", table.as_bytes());
    assert_eq!(rules(&own), [("a.csv".to_owned(), Rule::TooLarge)]);
    assert_eq!(own.findings[0].fault.line, 2);
    for format in [Format::Csv, Format::Bodies] {
        let text = table.clone().into_bytes();
        let read = register::read("a.csv", text, format, &Map::default(), None, &mut |_| {});
        assert!(read.has_errors(), "{format:?}");
    }
}

#[test]
fn a_table_of_faults_ends_after_a_thousand() {
    let lines = |line: &str| format!("id,surname\n{}", line.repeat(5_000));
    for (name, text) in [("a.csv", lines(",x\n")), ("a.jsonl", "{no\n".repeat(5_000))] {
        let mut reading = Reading::default();
        reading.file(name, text.as_bytes());
        assert_eq!(reading.findings.len(), 1_001, "{name}");
        let last = reading.findings.last().map(|found| found.fault.rule);
        assert_eq!(last, Some(Rule::TooLarge), "{name}");
    }
    let text = "{no\n".repeat(5_000).into_bytes();
    let map = Map::default();
    let read = register::read("a", text, Format::Jsonl, &map, None, &mut |_| {});
    assert_eq!(read.findings.len(), 1_001);
}

#[test]
fn towers_of_values_are_refused_in_every_format() {
    let tower = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    let line = |levels: usize| {
        let zz = tower(levels);
        format!("{{\"id\":\"b\",\"kind\":\"faq\",\"agency\":\"all\",\"title\":\"B\",\"zz\":{zz}}}")
    };
    let map = Map::default();
    let found = |text: String| {
        register::read(
            "a",
            text.into_bytes(),
            Format::Jsonl,
            &map,
            None,
            &mut |_| {},
        )
    };
    assert!(!found(line(4)).has_errors());
    for (levels, rule) in [
        (9, Rule::DeepValue),
        (50, Rule::DeepValue),
        (10_000, Rule::Json),
    ] {
        let reading = found(line(levels));
        assert_eq!(rules(&reading), [("a".to_owned(), rule)], "{levels}");
        assert!(reading.has_errors(), "{levels}");
    }
    for (name, text, rule) in [
        ("a.jsonl", line(10_000), Rule::Json),
        (
            "a.md",
            FAQ.replacen("id =", &format!("zz = {}\nid =", tower(10_000)), 1),
            Rule::Toml,
        ),
    ] {
        let mut reading = Reading::default();
        reading.file(name, text.as_bytes());
        assert_eq!(rules(&reading), [(name.to_owned(), rule)], "{name}");
    }
}

#[test]
fn a_body_beyond_the_limits_is_refused_by_an_import() {
    for (body, rule) in [
        (format!("{} x", ">".repeat(10_000)), Rule::DeepNesting),
        (format!("{}x", "- ".repeat(7_000)), Rule::DeepNesting),
        ("[x](javascript:alert(1))".to_owned(), Rule::BadLink),
        ("[x](file:///etc/passwd)".to_owned(), Rule::BadLink),
    ] {
        let mut reading = Reading::default();
        reading.file("a.md", format!("{FAQ}{body}\n").as_bytes());
        let found = crate::kb::check::limits(&reading);
        let found: Vec<Rule> = found.iter().map(|finding| finding.fault.rule).collect();
        assert_eq!(found, [rule], "{body:.40}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_named_alone_and_is_no_plain_file_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir(root.join("vera")).unwrap();
    std::os::unix::fs::symlink(root, root.join("vera/giro")).unwrap();
    std::os::unix::fs::symlink("giro", root.join("giro")).unwrap();
    let pipe = std::process::Command::new("mkfifo")
        .arg(root.join("tubo.csv"))
        .status();
    assert!(pipe.unwrap().success());
    let tubo = root.join("tubo.csv");
    for path in [&tubo, &root.join("giro"), Path::new("/dev/zero")] {
        let map = Map::default();
        for reading in [
            read(path, None),
            register(path, Format::Csv, &map, None, &mut |_| {}),
        ] {
            assert!(reading.has_errors(), "{}", path.display());
        }
    }
    let folder = read(root, None);
    assert!(!folder.has_errors(), "{:?}", rules(&folder));
    assert_eq!(folder.findings.len(), 3);
}
