//! Colours and marks: nothing is said by colour alone, so that `mono` and `NO_COLOR` lose nothing.

use ratatui::style::{Color, Modifier, Style};

/// A theme.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Theme {
    /// Calm colours of the terminal's own palette.
    #[default]
    Standard,
    /// Bright on black, bold where it matters.
    HighContrast,
    /// No colour: bold, underline, reverse.
    Mono,
}

/// What a piece of the screen is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Tone {
    /// Words.
    Plain,
    /// Words of less weight.
    Dim,
    /// Words of more weight.
    Strong,
    /// The title bar.
    Title,
    /// The row that is chosen.
    Chosen,
    /// What matched the search.
    Match,
    /// To be read aloud.
    Say,
    /// Doubtful: to be confirmed, closed, expired.
    Doubt,
    /// Wrong: refused, unreachable.
    Alarm,
    /// Done: saved, open now.
    Good,
    /// A key in the footer.
    Key,
    /// A rule between parts.
    Rule,
}

impl Theme {
    /// The themes by name.
    pub const ALL: &[(&str, Self)] = &[
        ("standard", Self::Standard),
        ("high-contrast", Self::HighContrast),
        ("mono", Self::Mono),
    ];

    /// The theme with this name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(name, _)| *name == id)
            .map(|(_, theme)| *theme)
    }

    /// How a piece of the screen is drawn.
    #[must_use]
    pub fn style(self, tone: Tone) -> Style {
        match self {
            Self::Standard => standard(tone),
            Self::HighContrast => high_contrast(tone),
            Self::Mono => mono(tone),
        }
    }
}

fn standard(tone: Tone) -> Style {
    let plain = Style::new();
    match tone {
        Tone::Plain => plain,
        Tone::Dim | Tone::Rule => plain.fg(Color::Gray),
        Tone::Strong | Tone::Key => plain.add_modifier(Modifier::BOLD),
        Tone::Title => plain.fg(Color::White).bg(Color::Blue),
        Tone::Chosen => plain.add_modifier(Modifier::REVERSED),
        Tone::Match => plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        Tone::Say => plain.fg(Color::Cyan).add_modifier(Modifier::BOLD),
        Tone::Doubt => plain.fg(Color::Yellow),
        Tone::Alarm => plain.fg(Color::LightRed).add_modifier(Modifier::BOLD),
        Tone::Good => plain.fg(Color::Green),
    }
}

fn high_contrast(tone: Tone) -> Style {
    let plain = Style::new().fg(Color::White).bg(Color::Black);
    match tone {
        Tone::Plain | Tone::Dim | Tone::Rule => plain,
        Tone::Strong | Tone::Key => plain.add_modifier(Modifier::BOLD),
        Tone::Title => Style::new()
            .fg(Color::Black)
            .bg(Color::White)
            .add_modifier(Modifier::BOLD),
        Tone::Chosen => Style::new()
            .fg(Color::Black)
            .bg(Color::LightYellow)
            .add_modifier(Modifier::BOLD),
        Tone::Match => plain
            .fg(Color::LightYellow)
            .add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        Tone::Say => plain.fg(Color::LightCyan).add_modifier(Modifier::BOLD),
        Tone::Doubt => plain.fg(Color::LightYellow).add_modifier(Modifier::BOLD),
        Tone::Alarm => Style::new()
            .fg(Color::Black)
            .bg(Color::LightRed)
            .add_modifier(Modifier::BOLD),
        Tone::Good => plain.fg(Color::LightGreen).add_modifier(Modifier::BOLD),
    }
}

fn mono(tone: Tone) -> Style {
    let plain = Style::new();
    match tone {
        Tone::Plain | Tone::Dim | Tone::Rule | Tone::Good => plain,
        Tone::Strong | Tone::Key | Tone::Say | Tone::Doubt => plain.add_modifier(Modifier::BOLD),
        Tone::Title | Tone::Chosen | Tone::Alarm => plain.add_modifier(Modifier::REVERSED),
        Tone::Match => plain.add_modifier(Modifier::UNDERLINED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mono_uses_no_colour_at_all() {
        let tones = [
            Tone::Plain,
            Tone::Dim,
            Tone::Strong,
            Tone::Title,
            Tone::Chosen,
            Tone::Match,
            Tone::Say,
            Tone::Doubt,
            Tone::Alarm,
            Tone::Good,
            Tone::Key,
            Tone::Rule,
        ];
        for tone in tones {
            let style = Theme::Mono.style(tone);
            assert_eq!((style.fg, style.bg), (None, None), "{tone:?}");
        }
    }
}
