import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { Centre } from '../central/centre.ts'
import { signKeyList } from '../central/key-desk.ts'
import type { SigningKeyEntry } from '../domain/checkpoint/events.ts'
import type { Party } from '../domain/party.ts'

/** The authority of a Party in the demo, which approves every key that a lane PC asks for. */
export interface DemoAuthority {
  readonly privateKey: string
  /** Base64 of SPKI DER: what the configuration is given. */
  readonly publicKey: string
  readonly key: KeyObject
}

export function createAuthority(): DemoAuthority {
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const key = createPublicKey(createPrivateKey(pem))
  return { privateKey: pem, key, publicKey: key.export({ type: 'spki', format: 'der' }).toString('base64') }
}

const againMs = 1_000

/** At a checkpoint a person compares what the page of the lane PC shows, and signs; here nobody has to. */
export function approveKeys(
  party: Party,
  centre: Centre,
  gateway: string,
  authority: DemoAuthority,
): { readonly stop: () => void } {
  const keys = new Map<string, SigningKeyEntry>()
  let version = 0
  let sent = -againMs
  const unsubscribe = centre.onStored(() => {
    const { requests } = centre.acts(gateway)
    if (requests.length === 0) return
    const fresh = requests.filter(({ key }) => !keys.has(key))
    if (fresh.length === 0 && performance.now() - sent < againMs) return
    const from = new Date().toISOString().slice(0, 10)
    for (const { key, holder } of fresh) keys.set(key, { key, holder, from, until: '2099-12-31' })
    if (fresh.length > 0) version += 1
    sent = performance.now()
    const list = { party, list: 'lane-pcs', version, keys: [...keys.values()] }
    centre.sendList(gateway, signKeyList(list, authority.privateKey))
  })
  return { stop: unsubscribe }
}
