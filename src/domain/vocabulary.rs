//! Controlled vocabularies of the public services, converted once.
//!
//! Themes, events of life and of a business, regions and provinces come from
//! *italia/daf-ontologie-vocabolari-controllati* (CC BY 4.0): `public-services-subject-matters`,
//! `life-event`, `business-event`, `regions`, `provinces`. The codes and the Italian names are
//! theirs (`1.0` is written 1); the identifiers, and the English names of the themes, are ours.

mod provinces;

pub use provinces::{PROVINCES, Province, province};

stable! {
    /// What a public service is about (*materia*).
    Theme {
        /// Education and training.
        EducationAndTraining = 1 "educazione-e-formazione" "Educazione e formazione" / "Education and training",
        /// Health, welfare and care.
        HealthWelfareAndCare = 2 "salute-benessere-e-assistenza" "Salute, benessere e assistenza" / "Health, welfare and care",
        /// Working life.
        WorkingLife = 3 "vita-lavorativa" "Vita lavorativa" / "Working life",
        /// Mobility and transport.
        MobilityAndTransport = 4 "mobilita-e-trasporti" "Mobilità e trasporti" / "Mobility and transport",
        /// Land registry and town planning.
        LandRegistryAndTown = 5 "catasto-e-urbanistica" "Catasto e urbanistica" / "Land registry and town planning",
        /// Registry and civil status.
        RegistryAndCivilStatus = 6 "anagrafe-e-stato-civile" "Anagrafe e stato civile" / "Registry and civil status",
        /// Tourism.
        Tourism = 7 "turismo" "Turismo" / "Tourism",
        /// Justice and public safety.
        JusticeAndPublicSafety = 8 "giustizia-e-sicurezza-pubblica" "Giustizia e sicurezza pubblica" / "Justice and public safety",
        /// Taxes, finance and fines.
        TaxesFinanceAndFines = 9 "tributi-finanze-e-contravvenzioni" "Tributi, finanze e contravvenzioni" / "Taxes, finance and fines",
        /// Culture and leisure.
        CultureAndLeisure = 10 "cultura-e-tempo-libero" "Cultura e tempo libero" / "Culture and leisure",
        /// Environment.
        Environment = 11 "ambiente" "Ambiente" / "Environment",
        /// Business and trade.
        BusinessAndTrade = 12 "impresa-e-commercio" "Impresa e commercio" / "Business and trade",
        /// Permits.
        Permits = 13 "autorizzazioni" "Autorizzazioni" / "Permits",
        /// Public procurement.
        PublicProcurement = 14 "appalti-pubblici" "Appalti pubblici" / "Public procurement",
        /// Agriculture and fishing.
        AgricultureAndFishing = 15 "agricoltura-e-pesca" "Agricoltura e pesca" / "Agriculture and fishing",
    }
}

stable! {
    /// What happens in a life.
    LifeEvent {
        /// Enrolling in school/university and/or applying for a study grant.
        EnrollingInSchoolUniversity = 1 "scuola" "Iscrizione scuola/università e/o richiesta borsa di studio" / "Enrolling in school/university and/or applying for a study grant",
        /// Disability.
        Disability = 2 "invalidita" "Invalidità" / "Disability",
        /// Looking for a job, starting a new job, becoming unemployed.
        LookingForAJob = 3 "lavoro" "Ricerca di lavoro, avvio nuovo lavoro, disoccupazione" / "Looking for a job, starting a new job, becoming unemployed",
        /// Retirement.
        Retirement = 4 "pensione" "Pensionamento" / "Retirement",
        /// Applying to a driver's licence (or renewing an existing one).
        ApplyingToADriver = 5 "patente" "Richiesta o rinnovo patente" / "Applying to a driver's licence (or renewing an existing one)",
        /// Registering/owning a vehicle.
        RegisteringOwningAVehicle = 6 "veicolo" "Registrazione/possesso veicolo" / "Registering/owning a vehicle",
        /// Access to public transportation.
        AccessToPublicTransportation = 7 "trasporto-pubblico" "Accesso al trasporto pubblico" / "Access to public transportation",
        /// Buying/renting a house/building/land, building, renovating a house/building.
        BuyingRentingAHouse = 8 "casa" "Compravendita/affitto casa/edifici/terreni, costruzione o ristrutturazione casa/edificio" / "Buying/renting a house/building/land, building, renovating a house/building",
        /// Moving and changing address within one country.
        MovingAndChangingAddress = 9 "residenza" "Cambio di residenza/domicilio" / "Moving and changing address within one country",
        /// Moving or preparing to move to another country (e.g., to study, work, retire, ..).
        MovingOrPreparingTo = 10 "estero" "Espatrio per lavoro, studio, pensionamento" / "Moving or preparing to move to another country (e.g., to study, work, retire, ..)",
        /// Needing a passport/visa or assistance to travel to another country.
        NeedingAPassportVisa = 11 "passaporto" "Richiesta passaporto, visto e assistenza viaggi internazionali" / "Needing a passport/visa or assistance to travel to another country",
        /// Declaring the birth of a child and/or applying for a birth grant.
        DeclaringTheBirthOf = 12 "nascita" "Nascita di un bambino, richiesta adozioni" / "Declaring the birth of a child and/or applying for a birth grant",
        /// Marrying and/or changing marital status.
        MarryingAndOrChanging = 13 "matrimonio" "Matrimonio e/o cambio stato civile" / "Marrying and/or changing marital status",
        /// Death of a close relative and/or starting an inheritance procedure.
        DeathOfAClose = 14 "morte" "Morte ed eredità" / "Death of a close relative and/or starting an inheritance procedure",
        /// Making/cancelling a doctor's appointment.
        MakingCancellingADoctor = 15 "visite-mediche" "Prenotazione e disdetta visite/esami" / "Making/cancelling a doctor's appointment",
        /// Reporting a crime (smaller offences, e.g., theft, burglary, etc).
        ReportingACrimeSmaller = 16 "denuncia" "Denuncia crimini" / "Reporting a crime (smaller offences, e.g., theft, burglary, etc)",
        /// Declaring income taxes, paying contributions.
        DeclaringIncomeTaxesPaying = 17 "tasse" "Dichiarazione dei redditi, versamento e riscossione tributi/imposte e contributi" / "Declaring income taxes, paying contributions",
        /// Access to public cultural sites.
        AccessToPublicCultural = 18 "cultura" "Accesso luoghi della cultura" / "Access to public cultural sites",
        /// Owning, taking care, losing pets.
        OwningTakingCareLosing = 19 "animali" "Possesso, cura, smarrimento animale da compagnia" / "Owning, taking care, losing pets",
    }
}

