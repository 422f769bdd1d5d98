import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { signKeyList } from '../../edge/central/key-desk.ts'
import type { ActName } from '../../edge/domain/crossing/act-outcomes.ts'
import type { AnyEvent } from '../../edge/domain/crossing/events.ts'
import type { ControlKind, OfficerActor, Party } from '../../edge/domain/party.ts'
import type { ActStatement } from '../../edge/domain/signed-act.ts'
import { statedFields } from '../../edge/ports/proof/act-statement.ts'
import { commitField } from '../../edge/ports/proof/commitment.ts'
import { createSigningKey, type SigningKey, signAct } from '../../edge/ports/proof/sign-act.ts'

export interface TestAuthority {
  readonly key: KeyObject
  readonly pem: string
}

export function testAuthority(): TestAuthority {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return { key: publicKey, pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}

export interface LanePc {
  readonly key: SigningKey
  readonly party: Party
  /** The officer with an act signed at this PC, as the console hands it on. */
  act(
    act: ActName,
    fields: object,
    about?: Partial<Omit<ActStatement, 'fields' | 'act'>>,
  ): Promise<OfficerActor>
  /** The approval by the Party's authority, as the gateway journals it. */
  approval(authority: TestAuthority, version?: number): Extract<AnyEvent, { type: 'SigningKeysApproved' }>
}

export async function lanePc(party: Party, body: ControlKind = 'customs'): Promise<LanePc> {
  const key = await createSigningKey()
  return {
    key,
    party,
    async act(act, stated, about = {}) {
      const officer = { officer: `${party}-101`, party, body }
      const whole = {
        ...{ checkpoint: 'karasu', gateway: 'gw-1', lane: 'lane-1', crossing: null, version: 0 },
        ...{ ...officer, at: '2026-05-01T10:00:00.000Z', act, ...about },
      }
      const fields = statedFields(stated)
      const { salts, signature } = await signAct(key, whole, fields)
      const opened = Object.fromEntries(
        Object.entries(fields).map(([field, value]) => [field, { salt: salts[field] ?? '', value }]),
      )
      const commitments = Object.fromEntries(
        Object.entries(opened).map(([field, { salt, value }]) => [
          field,
          commitField(Buffer.from(salt, 'base64'), field, value),
        ]),
      )
      const statement = { ...whole, fields: commitments }
      return { kind: 'officer', ...officer, act: { statement, key: key.publicKey, signature, opened } }
    },
    approval(authority, version = 1) {
      const keys = [{ key: key.publicKey, holder: 'desk 1', from: '2020-01-01', until: '2099-12-31' }]
      const list = { party, list: 'lane-pcs', version, keys }
      const { signature } = signKeyList(list, authority.pem)
      return { type: 'SigningKeysApproved', data: { ...list, signature, source: 'file' } }
    },
  }
}
