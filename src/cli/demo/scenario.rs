//! What people ask, in their words, and what the knowledge base of this place answers.

use crate::{
    cli::{
        failure::Failure,
        session::{Session, unexpected},
    },
    domain::{
        article::Published,
        outcome::{ArticleKind, TicketKind},
        slug::Slug,
    },
    keeper::service::{Reply, Request, Search},
};

/// How many answers are kept of each scenario.
const ANSWERS: u16 = 8;

/// Something people ask.
pub struct Scenario {
    /// What sort of request it is.
    pub kind: TicketKind,
    /// The words, as an operator types them.
    pub words: &'static str,
    /// What is looked for when it is answered.
    pub looked_for: &'static str,
}

const fn ask(kind: TicketKind, words: &'static str, looked_for: &'static str) -> Scenario {
    Scenario {
        kind,
        words,
        looked_for,
    }
}

use TicketKind::{Booking, Feedback, Information, ServiceRequest, Switchboard};

/// Every scenario.
pub const SCENARIOS: &[Scenario] = &[
    ask(Switchboard, "cerca l'ufficio anagrafe", "anagrafe"),
    ask(
        Switchboard,
        "vuole parlare con la polizia locale",
        "polizia locale",
    ),
    ask(Switchboard, "numero dell'ufficio tributi", "tributi"),
    ask(Switchboard, "chiede del protocollo", "protocollo"),
    ask(Switchboard, "cerca i servizi sociali", "servizi sociali"),
    ask(Switchboard, "numero della biblioteca", "biblioteca"),
    ask(
        Switchboard,
        "chiede dell'ufficio tecnico",
        "ufficio tecnico",
    ),
    ask(Switchboard, "cerca l'ufficio scuola", "scuola"),
    ask(Switchboard, "numero dello stato civile", "stato civile"),
    ask(
        Information,
        "ha perso la carta d'identità",
        "carta identità smarrita",
    ),
    ask(
        Information,
        "rinnovo della carta d'identità, che cosa serve",
        "carta identità rinnovo",
    ),
    ask(
        Information,
        "cambio di residenza da un altro comune",
        "cambio residenza",
    ),
    ask(Information, "quando scade l'IMU", "imu scadenza"),
    ask(Information, "come si paga una multa", "multa pagamento"),
    ask(Information, "iscrizione al nido", "nido iscrizione"),
    ask(
        Information,
        "mensa scolastica, quanto costa",
        "mensa scolastica",
    ),
    ask(
        Information,
        "certificato di residenza online",
        "certificati online",
    ),
    ask(
        Information,
        "permesso per la zona a traffico limitato",
        "ztl permesso",
    ),
    ask(
        Information,
        "ritiro dei rifiuti ingombranti",
        "rifiuti ingombranti",
    ),
    ask(
        Information,
        "tessera elettorale smarrita",
        "tessera elettorale",
    ),
    ask(Information, "orari della biblioteca", "biblioteca orari"),
    ask(Information, "cambio del medico", "cambio medico"),
    ask(
        Information,
        "auto rimossa, dove la ritira",
        "veicolo rimosso",
    ),
    ask(Information, "bollo auto, a chi si paga", "bollo auto"),
    ask(
        Booking,
        "appuntamento per la carta d'identità elettronica",
        "carta identità elettronica",
    ),
    ask(
        Booking,
        "appuntamento per il cambio di residenza",
        "residenza",
    ),
    ask(Booking, "prenotazione della sala comunale", "sala"),
    ask(
        ServiceRequest,
        "lampione spento davanti a casa",
        "segnalazione guasti",
    ),
    ask(
        ServiceRequest,
        "buca pericolosa sulla strada",
        "segnalazione guasti strada",
    ),
    ask(
        ServiceRequest,
        "cassonetto pieno da giorni",
        "segnalazione rifiuti",
    ),
    ask(Feedback, "reclamo per l'attesa allo sportello", "reclamo"),
];

/// A scenario with what this place answers to it.
pub struct Answered {
    /// What is asked.
    pub scenario: &'static Scenario,
    /// What was found, best first; empty in a place without knowledge.
    pub found: Vec<Published>,
}

/// Asks the knowledge base once for each scenario.
///
/// # Errors
/// When the keeper cannot search.
pub fn answers(session: &Session, agency: &Slug) -> Result<Vec<Answered>, Failure> {
    let answer = |scenario: &'static Scenario| {
        let question = Search::new(scenario.looked_for.to_owned(), agency.clone(), ANSWERS);
        let hits = match session.call(Request::Search(question))? {
            Reply::Found(hits, _) => hits,
            other => return Err(unexpected(&other)),
        };
        let directory = scenario.kind == Switchboard;
        let found = hits
            .into_iter()
            .map(|hit| hit.published)
            .filter(|published| fits(published.article.kind, directory))
            .collect();
        Ok(Answered { scenario, found })
    };
    SCENARIOS.iter().map(answer).collect()
}

/// A switchboard call is answered from the directory, a question from the sheets.
const fn fits(kind: ArticleKind, directory: bool) -> bool {
    let listed = matches!(
        kind,
        ArticleKind::Office | ArticleKind::Contact | ArticleKind::HelpLine
    );
    listed == directory
}
