//! A source file as the house rules read it: its code, its literals, and which of its lines are tests.

use std::{
    collections::BTreeSet,
    fs,
    ops::Range,
    path::{Path, PathBuf},
    sync::LazyLock,
};

/// A string literal and where it stands.
#[derive(Debug)]
pub struct Literal {
    /// The byte it begins at.
    pub at: usize,
    /// What is between its quotes.
    pub text: String,
}

/// A file of `src/`.
#[derive(Debug)]
pub struct Source {
    /// Its path from the top of the repository, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
    /// The same bytes with comments, the insides of literals, and tests as spaces.
    pub code: String,
    /// Its string literals outside tests.
    pub literals: Vec<Literal>,
    /// Its lines without its tests.
    pub length: usize,
}

/// Every source file that is not itself a test.
pub fn sources() -> &'static [Source] {
    static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(read_all);
    &SOURCES
}

fn read_all() -> Vec<Source> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&top.join("src"), &mut files);
    files.sort();
    let all: Vec<(PathBuf, Source)> = files
        .into_iter()
        .map(|file| {
            let source = Source::read(top, &file);
            (file, source)
        })
        .collect();
    let tests: BTreeSet<PathBuf> = all
        .iter()
        .flat_map(|(file, source)| source.test_modules(file))
        .collect();
    let is_test = |file: &Path| {
        let with_folder = file.ancestors().any(|folder| tests.contains(folder));
        with_folder || tests.contains(&file.with_extension(""))
    };
    all.into_iter()
        .filter(|(file, _)| !is_test(file))
        .map(|(_, source)| source.without_tests())
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            files.push(path);
        }
    }
}

impl Source {
    fn read(top: &Path, file: &Path) -> Self {
        let text = fs::read_to_string(file).unwrap();
        let path = file.strip_prefix(top).unwrap().to_str().unwrap().to_owned();
        Self::new(path, text)
    }

    /// The source of this text.
    pub fn new(path: String, text: String) -> Self {
        let (code, literals) = blank(&text);
        let length = text.lines().count();
        Self {
            path,
            text,
            code,
            literals,
            length,
        }
    }

