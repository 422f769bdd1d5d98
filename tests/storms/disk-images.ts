import type { Step } from './disk-trace.ts'

type Change = Extract<Step, { step: 'write' | 'cut' }>

const sector = 512

/** A file as the disk holds it. Bytes behind `size` are zero, as those of a file that grows are. */
interface Content {
  bytes: Buffer
  size: number
}

export interface Disk {
  /** Done by the process: a write is the cache's until its file is synced. */
  take(step: Change | Extract<Step, { step: 'sync' }>): void
  /** What stands there when the power goes now; good until the next call. */
  cutPower(): ReadonlyMap<string, Buffer>
}

/**
 * A disk that keeps what was synced, and of the writes since then none, all, some, or some of their sectors.
 * `syncs` false: one that ignores syncs, to show that the storm would see it.
 */
export function diskOf(
  first: ReadonlyMap<string, Buffer>,
  random: () => number,
  { syncs = true }: { readonly syncs?: boolean } = {},
): Disk {
  const durable = new Map<string, Content>()
  const images = new Map<string, Content>()
  const unsynced = new Map<string, Change[]>()
  for (const [name, bytes] of first) durable.set(name, { bytes: Buffer.from(bytes), size: bytes.length })

  const contentOf = (files: Map<string, Content>, name: string): Content => {
    const known = files.get(name)
    if (known !== undefined) return known
    const empty = { bytes: Buffer.alloc(0), size: 0 }
    files.set(name, empty)
    return empty
  }

  return {
    take: (step) => {
      const waiting = unsynced.get(step.file) ?? []
      if (step.step !== 'sync') {
        waiting.push(step)
        unsynced.set(step.file, waiting)
      } else if (syncs) {
        const content = contentOf(durable, step.file)
        for (const change of waiting) apply(content, change)
        unsynced.delete(step.file)
      }
    },
    cutPower: () => {
      const left = new Map<string, Buffer>()
      for (const name of new Set([...durable.keys(), ...unsynced.keys()])) {
        const image = contentOf(images, name)
        become(image, contentOf(durable, name))
        for (const change of survivors(unsynced.get(name) ?? [], random)) apply(image, change)
        left.set(name, image.bytes.subarray(0, image.size))
      }
      return left
    },
  }
}

function apply(content: Content, change: Change): void {
  if (change.step === 'cut') {
    if (change.size < content.size) content.bytes.fill(0, change.size, content.size)
    else reserve(content, change.size)
    content.size = change.size
    return
  }
  const end = change.at + change.bytes.length
  reserve(content, end)
  change.bytes.copy(content.bytes, change.at)
  content.size = Math.max(content.size, end)
}

function become(image: Content, { bytes, size }: Content): void {
  if (image.size > size) image.bytes.fill(0, size, image.size)
  reserve(image, size)
  bytes.copy(image.bytes, 0, 0, size)
  image.size = size
}

function reserve(content: Content, size: number): void {
  if (size <= content.bytes.length) return
  const larger = Buffer.alloc(size * 2)
  content.bytes.copy(larger, 0, 0, content.size)
  content.bytes = larger
}

/** The writes that reached the disk: one of none, all, some, some sectors. */
function survivors(unsynced: readonly Change[], random: () => number): readonly Change[] {
  const kind = Math.floor(random() * 4)
  if (kind === 0) return []
  if (kind === 1) return unsynced
  const share = random()
  if (kind === 2) return unsynced.filter(() => random() < share)
  return unsynced.flatMap((change): readonly Change[] => {
    if (change.step === 'cut') return random() < share ? [change] : []
    const parts: Change[] = []
    for (let from = 0; from < change.bytes.length; from += sector) {
      const bytes = change.bytes.subarray(from, from + sector)
      if (random() < share) parts.push({ ...change, at: change.at + from, bytes })
    }
    return parts
  })
}
