//! Articles in a keeper: what is found when, what is new to whom, what is said at once.

use super::{
    clocks::{Set, TODAY},
    *,
};
use crate::{
    domain::{
        article::{life::Stage, version_of},
        outcome::Side,
        time::DAY,
    },
    keeper::service::{CuratorTask, NoticeRow},
};
use std::sync::{Arc, atomic::AtomicI64};

/// A place in memory whose clock the test sets.
pub(super) struct Desk {
    pub keeper: Keeper,
    clock: Arc<Set>,
    _dir: tempfile::TempDir,
}

/// An article with a sentence, and perhaps a day from which on it is meant to be in force.
pub(super) fn text(id: &str, title: &str, from: Option<&str>) -> String {
    let mut article = Article::named(
        slug(id),
        ArticleKind::Sheet,
        slug("esempio"),
        Text::line(title),
    );
    article.say = Text::line(&format!("{title}: venga allo sportello."));
    article.summary = Text::line("In breve");
    article.topic = Some(slug("ambiente"));
    article.office = Some(slug("ambiente"));
    article.escalate_to = Some(slug("ambiente"));
    article.valid_from = from.map(|day| day.parse().unwrap());
    crate::kb::document::write(&article)
}

pub(super) fn publish(id: &str, text: &str, provenance: Provenance, replaces: &[OpId]) -> Op {
    Op::Publish {
        article: slug(id),
        kind: ArticleKind::Sheet,
        text: text.to_owned(),
        provenance,
        replaces: replaces.to_vec(),
    }
}

fn approve(id: &str, text: &str, side: Side) -> Op {
    Op::Approve {
        article: slug(id),
        version: version_of(text),
        side,
        act: None,
    }
}

impl Desk {
    pub fn open() -> Self {
        let clock = Arc::new(Set {
            wall: AtomicI64::new(TODAY),
            steady: AtomicU64::new(1),
            boot: 1,
        });
        let options = Options {
            clock: Arc::<Set>::clone(&clock),
            ..in_memory()
        };
        let dir = tempfile::tempdir().unwrap();
        let keeper = Keeper::open(dir.path(), options).unwrap();
        enrolled(&keeper.session(1000), "Ada");
        let desk = Self {
            keeper,
            clock,
            _dir: dir,
        };
        for (account, name, roles) in [
            (1001, "Bice", &[Role::Department, Role::Urp][..]),
            (1002, "Carla", &[Role::Urp]),
            (1003, "Dino", &[Role::Curator]),
        ] {
            let operator = enrolled(&desk.keeper.session(account), name);
            for role in roles {
                let grant = Op::Grant {
                    operator: operator.clone(),
                    role: *role,
                    agency: slug("esempio"),
                    office: None,
                };
                desk.act(1000, Role::Admin, grant).unwrap();
            }
        }
        desk
    }

    pub fn now(&self) -> Moment {
        Moment(self.clock.wall.load(Ordering::SeqCst))
    }

    pub fn wait(&self, millis: i64) {
        self.clock.wall.fetch_add(millis, Ordering::SeqCst);
    }

    pub fn ask(&self, account: u32, request: Request) -> Reply {
        self.keeper.session(account).call(request).unwrap()
    }

    /// What `account` does in a role; the first op, or the rule that forbids it.
    pub fn act(&self, account: u32, role: Role, op: Op) -> Result<OpId, String> {
        let proposal = Proposal {
            role,
            ..proposal(&[op], Vec::new())
        };
        match self.keeper.session(account).call(Request::Commit(proposal)) {
            Ok(Reply::Saved { first, .. }) => Ok(first),
            Err(Fault::Refused(why)) => Err(why),
            other => panic!("{other:?}"),
        }
    }

    pub fn titles(&self, words: &str, at: Option<Moment>) -> Vec<String> {
        self.ask(1000, Request::Settle);
        let search = Search {
            at,
            ..Search::new(words.to_owned(), slug("esempio"), 10)
        };
        let Reply::Found(hits, _) = self.ask(1000, Request::Search(search)) else {
            panic!();
        };
        let titles = hits
            .iter()
            .map(|hit| hit.published.article.title.to_string());
        titles.collect()
    }

