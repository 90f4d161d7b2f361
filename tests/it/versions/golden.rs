//! Data directories of past versions: opened with this program they say what they always said.

use super::place::{Place, copy, files, options, other_program, sixteen, slug};
use crate::it::sandbox::Sandbox;
use sportello::{
    domain::{
        field::{self, FieldKind, Value},
        id::{InteractionId, StationId, TicketId},
        op::{ArticleRef, Op, Provenance, Queue, Subject},
        outcome::{ArticleKind, Channel, Outcome, Role, TimeSource, Verb},
        text::Text,
        time::Moment,
    },
    keeper::{
        Keeper, OpenError,
        service::{Reply, Request, Service},
    },
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Who works in them.
const AS: [&str; 2] = ["--operator", "claudia-neri"];

/// Where the directories of past versions are, one a version of `FORMAT`.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// Every past version, and the present one.
fn versions() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("FORMAT").exists())
        .collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

/// A copy to work in, as a data directory that only its owner reads.
fn restored(golden: &Path, dir: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::create_dir_all(dir).unwrap();
    fs::set_permissions(dir, fs::Permissions::from_mode(0o700)).unwrap();
    for name in ["FORMAT", "replica"] {
        fs::copy(golden.join(name), dir.join(name)).unwrap();
    }
    copy(&golden.join("journal"), &dir.join("journal"));
}

fn digest_of(dir: &Path) -> String {
    let keeper = Keeper::open(dir, options()).unwrap();
    let Reply::Digest(_, total) = keeper.session(1000).call(Request::Digest).unwrap() else {
        panic!();
    };
    keeper.close();
    total
}

#[test]
fn a_directory_of_every_past_version_says_what_it_said_and_takes_more() {
    for golden in versions() {
        let sandbox = Sandbox::empty();
        let data = sandbox.data();
        restored(&golden, &data);
        let kept = fs::read_to_string(golden.join("digest")).unwrap();
        assert_eq!(digest_of(&data), kept.trim(), "{}", golden.display());
        // From the views, too, and with views of another version.
        assert_eq!(digest_of(&data), kept.trim());
        Keeper::open(&data, other_program()).unwrap().close();
        assert_eq!(digest_of(&data), kept.trim());
        for (path, expected) in files(&golden.join("tickets")) {
            let number = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let shown = sandbox.json(&[AS[0], AS[1], "ticket", "show", &number]);
            let expected: serde_json::Value = serde_json::from_slice(&expected).unwrap();
            assert_eq!(shown, expected, "{number}");
        }
        let open = [AS[0], AS[1], "ticket", "open", "--text", "Di oggi"];
        let number = sandbox.run(&open).done().trim().to_owned();
        assert_eq!(
            sandbox.json(&[AS[0], AS[1], "ticket", "show", &number])["state"],
            "open"
        );
        let verified = sandbox.json(&["store", "verify"]);
        assert_eq!(verified["findings"], serde_json::json!([]));
    }
}

#[test]
fn the_files_of_a_directory_are_those_of_the_past() {
    let dir = tempfile::tempdir().unwrap();
    let golden = versions().pop().unwrap();
    Place::open(dir.path(), options()).close();
    let read = |dir: &Path, name: &str| fs::read_to_string(dir.join(name)).unwrap();
    assert_eq!(read(dir.path(), "FORMAT"), read(&golden, "FORMAT"));
    // A line an agency, its name and its stream; a stream is random.
    let shape = |text: &str| -> Vec<(String, usize)> {
        text.lines()
            .map(|line| line.split_once(' ').unwrap())
            .map(|(agency, stream)| (agency.to_owned(), stream.len()))
            .collect()
    };
    let (here, past) = (read(dir.path(), "replica"), read(&golden, "replica"));
    let past = shape(&past);
    for line in shape(&here) {
        assert!(past.contains(&line), "{line:?}");
    }
}

