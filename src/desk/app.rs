//! The state of a desk: one value, changed by [`super::update`] alone.

use super::{
    commit::{Pending, Undoable},
    draft::Call,
    form::{KeptWords, Lines, Purpose},
    knowledge::Knowledge,
    msg::{Ask, Effect, Identities, Input, Now, Then},
    notices::Notices,
    panel::Panel,
    phone,
    shift::Unclaimed,
    theme::{Theme, Tone},
    version::KeptText,
    words,
};
use crate::{
    domain::{
        agency::{self, Agency},
        article::Published,
        id::{BatchId, InteractionId, StationId, TicketId},
        operator::Operator,
        slug::Slug,
    },
    keeper::service::{Filter, Hit, Request, Row, Search},
    keymap::{Key, Keymap},
    locale::{Lang, Phrase},
};
use std::collections::{BTreeSet, VecDeque};

/// How many results a search asks for.
const RESULTS: u16 = 30;
/// How many calls one desk may have parked.
pub const PARKED_MAX: usize = 5;

/// What a desk is started with.
pub struct Start {
    /// The language.
    pub lang: Lang,
    /// The theme.
    pub theme: Theme,
    /// Which key does what.
    pub keys: Keymap,
    /// Where identities come from.
    pub identities: Identities,
    /// The agency this place answers for first.
    pub agency: Slug,
    /// Columns and rows.
    pub size: (u16, u16),
    /// The time.
    pub now: Now,
}

/// How the keeper can be reached.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Link {
    /// It has not answered yet.
    Waiting,
    /// It answers.
    Up,
    /// It went away; another one is being started.
    Down,
    /// It answers, but its disk takes nothing more.
    ReadOnly,
}

/// What the status line says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Status {
    /// How.
    pub tone: Tone,
    /// What.
    pub words: String,
    /// Whether it stays when the screen it was said on is left: something was not saved.
    pub lasts: bool,
}

/// One line of the results.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A request whose number was typed.
    Ticket(Box<Row>),
    /// An article.
    Article(Box<Hit>),
}

/// The results for what is typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Results {
    /// Which text they are for: every change of the line is a new generation.
    pub wanted: u64,
    /// Which text the articles shown are for.
    pub articles_of: u64,
    /// Which text the requests shown are for.
    pub tickets_of: u64,
    /// What was found.
    pub items: Vec<Item>,
    /// Whether some of them could not be had.
    pub failed: bool,
}

impl Results {
    /// Whether they are for exactly what is typed.
    #[must_use]
    pub const fn fresh(&self) -> bool {
        self.articles_of == self.wanted && self.tickets_of == self.wanted
    }
}

/// A caller who is known by his telephone number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KnownCaller {
    /// The number, in its normal form.
    pub phone: Option<String>,
    /// The question whose answer is his requests.
    pub asked: u64,
    /// His requests, once they have come.
    pub requests: Option<Vec<Row>>,
}

/// What the next key waits for. Keys that follow it wait behind it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Wait {
    /// The keeper's first word.
    Welcome,
    /// The results for exactly the text typed.
    Results,
    /// An answer.
    Answer(Ask),
    /// A batch to be durable.
    Saved(BatchId),
    /// The operator, after an error: the keys typed before he saw it must not reach another field.
    Attention,
}

/// The state of a desk.
pub struct App {
    /// The language.
    pub lang: Lang,
    /// The theme.
    pub theme: Theme,
    /// Which key does what.
    pub keys: Keymap,
    /// Columns and rows.
    pub size: (u16, u16),
    /// The time of the last message.
    pub now: Now,
    /// This desk.
    pub station: StationId,
    /// Who works at it.
    pub operator: Option<Operator>,
    /// The agency being answered for.
    pub agency_id: Slug,
    /// Every agency of this place.
    pub agencies: Vec<Agency>,
    /// The offices one may entrust to.
    pub offices: Vec<Published>,
    /// The help lines.
    pub help_lines: Vec<Published>,
    /// The operators of this place: what is theirs is shown by their names.
    pub operators: Vec<Operator>,
    /// Who stands in for the number just given.
    pub deputy: Option<Published>,
    /// What is said on every desk, not approved.
    pub notices: Notices,
    /// What is known of the life of the knowledge base.
    pub knowledge: Knowledge,
    /// Texts in the editor, or back from it and no drafts yet.
    pub texts: Vec<KeptText>,
    /// The keeper.
    pub link: Link,
    /// How far it is with making the views again, in hundredths, while it does.
    pub remade: Option<u64>,
    /// When it went away, on the clock that nobody sets, while it may come back at once.
    pub parted: Option<u64>,
    /// The call at this desk.
    pub call: Call,
    /// Calls of this desk that wait: the newest last.
    pub parked: Vec<InteractionId>,
    /// The results for what is typed.
    pub results: Results,
    /// Screens and overlays over the call; the last one has the keys.
    pub panels: Vec<Panel>,
    /// Words typed in forms that were closed before they were confirmed.
    pub unconfirmed: Vec<(Purpose, Lines)>,
    /// Those of them, and of the forms on screen, that are on disk.
    pub kept_words: KeptWords,
    /// The words of a form just confirmed, for the batch that writes them.
    pub confirmed: Option<(Purpose, Lines)>,
    /// The status line.
    pub status: Option<Status>,
    /// Batches sent and not yet acknowledged.
    pub pending: Vec<Pending>,
    /// What was done last, once it is durable: it can be undone.
    pub undoable: Option<Undoable>,
    /// Input that has not been looked at.
    pub inbox: VecDeque<Input>,
    /// What the input waits for.
    pub wait: Option<Wait>,
    /// The first keys of a longer sequence.
    pub chord: Vec<Key>,
    /// Calls left behind by another desk of this account: as parked ones, any operator resumes them.
    pub drafts: Vec<Call>,
    /// What else was left behind, until it is known whose it is.
    pub unclaimed: Unclaimed,
    /// The caller of this call, once his number is known.
    pub known: KnownCaller,
    /// What was asked and not answered yet.
    pub outstanding: Vec<Ask>,
    /// Whom this desk asked for because they were to be named.
    pub strangers: BTreeSet<Slug>,
    /// Whether the keeper has spoken.
    pub welcomed: bool,
    /// What the runtime has to do.
    pub effects: Vec<Effect>,
    identities: Identities,
    asked: u64,
}

