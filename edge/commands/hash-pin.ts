import { text } from 'node:stream/consumers'
import { hashPin } from '../console/officers.ts'

/** `ayaldama hash-pin`: from standard input, so that no PIN stands in a list of processes or a history. */
export async function hashPinCommand(): Promise<number> {
  const pin = (await text(process.stdin)).trim()
  if (!/^\d{4,12}$/.test(pin)) {
    process.stderr.write('a PIN is 4 to 12 digits, on standard input\n')
    return 1
  }
  process.stdout.write(`${await hashPin(pin)}\n`)
  return 0
}
