/** What one look at the folder saw of a file. */
export interface FileSeen {
  readonly name: string
  readonly size: number
  /** Milliseconds, with their fraction. */
  readonly modified: number
}

/** What the camera knows of the files in its folder; forgets those that are gone, so it stays small. */
export interface FolderMemory {
  /** The files of a look that are still to be judged, in order of their names. */
  look(files: readonly FileSeen[], at: number): readonly WaitingFile[]
  /** The file is done with, taken or refused, until it changes. */
  settle(file: FileSeen): void
}

export interface WaitingFile {
  readonly file: FileSeen
  /** The look before saw the same size and time. */
  readonly stable: boolean
  /** Milliseconds since it last changed, as the looks saw it. */
  readonly unchangedMs: number
}

const collator = new Intl.Collator('en', { numeric: true })

/** `frame-2` before `frame-10`; names that only differ to the byte keep one order too. */
export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return collator.compare(a.name, b.name) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
}

const same = (a: FileSeen, b: FileSeen) => a.size === b.size && a.modified === b.modified

export function createFolderMemory(): FolderMemory {
  let waiting = new Map<string, { file: FileSeen; since: number }>()
  let settled = new Map<string, FileSeen>()
  return {
    look(files, at) {
      const present = new Map(files.map((file) => [file.name, file]))
      settled = new Map([...settled].filter(([name]) => present.has(name)))
      const next = new Map<string, { file: FileSeen; since: number }>()
      const result: WaitingFile[] = []
      for (const file of [...files].sort(byName)) {
        const done = settled.get(file.name)
        if (done !== undefined && same(done, file)) continue
        settled.delete(file.name)
        const before = waiting.get(file.name)
        const stable = before !== undefined && same(before.file, file)
        const since = stable ? before.since : at
        next.set(file.name, { file, since })
        result.push({ file, stable, unchangedMs: at - since })
      }
      waiting = next
      return result
    },
    settle(file) {
      waiting.delete(file.name)
      settled.set(file.name, file)
    },
  }
}
