use super::*;
use crate::keeper::{
    Client, ConnectOptions, ExitReason, ServeOptions, Spawn, connect, holder, serve, service::Hello,
};
use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf, time::Instant};

fn hello() -> Hello {
    Hello {
        operator: None,
        station: StationId::new(sixteen()),
    }
}

fn serving() -> ServeOptions {
    ServeOptions {
        keeper: options(),
        idle: Duration::from_secs(20),
        ..ServeOptions::default()
    }
}

/// Not a test: the keeper as a process of its own, for the tests that kill it.
#[test]
#[ignore = "run by the tests that start a keeper"]
fn as_a_process() {
    if let Some(dir) = std::env::var_os("KEEPER_OF") {
        serve(Path::new(&dir), &serving()).unwrap();
    }
}

/// A program that a client can start: this test binary in the role above.
fn program(dir: &Path) -> PathBuf {
    let script = dir.join("sportello.sh");
    let binary = std::env::current_exe().unwrap();
    let name = "keeper::tests::socket::as_a_process";
    let text = format!(
        "#!/bin/sh\nKEEPER_OF=\"$2\" exec {} --exact {name} --ignored\n",
        binary.display()
    );
    fs::write(&script, text).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o700)).unwrap();
    script
}

/// A directory whose keeper is a process, ended with it.
struct Place {
    dir: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    fn client(&self) -> Client {
        let spawn = Spawn::IfNeeded(program(self.dir.path()));
        connect(
            &self.path(),
            ConnectOptions {
                hello: hello(),
                spawn,
            },
        )
        .unwrap()
    }

    fn kill(&self) {
        let process = holder(&self.path()).unwrap().process;
        let process = rustix::process::Pid::from_raw(process.cast_signed()).unwrap();
        rustix::process::kill_process(process, rustix::process::Signal::KILL).unwrap();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if crate::keeper::lock::is_held(&self.path()) {
            self.kill();
        }
    }
}

fn open_one(client: &Client) -> TicketNumber {
    let reply = client.call(Request::Commit(opening().1)).unwrap();
    numbers(&reply)[0].1
}

fn count(client: &Client) -> usize {
    match client.call(Request::List(Filter::default())).unwrap() {
        Reply::Rows(rows) => rows.len(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn two_clients_share_a_keeper_and_hear_of_each_other() {
    let place = Place::new();
    let (one, other) = (place.client(), place.client());
    enrolled(&one, "Claudia");
    // The account is the operator: the other client of the account is he too, once he says hello.
    let other_again = place.client();
    assert!(other_again.welcome().operator.is_some());
    assert_eq!(one.welcome().process, other.welcome().process);
    let notices = other.watch();
    open_one(&one);
    // The seed may be indexed meanwhile, which is told too.
    let mut told = std::iter::from_fn(|| notices.recv_timeout(Duration::from_secs(5)).ok());
    assert!(told.any(|notice| matches!(notice, Notice::Tickets(_))));
    assert_eq!(count(&other_again), 1);
}

#[test]
fn a_killed_keeper_is_replaced_within_a_second_and_no_request_is_lost() {
    let place = Place::new();
    let client = place.client();
    enrolled(&client, "Claudia");
    let mut seen = BTreeSet::new();
    for round in 0..3 {
        assert!(seen.insert(open_one(&client)));
        let first = client.welcome().process;
        place.kill();
        let killed = Instant::now();
        assert!(seen.insert(open_one(&client)), "round {round}");
        assert!(
            killed.elapsed() < Duration::from_secs(5),
            "{:?}",
            killed.elapsed()
        );
        assert_ne!(client.welcome().process, first);
    }
    assert_eq!(count(&client), seen.len());
}

#[test]
fn of_several_operators_of_an_account_each_client_stays_its_own() {
    let place = Place::new();
    let (one, other) = (place.client(), place.client());
    enrolled(&one, "Anna");
    enrolled(&other, "Bruno");
    place.kill();
    open_one(&other);
    let speaks = match other.call(Request::Hello(hello())).unwrap() {
        Reply::Welcome(welcome) => welcome.operator.map(|operator| operator.name.to_string()),
        reply => panic!("{reply:?}"),
    };
    assert_eq!(speaks.as_deref(), Some("Bruno"));
}

#[test]
fn many_clients_survive_a_kill_in_the_middle_of_their_saves() {
    let place = Place::new();
    enrolled(&place.client(), "Claudia");
    let seen: Vec<TicketNumber> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..8)
            .map(|_| {
                let client = place.client();
                scope.spawn(move || (0..15).map(|_| open_one(&client)).collect::<Vec<_>>())
            })
            .collect();
        std::thread::sleep(Duration::from_millis(30));
        place.kill();
        running
            .into_iter()
            .flat_map(|one| one.join().unwrap())
            .collect()
    });
    let distinct: BTreeSet<_> = seen.iter().collect();
    assert_eq!((seen.len(), distinct.len()), (120, 120));
    let client = place.client();
    let filter = Filter {
        limit: 500,
        ..Filter::default()
    };
    let Reply::Rows(rows) = client.call(Request::List(filter)).unwrap() else {
        panic!()
    };
    assert_eq!(rows.len(), 120);
}

