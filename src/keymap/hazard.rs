//! Keys that some terminal, keyboard or host program does not let through.

use super::key::{Key, KeyCode, Mods};
use crate::{
    catalog,
    locale::{Lang, Phrase},
};

catalog! {
    NOT_SENT = "non tutti i terminali lo mandano" / "legacy terminals cannot send it";
    SAME_AS = "molti terminali lo mandano come {key}" / "legacy terminals send it as {key}";
    HIDDEN = "nascosto sulla tastiera italiana" / "hidden on an Italian keyboard";
    JOB_CONTROL = "riservato per interrompere e sospendere" / "reserved for interrupting and suspending";
    MULTIPLEXER = "{name} lo tiene per sé come prefisso" / "{name} keeps it as its prefix";
    FULL_SCREEN = "le finestre di terminale lo usano per lo schermo intero" / "terminal windows keep it for full screen";
    USE_CONTROL = "usa un tasto funzione insieme a uno tra Ctrl-d e f g k l n o p q r s t u v w x y"
        / "use a function key with one of Ctrl-d e f g k l n o p q r s t u v w x y";
    USE_PLAIN = "usa una lettera, una cifra o un tasto della fila in basso" / "use a letter, a digit or a key of the lower row";
    USE_FUNCTION = "usa da F1 a F10, o F12" / "use F1 to F10 or F12";
}

/// Why a key cannot be relied on; [`Hazard::hint`] says what to do instead.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash)]
pub enum Hazard {
    /// A legacy terminal sends nothing of its own for it.
    NotSent,
    /// A legacy terminal sends the same bytes as for this other key.
    SameAs(KeyCode),
    /// On an Italian keyboard it takes `AltGr`, or is not there at all.
    HiddenOnItalianKeyboard,
    /// Reserved for stopping or suspending a program: where the line is not in raw mode it never
    /// arrives, and fingers mean something else by it.
    JobControl,
    /// The prefix key of this terminal multiplexer, which keeps it for itself.
    Multiplexer(&'static str),
    /// Many terminal windows keep it for full screen.
    FullScreen,
}

impl Hazard {
    /// What to bind instead.
    #[must_use]
    pub const fn hint(self) -> Phrase {
        match self {
            Self::NotSent | Self::SameAs(_) | Self::JobControl | Self::Multiplexer(_) => {
                USE_CONTROL
            }
            Self::HiddenOnItalianKeyboard => USE_PLAIN,
            Self::FullScreen => USE_FUNCTION,
        }
    }

    /// Why, in `lang`.
    #[must_use]
    pub fn reason(self, lang: Lang) -> String {
        match self {
            Self::NotSent => NOT_SENT.get(lang).to_owned(),
            Self::SameAs(code) => SAME_AS.fill(lang, &[("key", &Key::plain(code).label(lang))]),
            Self::HiddenOnItalianKeyboard => HIDDEN.get(lang).to_owned(),
            Self::JobControl => JOB_CONTROL.get(lang).to_owned(),
            Self::Multiplexer(name) => MULTIPLEXER.fill(lang, &[("name", &name)]),
            Self::FullScreen => FULL_SCREEN.get(lang).to_owned(),
        }
    }
}

/// Why `key` cannot be relied on; `None` when every terminal, and an Italian keyboard, has it.
///
/// `Ctrl-s` and `Ctrl-q` are fine: flow control (`IXON`) is off while the desk runs.
#[must_use]
pub const fn hazard(key: Key) -> Option<Hazard> {
    if key.mods.has(Mods::ALT) {
        return Some(Hazard::NotSent);
    }
    match key.code {
        KeyCode::Char(c) if key.mods.has(Mods::CTRL) => control(c),
        KeyCode::Char('[' | ']' | '{' | '}' | '@' | '#' | '~' | '`') => {
            Some(Hazard::HiddenOnItalianKeyboard)
        }
        KeyCode::Char(_) => None,
        // Shift and a function key is another function key on PuTTY and on the Linux console.
        _ if !key.mods.is_empty() => Some(Hazard::NotSent),
        KeyCode::F(11) => Some(Hazard::FullScreen),
        KeyCode::F(13..) => Some(Hazard::NotSent),
        _ => None,
    }
}

const fn control(c: char) -> Option<Hazard> {
    match c {
        'c' | 'z' | '\\' => Some(Hazard::JobControl),
        'h' => Some(Hazard::SameAs(KeyCode::Backspace)),
        'i' => Some(Hazard::SameAs(KeyCode::Tab)),
        'j' | 'm' => Some(Hazard::SameAs(KeyCode::Enter)),
        '[' => Some(Hazard::SameAs(KeyCode::Esc)),
        'a' => Some(Hazard::Multiplexer("screen")),
        'b' => Some(Hazard::Multiplexer("tmux")),
        'd'..='y' => None,
        _ => Some(Hazard::NotSent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_do_not_arrive_everywhere_are_known() {
        let table = [
            ("Alt-x", Some(Hazard::NotSent)),
            ("Alt-Enter", Some(Hazard::NotSent)),
            ("Shift-Enter", Some(Hazard::NotSent)),
            ("Ctrl-1", Some(Hazard::NotSent)),
            ("Ctrl-;", Some(Hazard::NotSent)),
            ("Ctrl-Up", Some(Hazard::NotSent)),
            ("Shift-F3", Some(Hazard::NotSent)),
            ("F13", Some(Hazard::NotSent)),
            ("F11", Some(Hazard::FullScreen)),
            ("Ctrl-h", Some(Hazard::SameAs(KeyCode::Backspace))),
            ("Ctrl-i", Some(Hazard::SameAs(KeyCode::Tab))),
            ("Ctrl-m", Some(Hazard::SameAs(KeyCode::Enter))),
            ("Ctrl-j", Some(Hazard::SameAs(KeyCode::Enter))),
            ("Ctrl-[", Some(Hazard::SameAs(KeyCode::Esc))),
            ("Ctrl-c", Some(Hazard::JobControl)),
            ("Ctrl-z", Some(Hazard::JobControl)),
            ("Ctrl-b", Some(Hazard::Multiplexer("tmux"))),
            ("@", Some(Hazard::HiddenOnItalianKeyboard)),
            ("`", Some(Hazard::HiddenOnItalianKeyboard)),
            ("Ctrl-s", None),
            ("Ctrl-q", None),
            ("Shift-Tab", None),
            ("F12", None),
            ("è", None),
            ("A", None),
            ("Esc", None),
        ];
        for (text, expected) in table {
            assert_eq!(hazard(text.parse().unwrap()), expected, "{text}");
        }
    }

    #[test]
    fn the_hint_names_only_keys_without_hazard() {
        for lang in [Lang::It, Lang::En] {
            let hint = Hazard::NotSent.hint().get(lang);
            let letters = hint.rsplit_once("Ctrl-").unwrap().1;
            for letter in letters.split(' ') {
                let c = letter.chars().next().unwrap();
                assert_eq!(hazard(Key::ctrl(c)), None, "{letter}");
            }
            let free = ('a'..='z').filter(|c| hazard(Key::ctrl(*c)).is_none());
            assert_eq!(free.count(), letters.split(' ').count());
        }
    }
}
