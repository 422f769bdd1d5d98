import { text } from 'node:stream/consumers'
import { hashPin } from '../console/officers.ts'

/** `ayaldama hash-pin`: from standard input, so that no PIN stands in a list of processes or a history. */
export async function hashPinCommand(): Promise<number> {
  const pin = (await text(process.stdin)).trim()
  process.stdout.write(`${await hashPin(pin)}\n`)
  return 0
}
