// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { useDesigns } from '../../../src/renderer/stores/designs'
import { NadirError } from '../../../src/shared/errors'
import { fieldInfos, spec, sweep } from '../example-run'

const call = vi.hoisted(() => vi.fn())
vi.mock('../../../src/renderer/api', () => ({ call, onEvent: () => () => undefined, saveFile: vi.fn() }))

const answers: Record<string, unknown> = { 'designs.fields': fieldInfos, 'designs.default': spec(sweep), 'designs.preview': { points: 8 } }

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
  call.mockReset()
  call.mockImplementation((name: string) => Promise.resolve(answers[name]))
})

describe('the designs store', () => {
  it('starts with the default design, and after a reload with the design that was in the form', async () => {
    const first = useDesigns()
    await first.load()
    expect(first.draft.axes.map((axis) => axis.field)).toEqual(['device.threshold'])
    first.set('attack.steps', 30)
    await Promise.resolve()
    setActivePinia(createPinia())
    const second = useDesigns()
    await second.load()
    expect(second.draft.fields['attack.steps']).toBe(30)
  })

  it('shows what follows from a sweep at the usual value of its axis, or else at its first', async () => {
    const designs = useDesigns()
    await designs.load()
    expect(designs.draft.fields['device.threshold']).toBe(0.03)
    designs.edit(spec({ device: { threshold: [0.005, 0.01] }, crossbar: { rows: [64, 128] } }))
    expect([designs.draft.fields['device.threshold'], designs.draft.fields['crossbar.rows']]).toEqual([0.005, 128])
    expect(designs.draft.axes.map((axis) => axis.values)).toEqual([
      [0.005, 0.01],
      [64, 128],
    ])
  })

  it('drops fields of another version from a kept design and fills new ones', async () => {
    localStorage.setItem(
      'nadir.draft',
      JSON.stringify({ fields: { 'no.longer': 1, seed: 7 }, axes: [{ field: 'no.longer', values: [1] }] }),
    )
    const designs = useDesigns()
    await designs.load()
    expect(designs.draft.fields['seed']).toBe(7)
    expect(designs.draft.fields).not.toHaveProperty('no.longer')
    expect(designs.draft.axes).toEqual([])
    expect(designs.draft.fields['crossbar.rows']).toBe(128)
  })

  it('remembers the range of an axis that is turned off and on again', async () => {
    const designs = useDesigns()
    await designs.load()
    designs.toggleAxis('device.threshold')
    expect(designs.draft.axes).toEqual([])
    designs.toggleAxis('device.threshold')
    expect(designs.draft.axes[0]?.range).toEqual({ from: 0.005, to: 0.04, steps: 8, scale: 'linear' })
  })

  it('asks the core for a preview of the newest draft only, and keeps why it cannot be planned', async () => {
    vi.useFakeTimers()
    const designs = useDesigns()
    await designs.load()
    await vi.advanceTimersByTimeAsync(300)
    call.mockClear()
    designs.set('seed', 2)
    await vi.advanceTimersByTimeAsync(100)
    designs.set('seed', 3)
    await vi.advanceTimersByTimeAsync(300)
    expect(call).toHaveBeenCalledTimes(1)
    expect(call).toHaveBeenCalledWith('designs.preview', { spec: expect.objectContaining({ seed: 3 }) as unknown })
    expect(designs.previewing).toBe(false)
    call.mockRejectedValueOnce(new NadirError('too-many-points', 'too many'))
    await designs.look()
    expect(designs.problem?.code).toBe('too-many-points')
    expect(designs.preview).toBeUndefined()
    vi.useRealTimers()
  })

  it('refuses a file that is no spec and leaves the form as it was', async () => {
    const designs = useDesigns()
    await designs.load()
    const before = designs.draft
    await expect(designs.openText('{"a": ', 'bad.json')).rejects.toMatchObject({ code: 'bad-spec', hint: expect.any(String) as string })
    await expect(designs.openText('[1]', 'list.json')).rejects.toMatchObject({ code: 'bad-spec' })
    expect(designs.draft).toEqual(before)
  })
})
