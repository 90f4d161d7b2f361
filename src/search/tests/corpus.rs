//! The documents of the fictional Comune di Esempio.

use crate::search::{Document, Kind};

/// Id, office, title, aliases, body.
type Article = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static str,
);

const SHEETS: &[Article] = &[
    (
        "cie",
        "Anagrafe",
        "Carta d'identità elettronica (CIE)",
        &["C.I.E.", "documento di riconoscimento"],
        "La carta d'identità elettronica si chiede allo sportello dell'anagrafe su appuntamento. Servono una fototessera e la tessera sanitaria. Costa 22 euro.",
    ),
    (
        "cie-persa",
        "Anagrafe",
        "Carta d'identità: furto o smarrimento",
        &["documento rubato", "documento perso"],
        "Chi ha perso la carta d'identità o ne ha subito il furto sporge denuncia alle forze dell'ordine e con la denuncia chiede un duplicato.",
    ),
    (
        "residenza",
        "Anagrafe",
        "Cambio di residenza",
        &["trasferimento", "cambio di abitazione"],
        "La dichiarazione di residenza si presenta entro venti giorni dal trasferimento. Il vigile verifica l'abitazione.",
    ),
    (
        "certificati",
        "Anagrafe",
        "Certificati anagrafici",
        &["stato di famiglia", "certificato di residenza"],
        "I certificati si scaricano senza pagare dal portale nazionale oppure si chiedono allo sportello.",
    ),
    (
        "nascita",
        "Stato civile",
        "Dichiarazione di nascita",
        &["neonato", "registrare un figlio"],
        "La nascita si dichiara entro dieci giorni in comune o entro tre giorni presso l'ospedale.",
    ),
    (
        "matrimonio",
        "Stato civile",
        "Pubblicazioni di matrimonio",
        &["sposarsi", "nozze"],
        "Gli sposi chiedono le pubblicazioni all'ufficio di stato civile. Le pubblicazioni restano affisse otto giorni.",
    ),
    (
        "imu",
        "Tributi",
        "IMU, imposta municipale propria",
        &["I.M.U.", "tassa sulla casa", "seconda casa"],
        "L'imposta si paga in due rate, a giugno e a dicembre. L'abitazione principale è esente se non è di lusso.",
    ),
    (
        "tari",
        "Tributi",
        "TARI, tassa sui rifiuti",
        &["spazzatura", "bolletta dei rifiuti"],
        "La tassa sui rifiuti si calcola sulla superficie e sul numero degli occupanti. Si chiede la riduzione per il compostaggio.",
    ),
    (
        "rate",
        "Tributi",
        "Rateizzazione dei tributi",
        &["pagare a rate", "dilazione"],
        "Chi è in difficoltà chiede di pagare a rate i tributi arretrati.",
    ),
    (
        "multe",
        "Polizia locale",
        "Sanzioni del codice della strada",
        &["multa", "contravvenzione", "verbale"],
        "La multa si paga entro cinque giorni con la riduzione del trenta per cento. Il ricorso va al prefetto o al giudice di pace.",
    ),
    (
        "ztl",
        "Mobilità",
        "Permesso per la zona a traffico limitato",
        &["ZTL", "contrassegno", "varco"],
        "I residenti chiedono il permesso di accesso per un veicolo. Il contrassegno per invalidi vale in tutti i varchi.",
    ),
    (
        "sosta",
        "Mobilità",
        "Abbonamento alla sosta",
        &["strisce blu", "parcheggio", "posto auto"],
        "L'abbonamento mensile consente di parcheggiare sulle strisce blu della propria zona.",
    ),
    (
        "mensa",
        "Scuola",
        "Mensa scolastica",
        &["refezione", "pasto", "dieta"],
        "L'iscrizione alla mensa si rinnova ogni anno. La tariffa dipende dall'ISEE della famiglia.",
    ),
    (
        "nido",
        "Scuola",
        "Iscrizione all'asilo nido",
        &["nido d'infanzia", "bambini piccoli"],
        "Le domande per il nido si presentano a maggio. La graduatoria tiene conto dell'orario di lavoro dei genitori.",
    ),
    (
        "scuolabus",
        "Scuola",
        "Trasporto scolastico",
        &["scuolabus", "pulmino"],
        "Il servizio porta gli alunni dalla fermata più vicina alla scuola.",
    ),
    (
        "legge104",
        "Servizi sociali",
        "Agevolazioni per la disabilità, legge 104",
        &["104", "handicap", "invalidità"],
        "Chi ha il riconoscimento della legge 104 ottiene riduzioni e permessi. La domanda si fa all'INPS.",
    ),
    (
        "assegno",
        "Servizi sociali",
        "Contributo per l'affitto",
        &["sostegno all'affitto", "canone di locazione"],
        "Il contributo per l'affitto si chiede con il contratto di locazione registrato e l'ISEE.",
    ),
    (
        "anziani",
        "Servizi sociali",
        "Assistenza domiciliare agli anziani",
        &["badante", "aiuto a casa"],
        "Un operatore aiuta a casa le persone anziane non autosufficienti.",
    ),
    (
        "ingombranti",
        "Ambiente",
        "Ritiro dei rifiuti ingombranti",
        &["mobili vecchi", "divano", "frigorifero"],
        "Il ritiro a domicilio si prenota per telefono. Si possono consegnare anche all'isola ecologica.",
    ),
    (
        "acqua",
        "Ambiente",
        "Qualità dell'acqua potabile",
        &["acquedotto", "analisi", "fontanelle"],
        "Le analisi dell'acqua del rubinetto sono pubblicate ogni mese. I guasti si segnalano al gestore dell'acquedotto.",
    ),
    (
        "buche",
        "Lavori pubblici",
        "Segnalare una buca o un lampione spento",
        &["strada dissestata", "illuminazione pubblica"],
        "La segnalazione indica via e numero civico. Gli operai intervengono secondo l'urgenza.",
    ),
    (
        "passo",
        "Lavori pubblici",
        "Passo carrabile",
        &["accesso carraio", "cartello di divieto"],
        "L'autorizzazione per il passo carrabile si chiede prima di esporre il cartello.",
    ),
];

