//! The directory by commands: registers in, address books out, and the paper edition.

use super::sandbox::Sandbox;
use serde_json::json;
use std::path::Path;

const HEAD: &str = "cod_amm\tdes_amm\tComune\tCap\tProvincia\tIndirizzo\tCf\tmail1\ttipo_mail1\n";

fn bodies(street: &str) -> String {
    format!(
        "{HEAD}c_x001\tComune di Citta' Finta\tCitta' Finta\t00100\tRM\t{street}\t01041340371\ta@pec.example\tpec\n\
         c_x002\tUnione Inventata\tInventata\t00100\tRM\tvia A\t01041340371\tb@pec.example\tpec\n"
    )
}

/// The command line that imports `file`.
fn import<'a>(file: &'a Path, format: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let file = file.to_str().unwrap();
    [&["directory", "import", file, "--format", format], more].concat()
}

#[test]
fn a_register_that_is_imported_again_changes_only_what_changed() {
    let place = Sandbox::trial();
    let file = place.write("amm.txt", bodies("via Uno"));
    let line = import(&file, "ipa-enti", &[]);
    let trusted = [&line[..], &["--trusted"]].concat();
    let told = place.json(&[&line[..], &["--dry-run"]].concat());
    assert_eq!(told["new"], json!(["ipa-c-x001", "ipa-c-x002"]));
    place.run(&["kb", "show", "ipa-c-x001"]).failed(4);
    let told = place.json(&trusted);
    assert_eq!((&told["rows"], &told["new"]), (&json!(2), &json!(2)));
    let shown = place.run(&["kb", "show", "ipa-c-x001"]).done();
    assert!(
        shown.contains("Comune di Città Finta") && shown.contains("kind = \"body\""),
        "{shown}"
    );
    let digest = place.run(&["store", "digest"]).done();
    assert_eq!(place.json(&trusted)["unchanged"], 2);
    assert_eq!(place.run(&["store", "digest"]).done(), digest);

    place.write("amm.txt", bodies("via Due"));
    let told = place.json(&trusted);
    assert_eq!(
        (&told["changed"], &told["unchanged"]),
        (&json!(1), &json!(1))
    );
    assert!(
        place
            .run(&["kb", "show", "ipa-c-x001"])
            .done()
            .contains("via Due")
    );
}

#[test]
fn a_register_with_a_row_that_cannot_be_taken_is_refused_whole() {
    let place = Sandbox::trial();
    let double = bodies("via Uno").replace("c_x002", "c_x001");
    let file = place.write("amm.txt", double);
    let line = import(&file, "ipa-enti", &["--trusted"]);
    let refused = place.run(&line);
    assert!(refused.out.contains("amm.txt:3"), "{}", refused.out);
    refused.failed(1);
    place.run(&["kb", "show", "ipa-c-x001"]).failed(4);

    let archive = place.write("amm.xlsx", b"PK\x03\x04");
    for (file, format, code) in [
        (&archive, "csv", 1),
        (&file, "xls", 2),
        (&place.path("nowhere"), "csv", 4),
    ] {
        place.run(&import(file, format, &[])).failed(code);
    }
    std::os::unix::fs::symlink(place.path("amm.txt"), place.path("link.txt")).unwrap();
    let linked = place.path("link.txt");
    let line = import(&linked, "ipa-enti", &[]);
    place.run(&line).failed(1);
}

#[test]
fn a_foreign_table_is_read_through_a_map() {
    let place = Sandbox::trial();
    let latin = b"Cognome;Nome;Telefono;Note\nNiccol\xf2;Ada;055 055;segreto\n";
    let file = place.write("rubrica.csv", latin);
    let line = import(&file, "csv", &["--trusted"]);
    place.run(&line).failed(1);
    let map = ["--map", "Cognome=surname,Nome=name,Telefono=phone,Note=-"];
    let told = place.json(&[&line[..], &map].concat());
    assert_eq!(told["findings"][0]["rule"], "decoded");
    let shown = place.run(&["kb", "show", "niccolo-ada"]).done();
    assert!(
        shown.contains("Niccolò") && !shown.contains("segreto"),
        "{shown}"
    );
    place
        .run(&[&line[..], &["--map", "Cognome=boh"]].concat())
        .failed(2);
    let toml = place.write(
        "map.toml",
        "Cognome = \"surname\"\nNome = \"name\"\nTelefono = \"phone\"\nNote = \"-\"\n",
    );
    let map = ["--map", toml.to_str().unwrap()];
    place.run(&[&line[..], &map].concat()).done();
}

