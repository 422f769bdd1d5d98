import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { join } from 'node:path'
import { type Party, parties } from '../../edge/domain/party.ts'
import { readGatewayKeys } from '../../edge/journal/gateway-key.ts'
import { openJournal } from '../../edge/journal/open-journal.ts'
import type { VerifyKeys } from '../../edge/journal/verify.ts'
import { type Clock, systemClock } from '../../edge/ports/clock.ts'
import type { NewEvent } from '../../edge/ports/journal.ts'
import { silentLog } from '../../edge/ports/log.ts'
import { cosignatureBytes } from '../../edge/ports/proof/tree-head.ts'
import { newEvent, opened, plateRead } from '../contract/journal/sample-events.ts'
import { lanePc, testAuthority } from '../support/signed-officer.ts'

/** What the rig knows of the journal that it tampers with. */
export interface WholeJournal {
  readonly directory: string
  readonly events: number
  /** Events under the last head that both centres cosigned, and keep. */
  readonly cosigned: number
  /** Positions of acts that an officer signed. */
  readonly acts: readonly number[]
  readonly pictures: readonly string[]
  /** Public keys, and the head that a centre keeps. */
  readonly keys: VerifyKeys
}

const identity = { checkpoint: 'karasu', gateway: 'gw-1' }

/**
 * A journal as a gateway leaves it: crossings with signed acts of both Parties, a note that one of them does
 * not get, pictures, heads, both cosignatures, and a tail that no centre has seen yet.
 */
export async function makeWholeJournal(
  directory: string,
  crossings = 5,
  clock: Clock = systemClock,
): Promise<WholeJournal> {
  const authorities = { KAZ: testAuthority(), KGZ: testAuthority() }
  const centres = { KAZ: generateKeyPairSync('ed25519'), KGZ: generateKeyPairSync('ed25519') }
  const pcs = { KAZ: await lanePc('KAZ'), KGZ: await lanePc('KGZ') }
  const journal = await openJournal({
    directory,
    log: silentLog,
    clock,
    signHeads: { ...identity, everyEvents: 7 },
  })
  const acts: number[] = []
  const pictures: string[] = []
  let events = 0
  const put = async (...facts: readonly NewEvent[]) => {
    for (const [index, { actor }] of facts.entries()) {
      if (actor.kind === 'officer') acts.push(events + index)
    }
    await journal.append(facts)
    events += facts.length
  }
  const shares = { KAZ: { withheld: [] }, KGZ: { withheld: ['note'] } }
  const cross = async (crossing: string, number: number) => {
    const bytes = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, number)
    const frame = await journal.putEvidence(bytes, 'image/jpeg')
    pictures.push(frame.sha256)
    await put(opened(crossing))
    const plate = plateRead(crossing, `${100 + number}ABC02`, true)
    await put({ ...plate, event: { ...plate.event, data: { ...plate.event.data, frame } } as never })
    for (const party of parties) {
      const control = { party, kind: 'customs' } as const
      const about = { crossing, version: 1 }
      const begun = await pcs[party].act('StartControl', { control }, about)
      const started = { control, lawInForce: party }
      await put(newEvent({ type: 'ControlStarted', data: started }, { crossing, actor: begun }))
      const stated = { control, decision: 'released', note: `seal ${number}` } as const
      const done = await pcs[party].act('CompleteControl', stated, about)
      const data = { ...stated, lawInForce: party }
      await put(newEvent({ type: 'ControlCompleted', data }, { crossing, actor: done, shares }))
    }
    await put(newEvent({ type: 'CrossingClosed', data: { outcome: 'released' } }, { crossing }))
  }
  for (const party of parties) {
    await put(newEvent(pcs[party].approval(authorities[party]), { crossing: null }))
  }
  for (let number = 0; number < crossings; number++) {
    await cross(`c-${number}`, number)
    const latest = await journal.latestHead()
    if (latest === null || number === crossings - 1) continue
    const { size, root } = latest.head
    for (const party of parties) {
      const signature = cosign(centres[party].privateKey, party, size, root)
      await journal.keepCosignature({ party, size, root, at: new Date().toISOString(), signature })
    }
  }
  const cosigned = await journal.cosignature('KAZ')
  if (cosigned === null) throw new Error('no head was cosigned')
  await journal.close()
  return {
    directory,
    events,
    cosigned: cosigned.size,
    acts,
    pictures,
    keys: {
      gateway: readGatewayKeys(directory),
      centres: { KAZ: centres.KAZ.publicKey, KGZ: centres.KGZ.publicKey },
      authorities: { KAZ: authorities.KAZ.key, KGZ: authorities.KGZ.key },
      known: [{ size: cosigned.size, root: cosigned.root }],
      signedActsOnly: true,
    },
  }
}

function cosign(key: KeyObject, party: Party, size: number, root: string): string {
  return sign(null, cosignatureBytes({ ...identity, party, size, root }), key).toString('base64')
}

export function journalFile(directory: string): string {
  return join(directory, 'journal.db')
}
