//! Knowledge by commands: import, search line by line, export, check.

use super::sandbox::Sandbox;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Three documents of the kind a benchmark brings.
const DOCS: &str = r#"{"id":"faq-1","kind":"faq","title":"Come si paga il canone lampade votive?","body":"Con il bollettino allegato.","tags":"cimitero, votiva","source":"prova"}
{"id":"doc-2","kind":"scheda","title":"Zerbinotteria comunale","body":"La zerbinotteria è in fondo al corridoio.","tags":"zerbini","source":"prova"}
{"id":"per-3","kind":"persona","cognome":"Ñíguez","nome":"Rita","title":"Ñíguez Rita","body":"stanza 4","tags":"953 9953","telefono":"0552859953","source":"rubrica"}
"#;

#[test]
fn imported_documents_are_found_line_by_line() {
    let place = Sandbox::trial();
    let file = place.write("docs.jsonl", DOCS);
    let file = file.to_str().unwrap();
    let told = place.json(&["kb", "import", file, "--trusted"]);
    assert_eq!((&told["docs"], &told["skipped"]), (&json!(3), &json!(0)));
    for field in ["index_s", "bytes", "segments"] {
        assert!(told[field].is_number(), "{told}");
    }
    let input = "zerbinotteria\n{\"id\":\"a\",\"q\":\"lampade votive\",\"k\":2,\"kind\":\"faq\"}\n{bad\n\
        {\"id\":9,\"q\":\"niguez\"}\n{\"id\":1,\"q\":\"x\",\"kind\":\"boh\"}\n{\"q\":\"x\",\"agency\":\"marte\"}\n\n";
    let answers = lines(
        &place
            .feed(&["kb", "search", "--batch"], input.as_bytes())
            .done(),
    );
    assert_eq!(answers.len(), 7);
    assert_eq!(
        (&answers[0]["id"], &answers[0]["hits"][0]["id"]),
        (&json!(1), &json!("doc-2"))
    );
    assert!(answers[0]["us"].is_u64() && answers[0]["hits"][0]["snippet"].is_string());
    assert_eq!(
        (&answers[1]["id"], &answers[1]["hits"][0]["id"]),
        (&json!("a"), &json!("faq-1"))
    );
    assert!(
        answers[1]["hits"]
            .as_array()
            .is_some_and(|hits| hits.len() <= 2)
    );
    assert_eq!(answers[3]["hits"][0]["id"], "per-3");
    for bad in [2, 4, 5] {
        assert_eq!(answers[bad]["id"], Value::Null);
        assert!(answers[bad]["error"].is_string());
    }
    let ids = lines(
        &place
            .feed(&["kb", "search", "--batch", "--fields", "id"], b"zerbini\n")
            .done(),
    );
    assert_eq!(ids[0]["hits"][0].get("title"), None);
    let bytes = lines(
        &place
            .feed(&["kb", "search", "--batch"], b"caff\xe8\n")
            .done(),
    );
    assert_eq!(bytes.len(), 1);
}

#[test]
fn a_draft_is_not_found_and_a_faulty_file_is_refused_whole() {
    let place = Sandbox::trial();
    let file = place.write("docs.jsonl", DOCS);
    place.run(&["kb", "import", file.to_str().unwrap()]).done();
    let found = place.json(&["kb", "search", "zerbinotteria"]);
    let drafted = |hit: &Value| hit["id"] == "doc-2";
    assert!(
        !found["hits"].as_array().unwrap().iter().any(drafted),
        "{found}"
    );

    let bad = place.write(
        "bad.jsonl",
        "{\"id\":\"a\",\"kind\":\"faq\",\"title\":\"A\"}\n{no\n",
    );
    let refused = place.run(&["kb", "import", bad.to_str().unwrap(), "--trusted"]);
    assert!(
        refused.out.contains("bad.jsonl:2"),
        "{}{}",
        refused.out,
        refused.err
    );
    refused.failed(1);
    place.run(&["kb", "show", "a"]).failed(4);
    place.run(&["kb", "import", "/nowhere/x.jsonl"]).failed(4);
    place
        .run(&["kb", "import", file.to_str().unwrap(), "--format", "csv"])
        .failed(2);
    place
        .run(&["kb", "import", file.to_str().unwrap(), "--format", "xls"])
        .failed(2);
}

/// A sheet that points to an office and a topic of the trial agency.
const POINTS: &str = "+++\nid = \"orto\"\nkind = \"sheet\"\nagency = \"esempio\"\ntitle = \"Orto\"\n\
    summary = \"Gli orti\"\nsay = \"Sì.\"\ntopic = \"anagrafe\"\noffice = \"anagrafe\"\n\
    escalate_to = \"anagrafe\"\n+++\n";

