//! A data directory with its keeper in this process, and the desks that stand in it.

use super::bench::Bench;
use chrono::{Duration, NaiveDateTime};
use sportello::{
    desk::{
        app::{App, Start},
        msg::{Identities, Now},
        theme::Theme,
    },
    domain::{
        article::Article, id::BootId, outcome::ArticleKind, slug::Slug, text::Text, time::Moment,
    },
    kb::{layout::Documents, seed},
    keeper::{
        Clock, Keeper, Options, Seed, System,
        service::{Reply, Request, Service},
    },
    keymap::{Keymap, Layer, STANDARD},
    locale::Lang,
};
use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicI64, AtomicU8, Ordering},
};
use tempfile::TempDir;

/// What the wall clock of a bench says at first: a Tuesday morning when most offices are open.
const MORNING: &str = "2026-11-03T10:42:00";

/// What a small place knows besides its offices.
const KNOWN: &[&str] = &[
    "p-carli-daniela",
    "p-vitale-simone",
    "mensa-scolastica",
    "mensa-tariffa",
    "imu",
    "quando-scade-imu",
    "segnalazione-guasti",
    "buca-in-strada",
    "n-112",
    "n-115",
    "n-1522",
];

/// A data directory with its keeper, born with the embedded knowledge; several desks may share it.
pub struct Place {
    keeper: Keeper,
    desks: AtomicU8,
    time: Option<Arc<Time>>,
    _dir: TempDir,
}

/// A clock that a test sets.
#[derive(Debug)]
struct Time(AtomicI64);

impl Clock for Time {
    fn wall(&self) -> Moment {
        Moment(self.0.load(Ordering::Relaxed))
    }

    fn monotonic_ms(&self) -> u64 {
        u64::try_from(self.0.load(Ordering::Relaxed)).unwrap()
    }

    fn boot(&self) -> BootId {
        BootId::new([7; 16])
    }
}

/// Who works at a desk, and how it looks.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The Unix account; the first one enrolled at a place may do everything.
    pub account: u32,
    /// The name; `None` for somebody the keeper does not know yet.
    pub operator: Option<&'static str>,
    /// The language.
    pub lang: Lang,
    /// The theme.
    pub theme: Theme,
    /// Columns and rows.
    pub size: (u16, u16),
}

impl Default for Desk {
    fn default() -> Self {
        Self {
            account: 1000,
            operator: Some("Claudia"),
            lang: Lang::It,
            theme: Theme::Standard,
            size: (80, 24),
        }
    }
}

impl Place {
    /// A new place.
    pub fn new() -> Arc<Self> {
        Self::born(Seed::Trial)
    }

    /// A new place whose keeper's clock stands where those of the desks do, and goes on with them: for
    /// what has its time.
    pub fn timed() -> Arc<Self> {
        let time = Arc::new(Time(AtomicI64::new(morning(1).at.0)));
        Self::born_at(Seed::Trial, time.clone(), Some(time))
    }

    /// Time goes on for the keeper too, where it goes with the desks.
    pub fn pass(&self, millis: i64) {
        if let Some(time) = &self.time {
            time.0.fetch_add(millis, Ordering::Relaxed);
        }
    }

    /// A new place that knows little, and so opens fast: for laws, which open many.
    pub fn small() -> Arc<Self> {
        static SEED: OnceLock<Documents> = OnceLock::new();
        let all = SEED.get_or_init(|| seed::load().unwrap());
        let known = |article: &Article| {
            let wanted = KNOWN.contains(&article.id.as_str());
            wanted || article.kind == ArticleKind::Office
        };
        let articles = all.articles.iter().filter(|(article, _)| known(article));
        Self::born(Seed::Given(
            all.agencies.clone(),
            articles.cloned().collect(),
        ))
    }

    fn born(seed: Seed) -> Arc<Self> {
        Self::born_at(seed, Arc::new(System), None)
    }

    fn born_at(seed: Seed, clock: Arc<dyn Clock>, time: Option<Arc<Time>>) -> Arc<Self> {
        let dir = tempfile::tempdir().unwrap();
        let options = Options {
            in_memory: true,
            seed,
            clock,
            ..Options::default()
        };
        let keeper = Keeper::open(dir.path(), options).unwrap();
        keeper.session(0).call(Request::Settle).unwrap();
        Arc::new(Self {
            keeper,
            desks: AtomicU8::new(0),
            time,
            _dir: dir,
        })
    }

    /// Asks the keeper as the operator of this account.
    pub fn call(&self, account: u32, request: Request) -> Reply {
        self.keeper.session(account).call(request).unwrap()
    }

    /// A desk of this place that has not heard from the keeper yet.
    pub fn start(self: &Arc<Self>, desk: Desk) -> Bench {
        let operator = desk.operator.map(|name| self.enrol(desk.account, name));
        let number = self.desks.fetch_add(1, Ordering::Relaxed) + 1;
        let session = self.keeper.session(desk.account);
        let app = App::new(Start {
            lang: desk.lang,
            theme: desk.theme,
            keys: Keymap::of(&Layer::read(STANDARD).unwrap()),
            identities: Identities::new([number; 32]),
            agency: esempio(),
            size: desk.size,
            now: morning(number),
        });
        Bench::new(Arc::clone(self), session, app, operator)
    }

    /// A desk of this place, ready for the first call.
    pub fn desk(self: &Arc<Self>, desk: Desk) -> Bench {
        let mut bench = self.start(desk);
        bench.connect();
        bench.settle();
        bench
    }

    fn enrol(&self, account: u32, name: &str) -> Slug {
        let enrol = Request::Enrol {
            name: Text::line(name),
            roles: Vec::new(),
            agency: esempio(),
        };
        match self.call(account, enrol) {
            Reply::Operator(operator) => operator.id,
            other => panic!("{other:?}"),
        }
    }
}

fn esempio() -> Slug {
    Slug::parse("esempio").unwrap()
}

/// The desks of a place begin a minute apart: no two calls begin at once.
pub fn morning(desk: u8) -> Now {
    let minutes = i64::from(desk) - 1;
    let local: NaiveDateTime = MORNING.parse().unwrap();
    Now {
        at: Moment::parse(&format!("{MORNING}+01:00"))
            .unwrap()
            .plus(minutes * 60_000),
        local: local + Duration::minutes(minutes),
        steady_ms: 1_000_000,
    }
}
