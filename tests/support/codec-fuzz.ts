import { badgeKeyboardDecoder } from '../../drivers/badge-reader/keyboard-codec.ts'
import { osdpMessage, osdpPoll } from '../../drivers/badge-reader/osdp-codec.ts'
import { badgeDecoder } from '../../drivers/badge-reader/serial-codec.ts'
import { hidPosDecoder } from '../../drivers/barcode-scanner/hid-pos-codec.ts'
import { keyboardDecoder } from '../../drivers/barcode-scanner/keyboard-codec.ts'
import { ssiDecoder } from '../../drivers/barcode-scanner/ssi-codec.ts'
import { dahuaEvents } from '../../drivers/camera-dahua/codec.ts'
import { createEventDecoder } from '../../drivers/camera-events/event-codec.ts'
import type { EventProtocol } from '../../drivers/camera-events/event-intake.ts'
import { hikvisionEvents } from '../../drivers/camera-hikvision/codec.ts'
import { createMjpegDecoder } from '../../drivers/camera-http/mjpeg-codec.ts'
import { createFrameDecoder } from '../../drivers/document-reader/codec.ts'
import { framingPresets } from '../../drivers/document-reader/options.ts'
import {
  createRtuReplyFinder,
  createTcpReplyFinder,
  rtuFrame,
  tcpFrame,
} from '../../drivers/modbus-board/codec.ts'
import { scaleDecoder } from '../../drivers/scale/codec.ts'
import { badgeFrame } from '../../drivers/simulator/badge/badge-frames.ts'
import { readerFrame } from '../../drivers/simulator/reader/reader-frames.ts'
import { hidPosReports, keyboardReports, ssiFrames } from '../../drivers/simulator/reader/scanner-frames.ts'
import { scaleFrame } from '../../drivers/simulator/scale/scale-frames.ts'
import type { Exchange } from '../../drivers/transport/exchange.ts'
import { smallJpeg } from '../unit/camera/small-jpeg.ts'

/** A codec under fuzz. What it does not tell (memory, counted bytes) is null. */
interface Subject {
  readonly name: string
  /** Sound frames to spoil. */
  readonly frames: readonly Buffer[]
  readonly maxBuffered: number | null
  create(): {
    /** Pushes, and says how many documents, codes, replies, pictures or events came out. */
    push(bytes: Uint8Array): number
    idle(): number
    buffered(): number | null
    counted(): number | null
  }
}

export interface FuzzOutcome {
  readonly name: string
  readonly frames: number
  /** Documents, codes, replies, pictures or events that came out. */
  readonly found: number
  readonly pushed: number
  readonly counted: number | null
  readonly mostBuffered: number | null
  /** Longest processor time of one frame. */
  readonly longestMs: number
  /** What the codec owes and did not keep; empty where it kept all. A time is judged by the caller. */
  readonly broken: readonly string[]
}

/** Small, seeded and the same everywhere (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

/** Processor time of this thread: what others do on the machine is not the codec's. */
function threadMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

function spoilt(frame: Buffer, random: (below: number) => number): Buffer {
  const copy = Buffer.from(frame)
  switch (random(6)) {
    case 0:
    case 1:
      return copy
    case 2:
      return copy.subarray(0, random(copy.length))
    case 3:
      return Buffer.concat([copy, copy])
    case 4:
      return Buffer.from(Array.from({ length: random(300) }, () => random(256)))
    default:
      copy.writeUInt8(random(256), random(copy.length))
      return copy
  }
}

