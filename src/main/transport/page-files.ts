import { readFile } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { getMimeType } from 'hono/utils/mime'

/**
 * What a page may do: run our own scripts and talk to its own door. Inline styles are allowed because the chart's
 * tooltip and the preview of a report, which is one self-contained document, carry theirs.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Headers of everything that a door serves. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=()',
}

/**
 * Answers for one file of the built interface; `/` is index.html. Whatever does not lie inside the folder, and whatever
 * is not there, is a 404 that does not tell which.
 */
export async function servePage(folder: string, path: string): Promise<Response> {
  const file = locate(folder, path)
  const body = file === undefined ? undefined : await readFile(file).catch(() => undefined)
  if (file === undefined || body === undefined)
    return new Response('Not found', { status: 404, headers: { ...securityHeaders, 'Content-Type': 'text/plain' } })
  // Names of built assets hold their hash; the page itself must be asked for again after an update.
  const cache = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
  return new Response(new Uint8Array(body), {
    headers: { ...securityHeaders, 'Content-Type': getMimeType(file) ?? 'application/octet-stream', 'Cache-Control': cache },
  })
}

/** The file that a path of an address names, if it lies inside the folder. */
export function locate(folder: string, path: string): string | undefined {
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return undefined
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return undefined
  const root = resolve(folder)
  const file = resolve(root, `.${decoded === '/' ? '/index.html' : decoded}`)
  return file.startsWith(root + sep) ? file : undefined
}
