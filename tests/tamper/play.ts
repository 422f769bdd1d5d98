import { copyFileSync, cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { gatewayKeyFile } from '../../edge/journal/gateway-key.ts'
import { verifyJournal } from '../../edge/journal/verify.ts'
import { tampers } from './tampers.ts'
import { journalFile, type WholeJournal } from './whole-journal.ts'

export interface Played {
  readonly kind: string
  readonly what: string
  /** What `journal verify` says; null: it was not noticed. */
  readonly found: string | null
}

/** One seed, one tampered journal: the same every time. Tries on where a draw changes nothing. */
export function playTamper(whole: WholeJournal, scratch: string, seed: number): Played {
  const random = mulberry32(seed)
  const pick = (below: number) => Math.floor(random() * below)
  const kinds = Object.entries(tampers)
  const [kind, tamper] = kinds[seed % kinds.length] ?? []
  if (kind === undefined || tamper === undefined) throw new Error('no such tampering')
  const directory = join(scratch, 'copy')
  for (let tries = 0; tries < 100; tries++) {
    copyOf(whole, directory)
    const db = new Database(journalFile(directory))
    let what: string | null
    try {
      const triggers = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck()
      for (const name of triggers.all()) db.exec(`DROP TRIGGER ${name}`)
      db.pragma('ignore_check_constraints = ON')
      db.pragma('foreign_keys = OFF')
      db.pragma('synchronous = OFF')
      what = db.transaction(() => tamper({ db, directory, whole, pick }))()
    } finally {
      db.close()
    }
    if (what === null) continue
    const { bad } = verifyJournal(directory, whole.keys)
    return { kind, what, found: bad && `${bad.position}: ${bad.what}` }
  }
  throw new Error(`seed ${seed}: ${kind} changes nothing`)
}

function copyOf(whole: WholeJournal, directory: string): void {
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  for (const name of ['journal.db', gatewayKeyFile]) {
    copyFileSync(join(whole.directory, name), join(directory, name))
  }
  for (const sha256 of whole.pictures) {
    const place = join('evidence', sha256.slice(0, 2), sha256.slice(2))
    cpSync(join(whole.directory, place), join(directory, place))
  }
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
