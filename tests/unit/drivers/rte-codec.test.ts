import { expect, test } from 'vitest'
import { rteDecoder } from '../../../drivers/document-reader/rte-codec.ts'

const lines = ['A'.repeat(44), 'B'.repeat(44)]
const body = Buffer.from(`\x61\x00OU\x02\x40\r${lines.join('\r')}\r\x03`, 'latin1')
const bcc = body.reduce((sum, byte) => sum ^ byte, 0)
const frame = Buffer.from([1, ...body, bcc])

test('RTE native: absent lines are left out, the frame ends with its BCC', () => {
  expect(rteDecoder(256).push(frame)).toEqual([{ type: 'document', lines, bytes: frame.length }])
})

test('RTE native: every changed bit of a frame is noticed, and the next frame is read', () => {
  for (let at = 0; at < frame.length; at += 1) {
    const wrong = Buffer.from(frame)
    wrong.writeUInt8(wrong.readUInt8(at) ^ 0x40, at)
    const decoder = rteDecoder(256)
    const found = [...decoder.push(wrong), ...decoder.idle(), ...decoder.push(frame)]
    expect(found.filter((one) => one.type === 'document')).toHaveLength(1)
    expect(found.at(-1)).toEqual({ type: 'document', lines, bytes: frame.length })
  }
})

test('RTE native: a frame that was cut does not take the next one with it', () => {
  const found = rteDecoder(256).push(Buffer.concat([frame.subarray(0, 30), frame]))
  expect(found.map(({ type }) => type)).toContain('document')
})
