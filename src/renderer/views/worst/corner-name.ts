/** A name for the corner of a point: its model and its place, in small letters, digits and hyphens. */
export function suggestedCorner(model: string, along: string): string {
  return `${model} ${along.replace(' = ', '')}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64)
}