const FAQ: &[Article] = &[
    (
        "faq-costo-cie",
        "Anagrafe",
        "Quanto costa la carta d'identità?",
        &["prezzo", "diritti di segreteria"],
        "La carta costa 22 euro, compresi i diritti; il duplicato 27.",
    ),
    (
        "faq-minori",
        "Anagrafe",
        "Mio figlio minorenne può avere la carta d'identità?",
        &["minore", "espatrio"],
        "Sì, con la presenza di un genitore; per l'espatrio serve l'assenso di tutti e due.",
    ),
    (
        "faq-imu-scadenza",
        "Tributi",
        "Quando si paga l'IMU?",
        &["scadenza", "acconto", "saldo"],
        "L'acconto entro il 16 giugno e il saldo entro il 16 dicembre.",
    ),
    (
        "faq-ricorso",
        "Polizia locale",
        "Come faccio ricorso contro una multa?",
        &["contestare", "giudice di pace"],
        "Entro trenta giorni al giudice di pace o entro sessanta al prefetto.",
    ),
    (
        "faq-acqua-sporca",
        "Ambiente",
        "Perché l'acqua esce sporca dal rubinetto?",
        &["acqua gialla", "torbida"],
        "Dopo un guasto la rete trascina depositi: si lasci scorrere qualche minuto e si chiami il gestore.",
    ),
    (
        "faq-cane",
        "Ambiente",
        "Ho trovato un cane abbandonato: chi chiamo?",
        &["randagio", "canile"],
        "La polizia locale avvisa il canile, che viene a prenderlo.",
    ),
];

const PROCEDURES: &[Article] = &[
    (
        "scia",
        "Sportello unico",
        "SCIA per aprire un negozio",
        &[
            "segnalazione certificata",
            "commercio",
            "esercizio di vicinato",
        ],
        "Il negozio apre il giorno della segnalazione certificata di inizio attività, inviata dal portale.",
    ),
    (
        "sport",
        "Sportello unico",
        "Uso delle palestre comunali",
        &["affittare la palestra", "campo da calcio"],
        "Le associazioni chiedono le ore della palestra entro maggio.",
    ),
    (
        "suolo",
        "Sportello unico",
        "Occupazione di suolo pubblico",
        &["tavolini", "dehors", "ponteggio"],
        "La concessione si chiede trenta giorni prima. Il canone dipende da superficie e durata.",
    ),
    (
        "accesso-atti",
        "Edilizia",
        "Accesso agli atti edilizi",
        &["planimetria", "vecchi progetti"],
        "Il proprietario chiede copia dei progetti depositati. Termine trenta giorni.",
    ),
];

/// Id, name, aliases, body, phones.
type Place = (
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static str,
    &'static [&'static str],
);

