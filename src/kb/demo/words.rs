//! The vocabulary of the synthetic articles: services × actions × places, as a municipality says them.

/// A service, in the forms its sentences need.
#[derive(Clone, Copy)]
pub struct Service {
    /// As a title begins.
    pub name: &'static str,
    /// As callers shorten it.
    pub short: &'static str,
    /// As the object of a verb.
    pub object: &'static str,
    /// A fact of its own, so that bodies differ.
    pub detail: &'static str,
    /// Its topic in the fictional agency.
    pub topic: &'static str,
    /// Its office in the fictional agency.
    pub office: &'static str,
}

/// What is done with a service.
#[derive(Clone, Copy)]
pub struct Action {
    /// As a title says it.
    pub noun: &'static str,
    /// As a verb.
    pub verb: &'static str,
    /// As callers add it.
    pub spoken: &'static str,
}

/// Declares services one to a row.
macro_rules! services {
    ($($name:literal $short:literal $object:literal $detail:literal $topic:literal $office:literal;)+) => {
        &[$(Service {
            name: $name,
            short: $short,
            object: $object,
            detail: $detail,
            topic: $topic,
            office: $office,
        }),+]
    };
}

/// Declares actions one to a row.
macro_rules! actions {
    ($($noun:literal $verb:literal $spoken:literal;)+) => {
        &[$(Action { noun: $noun, verb: $verb, spoken: $spoken }),+]
    };
}

pub const SERVICES: &[Service] = services! {
    "Carta d'identità elettronica" "la CIE" "la carta d'identità" "una foto tessera e la vecchia carta" "anagrafe" "anagrafe-cie";
    "Cambio di residenza" "la residenza" "il cambio di residenza" "il contratto di affitto registrato" "residenza" "anagrafe";
    "Certificato di stato di famiglia" "lo stato di famiglia" "il certificato di stato di famiglia" "la marca da bollo secondo l'uso" "certificati" "anagrafe";
    "Certificato di nascita" "l'atto di nascita" "il certificato di nascita" "il nome dei genitori" "certificati" "stato-civile";
    "Pubblicazioni di matrimonio" "il matrimonio" "le pubblicazioni di matrimonio" "la presenza dei due sposi" "stato-civile" "stato-civile";
    "Tessera elettorale" "la tessera elettorale" "la tessera elettorale" "il timbro degli spazi esauriti" "elettorale" "elettorale";
    "IMU" "l'IMU" "la dichiarazione IMU" "la rendita catastale aggiornata" "tributi" "tributi";
    "TARI" "la tassa sui rifiuti" "l'utenza TARI" "la superficie calpestabile dell'immobile" "tributi" "tributi";
    "Canone unico patrimoniale" "il canone" "il canone per l'insegna" "le misure dell'insegna" "tributi" "tributi";
    "Verbale del codice della strada" "la multa" "il verbale" "il numero e la data del verbale" "multe" "polizia-locale";
    "Permesso ZTL" "la ZTL" "il permesso per la ZTL" "la targa del veicolo" "mobilita" "polizia-locale";
    "Contrassegno per disabili" "il tagliando disabili" "il contrassegno per disabili" "il certificato medico legale" "mobilita" "polizia-locale";
    "Abbonamento alla sosta" "le strisce blu" "l'abbonamento alla sosta" "la zona di residenza" "mobilita" "polizia-locale";
    "Mensa scolastica" "la mensa" "la mensa scolastica" "l'attestazione ISEE" "scuola" "scuola";
    "Scuolabus" "il pulmino" "il trasporto scolastico" "la fermata più vicina" "scuola" "scuola";
    "Asilo nido" "il nido" "il posto al nido" "il punteggio della graduatoria" "scuola" "scuola";
    "Centro estivo" "il centro estivo" "il centro estivo" "i turni di luglio e agosto" "scuola" "scuola";
    "Assistenza domiciliare" "l'assistente a casa" "l'assistenza domiciliare" "la valutazione dell'assistente sociale" "sociale" "servizi-sociali";
    "Contributo per l'affitto" "il contributo affitto" "il contributo per l'affitto" "le ricevute dei canoni pagati" "casa" "casa";
    "Alloggio di edilizia pubblica" "la casa popolare" "l'alloggio popolare" "la posizione in graduatoria" "casa" "casa";
    "Raccolta degli ingombranti" "gli ingombranti" "il ritiro degli ingombranti" "l'elenco dei mobili da portare via" "ambiente" "ambiente";
    "Kit per la raccolta differenziata" "i sacchetti" "il kit della differenziata" "la tessera dell'utenza" "ambiente" "ambiente";
    "Anagrafe canina" "il microchip" "l'iscrizione del cane" "il libretto del veterinario" "ambiente" "ambiente";
    "Disinfestazione" "le zanzare" "la disinfestazione" "il luogo esatto e un recapito" "ambiente" "ambiente";
    "Potatura di alberi" "gli alberi" "la potatura dell'albero" "la via e il numero civico" "segnalazioni" "lavori-pubblici";
    "Illuminazione pubblica" "il lampione" "la riparazione del lampione" "il numero sul palo" "segnalazioni" "lavori-pubblici";
    "Manutenzione delle strade" "la buca" "la riparazione della buca" "il punto esatto della strada" "segnalazioni" "lavori-pubblici";
    "Passo carrabile" "il passo carrabile" "il passo carrabile" "la larghezza dell'accesso" "mobilita" "lavori-pubblici";
    "Permesso di costruire" "il permesso edilizio" "il permesso di costruire" "il progetto di un tecnico abilitato" "edilizia" "edilizia";
    "CILA" "la CILA" "la comunicazione di inizio lavori" "l'asseverazione del tecnico" "edilizia" "edilizia";
    "Certificato di destinazione urbanistica" "il CDU" "il certificato di destinazione urbanistica" "il foglio e la particella" "edilizia" "edilizia";
    "Idoneità dell'alloggio" "l'idoneità alloggiativa" "il certificato di idoneità dell'alloggio" "la planimetria catastale" "edilizia" "edilizia";
    "SCIA commerciale" "l'apertura del negozio" "la SCIA commerciale" "la visura della Camera di commercio" "imprese" "suap";
    "Occupazione di suolo pubblico" "il suolo pubblico" "l'occupazione di suolo pubblico" "la pianta dell'area" "imprese" "suap";
    "Mercato settimanale" "il banco al mercato" "il posteggio al mercato" "la concessione decennale" "imprese" "suap";
    "Licenza di taxi e noleggio" "la licenza taxi" "la licenza di noleggio" "l'iscrizione al ruolo conducenti" "imprese" "suap";
    "Prestito bibliotecario" "il prestito" "il prestito dei libri" "la tessera della biblioteca" "cultura-sport" "cultura-sport";
    "Palestra comunale" "la palestra" "le ore in palestra" "l'assicurazione dell'associazione" "cultura-sport" "cultura-sport";
    "Sala comunale" "la sala" "la sala comunale" "il giorno e il numero di persone" "cultura-sport" "cultura-sport";
    "Concessione cimiteriale" "il loculo" "la concessione del loculo" "l'atto di concessione originale" "cimiteri" "cimiteri";
    "Lampada votiva" "la lampada votiva" "la lampada votiva" "il campo e la fila della tomba" "cimiteri" "cimiteri";
    "Accesso agli atti" "gli atti" "la copia degli atti" "il motivo della richiesta" "trasparenza" "urp";
    "Oggetti smarriti" "un oggetto perso" "l'oggetto smarrito" "la descrizione dell'oggetto" "altro" "protocollo";
    "Albo pretorio" "l'albo pretorio" "la pubblicazione all'albo" "il testo firmato digitalmente" "trasparenza" "protocollo";
};

