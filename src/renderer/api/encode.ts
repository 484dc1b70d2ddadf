/**
 * A call as JSON text. JSON has no NaN and no infinity, and would turn them into null; they travel by their names, which
 * the core reads as the numbers they are, so that every door refuses them with the same words.
 */
export function encode(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'number' && !Number.isFinite(item) ? String(item) : item))
}
