//! `sportello operator add`: a person is named, with the Unix account he works under.

use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Exit, Failure, Said},
        select,
        session::Session,
        ticket::text,
        usage,
    },
    domain::{
        op::Op,
        slug::Slug,
        text::{TITLE_MAX_CHARS, Text},
    },
    locale::Phrase,
};

catalog! {
    TAKEN = "«{id}» c'è già" / "“{id}” exists already";
    TAKEN_HINT = "indica un altro `--id`; i permessi si cambiano con `sportello operator grant`"
        / "give another `--id`; grants are changed with `sportello operator grant`";
    GRANT_HINT = "non può ancora fare niente: `sportello operator grant {id} RUOLO`"
        / "he may do nothing yet: `sportello operator grant {id} ROLE`";
}

/// Its arguments.
#[derive(clap::Args)]
pub struct Add {
    #[arg(value_name = "NAME")]
    name: String,
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    #[arg(long, value_name = "UID")]
    account: Option<u32>,
}

impl Verb for Add {
    const PATH: &'static [&'static str] = &["operator", "add"];
    const WORDS: Words = Words {
        about: Phrase::new("Aggiunge un operatore", "Add an operator"),
        args: &[
            ("name", Phrase::new("Il suo nome", "His name")),
            (
                "id",
                Phrase::new(
                    "Il suo identificativo; senza, viene dal nome",
                    "His identifier; without, it comes from the name",
                ),
            ),
            (
                "account",
                Phrase::new(
                    "Il suo account Unix, come numero; senza, lo usa chi scrive --operator ID",
                    "His Unix account, as a number; without, whoever writes --operator ID uses it",
                ),
            ),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let name = text::line(context, "NAME", &self.name)?;
        let name = name.clipped(TITLE_MAX_CHARS).text;
        let mut session = context.session()?;
        session.enlist(context)?;
        let id = self.free(&session, &name)?;
        let op = Op::Operator {
            operator: id.clone(),
            name,
            account: self.account,
        };
        super::commit(&session, &super::everybody()?, &[op])?;
        super::show(context, &session, &id)?;
        context.out.remark(Said::from(GRANT_HINT).with("id", &id))
    }
}

impl Add {
    /// The identifier, when nobody has it: naming somebody anew would change who he is.
    fn free(&self, session: &Session, name: &Text) -> Result<Slug, Failure> {
        let id = match &self.id {
            Some(id) => select::slug(id)?,
            None => Slug::from_title(name.as_str()).ok_or_else(|| {
                let said = Said::from(usage::MISSING_ARGUMENT).with("arg", "--id <ID>");
                Failure::new(Exit::Usage, said)
            })?,
        };
        if session.operators()?.iter().any(|known| known.id == id) {
            let said = Said::from(TAKEN).with("id", &id);
            return Err(Failure::refused("operator-exists", said).hint(TAKEN_HINT));
        }
        Ok(id)
    }
}
