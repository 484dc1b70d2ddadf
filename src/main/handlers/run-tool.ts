import { spawn } from 'node:child_process'

/** Runs a program of this machine in a folder; gives what it said on stderr where it failed, else nothing. */
export type RunTool = (name: string, args: readonly string[], folder: string) => Promise<string | undefined>

/** The program as the machine finds it; stopped when Nadir ends. */
export const runTool: RunTool = (name, args, folder) => {
  return new Promise((resolve) => {
    let said = ''
    const tool = spawn(name, args, {
      cwd: folder,
      env: { ...process.env, LC_ALL: 'C' },
      shell: process.platform === 'win32',
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    tool.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
    tool.on('error', (error) => resolve(`${name} does not start (${error.message})`))
    tool.on('close', (code) => resolve(code === 0 ? undefined : said.trim() || `${name} ended with code ${code}`))
    const stop = (): void => void tool.kill()
    process.once('exit', stop)
    tool.on('close', () => process.off('exit', stop))
  })
}