#[test]
fn a_newer_directory_is_refused_in_words_and_left_as_it_is() {
    let golden = versions().pop().unwrap();
    let newer_format = |data: &Path| fs::write(data.join("FORMAT"), "sportello 99\n").unwrap();
    let newer_segment = |data: &Path| {
        let path = data.join("journal/000001.journal");
        let mut bytes = fs::read(&path).unwrap();
        bytes[8] = 99;
        let crc = crc32fast::hash(&bytes[..60]).to_le_bytes();
        bytes[60..64].copy_from_slice(&crc);
        fs::write(path, bytes).unwrap();
    };
    for change in [&newer_format as &dyn Fn(&Path), &newer_segment] {
        let sandbox = Sandbox::empty();
        let data = sandbox.data();
        restored(&golden, &data);
        change(&data);
        let before = files(&data);
        for language in ["it", "en"] {
            let said = sandbox
                .run(&["--lang", language, "ticket", "list"])
                .failed(3);
            let way_out = ["usa il programma più nuovo", "use the newer program"];
            assert!(way_out.iter().any(|words| said.contains(words)), "{said}");
        }
        let after = files(&data);
        for (path, bytes) in before {
            assert_eq!(after.get(&path), Some(&bytes), "{}", path.display());
        }
        assert!(!data.join("views").exists() && !data.join("index").exists());
        let refused = Keeper::open(&data, options()).unwrap_err();
        assert!(refused.is_of_a_newer_program(), "{refused}");
    }
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("FORMAT"), "altro\n").unwrap();
    let refused = Keeper::open(dir.path(), options()).unwrap_err();
    assert!(matches!(refused, OpenError::Format(_)) && !refused.is_of_a_newer_program());
}

/// Makes the directory of the present version, where there is none: `SPORTELLO_GOLDEN=1`.
#[test]
fn the_present_version_has_its_directory() {
    let golden = root().join("1");
    if std::env::var_os("SPORTELLO_GOLDEN").is_none() || golden.exists() {
        assert!(golden.join("FORMAT").exists());
        return;
    }
    let sandbox = Sandbox::empty();
    let data = sandbox.data();
    fs::create_dir_all(&data).unwrap();
    let place = Place::open(&data, options());
    let numbers = shift(&place);
    let digest = place.digest();
    place.close();
    for name in ["FORMAT", "replica"] {
        fs::create_dir_all(golden.join("journal")).unwrap();
        fs::copy(data.join(name), golden.join(name)).unwrap();
    }
    let written = fs::read(data.join("journal/000001.journal")).unwrap();
    let end = written.iter().rposition(|byte| *byte != 0).unwrap() + 1;
    fs::write(golden.join("journal/000001.journal"), &written[..end]).unwrap();
    fs::write(golden.join("digest"), format!("{digest}\n")).unwrap();
    let copied = Sandbox::empty();
    restored(&golden, &copied.data());
    fs::create_dir_all(golden.join("tickets")).unwrap();
    for number in numbers {
        let shown = copied.json(&[AS[0], AS[1], "ticket", "show", &number]);
        let shown = serde_json::to_string_pretty(&shown).unwrap();
        fs::write(golden.join(format!("tickets/{number}.json")), shown + "\n").unwrap();
    }
}

/// A shift with every kind of op that a person writes; the numbers of its requests.
fn shift(place: &Place) -> Vec<String> {
    let (first, one) = place.opened();
    let (second, two) = place.opened();
    let fields: Vec<Op> = field::FIELDS.iter().map(|spec| set(first, spec)).collect();
    place.save(Role::FirstLevel, &fields, Vec::new());
    place.note(first, "Chiede quando è pronta");
    place.tag(first, "urgente");
    let link = Op::Link {
        ticket: first,
        to: second,
    };
    place.save(Role::FirstLevel, &[link], Vec::new());
    call(place, first);
    let entrust = change(
        place,
        second,
        Verb::EscalateBackOffice,
        Some(Queue::BackOffice),
    );
    place.save(Role::FirstLevel, &[entrust], Vec::new());
    let undo = Op::Undo {
        subject: Subject::ticket(second),
        op: place.dossier(second).ticket.heads[0],
    };
    place.save(Role::FirstLevel, &[undo], Vec::new());
    let close = change(place, first, Verb::Close, None);
    place.save(Role::FirstLevel, &[close], Vec::new());
    knowledge(place);
    // Whoever runs the tests, under whatever account, may be this operator.
    let anybody = Op::Operator {
        operator: slug("claudia-neri"),
        name: Text::line("Claudia Neri"),
        account: None,
    };
    place.save(Role::Admin, &[anybody], Vec::new());
    vec![one.to_string(), two.to_string()]
}

