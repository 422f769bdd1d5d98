import { readFileSync } from 'node:fs'

const page = new URL('../../../docs/feed.md', import.meta.url)

/** The block of docs/feed.md that bears this name after its language: what the page shows is what is run. */
export function documentedBlock(name: string): string {
  const blocks = readFileSync(page, 'utf8').matchAll(/^```(\S+)(?: (\S+))?\n(.*?)^```$/gms)
  const found = [...blocks].filter(([, language, title]) => (title ?? language) === name)
  if (found.length !== 1) throw new Error(`docs/feed.md has ${found.length} blocks named ${name}`)
  return found[0]?.[3] ?? ''
}