#[test]
fn a_row_without_a_number_or_with_an_office_that_is_not_there_is_refused() {
    let place = Sandbox::trial();
    let table = "Cognome,Nome,Tel,Ufficio,Stanza\nNeri,Ivo,abc,boh,2\nVerdi,Ada,055 055,urp,3\n\
        Bruni,Lia,0000 000779 0000 000780,,4\nGrigi,Teo\n";
    let file = place.write("persone.csv", table);
    let map = "Cognome=surname,Nome=name,Tel=phone,Ufficio=office,Stanza=room";
    let line = import(&file, "csv", &["--map", map]);
    for last in ["--trusted", "--dry-run"] {
        let ran = place.run(&[&line[..], &[last]].concat());
        for said in [
            "persone.csv:2: errore: «abc» non è un numero di telefono",
            "persone.csv:2: errore: «office» rimanda a «boh», che non c'è",
            "persone.csv:5: errore",
        ] {
            assert!(ran.out.contains(said), "{}", ran.out);
        }
        assert!(!ran.out.contains("persone.csv:4"), "{}", ran.out);
        assert!(ran.err.contains("--dry-run"), "{}", ran.err);
        assert!(!ran.err.contains("kb check"), "{}", ran.err);
        ran.failed(1);
    }
    place.run(&["kb", "show", "verdi-ada"]).failed(4);
    place.write(
        "persone.csv",
        table
            .replace("abc,boh", "055 055,")
            .replace("Grigi,Teo\n", ""),
    );
    place.run(&[&line[..], &["--trusted"]].concat()).done();
    let shown = place.run(&["kb", "show", "bruni-lia"]).done();
    assert!(
        shown.contains("\"0000 000779\", \"0000 000780\""),
        "{shown}"
    );
}

#[test]
fn what_is_exported_comes_back_and_nothing_is_overwritten() {
    let place = Sandbox::trial();
    std::fs::create_dir(place.path("out")).unwrap();
    let folder = place.path("out");
    let folder = folder.to_str().unwrap();
    for (format, name) in [
        ("csv", "directory.csv"),
        ("vcard", "directory.vcf"),
        ("jsonl", "directory.jsonl"),
    ] {
        let told = place.json(&["directory", "export", folder, "--format", format]);
        assert!(
            told["entries"].as_u64().is_some_and(|count| count > 60),
            "{told}"
        );
        let file = place.path("out").join(name);
        let file = file.to_str().unwrap();
        place
            .run(&["directory", "export", file, "--format", format])
            .failed(2);
        let told = place.json(&["directory", "import", file, "--format", format, "--dry-run"]);
        assert_eq!(told["new"], json!([]), "{format}");
        if format == "jsonl" {
            assert_eq!(told["changed"], json!([]), "nothing is lost");
        }
    }
    let table = std::fs::read_to_string(place.path("out/directory.csv")).unwrap();
    assert!(table.starts_with("id,kind,agency"));
    std::os::unix::fs::symlink(place.path("elsewhere.csv"), place.path("link.csv")).unwrap();
    let link = place.path("link.csv");
    place
        .run(&[
            "directory",
            "export",
            link.to_str().unwrap(),
            "--format",
            "csv",
        ])
        .failed(2);
    assert!(!place.path("elsewhere.csv").exists());
}

#[test]
fn the_paper_edition_is_printed_from_what_is_in_force() {
    let place = Sandbox::trial();
    let screen = place.run(&["directory", "print"]).done();
    assert!(
        screen.contains("Comune di Esempio") && screen.contains("pagina 2 di"),
        "{screen}"
    );
    let file = place.path("rubrica.txt");
    let file = file.to_str().unwrap();
    place.run(&["directory", "print", "--output", file]).done();
    let pages = std::fs::read_to_string(file).unwrap();
    assert!(pages.split('\u{c}').all(|page| page.lines().count() <= 66));
    place
        .run(&["directory", "print", "--output", file])
        .failed(2);
    let html = place
        .run(&["directory", "print", "--format", "html", "--lang", "en"])
        .done();
    assert!(html.starts_with("<!DOCTYPE html>") && html.contains("Emergencies"));
    place
        .run(&["directory", "print", "--format", "pdf"])
        .failed(2);
}

/// The ops in the journal.
fn ops(place: &Sandbox) -> u64 {
    let stats = place.json(&["store", "stats"]);
    stats["ops"].as_u64().unwrap()
}

#[test]
fn an_import_that_was_killed_is_finished_by_the_next_one_each_row_once() {
    const ROWS: u64 = 3_000;
    let place = Sandbox::trial();
    let rows = (0..ROWS).map(|row| format!("prova-{row},Cognome{row}\n"));
    let table = format!("id,surname\n{}", rows.collect::<String>());
    let file = place.write("persone.csv", table);
    let line = import(&file, "csv", &["--trusted"]);
    let before = ops(&place);
    let mut import = place.command(&line).spawn().unwrap();
    while ops(&place) == before {
        assert!(import.try_wait().unwrap().is_none(), "it ended too early");
    }
    import.kill().unwrap();
    import.wait().unwrap();
    let told = place.json(&line);
    let (fresh, same) = (told["new"].as_array(), told["unchanged"].as_u64());
    let fresh = fresh.map_or_else(|| told["new"].as_u64(), |new| Some(new.len() as u64));
    assert_eq!(fresh.unwrap() + same.unwrap(), ROWS, "{told}");
    assert!(same.unwrap() > 0 && fresh.unwrap() > 0, "{told}");
    assert_eq!(ops(&place) - before, ROWS, "each row was written once");
    assert_eq!(place.json(&line)["unchanged"], ROWS);
    assert_eq!(ops(&place) - before, ROWS);
    let to = place.path("fuori.jsonl");
    place
        .run(&[
            "directory",
            "export",
            to.to_str().unwrap(),
            "--format",
            "jsonl",
        ])
        .done();
    let out = std::fs::read_to_string(to).unwrap();
    let ours = out.lines().filter(|line| line.contains("\"id\":\"prova-"));
    assert_eq!(ours.count() as u64, ROWS);
}
