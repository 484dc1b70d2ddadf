import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { NadirError } from '../../shared/errors'
import type { CurveTime } from '../bench/curve'
import type { EngineSpeed } from '../bench/engine'
import type { HardwareFigure } from '../bench/hardware'
import type { Ratio } from '../bench/ratio'
import type { Context, RegisterCommand } from './terminal/context'
import { exportArrays } from './terminal/export-model'
import { follow } from './terminal/follow'
import { table } from './terminal/table'

const names = ['engine', 'curve', 'hardware', 'worst', 'peer'] as const
type Name = (typeof names)[number]

const register: RegisterCommand = (program, context) => {
  program
    .command('bench')
    .summary('measure this machine')
    .description(
      'Measures the loops of the engine on each backend (engine), the first screen’s sweep (curve), devices, tiles and converters (hardware), searches and bounds of the worst case (worst), and the first two beside PyTorch (peer; NADIR_PEER_PYTHON names a Python with torch). Engine and curve if none is named.',
    )
    .argument('[name]', names.join(', '))
    .option('--quick', 'fewer images and repeats')
    .action(async (name: string | undefined, { quick = false }: { quick?: boolean }) => {
      if (name !== undefined && !names.includes(name as Name))
        throw new NadirError('bad-value', `There is no benchmark ${name}.`, { hint: `Use ${names.join(', ')}, or none for the first two.` })
      if (name === 'peer') {
        const peer = await runPeer(context, quick)
        context.answer({ peer }, () => ratioTable(peer))
        return
      }
      if (name === 'hardware') {
        const hardware = await runHardware(context, quick)
        context.answer({ hardware }, () => figureTable(hardware, 'measured on one thread'))
        return
      }
      if (name === 'worst') {
        const worst = await runWorst(context, quick)
        context.answer({ worst }, () => figureTable(worst, 'measured'))
        return
      }
      const engine = name === 'curve' ? undefined : await runEngine(context, quick, {})
      const curve = name === 'engine' ? undefined : await inFolder(context, () => runCurve(context, {}))
      context.answer({ ...(engine === undefined ? {} : { engine }), ...(curve === undefined ? {} : { curve }) }, () =>
        [engine === undefined ? '' : engineTable(engine), curve === undefined ? '' : curveLine(curve)]
          .filter((text) => text !== '')
          .join('\n\n'),
      )
    })
}
export default register

async function runEngine(context: Context, quick: boolean, some: { workers?: number[]; backends?: string[] }): Promise<EngineSpeed[]> {
  const { benchCases } = await import('../bench/cases')
  const { benchEngine } = await import('../bench/engine')
  const cases = await benchCases(context.places.resources, context.folder())
  context.note('images a second: train (batch 128, Adam), evaluate, weight gradient of p2, Monte Carlo (draws x images); medians')
  const workers = [...new Set([1, availableParallelism()])]
  return benchEngine({ shard: context.places.shard, cases, repeats: quick ? 2 : 5, quick, workers, ...some }, (speed) =>
    context.note(`${speed.network}, ${speed.backend}, ${speed.workers} workers: ${loopsOf(speed).map(Math.round).join(', ')}`),
  )
}

async function runHardware(context: Context, quick: boolean): Promise<HardwareFigure[]> {
  const { benchCases } = await import('../bench/cases')
  const { benchHardware } = await import('../bench/hardware')
  const [lenet] = await benchCases(context.places.resources, context.folder())
  if (lenet === undefined) throw new Error('there is no case to measure')
  return benchHardware(lenet, quick ? 1 : 5)
}

/** Searches as a user waits for them, each in a run of its own, and bounds on one thread. */
async function runWorst(context: Context, quick: boolean): Promise<HardwareFigure[]> {
  const { benchCases } = await import('../bench/cases')
  const { benchCertificates } = await import('../bench/certify')
  const { benchSearches } = await import('../bench/searches')
  const [lenet] = await benchCases(context.places.resources, context.folder())
  if (lenet === undefined) throw new Error('there is no case to measure')
  const searched = await inFolder(context, async () => {
    const spec = await context.call('designs.default', {})
    return benchSearches(quick, (fields, swept) =>
      follow(context, () =>
        context.call('runs.start', { spec: { ...spec, axes: swept ? spec.axes : [], fields: { ...spec.fields, ...fields } } }),
      ),
    )
  })
  return [...searched, ...(await benchCertificates(lenet, quick ? 1 : 5))]
}

