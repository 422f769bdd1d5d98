/**
 * Stores messages as a centre gets them (late, twice, several at once) and prints, as one line of JSON a
 * transaction, what it may acknowledge then: `writing-centre.ts FILE TRANSACTIONS SEED`. For `traceDisk`.
 */
import { writeSync } from 'node:fs'
import { seededRandom } from '../../../drivers/simulator/camera/scene/random.ts'
import { openCentreStore } from '../../../edge/central/store.ts'
import { type CentrePromise, gatewayOfStorm, stormMessage } from '../../storms/power-centre.ts'

const [file = '', transactions = '0', seed = '1'] = process.argv.slice(2)
const random = seededRandom(Number(seed))
const store = openCentreStore(file)
let next = 1

for (let count = 0; count < Number(transactions); count++) {
  const arrived = Array.from({ length: 1 + Math.floor(random() * 4) }, () => {
    // Near the newest one: in turn, ahead of its turn, or again.
    const number = Math.max(1, next + Math.floor(random() * 4) - 2)
    if (number === next) next += 1
    return { gateway: gatewayOfStorm, message: stormMessage(number) }
  })
  const stored = store.storeAll(arrived)
  const promise: CentrePromise = {
    watermark: stored.at(-1)?.watermark.seq ?? 0,
    messages: arrived.map(({ message }) => message.from),
  }
  writeSync(1, `${JSON.stringify(promise)}\n`)
}
process.kill(process.pid, 'SIGKILL')
