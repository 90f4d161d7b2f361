//! Every column of IndicePA, of the old files and of the current ones: what it fills, or why it is dropped.

use crate::{domain::outcome::ArticleKind, locale::Phrase};

/// What a column fills.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Take {
    /// The code of the body.
    Body,
    /// The code of the homogeneous area.
    Area,
    /// The code of the unit within its body.
    Unit,
    /// The code of the unit among all.
    Unique,
    /// The unit it is part of, by its code within the body.
    Above,
    /// The unit it is part of, by its code among all.
    UniqueAbove,
    /// Its name.
    Title,
    /// The municipality.
    Town,
    /// The letters of the province.
    Province,
    /// The region.
    Region,
    /// Street and number.
    Street,
    /// The post code.
    PostCode,
    /// The web site.
    Web,
    /// What the head is called.
    HeadTitle,
    /// The head's name.
    HeadName,
    /// The head's surname.
    HeadSurname,
    /// The head's mailbox.
    HeadMail,
    /// The head's number.
    HeadPhone,
    /// The kind of body.
    Role,
    /// A further name.
    Alias,
    /// The tax code.
    TaxCode,
    /// A mailbox, by its number.
    Mail(u8),
    /// What the mailbox with this number is.
    MailKind(u8),
    /// An account of a social network.
    Social(&'static str),
    /// Telephone numbers.
    Phone,
    /// Fax numbers.
    Fax,
    /// Whether it is being wound up.
    Closing,
    /// The day the row is of.
    Updated,
    /// A fact with this name.
    Fact(&'static str),
    /// Nothing: why.
    Drop(Phrase),
}

/// A register of IndicePA.
pub struct Register {
    /// What its rows are.
    pub kind: ArticleKind,
    /// The columns without which it is another file: one of each group.
    pub wants: &'static [&'static [Take]],
    /// Its columns, in lower case.
    pub columns: &'static [(&'static str, Take)],
}

const OWN_ID: Phrase = Phrase::new(
    "numero di riga del portale, cambia a ogni scarico",
    "row number of the portal, another at each download",
);
const OWN_CHECK: Phrase = Phrase::new("il codice si controlla qui", "the code is checked here");
const WIDER: Phrase = Phrase::new(
    "più larga di tipologia_istat, che si tiene",
    "wider than tipologia_istat, which is kept",
);
const GONE: Phrase = Phrase::new("la rete è chiusa dal 2019", "the network closed in 2019");
const NOT_SAID: Phrase = Phrase::new(
    "non serve a chi risponde al telefono",
    "of no use to whoever answers a call",
);
const OF_TOWN: Phrase = Phrase::new(
    "codice del comune, che il file non nomina",
    "code of the municipality, which the file does not name",
);
const OF_BODY: Phrase = Phrase::new(
    "è dell'ente, che ha la sua voce",
    "it is the body's, which has an entry of its own",
);
const SINCE: Phrase = Phrase::new(
    "la data di nascita dell'unità non si dice",
    "the day the unit was made is not told",
);

/// Bodies: `amministrazioni` (TSV, until 2019), `enti` (CSV, now).
pub static BODIES: Register = Register {
    kind: ArticleKind::Body,
    wants: &[&[Take::Body], &[Take::Title]],
    columns: &[
        ("cod_amm", Take::Body),
        ("des_amm", Take::Title),
        ("comune", Take::Town),
        ("nome_resp", Take::HeadName),
        ("cogn_resp", Take::HeadSurname),
        ("cap", Take::PostCode),
        ("provincia", Take::Province),
        ("regione", Take::Region),
        ("sito_istituzionale", Take::Web),
        ("indirizzo", Take::Street),
        ("titolo_resp", Take::HeadTitle),
        ("tipologia_istat", Take::Role),
        ("tipologia_amm", Take::Drop(WIDER)),
        ("acronimo", Take::Alias),
        ("cf_validato", Take::Drop(OWN_CHECK)),
        ("cf", Take::TaxCode),
        ("mail1", Take::Mail(1)),
        ("tipo_mail1", Take::MailKind(1)),
        ("mail2", Take::Mail(2)),
        ("tipo_mail2", Take::MailKind(2)),
        ("mail3", Take::Mail(3)),
        ("tipo_mail3", Take::MailKind(3)),
        ("mail4", Take::Mail(4)),
        ("tipo_mail4", Take::MailKind(4)),
        ("mail5", Take::Mail(5)),
        ("tipo_mail5", Take::MailKind(5)),
        ("url_facebook", Take::Social("Facebook")),
        ("url_twitter", Take::Social("Twitter")),
        ("url_googleplus", Take::Drop(GONE)),
        ("url_youtube", Take::Social("YouTube")),
        ("url_linkedin", Take::Social("LinkedIn")),
        ("liv_accessibili", Take::Drop(NOT_SAID)),
        ("liv_accessibilita", Take::Drop(NOT_SAID)),
        ("_id", Take::Drop(OWN_ID)),
        ("codice_ipa", Take::Body),
        ("denominazione_ente", Take::Title),
        ("codice_fiscale_ente", Take::TaxCode),
        ("tipologia", Take::Role),
        ("codice_categoria", Take::Fact("Categoria IPA")),
        ("codice_natura", Take::Drop(NOT_SAID)),
        ("codice_ateco", Take::Drop(NOT_SAID)),
        ("ente_in_liquidazione", Take::Closing),
        ("codice_miur", Take::Alias),
        ("codice_istat", Take::Fact("Codice ISTAT")),
        ("nome_responsabile", Take::HeadName),
        ("cognome_responsabile", Take::HeadSurname),
        ("titolo_responsabile", Take::HeadTitle),
        ("codice_comune_istat", Take::Drop(OF_TOWN)),
        ("codice_catastale_comune", Take::Drop(OF_TOWN)),
        ("data_aggiornamento", Take::Updated),
    ],
};

