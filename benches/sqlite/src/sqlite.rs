//! SQLite doing the equivalent: every op kept, one row per request and call, the indexes that the lists,
//! the numbers and the telephone numbers need; one transaction per batch, WAL, `synchronous=FULL`.
//!
//! What it does not do: judge each op by the rules, hash a chain, keep what concurrent edits beat.

use crate::Outcome;
use rusqlite::{Connection, Transaction, params};
use sportello::domain::{
    batch::pack_ops,
    field::{self, Value},
    id::TicketId,
    op::{Op, Queue},
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

const SCHEMA: &str = "
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA cache_size = -65536;
CREATE TABLE batches (id INTEGER PRIMARY KEY, name BLOB NOT NULL UNIQUE, actor TEXT NOT NULL,
  role TEXT NOT NULL, agency TEXT NOT NULL, at INTEGER NOT NULL);
CREATE TABLE ops (id INTEGER PRIMARY KEY, batch INTEGER NOT NULL REFERENCES batches,
  subject BLOB NOT NULL, body BLOB NOT NULL);
CREATE INDEX ops_by_subject ON ops (subject);
CREATE TABLE tickets (id BLOB PRIMARY KEY, number INTEGER UNIQUE, agency TEXT NOT NULL, kind TEXT,
  state INTEGER NOT NULL DEFAULT 0, queue TEXT, owner TEXT, topic TEXT, title TEXT, phone TEXT,
  opened_at INTEGER NOT NULL, updated_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX tickets_by_agency ON tickets (agency, state, updated_at);
CREATE INDEX tickets_by_queue ON tickets (queue, agency, state, updated_at);
CREATE INDEX tickets_by_owner ON tickets (owner, agency, state, updated_at) WHERE owner IS NOT NULL;
CREATE INDEX tickets_by_phone ON tickets (phone) WHERE phone IS NOT NULL;
CREATE TABLE calls (id BLOB PRIMARY KEY, operator TEXT NOT NULL, channel INTEGER NOT NULL,
  started INTEGER NOT NULL, ended INTEGER, outcome INTEGER) WITHOUT ROWID;
CREATE INDEX calls_by_operator ON calls (operator, started);
CREATE TABLE counter (next INTEGER NOT NULL);
INSERT INTO counter VALUES (100000000);
";

/// A database.
pub struct Database {
    connection: Connection,
    path: PathBuf,
    at: i64,
}

/// What a batch says of a ticket.
#[derive(Default)]
struct Row {
    number: Option<u32>,
    state: Option<u16>,
    queue: Option<String>,
    owner: Option<String>,
    fields: BTreeMap<u16, String>,
}

impl Database {
    pub fn create(path: &Path) -> Outcome<Self> {
        let connection = Connection::open(path)?;
        connection.execute_batch(SCHEMA)?;
        connection.set_prepared_statement_cache_capacity(32);
        Ok(Self {
            connection,
            path: path.to_owned(),
            at: 0,
        })
    }

    /// Saves a batch in one transaction; the tickets that want a number get one.
    pub fn save(&mut self, name: &[u8; 16], mut ops: Vec<Op>, wants: &[TicketId]) -> Outcome<()> {
        self.at += 1;
        let at = self.at;
        let transaction = self.connection.transaction()?;
        for ticket in wants {
            let number: u32 = transaction
                .prepare_cached("UPDATE counter SET next = next + 1 RETURNING next")?
                .query_row([], |row| row.get(0))?;
            let block = sportello::domain::number::Block::new(number / 1_000 % 1_000_000);
            let number = block.and_then(|block| block.number(u16::try_from(number % 1_000).ok()?));
            if let Some(number) = number {
                ops.push(Op::Number {
                    ticket: *ticket,
                    number,
                });
            }
        }
        transaction
            .prepare_cached("INSERT INTO batches (name, actor, role, agency, at) VALUES (?, 'claudia', 'first-level', 'esempio', ?)")?
            .execute(params![name, at])?;
        let batch = transaction.last_insert_rowid();
        let mut rows: BTreeMap<TicketId, Row> = BTreeMap::new();
        for op in &ops {
            let subject = op.subject().bytes();
            let body = pack_ops(std::slice::from_ref(op))?;
            transaction
                .prepare_cached("INSERT INTO ops (batch, subject, body) VALUES (?, ?, ?)")?
                .execute(params![batch, subject, body])?;
            project(&transaction, op, &mut rows)?;
        }
        for (ticket, row) in rows {
            put(&transaction, ticket, &row, at)?;
        }
        Ok(transaction.commit()?)
    }

    /// Numbers spread over all of them.
    pub fn numbers(&self, count: usize) -> Outcome<Vec<u32>> {
        let mut statement = self.connection.prepare(
            "SELECT number FROM tickets WHERE number >= 900000000 ORDER BY substr(id, 3) LIMIT ?",
        )?;
        let found = statement.query_map([count as i64], |row| row.get(0))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    pub fn lookup(&self, number: u32) -> Outcome<()> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, number, agency, kind, state, queue, owner, topic, title, opened_at, updated_at FROM tickets WHERE number = ?",
        )?;
        let _title: Option<String> = statement.query_row([number], |row| row.get(8))?;
        Ok(())
    }

    /// Bytes on disk, with the log taken in.
    pub fn bytes(&self) -> Outcome<u64> {
        self.connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(self.path.metadata()?.len())
    }
}

fn project(
    transaction: &Transaction<'_>,
    op: &Op,
    rows: &mut BTreeMap<TicketId, Row>,
) -> Outcome<()> {
    match op {
        Op::SetField {
            ticket,
            field,
            value: Value::Text(text),
            ..
        } => {
            let row = rows.entry(*ticket).or_default();
            row.fields.insert(field.0, text.to_string());
        }
        Op::Number { ticket, number } => {
            rows.entry(*ticket).or_default().number = Some(number.value());
        }
        Op::Change {
            ticket,
            verb,
            to,
            owner,
            ..
        } => {
            let row = rows.entry(*ticket).or_default();
            row.state = Some(verb.code());
            row.queue = to.as_ref().map(Queue::id).map(str::to_owned);
            row.owner = owner.as_ref().map(ToString::to_string);
        }
        Op::Begin {
            interaction,
            channel,
            started,
            ..
        } => {
            transaction
                .prepare_cached("INSERT OR IGNORE INTO calls (id, operator, channel, started) VALUES (?, 'claudia', ?, ?)")?
                .execute(params![interaction.bytes(), channel.code(), started.0])?;
        }
        Op::End {
            interaction, ended, ..
        } => {
            transaction
                .prepare_cached("UPDATE calls SET ended = ? WHERE id = ?")?
                .execute(params![ended.0, interaction.bytes()])?;
        }
        Op::Conclude {
            interaction,
            ticket,
            outcome,
            ..
        } => {
            transaction
                .prepare_cached("UPDATE calls SET outcome = ? WHERE id = ?")?
                .execute(params![outcome.code(), interaction.bytes()])?;
            if let Some(ticket) = ticket {
                rows.entry(*ticket).or_default();
            }
        }
        _ => {}
    }
    Ok(())
}

fn put(transaction: &Transaction<'_>, ticket: TicketId, row: &Row, at: i64) -> Outcome<()> {
    let field = |id: field::FieldId| row.fields.get(&id.0);
    let title = field(field::TITLE).or_else(|| field(field::TEXT));
    transaction
        .prepare_cached(
            "INSERT INTO tickets (id, number, agency, kind, state, queue, owner, topic, title, phone,
               opened_at, updated_at)
             VALUES (?1, ?2, 'esempio', ?3, coalesce(?4, 0), ?5, ?6, ?7, ?8, ?9, ?10, ?10)
             ON CONFLICT (id) DO UPDATE SET number = coalesce(?2, number), kind = coalesce(?3, kind),
               state = coalesce(?4, state), queue = coalesce(?5, queue), owner = coalesce(?6, owner),
               topic = coalesce(?7, topic), title = coalesce(?8, title), phone = coalesce(?9, phone),
               updated_at = ?10",
        )?
        .execute(params![
            ticket.bytes(),
            row.number,
            field(field::KIND),
            row.state,
            row.queue,
            row.owner,
            field(field::TOPIC),
            title,
            field(field::PHONE),
            at
        ])?;
    Ok(())
}