stable! {
    /// What happens to a business.
    BusinessEvent {
        /// Starting a company.
        StartingACompany = 1 "avvio-impresa" "Avvio impresa" / "Starting a company",
        /// Starting a new activity.
        StartingANewActivity = 2 "nuova-attivita" "Avvio nuova attività professionale" / "Starting a new activity",
        /// Applying for licenses, permits and certificates.
        ApplyingForLicensesPermits = 3 "licenze" "Richiesta licenze/permessi/certificati" / "Applying for licenses, permits and certificates",
        /// Registering a cross-border business.
        RegisteringACrossBorder = 4 "impresa-transfrontaliera" "Registrazione impresa transfrontaliera" / "Registering a cross-border business",
        /// Starting/Registering a branch.
        StartingRegisteringABranch = 5 "filiale" "Avvio/registrazione filiale" / "Starting/Registering a branch",
        /// Financing a company.
        FinancingACompany = 6 "finanziamento" "Finanziamento impresa" / "Financing a company",
        /// Staffing.
        Staffing = 7 "personale" "Gestione personale" / "Staffing",
        /// Paying taxes (VAT and customs).
        PayingTaxesVatAnd = 8 "imposte" "Pagamento tasse, iva e dogane" / "Paying taxes (VAT and customs)",
        /// Reporting and notifying authorities.
        ReportingAndNotifyingAuthorities = 9 "notifiche" "Notifiche autorità" / "Reporting and notifying authorities",
        /// Closing a company/a professional activity.
        ClosingACompanyA = 10 "chiusura" "Chiusura impresa e attività professionale" / "Closing a company/a professional activity",
        /// Closing a branch.
        ClosingABranch = 11 "chiusura-filiale" "Chiusura filiale" / "Closing a branch",
        /// Restructuring company.
        RestructuringCompany = 12 "ristrutturazione" "Ristrutturazione impresa" / "Restructuring company",
        /// Selling company.
        SellingCompany = 13 "vendita" "Vendita impresa" / "Selling company",
        /// Bankruptcy.
        Bankruptcy = 14 "bancarotta" "Bancarotta" / "Bankruptcy",
        /// Participating in public procurement (national and cross-border).
        ParticipatingInPublicProcurement = 15 "appalti" "Partecipazione ad appalti pubblici nazionali e trasfrontalieri" / "Participating in public procurement (national and cross-border)",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::{Phrase, catalog_faults};

    #[test]
    fn every_word_has_one_id_and_both_languages() {
        macro_rules! check {
            ($($name:ident $count:literal),+) => {$(
                let labels: Vec<(&str, Phrase)> =
                    $name::ALL.iter().map(|word| (word.id(), word.label())).collect();
                assert_eq!(catalog_faults(&labels), Vec::<String>::new());
                assert_eq!($name::ALL.len(), $count);
                for word in $name::ALL {
                    assert_eq!($name::from_id(word.id()), Some(*word));
                    assert_eq!($name::from_code(word.code()), Some(*word));
                }
            )+};
        }
        check!(Theme 15, LifeEvent 19, BusinessEvent 15);
    }
}
