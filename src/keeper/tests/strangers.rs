//! Two agencies: what one of them has in hand is not told to the people of the other (SECURITY T24).

use super::{super::service, asked::call, *};
use crate::domain::{article::version_of, codec, time::DAY};

/// Names every request, so that a new one has to be thought of: is it about knowledge, and whose?
macro_rules! requests {
    ($($pattern:pat => $name:literal,)+) => {
        const NAMES: &[&str] = &[$($name),+];

        const fn name(request: &Request) -> &'static str {
            match request { $($pattern => $name,)+ }
        }
    };
}

requests! {
    Request::Hello(_) => "hello",
    Request::Commit(_) => "commit",
    Request::Search(_) => "search",
    Request::Article(..) => "article",
    Request::Versions(_) => "versions",
    Request::Articles(..) => "articles",
    Request::Page(_) => "page",
    Request::Life(_) => "life",
    Request::Edition(..) => "edition",
    Request::Lint(..) => "lint",
    Request::Known => "known",
    Request::CuratorTasks(_) => "curator-tasks",
    Request::News(_) => "news",
    Request::Notices(_) => "notices",
    Request::Gaps(_) => "gaps",
    Request::Dossier(_) => "dossier",
    Request::ByNumber(_) => "by-number",
    Request::ByPhone(_) => "by-phone",
    Request::List(_) => "list",
    Request::Counts(_) => "counts",
    Request::RecentCalls(..) => "recent-calls",
    Request::ParkedCalls(_) => "parked-calls",
    Request::Operators => "operators",
    Request::Enrol { .. } => "enrol",
    Request::Ring(_) => "ring",
    Request::Settle => "settle",
    Request::Digest => "digest",
    Request::Verify => "verify",
    Request::Rebuild => "rebuild",
    Request::Stats => "stats",
    Request::Working => "working",
    Request::Stop => "stop",
}

/// Those that tell nothing of articles, or are orders.
const OTHERS: &[&str] = &[
    "hello",
    "commit",
    "dossier",
    "by-number",
    "by-phone",
    "list",
    "counts",
    "recent-calls",
    "parked-calls",
    "operators",
    "enrol",
    "ring",
    "settle",
    "digest",
    "verify",
    "rebuild",
    "stats",
    "working",
    "stop",
];

/// Words that stand in one place each, which only the agency's own people may see.
const DRAFT: &str = "bozzasegreta";
const PLANNED: &str = "pianosegreto";
const NOTICE: &str = "avvisosegreto";
const WHO: &str = "delatrice";
const GAP: &str = "compostiera";
const SECRETS: &[&str] = &[DRAFT, PLANNED, NOTICE, WHO, GAP];

fn sheet(id: &str, title: &str) -> Article {
    let kind = ArticleKind::Sheet;
    let mut article = Article::named(slug(id), kind, slug("altro"), Text::line(title));
    article.say = Text::line("Venga allo sportello.");
    article
}

/// Two agencies; who works in the first (1001), and in the second (1002).
struct Place {
    keeper: Keeper,
    _dir: tempfile::TempDir,
}

impl Place {
    fn open() -> Self {
        let agencies = ["esempio", "altro"].map(|id| {
            let agency = Agency {
                id: slug(id),
                name: Text::line(id),
                fictional: true,
                called: Vec::new(),
                greeting: Bilingual::default(),
                topics: Vec::new(),
            };
            let text = crate::kb::agency::write_agency(&agency);
            (agency, text)
        });
        let options = Options {
            seed: Seed::Given(agencies.to_vec(), Vec::new()),
            ..in_memory()
        };
        let dir = tempfile::tempdir().unwrap();
        let keeper = Keeper::open(dir.path(), options).unwrap();
        enrolled(&keeper.session(1000), "Ada");
        let place = Self { keeper, _dir: dir };
        for (account, name, agency) in [(1001, "Bice", "esempio"), (1002, WHO, "altro")] {
            let person = enrolled(&place.keeper.session(account), name);
            let everything = Role::ALL.iter().map(|role| Op::Grant {
                operator: person.clone(),
                role: *role,
                agency: slug(agency),
                office: None,
            });
            for grant in everything {
                place.act(1000, Role::Admin, "esempio", grant);
            }
        }
        // A trial place makes everybody first level of its first agency.
        let grant = Op::Revoke {
            operator: slug(WHO),
            role: Role::FirstLevel,
            agency: slug("esempio"),
        };
        place.act(1000, Role::Admin, "esempio", grant);
        place.fill();
        place
    }

    fn act(&self, account: u32, role: Role, agency: &str, op: Op) -> OpId {
        let proposal = Proposal {
            role,
            agency: slug(agency),
            ..proposal(&[op], Vec::new())
        };
        match self.keeper.session(account).call(Request::Commit(proposal)) {
            Ok(Reply::Saved { first, .. }) => first,
            other => panic!("{other:?}"),
        }
    }

