import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { NadirError } from '../../shared/errors'

export interface ToastAction {
  label: string
  run: () => unknown
  /** Shown beside the label; Ctrl Z runs the newest action marked `undo`. */
  keys?: string
  undo?: boolean
}

export interface Toast {
  id: number
  tone: 'plain' | 'fail'
  text: string
  hint?: string
  actions: ToastAction[]
}

export interface ToastInput {
  text: string
  hint?: string
  tone?: Toast['tone']
  actions?: ToastAction[]
  /** How long it stays; 0 keeps it until an action or a close. */
  seconds?: number
  /** A toast with the same key replaces the one before. */
  key?: string
}

/** One-line messages at the bottom left, each with at most a few actions. */
export const useToasts = defineStore('toasts', () => {
  const all = shallowRef<readonly Toast[]>([])
  const timers = new Map<number, ReturnType<typeof setTimeout>>()
  const keyed = new Map<string, number>()
  let last = 0

  function show(input: ToastInput): number {
    const id = ++last
    if (input.key !== undefined) {
      const before = keyed.get(input.key)
      if (before !== undefined) close(before)
      keyed.set(input.key, id)
    }
    const toast: Toast = {
      id,
      tone: input.tone ?? 'plain',
      text: input.text,
      actions: input.actions ?? [],
      ...(input.hint === undefined ? {} : { hint: input.hint }),
    }
    all.value = [...all.value, toast].slice(-4)
    const seconds = input.seconds ?? 8
    if (seconds > 0)
      timers.set(
        id,
        setTimeout(() => close(id), seconds * 1000),
      )
    return id
  }

  /** Says what went wrong and what to do about it. */
  function fail(error: unknown): void {
    const { message, hint } = NadirError.from(error)
    show({ tone: 'fail', text: message, key: message, seconds: 12, ...(hint === undefined ? {} : { hint }) })
  }

  function close(id: number): void {
    clearTimeout(timers.get(id))
    timers.delete(id)
    all.value = all.value.filter((toast) => toast.id !== id)
  }

  function act(toast: Toast, action: ToastAction): void {
    close(toast.id)
    action.run()
  }

  /** Takes back the newest thing that can be; false where there is nothing to take back. */
  function undo(): boolean {
    for (const toast of [...all.value].reverse()) {
      const action = toast.actions.find((a) => a.undo)
      if (action === undefined) continue
      act(toast, action)
      return true
    }
    return false
  }

  return { all, show, fail, close, act, undo }
})
