//! Every screen and overlay, whole, with styles: at 80×24 and 120×40, in both languages, the call in
//! every theme. `SPORTELLO_SNAPSHOTS=write` writes them again; look at what changed before you commit.

use super::{
    bench::Bench,
    place::{Desk, Place, morning},
    screen::portrait,
};
use sportello::{
    desk::{msg::Msg, theme::Theme},
    keeper::service::Fault,
    locale::Lang,
};
use std::{fs, path::PathBuf, sync::Arc};

/// A picture: its name, and the keys that lead to it from a free desk.
type Picture = (&'static str, &'static str);

/// The screens and overlays that show nothing of the desk beside.
const PICTURES: &[Picture] = &[
    ("ready", ""),
    ("results", "carta d'identita"),
    ("results-number", "carli"),
    ("results-none", "xyzzy quux"),
    ("given", "carli<Enter>"),
    ("sheet", "smarrimento carta identita<Enter><Enter><Down>"),
    ("concluded", "mensa scolastica<Enter><Enter><F10>"),
    (
        "two-questions",
        "mensa scolastica<Enter><Enter><F2>buca in via roma",
    ),
    ("entrust", "buca in via roma<F6>"),
    ("entrusted", "buca in via roma<F6><Enter>"),
    ("transfer", "parlare con chi fa le multe<F7>"),
    ("outcomes", "passaporto<F10>"),
    ("free-answer", "passaporto<F10><Down><Enter>alle dieci"),
    ("no-answer", "carli<Enter><Ctrl-k>"),
    ("callback", "carli<Enter><Ctrl-k><Down><Enter>333 1234567"),
    (
        "caller",
        "lampione<F5>Anna Verdi<Tab>33<Tab><Tab>RSSMRA85T10A562X",
    ),
    ("help-lines", "<F8>"),
    ("palette", "<F12>"),
    ("help", "<F1>"),
    (
        "structure",
        "<F12>struttura<Enter><Down><Right><Down><Down>",
    ),
    ("structure-filter", "<F12>struttura<Enter>carli"),
    ("curation-empty", "<F12>redazione<Enter>"),
];

/// Those that show requests and calls of the whole place: each has a place of its own.
const PICTURES_OF_A_PLACE: &[Picture] = &[
    ("parked", "mensa<F3>imu<F3><F3>"),
    (
        "recent",
        "carli<Enter>mensa scolastica<Enter><Enter><F10><F9>",
    ),
    ("correct", "carli<Enter><F9><Enter>"),
    ("end-of-shift", "mensa<Ctrl-q>"),
    (
        "queue",
        "buca in via po<F6><Enter><F10>lampione spento<F6><Enter><F10><F4><Tab><Tab><Tab>",
    ),
    (
        "queue-filter",
        "buca in via po<F6><Enter><F10><F4><Tab><Tab><Tab>/buca",
    ),
    (
        "request",
        "buca in via po<F6><Enter><F10><F4><Tab><Tab><Tab><Enter>",
    ),
    (
        "note",
        "buca in via po<F6><Enter><F10><F4><Tab><Tab><Tab><Enter><Ctrl-k>nchiama domani",
    ),
    (
        "close",
        "buca in via po<F6><Enter><F10><F4><Tab><Tab><Tab><Enter><Ctrl-k>cfatto",
    ),
];

/// Those of the life of the knowledge base: the keeper's clock stands where the desk's does.
const PICTURES_OF_KNOWLEDGE: &[Picture] = &[
    ("notice-form", "imu<F12>avviso<Enter>chiuso oggi"),
    (
        "notice",
        "imu<F12>avviso<Enter>chiuso oggi<Enter><Enter><Esc>",
    ),
    (
        "notice-sheet",
        "imu<F12>avviso<Enter>chiuso oggi<Enter><Enter><Enter>",
    ),
    ("wrong-number", "carli<Enter><Insert>"),
    ("version", "imu<Enter><Ctrl-k>v"),
    ("version-history", "imu<Enter><Ctrl-k>v<Ctrl-k>v"),
    ("act-form", "imu<Enter><Ctrl-k>v<Ctrl-k>a"),
    (
        "questions",
        "segnalare una buca<F6><Enter>via Po 3<Enter>bucca<Enter>",
    ),
];

const SIZES: &[(u16, u16)] = &[(80, 24), (120, 40)];
const LANGS: &[Lang] = &[Lang::It, Lang::En];

fn place_of(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/snapshots")
        .join(format!("{name}.txt"))
}