/// Homogeneous areas: `aoo` (TSV, until 2019; CSV, now).
pub static AREAS: Register = Register {
    kind: ArticleKind::Office,
    wants: &[&[Take::Body], &[Take::Area], &[Take::Title]],
    columns: &[
        ("cod_amm", Take::Body),
        ("cod_aoo", Take::Area),
        ("des_aoo", Take::Title),
        ("dat_istituz", Take::Drop(SINCE)),
        ("comune", Take::Town),
        ("cap", Take::PostCode),
        ("provincia", Take::Province),
        ("regione", Take::Region),
        ("indirizzo", Take::Street),
        ("tel", Take::Phone),
        ("nome_resp", Take::HeadName),
        ("cogn_resp", Take::HeadSurname),
        ("mail_resp", Take::HeadMail),
        ("tel_resp", Take::HeadPhone),
        ("fax", Take::Fax),
        ("mail1", Take::Mail(1)),
        ("tipo_mail1", Take::MailKind(1)),
        ("mail2", Take::Mail(2)),
        ("tipo_mail2", Take::MailKind(2)),
        ("mail3", Take::Mail(3)),
        ("tipo_mail3", Take::MailKind(3)),
        ("cod_uni_aoo", Take::Drop(OWN_ID)),
        ("_id", Take::Drop(OWN_ID)),
        ("codice_ipa", Take::Body),
        ("denominazione_ente", Take::Drop(OF_BODY)),
        ("codice_fiscale_ente", Take::Drop(OF_BODY)),
        ("codice_uni_aoo", Take::Area),
        ("denominazione_aoo", Take::Title),
        ("data_istituzione", Take::Drop(SINCE)),
        ("nome_responsabile", Take::HeadName),
        ("cognome_responsabile", Take::HeadSurname),
        ("mail_responsabile", Take::HeadMail),
        ("telefono_responsabile", Take::HeadPhone),
        ("codice_comune_istat", Take::Drop(OF_TOWN)),
        ("codice_catastale_comune", Take::Drop(OF_TOWN)),
        ("telefono", Take::Phone),
        ("protocollo_informatico", Take::Drop(NOT_SAID)),
        ("uri_protocollo_informatico", Take::Drop(NOT_SAID)),
        ("data_aggiornamento", Take::Updated),
    ],
};

