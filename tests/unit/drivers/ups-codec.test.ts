import { expect, test } from 'vitest'
import { figure, getVariable, upsStatus } from '../../../drivers/ups/codec.ts'

const { request, answer } = getVariable('lane', 'ups.status')
const said = (text: string) => answer(Buffer.from(text))

test('upsd is asked for one variable in one line', () => {
  expect(Buffer.from(request).toString()).toBe('GET VAR lane ups.status\n')
})

test.each([
  ['VAR lane ups.status "OL CHRG"\n', { type: 'value', value: 'OL CHRG' }],
  ['VAR lane ups.status "a \\"b\\" \\\\ c"\r\n', { type: 'value', value: 'a "b" \\ c' }],
  ['ERR VAR-NOT-SUPPORTED\n', { type: 'missing' }],
  ['ERR DATA-STALE\n', { type: 'refused', word: 'DATA-STALE' }],
  ['VAR lane battery.charge "9"\nVAR lane ups.status "OB"\n', { type: 'value', value: 'OB' }],
  ['VAR lane ups.status "OL', undefined],
  ['VAR lane ups.status "OL"x\n', undefined],
  ['VAR other ups.status "OL"\n', undefined],
  ['VAR lane ups.serial "OL"\n', undefined],
])('%j', (text, meaning) => {
  expect(said(text)).toEqual(meaning)
})

test.each([
  ['OL', { source: 'mains', low: false, replaceBattery: false }],
  ['OL CHRG LB', { source: 'mains', low: false }],
  ['OL RB', { source: 'mains', replaceBattery: true }],
  ['OB DISCHRG', { source: 'battery', low: false }],
  ['OB LB', { source: 'battery', low: true }],
  ['FSD OL', { source: 'battery', low: true }],
  ['OFF', { source: null, low: false }],
  ['', { source: null, low: false }],
])('status %j', (status, meaning) => {
  expect(upsStatus(status)).toMatchObject(meaning)
})

test('a figure is a number or nothing', () => {
  expect(['100', '54.5', '', '-1', 'x', null].map(figure)).toEqual([100, 54.5, null, null, null, null])
})
