//! The words of a line: signs of emphasis dropped, links written out.

/// The text without the signs of bold, emphasis, code and escape; a link as its words and its
/// address. Signs that pair with nothing stay.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut before = ' ';
    while let Some(sign) = rest.chars().next() {
        let after = rest.get(sign.len_utf8()..).unwrap_or_default();
        let step = match sign {
            '\\' => escaped(&mut out, after),
            '[' => link(&mut out, after),
            '<' => address(&mut out, after),
            '*' | '_' | '`' | '~' if emphasis(before, rest, sign) => {
                Some(rest.trim_start_matches(sign))
            }
            _ => None,
        };
        before = sign;
        rest = step.unwrap_or_else(|| {
            out.push(sign);
            after
        });
    }
    out.trim().to_owned()
}

/// `\*` is a star.
fn escaped<'a>(out: &mut String, after: &'a str) -> Option<&'a str> {
    let sign = after.chars().next().filter(char::is_ascii_punctuation)?;
    out.push(sign);
    after.get(sign.len_utf8()..)
}

/// `[words](address)`: the words, then the address in brackets unless it says the same.
fn link<'a>(out: &mut String, after: &'a str) -> Option<&'a str> {
    let (words, rest) = after.split_once("](")?;
    let (target, rest) = rest.split_once(')')?;
    if words.contains(['[', ']']) || target.contains(['(', '[']) {
        return None;
    }
    let words = words.replace(['*', '_', '`'], "");
    let target = target.trim().trim_matches(['<', '>']);
    out.push_str(&words);
    if target != words && !target.is_empty() {
        out.push_str(if words.is_empty() { "" } else { " " });
        out.push('(');
        out.push_str(target);
        out.push(')');
    }
    Some(rest)
}

/// `<https://…>` is its address.
fn address<'a>(out: &mut String, after: &'a str) -> Option<&'a str> {
    let (target, rest) = after.split_once('>')?;
    let is_address = target.contains([':', '@']) && !target.contains([' ', '<']);
    is_address.then(|| {
        out.push_str(target);
        rest
    })
}

/// Whether signs here mark words: not alone between spaces (`2 * 3`), and `_` not inside a word
/// (`verified_on`).
fn emphasis(before: char, rest: &str, sign: char) -> bool {
    let next = rest.trim_start_matches(sign).chars().next().unwrap_or(' ');
    let inside_word = before.is_alphanumeric() && next.is_alphanumeric();
    let alone = before.is_whitespace() && next.is_whitespace();
    match sign {
        '_' => !inside_word && !alone,
        '~' => rest.starts_with("~~"),
        _ => !alone,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_their_signs_and_keep_their_meaning() {
        for (text, words) in [
            (
                "**grasso** e *corsivo*, __qui__ e _qui_",
                "grasso e corsivo, qui e qui",
            ),
            ("`verified_on` e verified_on", "verified_on e verified_on"),
            ("2 * 3 = 6", "2 * 3 = 6"),
            (
                "[sito](https://example.org).",
                "sito (https://example.org).",
            ),
            ("[https://a.it](https://a.it)", "https://a.it"),
            ("[**qui**](<https://a.it>)", "qui (https://a.it)"),
            ("<urp@example.org> \\*vero\\*", "urp@example.org *vero*"),
            ("ISEE < 9.000 e > 3", "ISEE < 9.000 e > 3"),
            ("[aperta", "[aperta"),
            ("~~vecchio~~ ~100 €", "vecchio ~100 €"),
        ] {
            assert_eq!(plain(text), words, "{text}");
        }
    }
}
