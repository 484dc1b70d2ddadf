import { execFile } from 'node:child_process'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { NadirError } from '../../shared/errors'

/** The programs that Nadir is measured beside, and what they need. */
export interface Peer {
  python: string
  /** Folder of the reference program, and the checkout's own. */
  reference: string
  own: string
  mnist: string
}

const rate = z.number().positive()
const loops = z.object({ train: rate, evaluate: rate, gradient: rate, montecarlo: rate })
const engineSchema = z.object({ torch: z.string(), fp32: loops, '4bit': loops })
const curveSchema = z.object({
  torch: z.string(),
  clean: z.number(),
  points: z.array(z.object({ t: z.number(), worst: z.number() })),
  seconds: rate,
})
const resnetSchema = z.object({ torch: z.string(), train: rate, evaluate: rate })

export type PeerCurve = z.infer<typeof curveSchema>

/** The peer named in the environment: NADIR_PEER_PYTHON, a Python with torch; NADIR_PEERS, the folder of torch_reference.py. Throws bad-value. */
export function peerOf(environment: NodeJS.ProcessEnv, root: string, mnist: string): Peer {
  const python = environment['NADIR_PEER_PYTHON']
  if (python === undefined || python === '')
    throw new NadirError('bad-value', 'No peer is named.', { hint: 'Name a Python that has torch in NADIR_PEER_PYTHON.' })
  return {
    python,
    reference: resolve(environment['NADIR_PEERS'] ?? join(root, '..', 'shared', 'peers')),
    own: join(root, 'test', 'bench'),
    mnist,
  }
}

async function run<T>(peer: Peer, schema: z.ZodType<T>, file: string, args: string[]): Promise<T> {
  try {
    const options = { env: { ...process.env, MNIST_DIR: peer.mnist }, maxBuffer: 2 ** 24 }
    const { stdout } = await promisify(execFile)(peer.python, [file, ...args], options)
    return schema.parse(JSON.parse(stdout))
  } catch (error) {
    const said = error instanceof Error ? (error.message.trimEnd().split('\n').at(-1) ?? '') : String(error)
    throw new NadirError('bad-value', `The peer ${file} did not answer: ${said}`, {
      hint: 'NADIR_PEER_PYTHON must name a Python with torch, NADIR_PEERS the folder of torch_reference.py.',
      cause: error,
    })
  }
}

const threads = (n: number): string[] => ['--threads', String(n)]

export const peerEngine = (peer: Peer, workers: number, quick: boolean): Promise<z.infer<typeof engineSchema>> =>
  run(peer, engineSchema, join(peer.reference, 'torch_reference.py'), ['engine', ...threads(workers), ...(quick ? ['--quick'] : [])])

/** The plain computation of the default curve with our weights, without Monte Carlo. */
export const peerCurve = (peer: Peer, workers: number, weights: string): Promise<PeerCurve> =>
  run(peer, curveSchema, join(peer.reference, 'torch_reference.py'), ['curve', ...threads(workers), '--draws', '0', '--weights', weights])

export const peerResnet = (peer: Peer, workers: number, repeats: number): Promise<z.infer<typeof resnetSchema>> =>
  run(peer, resnetSchema, join(peer.own, 'resnet20_peer.py'), [...threads(workers), '--repeats', String(repeats)])
