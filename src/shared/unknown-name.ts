import { NadirError } from './errors'

/** How many slips a name may hold and still be taken for another. */
const slips = 2
const named = 3

/** The error for a field that is not there; `list` says where the fields are listed. */
export function unknownField(known: Iterable<string>, name: string, list = 'The fields are listed by `nadir methods fields`.'): NadirError {
  const near = nearNames(known, name)
  return new NadirError('unknown-field', `There is no field ${name}.`, {
    hint: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : list,
  })
}

/** Known names that a wrong one may stand for, likeliest first: misspelt, without its group, or the group alone. */
function nearNames(known: Iterable<string>, name: string): string[] {
  const given = name.toLowerCase()
  const last = lastPart(given)
  const rated = [...known].map((candidate) => {
    const other = candidate.toLowerCase()
    const contained = last.length > 2 && (other.includes(last) || (lastPart(other).length > 2 && last.includes(lastPart(other))))
    const distance = Math.min(editDistance(given, other), editDistance(last, lastPart(other)))
    return { candidate, rating: distance <= Math.min(slips, last.length - 2) ? distance : contained ? slips + 1 : Infinity }
  })
  return rated
    .filter(({ rating }) => rating < Infinity)
    .sort((a, b) => a.rating - b.rating)
    .slice(0, named)
    .map(({ candidate }) => candidate)
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

/** Letters to insert, delete or replace to make one text of the other (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
