import { generateKeyPairSync, sign } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHeadWatch } from '../../../edge/central/head-watch.ts'
import type { HeadMessage } from '../../../edge/ports/feed/messages.ts'
import type { PartyKeys } from '../../../edge/ports/party-signature.ts'
import { consistencyProof, leafHash, rootOf } from '../../../edge/ports/proof/merkle.ts'
import { appendLeaf, consistencyOf, emptyFrontier } from '../../../edge/ports/proof/stored-tree.ts'
import { cosignatureBytes, treeHeadBytes } from '../../../edge/ports/proof/tree-head.ts'
import { testDirectory } from '../../contract/journal/test-directory.ts'

let directory: string
let files = 0

beforeAll(async () => {
  directory = await testDirectory()
})

afterAll(() => {
  rmSync(directory, { recursive: true, force: true })
})

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const leaves = (count: number, rewrittenFrom = count) =>
  Array.from({ length: count }, (_, at) => leafHash(Buffer.from(`${at}${at >= rewrittenFrom ? '!' : ''}`)))
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
const identity = { checkpoint: 'karasu', gateway: 'gw-1' }
const at = '2026-05-01T10:00:00.000Z'

function head(tree: readonly Uint8Array[], from?: number, proof = tree, signedAt = at): HeadMessage {
  const stated = { epoch: 1, size: tree.length, root: hex(rootOf(tree)), at: signedAt }
  const signature = sign(null, treeHeadBytes({ ...identity, ...stated }), privateKey).toString('base64')
  return {
    ...identity,
    party: 'KAZ',
    head: { ...stated, signature },
    key,
    ...(from === undefined ? {} : { from }),
    proof: from === undefined ? [] : consistencyProof(proof, from).map(hex),
    cosignatures: [],
  }
}

const kgz = generateKeyPairSync('ed25519')
const watch = (
  trustFirstKey = true,
  gatewayKeys: Readonly<Record<string, string>> = {},
  centreKeys: PartyKeys = {},
) =>
  openHeadWatch({
    party: 'KAZ',
    file: join(directory, `${files++}.db`),
    gatewayKeys,
    trustFirstKey,
    centreKeys,
    cosign: () => 'signed',
    now: () => at,
  })

test('what continues is cosigned; a tree rewritten anywhere within what was seen is refused, whatever its proof', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 0, max: 20 }),
      fc.nat(),
      (before, more, where) => {
        const centre = watch()
        expect(centre.judge('karasu/gw-1', head(leaves(before))).verdict).toBe('accepted')
        const after = before + more
        const other = leaves(after, where % before)
        expect(centre.judge('karasu/gw-1', head(other, before)).verdict).toBe('refused')
        // The root of another history under the proof of the true one.
        expect(centre.judge('karasu/gw-1', head(other, before, leaves(after))).verdict).toBe('refused')
        expect(centre.newest('karasu/gw-1')?.size).toBe(before)
        const verdict = more === 0 ? 'known' : 'accepted'
        expect(centre.judge('karasu/gw-1', head(leaves(after), before)).verdict).toBe(verdict)
        expect(centre.judge('karasu/gw-1', head(leaves(before))).verdict).toBe('known')
        centre.close()
      },
    ),
    { numRuns: 40, seed: 6 },
  )
})

test('a smaller tree that was never cosigned is a history taken back; one proved from elsewhere waits', () => {
  const centre = watch()
  centre.judge('karasu/gw-1', head(leaves(20)))
  expect(centre.judge('karasu/gw-1', head(leaves(12))).verdict).toBe('refused')
  expect(centre.judge('karasu/gw-1', head(leaves(30), 10))).toMatchObject({
    verdict: 'unproved',
    cosignature: { size: 20 },
  })
  centre.close()
})

test('a head that a broker delivers late, behind later ones, is no history taken back, and is not cosigned', () => {
  const centre = watch()
  const later = '2026-05-01T10:01:00.000Z'
  expect(centre.judge('karasu/gw-1', head(leaves(9), undefined, undefined, later)).verdict).toBe('accepted')
  expect(centre.judge('karasu/gw-1', head(leaves(6), 3))).toMatchObject({
    verdict: 'unproved',
    cosignature: { size: 9 },
  })
  expect(centre.newest('karasu/gw-1')?.size).toBe(9)
  // Signed after what was cosigned, over fewer events.
  const after = head(leaves(6), undefined, undefined, '2026-05-01T10:02:00.000Z')
  expect(centre.judge('karasu/gw-1', after).verdict).toBe('refused')
  centre.close()
})

test('a gateway that showed the other Party another history is refused when its cosignature is handed across', () => {
  const centre = watch()
  centre.judge('karasu/gw-1', head(leaves(20)))
  const cosigned = (root: Uint8Array) => ({
    party: 'KGZ' as const,
    size: 20,
    root: hex(root),
    at,
    signature: '',
  })
  const next = head(leaves(30), 20)
  const other = { ...next, cosignatures: [cosigned(rootOf(leaves(20, 4)))] }
  expect(centre.judge('karasu/gw-1', other)).toMatchObject({ verdict: 'refused' })
  const same = { ...next, cosignatures: [cosigned(rootOf(leaves(20)))] }
  expect(centre.judge('karasu/gw-1', same).verdict).toBe('accepted')
  centre.close()
})

