//! The body of an article as blocks to read: headings, paragraphs and list items in plain words.
//!
//! A tiny reader for the desk's preview, no renderer: bold and emphasis lose their signs, a link
//! shows its words and its address, everything it does not know stays as it was typed. One pass
//! over the lines, no recursion, no input it fails on.

mod inline;

pub use inline::plain;

/// The deepest indentation of a list item that is shown.
const MAX_DEPTH: usize = 6;

/// A block of the body, its text in plain words.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Block {
    /// A heading, level 1–6.
    Heading {
        /// Its level.
        level: u8,
        /// Its words.
        text: String,
    },
    /// A paragraph, on one line.
    Paragraph {
        /// Its words.
        text: String,
    },
    /// An item of a list.
    Item {
        /// How deep it lies, from 0.
        depth: usize,
        /// Its number in a numbered list.
        number: Option<u32>,
        /// Its words.
        text: String,
    },
}

/// The blocks of a Markdown text, in order. Never fails.
#[must_use]
pub fn blocks(markdown: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    for line in markdown.lines() {
        reader.line(line);
    }
    reader.end();
    reader.blocks
}

/// What has been read, and the block that is still growing.
#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    open: Option<Block>,
    fenced: bool,
}

impl Reader {
    fn line(&mut self, line: &str) {
        let text = line.trim();
        if text.starts_with("```") || text.starts_with("~~~") {
            self.end();
            self.fenced = !self.fenced;
        } else if self.fenced {
            self.blocks.push(Block::Paragraph {
                text: line.trim_end().to_owned(),
            });
        } else if text.is_empty() || is_rule(text) {
            self.end();
        } else if let Some(block) = opening(line) {
            self.end();
            self.open = Some(block);
            if matches!(self.open, Some(Block::Heading { .. })) {
                self.end();
            }
        } else {
            self.go_on(text.trim_start_matches(['>', ' ']));
        }
    }

    /// A line that belongs to the open block, or begins a paragraph.
    fn go_on(&mut self, line: &str) {
        match &mut self.open {
            Some(
                Block::Heading { text, .. } | Block::Paragraph { text } | Block::Item { text, .. },
            ) => {
                text.push(' ');
                text.push_str(line);
            }
            None => {
                self.open = Some(Block::Paragraph {
                    text: line.to_owned(),
                });
            }
        }
    }

    /// Closes the open block: only now its words are whole, so that signs over a line end pair up.
    fn end(&mut self) {
        let Some(mut block) = self.open.take() else {
            return;
        };
        match &mut block {
            Block::Heading { text, .. } | Block::Paragraph { text } | Block::Item { text, .. } => {
                *text = plain(text);
            }
        }
        self.blocks.push(block);
    }
}

/// The heading or item that a line begins.
fn opening(line: &str) -> Option<Block> {
    let text = line.trim_start_matches([' ', '\t', '>']);
    let indent: usize = line
        .chars()
        .take_while(|sign| matches!(sign, ' ' | '\t'))
        .map(|sign| if sign == '\t' { 4 } else { 1 })
        .sum();
    heading(text).or_else(|| item(text, (indent / 2).min(MAX_DEPTH)))
}

fn heading(text: &str) -> Option<Block> {
    let words = text.trim_start_matches('#');
    let level = u8::try_from(text.len() - words.len()).ok()?;
    let is_heading = (1..=6).contains(&level) && (words.is_empty() || words.starts_with(' '));
    is_heading.then(|| Block::Heading {
        level,
        text: words.trim().trim_end_matches('#').trim_end().to_owned(),
    })
}

fn item(text: &str, depth: usize) -> Option<Block> {
    let found = |number, words: &str| Block::Item {
        depth,
        number,
        text: words.trim().to_owned(),
    };
    for bullet in ["- ", "* ", "+ "] {
        if let Some(words) = text.strip_prefix(bullet) {
            return Some(found(None, words));
        }
    }
    let (number, words) = text.split_once([' '])?;
    let number = number.strip_suffix(['.', ')'])?;
    number.parse().ok().map(|number| found(Some(number), words))
}

/// A line of three or more equal signs parts two blocks.
fn is_rule(text: &str) -> bool {
    ['-', '*', '_', '=']
        .iter()
        .any(|sign| text.len() >= 3 && text.chars().all(|other| other == *sign))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn item(depth: usize, number: Option<u32>, text: &str) -> Block {
        Block::Item {
            depth,
            number,
            text: text.to_owned(),
        }
    }

    fn paragraph(text: &str) -> Block {
        Block::Paragraph {
            text: text.to_owned(),
        }
    }

    #[test]
    fn a_sheet_reads_as_blocks() {
        let read = blocks(
            "## Come si fa\n- Si **prenota**; ci si\n  presenta *di persona*.\n  - anche [qui](https://example.org)\n\
             2. secondo\n\nUn paragrafo\nsu due righe.\n---\n> citato\n```\na  *b*\n```\n#hashtag",
        );
        assert_eq!(
            read,
            [
                Block::Heading {
                    level: 2,
                    text: "Come si fa".into()
                },
                item(0, None, "Si prenota; ci si presenta di persona."),
                item(1, None, "anche qui (https://example.org)"),
                item(0, Some(2), "secondo"),
                paragraph("Un paragrafo su due righe."),
                paragraph("citato"),
                paragraph("a  *b*"),
                paragraph("#hashtag"),
            ]
        );
    }

    #[test]
    fn ten_thousand_nested_lists_are_read() {
        let lines: Vec<_> = (0..10_000)
            .map(|depth| " ".repeat(depth % 64) + "- x")
            .collect();
        let tower = lines.join("\n");
        assert_eq!(blocks(&tower).len(), 10_000);
        assert_eq!(blocks(&"- ".repeat(100_000)).len(), 1);
    }

    proptest! {
        #[test]
        fn no_text_fails(text in "[-#>*_`~\\[\\]()\\\\ \n1.à<a]{0,200}") {
            let letters = |text: &str| text.chars().filter(|c| *c == 'à').count();
            let shown: String = blocks(&text).iter().map(|block| match block {
                Block::Heading { text, .. } | Block::Paragraph { text } | Block::Item { text, .. } => text.as_str(),
            }).collect();
            let fence = text.lines().any(|line| line.trim().starts_with("```") || line.trim().starts_with("~~~"));
            prop_assert!(fence || letters(&shown) == letters(&text), "a letter was lost: {shown}");
        }

        #[test]
        fn nothing_at_all_fails(text in "\\PC{0,400}") {
            let _ = blocks(&text);
        }
    }
}
