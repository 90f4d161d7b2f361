//! `sportello keys list`: every command of the desk with its keys.

use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Failure},
        words,
    },
    desk::command,
    keymap::Layer,
    locale::Phrase,
};

/// Its arguments.
#[derive(clap::Args)]
pub struct List {
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

catalog! {
    SCOPE = "Dove" / "Where";
    KEYS = "Tasti" / "Keys";
    COMMAND = "Comando" / "Command";
}

impl Verb for List {
    const PATH: &'static [&'static str] = &["keys", "list"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Elenca i tasti del banco, con i tuoi al posto di quelli standard",
            "List the desk's keys, yours in place of the standard ones",
        ),
        args: &[("limit", Phrase::new("Al massimo tanti", "At most so many"))],
    };

    fn run(self, context: &mut Context) -> Done {
        let layer = in_force(context)?;
        let lang = context.out.lang;
        let bindings = layer.bindings.iter().take(self.limit.unwrap_or(usize::MAX));
        if context.out.json {
            let rows: Vec<_> = bindings
                .map(|binding| {
                    let keys: Vec<String> =
                        binding.sequences.iter().map(ToString::to_string).collect();
                    serde_json::json!({
                        "scope": binding.scope,
                        "command": binding.command,
                        "keys": keys,
                    })
                })
                .collect();
            return context.out.json(&rows);
        }
        let rows: Vec<Vec<String>> = bindings
            .map(|binding| {
                let keys: Vec<String> = binding.sequences.iter().map(|s| s.label(lang)).collect();
                let known = command::find(&[binding.scope.as_str()], &binding.command);
                let help = known.map(|known| known.help.get(lang)).unwrap_or_default();
                vec![
                    binding.scope.clone(),
                    keys.join(", "),
                    binding.command.clone(),
                    help.to_owned(),
                ]
            })
            .collect();
        context
            .out
            .table(&[SCOPE, KEYS, COMMAND, words::WHAT], &rows)
    }
}

/// The standard keymap with the person's own laid over it.
fn in_force(context: &Context) -> Result<Layer, Failure> {
    let standard = super::standard()?;
    Ok(match super::file(&context.place.keymap_file())? {
        Some(own) => own.over(&standard).0,
        None => standard,
    })
}
