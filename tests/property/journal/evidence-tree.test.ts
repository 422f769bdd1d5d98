import { generateKeyPairSync } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Party } from '../../../edge/domain/party.ts'
import { checkEvidence, packEvidence } from '../../../edge/journal/evidence-archive.ts'
import { type EvidenceLeaf, type EvidenceTree, treeOf } from '../../../edge/journal/evidence-tree.ts'
import { type GatewayKey, openGatewayKey } from '../../../edge/journal/gateway-key.ts'
import { openJournal } from '../../../edge/journal/open-journal.ts'
import { openReader, type Reader } from '../../../edge/journal/reader.ts'
import { systemClock } from '../../../edge/ports/clock.ts'
import { silentLog } from '../../../edge/ports/log.ts'
import { newEvent } from '../../contract/journal/sample-events.ts'
import { testDirectory } from '../../contract/journal/test-directory.ts'
import { runCommand } from '../../support/cli.ts'
import { journalFile, makeWholeJournal, type WholeJournal } from '../../tamper/whole-journal.ts'

let directory: string
let whole: WholeJournal
let reader: Reader
let key: GatewayKey
const now = '2026-11-24T06:00:00.000Z'
const crossing = 'c-0'
/** A crossing that the centres have cosigned, and the one of the tail that they have not. */
const last = 'c-2'

beforeAll(async () => {
  directory = await testDirectory()
  whole = await makeWholeJournal(join(directory, 'data'), 3)
  reader = openReader(journalFile(whole.directory))
  key = openGatewayKey(whole.directory)
})
afterAll(async () => {
  reader.close()
  await rm(directory, { recursive: true, force: true })
})

const strangers = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return {
    privateKey,
    publicKey,
    base64: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  }
}

/** The archive as this gateway would sign it over whatever `change` makes of the tree. */
function archive(
  change: (tree: EvidenceTree) => EvidenceTree = (tree) => tree,
  { of = crossing, party = null }: { readonly of?: string; readonly party?: Party | null } = {},
): Uint8Array {
  const tree = treeOf(reader, of, party, key, now)
  if (tree === null) throw new Error('no head')
  const events = reader.readCrossing(of)
  return packEvidence({ crossing: of, events, picture: () => null, party, tree: change(tree) }, key, now)
}
const check = (bytes: Uint8Array) => checkEvidence(bytes, whole.keys.gateway, whole.keys.centres)

/** The tree with the leaf of one event changed. */
const leaf = (at: number, change: (one: EvidenceLeaf) => EvidenceLeaf) => (tree: EvidenceTree) => ({
  ...tree,
  events: tree.events.map((one, index) => (index === at ? change(one) : one)),
})
const rowOf = (one: EvidenceLeaf) => {
  if (!('row' in one)) throw new Error('the row is not shown')
  return one
}