/// Units: `ou` (TSV, until 2019), `UO` (CSV, now).
pub static UNITS: Register = Register {
    kind: ArticleKind::Office,
    wants: &[&[Take::Body], &[Take::Unit, Take::Unique], &[Take::Title]],
    columns: &[
        ("cod_ou", Take::Unit),
        ("cod_aoo", Take::Drop(OF_BODY)),
        ("des_ou", Take::Title),
        ("comune", Take::Town),
        ("cap", Take::PostCode),
        ("provincia", Take::Province),
        ("regione", Take::Region),
        ("indirizzo", Take::Street),
        ("tel", Take::Phone),
        ("nome_resp", Take::HeadName),
        ("cogn_resp", Take::HeadSurname),
        ("mail_resp", Take::HeadMail),
        ("tel_resp", Take::HeadPhone),
        ("cod_amm", Take::Body),
        ("cod_ou_padre", Take::Above),
        ("fax", Take::Fax),
        ("cod_uni_ou", Take::Alias),
        ("mail1", Take::Mail(1)),
        ("tipo_mail1", Take::MailKind(1)),
        ("mail2", Take::Mail(2)),
        ("tipo_mail2", Take::MailKind(2)),
        ("mail3", Take::Mail(3)),
        ("tipo_mail3", Take::MailKind(3)),
        ("_id", Take::Drop(OWN_ID)),
        ("codice_ipa", Take::Body),
        ("denominazione_ente", Take::Drop(OF_BODY)),
        ("codice_fiscale_ente", Take::Drop(OF_BODY)),
        ("codice_uni_uo", Take::Unique),
        ("codice_uni_aoo", Take::Drop(OF_BODY)),
        ("codice_uni_uo_padre", Take::UniqueAbove),
        ("descrizione_uo", Take::Title),
        ("data_istituzione", Take::Drop(SINCE)),
        ("nome_responsabile", Take::HeadName),
        ("cognome_responsabile", Take::HeadSurname),
        ("mail_responsabile", Take::HeadMail),
        ("telefono_responsabile", Take::HeadPhone),
        ("codice_comune_istat", Take::Drop(OF_TOWN)),
        ("codice_catastale_comune", Take::Drop(OF_TOWN)),
        ("telefono", Take::Phone),
        ("data_aggiornamento", Take::Updated),
        ("url", Take::Web),
    ],
};

impl Register {
    /// What the column of this name fills, in any case; `None` when nobody knows it.
    #[must_use]
    pub fn take(&self, name: &str) -> Option<Take> {
        let found = |(known, _): &&(&str, Take)| known.eq_ignore_ascii_case(name.trim());
        self.columns.iter().find(found).map(|(_, take)| *take)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// The columns of KNOWLEDGE §2.2, old and current.
    const KNOWN: [(&Register, &str); 5] = [
        (
            &BODIES,
            "cod_amm des_amm Comune nome_resp cogn_resp Cap Provincia Regione sito_istituzionale \
             Indirizzo titolo_resp tipologia_istat tipologia_amm acronimo cf_validato Cf mail1 \
             tipo_mail1 mail2 tipo_mail2 mail3 tipo_mail3 mail4 tipo_mail4 mail5 tipo_mail5 \
             url_facebook url_twitter url_googleplus url_youtube liv_accessibili",
        ),
        (
            &BODIES,
            "_id Codice_IPA Denominazione_ente Codice_fiscale_ente Tipologia Codice_Categoria \
             Codice_natura Codice_ateco Ente_in_liquidazione Codice_MIUR Codice_ISTAT Acronimo \
             Nome_responsabile Cognome_responsabile Titolo_responsabile Codice_comune_ISTAT \
             Codice_catastale_comune CAP Indirizzo Mail1 Tipo_Mail1 Mail5 Tipo_Mail5 \
             Sito_istituzionale Url_facebook Url_linkedin Data_aggiornamento",
        ),
        (
            &AREAS,
            "cod_amm cod_aoo des_aoo dat_istituz Comune Cap Provincia Regione Indirizzo Tel \
             nome_resp cogn_resp mail_resp tel_resp Fax mail1 mail2 mail3",
        ),
        (
            &UNITS,
            "cod_ou cod_aoo des_ou comune Cap provincia Regione Indirizzo Tel nome_resp cogn_resp \
             mail_resp tel_resp cod_amm cod_ou_padre Fax cod_uni_ou mail1 mail2 mail3",
        ),
        (
            &UNITS,
            "_id Codice_IPA Denominazione_ente Codice_fiscale_ente Codice_uni_uo Codice_uni_aoo \
             Codice_uni_uo_padre Descrizione_uo Data_istituzione Nome_responsabile \
             Cognome_responsabile Mail_responsabile Telefono_responsabile Codice_comune_ISTAT \
             Codice_catastale_comune CAP Indirizzo Telefono Fax Mail1 Tipo_Mail1 Mail3 Tipo_Mail3 \
             Data_aggiornamento",
        ),
    ];

    #[test]
    fn every_column_is_mapped_or_dropped_on_purpose() {
        for (register, columns) in KNOWN {
            for column in columns.split_whitespace() {
                assert!(register.take(column).is_some(), "{column}");
            }
        }
    }

    #[test]
    fn a_column_stands_once_and_what_is_dropped_says_why() {
        for register in [&BODIES, &AREAS, &UNITS] {
            let names: HashSet<_> = register.columns.iter().map(|(name, _)| *name).collect();
            assert_eq!(names.len(), register.columns.len());
            for (name, take) in register.columns {
                assert_eq!(*name, name.to_lowercase());
                if let Take::Drop(why) = take {
                    assert!(!why.it.is_empty() && !why.en.is_empty(), "{name}");
                }
            }
        }
    }
}
