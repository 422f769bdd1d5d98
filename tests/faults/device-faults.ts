import type { Fault } from './faults.ts'

const serial = 'drivers/badge-reader/serial-codec.ts'
const wiegand = 'drivers/badge-reader/wiegand.ts'
const osdpCodec = 'drivers/badge-reader/osdp-codec.ts'
const osdp = 'drivers/badge-reader/osdp-driver.ts'
const upsCodec = 'drivers/ups/codec.ts'
const ups = 'drivers/ups/driver.ts'
const gate = 'drivers/hikvision-barrier/driver.ts'
const gateCodec = 'drivers/hikvision-barrier/codec.ts'
const debounce = 'drivers/contact-barrier/debounce.ts'
const flood = 'drivers/transport/flood-limit.ts'

const ofBadges = ['tests/unit/drivers/badge-codec.test.ts']
const ofReaders = ['tests/contract/drivers/badge-reader.test.ts']
const ofUps = ['tests/unit/drivers/ups-codec.test.ts']
const ofSupply = ['tests/contract/drivers/ups.test.ts']
const ofGate = ['tests/unit/drivers/hikvision-barrier.test.ts']
const ofBarriers = ['tests/contract/drivers/barrier.test.ts']
const ofDebounce = ['tests/property/drivers/debounce.test.ts']
const ofFloods = ['tests/property/drivers/flood-limit.test.ts']