pub const ACTIONS: &[Action] = actions! {
    "prima richiesta" "chiedere" "per la prima volta";
    "rinnovo" "rinnovare" "scaduta";
    "duplicato" "duplicare" "persa o rubata";
    "rettifica dei dati" "correggere" "con un errore";
    "disdetta" "disdire" "da chiudere";
    "ritiro" "ritirare" "pronta da ritirare";
    "pagamento" "pagare" "da pagare";
    "rimborso" "farsi rimborsare" "pagata due volte";
    "rateizzazione" "pagare a rate" "a rate";
    "esenzione" "non pagare" "gratis";
    "riduzione" "avere lo sconto per" "con lo sconto";
    "delega" "delegare" "per mio padre";
    "ricorso" "contestare" "sbagliata";
    "prenotazione" "prenotare" "su appuntamento";
    "sollecito" "sollecitare" "che non arriva";
    "subentro" "intestarsi" "a nome mio";
    "proroga" "prorogare" "che sta per scadere";
    "controllo dello stato" "controllare" "a che punto è";
    "reclamo" "reclamare per" "che non funziona";
    "trascrizione dall'estero" "trascrivere" "fatta all'estero";
    "consegna a domicilio" "ricevere a casa" "per chi non può muoversi";
    "richiesta in linea" "chiedere con lo SPID" "da internet";
    "annullamento" "annullare" "per errore";
    "voltura" "volturare" "dopo il decesso";
};

pub const PLACES: &[&str] = &[
    "lo sportello unico",
    "la sede di piazza dell'Esempio",
    "la delegazione di Borgo Prova",
    "la delegazione di Frazione Modello",
    "lo sportello del quartiere Nord",
    "lo sportello del quartiere Sud",
    "l'ufficio di via del Campione",
    "il punto informativo del mercato",
    "la biblioteca comunale",
    "il centro civico Le Querce",
    "il comando di via della Prova",
    "l'ecocentro di via del Riuso",
    "il municipio di Valle Finta",
    "il portale dei servizi",
    "lo sportello polifunzionale della stazione",
    "la casa comunale di Monte Esempio",
];

pub const NEEDS: &[&str] = &[
    "un documento d'identità",
    "la tessera sanitaria",
    "il codice fiscale",
    "l'attestazione ISEE",
    "la ricevuta del pagamento",
    "una marca da bollo",
    "la delega firmata",
    "il modulo compilato",
    "la planimetria",
    "la denuncia di smarrimento",
    "il permesso di soggiorno",
    "la visura catastale",
    "due fotografie",
    "il contratto registrato",
    "la dichiarazione sostitutiva",
    "il certificato medico",
];

