import { createHash } from 'node:crypto'
import { z } from 'zod'
import { NadirError } from '../../../shared/errors'
import { issuesText } from '../../../shared/issues'
import type { ModelData, ModelManifest } from '../../../shared/model'
import { layoutOf } from './layout'
import { networks } from './zoo'

const bits = z.union([z.int().min(1).max(8), z.literal('float')])
const manifestSchema = z.object({
  format: z.literal(1),
  id: z.string().min(1),
  label: z.string(),
  network: z.string(),
  arrays: z.array(
    z.object({
      name: z.string(),
      shape: z.array(z.int().positive()),
      offset: z.int(),
      length: z.int(),
      kind: z.enum(['device', 'digital', 'statistics']),
    }),
  ),
  clips: z.array(z.number().positive()),
  weightBits: bits,
  activationBits: bits,
  sha256: z.string().length(64),
  training: z.object({
    method: z.string(),
    label: z.string(),
    params: z.record(z.string(), z.unknown()),
    seed: z.number(),
    command: z.string(),
    backend: z.string(),
    seconds: z.number(),
    data: z.object({ id: z.string(), sha256: z.string() }),
    log: z.array(z.object({ epoch: z.number(), loss: z.number(), trainAccuracy: z.number(), validationAccuracy: z.number() })),
  }),
  recorded: z.object({
    clean: z.number(),
    montecarloMean: z.number().exactOptional(),
    worst: z.number().exactOptional(),
    worstMethod: z.string().exactOptional(),
  }),
})

/**
 * Reads a stored model and verifies it: text against its form, weights against hash, length and network.
 * Throws model-damaged naming `where`, what was expected and what came.
 */
export function parseModel(manifestText: string, weights: Uint8Array, where: string): ModelData {
  const damaged = (message: string, cause?: unknown): NadirError =>
    new NadirError('model-damaged', `${where}: ${message}`, { hint: 'Train it again or restore the file; nothing was loaded.', cause })
  const manifest = readManifest(manifestText, damaged)
  const network = networks.get(manifest.network)
  if (network === undefined) throw damaged(`model.json names the network ${manifest.network}, which this Nadir has not`)
  const layout = layoutOf(network)
  if (weights.byteLength !== layout.length * 4) {
    throw damaged(`weights.bin has ${weights.byteLength} bytes, expected ${layout.length * 4} for ${manifest.network}`)
  }
  if (JSON.stringify(manifest.arrays) !== JSON.stringify(layout.arrays))
    throw damaged(`the arrays in model.json are not those of ${manifest.network}`)
  const sha256 = hashOf(weights)
  if (sha256 !== manifest.sha256) throw damaged(`weights.bin has SHA-256 ${sha256.slice(0, 8)}, expected ${manifest.sha256.slice(0, 8)}`)
  const view = new DataView(weights.buffer, weights.byteOffset, weights.byteLength)
  const flat = Float32Array.from({ length: layout.length }, (_, i) => view.getFloat32(i * 4, true))
  const bad = flat.findIndex((w) => !Number.isFinite(w))
  if (bad >= 0) throw damaged(`weight ${bad} is not finite`)
  return { manifest, weights: flat }
}

function readManifest(text: string, damaged: (message: string, cause?: unknown) => NadirError): ModelManifest {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw damaged(`model.json is not JSON: ${error instanceof Error ? error.message : ''}`, error)
  }
  const parsed = manifestSchema.safeParse(json)
  if (!parsed.success) throw damaged(`model.json is not complete: ${issuesText(parsed.error)}`)
  return parsed.data
}

/** The two files of a model; the hash is taken from the weights. */
export function serialiseModel(model: ModelData): { manifest: string; weights: Uint8Array } {
  const weights = new Uint8Array(model.weights.length * 4)
  const view = new DataView(weights.buffer)
  model.weights.forEach((w, i) => view.setFloat32(i * 4, w, true))
  return { manifest: `${JSON.stringify({ ...model.manifest, sha256: hashOf(weights) }, undefined, 2)}\n`, weights }
}

/** SHA-256, hex. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
