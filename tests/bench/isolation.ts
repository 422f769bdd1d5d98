/**
 * One lane under a flood: its scale, reader and scanner send sound frames as fast as TCP takes them, its camera
 * pictures as fast as HTTP does. What is measured is the other lane: how long its board takes to set a lamp and to
 * read it back, through the same daemon's drivers. Calm and flood take turns in short rounds, two by two, so that a
 * busy machine spoils both alike; of each round the p99 counts, of all pairs the median of their ratios.
 * Exit 1 where that grows by more than 10 %.
 * Run: npm run bench:isolation
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { parseConfiguration } from '../../config/load-configuration.ts'
import { simulatedLanePoints } from '../../drivers/simulator/board/points.ts'
import { createDevices } from '../../edge/composition/devices.ts'
import { systemClock } from '../../edge/ports/clock.ts'
import { silentLog } from '../../edge/ports/log.ts'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '30' }, seconds: { type: 'string', default: '4' } },
})
const mostGrowth = 0.1

async function peer(what: 'board' | 'flood'): Promise<{ child: ChildProcess; ports: readonly number[] }> {
  const child = fork(new URL('isolation-peer.ts', import.meta.url), [what])
  const [ports] = (await once(child, 'message')) as [readonly number[]]
  return { child, ports }
}

function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

const board = await peer('board')
const flood = await peer('flood')
const tcp = (port: number | undefined) => `{ type: tcp, host: 127.0.0.1, port: ${port} }`
const configuration = parseConfiguration(
  'isolation.yaml',
  `version: 1
gateway: { id: g, checkpoint: c, data: ./data, simulation: true }
rulePack: pack.yaml
console: { officers: officers.yaml }
devices:
  camera: { kind: camera-http, url: 'http://127.0.0.1:${flood.ports[3]}/picture', stream: 'http://127.0.0.1:${flood.ports[3]}/' }
  scale: { kind: scale, protocol: toledo, transport: ${tcp(flood.ports[0])} }
  reader: { kind: document-reader, transport: ${tcp(flood.ports[1])} }
  scanner: { kind: scanner-ssi, transport: ${tcp(flood.ports[2])} }
  board: { kind: modbus-board, transport: ${tcp(board.ports[0])}, points: ${JSON.stringify(simulatedLanePoints)} }
lanes:
  - { id: lane-1, exitParty: KAZ, entryParty: KGZ, hostParty: KGZ, camera: camera }
`,
  { checkFiles: false },
)
const devices = createDevices(configuration, systemClock, silentLog)
await devices.start()
const lamps = devices.get('ioBoard', 'board')
while (lamps.health().state !== 'online') await pause(50)

async function turn(flooding: boolean): Promise<readonly number[]> {
  flood.child.send(flooding ? 'flood' : 'calm')
  await pause(300)
  const samples: number[] = []
  const end = performance.now() + Number(values.seconds) * 1000
  for (let on = true; performance.now() < end; on = !on) {
    const begun = performance.now()
    await lamps.write('lightGreen', on)
    samples.push(performance.now() - begun)
    await pause(5)
  }
  return samples
}

interface Round {
  readonly calm: readonly number[]
  readonly flooded: readonly number[]
}

await turn(false)
const rounds: Round[] = []
for (let index = 0; index < Number(values.rounds); index += 1) {
  // Each comes first as often as the other.
  const first = await turn(index % 2 === 1)
  const second = await turn(index % 2 === 0)
  rounds.push(index % 2 === 0 ? { calm: first, flooded: second } : { calm: second, flooded: first })
}
const say = (line: string) => process.stdout.write(`${line}\n`)
const ofAll = (what: keyof Round, share: number) =>
  quantile(
    rounds.map((round) => quantile(round[what], share)),
    0.5,
  ).toFixed(2)
for (const what of ['calm', 'flooded'] as const) {
  const writes = rounds.reduce((sum, round) => sum + round[what].length, 0)
  say(`${what}: ${writes} writes, median of rounds: p50 ${ofAll(what, 0.5)} ms, p99 ${ofAll(what, 0.99)} ms`)
}
for (const role of ['scale', 'reader', 'scanner'] as const) {
  const device = devices.get(role === 'scale' ? 'scale' : 'documentReader', role)
  const { counters, state, reason } = device.health()
  say(
    `${role}: ${counters.framesRead} frames, slowed down ${counters.floods ?? 0} times, ${state}: ${reason}`,
  )
}
const camera = devices.get('camera', 'camera').health()
say(`camera: ${camera.counters.framesRead} frames, slowed down ${camera.counters.floods ?? 0} times`)
const ratios = rounds.map(({ calm, flooded }) => quantile(flooded, 0.99) / quantile(calm, 0.99))
const growth = quantile(ratios, 0.5) - 1
const percent = (ratio: number) => `${ratio >= 1 ? '+' : ''}${((ratio - 1) * 100).toFixed(1)} %`
say(
  `of ${rounds.length} pairs of rounds: quarter ${percent(quantile(ratios, 0.25))} to ${percent(quantile(ratios, 0.75))}`,
)
say(`p99 of the other lane: ${growth >= 0 ? '+' : ''}${(growth * 100).toFixed(1)} % (allowed: +10 %)`)
process.exitCode = growth <= mostGrowth ? 0 : 1
await devices.stop()
for (const { child } of [board, flood]) child.disconnect()
