//! The doors to the desk: none without a terminal, the linear one on a pipe; keys, calls, settings.

use super::sandbox::Sandbox;

#[test]
fn without_a_terminal_the_desk_names_what_to_use_instead() {
    let place = Sandbox::empty();
    let said = place.run(&[]).failed(2);
    assert!(
        said.contains("terminale") && said.contains("--linear"),
        "{said}"
    );
    let said = place.run(&["--lang", "en"]).failed(2);
    assert!(
        said.contains("terminal") && said.contains("--linear"),
        "{said}"
    );
}

#[test]
fn the_linear_desk_counts_first_and_gives_the_number() {
    let place = Sandbox::empty();
    place.run(&["init"]).done();
    let input = "\nClaudia\n?\nanagrafe\n\n1\n12\nc\nxyzzyq\na\nq\n";
    let said = place.feed(&["--linear"], input.as_bytes()).done();
    let order = [
        "Come ti chiami?",
        "PROVA",
        "risultati",
        "1. ",
        "0000 0004",
        "Telefonata registrata. Richiesta ",
    ];
    let mut rest = said.as_str();
    for words in order {
        let (_, after) = rest
            .split_once(words)
            .unwrap_or_else(|| panic!("{words}: {said}"));
        rest = after;
    }
    assert!(said.contains("Affidata a back office"), "{said}");
    let rows = place.json(&["ticket", "list"]);
    let (entrusted, switchboard) = (&rows[0], &rows[1]);
    assert_eq!(
        (&switchboard["kind"], &switchboard["state"]),
        (&"switchboard".into(), &"closed".into())
    );
    assert_eq!(
        (&entrusted["queue"], &entrusted["conflict"]),
        (&"back-office".into(), &false.into())
    );
    let shown = place.json(&["ticket", "show", switchboard["number"].as_str().unwrap()]);
    assert_eq!(shown["outcome"], "switchboard-given");
    assert_eq!(shown["interactions"][0]["source"], "first-character");
}

#[test]
fn the_linear_desk_reads_a_sheet_and_concludes_with_it() {
    let place = Sandbox::trial();
    let input = "ho perso la carta d'identità\n1\nc\nx\ne\nlasciata\nx\n";
    let said = place
        .feed(&["--lang", "en", "--linear"], input.as_bytes())
        .done();
    for words in [
        "To say: ",
        "Office: ",
        "Answer logged. Request ",
        "112",
        "Call dropped",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert_eq!(place.json(&["ticket", "list"])[0]["state"], "closed");
}

#[test]
fn keys_are_listed_and_checked() {
    let place = Sandbox::empty();
    assert!(place.run(&["keys", "list"]).done().contains("F1, Ctrl-G"));
    assert_eq!(
        place
            .json(&["keys", "list", "--limit", "2"])
            .as_array()
            .map(Vec::len),
        Some(2)
    );
    let own = place.write("keys.toml", "[global]\nfly = [\"Ctrl-z\"]\n");
    let said = place.run(&["keys", "lint", own.to_str().unwrap()]);
    assert!(said.out.contains("fly"), "{}", said.out);
    said.failed(1);
    place.write("keys.toml", "[global]\nhelp = \"F1\"\n");
    place.run(&["keys", "lint"]).failed(2);
    place.run(&["keys", "lint", "/nowhere.toml"]).failed(4);
}

#[test]
fn an_event_of_the_telephone_system_is_passed_on() {
    let place = Sandbox::trial();
    place
        .run(&[
            "call", "--id", "1", "--from", "055055", "--to", "400", "--event", "ringing",
        ])
        .done();
    place
        .run(&["call", "--id", "1", "--event", "boh"])
        .failed(2);
    place.run(&["call", "--event", "ended"]).failed(2);
}

#[test]
fn the_settings_are_read_and_a_wrong_one_is_told() {
    let place = Sandbox::empty();
    place.write("config.toml", "lang = \"en\"\n");
    assert!(
        place
            .run(&["keeper", "status"])
            .done()
            .contains("no keeper")
    );
    place.write("config.toml", "langue = \"en\"\n");
    assert!(
        place
            .run(&["keeper", "status"])
            .failed(2)
            .contains("langue")
    );
    let missing = ["--config", "/nowhere.toml", "keeper", "status"];
    place.run(&missing).failed(2);
}
