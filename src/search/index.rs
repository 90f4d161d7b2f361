//! The index on disk and in use: one long-lived writer, batched commits, snapshots for readers.

use super::document::Document;
use super::error::{Error, guarded};
use super::plan;
use super::query::{Hit, Query};
use super::rank::{self, Ranked};
use super::record::record;
use super::schema::{self, ARTICLE, SHOWN_BODY, SHOWN_OFFICE, SHOWN_TITLE, VERSION};
use super::snapshot::Snapshot;
use super::snippet::Marker;
use super::terms::{self, Terms};
use super::written;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use tantivy::index::SegmentId;
use tantivy::schema::{Field, Value};
use tantivy::{
    DocAddress, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, TantivyError, Term,
};

/// Memory of the writer before it writes a segment, in bytes.
const WRITER_MEMORY: usize = 48 << 20;

/// Segments that are left as they are.
const FEW_SEGMENTS: usize = 3;
/// What the library writes beside the segments.
const LISTS: [&str; 2] = ["meta.json", ".managed.json"];

/// A search index. Owned by one process, shared by its threads; searches and commits do not wait
/// for each other. It holds nothing unique: on any doubt it is made anew from the journal.
pub struct Index {
    dir: Option<PathBuf>,
    writer: Mutex<IndexWriter>,
    reader: IndexReader,
    current: RwLock<Current>,
}

/// What searches see.
struct Current {
    snapshot: Arc<Snapshot>,
    position: u64,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("documents", &self.len())
            .field("position", &self.position())
            .finish_non_exhaustive()
    }
}

impl Index {
    /// Opens the index in `dir` and checks its stamp and the checksum of every file.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is none, [`Error::Outdated`] when another version wrote it,
    /// [`Error::Damaged`] when a file is, [`Error::Busy`] when another process writes it.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        if !dir.join("meta.json").is_file() {
            return Err(Error::Missing);
        }
        guarded(|| {
            let index = tantivy::Index::open_in_dir(dir)?;
            let found = index.load_metas()?.payload.unwrap_or_default();
            let position = position_of(&found).ok_or(Error::Outdated { found })?;
            if index.schema() != schema::schema() {
                return Err(Error::Outdated {
                    found: "another schema".to_owned(),
                });
            }
            let broken = index.validate_checksum()?;
            if let Some(path) = broken.iter().next() {
                return Err(Error::Damaged(path.display().to_string()));
            }
            Self::over(&index, Some(dir), position)
        })
    }

    /// Makes an empty index in `dir`, at position 0. The files of an earlier index are deleted,
    /// whatever their state; other files are left alone.
    ///
    /// # Errors
    /// [`Error::Io`] when the directory cannot be cleared or written, [`Error::Busy`] when another
    /// process writes an index there.
    pub fn create(dir: &Path) -> Result<Self, Error> {
        std::fs::create_dir_all(dir)?;
        clear(dir)?;
        guarded(|| {
            let made = tantivy::Index::create_in_dir(dir, schema::schema())?;
            Self::stamped(&made, Some(dir))
        })
    }

    /// Makes an empty index in memory, at position 0.
    ///
    /// # Errors
    /// [`Error::Damaged`] when the index library refuses.
    pub fn in_memory() -> Result<Self, Error> {
        guarded(|| Self::stamped(&tantivy::Index::create_in_ram(schema::schema()), None))
    }

    fn stamped(index: &tantivy::Index, dir: Option<&Path>) -> Result<Self, Error> {
        let new = Self::over(index, dir, 0)?;
        new.commit(0)?;
        Ok(new)
    }

    fn over(index: &tantivy::Index, dir: Option<&Path>, position: u64) -> Result<Self, Error> {
        index.tokenizers().register(terms::NAME, Terms);
        let writer = index.writer_with_num_threads(1, WRITER_MEMORY)?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let snapshot = Arc::new(Snapshot::open(reader.searcher(), None)?);
        Ok(Self {
            dir: dir.map(Path::to_owned),
            writer: Mutex::new(writer),
            reader,
            current: RwLock::new(Current { snapshot, position }),
        })
    }

    /// Adds documents, those of one article one after the other, in place of everything the index had of
    /// it. Searches see them after [`Index::commit`].
    ///
    /// # Errors
    /// [`Error::Io`] or [`Error::Damaged`] when the writer has failed; the index is then opened or
    /// created again.
    pub fn upsert<'d>(
        &self,
        documents: impl IntoIterator<Item = &'d Document>,
    ) -> Result<(), Error> {
        let writer = self.writer();
        guarded(|| {
            let mut article = "";
            for document in documents {
                if document.article != article {
                    article = &document.article;
                    writer.delete_term(Term::from_field_text(ARTICLE, article));
                }
                writer.add_document(record(document))?;
            }
            Ok(())
        })
    }

    /// Removes everything of these articles; what is not there is ignored. Searches see it after
    /// [`Index::commit`].
    ///
    /// # Errors
    /// [`Error::Damaged`] when the writer has failed.
    pub fn remove<'i>(&self, ids: impl IntoIterator<Item = &'i str>) -> Result<(), Error> {
        let writer = self.writer();
        guarded(|| {
            for id in ids {
                writer.delete_term(Term::from_field_text(ARTICLE, id));
            }
            Ok(())
        })
    }

    /// Writes what was added and removed, together with the journal position it stands for, and
    /// shows it to searches. Tens of milliseconds: made for batches, not for single documents.
    ///
    /// # Errors
    /// [`Error::Io`] or [`Error::Damaged`]; the index then still shows the state before.
    pub fn commit(&self, position: u64) -> Result<(), Error> {
        let mut writer = self.writer();
        guarded(|| {
            let mut prepared = writer.prepare_commit()?;
            prepared.set_payload(&stamp(position));
            prepared.commit()?;
            self.show(position)
        })
    }

    /// Shows what is written to searches. The writer must be held.
    fn show(&self, position: u64) -> Result<(), Error> {
        self.share()?;
        self.reader.reload()?;
        let old = self.snapshot();
        let snapshot = Arc::new(Snapshot::open(self.reader.searcher(), Some(&old))?);
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        *current = Current { snapshot, position };
        Ok(())
    }

    /// Whether it has more segments than a search likes: each word is looked up in every one.
    #[must_use]
    pub fn is_scattered(&self) -> bool {
        self.snapshot().segments.len() > FEW_SEGMENTS
    }

    /// Makes one segment of all, in seconds where there are many documents. Searches and changes go on
    /// meanwhile.
    ///
    /// # Errors
    /// [`Error::Io`] or [`Error::Damaged`]; the index is then as it was.
    pub fn gather(&self) -> Result<(), Error> {
        guarded(|| {
            let segments: Vec<SegmentId> = self
                .snapshot()
                .segments
                .iter()
                .map(|segment| segment.reader.segment_id())
                .collect();
            let merging = self.writer().merge(&segments);
            merging.wait()?;
            let _held = self.writer();
            self.show(self.position())
        })
    }

    /// Gives the index's two lists the permissions of its directory. The library writes them for
    /// their owner alone, and the next keeper of a shared directory may run as somebody else.
    fn share(&self) -> std::io::Result<()> {
        let Some(dir) = &self.dir else {
            return Ok(());
        };
        let mode = std::fs::metadata(dir)?.permissions().mode() & 0o666;
        for list in LISTS {
            std::fs::set_permissions(dir.join(list), Permissions::from_mode(mode))?;
        }
        Ok(())
    }

    /// The journal position of the last commit.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.current().position
    }

    /// Documents that searches see.
    #[must_use]
    pub fn len(&self) -> usize {
        self.snapshot().living as usize
    }

    /// True when searches see no document.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The best documents for `query`, best first; equal scores by kind, then by id. Text without
    /// a word in it finds nothing.
    ///
    /// # Errors
    /// [`Error::Cancelled`] when the owner gave up; [`Error::Damaged`] or [`Error::Io`] when the
    /// index cannot be read.
    pub fn search(&self, query: &Query) -> Result<Vec<Hit>, Error> {
        let snapshot = self.snapshot();
        guarded(|| {
            let plan = plan::plan(query.text, &snapshot.dictionary);
            let marker = Marker::new(&plan);
            rank::rank(&snapshot, &plan, query)?
                .into_iter()
                .map(|ranked| hit(&snapshot, &marker, query, ranked))
                .collect()
        })
    }

    /// Whether a published article that is read out has this word, case and accents aside. False when the
    /// index cannot be read.
    #[must_use]
    pub fn is_written(&self, word: &str, instant: i64) -> bool {
        let snapshot = self.snapshot();
        guarded(|| written::is_written(&snapshot, word, instant)).unwrap_or(false)
    }

    /// The files whose checksums do not hold.
    ///
    /// # Errors
    /// [`Error::Damaged`] or [`Error::Io`] when they cannot be read at all.
    pub fn broken_files(&self) -> Result<Vec<String>, Error> {
        let index = self.writer().index().clone();
        guarded(|| {
            let broken = index.validate_checksum()?;
            Ok(broken
                .iter()
                .map(|path| path.display().to_string())
                .collect())
        })
    }

    fn writer(&self) -> MutexGuard<'_, IndexWriter> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn current(&self) -> std::sync::RwLockReadGuard<'_, Current> {
        self.current.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current().snapshot)
    }
}

