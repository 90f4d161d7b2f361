//! Telephone numbers of Italy: as typed, in normal form, of which kind, and what to warn of.
//!
//! Nothing here refuses a number: an operator writes what the caller says. Rules from the metadata
//! of libphonenumber for Italy and the numbering plan of AGCOM (delibera 8/15/CIR).

mod cell;
mod plan;

pub use plan::PhoneKind;

use super::text::Text;
use crate::locale::Phrase;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A telephone number. What is stored is what was typed; the rest is read from it again, so that a
/// better rule applies to old numbers too.
#[derive(Clone, Debug, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
#[serde(from = "Text", into = "Text")]
pub struct Phone {
    as_typed: Text,
    kind: PhoneKind,
    /// The digits as dialled in Italy; with `+` and country where the number is foreign.
    dialled: String,
    extension: Option<String>,
}

/// What to tell the operator about a number. It never blocks.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash)]
pub enum PhoneWarning {
    /// 89x, 0878, 144 and the like: say what it costs before giving it.
    Premium,
    /// 84x, 199, 178: not free, and not always reachable from mobiles or from abroad.
    SharedCost,
    /// The 0000 prefix of the fictional comune: nobody answers.
    Fictional,
    /// No rule knows it: perhaps a digit is missing.
    Unknown,
}

impl PhoneWarning {
    /// The words of the warning.
    #[must_use]
    pub const fn phrase(self) -> Phrase {
        match self {
            Self::Premium => Phrase::new(
                "numero a sovrapprezzo: dica il costo prima di darlo",
                "premium rate: tell the cost before giving it",
            ),
            Self::SharedCost => Phrase::new(
                "numero a pagamento ripartito",
                "shared-cost number: not free",
            ),
            Self::Fictional => Phrase::new(
                "numero di prova: non risponde nessuno",
                "trial number: nobody answers",
            ),
            Self::Unknown => Phrase::new(
                "numero non riconosciuto: lo rilegga",
                "unknown number: read it back",
            ),
        }
    }
}

impl Phone {
    /// Reads one number. Words before it («tel.») and after it are kept in the typed form only; an
    /// extension after it («int. 5») is read. Digits without a meaning give [`PhoneKind::Unknown`].
    #[must_use]
    pub fn parse(typed: &str) -> Self {
        Self::from(Text::line(typed))
    }

    /// Reads all the numbers of one cell of a table: `091 7404508; 091 7404501`, also parted by
    /// commas, new lines, words or «/», where what follows the bar may be the last digits only
    /// (`091 7404508/501`). A bar after an area code parts nothing (`091/6954361`). Empty only where
    /// there is no digit.
    #[must_use]
    pub fn split(typed: &str) -> Vec<Self> {
        cell::pieces(typed)
            .iter()
            .map(|piece| Self::parse(piece))
            .collect()
    }

    /// What was typed: also the form that a curator wants to see (`055 055`).
    #[must_use]
    pub const fn as_typed(&self) -> &Text {
        &self.as_typed
    }

    /// What sort of number it is.
    #[must_use]
    pub const fn kind(&self) -> PhoneKind {
        self.kind
    }

    /// The digits of the extension, where one was typed after the number.
    #[must_use]
    pub fn extension(&self) -> Option<&str> {
        self.extension.as_deref()
    }

    /// The form to compare and to dial: E.164 (`+39055055`; the leading zero stays), the bare digits
    /// for short numbers and extensions, `None` for what is fictional or unknown.
    #[must_use]
    pub fn normal(&self) -> Option<String> {
        match self.kind {
            PhoneKind::Unknown | PhoneKind::Fictional => None,
            PhoneKind::Emergency | PhoneKind::Short | PhoneKind::Extension | PhoneKind::Foreign => {
                Some(self.dialled.clone())
            }
            PhoneKind::Geographic
            | PhoneKind::Mobile
            | PhoneKind::Free
            | PhoneKind::SharedCost
            | PhoneKind::Personal
            | PhoneKind::Premium
            | PhoneKind::Voip => Some(format!("+39{}", self.dialled)),
        }
    }

    /// What to warn of.
    #[must_use]
    pub const fn warning(&self) -> Option<PhoneWarning> {
        match self.kind {
            PhoneKind::Premium => Some(PhoneWarning::Premium),
            PhoneKind::SharedCost | PhoneKind::Personal => Some(PhoneWarning::SharedCost),
            PhoneKind::Fictional => Some(PhoneWarning::Fictional),
            PhoneKind::Unknown => Some(PhoneWarning::Unknown),
            PhoneKind::Emergency
            | PhoneKind::Short
            | PhoneKind::Extension
            | PhoneKind::Foreign
            | PhoneKind::Geographic
            | PhoneKind::Mobile
            | PhoneKind::Free
            | PhoneKind::Voip => None,
        }
    }

    /// The number in groups that can be said, with its extension: `055 276 8311 int. 5`. Short city
    /// numbers stay in one piece (`055055`), unknown ones as typed.
    #[must_use]
    pub fn display(&self) -> String {
        if self.kind == PhoneKind::Unknown {
            return self.as_typed.to_string();
        }
        let number = plan::grouped(self.kind, &self.dialled);
        match &self.extension {
            Some(extension) => format!("{number} int. {extension}"),
            None => number,
        }
    }

    /// The digits under which a search finds it: the whole national number, the number without its
    /// area code, and its last six, five and four digits. Each once, the longest first.
    #[must_use]
    pub fn search_forms(&self) -> Vec<String> {
        let whole: String = self.dialled.chars().filter(char::is_ascii_digit).collect();
        let tail = |length: usize| {
            whole
                .len()
                .checked_sub(length)
                .and_then(|start| whole.get(start..))
                .unwrap_or_default()
        };
        let local = plan::without_area_code(self.kind, &whole);
        let mut forms: Vec<String> = [whole.as_str(), local, tail(6), tail(5), tail(4)]
            .map(String::from)
            .into();
        forms.extend(self.extension.clone());
        forms.retain(|form| !form.is_empty());
        forms.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        forms.dedup();
        forms
    }
}

/// The digits of a query that looks for a telephone number: at least four, with nothing between
/// them but spaces, dots, dashes, bars, brackets and a plus. `None` for any other query.
#[must_use]
pub fn query_digits(query: &str) -> Option<String> {
    let only_number = |c: char| c.is_ascii_digit() || plan::is_separator(c) || c == '+';
    let digits: String = query.chars().filter(char::is_ascii_digit).collect();
    (digits.len() >= 4 && query.chars().all(only_number)).then_some(digits)
}

/// The warning for a cell with one or more numbers, the first there is; `None` where there is none
/// or no digit at all («numero riservato»).
#[must_use]
pub fn doubt(typed: &str) -> Option<Phrase> {
    Phone::split(typed)
        .iter()
        .find_map(Phone::warning)
        .map(PhoneWarning::phrase)
}

impl From<Text> for Phone {
    fn from(typed: Text) -> Self {
        let as_typed = typed.into_line();
        let (number, extension) = cell::number_and_extension(as_typed.as_str());
        let (kind, dialled) = plan::classify(&number);
        Self {
            as_typed,
            kind,
            dialled,
            extension,
        }
    }
}

impl From<Phone> for Text {
    fn from(phone: Phone) -> Self {
        phone.as_typed
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.display())
    }
}

#[cfg(test)]
mod tests;
