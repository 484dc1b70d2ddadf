import { percent } from '../../shared/units'
import { collect, readSingle } from './terminal/assignments'
import type { RegisterCommand } from './terminal/context'
import { createProgress, timeLeft } from './terminal/progress'

const register: RegisterCommand = (program, context) => {
  program
    .command('train')
    .summary('train a network')
    .description('Trains a network and keeps it in the data folder. `nadir methods METHOD` lists what can be set.')
    .argument('<method>', 'training method, as standard')
    .requiredOption('--name <name>', 'name of the new model: small letters, digits and hyphens')
    .option('--set <name=value>', 'set a parameter; may be repeated', collect)
    .action(async (method: string, { name, set = [] }: { name: string; set?: string[] }) => {
      const params = Object.fromEntries(set.map(readSingle).map(({ field, value }) => [field, value]))
      const core = await context.core()
      const progress = createProgress(context)
      let epochs = 0
      const unsubscribe = core.subscribe(({ event, data }) => {
        if (event !== 'training.progress' || data.name !== name) return
        const { epoch, step, steps, loss, accuracy, secondsLeft } = data
        const share = (epoch - 1 + (steps === 0 ? 0 : step / steps)) / data.epochs
        progress.tell(
          share,
          `epoch ${epoch} of ${data.epochs}, loss ${loss.toFixed(3)}, accuracy ${percent(accuracy, 2)} %${timeLeft(secondsLeft)}`,
          epoch > epochs,
        )
        epochs = Math.max(epochs, epoch)
      })
      try {
        const model = await context.call('models.train', { method, name, params })
        context.answer(model, () => `${model.id}: clean ${percent(model.recorded.clean, 2)} %`)
      } finally {
        unsubscribe()
        progress.stop()
      }
    })
}
export default register
