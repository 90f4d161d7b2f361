//! Figures to hold, run by hand: `cargo test --release --lib figures -- --ignored --nocapture`.
#![expect(clippy::cast_precision_loss, reason = "figures for the eye")]

use super::*;
use std::time::Instant;

fn told(what: &str, figure: impl std::fmt::Debug) {
    #[expect(clippy::print_stderr, reason = "run by hand, to be read")]
    {
        eprintln!("{what}: {figure:?}");
    }
}

fn quantile(times: &mut [Duration], of: usize) -> Duration {
    times.sort();
    times[times.len() * of / 1_000]
}

/// A call with one request, as a desk commits it.
fn a_call(n: usize) -> Proposal {
    let (interaction, ticket) = (InteractionId::new(sixteen()), TicketId::new(sixteen()));
    let field = |id, words: String| Op::SetField {
        ticket,
        field: id,
        value: field::Value::Text(Text::line(&words)),
        replaces: Vec::new(),
    };
    let offices = ["tributi", "anagrafe", "polizia-locale"];
    let open = Op::Change {
        ticket,
        verb: if n.is_multiple_of(10) {
            Verb::EscalateDepartment
        } else {
            Verb::Open
        },
        to: Some(match n % 10 {
            0 => Queue::Office(slug(offices[n / 10 % 3])),
            _ => Queue::FirstLevel,
        }),
        owner: None,
        parents: Vec::new(),
        text: Text::default(),
    };
    let ops = [
        Op::Begin {
            interaction,
            channel: Channel::Phone,
            started: Moment(1_000 * i64::try_from(n).unwrap()),
            source: TimeSource::Key,
            station: StationId::default(),
            caller: Text::default(),
        },
        open,
        field(
            field::TEXT,
            format!("Ho perso la carta d'identità, richiesta numero {n}"),
        ),
        field(field::TOPIC, "anagrafe".to_owned()),
        field(field::PHONE, format!("055 27{:05}", n % 100_000)),
        Op::Conclude {
            interaction,
            ticket: Some(ticket),
            outcome: Outcome::Answered,
            answer: None,
            corrects: None,
            text: Text::line("Denuncia e una foto, poi allo sportello."),
        },
        Op::End {
            interaction,
            ended: Moment(60_000 + 1_000 * i64::try_from(n).unwrap()),
            source: TimeSource::Key,
        },
    ];
    proposal(&ops, vec![ticket])
}

#[test]
#[ignore = "figures, run by hand in release"]
fn figures() {
    let count: usize = std::env::var("TICKETS").map_or(100_000, |n| n.parse().unwrap());
    let base = std::env::var_os("FIGURES_DIR").map_or_else(std::env::temp_dir, Into::into);
    let dir = tempfile::tempdir_in(base).unwrap();
    let keeper = Keeper::open(dir.path(), options()).unwrap();
    let desk = keeper.session(1000);
    enrolled(&desk, "Claudia");
    let mut times: Vec<Duration> = (0..1_000)
        .map(|n| {
            let call = a_call(n);
            let begun = Instant::now();
            desk.call(Request::Commit(call)).unwrap();
            begun.elapsed()
        })
        .collect();
    told("save p50", quantile(&mut times, 500));
    told("save p99", quantile(&mut times, 990));
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for part in 0..64 {
            let desk = keeper.session(1000);
            scope.spawn(move || {
                for n in (1_000 + part..count).step_by(64) {
                    desk.call(Request::Commit(a_call(n))).unwrap();
                }
            });
        }
    });
    let ops = stats(&desk).ops;
    told("tickets", count);
    told(
        "64 desks, batches/s",
        (count - 1_000) as f64 / begun.elapsed().as_secs_f64(),
    );
    told("stats", stats(&desk));
    lists(&desk);
    let begun = Instant::now();
    desk.call(Request::Rebuild).unwrap();
    told("rebuild ops/s", ops as f64 / begun.elapsed().as_secs_f64());
    sizes(&desk);
    let begun = Instant::now();
    digest(&desk);
    told("digest", begun.elapsed());
    lists(&desk);
    drop(desk);
    let begun = Instant::now();
    keeper.close();
    told("close", begun.elapsed());
    let begun = Instant::now();
    let keeper = Keeper::open(dir.path(), options()).unwrap();
    told("open", begun.elapsed());
    told(
        "memory",
        std::fs::read_to_string("/proc/self/status").map(|status| {
            let lines = status
                .lines()
                .filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM"));
            lines.map(str::to_owned).collect::<Vec<_>>()
        }),
    );
    drop(keeper);
}

fn sizes(desk: &Session) {
    let now = stats(desk);
    let bytes = (now.journal_bytes, now.view_bytes);
    told("bytes of journal and views", bytes);
}

fn lists(desk: &Session) {
    let office = Some(Queue::Office(slug("tributi")));
    let filters = [
        (
            "queue of the first level",
            Filter {
                queue: Some(Queue::FirstLevel),
                unclosed: true,
                ..Filter::default()
            },
        ),
        (
            "queue of an office",
            Filter {
                queue: office.clone(),
                unclosed: true,
                ..Filter::default()
            },
        ),
        ("everything", Filter::default()),
        (
            "words in a queue",
            Filter {
                queue: office,
                words: "perso carta".to_owned(),
                ..Filter::default()
            },
        ),
        (
            "words that are nowhere",
            Filter {
                words: "unicorno".to_owned(),
                ..Filter::default()
            },
        ),
    ];
    for (what, filter) in filters {
        let mut times: Vec<Duration> = (0..50)
            .map(|_| {
                let begun = Instant::now();
                desk.call(Request::List(filter.clone())).unwrap();
                begun.elapsed()
            })
            .collect();
        told(what, (quantile(&mut times, 500), quantile(&mut times, 980)));
    }
    let mut times: Vec<Duration> = (0..200)
        .map(|n| {
            let begun = Instant::now();
            desk.call(Request::ByPhone(format!("055 27{n:05}")))
                .unwrap();
            begun.elapsed()
        })
        .collect();
    told(
        "by phone",
        (quantile(&mut times, 500), quantile(&mut times, 990)),
    );
}
