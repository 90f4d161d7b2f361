//! Where things are: the data directory and the configuration file.

use super::{
    args::Globals,
    failure::{Exit, Failure},
};
use crate::catalog;
use directories::ProjectDirs;
use std::path::PathBuf;

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
            .or_else(|| usual.as_ref().map(|dirs| dirs.config_dir().join("config.toml")))
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

    /// The person's own keymap, laid over the standard one where it exists.
    #[must_use]
    pub fn keymap_file(&self) -> PathBuf {
        self.config_file.with_file_name("keys.toml")
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
        assert_eq!(place.keymap_file(), PathBuf::from("/etc/sportello/keys.toml"));
    }
}
