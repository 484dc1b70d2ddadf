/** Reads a JSON column that this store wrote; its form is that of the write, so it is not checked again. */
export function decode<T>(text: string): T {
  return JSON.parse(text) as T
}