    /// The room it belongs to; `lib` and `main` for the two roots.
    pub fn room(&self) -> &str {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let first = inside.split('/').next().unwrap_or(inside);
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// How many modules deep its module is, the crate being 0.
    pub fn depth(&self) -> usize {
        match self.room() {
            "lib" | "main" => 0,
            _ => self.path.matches('/').count(),
        }
    }

    /// The line of a byte, from 1.
    pub fn line(&self, at: usize) -> usize {
        self.code[..at].matches('\n').count() + 1
    }

    /// `path:line`.
    pub fn place(&self, at: usize) -> String {
        format!("{}:{}", self.path, self.line(at))
    }

    /// Where `word` stands in the code as a whole word; `word` may hold `::`, `.`, `!` and `(`.
    pub fn find(&self, word: &str) -> Vec<usize> {
        let is_word =
            |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
        let bytes = self.code.as_bytes();
        let starts_in_word = is_word(word.as_bytes().first());
        let ends_in_word = is_word(word.as_bytes().last());
        self.code
            .match_indices(word)
            .map(|(at, _)| at)
            .filter(|at| {
                let before = at.checked_sub(1).and_then(|at| bytes.get(at));
                let after = bytes.get(at + word.len());
                let glued_before = starts_in_word && is_word(before);
                let glued_after = ends_in_word && is_word(after);
                !glued_before && !glued_after
            })
            .collect()
    }

    /// The bytes from `opener` (with its bracket) to the bracket that closes it, wherever it stands.
    pub fn spans(&self, opener: &str) -> Vec<Range<usize>> {
        let starts = self.find(opener).into_iter();
        starts
            .filter_map(|at| {
                let from = at + self.code[at..].find(['{', '(', '['])?;
                Some(at..closing(&self.code, from)?)
            })
            .collect()
    }

    /// The modules declared as tests in files of their own: their paths without extension.
    fn test_modules(&self, file: &Path) -> Vec<PathBuf> {
        let folder = if matches!(self.room(), "lib" | "main") {
            file.parent().unwrap().to_owned()
        } else {
            file.with_extension("")
        };
        test_items(&self.code)
            .into_iter()
            .filter_map(|item| {
                let (_, rest) = self.code[item].rsplit_once("mod ")?;
                Some(folder.join(rest.trim().strip_suffix(';')?))
            })
            .collect()
    }

    fn without_tests(mut self) -> Self {
        let tests = test_items(&self.code);
        for item in &tests {
            let spaces = spaces_for(&self.code[item.clone()]);
            self.code.replace_range(item.clone(), &spaces);
        }
        self.literals
            .retain(|literal| !tests.iter().any(|item| item.contains(&literal.at)));
        let test_lines: BTreeSet<usize> = tests
            .iter()
            .flat_map(|item| self.line(item.start)..=self.line(item.end))
            .collect();
        self.length -= test_lines.len().min(self.length);
        self
    }
}

/// The items under `#[cfg(test)]`, attribute included.
fn test_items(code: &str) -> Vec<Range<usize>> {
    let attributes = ["#[cfg(test)]", "#[cfg(all(test"];
    let mut items: Vec<Range<usize>> = Vec::new();
    for attribute in attributes {
        for (at, _) in code.match_indices(attribute) {
            let body = at + closing(&code[at..], 1).unwrap_or(attribute.len());
            let stop = code[body..]
                .find(['{', ';'])
                .map_or(code.len(), |n| body + n);
            let end = match code.as_bytes().get(stop) {
                Some(b'{') => closing(code, stop).unwrap_or(code.len()),
                _ => (stop + 1).min(code.len()),
            };
            if !items.iter().any(|item| item.contains(&at)) {
                items.push(at..end);
            }
        }
    }
    items
}

/// Behind the bracket that closes the one at `from`.
pub fn closing(code: &str, from: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in code.bytes().enumerate().skip(from) {
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

fn spaces_for(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect()
}

/// The text with comments and the insides of literals as spaces, byte for byte, and its strings.
fn blank(text: &str) -> (String, Vec<Literal>) {
    let mut code = String::with_capacity(text.len());
    let mut literals = Vec::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let (length, kept) = piece(rest, code.as_bytes().last().copied());
        let token = &rest[..length];
        match kept {
            Kept::All => code.push_str(token),
            Kept::Nothing => code.push_str(&spaces_for(token)),
            Kept::Quotes(open, close) => {
                let inside = &token[open..length - close];
                if token.contains('"') && !token.starts_with('\'') {
                    let at = code.len();
                    literals.push(Literal {
                        at,
                        text: inside.to_owned(),
                    });
                }
                code.push_str(&token[..open]);
                code.push_str(&spaces_for(inside));
                code.push_str(&token[length - close..]);
            }
        }
        debug_assert!(length >= next.len_utf8());
        rest = &rest[length..];
    }
    (code, literals)
}

/// What stays of a piece of text.
enum Kept {
    All,
    Nothing,
    /// So many bytes at its beginning and end.
    Quotes(usize, usize),
}

/// How long the piece at the front of `rest` is, and what stays of it.
fn piece(rest: &str, before: Option<u8>) -> (usize, Kept) {
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), Kept::Nothing);
    }
    if rest.starts_with("/*") {
        return (
            rest.find("*/").map_or(rest.len(), |end| end + 2),
            Kept::Nothing,
        );
    }
    if rest.starts_with('"') {
        return (quoted(rest, '"'), Kept::Quotes(1, 1));
    }
    let in_word = before.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let raw = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'));
    if let Some(sharps) = raw.filter(|_| !in_word) {
        let hashes = sharps.len() - sharps.trim_start_matches('#').len();
        let open = rest.len() - sharps.len() + hashes + 1;
        if sharps.trim_start_matches('#').starts_with('"') {
            let close = format!("\"{}", "#".repeat(hashes));
            let end = rest[open..]
                .find(&close)
                .map_or(rest.len(), |n| open + n + close.len());
            return (end, Kept::Quotes(open, close.len()));
        }
    }
    if let Some(inside) = rest.strip_prefix('\'') {
        let mut inside = inside.chars();
        let (first, second) = (inside.next(), inside.next());
        if first == Some('\\') || second == Some('\'') {
            return (quoted(rest, '\''), Kept::Quotes(1, 1));
        }
    }
    (rest.chars().next().map_or(1, char::len_utf8), Kept::All)
}

/// The length of a literal with its quotes, escapes stepped over.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}