/** In a data folder of its own, so that it starts from nothing and leaves nothing. */
async function inFolder<T>(context: Context, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'nadir-bench-'))
  context.options.db = folder
  try {
    return await work(folder)
  } finally {
    await (await context.core()).close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function runCurve(context: Context, fields: Record<string, number>): Promise<CurveTime> {
  const { benchCurve } = await import('../bench/curve')
  const spec = await context.call('designs.default', {})
  return benchCurve({
    start: () => follow(context, () => context.call('runs.start', { spec: { ...spec, fields: { ...spec.fields, ...fields } } })),
    about: async () => (await context.call('app.info', {})).backend,
  })
}

/** Ours, the peer's, ours again: what else the machine does in the meantime falls on both. */
async function runPeer(context: Context, quick: boolean): Promise<Ratio[]> {
  const { peerCurve, peerEngine, peerOf, peerResnet } = await import('../bench/peer')
  const { curveRatio, speedRatio } = await import('../bench/ratio')
  const { datasetPlace } = await import('../jobs/dataset-places')
  const root = resolve(context.places.resources, '..')
  const peer = peerOf(process.env, root, datasetPlace('mnist', context.folder()).folder)
  const workers = availableParallelism()
  const ours = (): Promise<EngineSpeed[]> => runEngine(context, quick, { workers: [workers], backends: ['tensorflow', 'wasm'] })
  const before = await ours()
  const theirs = await peerEngine(peer, workers, quick)
  const resnet = await peerResnet(peer, workers, quick ? 2 : 5)
  const speeds = [...before, ...(await ours())]
  const curve = await inFolder(context, async (dir) => {
    const weights = join(dir, 'weights.npz')
    await writeFile(weights, exportArrays({ id: 'lenet-w4a4', dir, resources: context.places.resources }))
    const first = await runCurve(context, { 'sampling.draws': 0 })
    const plain = await peerCurve(peer, workers, weights)
    return curveRatio([first, await runCurve(context, { 'sampling.draws': 0 })], plain, 10)
  })
  context.note(`PyTorch ${theirs.torch}, ${workers} threads; the curve is nowhere weaker by more than ${curve.weaker.toFixed(2)} points`)
  const loops = (network: string, peers: typeof theirs.fp32): Ratio[] => [
    speedRatio(network, 'train', speeds, peers.train, 0.9),
    speedRatio(network, 'evaluate', speeds, peers.evaluate, 1),
    speedRatio(network, 'gradient', speeds, peers.gradient, 1),
    speedRatio(network, 'montecarlo', speeds, peers.montecarlo, 1),
  ]
  return [
    ...loops('LeNet 4-bit', theirs['4bit']),
    ...loops('LeNet fp32', theirs.fp32),
    speedRatio('ResNet-20 fp32', 'train', speeds, resnet.train, 1),
    speedRatio('ResNet-20 fp32', 'evaluate', speeds, resnet.evaluate, 1),
    curve,
  ]
}

const loopsOf = ({ train, evaluate, gradient, montecarlo }: EngineSpeed): number[] => [train, evaluate, gradient, montecarlo]

function engineTable(rows: EngineSpeed[]): string {
  const loops = ['train', 'evaluate', 'gradient', 'Monte Carlo'].map((title) => ({ title: `${title}, img/s`, numeric: true }))
  return table(
    [{ title: 'network' }, { title: 'backend' }, { title: 'workers', numeric: true }, ...loops],
    rows.map((row) => [row.network, row.backend, String(row.workers), ...loopsOf(row).map((value) => String(Math.round(value)))]),
  )
}

function ratioTable(rows: Ratio[]): string {
  const columns = ['Nadir', 'PyTorch', 'ratio', 'target'].map((title) => ({ title, numeric: true }))
  return table(
    [{ title: 'measured' }, ...columns],
    rows.map(({ what, ours, peer, ratio, target }) => [
      what,
      ...[ours, peer].map((value) => value.toPrecision(4)),
      ratio.toFixed(2),
      String(target),
    ]),
  )
}

function figureTable(rows: HardwareFigure[], title: string): string {
  return table(
    [{ title }, { title: 'median', numeric: true }, { title: '' }],
    rows.map(({ what, value, unit }) => [what, value.toPrecision(3), unit]),
  )
}

function curveLine({ backend, workers, points, seconds }: CurveTime): string {
  return `default sweep, ${points.length} points: ${seconds.toFixed(1)} s on ${backend}, ${workers} workers`
}
