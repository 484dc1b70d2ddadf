import { describe, expect, test } from 'vitest'
import type { CertifiedThresholds } from '../../../src/shared/certify'
import { certifiedText } from '../../../src/main/cli/terminal/certify-text'
import { openTestApp, testFolder } from '../../support/core'
import { onTerminal } from './terminal'

async function open(holdAfter?: number) {
  const app = await openTestApp({ dir: testFolder(), ...(holdAfter === undefined ? {} : { holdAfter }) })
  const terminal = onTerminal(app)
  return { app, terminal }
}

describe('nadir certify', () => {
  test('asks for every network that comes with Nadir, by both certificates, at 90 %', async () => {
    const { app, terminal } = await open()
    expect(await terminal.run('certify', '--json')).toBe(0)
    const shipped = (await app.ask('models.list', {})).filter(({ shipped }) => shipped).map(({ id }) => id)
    expect(app.host.certifyings.map(({ model }) => model.manifest.id)).toEqual(shipped)
    for (const { at, methods } of app.host.certifyings) expect({ at, methods }).toEqual({ at: 90, methods: ['interval', 'linear'] })
    expect((terminal.json() as { models: CertifiedThresholds[] }).models.map(({ model }) => model)).toEqual(shipped)
  })

  test('takes a model, a share, a certificate and fields, and prints a row with its axis', async () => {
    const { app, terminal } = await open()
    const args = ['lenet-w4a4', '--at', '75', '--method', 'linear', '--set', 'mapping.scheme=offset']
    expect(await terminal.run('certify', ...args)).toBe(0)
    expect(app.host.certifyings).toHaveLength(1)
    expect(app.host.certifyings[0]).toMatchObject({
      at: 75,
      methods: ['linear'],
      design: { 'mapping.scheme': 'offset', model: 'lenet-w4a4' },
    })
    expect(terminal.stdout.text).toContain('75 % of 10\u00a0000 images')
    expect(terminal.stdout.text).toMatch(/^lenet-w4a4 +0\.0001 +-+\.+$/m)
  })

  test.each([
    [['--at', '0'], 'bad-call'],
    [['--method', 'guess'], 'bad-call'],
    [['lenet-9'], 'unknown-model'],
    [['--set', 'device.bitsPerDevice=3'], 'not-divisible'],
  ])('%j is refused as %s with exit 2', async (args, code) => {
    const { terminal } = await open()
    expect(await terminal.run('certify', ...args, '--json')).toBe(2)
    expect(terminal.json()).toMatchObject({ error: { code } })
  })

  test('stops at Ctrl-C with exit 130', async () => {
    const { app, terminal } = await open(0)
    const ended = terminal.run('certify', 'lenet-w4a4', '--json')
    await app.until(() => app.host.certifyings.length === 1, 'it is under way')
    terminal.signal('SIGINT')
    expect(await ended).toBe(130)
    expect(terminal.json()).toMatchObject({ error: { code: 'cancelled' } })
  })

  test('says what lies outside the axis, and why nothing is certified', () => {
    const one = { at: 90, images: 100, from: 1e-5, to: 0.03, seconds: 1 }
    const text = certifiedText([
      {
        ...one,
        model: 'a',
        methods: [
          { method: 'interval', above: 1e-5 },
          { method: 'linear', t: 0.03 },
        ],
      },
      { ...one, model: 'b', methods: [], why: 'Columns are converted.' },
    ])
    expect(text).toMatch(/^a +< 0\.00001 +>= 0\.03 +-{40}$/m)
    expect(text).toMatch(/^b +none +none +\.{40}$/m)
    expect(text).toMatch(/Nothing is certified. Columns are converted\.$/)
  })
})
