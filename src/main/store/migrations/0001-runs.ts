/**
 * Runs, their points, tags and log; who computes what. Every row that doors show carries the revision of its last write
 * and the process that wrote it, so that another process finds what changed without reading the rest.
 */
export const runs = `
CREATE TABLE revision (value INTEGER NOT NULL);
INSERT INTO revision VALUES (0);

CREATE TABLE leases (
  owner TEXT PRIMARY KEY,
  until INTEGER NOT NULL,
  host TEXT NOT NULL,
  process INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE runs (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  spec TEXT NOT NULL,
  provenance TEXT,
  backend TEXT,
  seconds REAL NOT NULL DEFAULT 0,
  points_total INTEGER NOT NULL,
  points_done INTEGER NOT NULL DEFAULT 0,
  points_failed INTEGER NOT NULL DEFAULT 0,
  clean REAL,
  worst_low REAL,
  worst_high REAL,
  mc_mean REAL,
  spark TEXT NOT NULL DEFAULT '[]',
  error TEXT,
  notes TEXT NOT NULL DEFAULT '',
  starred INTEGER NOT NULL DEFAULT 0,
  archived INTEGER NOT NULL DEFAULT 0,
  owner TEXT,
  command TEXT,
  progress TEXT,
  progress_revision INTEGER NOT NULL DEFAULT 0,
  revision INTEGER NOT NULL,
  writer TEXT NOT NULL
);
CREATE INDEX runs_listed ON runs (deleted_at, number);
CREATE INDEX runs_revision ON runs (revision);
CREATE INDEX runs_progress ON runs (progress_revision);
CREATE INDEX runs_owned ON runs (owner) WHERE owner IS NOT NULL;

CREATE TABLE points (
  run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
  place INTEGER NOT NULL,
  at TEXT NOT NULL,
  state TEXT NOT NULL,
  result TEXT,
  error TEXT,
  revision INTEGER NOT NULL,
  writer TEXT NOT NULL,
  PRIMARY KEY (run, place)
);
CREATE INDEX points_revision ON points (revision);

CREATE TABLE tags (
  run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
  tag TEXT NOT NULL,
  PRIMARY KEY (run, tag)
) WITHOUT ROWID;

CREATE TABLE log (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
  at INTEGER NOT NULL,
  line TEXT NOT NULL
);
CREATE INDEX log_run ON log (run);
`
