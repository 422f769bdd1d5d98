import { describe, expect, test } from 'vitest'
import {
  answers,
  createRtuReplyFinder,
  createTcpReplyFinder,
  rtuFrame,
  tcpFrame,
} from '../../../drivers/modbus-board/codec.ts'

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
const hex = (data: Uint8Array | undefined) =>
  data === undefined ? undefined : Buffer.from(data).toString('hex').toUpperCase()
const flat = (text: string) => text.replaceAll(' ', '')

describe('Modbus RTU frames known from real boards', () => {
  test.each([
    ['coil on', '01 05 00 00 FF 00', '8C 3A'],
    ['coil off', '01 05 00 00 00 00', 'CD CA'],
    ['read coils', '01 01 00 00 00 08', '3D CC'],
    ['coils', '01 01 01 01', '90 48'],
    ['read inputs', '01 02 00 00 00 08', '79 CC'],
    ['inputs DI1 and DI3', '01 02 01 05', '61 8B'],
    ['all coils off', '01 0F 00 00 00 08 01 00', 'FE 95'],
    ['all coils off, answer', '01 0F 00 00 00 08', '54 0D'],
    ['exception', '01 85 02', 'C3 51'],
    ['Waveshare pulse of 700 ms', '01 05 02 00 00 07', '8D B0'],
  ])('%s', (_, adu, crc) => {
    expect(hex(rtuFrame(bytes(adu)))).toBe(flat(`${adu}${crc}`))
  })

  test.each([
    ['coils', '01 01 00 00 00 08', '01 01 01 01 90 48'],
    ['inputs', '01 02 00 00 00 08', '01 02 01 05 61 8B'],
    ['all off', '01 0F 00 00 00 08 01 00', '01 0F 00 00 00 08 54 0D'],
    ['exception', '01 05 00 63 FF 00', '01 85 02 C3 51'],
  ])('the answer is found among rubbish: %s', (_, request, reply) => {
    const finder = createRtuReplyFinder(bytes(request))
    expect(finder.push(bytes('FF 00 01'))).toBeUndefined()
    expect(hex(finder.push(bytes(reply)))).toBe(flat(reply).slice(0, -4))
    expect(finder.discarded()).toBe(3)
  })

  test('an answer with a wrong CRC is none', () => {
    const finder = createRtuReplyFinder(bytes('01 02 00 00 00 08'))
    expect(finder.push(bytes('01 02 01 04 61 8B'))).toBeUndefined()
  })

  test('endless rubbish is not kept', () => {
    const finder = createRtuReplyFinder(bytes('01 02 00 00 00 08'))
    for (let i = 0; i < 100; i += 1) finder.push(new Uint8Array(100).fill(0x55))
    expect(finder.discarded()).toBeGreaterThan(9_700)
  })
})

describe('Modbus TCP frames', () => {
  test('coil on as on a real wire', () => {
    expect(hex(tcpFrame(1, bytes('01 05 0000 FF00')))).toBe('00010000000601050000FF00')
  })

  test('a late answer to an earlier request is never taken for this one', () => {
    const request = bytes('01 02 0000 0008')
    const finder = createTcpReplyFinder(8, request)
    const late = tcpFrame(7, bytes('01 02 01 00'))
    const own = tcpFrame(8, bytes('01 02 01 05'))
    expect(hex(finder.push(Uint8Array.of(...late, ...own)))).toBe('01020105')
    expect(finder.discarded()).toBe(late.length)
  })

  test('bytes that are no Modbus are dropped whole', () => {
    const finder = createTcpReplyFinder(1, bytes('01 02 0000 0008'))
    expect(finder.push(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'))).toBeUndefined()
    expect(finder.discarded()).toBe(28)
    expect(hex(finder.push(tcpFrame(1, bytes('01 02 01 05'))))).toBe('01020105')
  })
})

describe('which answer fits a request', () => {
  const request = bytes('01 05 0003 FF00')
  test.each([
    ['the echo', '01 05 0003 FF00', true],
    ['an exception', '01 85 02', true],
    ['another unit', '02 05 0003 FF00', false],
    ['another function', '01 06 0003 FF00', false],
    ['another address', '01 05 0004 FF00', false],
    ['another value', '01 05 0003 0000', false],
    ['too short', '01 05 0003 FF', false],
  ])('%s', (_, adu, fits) => {
    expect(answers(request, bytes(adu))).toBe(fits)
  })

  test('a read answer with another count does not fit', () => {
    expect(answers(bytes('01 01 0000 0009'), bytes('01 01 01 FF'))).toBe(false)
    expect(answers(bytes('01 01 0000 0009'), bytes('01 01 02 FF 01'))).toBe(true)
  })
})
