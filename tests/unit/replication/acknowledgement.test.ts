import { createPublicKey } from 'node:crypto'
import { expect, test } from 'vitest'
import { createSigner, generateCentreKey } from '../../../edge/central/centre-key.ts'
import { acknowledgementBytes } from '../../../edge/ports/feed/acknowledgement.ts'
import { judgeAcknowledgement, readAcknowledgement } from '../../../edge/replication/acknowledgement.ts'

const key = generateCentreKey()
const centreKey = createPublicKey({ key: Buffer.from(key.publicKey, 'base64'), format: 'der', type: 'spki' })
const statement = {
  party: 'KAZ' as const,
  checkpoint: 'karasu',
  gateway: 'gw-1',
  session: 's1',
  epoch: 1,
  watermark: 120,
}
const message = {
  ...statement,
  at: '2026-05-01T10:00:00.000Z',
  signature: createSigner(key.privateKey)(statement),
}
const expected = { party: 'KAZ' as const, checkpoint: 'karasu', gateway: 'gw-1', centreKey }
const read = (content: unknown) => readAcknowledgement(Buffer.from(JSON.stringify(content)), expected)
const code = (name: string) => expect.objectContaining({ code: name })

test('the signed bytes are as the feed documents them', () => {
  expect(Buffer.from(acknowledgementBytes(statement)).toString()).toBe(
    'ayaldama-ack/1\nKAZ\nkarasu\ngw-1\ns1\n1\n120\n',
  )
})

test('what the centre signed is read', () => {
  expect(read(message)).toEqual(message)
})

test.each([
  { session: 's2' },
  { epoch: 2 },
  { watermark: 121 },
  { signature: `${message.signature.startsWith('A') ? 'B' : 'A'}${message.signature.slice(1)}` },
])('a changed acknowledgement is refused: %o', (change) => {
  expect(() => read({ ...message, ...change })).toThrow(code('replication.ack-signature'))
})

test('the signature of another key is refused', () => {
  const signature = createSigner(generateCentreKey().privateKey)(statement)
  expect(() => read({ ...message, signature })).toThrow(code('replication.ack-signature'))
})

test.each([
  { gateway: 'gw-2' },
  { party: 'KGZ' },
  { checkpoint: 'korday' },
  { watermark: -1 },
  { watermark: 1.5 },
  { signature: 'short' },
])('an acknowledgement for another gateway, or none at all, is invalid: %o', (change) => {
  expect(() => read({ ...message, ...change })).toThrow(code('replication.ack-invalid'))
})

test('rubbish is invalid, never a crash', () => {
  for (const rubbish of ['', '{', 'null', '[]', '\u0000\u0001']) {
    expect(() => readAcknowledgement(Buffer.from(rubbish), expected)).toThrow(code('replication.ack-invalid'))
  }
})

const at = (epoch: number, seq: number) => ({ epoch, seq })

test.each([
  ['moves on', at(1, 50), { verdict: 'advance', to: at(1, 50) }],
  ['no further than what was sent', at(1, 90), { verdict: 'advance', to: at(1, 60) }],
  ['the same again', at(1, 40), { verdict: 'same', to: at(1, 40) }],
  ['a restored centre asks for more', at(1, 10), { verdict: 'back', to: at(1, 10) }],
  ['the centre has what the journal has not', at(1, 101), { verdict: 'journal-behind' }],
  ['the centre knows a later epoch', at(2, 1), { verdict: 'journal-behind' }],
])('%s', (_rule, acknowledged, verdict) => {
  expect(
    judgeAcknowledgement(acknowledged, { cursor: at(1, 40), sent: at(1, 60), head: at(1, 100) }),
  ).toEqual(verdict)
})

test('after a restore the old epoch may reach further at the centre than in the journal', () => {
  expect(judgeAcknowledgement(at(1, 500), { cursor: at(1, 390), sent: at(1, 400), head: at(2, 7) })).toEqual({
    verdict: 'advance',
    to: at(1, 400),
  })
})
