//! The house rules, read off `src/`: which room may use which, sizes, purity, words.
//!
//! A failure names the place, the rule, and the way out.

#![expect(
    clippy::string_slice,
    reason = "a test that cannot read the sources fails, and says where"
)]

mod paths;
mod source;
mod words;

use paths::paths_under;
use source::{Source, closing, sources};

/// Each room and the rooms it may use (DESIGN §2). `locale` is everybody's.
const ROOMS: &[(&str, &[&str])] = &[
    ("locale", &[]),
    ("domain", &[]),
    ("keymap", &[]),
    ("journal", &["domain"]),
    ("backup", &["domain", "journal"]),
    ("store", &["domain", "journal"]),
    ("search", &["domain"]),
    ("kb", &["domain"]),
    ("report", &["domain"]),
    (
        "keeper",
        &[
            "domain", "journal", "backup", "store", "search", "kb", "report",
        ],
    ),
    ("sync", &["domain", "journal", "keeper"]),
    ("desk", &["domain", "keymap", "keeper::service"]),
    (
        "runtime",
        &[
            "domain", "keymap", "journal", "store", "search", "kb", "report", "keeper", "sync",
            "desk",
        ],
    ),
    (
        "cli",
        &[
            "domain", "keymap", "journal", "backup", "store", "search", "kb", "report", "keeper",
            "sync", "desk", "runtime",
        ],
    ),
    ("lib", &[]),
    ("main", &[]),
];

/// Crates that only some places may name.
const CRATES: &[(&str, &[&str], &str)] = &[
    (
        "sled::",
        &["src/store/sled_kv.rs"],
        "go through store::kv::Kv",
    ),
    (
        "tantivy::",
        &["src/search.rs", "src/search/"],
        "ask search for it",
    ),
    (
        "crossterm::",
        &["src/runtime/", "src/cli/doctor/terminal.rs"],
        "the terminal is the runtime's",
    ),
    (
        "ratatui::",
        &["src/desk/", "src/runtime/", "src/runtime.rs"],
        "only the desk draws, only the runtime paints",
    ),
    (
        "clap::",
        &["src/cli.rs", "src/cli/"],
        "arguments are the command line's",
    ),
    (
        "bincode::",
        &["src/domain/codec.rs"],
        "go through domain::codec, which has the limits",
    ),
];

/// What a pure room may not name, and what stands for it.
const IMPURE: &[(&str, &str)] = &[
    ("std::fs", "files are read by the caller"),
    ("std::io", "bytes come in as values"),
    ("std::net", "the network is the keeper's"),
    ("std::env", "settings come in as values"),
    ("std::process", "leaving is an effect"),
    ("std::thread", "threads are the runtime's"),
    ("thread::spawn", "threads are the runtime's"),
    ("std::sync::mpsc", "answers arrive as messages"),
    ("Instant", "time comes in as a value"),
    ("SystemTime", "time comes in as a value"),
    ("Utc::now", "time comes in as a value"),
    ("Local::now", "time comes in as a value"),
    ("getrandom", "randomness comes in as a seed"),
    ("RandomState", "a HashMap has no order: use a BTreeMap"),
];

const PURE: [&str; 4] = ["locale", "domain", "keymap", "desk"];

/// What stands in no code outside tests.
const BANNED: &[(&str, &str)] = &[
    (
        ".unwrap()",
        "return the error, or say with let-else what happens",
    ),
    (
        ".expect(",
        "return the error, or say with let-else what happens",
    ),
    (".unwrap_err()", "match on the result"),
    ("panic!", "return an error"),
    (
        "unreachable!",
        "make the state unwritable, or return an error",
    ),
    ("println!", "print through cli::output"),
    ("eprintln!", "print through cli::output"),
    ("print!", "print through cli::output"),
    ("eprint!", "print through cli::output"),
    ("dbg!", "remove it"),
    ("todo!", "finish it"),
    ("unimplemented!", "finish it"),
    (
        "set_symbol",
        "draw with Buffer::set_stringn, which takes no control characters",
    ),
];

const LONGEST_FILE: usize = 500;
const LONGEST_FUNCTION: usize = 60;
const MEDIAN_FILE: usize = 200;

/// Fails with every fault on a line of its own.
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn dependencies_run_one_way() {
    let mut faults = Vec::new();
    for source in sources() {
        faults.extend(dependency_faults(source));
    }
    none(&faults);
}

fn dependency_faults(source: &Source) -> Vec<String> {
    let room = source.room();
    let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
        return vec![format!(
            "{}: `{room}` is a new room: say in ROOMS (tests/it/house.rs) and in DESIGN what it may use",
            source.path
        )];
    };
    let mut faults = Vec::new();
    for (path, at) in paths_under(source, "crate::") {
        let first = path.split("::").next().unwrap_or(&path);
        let mine = first == room || matches!(room, "lib" | "main");
        let known = ROOMS.iter().any(|(name, _)| *name == first);
        let may = allowed
            .iter()
            .any(|use_of| path == *use_of || path.starts_with(&format!("{use_of}::")));
        if known && !mine && !may && first != "locale" {
            faults.push(format!(
                "{}: `{room}` may not use `{path}`: move what both need down, or pass it in as a value",
                source.place(at)
            ));
        }
    }
    // `super` may not climb out of the room either.
    let climb = "super::".repeat(source.depth().max(1));
    if source.depth() > 0 {
        faults.extend(source.find(&climb).into_iter().map(|at| {
            format!(
                "{}: `{climb}` leaves the room: write crate::, so that it can be seen",
                source.place(at)
            )
        }));
    }
    faults
}

