import { existsSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const memory = '/dev/shm'

/** A new folder in memory where there is one: these tests prove logic, and need not wait for a disk. */
export function testDirectory(): Promise<string> {
  return mkdtemp(join(existsSync(memory) ? memory : tmpdir(), 'ayaldama-test-'))
}
