import type { z } from 'zod'

/** What a schema found wrong, in one line: `steps: Invalid input: expected number, received undefined; to: ...`. */
export function issuesText({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => (path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`)).join('; ')
}
