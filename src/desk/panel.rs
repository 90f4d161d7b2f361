//! The panels: screens and overlays in a stack over the call. A new one is its file and one line here.

use super::{
    app::App,
    chooser::Chooser,
    command::Command,
    dossier::DossierPanel,
    form::Form,
    help::Help,
    knowledge::KnowledgePanel,
    line::LineEdit,
    phone,
    queue::QueuePanel,
    reader::Reader,
    structure::StructurePanel,
    version::VersionPanel,
    widget::{Canvas, Cursor},
};
use ratatui::layout::Rect;

/// What a panel is made of besides its state.
pub trait Screen {
    /// The keymap scopes its keys are looked up in, innermost first; `global` follows by itself.
    const SCOPES: &'static [&'static str];
    /// Whether the screen below stays visible around it.
    const OVERLAY: bool;
    /// Its commands.
    const COMMANDS: &'static [Command];

    /// The line that takes typed text.
    fn line(&mut self) -> Option<&mut LineEdit>;

    /// Called after the line changed.
    fn typed(_app: &mut App) {}

    /// Draws it and says where the hardware cursor is.
    fn view(&self, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Option<Cursor>;
}

macro_rules! panels {
    ($($name:ident($state:ty);)+) => {
        /// A screen or an overlay.
        #[derive(Clone, Debug, PartialEq)]
        #[expect(clippy::large_enum_variant, reason = "a handful of panels in a stack, moved when a key opens one")]
        pub enum Panel {
            $(#[doc = concat!("See [`", stringify!($state), "`].")] $name($state),)+
        }

        $(impl From<$state> for Panel {
            fn from(state: $state) -> Self { Self::$name(state) }
        }

        impl<'a> TryFrom<&'a mut Panel> for &'a mut $state {
            type Error = ();
            fn try_from(panel: &'a mut Panel) -> Result<Self, ()> {
                match panel {
                    Panel::$name(state) => Ok(state),
                    _ => Err(()),
                }
            }
        })+

        impl Panel {
            /// See [`Screen::SCOPES`].
            #[must_use]
            pub const fn scopes(&self) -> &'static [&'static str] {
                match self { $(Self::$name(_) => <$state as Screen>::SCOPES,)+ }
            }

            /// See [`Screen::OVERLAY`].
            #[must_use]
            pub const fn is_overlay(&self) -> bool {
                match self { $(Self::$name(_) => <$state as Screen>::OVERLAY,)+ }
            }

            /// See [`Screen::line`].
            pub fn line(&mut self) -> Option<&mut LineEdit> {
                match self { $(Self::$name(state) => state.line(),)+ }
            }

            /// See [`Screen::typed`].
            #[must_use]
            pub fn typed(&self) -> fn(&mut App) {
                match self { $(Self::$name(_) => <$state as Screen>::typed,)+ }
            }

            /// See [`Screen::view`].
            pub fn view(&self, app: &App, area: Rect, canvas: &mut Canvas<'_>) -> Option<Cursor> {
                match self { $(Self::$name(state) => state.view(app, area, canvas),)+ }
            }
        }

        /// The commands of every panel, with those that work everywhere.
        pub const TABLES: &[&[Command]] =
            &[phone::COMMANDS, super::command::EVERYWHERE, super::command::FIELD, $(<$state as Screen>::COMMANDS),+];
    };
}

panels! {
    Reader(Reader);
    Queue(QueuePanel);
    Dossier(DossierPanel);
    Chooser(Chooser);
    Form(Form);
    Help(Help);
    Knowledge(KnowledgePanel);
    Version(VersionPanel);
    Structure(StructurePanel);
}

impl App {
    /// The panel that has the keys; `None` when the call itself has them.
    pub fn top<T>(&mut self) -> Option<&mut T>
    where
        for<'a> &'a mut T: TryFrom<&'a mut Panel>,
    {
        self.panels
            .last_mut()
            .and_then(|panel| panel.try_into().ok())
    }

    /// Opens a panel over the others.
    pub fn open(&mut self, panel: impl Into<Panel>) {
        self.panels.push(panel.into());
    }

    /// Closes the panel that has the keys.
    pub fn back(&mut self) {
        self.panels.pop();
    }
}
