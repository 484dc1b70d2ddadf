import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NadirError } from '../../shared/errors'
import type { Context, RegisterCommand } from './terminal/context'
import { follow } from './terminal/follow'
import { table } from './terminal/table'

const register: RegisterCommand = (program, context) => {
  program
    .command('bench')
    .summary('measure this machine')
    .description('Measures the loops of the engine on each backend (engine) and the first screen’s sweep (curve); both if none is named.')
    .argument('[name]', 'engine or curve')
    .option('--quick', 'fewer images and repeats')
    .action(async (name: string | undefined, { quick }: { quick?: boolean }) => {
      if (name !== undefined && name !== 'engine' && name !== 'curve') {
        throw new NadirError('bad-value', `There is no benchmark ${name}.`, { hint: 'Use engine or curve, or none for both.' })
      }
      const engine = name === 'curve' ? undefined : await runEngine(context, quick === true)
      const curve = name === 'engine' ? undefined : await runCurve(context)
      context.answer({ ...(engine === undefined ? {} : { engine }), ...(curve === undefined ? {} : { curve }) }, () =>
        [engine === undefined ? '' : engineTable(engine), curve === undefined ? '' : curveLine(curve)]
          .filter((text) => text !== '')
          .join('\n\n'),
      )
    })
}
export default register

type EngineRows = Awaited<ReturnType<typeof runEngine>>
type CurveTimes = Awaited<ReturnType<typeof runCurve>>

async function runEngine(context: Context, quick: boolean) {
  const { loadBenchInputs } = await import('../bench/inputs')
  const { benchEngine } = await import('../bench/engine')
  const inputs = await loadBenchInputs(context.places.resources, context.folder())
  context.note('images a second: train (batch 128, Adam), evaluate, weight gradient of p2, Monte Carlo (draws x images); medians')
  return benchEngine({ ...inputs, shard: context.places.shard, repeats: quick ? 2 : 5, images: quick ? 2000 : 10_000 }, (speed) =>
    context.note(`${speed.backend}, ${speed.workers} workers: ${loopsOf(speed).map(Math.round).join(', ')}`),
  )
}

/** In a data folder of its own, so that it starts from nothing and leaves nothing. */
async function runCurve(context: Context) {
  const { benchCurve } = await import('../bench/curve')
  const folder = await mkdtemp(join(tmpdir(), 'nadir-bench-'))
  context.options.db = folder
  try {
    const spec = await context.call('designs.default', {})
    return await benchCurve({
      start: () => follow(context, () => context.call('runs.start', { spec: { ...spec } })),
      about: async () => (await context.call('app.info', {})).backend,
    })
  } finally {
    await (await context.core()).close()
    await rm(folder, { recursive: true, force: true })
  }
}

const loopsOf = ({ train, evaluate, gradient, montecarlo }: EngineRows[number]): number[] => [train, evaluate, gradient, montecarlo]

function engineTable(rows: EngineRows): string {
  return table(
    [
      { title: 'backend' },
      { title: 'workers', numeric: true },
      { title: 'train, img/s', numeric: true },
      { title: 'evaluate, img/s', numeric: true },
      { title: 'gradient, img/s', numeric: true },
      { title: 'Monte Carlo, img/s', numeric: true },
    ],
    rows.map((row) => [row.backend, String(row.workers), ...loopsOf(row).map((value) => String(Math.round(value)))]),
  )
}

function curveLine({ backend, workers, points, seconds }: CurveTimes): string {
  return `default sweep, ${points} points: ${seconds.toFixed(1)} s on ${backend}, ${workers} workers`
}
