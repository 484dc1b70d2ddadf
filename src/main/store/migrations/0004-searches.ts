/** Runs that look for the loosest value along their axis: what for, and what they have found. */
export const searches = `
ALTER TABLE runs ADD COLUMN search TEXT;
ALTER TABLE runs ADD COLUMN answer TEXT;
`
