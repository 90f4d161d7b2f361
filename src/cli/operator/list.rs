//! `sportello operator list`: the operators of this place and their grants.

use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::Done,
        words,
    },
    locale::Phrase,
};

catalog! {
    NAME = "Nome" / "Name";
    ACCOUNT = "Account" / "Account";
    GRANTS = "Permessi" / "Grants";
}

/// Its arguments.
#[derive(clap::Args)]
pub struct List {
    #[arg(long, value_name = "N", default_value_t = 500)]
    limit: usize,
}

impl Verb for List {
    const PATH: &'static [&'static str] = &["operator", "list"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Elenca gli operatori e i loro permessi",
            "List the operators and their grants",
        ),
        args: &[("limit", Phrase::new("Quanti (500)", "How many (500)"))],
    };

    fn run(self, context: &mut Context) -> Done {
        let session = context.session()?;
        let mut operators = session.operators()?;
        operators.truncate(self.limit);
        if context.out.json {
            let operators: Vec<_> = operators.iter().map(super::as_json).collect();
            return context.out.json(&operators);
        }
        if operators.is_empty() {
            return context.out.remark(words::NOTHING_FOUND);
        }
        let lang = context.out.lang;
        let rows = operators.iter().map(|one| {
            vec![
                one.name.to_string(),
                one.id.to_string(),
                one.account
                    .map(|account| account.to_string())
                    .unwrap_or_default(),
                super::grants(one, &session.welcome.agencies, lang),
            ]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        context
            .out
            .table(&[NAME, words::ID, ACCOUNT, GRANTS], &rows)
    }
}
