//! A sheet laid out in full, and which part of it is on screen: every row can be reached, however
//! long a passage is.

use super::Reader;
use crate::desk::{
    app::App,
    phone::draw_passages,
    widget::{Canvas, Passage, wrap},
};
use ratatui::{buffer::Buffer, layout::Rect};

/// How many passages a page key goes on by, at most.
const PAGE: usize = 4;
/// Columns that labels and what stands at the right take at most.
const ASIDE: u16 = 48;

/// A sheet drawn in full.
pub struct Layout {
    /// Its rows.
    pub sheet: Buffer,
    /// The row each passage begins at, and the one behind the last.
    tops: Vec<u16>,
    /// How many rows are on screen.
    height: u16,
}

impl Layout {
    /// The sheet, as wide as its place on screen.
    pub fn of(reader: &Reader, app: &App, place: Rect) -> Self {
        let passages = reader.passages(app);
        let columns = place.width.saturating_sub(ASIDE).max(10);
        let rows = |passage: &Passage| wrap(&passage.words, columns).len() + 2;
        let rows = passages.iter().map(rows).sum::<usize>() + 1;
        let rows = u16::try_from(rows).unwrap_or(u16::MAX);
        let area = Rect::new(0, 0, place.width, rows.max(place.height));
        let mut sheet = Buffer::empty(area);
        let mut canvas = Canvas::new(&mut sheet, app.theme);
        canvas.clear(area);
        let tops = draw_passages(app, &passages, Some(reader.passage), area, &mut canvas);
        Self {
            sheet,
            tops,
            height: place.height.max(1),
        }
    }

    /// How many passages it has, one at least.
    pub fn count(&self) -> usize {
        self.tops.len().saturating_sub(1).max(1)
    }

    /// The row a passage begins at.
    pub fn top(&self, passage: usize) -> u16 {
        self.tops.get(passage).copied().unwrap_or_default()
    }

    fn end(&self, passage: usize) -> u16 {
        self.top(passage + 1)
    }

    /// The first row to show so that a passage is seen, as near to `scroll` as can be: whole where it
    /// has room, else nothing but it.
    pub fn fit(&self, passage: usize, scroll: u16) -> u16 {
        let (top, last) = (
            self.top(passage),
            self.end(passage).saturating_sub(self.height),
        );
        scroll.clamp(top.min(last), top.max(last))
    }

    /// Whether there are rows below those on screen.
    pub fn goes_on(&self, first: u16) -> bool {
        self.end(self.count() - 1) > first.saturating_add(self.height)
    }

    /// To another passage.
    pub fn passage(&self, (passage, scroll): (usize, u16), by: isize) -> (usize, u16) {
        let passage = passage.saturating_add_signed(by).min(self.count() - 1);
        (passage, self.fit(passage, scroll))
    }

    /// A row on in a passage that is not seen to its end; else to the next one.
    pub fn line(&self, at: (usize, u16), by: isize) -> (usize, u16) {
        let (passage, first) = (at.0, self.fit(at.0, at.1));
        if by > 0 && self.end(passage) > first.saturating_add(self.height) {
            return (passage, first + 1);
        }
        if by < 0 && self.top(passage) < first {
            return (passage, first - 1);
        }
        self.passage((passage, first), by)
    }

    /// A page on, never past what has not been on screen.
    pub fn page(&self, at: (usize, u16), by: isize) -> (usize, u16) {
        let (passage, first) = (at.0, self.fit(at.0, at.1));
        let (below, turn) = (first.saturating_add(self.height), self.height - 1);
        let whole = |at: &usize| self.end(*at) <= below && self.top(*at) >= first;
        let mut seen = (0..self.count()).filter(whole);
        if by > 0 {
            if self.end(passage) > below {
                return (
                    passage,
                    self.fit(passage, first.saturating_add(turn.max(1))),
                );
            }
            let next = seen.next_back().map_or(0, |last| last + 1);
            let next = next.clamp(passage + 1, passage + PAGE);
            let next = next.min(self.count() - 1);
            return (next, self.fit(next, first));
        }
        if self.top(passage) < first {
            return (
                passage,
                self.fit(passage, first.saturating_sub(turn.max(1))),
            );
        }
        let next = seen.next().map_or(passage, |first| first.saturating_sub(1));
        let next = next.clamp(passage.saturating_sub(PAGE), passage.saturating_sub(1));
        (next, self.fit(next, first))
    }

    /// To the first row.
    pub const fn first() -> (usize, u16) {
        (0, 0)
    }

    /// To the last row.
    pub fn last(&self) -> (usize, u16) {
        let last = self.count() - 1;
        (last, self.end(last).saturating_sub(self.height))
    }
}