/** Slips of the pen in what reads badges and the power, moves booms, and holds a flood back. */
export const deviceFaults: readonly Fault[] = [
  {
    what: 'an EM4100 checksum that is wrong is taken',
    file: serial,
    find: 'return xor === Number.parseInt(checksum, 16) ? number.toUpperCase() : null',
    replace: 'return xor >= 0 ? number.toUpperCase() : null',
    tests: ofBadges,
  },
  {
    what: 'the first parity of Wiegand is not looked at',
    file: wiegand,
    find: 'ones(bits.slice(0, half)) % 2 !== 0 ||',
    replace: '',
    tests: ofBadges,
  },
  {
    what: 'the second parity of Wiegand is even',
    file: wiegand,
    find: 'ones(bits.slice(half, count)) % 2 !== 1',
    replace: 'ones(bits.slice(half, count)) % 2 !== 0',
    tests: ofBadges,
  },
  {
    what: 'a parity stands in the number of a badge',
    file: wiegand,
    find: 'bits.slice(1, 1 + data)',
    replace: 'bits.slice(0, data)',
    tests: ofBadges,
  },
  {
    what: 'a badge that is held is presented again and again',
    file: 'drivers/badge-reader/presence.ts',
    find: 'return !held',
    replace: 'return true',
    tests: ofReaders,
  },
  {
    what: 'an answer of another OSDP reader is taken',
    file: osdpCodec,
    find: '(from & ~replyBit) !== address || ',
    replace: '',
    tests: ofBadges,
  },
  {
    what: 'an OSDP answer with a wrong CRC is taken',
    file: osdpCodec,
    find: 'if (crc !== osdpCrc(message.subarray(0, -2))) {',
    replace: 'if (crc < 0) {',
    tests: ofBadges,
  },
  {
    what: 'a late OSDP answer to the poll before is taken',
    file: osdpCodec,
    find: 'if ((control & 3) === sequence)',
    replace: 'if (sequence >= 0)',
    tests: ofBadges,
  },
  {
    what: 'an OSDP answer that was lost is not asked for again',
    file: osdp,
    find: "lifecycle.count('framesRejected')",
    replace: "lifecycle.count('framesRejected')\n          sequence = (sequence % 3) + 1",
    tests: ofReaders,
  },
  {
    what: 'a torn-off OSDP reader is well',
    file: osdp,
    find: "if (answer.type === 'status') tamper = answer.tamper",
    replace: '',
    tests: ofReaders,
  },
  {
    what: 'the number of a badge stands in health',
    file: 'drivers/badge-reader/driver.ts',
    find: "lifecycle.count('badges')",
    replace: "lifecycle.count('badges')\n        lifecycle.to('online', 'read ' + result.badge)",
    tests: ofReaders,
  },
  {
    what: 'a battery that is charged again is low',
    file: upsCodec,
    find: "low: battery && (words.has('LB')",
    replace: "low: (words.has('LB')",
    tests: ofUps,
  },
  {
    what: 'a word of another variable is taken for the status',
    file: upsCodec,
    find: 'if (!line.startsWith(head)) continue',
    replace: "if (!line.startsWith('VAR ')) continue",
    tests: ofUps,
  },
  {
    what: 'a charge below the limit is not low',
    file: ups,
    find: 'status.low || below(chargePercent, options.lowPercent)',
    replace: 'status.low',
    tests: ofSupply,
  },
  {
    what: 'a UPS that is lost is still on mains',
    file: ups,
    find: "if (last?.level === 'mains') last",
    replace: "if (last?.level === 'low') last",
    tests: ofSupply,
  },
  {
    what: 'on a low battery the next vehicle is called in',
    file: 'edge/lane/law-work.ts',
    find: "deps.power?.state().level === 'low'",
    replace: "deps.power?.state().level === 'mains'",
    tests: ['tests/unit/lane/lane.test.ts'],
  },
  {
    what: 'no signal of a gate is closed',
    file: gateCodec,
    find: "closedLimit: word === '1'",
    replace: "closedLimit: word !== '2'",
    tests: ofGate,
  },
  {
    what: 'limits of a gate that answers no more stand',
    file: gate,
    find: '        limits = undefined\n        failed += 1',
    replace: '        failed += 1',
    tests: ofGate,
  },
  {
    what: 'a command to a gate is repeated',
    file: gate,
    find: 'const answered = request(gate, gateCommand(mode))',
    replace:
      'const answered = request(gate, gateCommand(mode)).catch(() => request(gate, gateCommand(mode)))',
    tests: ['tests/unit/drivers/hikvision-barrier.test.ts'],
  },
  {
    what: 'outputs of a gate are clear while a command is on its way',
    file: gate,
    find: '      await commanding\n',
    replace: '',
    tests: ofGate,
  },
  {
    what: 'a loop that was lost does not make a gate lost',
    file: gate,
    find: 'board && illness[board.state] > illness[own.state] ? board : own',
    replace: 'board && illness[board.state] < 0 ? board : own',
    tests: ofBarriers,
  },
  {
    what: 'a gate opens for a close',
    file: gate,
    find: "pulseClose: () => command('close')",
    replace: "pulseClose: () => command('open')",
    tests: ofBarriers,
  },
  {
    what: 'a limit that bounces counts at once',
    file: debounce,
    find: 'if (reading.at - otherSince < debounceMs) return known',
    replace: '',
    tests: ofDebounce,
  },
  {
    what: 'a limit that bounces back is still on its way',
    file: debounce,
    find: '      otherSince = undefined\n      held = reading',
    replace: '      held = reading',
    tests: ofDebounce,
  },
  {
    what: 'a limit that chatters for ever stays fresh',
    file: debounce,
    find: 'return known\n',
    replace: 'return { value: known.value, at: reading.at }\n',
    tests: ofDebounce,
  },
  {
    what: 'a limit that was lost stands',
    file: debounce,
    find: 'if (reading === undefined || known === undefined || reading.value === known.value) {',
    replace:
      'if (reading === undefined) return known\n    if (known === undefined || reading.value === known.value) {',
    tests: ofDebounce,
  },
  {
    what: 'a line that floods is not stopped',
    file: flood,
    find: '      line.pause()\n',
    replace: '',
    tests: ofFloods,
  },
  {
    what: 'what a line sent before it was lost is lost too',
    file: flood,
    find: '      clearInterval(refill)\n      handOn(waiting.length)',
    replace: '      clearInterval(refill)',
    tests: ofFloods,
  },
  {
    what: 'who has spent all waits not long enough',
    file: flood,
    find: 'Math.ceil((-left * 1000) / perSecond)',
    replace: 'Math.ceil((-left * 100) / perSecond)',
    tests: ofFloods,
  },
]