    fn news(&self, account: u32) -> Vec<[u8; 16]> {
        match self.ask(account, Request::News(slug("esempio"))) {
            Reply::Articles(found) => found.iter().map(|one| one.version).collect(),
            other => panic!("{other:?}"),
        }
    }

    fn notices(&self) -> Vec<NoticeRow> {
        match self.ask(1000, Request::Notices(slug("esempio"))) {
            Reply::Notices(found) => found,
            other => panic!("{other:?}"),
        }
    }

    fn tasks(&self) -> Vec<(CuratorTask, String)> {
        match self.ask(1000, Request::CuratorTasks(slug("esempio"))) {
            Reply::CuratorTasks(rows) => rows
                .iter()
                .map(|row| (row.task, row.title.to_string()))
                .collect(),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_draft_is_found_only_after_two_others_approved_it_and_it_was_published() {
    let desk = Desk::open();
    let new = text("compost", "Compostiera in giardino", None);
    let draft = publish("compost", &new, Provenance::Draft, &[]);
    desk.act(1000, Role::Curator, draft).unwrap();
    let approved = || publish("compost", &new, Provenance::Approved, &[]);
    let (office, urp) = (
        approve("compost", &new, Side::Office),
        approve("compost", &new, Side::Urp),
    );
    let refused = |account, role, op: &Op| desk.act(account, role, op.clone()).unwrap_err();
    let bare = crate::kb::document::write(&Article::named(
        slug("vuota"),
        ArticleKind::Sheet,
        slug("esempio"),
        Text::line("Vuota"),
    ));
    let empty = publish("vuota", &bare, Provenance::Draft, &[]);
    desk.act(1000, Role::Curator, empty).unwrap();
    let signed = approve("vuota", &bare, Side::Office);
    assert_eq!(refused(1001, Role::Department, &signed), "not-whole");
    assert_eq!(refused(1000, Role::Curator, &approved()), "not-approved");
    assert_eq!(refused(1000, Role::BackOffice, &office), "own-text");
    desk.act(1001, Role::Department, office).unwrap();
    assert_eq!(refused(1001, Role::Urp, &urp), "approved-already");
    assert_eq!(refused(1000, Role::Curator, &approved()), "not-approved");
    assert_eq!(desk.tasks()[0].0, CuratorTask::Draft);
    desk.act(1002, Role::Urp, urp).unwrap();
    let tasks = desk.tasks();
    let waits = (CuratorTask::Approved, "Compostiera in giardino".to_owned());
    assert!(tasks.contains(&waits), "{tasks:?}");
    assert_eq!(desk.titles("compostiera", None), [] as [&str; 0]);
    let other = text("compost", "Un altro testo", None);
    let other = publish("compost", &other, Provenance::Approved, &[]);
    assert_eq!(refused(1003, Role::Curator, &other), "no-version");
    desk.act(1003, Role::Curator, approved()).unwrap();
    assert_eq!(
        desk.titles("compostiera", None),
        ["Compostiera in giardino"]
    );
    assert!(!desk.tasks().contains(&waits));
    let Reply::Life(Some(life)) = desk.ask(1000, Request::Life(slug("compost"))) else {
        panic!();
    };
    let version = life.version(version_of(&new)).unwrap();
    assert_eq!(
        (version.stage, version.approvals.len()),
        (Stage::Published, 2)
    );
}

#[test]
fn the_past_is_searched_as_it_was_and_the_future_is_not_found_before_its_day() {
    let desk = Desk::open();
    let trusted = |new: &str, replaces: &[OpId]| {
        let op = publish("tari", new, Provenance::Trusted, replaces);
        desk.act(1000, Role::Curator, op).unwrap()
    };
    let first = trusted(&text("tari", "Tassa rifiuti vecchia", None), &[]);
    let then = Moment(desk.now().0 + 1);
    desk.wait(10 * DAY);
    let second = trusted(&text("tari", "Tassa rifiuti nuova", None), &[first]);
    assert_eq!(desk.titles("tassa rifiuti", None), ["Tassa rifiuti nuova"]);
    assert_eq!(
        desk.titles("tassa rifiuti", Some(then)),
        ["Tassa rifiuti vecchia"]
    );
    let before = Moment(TODAY - DAY);
    assert_eq!(desk.titles("tassa rifiuti", Some(before)), [] as [&str; 0]);
    // Meant for later: until its day the one before stands, to the minute.
    let day = Moment::day_begins("2026-12-20".parse().unwrap());
    let later = text("tari", "Tassa rifiuti dicembre", Some("2026-12-20"));
    let third = trusted(&later, &[second]);
    desk.clock.wall.store(day.0 - 60_000, Ordering::SeqCst);
    assert_eq!(desk.titles("tassa rifiuti", None), ["Tassa rifiuti nuova"]);
    desk.clock.wall.store(day.0, Ordering::SeqCst);
    assert_eq!(
        desk.titles("tassa rifiuti", None),
        ["Tassa rifiuti dicembre"]
    );
    // Withdrawn: gone now, and there as it was.
    let withdraw = Op::Withdraw {
        article: slug("tari"),
        replaces: vec![third],
    };
    desk.wait(DAY);
    desk.act(1000, Role::Curator, withdraw).unwrap();
    desk.wait(1_000);
    assert_eq!(desk.titles("tassa rifiuti", None), [] as [&str; 0]);
    assert_eq!(
        desk.titles("tassa rifiuti", Some(day)),
        ["Tassa rifiuti dicembre"]
    );
    let Reply::Verified(found) = desk.ask(1000, Request::Verify) else {
        panic!();
    };
    assert_eq!(found.findings, []);
}

#[test]
fn what_is_new_is_news_to_each_operator_until_he_read_it() {
    let desk = Desk::open();
    let new = text("imu", "IMU", None);
    let version = version_of(&new);
    let op = publish("imu", &new, Provenance::Trusted, &[]);
    let first = desk.act(1000, Role::Curator, op).unwrap();
    assert_eq!(
        (desk.news(1001), desk.news(1002)),
        (vec![version], vec![version])
    );
    let article = slug("imu");
    desk.act(1001, Role::FirstLevel, Op::Read { article, version })
        .unwrap();
    assert_eq!((desk.news(1001), desk.news(1002)), (vec![], vec![version]));
    // A change is news again, to everybody.
    let changed = text("imu", "IMU, nuove scadenze", None);
    let op = publish("imu", &changed, Provenance::Trusted, &[first]);
    desk.act(1000, Role::Curator, op).unwrap();
    assert_eq!(desk.news(1001), [version_of(&changed)]);
    desk.wait(40 * DAY);
    assert_eq!(desk.news(1002), [] as [[u8; 16]; 0]);
}

#[test]
fn a_notice_is_on_the_desks_until_its_time_has_come() {
    let desk = Desk::open();
    let op = publish("urp", &text("urp", "URP", None), Provenance::Trusted, &[]);
    desk.act(1000, Role::Curator, op).unwrap();
    let watching = desk.keeper.session(1001).watch();
    let say = |words: &str, replaces: &[OpId]| Op::Notice {
        article: slug("urp"),
        text: Text::line(words),
        until: Moment(TODAY + 3_600_000),
        replaces: replaces.to_vec(),
    };
    let refused = desk.act(1003, Role::Curator, say("Sciopero", &[]));
    assert_eq!(refused, Err("no-role".to_owned()));
    desk.act(1000, Role::Supervisor, say("Sciopero", &[]))
        .unwrap();
    // It is told behind the answer: on a busy machine a moment later.
    let mut told = std::iter::from_fn(|| watching.recv_timeout(Duration::from_secs(30)).ok());
    assert!(told.any(|notice| notice == Notice::Lives));
    let rows = desk.notices();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0].title.as_str(), rows[0].notice.text.as_str()),
        ("URP", "Sciopero")
    );
    desk.wait(3_600_000);
    assert_eq!(desk.notices(), []);
}