/** Throws `count` frames at a codec: sound, spoilt, cut, doubled, and rubbish, each in one or two pieces. */
export function fuzz(subject: Subject, count: number, seed: number): FuzzOutcome {
  const random = seeded(seed)
  const codec = subject.create()
  let found = 0
  let pushed = 0
  let longestMs = 0
  let mostBuffered: number | null = null
  for (let i = 0; i < count; i += 1) {
    const frame = subject.frames[random(subject.frames.length)] ?? Buffer.of()
    const bytes = spoilt(frame, random)
    const cut = random(3) === 0 ? random(bytes.length + 1) : bytes.length
    const silent = random(4) === 0
    const begun = threadMs()
    found += codec.push(bytes.subarray(0, cut))
    if (cut < bytes.length) found += codec.push(bytes.subarray(cut))
    if (silent) found += codec.idle()
    longestMs = Math.max(longestMs, threadMs() - begun)
    pushed += bytes.length
    const buffered = codec.buffered()
    if (buffered !== null) mostBuffered = Math.max(mostBuffered ?? 0, buffered)
  }
  const counted = codec.counted()
  const broken: string[] = []
  if (found === 0) broken.push('nothing came out')
  if (subject.maxBuffered !== null && (mostBuffered ?? 0) > subject.maxBuffered) broken.push('memory')
  if (counted !== null && counted + (codec.buffered() ?? 0) !== pushed) broken.push('bytes not counted')
  return { name: subject.name, frames: count, found, pushed, counted, mostBuffered, longestMs, broken }
}

const maxFrameBytes = 256
const lines = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']
const paper = Buffer.from('01KG123ABC|KAMAZ|'.repeat(20))

interface CountingDecoder {
  push(bytes: Uint8Array): readonly { readonly type: string; readonly bytes: number }[]
  idle(): readonly { readonly type: string; readonly bytes: number }[]
  buffered(): number
}

/** A decoder that counts every byte in exactly one result. */
function counting(
  decoder: CountingDecoder,
  wanted: string,
  countsAll: boolean,
): ReturnType<Subject['create']> {
  let counted = 0
  const take = (results: ReturnType<CountingDecoder['push']>) => {
    for (const { bytes } of results) counted += bytes
    return results.filter(({ type }) => type === wanted).length
  }
  return {
    push: (bytes) => take(decoder.push(bytes)),
    idle: () => take(decoder.idle()),
    buffered: decoder.buffered,
    counted: () => (countsAll ? counted : null),
  }
}

const readers: readonly Subject[] = Object.entries(framingPresets).map(([name, framing]) => ({
  name: `document reader ${name}`,
  frames: [
    Buffer.from(readerFrame(name === 'idle-gap' ? 'cr-lines' : (name as 'cr-lines'), lines)),
    Buffer.of(0x43, 0, 1, 1),
  ],
  maxBuffered: maxFrameBytes,
  create: () => counting(createFrameDecoder(framing, maxFrameBytes), 'document', true),
}))

const scanners: readonly Subject[] = [
  {
    name: 'scanner SSI',
    frames: [...ssiFrames(0x11, paper), ...ssiFrames(0x1c, Buffer.from('A1'))].map((one) => Buffer.from(one)),
    maxBuffered: 1000 + 257,
    create: () => counting(ssiDecoder(1000), 'symbol', false),
  },
  {
    name: 'scanner HID POS',
    frames: [...hidPosReports('L', paper), ...hidPosReports('Q', Buffer.from('A1'))].map((one) =>
      Buffer.from(one),
    ),
    maxBuffered: 1000 + 64,
    create: () => counting(hidPosDecoder(1000), 'symbol', false),
  },
  {
    name: 'scanner keyboard',
    frames: [lines.join('\r'), 'A1\r', ']Q1https://example.kg/{1}\r'].map((text) =>
      Buffer.concat(keyboardReports(text, 'de')),
    ),
    maxBuffered: 1000 + 2 * 44 + 8,
    create: () => counting(keyboardDecoder(1000, { layout: 'de', terminator: 'enter' }), 'symbol', true),
  },
]

const request = Uint8Array.of(1, 2, 0, 0, 0, 16)
const answer = Uint8Array.of(1, 2, 2, 0xa5, 0x0f)
const exception = Uint8Array.of(1, 0x82, 2)

/** A finder serves one request; the next request begins where silence fell or an answer came. */
function finding(create: () => ReturnType<typeof createRtuReplyFinder>): ReturnType<Subject['create']> {
  let finder = create()
  return {
    push(bytes) {
      if (finder.push(bytes) === undefined) return 0
      finder = create()
      return 1
    },
    idle() {
      finder = create()
      return 0
    },
    buffered: () => null,
    counted: () => null,
  }
}

