//! The provinces of Italy and their regions, by the two letters on every address.

/// A province.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Province {
    /// Its two letters.
    pub letters: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The name of its region.
    pub region: &'static str,
}

const fn row(letters: &'static str, name: &'static str, region: &'static str) -> Province {
    Province {
        letters,
        name,
        region,
    }
}

/// Every province, by its letters.
pub static PROVINCES: &[Province] = &[
    row("AG", "Agrigento", "Sicilia"),
    row("AL", "Alessandria", "Piemonte"),
    row("AN", "Ancona", "Marche"),
    row("AO", "Valle d'Aosta", "Valle d'Aosta"),
    row("AP", "Ascoli Piceno", "Marche"),
    row("AQ", "L'Aquila", "Abruzzo"),
    row("AR", "Arezzo", "Toscana"),
    row("AT", "Asti", "Piemonte"),
    row("AV", "Avellino", "Campania"),
    row("BA", "Bari", "Puglia"),
    row("BG", "Bergamo", "Lombardia"),
    row("BI", "Biella", "Piemonte"),
    row("BL", "Belluno", "Veneto"),
    row("BN", "Benevento", "Campania"),
    row("BO", "Bologna", "Emilia-Romagna"),
    row("BR", "Brindisi", "Puglia"),
    row("BS", "Brescia", "Lombardia"),
    row("BT", "Barletta-Andria-Trani", "Puglia"),
    row("BZ", "Bolzano", "Trentino-Alto Adige"),
    row("CA", "Cagliari", "Sardegna"),
    row("CB", "Campobasso", "Molise"),
    row("CE", "Caserta", "Campania"),
    row("CH", "Chieti", "Abruzzo"),
    row("CL", "Caltanissetta", "Sicilia"),
    row("CN", "Cuneo", "Piemonte"),
    row("CO", "Como", "Lombardia"),
    row("CR", "Cremona", "Lombardia"),
    row("CS", "Cosenza", "Calabria"),
    row("CT", "Catania", "Sicilia"),
    row("CZ", "Catanzaro", "Calabria"),
    row("EN", "Enna", "Sicilia"),
    row("FC", "Forlì-Cesena", "Emilia-Romagna"),
    row("FE", "Ferrara", "Emilia-Romagna"),
    row("FG", "Foggia", "Puglia"),
    row("FI", "Firenze", "Toscana"),
    row("FM", "Fermo", "Marche"),
    row("FR", "Frosinone", "Lazio"),
    row("GE", "Genova", "Liguria"),
    row("GO", "Gorizia", "Friuli-Venezia Giulia"),
    row("GR", "Grosseto", "Toscana"),
    row("IM", "Imperia", "Liguria"),
    row("IS", "Isernia", "Molise"),
    row("KR", "Crotone", "Calabria"),
    row("LC", "Lecco", "Lombardia"),
    row("LE", "Lecce", "Puglia"),
    row("LI", "Livorno", "Toscana"),
    row("LO", "Lodi", "Lombardia"),
    row("LT", "Latina", "Lazio"),
    row("LU", "Lucca", "Toscana"),
    row("MB", "Monza e della Brianza", "Lombardia"),
    row("MC", "Macerata", "Marche"),
    row("ME", "Messina", "Sicilia"),
    row("MI", "Milano", "Lombardia"),
    row("MN", "Mantova", "Lombardia"),
    row("MO", "Modena", "Emilia-Romagna"),
    row("MS", "Massa-Carrara", "Toscana"),
    row("MT", "Matera", "Basilicata"),
    row("NA", "Napoli", "Campania"),
    row("NO", "Novara", "Piemonte"),
    row("NU", "Nuoro", "Sardegna"),
    row("OR", "Oristano", "Sardegna"),
    row("PA", "Palermo", "Sicilia"),
    row("PC", "Piacenza", "Emilia-Romagna"),
    row("PD", "Padova", "Veneto"),
    row("PE", "Pescara", "Abruzzo"),
    row("PG", "Perugia", "Umbria"),
    row("PI", "Pisa", "Toscana"),
    row("PN", "Pordenone", "Friuli-Venezia Giulia"),
    row("PO", "Prato", "Toscana"),
    row("PR", "Parma", "Emilia-Romagna"),
    row("PT", "Pistoia", "Toscana"),
    row("PU", "Pesaro e Urbino", "Marche"),
    row("PV", "Pavia", "Lombardia"),
    row("PZ", "Potenza", "Basilicata"),
    row("RA", "Ravenna", "Emilia-Romagna"),
    row("RC", "Reggio di Calabria", "Calabria"),
    row("RE", "Reggio nell'Emilia", "Emilia-Romagna"),
    row("RG", "Ragusa", "Sicilia"),
    row("RI", "Rieti", "Lazio"),
    row("RM", "Roma", "Lazio"),
    row("RN", "Rimini", "Emilia-Romagna"),
    row("RO", "Rovigo", "Veneto"),
    row("SA", "Salerno", "Campania"),
    row("SI", "Siena", "Toscana"),
    row("SO", "Sondrio", "Lombardia"),
    row("SP", "La Spezia", "Liguria"),
    row("SR", "Siracusa", "Sicilia"),
    row("SS", "Sassari", "Sardegna"),
    row("SU", "Sud Sardegna", "Sardegna"),
    row("SV", "Savona", "Liguria"),
    row("TA", "Taranto", "Puglia"),
    row("TE", "Teramo", "Abruzzo"),
    row("TN", "Trento", "Trentino-Alto Adige"),
    row("TO", "Torino", "Piemonte"),
    row("TP", "Trapani", "Sicilia"),
    row("TR", "Terni", "Umbria"),
    row("TS", "Trieste", "Friuli-Venezia Giulia"),
    row("TV", "Treviso", "Veneto"),
    row("UD", "Udine", "Friuli-Venezia Giulia"),
    row("VA", "Varese", "Lombardia"),
    row("VB", "Verbano-Cusio-Ossola", "Piemonte"),
    row("VC", "Vercelli", "Piemonte"),
    row("VE", "Venezia", "Veneto"),
    row("VI", "Vicenza", "Veneto"),
    row("VR", "Verona", "Veneto"),
    row("VT", "Viterbo", "Lazio"),
    row("VV", "Vibo Valentia", "Calabria"),
];

/// The province with these two letters, in any case.
#[must_use]
pub fn province(letters: &str) -> Option<&'static Province> {
    PROVINCES
        .iter()
        .find(|province| province.letters.eq_ignore_ascii_case(letters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_one_to_one_and_in_order() {
        assert_eq!(PROVINCES.len(), 107);
        assert!(PROVINCES.is_sorted_by(|one, two| one.letters < two.letters));
        assert_eq!(province("fi").map(|found| found.region), Some("Toscana"));
        assert_eq!(province("xx"), None);
    }
}
