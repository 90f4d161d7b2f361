//! Which characters may stand in a text, and after what.

/// What a character is to the cleaner.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Class {
    /// Stays.
    Plain,
    /// Ends a line: VT, FF, NEL and the Unicode separators as well.
    LineEnd,
    /// Becomes a space.
    Tab,
    /// Goes without a mark: the soft hyphen only says where a word may be divided, and is in every
    /// second paragraph copied from a web page.
    Silent,
    /// Goes, with a mark.
    Removed,
}

/// The class of a character, whatever stands around it.
pub(super) const fn class(character: char) -> Class {
    match character {
        '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Class::LineEnd,
        '\t' => Class::Tab,
        '\u{ad}' => Class::Silent,
        _ if is_control(character) || is_directed(character) || is_hidden(character) => {
            Class::Removed
        }
        _ => Class::Plain,
    }
}

/// C0, DEL and C1.
const fn is_control(character: char) -> bool {
    matches!(character, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}')
}

/// Bidi embeddings, overrides and isolates (T11), and the deprecated format characters.
const fn is_directed(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}')
}

/// Characters that take no place on screen or stand for no text: zero-width space and joiners of
/// words, byte-order mark, invisible operators and fillers, annotation and object marks,
/// noncharacters, and the whole block of tags, unassigned ones included.
const fn is_hidden(character: char) -> bool {
    matches!(
        character,
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}'
            | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{feff}'
            | '\u{fdd0}'..='\u{fdef}' | '\u{fff0}'..='\u{fffc}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}'
    ) || character as u32 & 0xfffe == 0xfffe
}

/// ZWNJ and ZWJ, which join or part letters, and the direction marks LRM, RLM and ALM: kept only
/// where [`may_follow`] says so.
pub(super) const fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}'..='\u{200f}' | '\u{61c}')
}

/// Variation selectors: at most one, on a base.
pub(super) const fn is_variation(character: char) -> bool {
    matches!(character, '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a joiner may stand right after `before`. ZWNJ needs a joining script, ZWJ an emoji as
/// well; a direction mark needs right-to-left letters somewhere before it and no joiner beside it.
pub(super) const fn may_follow(joiner: char, before: char, after_rtl: bool) -> bool {
    match joiner {
        '\u{200c}' => is_joining_script(before),
        '\u{200d}' => is_joining_script(before) || is_emoji(before),
        _ => after_rtl && !is_joiner(before),
    }
}

/// Hebrew, Arabic, Syriac, Thaana, N'Ko and their presentation forms.
pub(super) const fn is_rtl(character: char) -> bool {
    !is_joiner(character)
        && matches!(
            character,
            '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        )
}

/// Scripts whose letters take ZWJ or ZWNJ: Arabic and its kin, Mongolian, and those of India and
/// South-East Asia.
const fn is_joining_script(character: char) -> bool {
    !is_joiner(character)
        && matches!(
            character,
            '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{f00}'..='\u{109f}'
                | '\u{1780}'..='\u{180a}' | '\u{1820}'..='\u{18af}'
                | '\u{fb50}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        )
}

/// Emoji that begin or continue a chain, skin tones and the emoji variation selector included.
const fn is_emoji(character: char) -> bool {
    matches!(character, '\u{fe0f}' | '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}
