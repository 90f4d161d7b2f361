//! A key as a terminal can send it: a code and the modifiers held with it.

/// The modifiers held with a key, as a set.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Hash, Ord, PartialOrd)]
pub struct Mods(u8);

impl Mods {
    /// No modifier.
    pub const NONE: Self = Self(0);
    /// Shift. Never set on a character, whose case says it, nor on [`KeyCode::BackTab`].
    pub const SHIFT: Self = Self(1);
    /// Alt.
    pub const ALT: Self = Self(2);
    /// Control.
    pub const CTRL: Self = Self(4);

    /// This set and `other` together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// This set without what is in `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether all of `other` is in this set.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether no modifier is held.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// Which key, modifiers apart.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Ord, PartialOrd)]
pub enum KeyCode {
    /// A character as typed, upper case included; never a control character.
    Char(char),
    /// Enter, of the main block or the numeric pad; a terminal sends CR or LF.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Erases to the left; a terminal sends DEL or BS.
    Backspace,
    /// Erases to the right.
    Delete,
    /// Insert.
    Insert,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// A function key, from 1 to 24.
    F(u8),
}

/// One key press.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Ord, PartialOrd)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// What was held with it.
    pub mods: Mods,
}

impl Key {
    /// `code` with nothing held.
    #[must_use]
    pub const fn plain(code: KeyCode) -> Self {
        Self {
            code,
            mods: Mods::NONE,
        }
    }

    /// The character `c`, typed.
    #[must_use]
    pub const fn char(c: char) -> Self {
        Self::plain(KeyCode::Char(c))
    }

    /// Control and the letter `c`, in lower case whatever case is given.
    #[must_use]
    pub const fn ctrl(c: char) -> Self {
        Self {
            code: KeyCode::Char(c.to_ascii_lowercase()),
            mods: Mods::CTRL,
        }
    }

    /// `code` with `mods`, brought to the one form a press has: a character's Shift is in its
    /// case, Shift and Tab is [`KeyCode::BackTab`], and a letter under Control is lower case.
    #[must_use]
    pub fn new(code: KeyCode, mods: Mods) -> Self {
        match code {
            KeyCode::Tab if mods.has(Mods::SHIFT) => Self {
                code: KeyCode::BackTab,
                mods: mods.without(Mods::SHIFT),
            },
            KeyCode::BackTab => Self {
                code,
                mods: mods.without(Mods::SHIFT),
            },
            KeyCode::Char(c) if mods.has(Mods::CTRL) => Self {
                code: KeyCode::Char(c.to_ascii_lowercase()),
                mods: mods.without(Mods::SHIFT),
            },
            KeyCode::Char(c) => Self {
                code: KeyCode::Char(upper_if(c, mods)),
                mods: mods.without(Mods::SHIFT),
            },
            _ => Self { code, mods },
        }
    }

    /// The character this key types, if it types one.
    #[must_use]
    pub const fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.mods.is_empty() => Some(c),
            _ => None,
        }
    }

    /// Whether this is a function key, whatever is held with it.
    #[must_use]
    pub const fn is_function(self) -> bool {
        matches!(self.code, KeyCode::F(_))
    }
}

const fn upper_if(c: char, mods: Mods) -> char {
    if mods.has(Mods::SHIFT) {
        c.to_ascii_uppercase()
    } else {
        c
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_press_has_one_form() {
        let shift = Mods::SHIFT;
        assert_eq!(Key::new(KeyCode::Char('a'), shift), Key::char('A'));
        assert_eq!(Key::new(KeyCode::Tab, shift), Key::plain(KeyCode::BackTab));
        assert_eq!(
            Key::new(KeyCode::BackTab, shift),
            Key::plain(KeyCode::BackTab)
        );
        assert_eq!(
            Key::new(KeyCode::Char('D'), Mods::CTRL.with(shift)),
            Key::ctrl('d')
        );
    }

    #[test]
    fn only_a_bare_character_is_typed() {
        assert_eq!(Key::char('è').typed(), Some('è'));
        assert_eq!(Key::ctrl('d').typed(), None);
        assert_eq!(Key::plain(KeyCode::Enter).typed(), None);
    }
}
