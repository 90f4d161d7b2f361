//! The Markdown body: no HTML, no links that run programs, no towers of lists (SECURITY T14).

use super::Desk;
use crate::kb::{
    fault::{KbError, Rule},
    layout::Entry,
};

/// The deepest nesting of lists and quotations.
pub const MAX_NESTING: usize = 32;

/// The schemes a link may have.
const SCHEMES: &[&str] = &["http", "https", "tel", "mailto"];

pub fn check(desk: &mut Desk<'_>) {
    for (place, line) in prose(desk.entry.article.body.as_str()) {
        if let Some(tag) = html(&line) {
            let at = line_at(desk.entry, place);
            desk.say(KbError::new(Rule::RawHtml, at).with("value", tag));
        }
    }
    limits(desk);
}

/// The line of the file on which a line of the body stands.
const fn line_at(entry: &Entry, place: usize) -> usize {
    if entry.body_line == 0 {
        entry.line
    } else {
        entry.body_line + place
    }
}

/// What no import takes, whoever vouches for it (SECURITY T14).
pub fn limits(desk: &mut Desk<'_>) {
    let entry = desk.entry;
    let mut deep = false;
    for (place, line) in prose(entry.article.body.as_str()) {
        let at = line_at(entry, place);
        for target in links(&line).filter(|target| !is_allowed(target)) {
            desk.say(KbError::new(Rule::BadLink, at).with("value", target));
        }
        if !deep && nesting(&line) > MAX_NESTING {
            deep = true;
            let fault = KbError::new(Rule::DeepNesting, at);
            desk.say(fault.with("limit", &MAX_NESTING.to_string()));
        }
    }
    for source in &entry.article.sources {
        let url = source.url.as_str();
        if !url.is_empty() && !is_allowed(url) {
            let at = entry.line_of("source");
            desk.say(KbError::new(Rule::BadLink, at).with("value", url));
        }
    }
}

/// The lines that are prose, numbered from 0, without fenced code, code spans and escaped signs.
fn prose(body: &str) -> impl Iterator<Item = (usize, String)> {
    let mut fenced = false;
    body.lines().enumerate().filter_map(move |(place, line)| {
        let start = line.trim_start();
        if start.starts_with("```") || start.starts_with("~~~") {
            fenced = !fenced;
            return None;
        }
        (!fenced).then(|| (place, without_code(line)))
    })
}

/// The line with code spans and escaped signs blanked out.
fn without_code(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(place) = rest.find(['`', '\\']) {
        let (before, from) = rest.split_at(place);
        out.push_str(before);
        if let Some(escaped) = from.strip_prefix('\\') {
            let mut signs = escaped.chars();
            signs.next();
            rest = signs.as_str();
            continue;
        }
        let ticks = from.len() - from.trim_start_matches('`').len();
        let (fence, after) = from.split_at(ticks);
        rest = match after.split_once(fence) {
            Some((_, after)) => after,
            None => after,
        };
    }
    out.push_str(rest);
    out
}

/// The first piece of HTML, if any: `<` before a letter, `/`, `!` or `?` that is no link in angle
/// brackets.
fn html(line: &str) -> Option<&str> {
    line.match_indices('<').find_map(|(place, _)| {
        let tag = line.get(place..)?;
        let inside = tag.strip_prefix('<')?;
        let opens =
            inside.starts_with(|sign: char| sign.is_ascii_alphabetic() || "/!?".contains(sign));
        (opens && angle_link(inside).is_none())
            .then(|| tag.split_inclusive('>').next().unwrap_or(tag))
    })
}

/// What stands before `>` when it is an address: `scheme:…` or `name@host`.
fn angle_link(inside: &str) -> Option<&str> {
    let (target, _) = inside.split_once('>')?;
    let address = !target.contains(char::is_whitespace) && target.contains([':', '@']);
    address.then_some(target)
}

/// Where the links of a line lead: `[…](target)`, `<target>`, `[…]: target`.
fn links(line: &str) -> impl Iterator<Item = &str> {
    let word = |rest: &str| rest.find([' ', ')', '>']).unwrap_or(rest.len());
    let inline = line.match_indices("](").filter_map(move |(place, open)| {
        let rest = line
            .get(place + open.len()..)?
            .trim_start_matches([' ', '<']);
        rest.get(..word(rest))
    });
    let angle = line.match_indices('<').filter_map(|(place, open)| {
        let target = angle_link(line.get(place + open.len()..)?)?;
        let before = line.get(..place)?.trim_end();
        let counted = before.ends_with("](") || before.ends_with("]:");
        (target.contains(':') && !counted).then_some(target)
    });
    let definition = line
        .trim_start()
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("]:"))
        .map(|(_, target)| target.trim_start_matches([' ', '<']))
        .and_then(move |target| target.get(..word(target)));
    inline.chain(angle).chain(definition)
}

/// Whether a link has a scheme that only opens something.
pub fn is_allowed(target: &str) -> bool {
    target.split_once(':').is_some_and(|(scheme, _)| {
        SCHEMES
            .iter()
            .any(|allowed| allowed.eq_ignore_ascii_case(scheme))
    })
}

/// How deep a line lies: one for every `>` and every two columns before its first sign.
fn nesting(line: &str) -> usize {
    let mut quotes = 0;
    let mut columns = 0;
    for sign in line.chars() {
        match sign {
            '>' => quotes += 1,
            '\t' => columns += 4,
            ' ' | '-' | '*' | '+' => columns += 1,
            _ => break,
        }
    }
    quotes + columns / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_found_and_signs_are_not() {
        for (line, found) in [
            ("testo <b>grasso</b>", Some("<b>")),
            ("<script>alert(1)</script>", Some("<script>")),
            ("<!-- nota -->", Some("<!-- nota -->")),
            ("ISEE < 9.000 € e > 3", None),
            ("a<3", None),
            ("<https://example.org>", None),
            ("<urp@example.org>", None),
            ("`<b>` e \\<i>", None),
            ("``un ` <b>`` poi <i", Some("<i")),
        ] {
            let prose = without_code(line);
            assert_eq!(html(&prose), found, "{line}");
        }
    }

    #[test]
    fn only_links_that_cannot_run_anything_pass() {
        for (line, refused) in [
            ("[sito](https://example.org) [tel](tel:055)", 0),
            ("[x](javascript:alert(1))", 1),
            ("[x](<JavaScript:alert(1)>)", 1),
            ("[x]( file:///etc/passwd )", 1),
            ("<ftp://example.org> <mailto:a@example.org>", 1),
            ("[a]: data:text/html;base64,xx", 1),
            ("[scheda](altra-scheda)", 1),
            ("HTTPS [a](HTTPS://example.org)", 0),
        ] {
            let count = links(line).filter(|target| !is_allowed(target)).count();
            assert_eq!(count, refused, "{line}");
        }
    }

    #[test]
    fn towers_are_measured() {
        assert_eq!(nesting("testo"), 0);
        assert_eq!(nesting("    - voce"), 3);
        assert_eq!(nesting(&"> ".repeat(40)), 60);
        assert!(nesting(&"- ".repeat(40)) > MAX_NESTING);
    }
}