/// The screens of the desk: what they are drawn with knows none of them.
const SCREENS: &[&str] = &[
    "chooser", "dossier", "form", "help", "phone", "queue", "reader", "shift", "view",
];

#[test]
fn widgets_know_no_screen() {
    let mut faults = Vec::new();
    for source in sources() {
        faults.extend(widget_faults(source));
    }
    none(&faults);
}

fn widget_faults(source: &Source) -> Vec<String> {
    if !source.path.starts_with("src/desk/widget") {
        return Vec::new();
    }
    let paths = paths_under(source, "crate::").into_iter();
    let screens = paths.filter(|(path, _)| {
        let mut parts = path.split("::");
        parts.next() == Some("desk") && parts.next().is_some_and(|part| SCREENS.contains(&part))
    });
    screens
        .map(|(path, at)| {
            let place = source.place(at);
            format!("{place}: a widget may not use the screen `{path}`: pass in what it needs")
        })
        .collect()
}

#[test]
fn libraries_stay_where_they_belong() {
    let mut faults = Vec::new();
    for source in sources() {
        for (name, places, way_out) in CRATES {
            if !places.iter().any(|place| source.path.starts_with(place)) {
                faults.extend(source.find(name).into_iter().map(|at| {
                    format!(
                        "{}: `{name}` outside {}: {way_out}",
                        source.place(at),
                        places.join(", ")
                    )
                }));
            }
        }
        if source.room() == "desk" {
            faults.extend(desk_faults(source));
        }
    }
    none(&faults);
}

/// Of ratatui the desk may use what is data: no backend, no terminal.
fn desk_faults(source: &Source) -> Vec<String> {
    const MAY: [&str; 5] = ["buffer", "layout", "style", "text", "widgets"];
    paths_under(source, "ratatui::")
        .into_iter()
        .filter(|(path, _)| {
            !MAY.iter()
                .any(|part| path.split("::").next() == Some(*part))
        })
        .map(|(path, at)| {
            let place = source.place(at);
            format!(
                "{place}: the desk is pure: of ratatui only {}, not `{path}`",
                MAY.join(", ")
            )
        })
        .collect()
}

#[test]
fn pure_rooms_have_no_clock_files_threads_or_chance() {
    let mut faults = Vec::new();
    for source in sources()
        .iter()
        .filter(|source| PURE.contains(&source.room()))
    {
        for (name, way_out) in IMPURE {
            faults.extend(
                source
                    .find(name)
                    .into_iter()
                    .map(|at| format!("{}: `{name}` in a pure room: {way_out}", source.place(at))),
            );
        }
    }
    none(&faults);
}

#[test]
fn nothing_panics_or_prints() {
    let mut faults = Vec::new();
    for source in sources() {
        for (name, way_out) in BANNED {
            faults.extend(
                source
                    .find(name)
                    .into_iter()
                    .map(|at| format!("{}: `{name}` outside tests: {way_out}", source.place(at))),
            );
        }
    }
    none(&faults);
}

#[test]
fn nothing_is_left_for_later() {
    let marks = [
        "TO".to_owned() + "DO",
        "FIX".to_owned() + "ME",
        "X".repeat(3),
    ];
    let is_mark = |word: &str| marks.iter().any(|mark| mark == word);
    let mut faults = Vec::new();
    for source in sources() {
        for (n, line) in (1..).zip(source.text.lines()) {
            if line.split(|c: char| !c.is_alphanumeric()).any(is_mark) {
                let path = &source.path;
                faults.push(format!(
                    "{path}:{n}: left for later: do it, or open an issue"
                ));
            }
        }
    }
    none(&faults);
}

#[test]
fn files_and_functions_are_small() {
    let mut faults = Vec::new();
    for source in sources() {
        if source.length > LONGEST_FILE {
            faults.push(format!(
                "{}:1: {} lines without its tests, at most {LONGEST_FILE}: split along what it does",
                source.path, source.length
            ));
        }
        for (name, at, lines) in functions(source) {
            if lines > LONGEST_FUNCTION {
                faults.push(format!(
                    "{}: `{name}` has {lines} lines, at most {LONGEST_FUNCTION}: give its steps names",
                    source.place(at)
                ));
            }
        }
    }
    let mut lengths: Vec<usize> = sources().iter().map(|source| source.length).collect();
    lengths.sort_unstable();
    let median = lengths.get(lengths.len() / 2).copied().unwrap_or(0);
    if median >= MEDIAN_FILE {
        faults.push(format!(
            "src: the median file has {median} lines, {MEDIAN_FILE} or more: files do too much"
        ));
    }
    none(&faults);
}

