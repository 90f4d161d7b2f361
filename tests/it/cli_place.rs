//! The data directory by commands: born, kept, looked at, refused.

use super::sandbox::Sandbox;
use std::{fs, os::unix::fs::PermissionsExt};

#[test]
fn a_place_is_born_once_and_entered_again() {
    let place = Sandbox::empty();
    let made = place.json(&["init", "--operator", "Claudia Rossi"]);
    assert_eq!(
        (&made["agency"], &made["operator"]),
        (&"esempio".into(), &"claudia-rossi".into())
    );
    let permissions = fs::metadata(place.data()).unwrap().permissions();
    assert_eq!(permissions.mode() & 0o7777, 0o700);
    assert_eq!(place.json(&["init", "--operator", "Claudia Rossi"]), made);
    assert!(
        place
            .run(&["init", "--agency", "altro"])
            .failed(1)
            .contains("--data-dir")
    );
}

#[test]
fn a_real_agency_has_national_knowledge_and_takes_no_synthetic_data() {
    let place = Sandbox::empty();
    place
        .run(&["init", "--agency", "comune-vero", "--operator", "Anna"])
        .done();
    let stats = place.json(&["store", "stats"]);
    assert_eq!(stats["articles"]["contact"].as_u64().unwrap_or_default(), 0);
    assert!(
        stats["articles"]["sheet"]
            .as_u64()
            .is_some_and(|sheets| sheets > 0)
    );
    place.ticket("una richiesta vera");
    assert!(
        place
            .run(&["demo", "--tickets", "1"])
            .failed(1)
            .contains("comune-vero")
    );
    // Only the first operator of a real place enrols himself.
    place
        .run(&["init", "--agency", "comune-vero", "--operator", "Marta"])
        .failed(1);
}

#[test]
fn an_agency_comes_from_its_file_or_not_at_all() {
    let place = Sandbox::empty();
    let text =
        "id = \"provincia-x\"\nname = \"Provincia X\"\ngreeting.it = \"Buongiorno, {operator}\"\n";
    let file = place.write("ente.toml", text);
    let file = file.to_str().unwrap();
    place
        .run(&["init", "--agency", "altro", "--agency-file", file])
        .failed(2);
    place
        .run(&["init", "--agency", "x", "--agency-file", "/nowhere.toml"])
        .failed(2);
    place.run(&["init", "--agency", "Non Va"]).failed(2);
    assert!(
        place
            .run(&["init", "--shared", "no-such-group"])
            .failed(4)
            .contains("getent")
    );
    assert!(!place.data().exists());
    let made = [
        "init",
        "--agency",
        "provincia-x",
        "--agency-file",
        file,
        "--no-seed",
        "--operator",
        "Anna",
    ];
    assert!(place.run(&made).done().contains("Provincia X"));
    let sheets = &place.json(&["store", "stats"])["articles"]["sheet"];
    assert_eq!(sheets.as_u64().unwrap_or_default(), 0);
}

#[test]
fn without_init_the_first_command_makes_a_trial_and_says_who_works() {
    let place = Sandbox::empty();
    let opened = place.run(&["ticket", "open", "--text", "prima di tutto"]);
    assert!(opened.err.contains("prova"), "{}", opened.err);
    opened.done();
    assert_eq!(
        place.json(&["ticket", "list"])[0]["title"],
        "prima di tutto"
    );
}

#[test]
fn the_views_are_made_again_with_the_same_digest() {
    let place = Sandbox::trial();
    place.ticket("una");
    let digest = place.run(&["store", "digest"]).done();
    assert_eq!(digest.lines().count(), 1);
    place.run(&["store", "rebuild"]).done();
    assert_eq!(place.run(&["store", "digest"]).done(), digest);
    assert_eq!(place.json(&["store", "digest"])["digest"], digest.trim());
    assert!(place.run(&["store", "stats"]).done().contains("Giornale"));
}

#[test]
fn the_keeper_is_started_told_and_stopped() {
    let place = Sandbox::trial();
    let status = place.json(&["keeper"]);
    assert_eq!(status["running"], true);
    assert!(
        place
            .run(&["keeper", "--foreground"])
            .failed(6)
            .contains("keeper status")
    );
    assert_eq!(place.json(&["keeper", "stop"])["stopped"], true);
    assert_eq!(place.json(&["keeper", "status"])["running"], false);
    place.run(&["keeper", "stop"]).done();
    place.ticket("ne parte un altro");
    assert_eq!(place.json(&["keeper", "status"])["running"], true);
}

#[test]
fn an_empty_directory_of_ones_own_is_made_private() {
    let place = Sandbox::empty();
    fs::create_dir(place.data()).unwrap();
    fs::set_permissions(place.data(), fs::Permissions::from_mode(0o755)).unwrap();
    place.run(&["init", "--operator", "Claudia"]).done();
    let mode = place.data().metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn a_directory_that_cannot_be_used_is_refused_in_words() {
    let place = Sandbox::empty();
    fs::create_dir(place.data()).unwrap();
    fs::write(place.data().join("lettera.txt"), "di altri").unwrap();
    fs::set_permissions(place.data(), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(
        place
            .run(&["ticket", "list"])
            .failed(3)
            .contains("chmod 700")
    );
    assert!(place.run(&["doctor"]).failed(3).contains("da sistemare"));
    let file = place.write("file", "");
    let line = ["--data-dir", file.to_str().unwrap(), "ticket", "list"];
    assert!(place.run(&line).failed(3).contains("non è una cartella"));
}

#[test]
fn the_doctor_looks_and_touches_nothing() {
    let place = Sandbox::empty();
    let findings = place.json(&["doctor"]);
    assert!(
        findings
            .as_array()
            .is_some_and(|findings| findings.len() >= 8)
    );
    assert!(!place.data().exists());
    place.run(&["init"]).done();
    let text = place.run(&["--lang", "en", "doctor"]).done();
    assert!(text.contains("Keeper: good"), "{text}");
}

#[test]
fn damage_in_the_journal_is_told_by_the_doctor() {
    let place = Sandbox::trial();
    place.run(&["keeper", "stop"]).done();
    let path = place.data().join("journal/000001.journal");
    let mut bytes = fs::read(&path).unwrap();
    let written = bytes.iter().rposition(|byte| *byte != 0).unwrap();
    // In the middle: good records follow, so it is no torn tail.
    bytes[written / 2] ^= 1;
    fs::write(&path, bytes).unwrap();
    place.run(&["kb", "search", "carta"]).done();
    let doctor = place.run(&["doctor"]);
    assert!(doctor.out.contains("parti danneggiate"), "{}", doctor.out);
    doctor.failed(3);
}

#[test]
fn a_demo_is_synthetic_and_the_same_twice() {
    let place = Sandbox::trial();
    let line = [
        "demo",
        "--tickets",
        "60",
        "--articles",
        "20",
        "--seed",
        "7",
        "--preset",
        "roma",
    ];
    place.run(&line).done();
    let tickets = || {
        place
            .json(&["ticket", "list", "--limit", "500"])
            .as_array()
            .map(Vec::len)
    };
    assert_eq!(tickets(), Some(60));
    place.run(&line).done();
    assert_eq!(tickets(), Some(60));
    let rows = place.json(&["ticket", "list", "--limit", "1"]);
    let shown = place.json(&["ticket", "show", rows[0]["number"].as_str().unwrap()]);
    assert_eq!(shown["flags"], serde_json::json!(["synthetic"]));
    assert!(shown["interactions"][0]["started_at"].as_str() < shown["opened_at"].as_str());
    place.run(&["demo", "--preset", "atlantide"]).failed(2);
}
