import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { touchesControl } from '../../../config/edit/control-table.ts'
import { differences, shownValue } from '../../../config/edit/differences.ts'
import { editText } from '../../../config/edit/edit-text.ts'

const lane = readFileSync(new URL('../../../config/examples/lane.yaml', import.meta.url), 'utf8')

/** Lines of the second text that the first has not. */
const newLines = (before: string, after: string) => {
  const old = new Set(before.split('\n'))
  return after.split('\n').filter((line) => !old.has(line))
}

describe('an edit of the text', () => {
  it('changes the one line of a value and keeps the comment that stands behind it', () => {
    const edited = editText(lane, [
      { op: 'set', path: ['lanes', 0, 'barriers', 'approach', 'travelMs'], value: 3500 },
    ])
    expect(newLines(lane, edited)).toEqual([
      '        travelMs: 3500 # measure it: from limit to limit; twice as long is a fault',
    ])
    expect(edited.split('\n')).toHaveLength(lane.split('\n').length)
  })

  it('adds a device on lines of its own, where there was none', () => {
    const edited = editText('devices: {} # none yet\nlanes: []\n', [
      { op: 'set', path: ['devices', 'camera'], value: { kind: 'camera-folder', folder: 'in' } },
      { op: 'set', path: ['lanes', 0], value: { id: 'lane-1' } },
    ])
    expect(edited).toContain('\n  camera:\n    kind: camera-folder\n    folder: in\n')
    expect(edited).toContain('\n  - id: lane-1\n')
    expect(edited).toContain('# none yet')
  })

  it('takes a device away with nothing else', () => {
    const edited = editText(lane, [{ op: 'remove', path: ['devices', 'reader'] }])
    expect(newLines(lane, edited)).toEqual([])
    expect(edited).not.toContain('document-reader\n')
    expect(edited).toContain('# Other readers: a scanner on USB')
  })

  it('refuses what the text has no room for, with the place', () => {
    expect(() => editText(lane, [{ op: 'set', path: ['lanes', 7], value: {} }])).toThrow(
      /lanes\.7.*the list has 1 entries/,
    )
    expect(() => editText(lane, [{ op: 'set', path: ['version', 'x'], value: 1 }])).toThrow(/version\.x/)
    expect(() => editText('a: [', [{ op: 'set', path: ['a'], value: 1 }])).toThrow(/not valid YAML/)
  })

  it('writes any text, number or word so that it is read again as it was', () => {
    const value = fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean())
    fc.assert(
      fc.property(value, (any) => {
        const edited = editText(lane, [{ op: 'set', path: ['gateway', 'checkpoint'], value: any }])
        const document = parseDocument(edited, { schema: 'core' })
        expect(document.getIn(['gateway', 'checkpoint'])).toEqual(any === 0 ? 0 : any)
        expect(document.getIn(['gateway', 'timeZone'])).toBe('Asia/Bishkek')
      }),
      { seed: 8, numRuns: 100 },
    )
  })
})

describe('differences', () => {
  it('are told down to single values, and what is secret is not told', () => {
    expect(differences({ a: { b: 1, c: [1] } }, { a: { b: 2, c: [1, 2] }, d: {} })).toEqual([
      { path: ['a', 'b'], before: 1, after: 2 },
      { path: ['a', 'c', 1], before: undefined, after: 2 },
      { path: ['d'], before: undefined, after: {} },
    ])
    expect(differences({ a: 1 }, { a: { b: 1 } })).toEqual([{ path: ['a'], before: 1, after: { b: 1 } }])
    expect(shownValue('4711', ['devices', 'x', 'password'])).toBe('the value')
    expect(shownValue(undefined, ['a'])).toBeNull()
  })
})

describe('JC 5.2: who may change what', () => {
  it.each([
    ['rulePack', 'rules'],
    ['law.keys.KAZ', 'rules'],
    ['console.officers', 'officers'],
    ['console.signatures', 'officers'],
    ['gateway.simulation', 'barriers'],
    ['lanes.0.barriers.approach.holdOffMs', 'barriers'],
    ['lanes.0.signals.zoneLoop', 'points'],
    ['lanes.0.exitParty', 'lanes'],
    ['replication.KGZ.broker', 'record'],
    ['gateway.data', 'record'],
    ['somethingNew', 'unlisted'],
    ['console.port', null],
    ['lanes.0.camera', null],
    ['recognition.workers', null],
  ])('%s: %s', (path, topic) => {
    const parts = path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))
    expect(touchesControl(parts, [])).toBe(topic)
  })

  it('a board may be plugged in elsewhere by one, and its points are turned round by both', () => {
    expect(touchesControl(['devices', 'board', 'transport', 'host'], ['ioBoard', 'ioBoard'])).toBeNull()
    expect(touchesControl(['devices', 'board', 'points', 'zoneLoop', 'invert'], ['ioBoard', 'ioBoard'])).toBe(
      'points',
    )
    expect(touchesControl(['devices', 'x', 'kind'], ['camera', 'barrier'])).toBe('barriers')
    expect(touchesControl(['devices', 'x', 'url'], ['camera', undefined])).toBeNull()
    expect(touchesControl(['devices', 'x', 'kind'], [undefined, undefined])).toBe('unlisted')
  })
})
