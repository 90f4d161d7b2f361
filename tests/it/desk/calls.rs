//! Seventy-two calls in callers' own words, none of them a title or an alias of the knowledge base: what the
//! desk records for each, and with how many command keys.

use super::{
    bench::Bench,
    keys::command_keys,
    place::{Desk, Place},
};
use sportello::{
    desk::{app::Item, draft::Ending},
    domain::{op::Op, outcome::Outcome},
    kb::seed,
};

/// What a caller wants, and how the operator types it.
enum Wants {
    /// A number: one key gives and logs it.
    Number,
    /// An answer: opened, told, concluded.
    Answer,
    /// Something to be done: entrusted to an office, its number told.
    Doing,
}

use Wants::{Answer, Doing, Number};

/// A call: what is typed, and the entries of the knowledge base any of which is right. For a request
/// it is the office that must get it.
type Call = (Wants, &'static str, &'static [&'static str]);

const CALLS: &[Call] = &[
    (
        Number,
        "mi passa la dottoressa rinaldi",
        &["p-rinaldi-patrizia"],
    ),
    (
        Number,
        "cerco il geometra marino delle pratiche",
        &["p-marino-stefano"],
    ),
    (
        Number,
        "ufficio dello stato civile per favore",
        &["stato-civile"],
    ),
    (Number, "vorrei il comando dei vigili", &["polizia-locale"]),
    (Number, "la signora kovac", &["p-kovac-jelena"]),
    (
        Number,
        "numero dell'asilo girotondo",
        &["p-nido-comunale-il-girotondo"],
    ),
    (Number, "chi segue la tari delle aziende", &["p-zhang-lin"]),
    (Number, "devo parlare con l'ufficio tasse", &["tributi"]),
    (Number, "il 473", &["p-orsini-veronica"]),
    (
        Number,
        "custode del campo santo",
        &["p-cimitero-comunale-custode", "cimiteri"],
    ),
    (Number, "bibliotecaria okafor", &["p-okafor-grace"]),
    (Number, "dellorto strade", &["p-dell-orto-marina"]),
    (
        Number,
        "segretaria del sindaco",
        &["p-segreteria-del-sindaco"],
    ),
    (Number, "ufficio che da le case", &["casa"]),
    (
        Number,
        "di pietro permessi centro",
        &["p-di-pietro-sabrina"],
    ),
    (Number, "il messo iacono", &["p-iacono-salvatore"]),
    (
        Number,
        "uno dei servizi sociali per gli anziani, amato mi pare",
        &["p-amato-cristina"],
    ),
    (
        Answer,
        "mi hanno scippato la borsa con dentro il documento",
        &["carta-identita-smarrita", "carta-persa-cosa-faccio"],
    ),
    (
        Answer,
        "mio figlio ha tre anni vorrei la carta elettronica per lui",
        &["cie-minorenni", "cie-minore-un-genitore"],
    ),
    (
        Answer,
        "a fine mese vengo ad abitare da voi da un altro paese",
        &["cambio-residenza", "iscrizione-residenza"],
    ),
    (
        Answer,
        "quando devo versare l'acconto imu",
        &["imu", "quando-scade-imu"],
    ),
    (
        Answer,
        "ho un vecchio divano da far portare via",
        &["rifiuti-ingombranti"],
    ),
    (
        Answer,
        "quanto tempo ho per pagare il verbale dell'autovelox",
        &["multe", "multa-pagare-e-ricorso"],
    ),
    (
        Answer,
        "ho ricevuto una contravvenzione ma la targa non e la mia",
        &["ricorso-multa"],
    ),
    (
        Answer,
        "vogliamo sposarci a giugno che carte servono",
        &["pubblicazioni-matrimonio", "matrimonio-civile"],
    ),
    (
        Answer,
        "e morto mio padre stanotte in casa",
        &["denuncia-morte"],
    ),
    (
        Answer,
        "il bambino e nato ieri devo registrarlo",
        &["dichiarazione-nascita", "bambino-appena-nato"],
    ),
    (
        Answer,
        "posso entrare in centro col furgone per un trasloco",
        &["ztl-permesso", "suolo-pubblico"],
    ),
    (
        Answer,
        "mi serve lo stato di famiglia per il notaio",
        &[
            "certificati-sportello",
            "certificati-online",
            "certificato-costo",
        ],
    ),
    (
        Answer,
        "il tesserino per votare e pieno di timbri",
        &["tessera-elettorale", "tessera-elettorale-persa"],
    ),
    (
        Answer,
        "mia nonna ha novanta anni e la carta scaduta",
        &["cie-oltre-70-anni", "cie-maggiorenni"],
    ),
    (Answer, "vado a lavorare a berlino per due anni", &["aire"]),
    (
        Answer,
        "come iscrivo mia figlia ai pasti a scuola",
        &["mensa-scolastica"],
    ),
    (
        Answer,
        "c'e posto sul pulmino per le elementari",
        &["trasporto-scolastico"],
    ),
    (
        Answer,
        "non riesco a pagare la bolletta dei rifiuti tutta insieme",
        &["rateizzazione-tributi"],
    ),
    (
        Answer,
        "vorrei il tagliando per il parcheggio invalidi",
        &["contrassegno-disabili", "contrassegno-scaduto"],
    ),
    (
        Answer,
        "dove si mettono le pile esauste",
        &["dove-butto", "centro-raccolta"],
    ),
    (
        Answer,
        "ho trovato un cagnolino senza collare",
        &["cane-microchip"],
    ),
    (
        Answer,
        "la mia auto non e piu dove l'avevo parcheggiata",
        &["veicolo-rimosso", "auto-rimossa"],
    ),
    (
        Answer,
        "vorrei leggere le carte del cantiere accanto",
        &["accesso-atti", "accesso-documentale", "vedere-una-pratica"],
    ),
    (
        Answer,
        "come lascio scritto che non voglio le macchine per tenermi in vita",
        &["dat-testamento-biologico"],
    ),
    (
        Answer,
        "ho perso il libretto sanitario con il codice",
        &["tessera-sanitaria"],
    ),
    (
        Doing,
        "il lampione di via garibaldi 12 fa luce a intermittenza",
        &["lavori-pubblici"],
    ),
    (
        Doing,
        "davanti al civico 8 l'asfalto ha ceduto",
        &["lavori-pubblici"],
    ),
    (
        Doing,
        "da tre giorni nessuno svuota i bidoni in via verdi",
        &["ambiente"],
    ),
    (
        Doing,
        "la vicina e caduta e vive sola, qualcuno puo passare",
        &["servizi-sociali"],
    ),
    (Doing, "hanno buttato calcinacci nel fosso", &["ambiente"]),
    (
        Doing,
        "un ramo grosso pende sulla strada",
        &["lavori-pubblici"],
    ),
    (Doing, "all'ufficio mi hanno trattata malissimo", &["urp"]),
    (
        Doing,
        "il semaforo della rotonda resta sempre rosso",
        &["lavori-pubblici", "polizia-locale"],
    ),
    (
        Answer,
        "siamo due ragazze e vogliamo unirci civilmente",
        &["unione-civile"],
    ),
    (
        Answer,
        "conviviamo da dieci anni senza sposarci possiamo metterlo per scritto",
        &["convivenza-di-fatto"],
    ),
    (
        Answer,
        "mi sono scordato di versare l'imu dell'anno scorso",
        &["ravvedimento-operoso"],
    ),
    (
        Answer,
        "dove lascio i bambini a luglio quando la scuola e chiusa",
        &["centri-estivi"],
    ),
    (
        Answer,
        "quanto si paga di tassa a dormire in albergo da voi",
        &["imposta-soggiorno"],
    ),
    (
        Answer,
        "mi e arrivata una bolletta dell'acqua altissima",
        &["bolletta-acqua"],
    ),
    (
        Answer,
        "il vicino di sopra fa rumore fino a tardi",
        &["rumore-vicini", "rumore-notte"],
    ),
    (
        Answer,
        "mi passa il reparto di ortopedia dell'ospedale",
        &["ospedale-asl"],
    ),
    (
        Answer,
        "quanto ha speso il comune per le luminarie",
        &["accesso-civico"],
    ),
    (
        Answer,
        "posso tenere le ceneri di mio marito in casa",
        &["cremazione-ceneri"],
    ),
    (
        Answer,
        "vogliamo fare una festa di quartiere nella piazza",
        &["evento-manifestazione"],
    ),
    (
        Answer,
        "mi hanno messo lo sfratto e ho due bambini",
        &["sfratto"],
    ),
    (
        Answer,
        "mio padre e allettato come fa a votare",
        &["voto-a-casa"],
    ),
    (
        Answer,
        "nel verbale mi chiedono chi stava guidando",
        &["chi-guidava"],
    ),
    (
        Answer,
        "la multa e di trecento euro posso darla a rate",
        &["multa-a-rate"],
    ),
    (
        Answer,
        "mio figlio e celiaco che cosa gli danno alla mensa",
        &["mensa-dieta"],
    ),
    (
        Answer,
        "per la mensa devo prima iscriverlo in prima elementare a scuola",
        &["iscrizione-scuola"],
    ),
    (
        Answer,
        "mi scade il permesso di soggiorno cosa devo fare",
        &["permesso-soggiorno"],
    ),
    (
        Answer,
        "mi chiedono la fedina penale per un lavoro",
        &["casellario-giudiziale"],
    ),
    (
        Answer,
        "che giorno fanno il mercato in piazza",
        &["mercato-giorno"],
    ),
    (
        Answer,
        "la voglio far venire dal marocco mi serve il foglio che la casa va bene",
        &["idoneita-alloggio"],
    ),
    (
        Doing,
        "il bar sotto casa tiene la musica alta tutte le notti",
        &["polizia-locale"],
    ),
];

/// The keys for each wish, the query aside, how many of them the design allows, and the outcome.
const fn keys(wants: &Wants) -> (&'static str, usize, Outcome) {
    match wants {
        Number => ("<Enter>", 1, Outcome::SwitchboardGiven),
        Answer => ("<Enter><Enter><F10>", 3, Outcome::Answered),
        Doing => ("<F6><Enter><F10>", 5, Outcome::EntrustedDepartment),
    }
}

/// What the desk recorded: the entry told, or the office entrusted with it.
fn recorded(bench: &Bench) -> Result<String, String> {
    let Some(question) = bench.app.call.question() else {
        return Err("no question".to_owned());
    };
    if !bench.app.call.concluded || question.written.number.is_none() {
        return Err(format!("not concluded: {}", bench.status()));
    }
    match &question.ending {
        Ending::Entrusted(queue, _) => Ok(queue.id().to_owned()),
        Ending::Given { card } => Ok(card.answer.id.to_string()),
        Ending::Other(Outcome::Answered) => Ok(question
            .answer()
            .map_or_else(String::new, |told| told.answer.id.to_string())),
        other => Err(format!("{other:?}")),
    }
}

/// The outcomes in the journal.
fn outcomes(bench: &Bench) -> Vec<Outcome> {
    let ops = bench.batches.iter().flatten();
    ops.filter_map(|op| match op {
        Op::Conclude { outcome, .. } => Some(*outcome),
        _ => None,
    })
    .collect()
}

#[test]
fn the_budgets_hold_and_the_right_entry_is_recorded() {
    let place = Place::new();
    let mut misses = Vec::new();
    for (wants, query, right) in CALLS {
        let mut bench = place.desk(Desk::default());
        let (keys, budget, outcome) = keys(wants);
        assert!(command_keys(keys) <= budget, "{query}: {keys}");
        bench.burst(query).settle();
        let first = first_results(&bench);
        bench.press(keys);
        match recorded(&bench) {
            Ok(entry) if right.contains(&entry.as_str()) && outcomes(&bench) == [outcome] => {}
            other => misses.push((
                *query,
                format!("{other:?}, {right:?} expected, {first:?} found"),
            )),
        }
    }
    assert!(misses.is_empty(), "{misses:#?}");
}

/// What operators type rather than say, and the entries any of which is right; none when nothing in
/// the knowledge base fits.
const TYPED: &[(&str, &[&str])] = &[
    ("mi passa il 418", &["p-vitale-simone"]),
    ("mi passa lo 0000000418", &["p-vitale-simone"]),
    ("incidente in via milano feriti", &["n-112"]),
    ("buca in via roma davanti alla scuola", &["buca-in-strada"]),
    ("incidente stradale", &["n-112"]),
    ("sta bruciando un cassonetto", &["n-115"]),
    ("voglio ammazzarmi", &["n-112"]),
    ("vorrei pagare la tari", &["tari"]),
    ("tari", &["tari"]),
    (
        "cambio residenza",
        &["cambio-residenza", "iscrizione-residenza"],
    ),
    ("nido", &["asilo-nido"]),
    (
        "certificato di residenza",
        &["certificati-sportello", "certificati-online"],
    ),
    ("carta d'identita", &["cie-maggiorenni"]),
    ("multa", &["multe"]),
    ("mensa", &["mensa-scolastica"]),
    (
        "matrimonio",
        &["pubblicazioni-matrimonio", "matrimonio-civile"],
    ),
    ("anagrafe", &["anagrafe"]),
    ("ufficio anagrafe", &["anagrafe"]),
    ("tributi", &["tributi"]),
    ("protocollo", &["protocollo"]),
    ("vigili", &["polizia-locale"]),
    ("orari anagrafe", &["anagrafe"]),
    ("orari dei vigili", &["polizia-locale"]),
    ("mi passa i tributi", &["tributi"]),
    ("numero dei vigili", &["polizia-locale"]),
    ("chi segue i ricorsi delle multe", &["p-lombardo-rosario"]),
    (
        "chi si occupa dei matrimoni",
        &["p-cosme-beatrice", "stato-civile"],
    ),
    ("numero della richiesta", &["stato-richiesta"]),
    (
        "numero verde",
        &["n-800554088", "n-800861061", "n-800840840"],
    ),
    ("gatto morto in strada", &["ambiente"]),
    ("topi", &["ambiente"]),
    ("mi passi la ragioneria", &[]),
    ("lavoro", &["cerco-lavoro"]),
    ("concorso", &["cerco-lavoro"]),
    ("dentista", &[]),
    ("discoteca", &[]),
    ("aeroporto", &[]),
    ("buca", &["buca-in-strada"]),
    ("c'è una buca", &["buca-in-strada"]),
    ("orari", &["orari-indirizzi"]),
    ("bolletta acqua", &["bolletta-acqua"]),
    (
        "dove vado se abito in via del saggio",
        &["strada-via-del-saggio"],
    ),
    ("via della prova", &["strada-via-della-prova"]),
    ("pass disabili", &["contrassegno-disabili"]),
    ("il mio vicino fa rumore", &["rumore-vicini"]),
    ("ospedale", &["ospedale-asl"]),
    ("bonus bebè", &["bonus-bebe"]),
    ("tassa di soggiorno", &["imposta-soggiorno"]),
    ("app io", &["app-io-send"]),
    ("numero civico", &["numero-civico"]),
    ("siete aperti domani", &["orari-indirizzi"]),
    ("a che ora aprite", &["orari-indirizzi"]),
    ("a che ora chiudete", &["orari-indirizzi"]),
    ("orario", &["orari-indirizzi"]),
    ("orari di apertura", &["orari-indirizzi"]),
    ("orari degli uffici", &["orari-indirizzi"]),
    ("il comune è aperto oggi", &["orari-indirizzi"]),
    ("siete aperti il sabato", &["quando-aprite-sabato"]),
    ("l'anagrafe è aperta domani", &["anagrafe"]),
    ("opening hours", &["orari-indirizzi"]),
    (
        "lost identity card",
        &["carta-identita-smarrita", "carta-persa-cosa-faccio"],
    ),
    (
        "where do I pay parking fine",
        &["multe", "multa-pagare-e-ricorso"],
    ),
    (
        "parking fine",
        &["multe", "multa-pagare-e-ricorso", "ricorso-multa"],
    ),
    (
        "rubbish collection",
        &[
            "segnalazione-rifiuti",
            "centro-raccolta",
            "raccolta-saltata",
        ],
    ),
    ("register a birth", &["dichiarazione-nascita"]),
    (
        "get married",
        &["pubblicazioni-matrimonio", "matrimonio-civile"],
    ),
    ("waste tax", &["tari"]),
    ("nursery school", &["asilo-nido"]),
    ("school bus", &["trasporto-scolastico"]),
    ("passport", &["passaporto", "passaporto-no-comune"]),
    ("library", &["biblioteca"]),
];

#[test]
fn what_operators_type_finds_the_evident_entry_or_nothing() {
    let place = Place::new();
    let mut misses = Vec::new();
    for (query, right) in TYPED {
        let mut bench = place.desk(Desk::default());
        bench.burst(query).settle();
        let found = first_results(&bench);
        let good = match found.first() {
            Some(first) => right.contains(&first.as_str()),
            None => right.is_empty(),
        };
        if !good {
            misses.push(format!("«{query}»: {right:?} expected, {found:?} found"));
        }
    }
    assert!(misses.is_empty(), "{misses:#?}");
}

/// The first three results, for the report.
fn first_results(bench: &Bench) -> Vec<String> {
    let items = bench.app.results.items.iter().take(3);
    items
        .map(|item| match item {
            Item::Article(hit) => hit.published.article.id.to_string(),
            Item::Ticket(_) => "request".to_owned(),
        })
        .collect()
}

#[test]
fn no_query_is_a_title_or_an_alias() {
    let known: Vec<String> = seed::load()
        .unwrap()
        .articles
        .iter()
        .flat_map(|(article, _)| {
            let aliases = article
                .aliases
                .iter()
                .map(|alias| alias.as_str().to_lowercase());
            aliases
                .chain([article.title.as_str().to_lowercase()])
                .collect::<Vec<_>>()
        })
        .collect();
    for (_, query, _) in CALLS {
        assert!(!known.iter().any(|words| words == query), "{query}");
    }
    assert_eq!(CALLS.len(), 72);
}
