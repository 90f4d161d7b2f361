//! Where things are: the data directory and the configuration file.

use super::{
    args::Globals,
    failure::{Exit, Failure, Said},
};
use crate::{
    catalog,
    keeper::place::{self, PlaceError, Sharing},
    locale::Phrase,
};
use directories::ProjectDirs;
use std::path::{Path, PathBuf};

/// The directories of one run.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Place {
    /// The data directory.
    pub data_dir: PathBuf,
    /// The configuration file.
    pub config_file: PathBuf,
    /// Whether the configuration file was named, and so has to be there.
    pub config_named: bool,
}

catalog! {
    NO_HOME = "non trovo la tua cartella personale" / "your home directory is not known";
    NO_HOME_HINT = "indica `--data-dir CARTELLA` e `--config FILE`, oppure imposta HOME"
        / "say `--data-dir DIR` and `--config FILE`, or set HOME";
    FOREIGN = "«{path}» è di un altro utente (uid {owner})" / "“{path}” belongs to another account (uid {owner})";
    FOREIGN_HINT = "usa una cartella tua (`--data-dir`), o una condivisa fatta con `init --shared GRUPPO`"
        / "use a directory of your own (`--data-dir`), or a shared one made with `init --shared GROUP`";
    OPEN = "«{path}» è aperta ad altri (modo {mode})" / "“{path}” is open to others (mode {mode})";
    OPEN_HINT = "`chmod 700` la chiude; per condividerla serve `init --shared GRUPPO`"
        / "`chmod 700` closes it; to share it use `init --shared GROUP`";
    NETWORK = "«{path}» è su un disco di rete ({kind}): lì niente è sicuro"
        / "“{path}” is on a network file system ({kind}): nothing is safe there";
    NETWORK_HINT = "tieni i dati su un disco locale: gli operatori entrano via SSH sulla stessa macchina"
        / "keep the data on a local disk: operators come in by SSH on the same machine";
    READ_ONLY = "in «{path}» non si può scrivere" / "“{path}” cannot be written";
    READ_ONLY_HINT = "controlla i permessi, o indica un'altra cartella con `--data-dir`"
        / "check its permissions, or name another directory with `--data-dir`";
    NO_DIRECTORY = "«{path}» non è una cartella" / "“{path}” is not a directory";
    UNREACHABLE = "non riesco a usare «{path}»" / "“{path}” cannot be used";
}

impl Place {
    /// The place the options name, else the platform's usual one.
    ///
    /// # Errors
    /// When nothing is named and the account has no home directory.
    pub fn find(globals: &Globals) -> Result<Self, Failure> {
        let usual = ProjectDirs::from("", "", "sportello");
        let named = globals.config.is_some();
        let data_dir = globals
            .data_dir
            .clone()
            .or_else(|| usual.as_ref().map(|dirs| dirs.data_dir().to_path_buf()));
        let config_file = globals
            .config
            .clone()
            .or_else(|| {
                usual
                    .as_ref()
                    .map(|dirs| dirs.config_dir().join("config.toml"))
            })
            .or_else(|| data_dir.as_ref().map(|dir| dir.join("config.toml")));
        match (data_dir, config_file) {
            (Some(data_dir), Some(config_file)) => Ok(Self {
                data_dir,
                config_file,
                config_named: named,
            }),
            _ => Err(Failure::new(Exit::Usage, NO_HOME).hint(NO_HOME_HINT)),
        }
    }

    /// Makes the data directory where there is none, and checks that it may be used.
    ///
    /// # Errors
    /// When it is somebody else's, open to others, on a network drive, or cannot be written.
    pub fn prepare(&self) -> Result<Sharing, Failure> {
        place::prepare(&self.data_dir).map_err(Failure::from)
    }

    /// Whether the data directory holds a place already: the keeper writes the format first of all.
    #[must_use]
    pub fn is_made(&self) -> bool {
        self.data_dir.join("FORMAT").exists()
    }

    /// The person's own keymap, laid over the standard one where it exists.
    #[must_use]
    pub fn keymap_file(&self) -> PathBuf {
        self.config_file.with_file_name("keys.toml")
    }
}

impl From<PlaceError> for Failure {
    fn from(error: PlaceError) -> Self {
        let at = |phrase: Phrase, path: &Path| Said::from(phrase).with("path", path.display());
        let failure = |what, hint: Phrase| Self::new(Exit::Store, what).hint(hint);
        match error {
            PlaceError::Foreign { path, owner } => {
                failure(at(FOREIGN, &path).with("owner", owner), FOREIGN_HINT)
            }
            PlaceError::Open { path, mode } => {
                failure(at(OPEN, &path).with("mode", format!("{mode:o}")), OPEN_HINT)
            }
            PlaceError::Network { path, kind } => {
                failure(at(NETWORK, &path).with("kind", kind), NETWORK_HINT)
            }
            PlaceError::ReadOnly { path } => failure(at(READ_ONLY, &path), READ_ONLY_HINT),
            PlaceError::NoDirectory { path } => failure(at(NO_DIRECTORY, &path), READ_ONLY_HINT),
            PlaceError::Io { path, source } => {
                failure(at(UNREACHABLE, &path), READ_ONLY_HINT).because(source)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::catalog_faults;

    #[test]
    fn named_places_are_taken_as_they_are() {
        assert_eq!(catalog_faults(ALL), Vec::<String>::new());
        let globals = Globals {
            data_dir: Some("/srv/sportello".into()),
            config: Some("/etc/sportello/config.toml".into()),
            ..Globals::default()
        };
        let place = Place::find(&globals).unwrap();
        assert!(place.config_named);
        assert_eq!(
            place.keymap_file(),
            PathBuf::from("/etc/sportello/keys.toml")
        );
    }
}
