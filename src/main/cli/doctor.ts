import { answerChecks } from './terminal/checks'
import type { RegisterCommand } from './terminal/context'

const register: RegisterCommand = (program, context) => {
  program
    .command('doctor')
    .summary('say what works here and how fast')
    .description('Says what works on this machine, which backend computes, how fast, and what would make it faster. Takes some seconds.')
    .option('--check', 'also read every file: is the database whole, are models and data what they were')
    .action(async ({ check }: { check?: boolean }) =>
      answerChecks(context, await context.call('app.doctor', { check: check === true }), 'internal'),
    )
}
export default register
