//! Twenty desks on one data directory, and a keeper that dies in the middle of their calls.

use super::terminal::{Data, Terminal};
use std::{collections::BTreeSet, time::Duration};

const DESKS: usize = 20;
const CALLS: usize = 3;

/// Takes a call at every desk and returns the numbers told.
fn round(desks: &mut [Terminal]) -> Vec<String> {
    for desk in &mut *desks {
        desk.press("carli anagrafe<Enter>");
    }
    desks.iter().map(Terminal::saved_number).collect()
}

#[test]
fn twenty_desks_share_a_directory_and_lose_nothing_with_their_keeper() {
    let data = Data::new();
    let mut desks: Vec<Terminal> = (0..DESKS).map(|_| data.desk()).collect();
    for desk in &desks {
        desk.wait("sono Claudia");
    }
    let mut told = BTreeSet::new();
    for call in 0..CALLS {
        if call == 1 {
            data.kill_keeper();
        }
        let numbers = round(&mut desks);
        for number in numbers {
            assert!(told.insert(number.clone()), "{number} was told twice");
        }
        // The next call begins on a screen that shows no number of this one.
        for desk in &mut desks {
            desk.press("x<C-u>");
            desk.wait_gone("Numero da dire");
        }
    }
    let listed = data.json(&["ticket", "list", "--limit", "1000"]);
    let known: BTreeSet<String> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["number"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(told.len(), DESKS * CALLS);
    assert_eq!(known, told);
}

#[test]
fn a_desk_sees_what_another_one_does() {
    let data = Data::new();
    let mut watching = data.desk();
    let mut working = data.desk();
    watching.wait("sono Claudia");
    working.wait("sono Claudia");
    watching.press("<F4>");
    watching.wait("Nessuna richiesta qui");
    watching.press("<Tab><Tab>");
    working.press("una domanda difficile<F6>");
    working.wait("A chi affidi la richiesta?");
    working.press("back office<Enter>");
    let number = working.saved_number();
    watching.wait(&number);
    std::thread::sleep(Duration::from_millis(10));
    assert!(watching.text().contains("una domanda difficile"));
}