describe('JC 7.3: each event of an archive stands in the tree that gateway and centres signed', () => {
  it('is proven by audit paths and public keys alone', () => {
    const events = reader.readCrossing(crossing).length
    expect(check(archive())).toMatchObject({
      ok: true,
      proven: {
        ...{ size: whole.events, events, places: 0 },
        cosigned: { KAZ: { events, checked: true }, KGZ: { events, checked: true } },
      },
    })
    expect(checkEvidence(archive(), whole.keys.gateway)).toMatchObject({
      proven: { cosigned: { KAZ: { events, checked: false } } },
    })
  })

  it('says of how many events no centre has cosigned the tree', () => {
    const checked = check(archive(undefined, { of: last }))
    expect(checked).toMatchObject({ ok: true })
    const { cosigned, events } = (checked.ok && checked.proven) || { cosigned: {}, events: 0 }
    expect(cosigned.KAZ?.events).toBeLessThan(events)
  })

  it('an event that is told otherwise than it was recorded is found, although the gateway signs the archive', () => {
    const other = (text: string) => text.replace('"released"', '"detained"')
    const done = reader.readCrossing(crossing).findIndex(({ event }) => event.type === 'ControlCompleted')
    const row = leaf(done, (one) => ({
      ...rowOf(one),
      row: { ...rowOf(one).row, data: other(rowOf(one).row.data) },
    }))
    expect(check(archive(row))).toMatchObject({
      ok: false,
      ...{ bad: `events.ndjson:${done + 1}`, why: expect.stringContaining('does not stand at') },
    })
    const tree = treeOf(reader, crossing, null, key, now)
    const events = reader
      .readCrossing(crossing)
      .map((event) => JSON.parse(other(JSON.stringify(event))) as typeof event)
    const told = packEvidence({ crossing, events, picture: () => null, party: null, tree }, key, now)
    expect(check(told)).toMatchObject({
      ...{ ok: false, bad: `events.ndjson:${done + 1}`, why: 'it is not the event that was recorded' },
    })
  })

  it('words that do not open their commitment are found', () => {
    const done = reader.readCrossing(crossing).findIndex(({ event }) => event.type === 'ControlCompleted')
    const opened = leaf(done, (one) => {
      const { data = {}, ...rest } = rowOf(one).opened ?? {}
      const [salt = ''] = data.note ?? []
      return { ...rowOf(one), opened: { ...rest, data: { ...data, note: [salt, 'no seal'] as const } } }
    })
    expect(check(archive(opened))).toMatchObject({
      ...{ ok: false, bad: `events.ndjson:${done + 1}`, why: 'field note is not what was recorded' },
    })
    const act = leaf(done, (one) => {
      const { act: said = {}, ...rest } = rowOf(one).opened ?? {}
      const note = { salt: said.note?.salt ?? '', value: 'no seal' }
      return { ...rowOf(one), opened: { ...rest, act: { ...said, note } } }
    })
    expect(check(archive(act))).toMatchObject({ ok: false, bad: `events.ndjson:${done + 1}` })
  })

  it('whatever digit of a path, a root or a place is changed, the archive is found out', () => {
    const flipped = (hex: string, at: number) =>
      hex.slice(0, at) + ((Number.parseInt(hex[at] ?? '0', 16) + 1) % 16).toString(16) + hex.slice(at + 1)
    const count = reader.readCrossing(crossing).length
    fc.assert(
      fc.property(fc.nat(count - 1), fc.nat(), fc.nat(63), (event, step, digit) => {
        const path = leaf(event, (one) => {
          const which = step % one.path.length
          return { ...one, path: one.path.map((hash, at) => (at === which ? flipped(hash, digit) : hash)) }
        })
        expect(check(archive(path))).toMatchObject({ ok: false, bad: `events.ndjson:${event + 1}` })
        const root = (tree: EvidenceTree) => ({
          ...tree,
          head: { ...tree.head, root: flipped(tree.head.root, digit) },
        })
        expect(check(archive(root))).toMatchObject({ ok: false, bad: 'tree.json' })
      }),
      { numRuns: 40, seed: 7 },
    )
    const moved = leaf(1, (one) => ({ ...one, index: one.index + 1 }))
    expect(check(archive(moved))).toMatchObject({ ok: false, bad: 'events.ndjson:2' })
    const shorter = leaf(1, (one) => ({ ...one, path: one.path.slice(1) }))
    expect(check(archive(shorter))).toMatchObject({ ok: false, bad: 'events.ndjson:2' })
    const twice = (tree: EvidenceTree) => ({
      ...tree,
      events: tree.events.map(() => tree.events[0] as EvidenceLeaf),
    })
    expect(check(archive(twice))).toMatchObject({ ok: false })
    const fewer = (tree: EvidenceTree) => ({ ...tree, events: tree.events.slice(1) })
    expect(check(archive(fewer))).toMatchObject({ ok: false, bad: 'tree.json' })
  })

  it('a head or a cosignature of a stranger is found', async () => {
    const stranger = strangers()
    const foreign = await openForeign()
    expect(check(archive((tree) => ({ ...tree, head: foreign.head })))).toMatchObject({
      ...{ ok: false, bad: 'tree.json', why: 'its head is not signed by this gateway' },
    })
    const { KGZ } = whole.keys.centres ?? {}
    const centres = { KAZ: stranger.publicKey, ...(KGZ && { KGZ }) }
    expect(checkEvidence(archive(), whole.keys.gateway, centres)).toMatchObject({
      ...{ ok: false, bad: 'tree.json', why: 'the cosignature is not one of the centre of KAZ' },
    })
    const swapped = (tree: EvidenceTree) => ({
      ...tree,
      cosignatures: tree.cosignatures.map((one, at) => ({
        ...one,
        signature: tree.cosignatures[1 - at]?.signature ?? '',
      })),
    })
    expect(check(archive(swapped))).toMatchObject({ ok: false, bad: 'tree.json' })
    const ahead = (tree: EvidenceTree) => ({
      ...tree,
      cosignatures: tree.cosignatures.map((one) => ({ ...one, size: one.size + 1 })),
    })
    expect(check(archive(ahead))).toMatchObject({ ok: false, why: expect.stringContaining('does not begin') })
  })

  it('a Party gets what it may see, opened, and what it may not as a commitment that opens to nothing', () => {
    const bytes = Buffer.from(archive(undefined, { party: 'KGZ' }))
    expect(bytes.includes('seal 0')).toBe(false)
    expect(Buffer.from(archive(undefined, { party: 'KAZ' })).includes('seal 0')).toBe(true)
    expect(check(bytes)).toMatchObject({ ok: true, proven: { places: 0 } })
  })

  it('where something is withheld that no commitment covers, a Party gets the place alone', async () => {
    const data = join(directory, 'rule')
    const signHeads = { checkpoint: 'karasu', gateway: 'gw-1' }
    const journal = await openJournal({ directory: data, log: silentLog, clock: systemClock, signHeads })
    await journal.append([
      newEvent(
        {
          type: 'ControlSelected',
          data: { control: { party: 'KAZ', kind: 'customs' }, rule: 'their rule', article: 'JC 4' },
        },
        { shares: { KAZ: { withheld: [] }, KGZ: { withheld: ['rule'] } } },
      ),
    ])
    await journal.close()
    const out = join(directory, 'rule.tar')
    await runCommand('evidence', 'export', 'c-1', '--data', data, '--out', out, '--party', 'KGZ')
    const verified = await runCommand('evidence', 'verify', out)
    expect(verified.stdout).toContain('stand 0, 1 more by their hash alone')
  })

  it('over events that are younger than the newest head one more is signed', () => {
    const { checkpoint, gateway } = reader.latestHead() ?? { checkpoint: '', gateway: '' }
    const early = {
      ...reader,
      latestHead: () => ({ ...(reader.latestHead() as never as object), size: 1 }) as never,
    }
    const tree = treeOf(early, crossing, null, key, now)
    expect(tree?.head).toMatchObject({ checkpoint, gateway, size: whole.events, at: now })
    const events = reader.readCrossing(crossing)
    const bytes = packEvidence({ crossing, events, picture: () => null, party: null, tree }, key, now)
    expect(check(bytes)).toMatchObject({ ok: true, proven: { events: events.length } })
  })

  async function openForeign(): Promise<EvidenceTree> {
    const other = await makeWholeJournal(join(directory, 'other'), 2)
    const theirs = openReader(journalFile(other.directory))
    const tree = treeOf(theirs, crossing, null, openGatewayKey(other.directory), now)
    theirs.close()
    if (tree === null) throw new Error('no head')
    return tree
  }
})
