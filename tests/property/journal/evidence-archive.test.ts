import { createHash, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkEvidence, type EvidenceSource, packEvidence } from '../../../edge/journal/evidence-archive.ts'
import { readTar, type TarFile, writeTar } from '../../../edge/journal/tar.ts'
import type { NewEvent, RecordedEvent } from '../../../edge/ports/journal.ts'
import { closed, customsNote, newEvent, opened } from '../../contract/journal/sample-events.ts'

const frame = Buffer.from('bytes of a frame')
const sha256 = createHash('sha256').update(frame).digest('hex')
const seen = newEvent({
  type: 'PlateRead',
  data: {
    ...{
      part: 'vehicle',
      text: '01KG123ABC',
      country: 'KG',
      confidence: 0.9,
      accepted: true,
      source: 'model',
    },
    frame: { sha256, mediaType: 'image/jpeg', bytes: frame.length },
  },
})
const recorded = (event: NewEvent, index: number): RecordedEvent => ({
  ...event,
  epoch: 1,
  seq: index + 1,
  recordTime: event.eventTime,
})
const events = [opened('c-1'), seen, customsNote('c-1', 'hidden compartment'), closed('c-1')].map(recorded)
const named = (files: readonly TarFile[], name: string) => {
  const found = files.find((file) => file.name === name)
  if (!found) throw new Error(`no ${name}`)
  return found
}
const picture = (name: string) => (name === sha256 ? frame : null)
const pair = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return { privateKey, publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') }
}
const key = pair()
const packed = (more: Partial<EvidenceSource> = {}, by = key) =>
  packEvidence(
    { crossing: 'c-1', events, picture, party: null, tree: null, ...more },
    by,
    '2026-11-24T06:00:00.000Z',
  )
const archive = packed()

describe('JC 7.3: the evidence of a crossing in one archive', () => {
  it('is checked with no gateway at hand', () => {
    const checked = checkEvidence(archive)
    expect(checked).toMatchObject({ ok: true, manifest: { events: 4, officers: ['KZ-1001'], lost: [] } })
    expect(checked.ok && checked.manifest.files.map(({ name }) => name)).toEqual([
      'events.ndjson',
      `evidence/${sha256}`,
    ])
  })

  it('any changed byte is noticed', () => {
    fc.assert(
      fc.property(fc.nat(archive.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const tampered = Uint8Array.from(archive)
        tampered[at] = (tampered[at] ?? 0) ^ change
        expect(checkEvidence(tampered).ok).toBe(false)
      }),
      { numRuns: 3000, seed: 7 },
    )
  })

  it('a shortened or lengthened archive is noticed', () => {
    fc.assert(
      fc.property(fc.nat(archive.length - 1), (length) => {
        expect(checkEvidence(archive.slice(0, length)).ok).toBe(false)
      }),
      { numRuns: 300, seed: 7 },
    )
    expect(checkEvidence(Buffer.concat([archive, Buffer.alloc(512)])).ok).toBe(false)
  })

  it('names the first bad item', () => {
    const at = Buffer.from(archive).indexOf('bytes of a frame')
    const tampered = Uint8Array.from(archive)
    tampered[at] = 0
    expect(checkEvidence(tampered)).toMatchObject({ ok: false, bad: `evidence/${sha256}` })
  })

  it('is signed by the gateway: who has its public key needs nothing else', () => {
    expect(checkEvidence(archive, [pair().publicKey, key.publicKey])).toMatchObject({ ok: true })
    expect(checkEvidence(archive, [pair().publicKey])).toMatchObject({ ok: false, bad: 'manifest.sig' })
    expect(checkEvidence(packed({}, pair()), [key.publicKey])).toMatchObject({ bad: 'manifest.sig' })
  })

  it('made anew by another hand, whatever of it is changed, is not of this gateway', () => {
    const files = readTar(archive) ?? []
    const other = readTar(packed({ events: events.slice(1) }, pair())) ?? []
    const mixed = (...names: readonly string[]) =>
      writeTar(files.map((file) => (names.includes(file.name) ? named(other, file.name) : file)))
    expect(checkEvidence(mixed(), [key.publicKey]).ok).toBe(true)
    const findings = [
      [['manifest.sig'], 'manifest.json'],
      [['manifest.json'], 'manifest.json'],
      [['manifest.json', 'manifest.sig'], 'manifest.sig'],
      [['events.ndjson'], 'events.ndjson'],
      [['manifest.json', 'manifest.sig', 'events.ndjson'], 'manifest.sig'],
    ] as const
    for (const [names, bad] of findings) {
      expect(checkEvidence(mixed(...names), [key.publicKey])).toMatchObject({ ok: false, bad })
    }
    // A key of the gateway in the manifest does not make up for a signature by another.
    const claimed = Buffer.from(named(other, 'manifest.json').bytes)
      .toString()
      .replace(/"key": ".*"/, `"key": "${key.publicKey}"`)
    const forged = other.map((file) =>
      file.name === 'manifest.json' ? { ...file, bytes: Buffer.from(claimed) } : file,
    )
    expect(checkEvidence(writeTar(forged), [key.publicKey])).toMatchObject({ bad: 'manifest.json' })
  })

  it('holds the exhibits of an incident, and the pictures that a violation froze', () => {
    const ref = { sha256, mediaType: 'image/jpeg', bytes: frame.length }
    const frozen = { laws: ['KAZ'], jurisdiction: 'KAZ', article: 'JC 14.1', description: 'x' } as const
    const violation = newEvent({
      type: 'ViolationRecorded',
      data: { ...frozen, frozen: [ref], lawInForce: 'KAZ' },
    })
    const checked = checkEvidence(packed({ events: [opened('c-1'), violation].map(recorded) }))
    expect(checked.ok && checked.manifest.files.map(({ name }) => name)).toContain(`evidence/${sha256}`)
  })

  it('holds for a Party only what that Party may see, and no policy', () => {
    const text = (party: 'KAZ' | 'KGZ') => Buffer.from(packed({ party })).toString('latin1')
    expect(text('KAZ')).toContain('hidden compartment')
    expect(text('KGZ')).not.toContain('hidden compartment')
    expect(text('KGZ')).not.toContain('withheld')
    const whole = events.map((event) => ({ ...event, shares: { KAZ: { withheld: [] }, KGZ: null } }))
    expect(checkEvidence(packed({ events: whole, party: 'KGZ' }))).toMatchObject({
      manifest: { events: 0, files: [{}] },
    })
  })

  it('says which pictures the journal no longer holds', () => {
    expect(checkEvidence(packed({ picture: () => null }))).toMatchObject({
      manifest: { lost: [sha256] },
    })
  })
})
