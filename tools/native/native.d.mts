/** For the tests, which are TypeScript. */
export interface Place {
  pkg: string
  cache: string
}
export interface Outcome {
  version?: string
  why?: string
}
export interface Parts {
  by?: { name: string; make: (given: { pkg: string; work: string; made: string }) => Promise<Outcome> }[]
  attempt?: (pkg: string) => Promise<Outcome>
  tell?: (line: string) => void
}
export function makeNative(options?: { again?: boolean; place?: Place } & Parts): Promise<void>
export function installNative(place: Place, parts?: Parts): Promise<{ native: boolean; version?: string; why?: string }>
