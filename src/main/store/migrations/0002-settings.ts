/** Settings of the user and what Nadir measured on this machine, each a JSON value. */
export const settings = `
CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  revision INTEGER NOT NULL,
  writer TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX settings_revision ON settings (revision);
`