const boards: readonly Subject[] = [
  {
    name: 'Modbus RTU reply',
    frames: [answer, exception].map((adu) => Buffer.from(rtuFrame(adu))),
    maxBuffered: null,
    create: () => finding(() => createRtuReplyFinder(request)),
  },
  {
    name: 'Modbus TCP reply',
    frames: [answer, exception].map((adu) => Buffer.from(tcpFrame(7, adu))),
    maxBuffered: null,
    create: () => finding(() => createTcpReplyFinder(7, request)),
  },
]

function streaming(push: (bytes: Uint8Array) => readonly unknown[]): ReturnType<Subject['create']> {
  return { push: (bytes) => push(bytes).length, idle: () => 0, buffered: () => null, counted: () => null }
}

const jpeg = Buffer.from(smallJpeg())
const header = '\r\n--boundary\r\nContent-Type: image/jpeg\r\nContent-Length: 12\r\n\r\n'

function events(name: string, { grammar }: EventProtocol, event: string): Subject {
  return {
    name,
    frames: [Buffer.from(`${header}${event}`), Buffer.concat([Buffer.from(header), jpeg])],
    maxBuffered: null,
    create: () =>
      streaming(createEventDecoder({ grammar, maximumBytes: 10_000, maximumEventBytes: 1000 }).push),
  }
}

const cameras: readonly Subject[] = [
  {
    name: 'camera MJPEG',
    frames: [Buffer.concat([Buffer.from(header), jpeg]), jpeg],
    maxBuffered: null,
    create: () => streaming(createMjpegDecoder({ maximumBytes: 10_000 }).push),
  },
  events(
    'camera events Hikvision',
    hikvisionEvents,
    '<EventNotificationAlert version="2.0"><eventType>ANPR</eventType></EventNotificationAlert>',
  ),
  events(
    'camera events Dahua',
    dahuaEvents,
    'Code=TrafficJunction;action=Pulse;index=0;data={ "TrafficCar" : {"PlateNumber":"A}1"} }',
  ),
]

const scales: readonly Subject[] = (['toledo', 'yaohua', 'cas'] as const).map((protocol) => ({
  name: `scale ${protocol}`,
  frames: [25_340, 0].map((kilograms) => scaleFrame(protocol, { kilograms })),
  maxBuffered: 40,
  create: () => counting(scaleDecoder(protocol, true), 'indication', true),
}))

/** An exchange sees all that came since its request, at most 1024 bytes; an answer or silence ends it. */
function asking(ask: () => Exchange<unknown>): ReturnType<Subject['create']> {
  let exchange = ask()
  let buffer = Buffer.of()
  const anew = () => {
    exchange = ask()
    buffer = Buffer.of()
    return 0
  }
  return {
    push(bytes) {
      buffer = Buffer.concat([buffer, bytes])
      const answered = exchange.answer(buffer) !== undefined
      if (answered || buffer.length > 1024) anew()
      return answered ? 1 : 0
    },
    idle: anew,
    buffered: () => null,
    counted: () => null,
  }
}

const badges: readonly Subject[] = [
  ...(['em4100', 'wiegand'] as const).map((protocol) => ({
    name: `badge ${protocol}`,
    frames: (protocol === 'em4100' ? ['62E3086CED'] : ['010003', '62E3086C']).map((badge) =>
      badgeFrame(protocol, badge),
    ),
    maxBuffered: 16,
    create: () => counting(badgeDecoder(protocol), 'badge', true),
  })),
  {
    name: 'badge OSDP answer',
    frames: [
      Buffer.from(osdpMessage(0x80, 1, 0x50, Uint8Array.of(0, 1, 26, 0, 0x80, 0x80, 0x01, 0xc0))),
      Buffer.from(osdpMessage(0x80, 1, 0x40)),
    ],
    maxBuffered: null,
    create: () => asking(() => osdpPoll(0, 1)),
  },
  {
    name: 'badge keyboard',
    frames: ['0012345678\r', '62e3086ced\r'].map((text) => Buffer.concat(keyboardReports(text))),
    maxBuffered: 32 + 8,
    create: () => counting(badgeKeyboardDecoder({ layout: 'us', terminator: 'enter' }), 'badge', true),
  },
]

/** Every codec that reads bytes of a device. */
export const fuzzSubjects: readonly Subject[] = [
  ...[...readers, ...scanners, ...scales, ...badges],
  ...boards,
  ...cameras,
]
