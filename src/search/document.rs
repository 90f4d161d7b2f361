//! What goes into the index: one flat record per article, office, person or help line.

/// What a document is. The order is the order of equal scores: the switchboard first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// An office of an agency.
    Office = 0,
    /// A person of the directory.
    Person = 1,
    /// An emergency or national number.
    HelpLine = 2,
    /// A service sheet.
    Sheet = 3,
    /// A question and its answer.
    Faq = 4,
    /// An authorisation procedure.
    Procedure = 5,
    /// A street of the street register.
    Street = 6,
}

impl Kind {
    /// Every kind, in the order of equal scores.
    pub const ALL: [Self; 7] = [
        Self::Office,
        Self::Person,
        Self::HelpLine,
        Self::Sheet,
        Self::Faq,
        Self::Procedure,
        Self::Street,
    ];

    /// The stable word for this kind, as written in files and answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Person => "person",
            Self::HelpLine => "help_line",
            Self::Sheet => "sheet",
            Self::Faq => "faq",
            Self::Procedure => "procedure",
            Self::Street => "street",
        }
    }

    /// The kind whose stable word is `word`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The kind stored under `code`.
    #[must_use]
    pub(super) fn from_code(code: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The number stored in the index.
    #[must_use]
    pub(super) const fn code(self) -> u64 {
        self as u64
    }

    /// True for what explains a service, false for what is rung.
    #[must_use]
    pub const fn is_article(self) -> bool {
        match self {
            Self::Sheet | Self::Faq | Self::Procedure => true,
            Self::Office | Self::Person | Self::HelpLine | Self::Street => false,
        }
    }
}

/// One thing that can be found. Long texts are indexed up to [`Document::MAX_TEXT`] bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Unique key; a later document with the same id replaces the earlier one.
    pub id: String,
    /// The article it is a version of; several documents may be of one article. Shown in the hit.
    pub article: String,
    /// What it is.
    pub kind: Kind,
    /// The agency it belongs to, `all` for what every agency may see.
    pub agency: String,
    /// Name of the office that answers for it; may be empty. Searched with the body.
    pub office: String,
    /// Slug of that office, to filter by; may be empty.
    pub office_id: String,
    /// Slug of its topic, to filter by; may be empty.
    pub topic: String,
    /// Title; the question of a FAQ; surname and name of a person.
    pub title: String,
    /// Synonyms, tags and other names.
    pub aliases: Vec<String>,
    /// Queries after which operators chose this document. The last
    /// [`Document::MAX_LED_HERE`] different ones count.
    pub led_here: Vec<String>,
    /// All that can be said; for a person role and office. Snippets are cut from it.
    pub body: String,
    /// Surname of a person, else empty.
    pub surname: String,
    /// First names of a person, else empty.
    pub name: String,
    /// Telephone numbers and extensions, as written.
    pub phones: Vec<String>,
    /// Town of a body of the directory, else empty. Like the other two, a place that a query names
    /// and the document does not have weighs against it.
    pub town: String,
    /// Its province: a two-letter code or a name, else empty.
    pub province: String,
    /// Its region, else empty.
    pub region: String,
    /// In force from this instant, in milliseconds since 1970; `None` for ever before.
    pub since: Option<i64>,
    /// In force until just before this instant; `None` for ever after. Out of force it is not
    /// found at all.
    pub until: Option<i64>,
    /// Last day of validity, in days since 1970-01-01. After it the document is found lower down.
    pub valid_until: Option<i64>,
    /// Superseded or withdrawn: still found, lower down.
    pub demoted: bool,
}

impl Document {
    /// Bytes of a text field that are indexed and stored (on a character boundary).
    pub const MAX_TEXT: usize = 64 * 1024;
    /// Different queries of [`Document::led_here`] that are indexed.
    pub const MAX_LED_HERE: usize = 16;

    /// An empty document to fill in.
    #[must_use]
    pub fn new(id: impl Into<String>, kind: Kind, agency: impl Into<String>) -> Self {
        let id = id.into();
        Self {
            article: id.clone(),
            id,
            kind,
            agency: agency.into(),
            office: String::new(),
            office_id: String::new(),
            topic: String::new(),
            title: String::new(),
            aliases: Vec::new(),
            led_here: Vec::new(),
            body: String::new(),
            surname: String::new(),
            name: String::new(),
            phones: Vec::new(),
            town: String::new(),
            province: String::new(),
            region: String::new(),
            since: None,
            until: None,
            valid_until: None,
            demoted: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_codes_lead_back_to_the_kind() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_word(kind.as_str()), Some(kind));
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(Kind::from_word("persona"), None);
        assert_eq!(Kind::from_code(99), None);
    }
}