fn set(ticket: TicketId, spec: &field::FieldSpec) -> Op {
    let value = match spec.kind {
        FieldKind::Line | FieldKind::Block => Value::Text(Text::line(spec.key)),
        FieldKind::Moment => Value::Moment(Moment(1_800_000_000_000)),
        FieldKind::Flag => Value::Flag(true),
    };
    let value = match spec.id {
        field::KIND => Value::Text(Text::line("information")),
        field::CHANNEL => Value::Text(Text::line("phone")),
        _ => value,
    };
    Op::SetField {
        ticket,
        field: spec.id,
        value,
        replaces: Vec::new(),
    }
}

fn change(place: &Place, ticket: TicketId, verb: Verb, to: Option<Queue>) -> Op {
    Op::Change {
        ticket,
        verb,
        to,
        owner: None,
        parents: place.dossier(ticket).ticket.heads,
        text: Text::line("Detto al telefono"),
    }
}

/// A call about a request, and one that is parked and taken up.
fn call(place: &Place, ticket: TicketId) {
    let station = StationId::new([3; 16]);
    let begin = |interaction| Op::Begin {
        interaction,
        channel: Channel::Phone,
        started: Moment(1_795_300_000_000),
        source: TimeSource::Key,
        station,
        caller: Text::line("055 123456"),
    };
    let interaction = InteractionId::new(sixteen());
    let answer = ArticleRef {
        id: slug("cie"),
        version: [9; 16],
    };
    let ops = [
        begin(interaction),
        Op::Told {
            interaction,
            ticket: Some(ticket),
            answer: answer.clone(),
            passage: Text::line("Porti una fotografia"),
            used: true,
        },
        Op::Conclude {
            interaction,
            ticket: Some(ticket),
            outcome: Outcome::Answered,
            answer: Some(answer),
            corrects: None,
            text: Text::default(),
        },
        Op::End {
            interaction,
            ended: Moment(1_795_300_090_000),
            source: TimeSource::Key,
        },
    ];
    place.save(Role::FirstLevel, &ops, Vec::new());
    let interaction = InteractionId::new(sixteen());
    let park = Op::Park {
        interaction,
        draft: "{}".to_owned(),
    };
    place.save(Role::FirstLevel, &[begin(interaction), park], Vec::new());
    let Reply::Calls(parked) = place.ask(Request::ParkedCalls(slug("esempio"))) else {
        panic!();
    };
    let resume = Op::Resume {
        interaction,
        station,
        parked: parked[0].interaction.parked.as_ref().unwrap().op,
    };
    place.save(Role::FirstLevel, &[resume], Vec::new());
}

fn knowledge(place: &Place) {
    use sportello::domain::article::Article;
    let title = Text::line("Carta d'identità");
    let article = Article::named(slug("cie"), ArticleKind::Faq, slug("esempio"), title);
    let publish = Op::Publish {
        article: slug("cie"),
        kind: ArticleKind::Faq,
        text: sportello::kb::document::write(&article),
        provenance: Provenance::Trusted,
        replaces: Vec::new(),
    };
    place.save(Role::Curator, &[publish], Vec::new());
    let withdraw = Op::Withdraw {
        article: slug("cie"),
        replaces: Vec::new(),
    };
    place.save(Role::Curator, &[withdraw], Vec::new());
}
