//! The fields of the index and what each is worth.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// Stamp of the analysis and the schema; an index with another one is rebuilt. To be raised with
/// every change of what is indexed and how.
pub(super) const VERSION: &str = "sportello-search-5";

/// A searched part of a document. The number is the field in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Part {
    /// Stems of the title.
    Title = 0,
    /// Stems of aliases and tags.
    Alias = 1,
    /// Stems of the queries that led here.
    Led = 2,
    /// Stems of the body and the office.
    Body = 3,
    /// Folded words of the title.
    TitleExact = 4,
    /// Folded words of everything; also the dictionary for beginnings and typos.
    Exact = 5,
    /// Within-word 4-grams of everything, the title twice.
    Gram = 6,
    /// Words and glued form of the surname.
    Surname = 7,
    /// Words and glued form of the first names.
    Name = 8,
    /// Beginnings of surname and names.
    Beginning = 9,
    /// Terms of the telephone numbers.
    Phone = 10,
    /// Title and each alias as a whole; marked when it is only asked for there.
    Whole = 11,
    /// Names of the town, the province and the region, each whole, and its words.
    Place = 12,
}

/// What a part is worth and how much its length counts.
pub(super) struct Worth {
    /// Name of the field.
    pub name: &'static str,
    /// Factor of its score.
    pub weight: f32,
    /// BM25 `b`: 0 ignores the length of the field, 1 divides by it.
    pub length: f32,
}

impl Part {
    /// Every part in field order.
    pub(super) const ALL: [Self; 13] = [
        Self::Title,
        Self::Alias,
        Self::Led,
        Self::Body,
        Self::TitleExact,
        Self::Exact,
        Self::Gram,
        Self::Surname,
        Self::Name,
        Self::Beginning,
        Self::Phone,
        Self::Whole,
        Self::Place,
    ];

    /// Parts that hold stems.
    pub(super) const STEMMED: [Self; 4] = [Self::Title, Self::Alias, Self::Led, Self::Body];
    /// Parts that hold folded words.
    pub(super) const FOLDED: [Self; 4] = [Self::TitleExact, Self::Exact, Self::Surname, Self::Name];

    /// True for parts that hold names of persons.
    pub(super) const fn is_name(self) -> bool {
        matches!(self, Self::Surname | Self::Name | Self::Beginning)
    }

    /// Name, weight and length rule.
    pub(super) const fn worth(self) -> Worth {
        let (name, weight, length) = match self {
            Self::Title => ("title", 1.5, 0.75),
            Self::Alias => ("alias", 1.2, 0.0),
            Self::Led => ("led", 1.0, 0.0),
            Self::Body => ("body", 1.0, 0.5),
            Self::TitleExact => ("title_exact", 0.75, 0.75),
            Self::Exact => ("exact", 0.8, 0.5),
            Self::Gram => ("gram", 0.6, 0.75),
            Self::Surname => ("surname", 3.2, 0.0),
            Self::Name => ("name", 2.8, 0.0),
            Self::Beginning => ("beginning", 3.0, 0.0),
            Self::Phone => ("phone", 1.0, 0.0),
            Self::Whole => ("whole", 1.0, 0.0),
            Self::Place => ("place", 1.0, 0.0),
        };
        Worth {
            name,
            weight,
            length,
        }
    }

    /// Its field in the index.
    pub(super) const fn field(self) -> Field {
        Field::from_field_id(self as u32)
    }

    /// Its place in tables of one entry per part.
    pub(super) const fn at(self) -> usize {
        self as usize
    }
}

