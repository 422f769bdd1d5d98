import { expect, test } from 'vitest'
import type { Configuration } from '../../../config/load-configuration.ts'
import type { DeviceSet } from '../../../edge/composition/devices.ts'
import { freeRelays } from '../../../edge/composition/relays.ts'

type Devices = Parameters<typeof freeRelays>[0]['devices']

const board: Devices[number] = {
  ...{ id: 'board', kind: 'modbus-board', role: 'ioBoard' },
  options: {
    points: {
      open: { fc: 5, address: 0 },
      close: { fc: 5, address: 1 },
      alsoOpen: { fc: 15, address: 0 },
      green: { fc: 5, address: 2 },
      horn: { fc: 5, address: 3 },
      loop: { fc: 2, address: 3 },
    },
  },
}
const contacts: Devices[number] = {
  ...{ id: 'boom', kind: 'contact-barrier', role: 'barrier' },
  options: { board: 'board', open: 'open', close: 'close' },
}
const gate: Devices[number] = {
  id: 'gate',
  kind: 'hikvision-barrier',
  role: 'barrier',
  options: { loop: 'board.loop' },
}
const lanes = [{ signals: { lightGreen: 'board.green' } }] as unknown as Configuration['lanes']

function offered(devices: Devices) {
  const pulses: string[] = []
  const set = {
    get: (_: string, id: string) => ({
      pulse: async (point: string, ms: number) => pulses.push(`${id}.${point} ${ms}`),
    }),
  } as unknown as DeviceSet
  return { pulses, relays: freeRelays({ devices, lanes }, set, ['board']) }
}

test('a technician may pulse what moves no boom and is no light, whatever else a contact is called', async () => {
  const { pulses, relays } = offered([board, contacts])
  expect(relays.map(({ point }) => point)).toEqual(['horn'])
  await relays[0]?.pulse(500)
  expect(pulses).toEqual(['board.horn 500'])
})

test('a gate with relays of its own takes no output of a board', () => {
  expect(offered([board, gate]).relays.map(({ point }) => point)).toEqual([
    'open',
    'close',
    'alsoOpen',
    'horn',
  ])
})