/// Deletes the files of an index: its two lists and its segments, named by 32 hexadecimal digits.
fn clear(dir: &Path) -> Result<(), Error> {
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let segment = name.split_once('.').is_some_and(|(stem, _)| {
            stem.len() == 32 && stem.chars().all(|digit| digit.is_ascii_hexdigit())
        });
        if segment || LISTS.contains(&&*name) {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn stamp(position: u64) -> String {
    format!("{VERSION} {position}")
}

/// The position in a stamp of this version.
fn position_of(stamp: &str) -> Option<u64> {
    let (version, position) = stamp.split_once(' ')?;
    (version == VERSION)
        .then(|| position.parse().ok())
        .flatten()
}

fn hit(
    snapshot: &Snapshot,
    marker: &Marker,
    query: &Query,
    (doc, score): Ranked,
) -> Result<Hit, Error> {
    let (place, segment, local) = snapshot.place(doc).ok_or_else(lost)?;
    let columns = &segment.columns;
    let card = columns.card(local).ok_or_else(lost)?;
    let ordinal = u32::try_from(place).map_err(|_too_many| lost())?;
    let stored: TantivyDocument = snapshot.searcher.doc(DocAddress::new(ordinal, local))?;
    let title = text(&stored, SHOWN_TITLE);
    let (snippet, highlights) = marker.snippet(&text(&stored, SHOWN_BODY));
    Ok(Hit {
        id: columns.id(local).to_owned(),
        article: text(&stored, ARTICLE),
        kind: card.kind,
        agency: columns.agency(card).to_owned(),
        office: text(&stored, SHOWN_OFFICE),
        score,
        demoted: card.is_demoted(query.day()),
        title_highlights: marker.title(&title, !card.kind.is_article()),
        title,
        snippet,
        highlights,
    })
}

fn text(stored: &TantivyDocument, field: Field) -> String {
    stored
        .get_first(field)
        .and_then(|value| value.as_str())
        .unwrap_or_default()
        .to_owned()
}

fn lost() -> Error {
    Error::from(TantivyError::InternalError(
        "a ranked document is not in its segment".to_owned(),
    ))
}
