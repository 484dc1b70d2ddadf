import { designCost, type DesignCost } from '../../shared/design-cost'
import { box, derive } from '../../shared/device-math'
import { NadirError } from '../../shared/errors'
import type { Design } from '../../shared/fields'
import type { Point, RunDetail } from '../../shared/results'
import { knowsShare } from '../../shared/whole-chips'
import { designAt } from '../../shared/spec'
import { defineFormat, type ReportInput } from './format'

type Cell = string | number | boolean | undefined
interface Column {
  name: string
  read: (point: Point, run: RunDetail, design: Design) => Cell
}

/**
 * One row a point, RFC 4180. Comment lines are no part of it: spreadsheets and most readers would take them for data.
 * So the whole design and the provenance stand in columns of every row, and each row can be repeated by itself.
 */
export default defineFormat({
  label: 'CSV',
  summary: 'One row a point with all digits, its whole design and its provenance, for spreadsheets and scripts.',
  mime: 'text/csv',
  extension: 'csv',
  create({ runs, models, costs }) {
    const swept = [...new Set(runs.flatMap((run) => run.axes))]
    const fields = [...new Set(runs.flatMap((run) => Object.keys(run.spec.fields)))].filter((name) => !swept.includes(name))
    const columns = [
      ...identity,
      ...swept.map(fieldColumn),
      ...results,
      ...costColumns(models, costs),
      ...fields.map(fieldColumn),
      ...provenance,
    ]
    const rows = runs.flatMap((run) =>
      run.points.map((point) => {
        const design = designAt(run.spec, point.at)
        return columns.map((column) => column.read(point, run, design))
      }),
    )
    return [columns.map((column) => column.name), ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')
  },
})

const fieldColumn = (name: string): Column => ({
  name,
  read: (_point, _run, design) => Object.entries(design).find(([known]) => known === name)?.[1],
})

const identity: Column[] = [
  { name: 'run', read: (_, run) => run.id },
  { name: 'run_name', read: (_, run) => run.name },
  { name: 'point', read: (point) => point.id },
  { name: 'state', read: (point) => point.state },
]

const results: Column[] = [
  { name: 't_window', read: ({ result }) => result?.t },
  {
    name: 'th_level',
    read: ({ result }, _, design) =>
      result === undefined || design['weights.bits'] === 'float' ? undefined : Number(box(design).thLevel.toPrecision(12)),
  },
  { name: 'kappa', read: ({ result }) => result?.kappa },
  { name: 'clean_percent', read: ({ result }) => result?.clean },
  { name: 'worst_percent', read: (point) => point.worst },
  { name: 'worst_own_percent', read: ({ result }) => result?.worstOwn },
  { name: 'certified_floor_percent', read: ({ floor }) => floor },
  { name: 'certified_own_percent', read: ({ result }) => result?.certificate?.accuracy },
  { name: 'certified_by', read: ({ result }) => result?.certificate?.method },
  { name: 'certified_from', read: ({ floorFrom }) => floorFrom },
  { name: 'found_by', read: ({ result }) => result?.foundBy },
  { name: 'carried_from', read: (point) => point.carriedFrom },
  { name: 'montecarlo_kind', read: ({ result }) => result?.montecarlo?.kind },
  { name: 'montecarlo_draws', read: ({ result }) => result?.montecarlo?.draws },
  { name: 'montecarlo_mean_percent', read: ({ result }) => result?.montecarlo?.mean },
  { name: 'montecarlo_sd_percent', read: ({ result }) => result?.montecarlo?.sd },
  { name: 'montecarlo_min_percent', read: ({ result }) => result?.montecarlo?.min },
  { name: 'montecarlo_p05_percent', read: ({ result }) => result?.montecarlo?.quantiles.p05 },
  { name: 'montecarlo_p50_percent', read: ({ result }) => result?.montecarlo?.quantiles.p50 },
  { name: 'montecarlo_p95_percent', read: ({ result }) => result?.montecarlo?.quantiles.p95 },
  { name: 'montecarlo_max_percent', read: ({ result }) => result?.montecarlo?.max },
  { name: 'montecarlo_interval_of', read: ({ result }) => result?.montecarlo?.interval?.of },
  { name: 'montecarlo_low95_percent', read: ({ result }) => result?.montecarlo?.interval?.low },
  { name: 'montecarlo_high95_percent', read: ({ result }) => result?.montecarlo?.interval?.high },
  { name: 'set_size', read: ({ result }) => result?.size },
  { name: 'writeverify_sample', read: ({ result }) => result?.programming?.sample },
  { name: 'writeverify_failures', read: ({ result }) => result?.programming?.failures },
  { name: 'writeverify_cycles', read: ({ result }) => result?.programming?.cycles },
  { name: 'programming_seconds', read: ({ result }) => result?.programming?.seconds },
  { name: 'programming_joules', read: ({ result }) => result?.programming?.joules },
  { name: 'whole_chips_share', read: ({ result }, _, design) => (knowsShare(design) ? result?.programming?.whole.probability : undefined) },
  { name: 'whole_chips_low95', read: ({ result }, _, design) => (knowsShare(design) ? result?.programming?.whole.low : undefined) },
  { name: 'whole_chips_high95', read: ({ result }, _, design) => (knowsShare(design) ? result?.programming?.whole.high : undefined) },
  { name: 'adc_ranges', read: ({ result }) => result?.ranges?.map(({ layer, range }) => `${layer}=${range}`).join(' ') },
  { name: 'images', read: ({ result }) => result?.images },
  { name: 'attack_images', read: ({ result }) => result?.attackImages },
  { name: 'passes', read: ({ result }) => result?.passes },
  { name: 'seconds', read: ({ result }) => result?.seconds },
  { name: 'error', read: ({ error }) => error?.message },
]

/** What a design costs to first order, as the names say; empty where it cannot be built or its network is not known. */
function costColumns(models: ReportInput['models'], costs: ReportInput['costs']): Column[] {
  const cost = (design: Design): DesignCost | undefined => {
    const layers = models.find(({ id }) => id === design.model)?.layers
    if (layers === undefined) return undefined
    try {
      return designCost(design, derive(design, layers).layers, costs)
    } catch (error) {
      if (error instanceof NadirError) return undefined
      throw error
    }
  }
  return [
    { name: 'first_order_area_m2', read: (_, __, design) => cost(design)?.area.total },
    { name: 'first_order_energy_joules', read: (_, __, design) => cost(design)?.energy.total },
    { name: 'first_order_latency_seconds', read: (_, __, design) => cost(design)?.latency },
  ]
}

const provenance: Column[] = [
  { name: 'nadir', read: (_, run) => run.provenance?.nadir },
  { name: 'backend', read: (_, run) => run.provenance?.backend },
  { name: 'backend_version', read: (_, run) => run.provenance?.backendVersion },
  { name: 'platform', read: (_, run) => run.provenance?.platform },
  { name: 'workers', read: (_, run) => run.provenance?.workers },
  { name: 'model_sha256', read: (_, run, design) => run.provenance?.models[design.model]?.sha256 },
  { name: 'technology_sha256', read: (_, run, design) => run.provenance?.technologies?.[design['device.preset']]?.sha256 },
  { name: 'data_sha256', read: (_, run, design) => run.provenance?.data[design['data.set']]?.sha256 },
  { name: 'run_created', read: (_, run) => run.createdAt },
  { name: 'run_seconds', read: (_, run) => run.seconds },
]

/** A text that begins like a formula is set off by an apostrophe, as a spreadsheet would run it. */
function csvCell(cell: Cell): string {
  if (typeof cell !== 'string') return cell === undefined ? '' : String(cell)
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
