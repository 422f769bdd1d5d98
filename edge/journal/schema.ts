import type { Database } from 'better-sqlite3'
import { AyaldamaError } from '../ports/errors.ts'
import { growTree } from './tree-table.ts'

/**
 * One entry a version of the file, oldest first; never changed once released.
 * `events` and `streams` are append-only by trigger, so that even a mistake of ours cannot rewrite them.
 */
const migrations: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE events (
    epoch INTEGER NOT NULL CHECK (epoch >= 1),
    seq INTEGER NOT NULL CHECK (seq >= 1),
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    crossing TEXT,
    lane TEXT,
    event_time TEXT NOT NULL,
    record_time TEXT NOT NULL,
    actor TEXT NOT NULL CHECK (json_valid(actor)),
    corrects TEXT,
    reason TEXT,
    data TEXT NOT NULL CHECK (json_valid(data)),
    shares TEXT NOT NULL CHECK (json_valid(shares)),
    PRIMARY KEY (epoch, seq)
  ) STRICT;
  CREATE INDEX events_by_crossing ON events (crossing, epoch, seq) WHERE crossing IS NOT NULL;
  CREATE INDEX events_by_lane ON events (lane, type, epoch, seq) WHERE lane IS NOT NULL;

  CREATE TABLE streams (
    party TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL CHECK (seq >= 1),
    event_epoch INTEGER NOT NULL,
    event_seq INTEGER NOT NULL,
    withheld TEXT NOT NULL CHECK (json_valid(withheld)),
    PRIMARY KEY (party, epoch, seq),
    FOREIGN KEY (event_epoch, event_seq) REFERENCES events (epoch, seq)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE cursors (
    party TEXT PRIMARY KEY,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE crossings (
    crossing TEXT PRIMARY KEY,
    lane TEXT NOT NULL,
    opened_epoch INTEGER NOT NULL,
    opened_seq INTEGER NOT NULL,
    opened_at TEXT NOT NULL,
    closed_at TEXT,
    outcome TEXT,
    plate TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX crossings_by_age ON crossings (opened_epoch, opened_seq);
  CREATE INDEX crossings_open ON crossings (opened_epoch, opened_seq) WHERE closed_at IS NULL;

  CREATE TRIGGER events_no_update BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
  CREATE TRIGGER events_no_delete BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
  CREATE TRIGGER streams_no_update BEFORE UPDATE ON streams
    BEGIN SELECT RAISE(ABORT, 'streams are append-only'); END;
  CREATE TRIGGER streams_no_delete BEFORE DELETE ON streams
    BEGIN SELECT RAISE(ABORT, 'streams are append-only'); END;
  `,
  // The RFC 6962 tree over the events in the order of (epoch, seq): leaves are its level 0. Complete nodes
  // only, so that a root and a proof cost a few reads, whatever the size.
  `
  CREATE TABLE tree (
    level INTEGER NOT NULL CHECK (level >= 0),
    position INTEGER NOT NULL CHECK (position >= 0),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (level, position)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER tree_no_update BEFORE UPDATE ON tree
    BEGIN SELECT RAISE(ABORT, 'the tree is append-only'); END;
  CREATE TRIGGER tree_no_delete BEFORE DELETE ON tree
    BEGIN SELECT RAISE(ABORT, 'the tree is append-only'); END;
  `,
  `
  CREATE TABLE heads (
    size INTEGER PRIMARY KEY CHECK (size >= 1),
    epoch INTEGER NOT NULL,
    root TEXT NOT NULL CHECK (length(root) = 64),
    at TEXT NOT NULL,
    checkpoint TEXT NOT NULL,
    gateway TEXT NOT NULL,
    signature TEXT NOT NULL
  ) STRICT;
  CREATE TRIGGER heads_no_update BEFORE UPDATE ON heads
    BEGIN SELECT RAISE(ABORT, 'heads are append-only'); END;
  CREATE TRIGGER heads_no_delete BEFORE DELETE ON heads
    BEGIN SELECT RAISE(ABORT, 'heads are append-only'); END;
  `,
  'CREATE INDEX crossings_by_time ON crossings (opened_at);',
  `
  CREATE TABLE cosignatures (
    party TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size >= 1),
    root TEXT NOT NULL CHECK (length(root) = 64),
    at TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (party, size)
  ) STRICT, WITHOUT ROWID;
  `,
  // A row of the tree is a run of nodes that follow each other on one level, from `position` on.
  `
  CREATE TABLE runs (
    level INTEGER NOT NULL CHECK (level >= 0),
    position INTEGER NOT NULL CHECK (position >= 0),
    hash BLOB NOT NULL CHECK (length(hash) > 0 AND length(hash) % 32 = 0),
    PRIMARY KEY (level, position)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO runs SELECT level, position, hash FROM tree;
  DROP TABLE tree;
  ALTER TABLE runs RENAME TO tree;
  CREATE TRIGGER tree_no_update BEFORE UPDATE ON tree
    BEGIN SELECT RAISE(ABORT, 'the tree is append-only'); END;
  CREATE TRIGGER tree_no_delete BEFORE DELETE ON tree
    BEGIN SELECT RAISE(ABORT, 'the tree is append-only'); END;
  `,
  // What opens the commitments of an event, apart from it: erased after its time while the row and its
  // leaf stay. Nothing in it can be changed unseen, for the event holds the commitments.
  `
  CREATE TABLE sealed (
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    fields TEXT NOT NULL CHECK (json_valid(fields)),
    PRIMARY KEY (epoch, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER sealed_no_update BEFORE UPDATE ON sealed
    BEGIN SELECT RAISE(ABORT, 'what opens an event is kept or erased, never changed'); END;
  CREATE VIEW recorded AS
    SELECT e.*, s.fields AS sealed FROM events e LEFT JOIN sealed s ON s.epoch = e.epoch AND s.seq = e.seq;
  `,
]

/** Version of a file that is up to date. */
export const schemaVersion = migrations.length

/** The version since which there is a tree. */
const treeVersion = 2
/** The version since which a row of the tree is a run of nodes. */
const runsVersion = 6

/** Brings the file to the newest version; refuses one that a later version of Ayaldama has written. */
export function migrate(db: Database, place: string): void {
  const found = Number(db.pragma('user_version', { simple: true }))
  if (found > migrations.length) {
    throw new AyaldamaError(
      'journal.open',
      place,
      `It has version ${found}; this version of Ayaldama knows ${migrations.length}.`,
    )
  }
  for (const [index, sql] of migrations.entries()) {
    if (index < found) continue
    db.transaction(() => {
      db.exec(sql)
      // A file of before the tree gets the leaves of its events; any other has them, and they stay as they are.
      if (index + 1 === runsVersion && found < treeVersion) growTree(db)
      db.pragma(`user_version = ${index + 1}`)
    })()
  }
}