test('without a registered key nothing is believed, and a signature of another key or of other words neither', () => {
  const strict = watch(false)
  expect(strict.judge('karasu/gw-1', head(leaves(3))).verdict).toBe('refused')
  strict.close()
  const registered = watch(false, { 'karasu/gw-1': key })
  const good = head(leaves(3))
  expect(registered.judge('karasu/gw-1', { ...good, gateway: 'gw-2' }).verdict).toBe('refused')
  expect(registered.judge('karasu/gw-1', { ...good, head: { ...good.head, epoch: 2 } }).verdict).toBe(
    'refused',
  )
  expect(registered.judge('karasu/gw-1', good).verdict).toBe('accepted')
  registered.close()
  const another = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' })
  const mistaken = watch(true, { 'karasu/gw-1': another.toString('base64') })
  expect(mistaken.judge('karasu/gw-1', good).verdict).toBe('refused')
  mistaken.close()
})

test('RFC 6962 2.1.2: a proof from kept nodes is the one from all leaves', () => {
  const all = leaves(70)
  const nodes = new Map<string, Uint8Array>()
  let frontier = emptyFrontier
  for (const leaf of all) {
    const grown = appendLeaf(frontier, leaf)
    for (const { level, index, hash } of grown.nodes) nodes.set(`${level}/${index}`, hash)
    frontier = grown.frontier
  }
  const read = (level: number, index: number) => nodes.get(`${level}/${index}`) ?? new Uint8Array()
  for (let size = 1; size <= all.length; size++) {
    for (let from = 1; from <= size; from++) {
      const expected = consistencyProof(all.slice(0, size), from).map(hex)
      expect(consistencyOf(from, size, read).map(hex)).toEqual(expected)
    }
  }
})

/** What the other centre cosigned of a tree, as the gateway hands it across under a head of another. */
function handed(tree: readonly Uint8Array[], under: readonly Uint8Array[], privateKey = kgz.privateKey) {
  const stated = { party: 'KGZ', size: tree.length, root: hex(rootOf(tree)), at } as const
  const signature = sign(null, cosignatureBytes({ ...identity, ...stated }), privateKey).toString('base64')
  const proof = tree.length <= under.length ? consistencyProof(under, tree.length).map(hex) : []
  return { ...head(under), cosignatures: [{ ...stated, signature, proof }] }
}
const strict = () => watch(true, {}, { KGZ: kgz.publicKey })

test('what the other centre cosigned is verified by its signature and proved to begin this tree, at any size', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 12 }), (size, more) => {
      const centre = strict()
      expect(centre.judge('karasu/gw-1', handed(leaves(size), leaves(size + more)))).toMatchObject({
        verdict: 'accepted',
      })
      centre.close()
      const other = strict()
      const forked = handed(leaves(size, size - 1), leaves(size + more))
      expect(other.judge('karasu/gw-1', forked)).toMatchObject({
        verdict: 'refused',
        why: expect.stringContaining('KGZ cosigned another tree'),
      })
      other.close()
    }),
    { numRuns: 40, seed: 6 },
  )
})

test('the alarm names who it is: the gateway that makes a cosignature up, or goes back behind one', () => {
  const forger = strict()
  expect(forger.judge('karasu/gw-1', handed(leaves(5), leaves(5), privateKey))).toMatchObject({
    verdict: 'refused',
    why: 'gateway karasu/gw-1 hands over a cosignature that the centre of KGZ did not sign',
  })
  expect(forger.judge('karasu/gw-1', handed(leaves(9), leaves(5)))).toMatchObject({
    verdict: 'refused',
    why: 'gateway karasu/gw-1 went back: KGZ has cosigned 9 events of it, and it shows 5',
  })
  forger.close()
  const centre = strict()
  centre.judge('karasu/gw-1', handed(leaves(9), leaves(9)))
  // The same head again, with what was known of the other centre before: a broker delivered it late.
  expect(centre.judge('karasu/gw-1', handed(leaves(4), leaves(9))).verdict).toBe('known')
  expect(centre.judge('karasu/gw-1', handed(leaves(4), leaves(10)))).toMatchObject({
    verdict: 'refused',
    why: expect.stringContaining('went back: KGZ had cosigned 9 events, and now 4'),
  })
  centre.close()
})

test('a cosignature without a proof is none where it is of a tree that was never shown here', () => {
  const centre = strict()
  const message = handed(leaves(4), leaves(9))
  const cosignatures = message.cosignatures.map(({ proof: _, ...rest }) => rest)
  expect(centre.judge('karasu/gw-1', { ...message, cosignatures })).toMatchObject({ verdict: 'refused' })
  centre.close()
})