impl App {
    /// A desk that waits for its first call.
    #[must_use]
    pub fn new(start: Start) -> Self {
        let mut identities = start.identities;
        let station = identities.station(start.now.at);
        let call = Call::new(
            InteractionId::new(identities.draw(start.now.at)),
            TicketId::new(identities.draw(start.now.at)),
        );
        let kept_words = KeptWords {
            id: InteractionId::new(identities.draw(start.now.at)),
            operator: None,
            words: Vec::new(),
        };
        Self {
            lang: start.lang,
            theme: start.theme,
            keys: start.keys,
            size: start.size,
            now: start.now,
            station,
            operator: None,
            agency_id: start.agency,
            agencies: Vec::new(),
            offices: Vec::new(),
            help_lines: Vec::new(),
            operators: Vec::new(),
            deputy: None,
            notices: Notices::default(),
            knowledge: Knowledge::default(),
            texts: Vec::new(),
            link: Link::Waiting,
            remade: None,
            parted: None,
            call,
            parked: Vec::new(),
            results: Results::default(),
            panels: Vec::new(),
            unconfirmed: Vec::new(),
            kept_words,
            confirmed: None,
            status: None,
            pending: Vec::new(),
            undoable: None,
            inbox: VecDeque::new(),
            wait: None,
            chord: Vec::new(),
            drafts: Vec::new(),
            unclaimed: Unclaimed::default(),
            known: KnownCaller::default(),
            outstanding: Vec::new(),
            strangers: BTreeSet::new(),
            welcomed: false,
            effects: Vec::new(),
            identities,
            asked: 0,
        }
    }

    /// The agency being answered for, once the keeper has described it.
    #[must_use]
    pub fn agency(&self) -> Option<&Agency> {
        self.agencies
            .iter()
            .find(|agency| agency.id == self.agency_id)
    }

    /// Whether numbers on screen are invented: callers must never hear them (DESIGN §4, Trial and truth).
    #[must_use]
    pub fn is_trial(&self) -> bool {
        self.agency()
            .map_or(self.agency_id.as_str() == agency::TRIAL, |agency| {
                agency.fictional
            })
    }