/// The functions with bodies: name, where, and the lines of code between their braces.
fn functions(source: &Source) -> Vec<(String, usize, usize)> {
    let code = &source.code;
    source
        .find("fn")
        .into_iter()
        .filter_map(|at| {
            let rest = code[at + 2..].trim_start();
            let name: String = rest
                .chars()
                .take_while(|c| c.is_alphanumeric() || "_$".contains(*c))
                .collect();
            if name.is_empty() {
                return None;
            }
            let arguments = at + code[at..].find('(')?;
            let after = closing(code, arguments)?;
            let body = after + code[after..].find(['{', ';'])?;
            code[body..].starts_with('{').then_some(())?;
            let inside = &code[body + 1..closing(code, body)? - 1];
            let lines = inside
                .lines()
                .filter(|line| !line.trim().is_empty())
                .count();
            // An exception says so where it stands, and why.
            let head = code[..at]
                .rfind(['}', ';'])
                .map_or("", |end| &code[end..at]);
            (!head.contains("clippy::too_many_lines")).then_some((name, at, lines))
        })
        .collect()
}

#[test]
fn every_module_opens_with_a_sentence() {
    let faults: Vec<String> = sources()
        .iter()
        .filter(|source| !opens_with_a_sentence(&source.text))
        .map(|source| {
            format!(
                "{}:1: a file opens with one `//!` sentence that says what it is",
                source.path
            )
        })
        .collect();
    none(&faults);
}

fn opens_with_a_sentence(text: &str) -> bool {
    let first: Vec<&str> = text
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .take_while(|line| !line.trim().is_empty())
        .collect();
    let words = first.join(" ");
    words.split_whitespace().count() >= 3
        && words
            .trim_end_matches([')', ' '])
            .ends_with(['.', ':', '?'])
}

#[test]
fn what_the_desk_says_is_in_the_catalogs() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| source.room() == "desk") {
        faults.extend(words::faults(source));
    }
    none(&faults);
}

#[test]
fn no_phrase_names_a_key() {
    let mut faults = Vec::new();
    for source in sources() {
        faults.extend(words::key_faults(source));
    }
    none(&faults);
}

#[test]
fn a_phrase_with_two_forms_is_counted() {
    none(&words::count_faults(sources()));
}

/// The rules bite: each of these breaks one.
#[test]
fn the_rules_find_what_they_are_for() {
    let of = |path: &str, text: &str| Source::new(path.to_owned(), text.to_owned());
    let upwards = of(
        "src/domain/op.rs",
        "use crate::{locale, keeper::{service::X, Y}};\nfn f() { super::super::desk::g() }",
    );
    assert_eq!(dependency_faults(&upwards).len(), 3);
    let service = of(
        "src/desk/app.rs",
        "use crate::keeper::service::Hit;\nuse crate::domain::text;",
    );
    assert_eq!(dependency_faults(&service), Vec::<String>::new());
    let widget = of(
        "src/desk/widget/a.rs",
        "use crate::desk::{app::App, phone::{LABEL, view}, words};",
    );
    assert_eq!(widget_faults(&widget).len(), 2);
    let room = of("src/attic.rs", "");
    assert_eq!(dependency_faults(&room).len(), 1);
    let drawn = of(
        "src/desk/a.rs",
        "use ratatui::{buffer::Buffer, Terminal, backend::{a, b}};",
    );
    assert_eq!(desk_faults(&drawn).len(), 3);
    let said = of(
        "src/desk/a.rs",
        "fn f() { g(\"Salvato ora\"); h(\"call\"); Phrase::new(\"Sì certo\", \"Yes\"); }",
    );
    assert_eq!(words::faults(&said).len(), 1);
    let keyed = of(
        "src/desk/a.rs",
        "catalog! { A = \"F10 conclude\" / \"{global.conclude}, not Ctrl-D\"; B = \"Fine\" / \"F99\"; }",
    );
    assert_eq!(words::key_faults(&keyed).len(), 2);
    let counted = [
        of(
            "src/desk/words.rs",
            "catalog! { A = \"un|{n}\" / \"a|{n}\"; B = \"x\" / \"y\"; }",
        ),
        of(
            "src/desk/a.rs",
            "fn f() { A.fill(); words::A\n.count(n); B.fill(); app.say(words::A) }",
        ),
    ];
    assert_eq!(words::count_faults(&counted).len(), 2);
    let hidden = of(
        "src/a.rs",
        "// a.unwrap()\nlet b = \".unwrap()\"; let c = '\"'; d.unwrap();",
    );
    assert_eq!(hidden.find(".unwrap()").len(), 1);
    let long = of(
        "src/a.rs",
        &format!("fn long() {{\n{}}}", "    one();\n".repeat(61)),
    );
    assert_eq!(functions(&long)[0].2, 61);
    assert!(
        !opens_with_a_sentence("use a;\n") && opens_with_a_sentence("//! What it is.\n\n//! x")
    );
}
