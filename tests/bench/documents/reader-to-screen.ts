import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket, WebSocketServer } from 'ws'
import { generateCentreKey } from '../../../edge/central/centre-key.ts'
import { writeDemoConfiguration } from '../../../edge/demo/demo-configuration.ts'
import { freePort } from '../../../edge/demo/free-port.ts'
import { startGatewayProcess } from '../../../edge/demo/gateway-process.ts'
import { createSite } from '../../../edge/demo/site.ts'
import { printMrz } from '../../../edge/domain/identity/mrz/print.ts'
import type { LaneView } from '../../../edge/ports/lane.ts'

/** Milliseconds of each document, and of the raw limits beside each in the same run. */
export interface ScreenTimes {
  readonly reader: readonly number[]
  /** A message of the same length, asked for and sent by a bare WebSocket server of this process. */
  readonly socket: readonly number[]
  /** 4 KiB appended to a file of the same disk, and made durable. */
  readonly disk: readonly number[]
}

const officer = { officer: 'KAZ-199', party: 'KAZ', body: 'border', pin: '4711' } as const
const lane = 'lane-1'
/** As many as sit in a full car: the view of a crossing grows with each. */
const documentsOfCrossing = 5
const waitMs = 20_000
/** Between two documents, that one does not stand behind the other: people hand them over seconds apart. */
const betweenMs = 30

const passport = (number: number) =>
  printMrz(
    {
      documentCode: 'P',
      issuingState: 'KAZ',
      documentNumber: `N${String(number).padStart(8, '0')}`,
      nationality: 'KAZ',
      surname: `TRAVELLER${'ABCDEFGHIJ'[number % 10]}`,
      givenNames: 'AIDA',
      sex: 'F',
      birth: `90${String(1 + (number % 12)).padStart(2, '0')}${String(1 + (number % 28)).padStart(2, '0')}`,
      expiry: '330101',
    },
    'TD3',
  )

/** Messages of one socket, awaited by what they say. */
function listen(socket: WebSocket) {
  const waiting = new Set<(text: string) => void>()
  socket.on('message', (data) => {
    for (const hear of waiting) hear(String(data))
  })
  return (fits: (text: string) => boolean): Promise<string> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('nothing fitting came over the socket')), waitMs)
      const hear = (text: string) => {
        if (!fits(text)) return
        clearTimeout(timer)
        waiting.delete(hear)
        resolve(text)
      }
      waiting.add(hear)
    })
}

/** A socket whose other end answers a number with so many characters. */
async function bareSocket() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  server.on('connection', (peer) => peer.on('message', (data) => peer.send('x'.repeat(Number(data)))))
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const socket = new WebSocket(`ws://127.0.0.1:${port}`)
  await new Promise((resolve) => socket.once('open', resolve))
  const next = listen(socket)
  return {
    async time(length: number): Promise<number> {
      const begun = performance.now()
      const answer = next((text) => text.length === length)
      socket.send(String(length))
      await answer
      return performance.now() - begun
    },
    close() {
      socket.close()
      server.close()
    },
  }
}

/**
 * From the bytes at a simulated reader's port to the message of the console's live feed that shows the document:
 * a gateway in a process of its own with driver, lane, journal and console, as it runs at a lane.
 */
export async function timeReaderToScreen(crossings: number): Promise<ScreenTimes> {
  const folder = await mkdtemp(join(tmpdir(), 'ayaldama-bench-'))
  const site = await createSite({ lane, exitParty: 'KAZ', entryParty: 'KGZ', speed: 1 })
  const bare = await bareSocket()
  const nobody = async () => ({ brokerPort: await freePort(0), centreKey: generateCentreKey().publicKey })
  const config = await writeDemoConfiguration(folder, {
    sites: [site],
    officers: [officer],
    uplinks: { KAZ: await nobody(), KGZ: await nobody() },
    consolePort: await freePort(0),
    speed: 1,
    workers: 1,
  })
  // Drawing and reading the camera's pictures on the same cores would be measured as well: it stays off.
  const dark = `devices.${lane}-camera.url=http://127.0.0.1:${await freePort(0)}/`
  const gateway = await startGatewayProcess(config, 'error', () => {}, [dark])
  const file = await open(join(folder, 'bare'), 'a')
  const times = { reader: [] as number[], socket: [] as number[], disk: [] as number[] }
  try {
    const post = (path: string, body: object, cookie = '') =>
      fetch(`${gateway.url}${path}`, {
        method: 'POST',
        headers: { origin: gateway.url, 'content-type': 'application/json', cookie },
        body: JSON.stringify(body),
      })
    const signedIn = await post('/api/v1/session', { officer: officer.officer, pin: officer.pin })
    const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const live = new WebSocket(`${gateway.url.replace('http', 'ws')}/api/v1/live`, {
      headers: { cookie, origin: gateway.url },
    })
    const next = listen(live)
    const view = (text: string): LaneView | null => {
      const message = JSON.parse(text) as { type: string; view?: LaneView }
      return message.type === 'lane' ? (message.view ?? null) : null
    }
    await new Promise((resolve) => live.once('open', resolve))
    site.board.setLoop('approachLoop', true)
    let before = ''
    for (let crossing = 0; crossing < crossings; crossing += 1) {
      const opened = view(
        await next(
          (text) => (view(text)?.crossing ?? null) !== null && view(text)?.crossing?.crossing !== before,
        ),
      )
      before = opened?.crossing?.crossing ?? ''
      for (let i = 0; i < documentsOfCrossing; i += 1) {
        const lines = passport(crossing * documentsOfCrossing + i)
        const shown = next((text) => text.includes(lines[1] ?? ''))
        const begun = performance.now()
        site.reader.scan(lines)
        const { length } = await shown
        times.reader.push(performance.now() - begun)
        times.socket.push(await bare.time(length))
        const written = performance.now()
        await file.write(Buffer.alloc(4096))
        await file.datasync()
        times.disk.push(performance.now() - written)
        await pause(betweenMs)
      }
      await post(`/api/v1/lanes/${lane}/commands`, { type: 'Return', reason: 'bench' }, cookie)
    }
    live.close()
  } finally {
    await file.close()
    await gateway.stop()
    bare.close()
    await site.close()
    await rm(folder, { recursive: true, force: true })
  }
  return times
}