    /// The words of a phrase in the desk's language.
    #[must_use]
    pub const fn say(&self, phrase: Phrase) -> &'static str {
        phrase.get(self.lang)
    }

    /// A ticket nobody has.
    pub fn new_ticket(&mut self) -> TicketId {
        TicketId::new(self.identities.draw(self.now.at))
    }

    /// A name under which something is kept on disk.
    pub fn new_name(&mut self) -> InteractionId {
        InteractionId::new(self.identities.draw(self.now.at))
    }

    /// A batch nobody has sent.
    pub fn new_batch(&mut self) -> BatchId {
        BatchId::new(self.identities.draw(self.now.at))
    }

    /// A call nobody has made yet takes the place of the one on screen.
    pub fn new_call(&mut self) {
        phone::write_caller(self);
        self.leave_call();
    }

    /// The same; returns the call that was on screen.
    pub fn leave_call(&mut self) -> Call {
        let interaction = InteractionId::new(self.identities.draw(self.now.at));
        let ticket = self.new_ticket();
        let left = std::mem::replace(&mut self.call, Call::new(interaction, ticket));
        self.deputy = None;
        self.known = KnownCaller::default();
        self.close_panels();
        self.line_changed();
        left
    }

    /// Asks the keeper; the answer comes as a message.
    pub fn ask(&mut self, ask: Ask, request: Request) {
        self.outstanding.push(ask.clone());
        self.effects.push(Effect::Ask(ask, request));
    }

    /// A number that no question asked before carries.
    pub const fn next_question(&mut self) -> u64 {
        self.asked += 1;
        self.asked
    }

    /// The line changed: what is shown is for another text now, and the draft on disk is old.
    pub fn line_changed(&mut self) {
        // A doubt was about the text as it was before.
        self.status.take_if(|status| status.tone == Tone::Doubt);
        self.results.wanted = self.next_question();
        self.results.failed = false;
        let text = self
            .call
            .question()
            .map_or("", |question| question.line.as_str())
            .to_owned();
        self.effects
            .retain(|effect| !matches!(effect, Effect::Search(..)));
        if text.trim().is_empty() {
            self.results.items.clear();
            self.results.articles_of = self.results.wanted;
            self.results.tickets_of = self.results.wanted;
            return;
        }
        self.ask_for_number(&text);
        let search = Search::new(text, self.agency_id.clone(), RESULTS);
        self.effects
            .push(Effect::Search(self.results.wanted, search));
    }

    /// Typed digits may be the number of a request: it is looked up beside the search.
    fn ask_for_number(&mut self, text: &str) {
        use crate::domain::number::{NumberError, TicketNumber};
        match TicketNumber::parse(text.trim()) {
            Ok(number) => {
                let ask = Ask::Number(self.results.wanted, number);
                self.ask(ask, Request::ByNumber(number));
            }
            Err(error) => {
                self.results.tickets_of = self.results.wanted;
                self.results
                    .items
                    .retain(|item| matches!(item, Item::Article(_)));
                if error == NumberError::WrongCheck {
                    self.tell(Tone::Doubt, error.phrase());
                }
            }
        }
    }

    /// Says something in the status line.
    pub fn tell(&mut self, tone: Tone, phrase: Phrase) {
        self.tell_words(tone, self.fill(phrase, &[]));
    }

    /// Says something in the status line, places filled.
    pub fn tell_words(&mut self, tone: Tone, words: String) {
        let lasts = false;
        self.status = Some(Status { tone, words, lasts });
    }

    /// An error: the bell rings, the field stays, and the keys already typed wait for the operator.
    pub fn error(&mut self, words: String) {
        self.tell_words(Tone::Alarm, words);
        self.effects.push(Effect::Beep);
        if !self.inbox.is_empty() {
            self.wait = Some(Wait::Attention);
        }
    }

    /// A key that does nothing here: the bell rings and the reason is said.
    pub fn refuse(&mut self, phrase: Phrase) {
        self.error(self.fill(phrase, &[]));
    }

    /// Who works here, once it is known.
    #[must_use]
    pub fn operator_id(&self) -> Option<Slug> {
        self.operator.as_ref().map(|operator| operator.id.clone())
    }

    /// The draft on disk follows what is on screen. A concluded call needs none: its batch is kept
    /// until it is durable.
    pub fn keep_draft(&mut self) {
        let interaction = self.call.interaction;
        self.effects
            .retain(|effect| !matches!(effect, Effect::Keep(of, _) if *of == interaction));
        if self.call.is_blank() {
            self.effects.push(Effect::Forget(interaction));
        } else if (!self.call.concluded || self.call.owes_caller())
            && let Ok(draft) = serde_json::to_string(&self.call)
        {
            self.effects.push(Effect::Keep(interaction, draft));
        }
    }

    /// A call that has no place on screen waits with the parked ones, on disk too.
    pub fn set_aside(&mut self, call: Call) {
        self.keep_aside(&call);
        self.drafts.push(call);
    }

    /// The draft on disk of a call that waits follows it.
    pub fn keep_aside(&mut self, call: &Call) {
        if let Ok(draft) = serde_json::to_string(call) {
            self.effects.push(Effect::Keep(call.interaction, draft));
        }
    }

    /// What a key goes on to do, before any key typed after it: it may have to wait first.
    pub fn go_on(&mut self, with: Then) {
        self.inbox.push_front(Input::Then(with));
    }

    /// Drafts cannot be kept on disk, or can again: what is typed is in memory alone meanwhile.
    pub fn draft_kept(&mut self, fault: Option<&str>) {
        match fault {
            None => self.tell(Tone::Good, words::DRAFTS_AGAIN),
            Some(why) => {
                let words = words::DRAFTS_FAIL.fill(self.lang, &[("why", &why)]);
                self.tell_words(Tone::Alarm, words);
                self.effects.push(Effect::Beep);
            }
        }
    }

    /// The list of the queue screen, asked again.
    pub fn ask_list(&mut self, filter: Filter) -> u64 {
        let question = self.next_question();
        self.ask(Ask::Queue(question), Request::List(filter));
        question
    }

    /// The result that is chosen.
    #[must_use]
    pub fn chosen(&self) -> Option<&Item> {
        self.results.items.get(self.call.question()?.selected)
    }

    /// The name of an office; its slug when it is not known here.
    #[must_use]
    pub fn office_name<'a>(&'a self, office: &'a Slug) -> &'a str {
        self.offices
            .iter()
            .find(|known| known.article.id == *office)
            .map_or(office.as_str(), |known| known.article.title.as_str())
    }
}