const OFFICES: &[Place] = &[
    (
        "uff-anagrafe",
        "Anagrafe",
        &[
            "ufficio anagrafe",
            "servizi demografici",
            "carta d'identità",
        ],
        "Carte d'identità, residenza, certificati. Piano terra.",
        &["055 123401", "401"],
    ),
    (
        "uff-tributi",
        "Ufficio Tributi",
        &["tasse", "entrate"],
        "IMU, TARI e riscossione. Primo piano.",
        &["055 123420", "420"],
    ),
    (
        "uff-polizia",
        "Polizia locale",
        &["vigili urbani", "comando"],
        "Multe, incidenti, viabilità.",
        &["055 123500", "500"],
    ),
    (
        "uff-sociali",
        "Servizi sociali",
        &["assistenti sociali"],
        "Famiglie, anziani, disabilità, casa.",
        &["055 123600"],
    ),
    (
        "uff-ambiente",
        "Ambiente",
        &["ecologia"],
        "Rifiuti, acqua, verde pubblico.",
        &["055 123700"],
    ),
];

const HELP_LINES: &[Place] = &[
    (
        "num-112",
        "Numero unico di emergenza 112",
        &["emergenza", "ambulanza", "carabinieri", "vigili del fuoco"],
        "Per chi è in pericolo.",
        &["112"],
    ),
    (
        "num-1522",
        "1522, antiviolenza e stalking",
        &["violenza sulle donne"],
        "Gratuito, attivo giorno e notte.",
        &["1522"],
    ),
];

/// Id, surname, name, role and office, phones.
type Someone = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
);

const PERSONS: &[Someone] = &[
    (
        "carli-d",
        "Carli",
        "Daniela",
        "istruttrice Anagrafe",
        &["055 123417", "417"],
    ),
    (
        "carli-m",
        "Carli",
        "Marco",
        "operaio Lavori pubblici",
        &["055 123455", "455"],
    ),
    (
        "dellorto",
        "Dell'Orto",
        "Ada",
        "funzionaria Tributi",
        &["055 123421", "421"],
    ),
    (
        "deluca",
        "De Luca",
        "Pietro",
        "dirigente Tributi",
        &["055 123422"],
    ),
    (
        "dipietro",
        "Di Pietro",
        "Luca",
        "agente Polizia locale",
        &["055 123501"],
    ),
    (
        "lorusso",
        "Lo Russo",
        "Maria",
        "assistente sociale Servizi sociali",
        &["055 123601", "+39 333 1234567"],
    ),
    (
        "costa",
        "Costa",
        "Quinto",
        "geometra Edilizia",
        &["055 123801"],
    ),
    (
        "acquaviva",
        "Acquaviva",
        "Rosa",
        "impiegata Protocollo",
        &["055 123902"],
    ),
    (
        "cossu",
        "Cossù",
        "Niccolò",
        "addetto Anagrafe",
        &["055 123418", "418"],
    ),
    (
        "palestra",
        "Palestra comunale",
        "",
        "custode Cultura e sport",
        &["055 123950"],
    ),
    (
        "bianchi",
        "Bianchi",
        "Alberto",
        "responsabile Ambiente",
        &["055 123701"],
    ),
];

fn articles(kind: Kind, rows: &[Article]) -> impl Iterator<Item = Document> + '_ {
    rows.iter()
        .map(move |(id, office, title, aliases, body)| Document {
            office: (*office).to_owned(),
            title: (*title).to_owned(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            body: (*body).to_owned(),
            ..Document::new(*id, kind, "esempio")
        })
}

fn places<'r>(
    kind: Kind,
    agency: &'r str,
    rows: &'r [Place],
) -> impl Iterator<Item = Document> + 'r {
    rows.iter()
        .map(move |(id, title, aliases, body, phones)| Document {
            title: (*title).to_owned(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            body: (*body).to_owned(),
            phones: phones.iter().map(|phone| (*phone).to_owned()).collect(),
            ..Document::new(*id, kind, agency)
        })
}

fn persons() -> impl Iterator<Item = Document> {
    PERSONS
        .iter()
        .map(|(id, surname, name, body, phones)| Document {
            title: format!("{surname} {name}").trim().to_owned(),
            aliases: vec![(*body).to_owned()],
            surname: (*surname).to_owned(),
            name: (*name).to_owned(),
            body: (*body).to_owned(),
            phones: phones.iter().map(|phone| (*phone).to_owned()).collect(),
            ..Document::new(*id, Kind::Person, "esempio")
        })
}

/// The whole corpus.
pub(super) fn documents() -> Vec<Document> {
    articles(Kind::Sheet, SHEETS)
        .chain(articles(Kind::Faq, FAQ))
        .chain(articles(Kind::Procedure, PROCEDURES))
        .chain(places(Kind::Office, "esempio", OFFICES))
        .chain(places(Kind::HelpLine, "all", HELP_LINES))
        .chain(persons())
        .collect()
}
