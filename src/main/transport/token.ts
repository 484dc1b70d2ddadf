import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A secret for one start of a door: 32 random bytes, in a form that fits an address. */
export function createToken(): string {
  return randomBytes(32).toString('base64url')
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Whether an Authorization header carries the token; takes the same time however much of it is right. */
export function carriesToken(header: string | undefined, token: string): boolean {
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`))
}
