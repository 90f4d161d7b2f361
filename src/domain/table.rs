//! Enumerations with stable identifiers: a number for the journal, a word for scripts, a phrase for the screen.

/// Declares an enumeration whose values are written in the journal as a number, in JSON and on the
/// command line as an identifier, and on screen as a phrase. The number of a value never changes.
macro_rules! stable {
    ($(#[$meta:meta])* $name:ident {
        $($(#[$vmeta:meta])* $variant:ident = $code:literal $id:literal $it:literal / $en:literal,)+
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant,)+ }

        impl $name {
            /// Every value, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The number that stands for it in the journal. Never reused.
            #[must_use]
            pub const fn code(self) -> u16 {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The identifier scripts use; never translated.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)+ }
            }

            /// The words on screen.
            #[must_use]
            pub const fn label(self) -> $crate::locale::Phrase {
                match self { $(Self::$variant => $crate::locale::Phrase::new($it, $en),)+ }
            }

            /// The value with this number; `None` for one from a newer version.
            #[must_use]
            pub fn from_code(code: u16) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.code() == code)
            }

            /// The value with this identifier.
            #[must_use]
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.id() == id)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.serialize_str(self.id())
                } else {
                    serializer.serialize_u16(self.code())
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use serde::de::Error;
                if deserializer.is_human_readable() {
                    let id = String::deserialize(deserializer)?;
                    Self::from_id(&id).ok_or_else(|| D::Error::custom(concat!("unknown ", stringify!($name))))
                } else {
                    let code = u16::deserialize(deserializer)?;
                    Self::from_code(code).ok_or_else(|| D::Error::custom(concat!("unknown ", stringify!($name))))
                }
            }
        }
    };
}
