import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Party } from '../domain/party.ts'
import type { Checkpoint } from '../lane/checkpoint.ts'
import { AyaldamaError } from '../ports/errors.ts'
import { type ReceivedList, readList } from '../ports/lists.ts'
import type { Log } from '../ports/log.ts'
import { isSignedBy, type PartyKeys } from '../ports/party-signature.ts'

const signedListSchema = z.strictObject({ content: z.unknown(), signature: z.string() })
/** A list is for people and vehicles of one checkpoint; more is a wrong file. */
const maxBytes = 16 * 1024 * 1024

/**
 * Takes a signed list as it came (JSON text). `from`: the Party whose line it came over; null for a file.
 * Throws `list.unreadable`, `list.invalid` or `list.signature`, each with `place`, and takes nothing then.
 */
export async function takeList(
  text: string,
  place: string,
  options: {
    readonly checkpoint: Pick<Checkpoint, 'receive'>
    readonly keys: PartyKeys
    readonly from: Party | null
  },
): Promise<'taken' | 'known' | 'rejected'> {
  if (text.length > maxBytes)
    throw new AyaldamaError('list.unreadable', place, `More than ${maxBytes} bytes.`)
  let signed: z.output<typeof signedListSchema>
  try {
    signed = signedListSchema.parse(JSON.parse(text))
  } catch {
    throw new AyaldamaError('list.unreadable', place, 'It is no JSON of content and signature.')
  }
  const read = readList(signed.content)
  if (!read.ok) throw new AyaldamaError('list.invalid', place, read.problem)
  const { list } = read
  const { party } = partOf(list)
  const key = options.keys[party]
  const foreign = options.from !== null && options.from !== party
  if (foreign || key === undefined || !isSignedBy('list', signed.content, signed.signature, key)) {
    throw new AyaldamaError('list.signature', place, `It says that it is of ${party}.`)
  }
  return options.checkpoint.receive(list, options.from === null ? 'file' : 'feed', signed.signature)
}

function partOf(list: ReceivedList): { readonly party: Party } {
  switch (list.kind) {
    case 'register':
      return list.register
    case 'watch-list':
      return list.watchList
    case 'signing-keys':
      return list.signingKeys
  }
}

/** Takes every `*.json` of the folder; one that is wrong is logged and keeps none of the others out. */
export async function takeListFiles(
  folder: string,
  options: {
    readonly checkpoint: Pick<Checkpoint, 'receive'>
    readonly keys: PartyKeys
    readonly log: Log
  },
): Promise<void> {
  const { log, ...rest } = options
  for (const name of readdirSync(folder)
    .filter((one) => one.endsWith('.json'))
    .toSorted()) {
    try {
      await takeList(readFileSync(join(folder, name), 'utf8'), name, { ...rest, from: null })
    } catch (error) {
      // Neither content nor name of a list of one Party is for a log that both Parties' technicians read.
      const code = error instanceof AyaldamaError ? error.code : 'list.unreadable'
      log.error({ code }, 'a list file was not taken')
    }
  }
}
