import { fileURLToPath } from 'node:url'
import { systemPython } from '../../../support/system-package.ts'
import { startChild } from './child.ts'

const script = fileURLToPath(new URL('./pymodbus_peer.py', import.meta.url))

export interface PymodbusPeer {
  readonly port: number
  setInput(address: number, value: boolean): void
  kill(): Promise<void>
}

/** `where` is a TCP port (0: the system chooses) or the path of a serial port. */
export async function startPymodbus(
  kind: 'tcp' | 'rtu-tcp' | 'rtu',
  where: string | number,
): Promise<PymodbusPeer> {
  const child = await startChild(systemPython, [script, kind, String(where)], /^ready/)
  return {
    port: Number(child.ready.split(' ')[1]),
    setInput: (address, value) => child.tell(`input ${address} ${value ? 1 : 0}`),
    kill: child.kill,
  }
}
