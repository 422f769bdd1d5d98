import { describe, expect, it } from 'vitest'
import type { CrossingCommand } from '../../../edge/domain/crossing/commands.ts'
import { explainActions } from '../../../edge/domain/crossing/explain-actions.ts'
import { explainCrossing } from '../../../edge/domain/crossing/explain-crossing.ts'
import { personsOf } from '../../../edge/domain/crossing/persons.ts'
import type { DocumentFields, DocumentFormat } from '../../../edge/domain/identity/mrz/types.ts'
import { after, given, officer, openCrossing, pack, passport } from '../../support/crossing-spec.ts'

type Read = Extract<CrossingCommand, { type: 'RecordDocument' }>['read']
const anna = (passport as Extract<CrossingCommand, { type: 'RecordDocument' }>).read

function scan(
  document: string,
  fields: Partial<DocumentFields> = {},
  rest: Partial<Read> = {},
): CrossingCommand {
  return {
    type: 'RecordDocument',
    read: { ...anna, document, fields: { ...anna.fields, ...fields }, ...rest },
  }
}
const bekov = { documentNumber: 'AC1234567', surname: 'BEKOV', givenNames: 'MARAT', birth: '800101' }
const marat = scan('d2', { ...bekov, birthDate: '1980-01-01', nationality: 'KGZ', issuingState: 'KGZ' })
const visa = (fields: Partial<DocumentFields>, format: DocumentFormat = 'MRV-A') =>
  scan('v1', { documentCode: 'V', documentNumber: 'V0000001', ...fields }, { format })

function opened(...commands: readonly CrossingCommand[]) {
  const { state } = after([openCrossing, ...commands])
  if (state.status === 'none') throw new Error('no crossing')
  return state
}
const persons = (...commands: readonly CrossingCommand[]) => personsOf(opened(...commands))

describe('persons of a crossing', () => {
  it('BR 17.1: the same document read twice is one person, also with a name read wrongly', () => {
    expect(persons(scan('d1'), scan('d1'))).toHaveLength(1)
    expect(persons(scan('d1'), scan('dx', { surname: 'ERIKSS0N' }))).toHaveLength(1)
    given(openCrossing, scan('d1'))
      .when(scan('dx', { surname: 'ERIKSS0N' }))
      .yields()
  })

  it('a better reading takes the place of the one before, under its key', () => {
    const poor = scan('d1', { surname: 'ERIKSS0N' }, { accepted: false })
    const [read] = given(openCrossing, poor).when(scan('dx')).yields('DocumentRead')
    expect(read?.data).toMatchObject({ document: 'd1', accepted: true, fields: { surname: 'ERIKSSON' } })
    expect(opened(poor, marat, scan('dx')).documents.map(({ document }) => document)).toEqual(['d1', 'd2'])
  })

  it('another number, State, kind or birth is another document', () => {
    for (const fields of [
      { documentNumber: 'L898902C4' },
      { issuingState: 'KAZ' },
      { documentCode: 'ID' },
      { birth: '740813' },
    ]) {
      given(openCrossing, scan('d1')).when(scan('dx', fields)).yields('DocumentRead')
    }
  })

  it('a document entered by hand is the one that a reader read before', () => {
    const entered = {
      type: 'EnterDocument',
      by: officer('KAZ'),
      ...{ documentCode: 'P', issuingState: 'UTO', documentNumber: 'L898902C3', nationality: 'UTO' },
      ...{ surname: 'ERIKSSON', givenNames: 'ANNA', birthDate: '1974-08-12', expiryDate: '2030-04-15' },
      reason: 'read wrongly',
    } as const
    const [read] = given(openCrossing, scan('d1')).when(entered).yields('DocumentRead')
    expect(read?.data).toMatchObject({ document: 'd1', source: 'officer' })
  })

  it('passport and visa are one person; a visa of nobody is none', () => {
    expect(persons(visa({}), scan('d1'))).toMatchObject([{ person: 'd1', documents: ['d1', 'v1'] }])
    expect(persons(visa({}))).toEqual([])
    expect(persons(scan('d1'), visa({ givenNames: 'ANNA', nameTruncated: true }))).toHaveLength(1)
    const other = persons(scan('d1'), visa({ surname: 'BEKOV' }))
    expect(other).toMatchObject([{ documents: ['d1'] }])
  })

  it('twins and persons of unknown birth stay apart', () => {
    const twin = scan('d2', { documentNumber: 'L898902C9', givenNames: 'EVA' })
    expect(persons(scan('d1'), twin)).toHaveLength(2)
    const unknown = { birth: '74<<<<', birthDate: null }
    const two = [scan('d1', unknown), scan('d2', { ...unknown, documentNumber: 'L898902C9' })]
    expect(persons(...two)).toHaveLength(2)
  })

  it('BR 17.1: who is read first is taken for the driver until an officer names another', () => {
    expect(persons(scan('d1'), marat)).toMatchObject([
      { person: 'd1', role: 'driver', named: false },
      { person: 'd2', role: 'passenger', named: false },
    ])
    const name = { type: 'NameDriver', by: officer('KAZ', 'customs'), document: 'd2' } as const
    expect(persons(scan('d1'), marat, name)).toMatchObject([
      { person: 'd1', role: 'passenger', named: true },
      { person: 'd2', role: 'driver', named: true },
    ])
    given(openCrossing, scan('d1'), marat, name).when(name).yields()
    const [named] = given(openCrossing, scan('d1'), marat).when(name).yields('DriverNamed')
    expect(named?.data).toEqual({ document: 'd2', namedBy: 'KAZ', lawInForce: 'KAZ' })
  })

  it('only a person who was read drives, and only during the control', () => {
    const name = { type: 'NameDriver', by: officer('KAZ'), document: 'd9' } as const
    given(openCrossing, scan('d1')).when(name).refused('passenger.unknown', 'BR 17.1')
    const back = { type: 'Return', by: officer('KAZ'), reason: 'turns back' } as const
    given(openCrossing, scan('d1'), marat, back)
      .when({ ...name, document: 'd2' })
      .refused('crossing.decided', 'JC 7.1')
  })

  it('the screen offers it for each passenger, and for nobody who is alone', () => {
    const offered = (...commands: readonly CrossingCommand[]) =>
      explainActions(opened(...commands), officer('KAZ'), pack)
        .filter(({ action }) => action === 'NameDriver')
        .map(({ subject, refusal }) => [subject, refusal])
    expect(offered(scan('d1'))).toEqual([])
    expect(offered(scan('d1'), marat)).toEqual([['d2', null]])
    const view = explainCrossing('c1', opened(scan('d1'), marat), officer('KGZ'), pack)
    expect(view.persons.map(({ role }) => role)).toEqual(['driver', 'passenger'])
  })
})
