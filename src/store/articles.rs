//! Reading articles from the views: what is in force at a moment, any version, and what is to be done.

use super::{
    CuratorTask, Shelf, Store, StoreError, key,
    key::table,
    shelf::{self, published, text_of},
};
use crate::domain::{
    article::{
        Published,
        life::{Life, Notice, Span},
    },
    fold::Record,
    op::{Op, Subject, subject},
    outcome::ArticleKind,
    slug::Slug,
    time::Moment,
};
use std::ops::ControlFlow;

/// How many articles are read at once to be counted.
const EDITIONS_PAGE: usize = 500;

impl Store {
    /// The article as it is in force at a moment.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn article(&self, slug: &Slug, at: Moment) -> Result<Option<Published>, StoreError> {
        match self.shelf(slug)? {
            Some(kept) => self.standing(kept, at),
            None => Ok(None),
        }
    }

    fn standing(&self, kept: Shelf, at: Moment) -> Result<Option<Published>, StoreError> {
        let Some(span) = kept.in_force(at).copied() else {
            return Ok(None);
        };
        if Some(span) == kept.spans.last().copied() {
            return Ok(Some(kept.last));
        }
        let record = self.life_record(&kept.last.article.id)?;
        Ok(self.edition(&record, &span, &kept.last))
    }

    /// A version as it was or will be in force.
    fn edition(&self, record: &Record, span: &Span, last: &Published) -> Option<Published> {
        let entry = record.all().find(|entry| entry.id() == span.op)?;
        Some(Published {
            since: span.since,
            until: span.until,
            heads: last.heads.clone(),
            ..published(entry, self.reading)?
        })
    }

    /// What is kept of an article that was published once.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn shelf(&self, slug: &Slug) -> Result<Option<Shelf>, StoreError> {
        self.value(&key::article(slug))
    }

    /// Everything that was, is or will be in force of an article, the last one last: what the index has.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn editions(&self, kept: &Shelf) -> Result<Vec<Published>, StoreError> {
        if kept.spans.len() == 1 {
            let ever = kept.spans.iter().filter(|span| span.is_ever());
            return Ok(ever.map(|_| kept.last.clone()).collect());
        }
        let record = self.life_record(&kept.last.article.id)?;
        let spans = kept.spans.iter();
        let spans = spans.filter(|span| span.is_ever());
        Ok(spans
            .filter_map(|span| self.edition(&record, span, &kept.last))
            .collect())
    }

    /// How many versions were, are or will be in force: as many as the index has documents.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn edition_count(&self) -> Result<u64, StoreError> {
        let mut count = 0;
        let mut after: Option<Slug> = None;
        loop {
            let page = self.shelves_after(after.as_ref(), EDITIONS_PAGE)?;
            let spans = page.iter().flat_map(|kept| &kept.spans);
            count += spans.filter(|span| span.is_ever()).count() as u64;
            match page.last() {
                Some(last) => after = Some(last.last.article.id.clone()),
                None => return Ok(count),
            }
        }
    }

    fn life_record(&self, slug: &Slug) -> Result<Record, StoreError> {
        self.record(Subject::named(subject::ARTICLE, slug))
    }

    /// The life of an article; `None` when nothing was ever said of it.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn life(&self, slug: &Slug) -> Result<Option<Life>, StoreError> {
        let record = self.life_record(slug)?;
        Ok((!record.is_empty()).then(|| shelf::life(&record, self.reading)))
    }

    /// A version of an article, in force or not, a draft too.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn version(&self, slug: &Slug, version: [u8; 16]) -> Result<Option<Published>, StoreError> {
        if let Some(kept) = self.shelf(slug)?
            && kept.last.version == version
        {
            return Ok(Some(kept.last));
        }
        let record = self.life_record(slug)?;
        Ok(text_of(&record, version).and_then(|entry| published(entry, self.reading)))
    }

    /// The canonical text of a version, as it stands in the journal.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn canonical(&self, slug: &Slug, version: [u8; 16]) -> Result<Option<String>, StoreError> {
        let record = self.life_record(slug)?;
        Ok(text_of(&record, version).and_then(|entry| match &entry.op {
            Op::Publish { text, .. } => Some(text.clone()),
            _ => None,
        }))
    }

    /// The agency an article belongs to: the one that first proposed or published it.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn owner(&self, slug: &Slug) -> Result<Option<Slug>, StoreError> {
        if let Some(kept) = self.shelf(slug)? {
            return Ok(Some(kept.last.article.agency));
        }
        let record = self.life_record(slug)?;
        let mut live = record.live().into_iter();
        let first = live.find(|entry| matches!(entry.op, Op::Publish { .. }));
        Ok(first.map(|entry| entry.agency.clone()))
    }

    /// The slugs of the articles of a kind that an agency has and did not withdraw.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn article_slugs(&self, of: ArticleKind, agency: &Slug) -> Result<Vec<Slug>, StoreError> {
        self.article_slugs_after(of, agency, None, usize::MAX)
    }

    /// At most `most` of these slugs, from the one after `after` on.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn article_slugs_after(
        &self,
        of: ArticleKind,
        agency: &Slug,
        after: Option<&Slug>,
        most: usize,
    ) -> Result<Vec<Slug>, StoreError> {
        let prefix = key::articles(of, agency);
        let from = after.map(|slug| [&prefix, slug.as_str().as_bytes()].concat());
        let mut slugs = Vec::new();
        self.kv
            .scan(&prefix, &from.unwrap_or_default(), &mut |key, _| {
                let slug = key::slug_after(key, &prefix);
                slugs.extend(slug.filter(|slug| Some(slug) != after));
                if slugs.len() < most {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            })?;
        Ok(slugs)
    }

    /// The articles of a kind that an agency has in force at a moment, by slug.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn articles(
        &self,
        of: ArticleKind,
        agency: &Slug,
        at: Moment,
    ) -> Result<Vec<Published>, StoreError> {
        let slugs = self.article_slugs(of, agency)?;
        let mut found = Vec::with_capacity(slugs.len());
        for slug in slugs {
            found.extend(self.article(&slug, at)?);
        }
        Ok(found)
    }

    /// At most `most` articles whose slug comes after `after`: a page of all that were ever published.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn shelves_after(
        &self,
        after: Option<&Slug>,
        most: usize,
    ) -> Result<Vec<Shelf>, StoreError> {
        let from = after.map(|slug| [&key::article(slug)[..], &[0]].concat());
        self.values(&[table::ARTICLE], &from.unwrap_or_default(), most)
    }

    /// What an agency's curator has to do, by task and slug; at most `most` of each.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn curator_tasks(
        &self,
        agency: &Slug,
        most: usize,
    ) -> Result<Vec<(CuratorTask, Slug)>, StoreError> {
        let prefix = key::tasks(agency);
        let mut found: Vec<(CuratorTask, Slug)> = Vec::new();
        self.kv.scan(&prefix, &[], &mut |key, _| {
            let task = key.get(prefix.len()).copied();
            let slug = key.get(..=prefix.len());
            let slug = slug.and_then(|prefix| key::slug_after(key, prefix));
            let one = task.and_then(CuratorTask::from_code).zip(slug);
            let has_room = |task| found.iter().filter(|(known, _)| *known == task).count() < most;
            if one.as_ref().is_some_and(|(task, _)| has_room(*task)) {
                found.extend(one);
            }
            ControlFlow::Continue(())
        })?;
        Ok(found)
    }

    /// What an agency put in force between `since` and `now`, newest first, and `reader` has not read;
    /// at most `most`.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn news(
        &self,
        agency: &Slug,
        reader: &Slug,
        (since, now): (Moment, Moment),
        most: usize,
    ) -> Result<Vec<Published>, StoreError> {
        let prefix = key::news(agency);
        let mut slugs = Vec::new();
        self.kv.scan(&prefix, &[], &mut |key, _| {
            match key::moment_and_slug(key, &prefix) {
                Some((from, _)) if from < since => return ControlFlow::Break(()),
                Some((from, slug)) if from <= now => slugs.push(slug),
                _ => {}
            }
            ControlFlow::Continue(())
        })?;
        let mut found = Vec::new();
        for slug in slugs {
            if found.len() >= most {
                break;
            }
            let published = self.article(&slug, now)?;
            if let Some(published) = published
                && self.is_new_to(reader, &published, since)?
            {
                found.push(published);
            }
        }
        Ok(found)
    }

    /// Whether a caller hears something of it that this reader has not read: of the versions up to this
    /// one that say the same none was read, and the first of them was news.
    fn is_new_to(
        &self,
        reader: &Slug,
        published: &Published,
        since: Moment,
    ) -> Result<bool, StoreError> {
        let slug = &published.article.id;
        if self.was_read(reader, slug, published.version)? {
            return Ok(false);
        }
        let Some(kept) = self.shelf(slug)?.filter(|kept| kept.spans.len() > 1) else {
            return Ok(true);
        };
        let record = self.life_record(slug)?;
        let before = { kept.spans.iter().rev() }
            .skip_while(|span| span.version != published.version)
            .skip(1);
        let mut first = published.clone();
        for span in before {
            let edition = self.edition(&record, span, &kept.last);
            let Some(same) = edition.filter(|old| old.article.is_heard_as(&published.article))
            else {
                break;
            };
            if self.was_read(reader, slug, same.version)? {
                return Ok(false);
            }
            first = same;
        }
        Ok(shelf::is_news(&first) && since <= first.since)
    }

    fn was_read(&self, by: &Slug, slug: &Slug, version: [u8; 16]) -> Result<bool, StoreError> {
        let wanted = key::read(by, slug, version);
        let mut found = false;
        self.kv.scan(&wanted, &[], &mut |key, _| {
            found = key == wanted;
            ControlFlow::Break(())
        })?;
        Ok(found)
    }

    /// The notices on the desks of an agency at a moment, each with its article, newest first.
    ///
    /// # Errors
    /// When the views are damaged.
    pub fn notices(&self, agency: &Slug, at: Moment) -> Result<Vec<(Slug, Notice)>, StoreError> {
        let prefix = key::notices(agency);
        let mut slugs = Vec::new();
        self.kv.scan(&prefix, &[], &mut |key, _| {
            match key::moment_and_slug(key, &prefix) {
                Some((until, slug)) if at < until => slugs.push(slug),
                _ => return ControlFlow::Break(()),
            }
            ControlFlow::Continue(())
        })?;
        slugs.sort();
        slugs.dedup();
        let mut found = Vec::new();
        for slug in slugs {
            let notices = self.life(&slug)?.map(|life| life.notices);
            let notices = notices.into_iter().flatten();
            let here = notices.filter(|one| one.agency == *agency && at < one.until);
            found.extend(here.map(|notice| (slug.clone(), notice)));
        }
        found.sort_by_key(|(_, notice)| std::cmp::Reverse(notice.at));
        Ok(found)
    }
}
