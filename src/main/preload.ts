import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import { callChannel, eventChannel } from '../shared/bridge'

/**
 * The one function that the page gets: `nadir(name, input)` asks the core and gives its reply, `nadir('events', listener)`
 * listens and gives how to stop. Names and inputs are checked on the other side, so it never has to change.
 */
function nadir(name: string, input: unknown): unknown {
  if (name !== 'events' || typeof input !== 'function') return ipcRenderer.invoke(callChannel, { name, input })
  const listener = (_event: IpcRendererEvent, message: unknown): void => void Reflect.apply(input, undefined, [message])
  ipcRenderer.on(eventChannel, listener)
  return () => void ipcRenderer.off(eventChannel, listener)
}

contextBridge.exposeInMainWorld('nadir', nadir)
