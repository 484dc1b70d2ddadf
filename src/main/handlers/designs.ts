import { specToFile } from '../../shared/spec'
import { tileNetlist } from '../engine/crossbar/netlist'
import { circuitOf } from '../engine/crossbar/tile-circuit'
import type { HandlerContext, HandlersOf } from './context'
import { costAnswer } from './costs'
import { deviceOf } from './devices'
import { firstDesign, readSpec } from './read-spec'

/** The first curve a new user sees: the worst case against the write-verify threshold. */
const firstAxis = { field: 'device.threshold', value: { from: 0.005, to: 0.04, steps: 8, scale: 'linear' } }

export function designHandlers(context: HandlerContext): HandlersOf<'designs'> {
  const { fields, jobs, stores } = context
  return {
    'designs.fields': () => [...fields.values()].map(({ info }) => info),
    'designs.default': () => readSpec(fields, {}, [firstAxis]),
    'designs.parse': ({ spec, axes }) => readSpec(fields, spec, axes),
    'designs.file': ({ spec }) => {
      const file = { $schema: './spec.schema.json', ...specToFile(readSpec(fields, spec)) }
      return { text: `${JSON.stringify(file, undefined, 2)}\n` }
    },
    'designs.netlist': ({ spec, volts, ...tile }) => {
      const design = firstDesign(fields, spec)
      const technology = deviceOf(stores.devices, design['device.preset'])
      const { circuit, title } = circuitOf(design, stores.models.load(design.model), technology, tile)
      const text = tileNetlist(circuit, new Float64Array(circuit.rows).fill(volts), title)
      return { text, name: `${design.model}-${tile.layer}-${tile.down}-${tile.across}.cir` }
    },
    'designs.cost': (input) => costAnswer(context, input),
    'designs.preview': ({ spec: given }) => {
      const spec = readSpec(fields, given)
      const { plan, cost } = jobs.preview(spec)
      return {
        spec,
        points: plan.points.length,
        infeasible: plan.infeasible,
        ...(plan.reason === undefined ? {} : { infeasibleReason: plan.reason.toDocument() }),
        ...cost,
        warnings: plan.warnings,
      }
    },
  }
}
