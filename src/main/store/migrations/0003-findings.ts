/**
 * What a point's own search found: its numbers of the unit box, packed; what was computed of a point's worst chip, by kind
 * and what was asked; and the corners that are kept by name, which outlive their run.
 */
export const findings = `
CREATE TABLE findings (
  run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
  place INTEGER NOT NULL,
  z BLOB NOT NULL,
  PRIMARY KEY (run, place)
);

CREATE TABLE analyses (
  run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
  place INTEGER NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  result TEXT NOT NULL,
  PRIMARY KEY (run, place, kind, key)
);

CREATE TABLE corners (
  name TEXT PRIMARY KEY,
  info TEXT NOT NULL,
  design TEXT NOT NULL,
  z BLOB NOT NULL
);
`