pub const AUDIENCES: &[&str] = &[
    "Chi abita nel Comune",
    "Famiglie con figli minori",
    "Chi ha più di 65 anni",
    "Imprese e professionisti",
    "Associazioni iscritte all'albo",
    "Proprietari e inquilini",
    "Cittadini stranieri con permesso di soggiorno",
    "Studenti e lavoratori fuori sede",
];

pub const CASES: &[&str] = &[
    "Chi ha un'invalidità riconosciuta ha la precedenza allo sportello.",
    "Se la domanda è incompleta l'ufficio scrive entro dieci giorni e il termine si ferma.",
    "Per un minorenne serve il consenso di tutti e due i genitori.",
    "Chi è all'estero può incaricare un parente con una delega semplice.",
    "In caso di trasloco recente va indicato anche il vecchio indirizzo.",
    "Con lo SPID non occorre venire di persona.",
    "Se il termine cade di festa vale il primo giorno lavorativo dopo.",
    "Le associazioni presentano lo statuto una volta sola.",
    "Se il pagamento non risulta, portare la ricevuta di pagoPA.",
    "Gli eredi dichiarano il decesso con un'autocertificazione.",
    "Per un alloggio in comodato serve il consenso del proprietario.",
    "Chi non parla italiano può venire con un interprete di fiducia.",
];

pub const ROLES: &[&str] = &[
    "Responsabile:",
    "Istruttore:",
    "Sportello:",
    "Segreteria:",
    "Tecnico:",
    "Coordinatore:",
];

pub const SURNAMES: &[&str] = &[
    "Rossi",
    "Russo",
    "Ferrari",
    "Esposito",
    "Bianchi",
    "Romano",
    "Colombo",
    "Ricci",
    "Marino",
    "Greco",
    "Bruno",
    "Gallo",
    "Conti",
    "De Luca",
    "Mancini",
    "Costa",
    "Giordano",
    "Rizzo",
    "Lombardi",
    "Moretti",
    "Barbieri",
    "Fontana",
    "Santoro",
    "Mariani",
    "Rinaldi",
    "Caruso",
    "Ferrara",
    "Galli",
    "Martini",
    "Leone",
    "Longo",
    "Gentile",
    "Martinelli",
    "Vitale",
    "Lombardo",
    "Serra",
    "Coppola",
    "De Santis",
    "D'Angelo",
    "Marchetti",
    "Parisi",
    "Villa",
    "Conte",
    "Ferraro",
    "Ferri",
    "Fabbri",
    "Bianco",
    "Marini",
    "Grasso",
    "Valentini",
    "Messina",
    "Sala",
    "De Angelis",
    "Gatti",
    "Pellegrini",
    "Palumbo",
    "Sanna",
    "Farina",
    "Rizzi",
    "Monti",
    "Cattaneo",
    "Morelli",
    "Amato",
    "Silvestri",
    "Mazza",
    "Testa",
    "Grassi",
    "Pellegrino",
    "Carbone",
    "Giuliani",
    "Benedetti",
    "Barone",
    "Rossetti",
    "Caputo",
    "Montanari",
    "Guerra",
    "Palmieri",
    "Bernardi",
    "Martino",
    "Fiore",
    "De Rosa",
    "Ferretti",
    "Bellini",
    "Basile",
    "Riva",
    "Donati",
    "Piras",
    "Vitali",
    "Battaglia",
    "Sartori",
    "Neri",
    "Costantini",
    "Milani",
    "Pagano",
    "Ruggiero",
    "Sorrentino",
    "D'Amico",
    "Orlando",
    "Damico",
    "Negri",
    "Hoxha",
    "Popescu",
    "Chen",
    "El Idrissi",
    "Nguyễn",
    "Kovač",
    "Müller",
    "Dell'Orto",
    "Lo Presti",
    "Di Stefano",
];

pub const GIVEN_NAMES: &[&str] = &[
    "Maria",
    "Anna",
    "Giuseppina",
    "Rosa",
    "Angela",
    "Giovanna",
    "Teresa",
    "Lucia",
    "Carmela",
    "Caterina",
    "Francesca",
    "Antonella",
    "Carla",
    "Elena",
    "Rita",
    "Margherita",
    "Luisa",
    "Paola",
    "Laura",
    "Daniela",
    "Giulia",
    "Chiara",
    "Silvia",
    "Nicoletta",
    "Giuseppe",
    "Giovanni",
    "Antonio",
    "Mario",
    "Luigi",
    "Francesco",
    "Angelo",
    "Vincenzo",
    "Pietro",
    "Salvatore",
    "Carlo",
    "Franco",
    "Domenico",
    "Bruno",
    "Paolo",
    "Michele",
    "Giorgio",
    "Aldo",
    "Sergio",
    "Luciano",
    "Andrea",
    "Niccolò",
    "Matteo",
    "Davide",
    "Fatima",
    "Mihaela",
    "Arben",
    "José",
];
