import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron'
import { callChannel, eventChannel } from '../../shared/bridge'
import { NadirError } from '../../shared/errors'
import { answer, refuse, type Core } from './core'

export interface WindowDoorOptions {
  core: Core
  /** Where our own page comes from, as `app://nadir`. */
  origin: string
  /** The contents of the windows that are open now. */
  windows: () => WebContents[]
}

/** Opens the windows' door: calls of our own page's main frame are carried to the core, events go to every window. Returns how to shut it. */
export function openWindowDoor({ core, origin, windows }: WindowDoorOptions): () => void {
  ipcMain.handle(callChannel, async (event, message: unknown) => {
    if (isOurPage(event, origin, windows())) return answer(core, message)
    return refuse(new NadirError('unauthorised', 'Only the page of Nadir itself may call.', { hint: 'Open Nadir again.' }))
  })
  const unsubscribe = core.subscribe((message) => {
    for (const contents of windows()) if (!contents.isDestroyed()) contents.send(eventChannel, message)
  })
  return () => {
    unsubscribe()
    ipcMain.removeHandler(callChannel)
  }
}

/** Whether a call comes from the main frame of one of our windows while that shows our own page. */
export function isOurPage(event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>, origin: string, windows: WebContents[]): boolean {
  const { sender, senderFrame } = event
  return senderFrame !== null && windows.includes(sender) && senderFrame === sender.mainFrame && isFrom(origin, senderFrame.url)
}

/** Whether an address lies at an origin. Compared by its parts: custom schemes have no origin of their own in Node. */
export function isFrom(origin: string, address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host } = new URL(address)
  return `${protocol}//${host}` === origin
}
