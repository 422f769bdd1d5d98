import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import type { ControlKind, OfficerActor, OfficerDuty, Party } from '../domain/party.ts'
import { AyaldamaError } from '../ports/errors.ts'

/** One officer as the configuration names them: a service number, never a name. */
export interface OfficerRecord {
  readonly officer: string
  readonly party: Party
  readonly body: ControlKind
  /** What a reader gives of the officer's badge; none: the officer types the service number. */
  readonly badge?: string
  readonly duties?: readonly OfficerDuty[]
  /** `scrypt$N$r$p$salt$hash`, as `hashPin` makes it. */
  readonly pin: string
  /** Last day of the service pass, YYYY-MM-DD in the checkpoint's time zone (JC 12). */
  readonly passValidUntil: string
}

export interface VerifiedOfficer {
  readonly officer: OfficerActor
  readonly duties: readonly OfficerDuty[]
  readonly passValidUntil: string
}

export type Verification =
  | ({ readonly outcome: 'verified' } & VerifiedOfficer)
  /** Unknown officer or wrong PIN: a caller cannot tell which, not even by the time it took. */
  | { readonly outcome: 'wrong' }

export interface OfficerDirectory {
  /** The service number of what was typed or read, a service number or a badge; null where it is of nobody. */
  identify(typed: string): string | null
  /** `typed`: as for `identify`. */
  verify(typed: string, pin: string): Promise<Verification>
}

interface PinHash {
  readonly cost: number
  readonly blockSize: number
  readonly parallelization: number
  readonly salt: Buffer
  readonly hash: Buffer
}

const hashBytes = 32
const defaultCost = 2 ** 15

/** Hash of a PIN for an officer record. `cost` is scrypt's N, a power of two. */
export async function hashPin(pin: string, cost: number = defaultCost): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(pin, {
    cost,
    blockSize: 8,
    parallelization: 1,
    salt,
    hash: Buffer.alloc(hashBytes),
  })
  return `scrypt$${cost}$8$1$${salt.toString('base64url')}$${hash.toString('base64url')}`
}

/** Throws `config.invalid` for a record that could never sign in, or an officer named twice. */
export function createOfficerDirectory(records: readonly OfficerRecord[]): OfficerDirectory {
  const known = new Map<string, { readonly record: OfficerRecord; readonly hash: PinHash }>()
  for (const record of records) {
    const place = `officer ${record.officer}`
    if (known.has(record.officer)) throw new AyaldamaError('config.invalid', place, 'It is named twice.')
    if (!isCalendarDate(record.passValidUntil)) {
      throw new AyaldamaError('config.invalid', place, 'passValidUntil must be a date YYYY-MM-DD.')
    }
    known.set(record.officer, { record, hash: parsePinHash(record.pin, place) })
  }
  const byBadge = badgesOf(records)
  const find = (typed: string) => known.get(typed) ?? known.get(byBadge.get(badgeForm(typed)) ?? '')
  // The stand-in costs what real hashes cost, so that unknown officers answer no faster than known ones.
  const costs = [...known.values()].map((entry) => entry.hash.cost)
  const standIn: PinHash = {
    cost: Math.max(...costs, costs.length === 0 ? defaultCost : 2),
    blockSize: 8,
    parallelization: 1,
    salt: randomBytes(16),
    hash: randomBytes(hashBytes),
  }
  return {
    identify: (typed) => find(typed)?.record.officer ?? null,
    async verify(typed, pin) {
      const entry = find(typed)
      const expected = entry?.hash ?? standIn
      const given = await derive(pin, expected)
      const equal = timingSafeEqual(given, expected.hash)
      if (entry === undefined || !equal) return { outcome: 'wrong' }
      const { record } = entry
      return {
        outcome: 'verified',
        officer: { kind: 'officer', officer: record.officer, party: record.party, body: record.body },
        duties: record.duties ?? [],
        passValidUntil: record.passValidUntil,
      }
    },
  }
}

/** Readers differ in case and put signs between bytes; the badge is the same. */
export function badgeForm(typed: string): string {
  return typed.toUpperCase().replace(/[\s:-]/g, '')
}

/** Service numbers by badge. Throws `config.invalid` where a badge is not of one officer alone. */
function badgesOf(records: readonly OfficerRecord[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { officer, badge } of records) {
    if (badge === undefined) continue
    const form = badgeForm(badge)
    const holder = found.get(form) ?? records.find((one) => badgeForm(one.officer) === form)?.officer
    if (holder !== undefined) {
      throw new AyaldamaError('config.invalid', `officer ${officer}`, `Its badge is that of ${holder} too.`)
    }
    found.set(form, officer)
  }
  return found
}

/** JC 12: a pass is good through its last day, by the calendar of the checkpoint. */
export function passIsValid(passValidUntil: string, now: Date, timeZone: string): boolean {
  return localDate(now, timeZone) <= passValidUntil
}

function localDate(now: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  return parts.format(now)
}

function isCalendarDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))
}

function parsePinHash(text: string, place: string): PinHash {
  const [scheme, n, r, p, salt, hash, ...rest] = text.split('$')
  const cost = Number(n)
  const blockSize = Number(r)
  const parallelization = Number(p)
  const powerOfTwo = Number.isInteger(Math.log2(cost)) && cost >= 2 && cost <= 2 ** 20
  const saltBytes = Buffer.from(salt ?? '', 'base64url')
  const expected = Buffer.from(hash ?? '', 'base64url')
  const sound =
    scheme === 'scrypt' &&
    rest.length === 0 &&
    powerOfTwo &&
    blockSize >= 1 &&
    blockSize <= 32 &&
    parallelization >= 1 &&
    parallelization <= 16 &&
    saltBytes.length >= 8 &&
    expected.length === hashBytes
  if (!sound) throw new AyaldamaError('config.invalid', place, 'pin must be scrypt$N$r$p$salt$hash.')
  return { cost, blockSize, parallelization, salt: saltBytes, hash: expected }
}

function derive(pin: string, { cost, blockSize, parallelization, salt }: PinHash): Promise<Buffer> {
  const options: ScryptOptions = {
    cost,
    blockSize,
    parallelization,
    maxmem: 256 * cost * blockSize + 2 ** 20,
  }
  return new Promise((resolve, reject) => {
    scrypt(pin.normalize('NFKC'), salt, hashBytes, options, (error, key) => {
      if (error === null) resolve(key)
      else reject(error)
    })
  })
}
