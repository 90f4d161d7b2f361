//! Hands our terms to the index library: one term a line, cut again by a tokenizer that does
//! nothing else. (Its own type for tokenised text goes through JSON and doubles the time.)

use std::str::Lines;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Name under which the tokenizer is registered and named in the schema.
pub(super) const NAME: &str = "terms";

/// Writes terms as the text of a field. Terms hold no line feed: they are made of letters, digits
/// and marks of ours.
pub(super) fn join(terms: &[String]) -> String {
    terms.join("\n")
}

/// Cuts what [`join`] wrote.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Terms;

impl Tokenizer for Terms {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        Stream {
            rest: text.lines(),
            token: Token::default(),
        }
    }
}

/// The terms of one field.
pub(super) struct Stream<'a> {
    rest: Lines<'a>,
    token: Token,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let Some(term) = self.rest.next() else {
            return false;
        };
        self.token.text.clear();
        self.token.text.push_str(term);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_joined_is_cut_again() {
        let terms = ["cart".to_owned(), "ada orto".to_owned(), "=417".to_owned()];
        let text = join(&terms);
        let mut cut = Vec::new();
        let mut tokenizer = Terms;
        let mut stream = tokenizer.token_stream(&text);
        while stream.advance() {
            assert_eq!(stream.token().position, cut.len());
            cut.push(stream.token().text.clone());
        }
        assert_eq!(cut, terms);
    }
}
