//! Twenty desks on one data directory, and a keeper that dies in the middle of their calls.

use super::terminal::{Data, Terminal, done};
use std::{
    collections::BTreeSet,
    os::unix::{fs::PermissionsExt, process::CommandExt},
    time::Duration,
};

const DESKS: usize = 20;
const CALLS: usize = 3;

/// Takes a call at every desk and returns the numbers told.
fn round(desks: &mut [Terminal]) -> Vec<String> {
    for desk in &mut *desks {
        desk.press("carli anagrafe<Enter>");
    }
    desks.iter().map(Terminal::saved_number).collect()
}

/// Takes calls at every desk, with the keeper killed after the first round: each number is told
/// once, and all of them are in the journal.
fn take_calls(data: &Data, desks: &mut [Terminal]) {
    let mut told = BTreeSet::new();
    for call in 0..CALLS {
        if call == 1 {
            data.kill_keeper();
        }
        let numbers = round(desks);
        for number in numbers {
            assert!(told.insert(number.clone()), "{number} was told twice");
        }
        // The next call begins on a screen that shows no number of this one.
        for desk in &mut *desks {
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
fn twenty_desks_share_a_directory_and_lose_nothing_with_their_keeper() {
    let data = Data::new();
    let mut desks: Vec<Terminal> = (0..DESKS).map(|_| data.desk()).collect();
    for desk in &desks {
        desk.wait("sono Claudia");
    }
    take_calls(&data, &mut desks);
}

/// Accounts that nobody has, of a group that nobody has; this process alone where it may not act for
/// others, or where the machine keeps others from `/dev/null`.
#[expect(
    clippy::print_stderr,
    reason = "a test says what the machine could not show"
)]
fn accounts() -> Vec<(u32, u32)> {
    let group = rustix::process::getegid().as_raw();
    let user = rustix::process::geteuid().as_raw();
    let null = std::fs::metadata("/dev/null").unwrap();
    if user == 0 && null.permissions().mode() & 0o006 == 0o006 {
        return (61_000..).take(DESKS).map(|user| (user, 61_000)).collect();
    }
    eprintln!("not shown here: accounts other than {user}; all desks are his");
    vec![(user, group); DESKS]
}

#[test]
fn twenty_accounts_of_one_group_share_a_directory() {
    let accounts = accounts();
    let data = Data::shared(accounts[0].1);
    let mut desks = Vec::new();
    for (place, &(user, group)) in accounts.iter().enumerate() {
        let account = || {
            let mut command = data.program();
            command.uid(user).gid(group);
            command
        };
        let name = format!("Operatrice {place}");
        done(account().args(["init", "--operator", &name]));
        // Of several operators of one account the desk is told which.
        let slug = format!("operatrice-{place}");
        let desk = Terminal::of(account().args(["--operator", &slug]), 80, 24);
        desk.wait(&format!("sono {name}"));
        desks.push(desk);
    }
    take_calls(&data, &mut desks);
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