#[test]
fn a_slow_request_does_not_hold_up_a_quick_one() {
    let place = Place::new();
    let client = place.client();
    enrolled(&client, "Claudia");
    std::thread::scope(|scope| {
        let slow: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| client.call(Request::Settle).unwrap()))
            .collect();
        assert_eq!(count(&client), 0);
        for one in slow {
            one.join().unwrap();
        }
    });
}

#[test]
fn a_keeper_leaves_when_it_is_asked_and_its_clients_have_gone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("data");
    let served = path.clone();
    let keeper = std::thread::spawn(move || serve(&served, &serving()));
    let begun = Instant::now();
    let client = loop {
        let options = ConnectOptions {
            hello: hello(),
            spawn: Spawn::Never,
        };
        match connect(&path, options) {
            Ok(client) => break client,
            Err(fault) if begun.elapsed() > Duration::from_secs(20) => panic!("{fault}"),
            Err(_) => std::thread::sleep(Duration::from_millis(10)),
        }
    };
    let second = serve(&path, &serving()).unwrap();
    assert_eq!(second, ExitReason::AlreadyServed);
    client.call(Request::Stop).unwrap();
    drop(client);
    assert_eq!(keeper.join().unwrap().unwrap(), ExitReason::Stopped);
    assert!(!path.join("keeper.sock").exists() && !path.join("views.open").exists());
}

#[test]
fn what_keeps_a_keeper_from_serving_is_told_to_the_client() {
    let place = Place::new();
    let path = place.path();
    crate::keeper::place::prepare(&path).unwrap();
    fs::write(path.join("FORMAT"), "sportello 99\n").unwrap();
    let spawn = Spawn::IfNeeded(program(place.dir.path()));
    let fault = connect(
        &path,
        ConnectOptions {
            hello: hello(),
            spawn,
        },
    )
    .unwrap_err();
    assert!(
        matches!(&fault, Fault::Newer(why) if why.contains("99")),
        "{fault:?}"
    );
    let never = ConnectOptions {
        hello: hello(),
        spawn: Spawn::Never,
    };
    let fault = connect(&path, never).unwrap_err();
    assert!(matches!(fault, Fault::Unreachable(_)), "{fault:?}");
}

#[test]
fn garbage_on_the_socket_ends_the_connection_and_nothing_else() {
    use std::io::{Read, Write};
    let place = Place::new();
    let client = place.client();
    enrolled(&client, "Claudia");
    let mut noise = crate::keeper::socket::connect(&place.path()).unwrap();
    let mut bytes = b"SPRT".to_vec();
    bytes.extend(crate::keeper::service::PROTOCOL.to_le_bytes());
    bytes.extend([0xff; 100]);
    noise.write_all(&bytes).unwrap();
    let mut rest = Vec::new();
    // The greeting, perhaps a notice told to everybody meanwhile, then the end.
    let _ = noise.read_to_end(&mut rest);
    assert_eq!(rest.get(..4), Some(&b"SPRT"[..]));
    open_one(&client);
}
