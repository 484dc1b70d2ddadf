import { InvalidArgumentError, Option } from 'commander'
import type { CertifiedThresholds } from '../../shared/certify'
import { NadirError } from '../../shared/errors'
import { collect } from './terminal/assignments'
import { certifiedText } from './terminal/certify-text'
import type { RegisterCommand } from './terminal/context'
import { readSpec } from './terminal/spec-input'

/** What this process calls its own work. */
const job = 'command line'

interface Options {
  at: number
  method?: 'interval' | 'linear'
  set?: string[]
}

const register: RegisterCommand = (program, context) => {
  program
    .command('certify')
    .summary('the largest threshold at which a floor is certified')
    .description(
      'For each network the largest write-verify threshold, from 0.00001 to 0.03 of the window, at which so many of the scored images are answered right by every chip: certified, not sampled. Without names, the networks that come with Nadir. Other fields of the design are set with --set.',
    )
    .argument('[models...]', 'the models')
    .addOption(new Option('--at <percent>', 'share of the scored images that has to be certified').default(90).argParser(share))
    .addOption(new Option('--method <method>', 'one certificate alone').choices(['interval', 'linear']))
    .option('--set <name=value>', 'set a field; may be repeated', collect)
    .action(async (names: string[], { at, method, set = [] }: Options) => {
      context.onSignal((signal) => {
        if (signal !== 'SIGINT') return false
        context.call('certify.cancel', { job }).catch((error: unknown) => context.note(NadirError.from(error).message))
        return true
      })
      const models = names.length > 0 ? names : (await context.call('models.list', {})).filter(({ shipped }) => shipped).map(({ id }) => id)
      const found: CertifiedThresholds[] = []
      for (const model of models) {
        context.note(`${model} ...`)
        const spec = await readSpec(context, { file: undefined, set: [...set, `model=${model}`], axis: [] })
        found.push(await context.call('certify.largest', { spec: { ...spec }, at, ...(method === undefined ? {} : { method }), job }))
      }
      context.answer({ models: found }, () => certifiedText(found))
    })
}
export default register

function share(text: string): number {
  const percent = Number(text)
  if (!(percent > 0 && percent <= 100)) throw new InvalidArgumentError('Expected a number above 0, at most 100.')
  return percent
}