    /// What the other agency has: a sheet in force with a draft and a planned version, a notice, a
    /// number said to be wrong, a question without an answer.
    fn fill(&self) {
        let own = |role, op| self.act(1002, role, "altro", op);
        for (id, article, provenance) in Self::texts() {
            let text = crate::kb::document::write(&article);
            let (article, kind) = (slug(id), ArticleKind::Sheet);
            own(
                Role::Curator,
                Op::Publish {
                    article,
                    kind,
                    text,
                    provenance,
                    replaces: Vec::new(),
                },
            );
        }
        own(
            Role::Supervisor,
            Op::Notice {
                article: slug("tari"),
                text: Text::line(NOTICE),
                until: Moment(i64::MAX),
                replaces: Vec::new(),
            },
        );
        own(
            Role::FirstLevel,
            Op::WrongNumber {
                article: slug("tari"),
                number: Text::line("055 1234567"),
            },
        );
        self.ask(1000, Request::Settle);
        self.call("compostiera");
    }

    fn texts() -> Vec<(&'static str, Article, Provenance)> {
        let now = sheet("tari", "Tassa rifiuti compostiera");
        let mut later = sheet("tari", PLANNED);
        later.valid_from = Some("2999-01-01".parse().unwrap());
        vec![
            ("tari", now, Provenance::Trusted),
            ("tari", later, Provenance::Trusted),
            ("tari", sheet("tari", DRAFT), Provenance::Draft),
        ]
    }

    /// A call of the other agency that nothing answered.
    fn call(&self, said: &str) {
        let proposal = Proposal {
            agency: slug("altro"),
            ..call(Moment(0), said, Outcome::EntrustedBackOffice, None)
        };
        self.ask(1002, Request::Commit(proposal));
    }

    fn ask(&self, account: u32, request: Request) -> Reply {
        self.keeper.session(account).call(request).unwrap()
    }
}

/// Every request about knowledge, asked of what is the other agency's.
fn probes() -> Vec<Request> {
    let (tari, altro) = (slug("tari"), slug("altro"));
    let versions = Place::texts().into_iter();
    let versions =
        versions.map(|(_, article, _)| version_of(&crate::kb::document::write(&article)));
    let versions: Vec<[u8; 16]> = versions.collect();
    let search = |text: &str, at| Search {
        at,
        others: true,
        ..Search::new(text.to_owned(), slug("altro"), 50)
    };
    let draft = crate::kb::document::write(&sheet("tari", "Un altro testo"));
    let mut probes = vec![
        Request::Article(tari.clone(), None),
        Request::Versions(vec![tari.clone()]),
        Request::Articles(ArticleKind::Sheet, altro.clone()),
        Request::Page(service::Page {
            kind: ArticleKind::Sheet,
            agency: altro.clone(),
            after: None,
            at: Moment(40_000 * DAY),
        }),
        Request::Life(tari.clone()),
        Request::Lint(draft, "it".to_owned()),
        Request::Known,
        Request::CuratorTasks(altro.clone()),
        Request::News(altro.clone()),
        Request::Notices(altro.clone()),
        Request::Gaps(altro),
    ];
    for version in versions {
        probes.push(Request::Article(tari.clone(), Some(version)));
        probes.push(Request::Edition(tari.clone(), version));
    }
    let future = Moment(40_000 * DAY);
    for word in SECRETS.iter().chain(&["tassa rifiuti"]) {
        probes.push(Request::Search(search(word, None)));
    }
    probes.push(Request::Search(search(PLANNED, Some(future))));
    probes
}

/// The secrets that an answer holds, and the planned version's name.
fn told(place: &Place, account: u32, request: &Request) -> BTreeSet<&'static str> {
    let Ok(reply) = place.keeper.session(account).call(request.clone()) else {
        return BTreeSet::new();
    };
    let bytes = codec::encode(&reply).unwrap();
    let holds = |secret: &[u8]| bytes.windows(secret.len()).any(|part| part == secret);
    let secrets = SECRETS.iter().copied();
    // The word of the gap stands in the sheet too.
    let secrets = secrets.filter(|secret| *secret != GAP || matches!(reply, Reply::Gaps(_)));
    let mut found: BTreeSet<&str> = secrets.filter(|secret| holds(secret.as_bytes())).collect();
    let planned = Place::texts()
        .into_iter()
        .find(|(_, article, _)| article.valid_from.is_some());
    let planned = planned.map(|(_, article, _)| version_of(&crate::kb::document::write(&article)));
    if matches!(request, Request::Versions(_)) && planned.is_some_and(|version| holds(&version)) {
        found.insert("the planned version");
    }
    found
}

#[test]
fn what_an_agency_has_in_hand_is_not_told_to_the_people_of_another() {
    let probes = probes();
    let asked: BTreeSet<&str> = probes.iter().map(name).collect();
    let others: BTreeSet<&str> = OTHERS.iter().copied().collect();
    let every: BTreeSet<&str> = NAMES.iter().copied().collect();
    assert_eq!(&asked | &others, every, "a request that nobody thought of");
    assert!(asked.is_disjoint(&others));
    let place = Place::open();
    let mut seen = BTreeSet::new();
    for probe in &probes {
        let leaked = told(&place, 1001, probe);
        assert!(leaked.is_empty(), "{probe:?}: {leaked:?}");
        seen.extend(told(&place, 1002, probe));
    }
    let secrets = SECRETS.iter().copied().chain(["the planned version"]);
    assert_eq!(seen, secrets.collect(), "its own people see all of it");
}