/// What differs from the file, or nothing.
fn difference(name: &str, now: &str) -> Option<String> {
    let file = place_of(name);
    if std::env::var("SPORTELLO_SNAPSHOTS").is_ok_and(|mode| mode == "write") {
        fs::write(file, now).unwrap();
        return None;
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    if kept == now {
        return None;
    }
    let (mut before, mut after) = (kept.lines(), now.lines());
    let mut rows = vec![format!("{name}:")];
    loop {
        match (before.next(), after.next()) {
            (None, None) => return Some(rows.join("\n")),
            (old, new) if old != new => {
                rows.extend(old.map(|row| format!("- {row}")));
                rows.extend(new.map(|row| format!("+ {row}")));
            }
            _ => {}
        }
    }
}

fn check(differences: &[String]) {
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
}

/// A desk that begins at the same minute as the first one of its place.
fn bench(place: &Arc<Place>, desk: Desk, keys: &str) -> Bench {
    let mut bench = place.desk(desk);
    bench.app.now = morning(1);
    bench.press(keys);
    bench
}

fn in_both_sizes(place: &Arc<Place>, lang: Lang, (name, keys): &Picture) -> Vec<String> {
    let desk = Desk {
        lang,
        ..Desk::default()
    };
    let mut sized = bench(place, desk, keys);
    let mut differences = Vec::new();
    for (width, height) in SIZES {
        sized.tell(Msg::Resized(*width, *height));
        let name = format!("{name}-{}-{width}x{height}", lang.id());
        differences.extend(difference(&name, &portrait(&sized.app)));
    }
    differences
}

#[test]
fn screens_in_both_languages_and_sizes() {
    let place = Place::new();
    let mut differences = Vec::new();
    for lang in LANGS {
        for picture in PICTURES {
            differences.extend(in_both_sizes(&place, *lang, picture));
        }
    }
    check(&differences);
}

#[test]
fn screens_of_a_place_in_both_languages_and_sizes() {
    let mut differences = Vec::new();
    for lang in LANGS {
        for picture in PICTURES_OF_A_PLACE {
            differences.extend(in_both_sizes(&Place::small(), *lang, picture));
        }
    }
    check(&differences);
}

#[test]
fn screens_of_knowledge_in_both_languages_and_sizes() {
    let mut differences = Vec::new();
    for lang in LANGS {
        for picture in PICTURES_OF_KNOWLEDGE {
            differences.extend(in_both_sizes(&Place::timed(), *lang, picture));
        }
    }
    check(&differences);
}

#[test]
fn the_call_in_every_theme() {
    let place = Place::new();
    let mut differences = Vec::new();
    for (name, theme) in Theme::ALL {
        let desk = Desk {
            theme: *theme,
            ..Desk::default()
        };
        let themed = bench(&place, desk, "carta d'identita<Down>");
        differences.extend(difference(&format!("call-{name}"), &portrait(&themed.app)));
    }
    check(&differences);
}

/// The picture in the README is the program's: its rows are those of the screen, blank ones left out.
#[test]
fn the_readme_shows_the_screen_there_is() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&file).unwrap();
    let shown = readme.split("```").nth(1).unwrap();
    let mut desk = bench(&Place::new(), Desk::default(), "carta identita smarrita");
    desk.wait(14);
    let rows = |text: &str| {
        let rows = text.lines().map(str::trim_end);
        rows.filter(|row| !row.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    };
    let now = rows(&desk.screen());
    if std::env::var("SPORTELLO_SNAPSHOTS").is_ok_and(|mode| mode == "write") {
        fs::write(file, readme.replacen(shown, &format!("\n{now}\n"), 1)).unwrap();
        return;
    }
    assert_eq!(rows(shown), now);
}

#[test]
fn first_start_errors_and_small_screens() {
    let mut differences = Vec::new();
    for lang in LANGS {
        let desk = Desk {
            lang: *lang,
            ..Desk::default()
        };
        let waiting = Place::small().start(desk);
        differences.extend(difference(
            &format!("before-the-keeper-{}", lang.id()),
            &portrait(&waiting.app),
        ));

        let mut unknown = Place::small().start(Desk {
            operator: None,
            ..desk
        });
        unknown.connect();
        unknown.settle();
        differences.extend(difference(
            &format!("first-start-{}", lang.id()),
            &portrait(&unknown.app),
        ));

        let mut refused = bench(&Place::small(), desk, "carli");
        refused
            .refuse
            .push_back(Fault::Store("unexpected end of file".to_owned()));
        refused.burst("<Enter><F3>altro").settle();
        differences.extend(difference(
            &format!("refused-{}", lang.id()),
            &portrait(&refused.app),
        ));
    }
    for keys in [
        "carli",
        "carli<Enter>",
        "mensa<F6><Enter>",
        "mensa<F7><Enter>",
    ] {
        let mut small = bench(&Place::small(), Desk::default(), keys);
        for (width, height) in [(1, 1), (20, 6), (20, 7), (40, 9), (40, 12), (300, 100)] {
            small.tell(Msg::Resized(width, height));
            let _ = portrait(&small.app);
        }
    }
    // What has no room is left out: the rows below belong to the status and the keys.
    let mut given = bench(&Place::small(), Desk::default(), "carli<Enter>");
    given.tell(Msg::Resized(60, 10));
    differences.extend(difference("given-it-60x10", &portrait(&given.app)));
    check(&differences);
}
