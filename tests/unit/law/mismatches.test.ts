import { describe, expect, it } from 'vitest'
import { findings } from '../../../edge/domain/checkpoint/findings.ts'
import { mismatchesOf, platesOfPaper } from '../../../edge/domain/checkpoint/mismatches.ts'
import type { RulePack } from '../../../edge/domain/control/rule-pack.ts'
import { withheldFrom } from '../../../edge/domain/control/sharing.ts'
import type { CrossingCommand } from '../../../edge/domain/crossing/commands.ts'
import { explainCrossing } from '../../../edge/domain/crossing/explain-crossing.ts'
import type { Register } from '../../../edge/domain/registers/register.ts'
import { after, officer, openCrossing, pack, passport } from '../../support/crossing-spec.ts'

const plate = (text: string, country = 'KZ'): CrossingCommand => ({
  type: 'RecordPlate',
  read: { part: 'vehicle', text, country, confidence: 0.9, accepted: true, source: 'model' },
})
const paper = (text: string): CrossingCommand => ({
  type: 'RecordVehiclePaper',
  read: { paper: 'p1', format: 'PDF417', characters: text.length, text, source: 'scanner' },
})
type Row = readonly [plate: string | null, document: string | null]
const booking = (...entries: readonly Row[]): Register => ({
  ...{ party: 'KGZ', category: 'tourist-group', list: 'tour-7', version: 1, issuer: 'a tour operator' },
  ...{ from: '2026-11-01', until: '2026-11-30', sentOn: '2026-10-01', equipment: [] },
  entries: entries.map(([of, document], i) => ({ entry: String(i + 1), plate: of, document })),
})
function opened(...commands: readonly CrossingCommand[]) {
  const { state } = after([openCrossing, ...commands])
  if (state.status === 'none') throw new Error('no crossing')
  return state
}
const around = (registers: readonly Register[]) => ({
  ...{ registers, watchLists: [], pack, now: '2026-11-24T06:00:00.000Z', seed: 'c1' },
  checkpoint: { restrictions: [], borderPoints: [] },
})
/** What the lane would record of it, over and over until nothing more is found. */
function settled(commands: readonly CrossingCommand[], registers: readonly Register[] = []) {
  let all = commands
  for (let round = 0; round < 4; round += 1) {
    const found = findings(opened(...all), around(registers)).filter(
      ({ type }) => type === 'RecordMismatch' || type === 'ClearMismatch',
    )
    if (found.length === 0) return opened(...all)
    all = [...all, ...found]
  }
  throw new Error('the findings do not settle')
}

describe('JC 4, JC 5.1: papers and bookings against plate and documents', () => {
  it.each([
    ['PLATE=482KZA02;VIN=XTA210990Y1234567', ['482KZA02']],
    ['ГРНЗ: 482 KZA 02', ['482KZA02']],
    ['KG|КАМАЗ|01 123 АВС|2019', ['01123ABC']],
    ['PLATE: B123CD', ['B123CD']],
    ['XTA210990Y1234567|КАМАЗ|AB1234567|2019', []],
    ['', []],
  ])('of %j the plates are %j', (text, plates) => {
    expect(platesOfPaper(text)).toEqual(plates)
  })

  it('a paper of another vehicle is told with both plates, once', () => {
    const state = settled([plate('482KZA02'), paper('PLATE=777AAA01')])
    expect(state.mismatches).toEqual([
      {
        ...{ kind: 'paperPlate', subject: 'p1', stated: '777AAA01', read: '482KZA02', list: null },
        ...{ article: 'JC 4', lawInForce: 'KAZ' },
      },
    ])
  })

  it('a paper that names the vehicle, or no vehicle, is none; O and 0 are taken for one another', () => {
    expect(settled([plate('482KZA02'), paper('PLATE=482KZAO2')]).mismatches).toEqual([])
    expect(settled([plate('482KZA02'), paper('VIN=XTA210990Y1234567')]).mismatches).toEqual([])
    expect(settled([paper('PLATE=777AAA01')]).mismatches).toEqual([])
  })

  it('it ends when an officer corrects the plate, and is told anew where the plate is another still', () => {
    const wrong = [plate('482KZA02'), paper('PLATE=777AAA01')]
    const found = findings(opened(...wrong), around([])).filter(({ type }) => type === 'RecordMismatch')
    const correct = (text: string): CrossingCommand => ({
      ...{ type: 'CorrectPlate', by: officer('KAZ'), text, country: 'KZ', reason: 'seen' },
    })
    expect(settled([...wrong, ...found, correct('777AAA01')]).mismatches).toEqual([])
    expect(settled([...wrong, ...found, correct('778AAA01')]).mismatches).toMatchObject([
      { read: '778AAA01' },
    ])
  })

  it('a booking that names other documents for the vehicle', () => {
    const of = (...entries: readonly Row[]) =>
      settled([plate('482KZA02'), passport], [booking(...entries)]).mismatches
    expect(of(['482KZA02', 'N1111111'], ['482KZA02', 'N2222222'])).toMatchObject([
      { kind: 'bookingDocument', subject: 'tour-7', stated: 'N1111111, N2222222', read: 'L898902C3' },
    ])
    expect(of(['482KZA02', 'N1111111'], ['482KZA02', 'L898902C3'])).toEqual([])
    expect(of(['482KZA02', null], [null, 'N1111111'])).toEqual([])
  })

  it('a booking that has the person in another vehicle', () => {
    const of = (...entries: readonly Row[]) =>
      settled([plate('482KZA02'), passport], [booking(...entries)]).mismatches
    expect(of(['777AAA01', 'L898902C3'])).toMatchObject([
      { kind: 'bookingPlate', stated: '777AAA01', read: '482KZA02', list: 'tour-7', article: 'JC 5.1' },
    ])
    expect(of(['777AAA01', 'N1111111'])).toEqual([])
  })

  it('before a document is read no booking is held against the vehicle, nor on a day that it is not for', () => {
    const list = booking(['482KZA02', 'N1111111'])
    expect(mismatchesOf(opened(plate('482KZA02')), [list])).toEqual([])
    expect(mismatchesOf(opened(plate('482KZA02'), passport), [{ ...list, until: '2026-11-23' }])).toEqual([])
  })

  it('what a paper states is withheld from the other Party as its text is, on the screen and in the feed', () => {
    const own: RulePack = {
      ...pack,
      sharing: [{ event: 'VehiclePaperRead', field: 'text', visibleTo: 'own' }],
    }
    const state = settled([plate('482KZA02'), paper('PLATE=777AAA01')])
    const seen = (party: 'KAZ' | 'KGZ') => explainCrossing('c1', state, officer(party), own).mismatches
    expect(seen('KAZ')).toMatchObject([{ stated: '777AAA01', read: '482KZA02' }])
    expect(seen('KGZ')).toMatchObject([{ stated: null, read: '482KZA02' }])
    const [data] = state.mismatches
    if (!data) throw new Error('no mismatch')
    const told = (party: 'KAZ' | 'KGZ', rules: RulePack, kind = data.kind) =>
      withheldFrom(party, { type: 'MismatchFound', data: { ...data, kind } }, { kind: 'gateway' }, rules)
    expect(told('KGZ', own)).toEqual(['stated'])
    expect(told('KAZ', own)).toEqual([])
    expect(told('KGZ', { ...pack, sharing: [] })).toEqual([])
    expect(told('KGZ', own, 'bookingPlate')).toEqual([])
    const whole: RulePack = { ...own, sharing: [{ event: 'VehiclePaperRead', field: '*', visibleTo: 'own' }] }
    expect(told('KGZ', whole)).toBeNull()
  })
})
