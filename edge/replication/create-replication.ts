import { parties } from '../domain/party.ts'
import type { Replication } from '../ports/replication.ts'
import type { ReplicationOptions } from './options.ts'
import { createUplink } from './uplink.ts'

/** One independent uplink a Party. `start` resolves when they are being looked after, not when connected. */
export function createReplication(options: ReplicationOptions): Replication {
  const uplinks = parties.flatMap((party) => {
    const link = options.parties[party]
    return link === undefined ? [] : [createUplink({ ...options, party, link })]
  })
  let stopListening: (() => void) | undefined
  return {
    start: async () => {
      stopListening ??= options.source.onRecorded(() => {
        for (const uplink of uplinks) uplink.wake()
      })
      for (const uplink of uplinks) uplink.start()
    },
    stop: async () => {
      stopListening?.()
      stopListening = undefined
      await Promise.all(uplinks.map((uplink) => uplink.stop()))
    },
    status: () => uplinks.map((uplink) => uplink.status()),
  }
}
