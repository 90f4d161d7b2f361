//! `sportello kb export`: the articles in force as files, new ones only, never through a link.

use crate::{
    catalog,
    cli::{
        commands::{Verb, Words},
        context::Context,
        failure::{Done, Exit, Failure, Said},
        progress::Progress,
        session::{Session, unexpected},
        words,
    },
    domain::{
        article::{Article, Published},
        outcome::ArticleKind,
        slug::Slug,
        time::Moment,
    },
    kb::{agency::write_agency, document},
    keeper::service::{Page, Reply, Request},
    locale::Phrase,
};
use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Its arguments.
#[derive(clap::Args)]
pub struct Export {
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    #[arg(long, value_name = "ID")]
    agency: Option<String>,
}

catalog! {
    EXPORTED = "articoli scritti in «{path}»: {count}" / "articles written to “{path}”: {count}";
    NOT_EMPTY = "«{path}» c'è già e non è una cartella vuota" / "“{path}” exists and is not an empty folder";
    NOT_EMPTY_HINT = "indica una cartella nuova: l'esportazione non sovrascrive niente"
        / "name a new folder: an export overwrites nothing";
    EXISTS = "«{path}» c'è già" / "“{path}” exists already";
    EXISTS_HINT = "indica un file nuovo: l'esportazione non sovrascrive niente"
        / "name a new file: an export overwrites nothing";
    CANNOT_WRITE = "non riesco a scrivere «{path}»" / "“{path}” cannot be written";
}

impl Verb for Export {
    const PATH: &'static [&'static str] = &["kb", "export"];
    const WORDS: Words = Words {
        about: Phrase::new(
            "Esporta gli articoli in vigore come file",
            "Export the articles in force as files",
        ),
        args: &[
            ("dir", Phrase::new("Una cartella nuova", "A new folder")),
            (
                "agency",
                Phrase::new("Solo di questo ente", "Of this agency only"),
            ),
        ],
    };

    fn run(self, context: &mut Context) -> Done {
        let session = context.session()?;
        let only = match self.agency.as_deref() {
            Some(name) => Some(session.agency(Some(name))?.id.clone()),
            None => None,
        };
        new_folder(&self.dir)?;
        let at = context.now();
        let progress = Progress::new(&context.out, known(&session)?);
        let mut count = 0;
        turn(&session, only.as_ref(), ArticleKind::ALL, at, |found| {
            let path = self.dir.join(document::path(&found.article));
            count += 1;
            progress.set(count);
            write_new(&path, document::write(&found.article).as_bytes())
        })?;
        progress.end();
        let of_export = |id: &Slug| only.as_ref().is_none_or(|only| only == id);
        for agency in session
            .welcome
            .agencies
            .iter()
            .filter(|agency| of_export(&agency.id))
        {
            let path = self.dir.join(format!("agency/{}.toml", agency.id));
            write_new(&path, write_agency(agency).as_bytes())?;
        }
        let path = self.dir.display();
        if context.out.json {
            return context.out.json(&serde_json::json!({ "docs": count }));
        }
        context
            .out
            .say(Said::from(EXPORTED).with("count", count).with("path", path))
    }
}

/// The articles in force, by id; of one agency, or of all there are.
///
/// # Errors
/// When the keeper does not answer.
pub fn in_force(
    session: &Session,
    only: Option<&Slug>,
    kinds: &[ArticleKind],
) -> Result<BTreeMap<Slug, Article>, Failure> {
    let found = published(session, only, kinds)?;
    let articles = found.into_iter().map(|(id, found)| (id, found.article));
    Ok(articles.collect())
}

/// The same, with what is known of each besides what it says.
///
/// # Errors
/// When the keeper does not answer.
pub fn published(
    session: &Session,
    only: Option<&Slug>,
    kinds: &[ArticleKind],
) -> Result<BTreeMap<Slug, Published>, Failure> {
    let mut articles = BTreeMap::new();
    let now = Moment(i64::MAX);
    turn(session, only, kinds, now, |found| {
        articles.insert(found.article.id.clone(), found);
        Ok(())
    })?;
    Ok(articles)
}

/// Hands over the articles in force at a moment, a page of them in memory at a time; of one agency, or
/// of all there are.
fn turn(
    session: &Session,
    only: Option<&Slug>,
    kinds: &[ArticleKind],
    at: Moment,
    mut take: impl FnMut(Published) -> Done,
) -> Done {
    let scopes = session.scopes().into_iter();
    for agency in scopes.filter(|scope| only.is_none_or(|only| only == scope)) {
        for kind in kinds {
            let mut page = Page {
                kind: *kind,
                agency: agency.clone(),
                after: None,
                at,
            };
            loop {
                let found = match session.call(Request::Page(page.clone()))? {
                    Reply::Articles(found) => found,
                    other => return Err(unexpected(&other)),
                };
                let Some(last) = found.last() else { break };
                page.after = Some(last.article.id.clone());
                found.into_iter().try_for_each(&mut take)?;
            }
        }
    }
    Ok(())
}

/// How many articles the keeper knows, near enough for a progress bar.
fn known(session: &Session) -> Result<usize, Failure> {
    match session.call(Request::Stats)? {
        Reply::Stats(stats) => {
            let all: u64 = stats.articles.iter().map(|(_, count)| count).sum();
            Ok(usize::try_from(all).unwrap_or(usize::MAX))
        }
        other => Err(unexpected(&other)),
    }
}

/// Makes the folder; one that exists has to be empty and no link.
fn new_folder(dir: &Path) -> Done {
    let made = match fs::symlink_metadata(dir) {
        Ok(found) if found.is_dir() => {
            fs::read_dir(dir).map(|mut entries| entries.next().is_none())
        }
        Ok(_) => Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(dir).map(|()| true)
        }
        Err(error) => Err(error),
    };
    match made {
        Ok(true) => Ok(()),
        Ok(false) => {
            let said = Said::from(NOT_EMPTY).with("path", dir.display());
            Err(Failure::new(Exit::Usage, said).hint(NOT_EMPTY_HINT))
        }
        Err(error) => Err(cannot_write(dir, &error)),
    }
}

/// Writes a file that is not there yet; a link that is, even one that leads nowhere, is refused.
///
/// # Errors
/// When there is something already, or it cannot be written.
pub fn write_new(path: &Path, bytes: &[u8]) -> Done {
    let folder = path.parent().unwrap_or(path);
    let written = fs::create_dir_all(folder)
        .and_then(|()| fs::File::create_new(path))
        .and_then(|mut file| file.write_all(bytes));
    written.map_err(|error| cannot_write(path, &error))
}

/// A file that could not be written.
fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::AlreadyExists {
        let said = Said::from(EXISTS).with("path", path.display());
        return Failure::new(Exit::Usage, said).hint(EXISTS_HINT);
    }
    Failure::new(
        Exit::Usage,
        Said::from(CANNOT_WRITE).with("path", path.display()),
    )
    .because(error)
    .hint(words::CHECK_PATH)
}
