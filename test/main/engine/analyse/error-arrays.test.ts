import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { errorArrays, errorsAsCsv, errorsAsNpz } from '../../../../src/main/engine/analyse/error-arrays'
import { quantiseWeights } from '../../../../src/main/engine/network/quantise'
import { parseNpz } from '../../../../src/main/engine/data/npy'
import { hardwareOf } from '../../../../src/main/engine/variation/hardware'
import technology from '../../../../src/main/engine/device/presets/pcm'
import type { Layout } from '../../../../src/main/engine/network/layout'
import type { Design } from '../../../../src/shared/fields'
import { parseSpec } from '../../../../src/shared/parse-spec'
import { createFieldTable } from '../../../../src/shared/spec'
import { setSize } from '../../../../src/shared/variation'
import { testFolder } from '../../../support/core'

const layout: Layout = {
  arrays: [
    { name: 'conv.weight', shape: [2, 2, 1, 3], offset: 0, length: 12, kind: 'device' },
    { name: 'conv.bias', shape: [3], offset: 12, length: 3, kind: 'digital' },
    { name: 'dense.weight', shape: [3, 2], offset: 15, length: 6, kind: 'device' },
  ],
  length: 21,
  deviceLength: 18,
}
const flat = Float32Array.from({ length: layout.length }, (_, i) => Math.sin(1 + i * 12.9898) * 0.4)

function open(fields: Record<string, unknown>) {
  const design = parseSpec(createFieldTable(), { 'device.threshold': 0.02, ...fields }).fields as Design
  const programmed = quantiseWeights(flat, layout, design)
  const erring = hardwareOf(design, programmed, layout, technology).erring(setSize(design))
  const z = Float32Array.from({ length: erring.set.size }, (_, i) => Math.sin(i * 78.233))
  return { z, programmed, arrays: errorArrays(erring, erring.set.perturbation(z), programmed, layout, design) }
}

describe('the errors of a chip as .npz', () => {
  it('hold error, bounds, weight and scale of each layer in its shape, and the numbers of the unit box', () => {
    const { z, programmed, arrays } = open({})
    const read = parseNpz(errorsAsNpz(arrays, z), 'it')
    const layer = ['dW', 'bound_low', 'bound_high', 'weight', 'scale']
    expect([...read.keys()].sort()).toEqual([...['conv', 'dense'].flatMap((name) => layer.map((part) => `${name}.${part}`)), 'z'].sort())
    expect(read.get('z')).toEqual({ shape: [18], values: z })
    expect(read.get('conv.weight')).toEqual({ shape: [2, 2, 1, 3], values: programmed.values.slice(0, 12) })
    expect(read.get('dense.scale')).toEqual({ shape: [], values: Float32Array.of(programmed.scales[2] ?? 0) })
    const s = programmed.scales[2] ?? 0
    const bound = Math.fround(0.02 * s)
    expect(read.get('dense.bound_high')?.values).toEqual(new Float32Array(6).fill(bound))
    expect(read.get('dense.bound_low')?.values).toEqual(new Float32Array(6).fill(-bound))
    expect(read.get('dense.dW')).toEqual({ shape: [3, 2], values: z.slice(12).map((value) => value * bound) })
  })

  it('hold errors of devices beside what they add up to, where those err', () => {
    const fields = { 'variation.kind': 'device', 'mapping.scheme': 'differential' }
    const behind = open({ ...fields, 'crossbar.adcBits': 8 })
    const read = parseNpz(errorsAsNpz(behind.arrays, behind.z), 'it')
    // Two slices, two signs.
    expect(read.get('dense.device_error')?.shape).toEqual([3, 8])
    expect(read.get('dense.device_level')?.shape).toEqual([3, 8])
    expect(Math.max(...Array.from(read.get('dense.device_high')?.values ?? [], Number))).toBe(Math.fround(0.02 * 3))
    const plain = open(fields)
    expect(behind.z).toEqual(plain.z)
    behind.arrays.dW.forEach((error, i) => expect(error).toBeCloseTo(plain.arrays.dW[i] ?? 0, 6))
    behind.arrays.dW.forEach((error, i) => {
      expect(error).toBeGreaterThanOrEqual(behind.arrays.low[i] ?? 0)
      expect(error).toBeLessThanOrEqual(behind.arrays.high[i] ?? 0)
    })
  })

  it('are read by NumPy as they are read here', ({ skip }) => {
    if (spawnSync('python3', ['-c', 'import numpy']).status !== 0) skip('python3 has no numpy here')
    const { z, arrays } = open({})
    const file = join(testFolder(), 'errors.npz')
    writeFileSync(file, errorsAsNpz(arrays, z))
    const script = `import json, sys, numpy
f = numpy.load(sys.argv[1])
print(json.dumps({k: [list(v.shape), v.dtype.str, [float(x) for x in v.ravel()]] for k, v in f.items()}))`
    const { stdout } = spawnSync('python3', ['-c', script, file], { encoding: 'utf8' })
    const expected = [...parseNpz(errorsAsNpz(arrays, z), 'it')].map(([name, { shape, values }]) => [name, [shape, '<f4', [...values]]])
    expect(JSON.parse(stdout)).toEqual(Object.fromEntries(expected))
  })
})

describe('the errors of a chip as CSV', () => {
  it('hold a row a weight whose numbers read back to the bit', () => {
    const { arrays } = open({ 'variation.kind': 'multiplicative', 'variation.c': 0.1 })
    const [head, ...rows] = errorsAsCsv(arrays).trimEnd().split('\n')
    expect(head).toBe('layer,index,weight,dW,low,high')
    expect(rows).toHaveLength(18)
    rows.forEach((row, i) => {
      const [layer, index, ...numbers] = row.split(',')
      const at = i < 12 ? i : i + 3
      expect([layer, Number(index)]).toEqual(i < 12 ? ['conv', i] : ['dense', i - 12])
      expect(numbers.map((text) => Math.fround(Number(text)))).toEqual(
        [arrays.programmed.values, arrays.dW, arrays.low, arrays.high].map((values) => (values[at] ?? 0) + 0),
      )
    })
  })
})
