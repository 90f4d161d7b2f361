//! What a hostile folder may not do.

use super::*;
use std::fs;

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
