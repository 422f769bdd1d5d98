import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkEvidence, packEvidence } from '../../../edge/journal/evidence-archive.ts'
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
const picture = (name: string) => (name === sha256 ? frame : null)
const archive = packEvidence('c-1', events, picture, null)

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

  it('holds for a Party only what that Party may see, and no policy', () => {
    const text = (party: 'KAZ' | 'KGZ') =>
      Buffer.from(packEvidence('c-1', events, picture, party)).toString('latin1')
    expect(text('KAZ')).toContain('hidden compartment')
    expect(text('KGZ')).not.toContain('hidden compartment')
    expect(text('KGZ')).not.toContain('withheld')
    const whole = events.map((event) => ({ ...event, shares: { KAZ: { withheld: [] }, KGZ: null } }))
    expect(checkEvidence(packEvidence('c-1', whole, picture, 'KGZ'))).toMatchObject({
      manifest: { events: 0, files: [{}] },
    })
  })

  it('says which pictures the journal no longer holds', () => {
    expect(checkEvidence(packEvidence('c-1', events, () => null, null))).toMatchObject({
      manifest: { lost: [sha256] },
    })
  })
})
