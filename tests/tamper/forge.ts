import { createPublicKey, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import type { RecordedRow } from '../../edge/journal/rows.ts'
import { signContent } from '../../edge/ports/party-signature.ts'
import { actBytes } from '../../edge/ports/proof/act-statement.ts'
import { rebuild } from './rebuild.ts'
import type { Tamper } from './tampers.ts'

/**
 * The gateway puts words into an officer's mouth where no centre has looked yet: with a key of its own, which
 * it approves itself, or with no signature at all.
 */
export const forge: Tamper = ({ db, directory, pick }) => {
  const last = db.prepare<[], RecordedRow>('SELECT * FROM recorded ORDER BY epoch, seq DESC LIMIT 1').get()
  if (last === undefined) throw new Error('the journal is empty')
  const { privateKey } = generateKeyPairSync('ed25519')
  const key = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64')
  const party = pick(2) === 0 ? 'KAZ' : 'KGZ'
  const officer = { kind: 'officer', officer: `${party}-101`, party, body: 'border' } as const
  const data = { releasedBy: party, lawInForce: party }
  const insert = (seq: number, type: string, actor: object, content: object) =>
    db
      .prepare(
        `INSERT INTO events (epoch, seq, id, type, crossing, lane, event_time, record_time, actor, corrects, reason, data, shares)
         VALUES (@epoch, @seq, @id, @type, 'c-0', 'lane-1', @event_time, @record_time, @actor, NULL, NULL, @data, @shares)`,
      )
      .run({
        ...last,
        ...{ seq, id: randomUUID(), type, actor: JSON.stringify(actor), data: JSON.stringify(content) },
        shares: JSON.stringify({ KAZ: { withheld: [] }, KGZ: { withheld: [] } }),
      })
  const how = pick(3)
  if (how === 0) insert(last.seq + 1, 'CrossingReleased', officer, data)
  else {
    if (how === 1)
      insert(last.seq + 1, 'SigningKeysApproved', { kind: 'gateway' }, ownApproval(party, key, privateKey))
    const act = ownAct(officer, key, privateKey)
    const seq = last.seq + (how === 1 ? 2 : 1)
    insert(seq, 'CrossingReleased', { ...officer, act: { ...act, opened: {} } }, data)
    db.prepare('INSERT INTO sealed (epoch, seq, fields) VALUES (?, ?, ?)').run(last.epoch, seq, '{"act":{}}')
  }
  rebuild(db, directory)
  return `an act of ${party} forged ${['without a signature', 'under an approval of its own', 'with a key of its own'][how]}`
}

function ownApproval(party: 'KAZ' | 'KGZ', key: string, privateKey: KeyObject): object {
  const keys = [{ key, holder: 'gateway', from: '2020-01-01', until: '2099-12-31' }]
  const list = { party, list: 'lane-pcs', version: 9, keys }
  const signature = signContent('list', { kind: 'signing-keys', signingKeys: list }, privateKey)
  return { ...list, signature, source: 'file' }
}

function ownAct(
  { officer, party, body }: { readonly officer: string; readonly party: string; readonly body: string },
  key: string,
  privateKey: KeyObject,
): object {
  const statement = {
    ...{ checkpoint: 'karasu', gateway: 'gw-1', lane: 'lane-1', crossing: 'c-0', version: 1 },
    ...{ officer, party, body, act: 'Release', fields: {}, at: '2026-05-01T10:00:00.000Z' },
  }
  return { statement, key, signature: sign(null, actBytes(statement), privateKey).toString('base64') }
}
