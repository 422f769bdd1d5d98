import { createRequestServer, type RequestServer } from '../request-server.ts'

/** What goes wrong with upsd: nothing is answered, its driver has lost the UPS, the UPS has another name. */
export type UpsFault = 'silent' | 'DATA-STALE' | 'DRIVER-NOT-CONNECTED' | 'UNKNOWN-UPS'

export interface UpsSimulator extends RequestServer {
  /** Variables by name, e.g. `ups.status`; undefined takes one away. */
  set(variables: Readonly<Record<string, string | undefined>>): void
  fail(fault: UpsFault | null): void
}

/** upsd with one UPS, as Network UPS Tools answer. */
export async function createUpsSimulator(ups: string): Promise<UpsSimulator> {
  const variables = new Map([
    ['ups.status', 'OL'],
    ['battery.charge', '100'],
    ['battery.runtime', '1800'],
  ])
  let fault: UpsFault | null = null

  function answer(request: string): string {
    const [, name, variable] = /^GET VAR (\S+) (\S+)$/.exec(request) ?? []
    if (name === undefined || variable === undefined) return 'ERR UNKNOWN-COMMAND\n'
    if (fault !== null) return `ERR ${fault}\n`
    if (name !== ups) return 'ERR UNKNOWN-UPS\n'
    const value = variables.get(variable)
    if (value === undefined) return 'ERR VAR-NOT-SUPPORTED\n'
    return `VAR ${ups} ${variable} "${value.replace(/["\\]/g, '\\$&')}"\n`
  }

  const server = await createRequestServer((bytes, send) => {
    const end = bytes.indexOf('\n')
    if (end < 0) return 0
    if (fault !== 'silent') send(Buffer.from(answer(bytes.toString('utf8', 0, end))))
    return end + 1
  })
  return {
    ...server,
    set(changes) {
      for (const [name, value] of Object.entries(changes)) {
        if (value === undefined) variables.delete(name)
        else variables.set(name, value)
      }
    },
    fail(to) {
      fault = to
    },
  }
}