/// Key of the document: stored, fast, and the term by which it is replaced.
pub(super) const ID: Field = Field::from_field_id(13);
/// Code of the kind.
pub(super) const KIND: Field = Field::from_field_id(14);
/// Agency.
pub(super) const AGENCY: Field = Field::from_field_id(15);
/// Slug of the office.
pub(super) const OFFICE: Field = Field::from_field_id(16);
/// Slug of the topic.
pub(super) const TOPIC: Field = Field::from_field_id(17);
/// First instant in force.
pub(super) const SINCE: Field = Field::from_field_id(18);
/// First instant no longer in force.
pub(super) const UNTIL: Field = Field::from_field_id(19);
/// Last day of validity.
pub(super) const VALID_UNTIL: Field = Field::from_field_id(20);
/// 1 for a superseded or withdrawn document.
pub(super) const DEMOTED: Field = Field::from_field_id(21);
/// The article it is a version of.
pub(super) const ARTICLE: Field = Field::from_field_id(22);
/// Title as shown.
pub(super) const SHOWN_TITLE: Field = Field::from_field_id(23);
/// Body, source of snippets.
pub(super) const SHOWN_BODY: Field = Field::from_field_id(24);
/// Office as shown.
pub(super) const SHOWN_OFFICE: Field = Field::from_field_id(25);

/// Names of the fast columns.
pub(super) mod column {
    /// Key.
    pub(in crate::search) const ID: &str = "id";
    /// Code of the kind.
    pub(in crate::search) const KIND: &str = "kind";
    /// Agency.
    pub(in crate::search) const AGENCY: &str = "agency";
    /// Slug of the office.
    pub(in crate::search) const OFFICE: &str = "office";
    /// Slug of the topic.
    pub(in crate::search) const TOPIC: &str = "topic";
    /// First instant in force.
    pub(in crate::search) const SINCE: &str = "since";
    /// First instant no longer in force.
    pub(in crate::search) const UNTIL: &str = "until";
    /// Last day of validity.
    pub(in crate::search) const VALID_UNTIL: &str = "valid_until";
    /// 1 for a demoted document.
    pub(in crate::search) const DEMOTED: &str = "demoted";
}

/// The schema of this version. Field numbers follow the order of creation.
pub(super) fn schema() -> Schema {
    let mut builder = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(super::terms::NAME)
        .set_index_option(IndexRecordOption::WithFreqs)
        .set_fieldnorms(true);
    let searched = TextOptions::default().set_indexing_options(indexing);
    for part in Part::ALL {
        builder.add_text_field(part.worth().name, searched.clone());
    }
    builder.add_text_field(column::ID, STRING | STORED | FAST);
    builder.add_u64_field(column::KIND, FAST);
    builder.add_text_field(column::AGENCY, STRING | STORED | FAST);
    builder.add_text_field(column::OFFICE, FAST);
    builder.add_text_field(column::TOPIC, FAST);
    builder.add_i64_field(column::SINCE, FAST);
    builder.add_i64_field(column::UNTIL, FAST);
    builder.add_i64_field(column::VALID_UNTIL, FAST);
    builder.add_u64_field(column::DEMOTED, FAST);
    builder.add_text_field("article", STRING | STORED);
    builder.add_text_field("shown_title", STORED);
    builder.add_text_field("shown_body", STORED);
    builder.add_text_field("shown_office", STORED);
    builder.build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_fields_have_the_numbers_of_the_schema() {
        let schema = schema();
        for (at, part) in Part::ALL.into_iter().enumerate() {
            assert_eq!(part.at(), at);
            assert_eq!(schema.get_field_name(part.field()), part.worth().name);
        }
        for (field, name) in [
            (ID, column::ID),
            (KIND, column::KIND),
            (AGENCY, column::AGENCY),
            (OFFICE, column::OFFICE),
            (TOPIC, column::TOPIC),
            (SINCE, column::SINCE),
            (UNTIL, column::UNTIL),
            (VALID_UNTIL, column::VALID_UNTIL),
            (DEMOTED, column::DEMOTED),
            (ARTICLE, "article"),
            (SHOWN_TITLE, "shown_title"),
            (SHOWN_BODY, "shown_body"),
            (SHOWN_OFFICE, "shown_office"),
        ] {
            assert_eq!(schema.get_field_name(field), name);
        }
    }
}
