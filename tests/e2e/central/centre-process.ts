import { createCentre } from '../../../edge/central/centre.ts'
import { silentLog } from '../../../edge/ports/log.ts'

/** A centre to be killed: broker, folder and key come as arguments; each stored message is one line. */
const [brokerUrl = '', directory = '', key = ''] = process.argv.slice(2)
const centre = await createCentre({
  party: 'KAZ',
  brokerUrl,
  directory,
  key: Buffer.from(key, 'base64').toString('utf8'),
  log: silentLog,
  mqttVersion: '3.1.1',
  gapMs: 50,
  reconnectMs: 20,
})
centre.onStored(() => {
  process.stdout.write(`${centre.summary().received}\n`)
})
