import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { planVehicle } from '../../../edge/demo/traffic.ts'
import { createTroubleshooter } from '../../../edge/demo/trouble.ts'
import type { ControlKind, Party } from '../../../edge/domain/party.ts'
import { type Checkpoint, createCheckpoint, lane, until } from '../../support/checkpoint.ts'

let checkpoint: Checkpoint

beforeEach(async () => {
  checkpoint = await createCheckpoint()
}, 90_000)
afterEach(async () => {
  await checkpoint.close()
}, 60_000)

const bodies: readonly ControlKind[] = ['border', 'customs']
const vehicle = { ...planVehicle(0, 1, 'KAZ'), outcome: 'released' as const, documents: [] }

async function stopped(): Promise<void> {
  const officer = await checkpoint.officer('KGZ', 'border')
  const trouble = createTroubleshooter(officer)
  await until('a vehicle in the zone behind a closed boom', async () => {
    await trouble.attend(lane)
    const { occupied, crossing } = await officer.lane(lane)
    return occupied.zone === 'occupied' && crossing?.barriers.every(({ ordered }) => !ordered)
  })
}

async function control(party: Party): Promise<void> {
  for (const body of bodies) {
    const officer = await checkpoint.officer(party, body)
    const key = { party, kind: body }
    await officer.command(lane, { type: 'StartControl', control: key })
    await officer.command(lane, { type: 'CompleteControl', control: key, decision: 'released' })
  }
}

async function device(id: string) {
  const officer = await checkpoint.officer('KAZ', 'border')
  const found = (await officer.lane(lane)).devices.find((one) => one.id === `${lane}-${id}`)
  if (!found) throw new Error(`no device ${id}`)
  return found.health
}

describe('devices in trouble in the middle of a crossing', () => {
  it('goes on after rubbish, a pulled reader and a cut board, and no boom moves meanwhile', async () => {
    const { site } = checkpoint
    const drive = site.drive(vehicle)
    await stopped()

    site.reader.send(Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 37) % 256)))
    await until('the rubbish is counted', async () => {
      const { counters } = await device('reader')
      return (counters.bytesDiscarded ?? 0) + (counters.framesRejected ?? 0) > 0
    })
    await site.reader.unplug()
    await until('the reader is missed', async () => (await device('reader')).state !== 'online')
    await site.reader.plug()
    await until('the reader is back', async () => (await device('reader')).state === 'online')
    site.reader.scan(planVehicle(0, 1, 'KAZ').documents[0]?.lines ?? [])
    const officer = await checkpoint.officer('KGZ', 'border')
    await until('the passport is read', async () => (await officer.lane(lane)).crossing?.documents.length)

    const pulses = site.board.pulses()
    const mend = await site.board.fault({ type: 'cutCable' })
    await until('the lane shows a fault', async () => (await officer.lane(lane)).state === 'fault')
    await control('KAZ')
    const exit = await checkpoint.officer('KAZ', 'border')
    expect(await exit.command(lane, { type: 'ConcludeExitControl' })).toBe(true)
    await control('KGZ')
    expect(await officer.command(lane, { type: 'Release' })).toBe(true)
    expect(site.board.pulses().releaseOpen).toBe(pulses.releaseOpen)
    await mend()

    const trouble = createTroubleshooter(officer)
    await until('the crossing closed', async () => {
      await trouble.attend(lane)
      return (await officer.lane(lane)).crossing === null
    })
    expect(await drive).toBe('passed')
    expect(site.board.incidents()).toMatchObject({ crushed: 0, conflicts: 0, rammed: 0 })
  }, 180_000)

  it('lets a vehicle in without a plate where the camera gives no picture', async () => {
    checkpoint.site.camera.setFault({ status: 500 })
    const drive = checkpoint.site.drive(vehicle)
    await stopped()
    const officer = await checkpoint.officer('KAZ', 'border')
    const { crossing } = await officer.lane(lane)
    expect(crossing?.plate).toBeNull()
    const correction = { text: vehicle.plate.text, country: vehicle.plate.country, reason: 'Camera is out.' }
    expect(await officer.command(lane, { type: 'CorrectPlate', ...correction })).toBe(true)
    expect(await officer.command(lane, { type: 'Return', reason: 'Test of the way back.' })).toBe(true)
    const trouble = createTroubleshooter(officer)
    await until('the crossing closed', async () => {
      await trouble.attend(lane)
      return (await officer.lane(lane)).crossing === null
    })
    expect(await drive).toBe('returned')
  }, 120_000)
})