#[test]
fn a_check_sees_what_is_in_force_and_makes_no_place_to_look_into() {
    let place = Sandbox::empty();
    let good = place.write("orto.md", POINTS);
    let good = good.to_str().unwrap();
    let told = place.run(&["kb", "check", good]).done();
    assert!(told.contains("qui non si può controllare"), "{told}");
    assert!(!told.contains("«»"), "{told}");
    assert!(!place.data().exists());

    place.run(&["init", "--operator", "Claudia"]).done();
    assert_eq!(place.json(&["kb", "check", good]), serde_json::json!([]));
    let wrong = POINTS.replace("office = \"anagrafe\"", "office = \"anagrafee\"");
    let wrong = place.write("orto.md", &wrong);
    let ran = place.run(&["kb", "check", wrong.to_str().unwrap()]);
    assert!(
        ran.out.contains("il più vicino è «anagrafe»"),
        "{}",
        ran.out
    );
    ran.failed(1);
}

#[test]
fn what_is_exported_is_sound_and_comes_back() {
    let place = Sandbox::trial();
    let folder = place.path("export");
    let folder = folder.to_str().unwrap();
    let told = place.json(&["kb", "export", folder]);
    assert!(
        told["docs"].as_u64().is_some_and(|docs| docs > 100),
        "{told}"
    );
    place.run(&["kb", "check", folder]).done();
    assert!(
        place
            .run(&["kb", "export", folder])
            .failed(2)
            .contains("non sovrascrive")
    );
    let shown = place.run(&["kb", "show", "carta-identita-smarrita"]).done();
    let file =
        std::fs::read_to_string(place.path("export/sheets/carta-identita-smarrita.md")).unwrap();
    assert_eq!(shown, file);

    let before = place.json(&["kb", "show", "carta-identita-smarrita"]);
    let digest = place.run(&["store", "digest"]).done();
    let told = place.json(&["kb", "import", folder, "--trusted"]);
    assert!(told["docs"].as_u64().is_some_and(|docs| docs > 100));
    let after = place.json(&["kb", "show", "carta-identita-smarrita"]);
    assert_eq!(before, after, "what is the same is not published again");
    assert_eq!(place.run(&["store", "digest"]).done(), digest);

    let second = place.path("export2");
    place
        .run(&["kb", "export", second.to_str().unwrap()])
        .done();
    assert_eq!(files(&place.path("export")), files(&second));
}

/// Every file below a folder with its bytes.
fn files(folder: &std::path::Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                found.insert(name, std::fs::read(path).unwrap());
            }
        }
    }
    found
}

#[test]
fn a_dry_run_says_what_would_change_and_writes_nothing() {
    let place = Sandbox::trial();
    let file = place.write("docs.jsonl", DOCS);
    let file = file.to_str().unwrap();
    let told = place.json(&["kb", "import", file, "--dry-run"]);
    let ids = json!(["faq-1", "doc-2", "per-3"]);
    assert_eq!((&told["new"], &told["unchanged"]), (&ids, &json!(0)));
    place.run(&["kb", "show", "doc-2"]).failed(4);
    place.run(&["kb", "import", file, "--trusted"]).done();
    let told = place.json(&["kb", "import", file, "--dry-run"]);
    assert_eq!((&told["new"], &told["unchanged"]), (&json!([]), &json!(3)));
    let edited = place.write("edit.jsonl", DOCS.replace("zerbini", "tappeti"));
    let edited = edited.to_str().unwrap();
    let told = place.json(&["kb", "import", edited, "--dry-run"]);
    assert_eq!(told["changed"], json!(["doc-2"]));
    let said = place
        .run(&["kb", "import", edited, "--dry-run", "--trusted"])
        .done();
    assert!(said.contains("cambia") && said.contains("doc-2"), "{said}");
    assert!(
        place
            .run(&["kb", "show", "doc-2"])
            .done()
            .contains("zerbini")
    );

    // A draft is proposed once.
    place.run(&["kb", "import", edited]).done();
    let told = place.json(&["kb", "import", edited, "--dry-run"]);
    assert_eq!(told["unchanged"], 3);
}

#[test]
fn a_search_for_a_person() {
    let place = Sandbox::trial();
    let table = place
        .run(&["kb", "search", "carta", "identità", "smarrita"])
        .done();
    assert!(table.contains("carta-identita-smarrita"), "{table}");
    let only = place.json(&[
        "kb", "search", "anagrafe", "--kind", "office", "--limit", "2",
    ]);
    assert!(
        only["hits"]
            .as_array()
            .unwrap()
            .iter()
            .all(|hit| hit["kind"] == "office")
    );
    place.run(&["kb", "search"]).failed(2);
    place.run(&["kb", "search", "x", "--kind", "boh"]).failed(2);
    place
        .run(&["kb", "search", "x", "--agency", "marte"])
        .failed(4);
    place.run(&["kb", "show", "Non Va"]).failed(2);
    assert!(
        place
            .run(&["kb", "show", "non-va"])
            .failed(4)
            .contains("kb search")
    );
    assert!(
        place
            .run(&["kb", "check", "/nowhere"])
            .failed(4)
            .contains("/nowhere")
    );
}
