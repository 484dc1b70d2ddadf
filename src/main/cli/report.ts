import type { RegisterCommand } from './terminal/context'
import { writeWhole } from './terminal/write-whole'

const register: RegisterCommand = (program, context) => {
  program
    .command('report')
    .summary('make a report of one or several runs')
    .description('Makes a report that holds everything needed to repeat its runs, and prints it, or writes it to a file.')
    .argument('<runs...>', 'one to eight runs, as r-00001')
    .option('--format <name>', 'html, csv or json', 'html')
    .option('--out <file>', 'where to write it; stdout if absent')
    .action(async (runs: string[], { format, out }: { format: string; out?: string }) => {
      const report = await context.call('reports.create', { runs, format })
      if (out === undefined) return context.answer(report, () => report.text.trimEnd())
      const file = await writeWhole(out, report.text)
      context.answer(file, () => `${file.file} (${file.bytes} bytes)`)
    })
}
export default register
