import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Boom } from '../board/boom.ts'
import { createAccessControl, type SimulatorAuth } from '../camera/access-control.ts'

/** What goes wrong: nothing is answered, 503, no limit switch is seen, a body that says nothing. */
export type GateFault = 'silent' | 'refuses' | 'no-signal' | 'rubbish'

export interface GateSimulator {
  readonly port: number
  fail(fault: GateFault | null): void
  /** Commands that were carried out, in order. */
  commands(): readonly string[]
  /** How often a command came, carried out or not; one that is sent again after a 401 counts twice. */
  attempts(): number
  unplug(): Promise<void>
  plug(): Promise<void>
  close(): Promise<void>
}

const path = '/ISAPI/Parking/channels/1/barrierGate'
const namespace = 'xmlns="http://www.isapi.org/ver20/XMLSchema" version="2.0"'

/** The gate of a Hikvision camera over ISAPI, with a boom on its relays. */
export async function createHikvisionGate(boom: Boom, auth?: SimulatorAuth): Promise<GateSimulator> {
  const admits = createAccessControl(auth)
  const commands: string[] = []
  let fault: GateFault | null = null
  let attempts = 0

  function status(): string {
    const position = boom.position()
    const word = fault === 'no-signal' ? 0 : position === 'closed' ? 1 : position === 'open' ? 2 : 0
    return `<BarrierGateStatus ${namespace}><barrierGateStatus>${word}</barrierGateStatus></BarrierGateStatus>`
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = ''
    for await (const piece of request) body += String(piece)
    if (request.method === 'PUT') attempts += 1
    if (fault === 'silent' || !admits(request, response)) return
    if (fault === 'refuses') response.writeHead(503).end()
    else if (request.method === 'GET' && request.url === `${path}/barrierGateStatus`) {
      response.end(fault === 'rubbish' ? '<html>busy</html>' : status())
    } else if (request.method === 'PUT' && request.url === path) {
      const [, mode] =
        /<BarrierGate(?: [^>]*)?><ctrlMode>(open|close)<\/ctrlMode><\/BarrierGate>/.exec(body) ?? []
      if (mode === undefined) {
        response.writeHead(400).end()
        return
      }
      commands.push(mode)
      boom.command(mode === 'open' ? 'open' : 'close')
      response.end(`<ResponseStatus ${namespace}><statusCode>1</statusCode></ResponseStatus>`)
    } else response.writeHead(404).end()
  }

  const listen = (at: number) =>
    new Promise<Server>((resolve, reject) => {
      const made = createServer((request, response) => void handle(request, response).catch(() => {}))
      made.once('error', reject)
      made.listen(at, '127.0.0.1', () => resolve(made))
    })
  let server = await listen(0)
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0

  async function unplug(): Promise<void> {
    if (!server.listening) return
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
  }

  return {
    port,
    fail(to) {
      fault = to
    },
    commands: () => [...commands],
    attempts: () => attempts,
    unplug,
    async plug() {
      if (!server.listening) server = await listen(port)
    },
    close: unplug,
  }
}
