//! Words that come in on the command line: cleaned, and the person is told what was taken out.

use crate::{
    catalog,
    cli::{
        context::Context,
        failure::{Exit, Failure, Said},
    },
    domain::text::{Cleaned, Text},
};

catalog! {
    BLANK = "{what} è vuoto" / "{what} is empty";
    BLANK_HINT = "scrivi qualche parola tra virgolette" / "write a few words between quotes";
    REMOVED = "{what}: tolti {count} caratteri che un terminale eseguirebbe"
        / "{what}: {count} characters removed that a terminal would obey";
    CLIPPED = "{what}: troppo lungo, è stato tagliato" / "{what}: too long, its end was cut off";
}

/// Several lines of words given to the option `what`.
///
/// # Errors
/// When nothing but white space is left.
pub fn block(context: &mut Context, what: &str, raw: &str) -> Result<Text, Failure> {
    not_blank(context, what, Cleaned::block(raw))
}

/// The same on one line.
///
/// # Errors
/// When nothing but white space is left.
pub fn line(context: &mut Context, what: &str, raw: &str) -> Result<Text, Failure> {
    not_blank(context, what, Cleaned::line(raw))
}

/// Words that may be missing; then empty.
///
/// # Errors
/// When they are given and there is nothing but white space in them.
pub fn optional(context: &mut Context, what: &str, raw: Option<&str>) -> Result<Text, Failure> {
    raw.map_or_else(|| Ok(Text::default()), |raw| block(context, what, raw))
}

fn not_blank(context: &mut Context, what: &str, cleaned: Cleaned) -> Result<Text, Failure> {
    if cleaned.text.is_blank() {
        let said = Said::from(BLANK).with("what", what);
        return Err(Failure::new(Exit::Usage, said).hint(BLANK_HINT));
    }
    if cleaned.removed > 0 {
        let removed = Said::from(REMOVED).with("what", what);
        context.out.remark(removed.with("count", cleaned.removed))?;
    }
    if cleaned.clipped {
        context.out.remark(Said::from(CLIPPED).with("what", what))?;
    }
    Ok(cleaned.text)
}
