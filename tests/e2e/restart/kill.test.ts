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

/** All controls of one Party by its own officers. */
async function control(party: Party): Promise<void> {
  for (const body of bodies) {
    const officer = await checkpoint.officer(party, body)
    const key = { party, kind: body }
    expect(await officer.command(lane, { type: 'StartControl', control: key })).toBe(true)
    expect(await officer.command(lane, { type: 'CompleteControl', control: key, decision: 'released' })).toBe(
      true,
    )
  }
}

async function act(party: Party, type: string): Promise<void> {
  const officer = await checkpoint.officer(party, 'border')
  expect(await officer.command(lane, { type })).toBe(true)
}

/** An officer attends to what a busy machine leaves open, as at a lane. */
async function closed(): Promise<void> {
  const officer = await checkpoint.officer('KGZ', 'border')
  const trouble = createTroubleshooter(officer)
  await until('the crossing closed', async () => {
    await trouble.attend(lane)
    return (await officer.lane(lane)).crossing === null
  })
}

async function atTheStopLine(): Promise<void> {
  const officer = await checkpoint.officer('KAZ', 'border')
  const trouble = createTroubleshooter(officer)
  await until('a vehicle with its papers in the zone', async () => {
    await trouble.attend(lane)
    const { occupied, crossing } = await officer.lane(lane)
    const closed = crossing?.barriers.every(({ ordered }) => !ordered)
    return occupied.zone === 'occupied' && closed && (crossing?.documents.length ?? 0) > 0
  })
}

async function crossing(): Promise<{ id: string; phase: string; lawInForce: Party }> {
  const officer = await checkpoint.officer('KAZ', 'border')
  const { crossing } = await until('the crossing on the screen', async () => {
    const view = await officer.lane(lane)
    return view.crossing && view.barriers.every(({ position }) => position !== 'unknown') ? view : null
  })
  if (!crossing) throw new Error('no crossing')
  return { id: crossing.crossing, phase: crossing.phase, lawInForce: crossing.lawInForce }
}

async function nothingLost(): Promise<void> {
  const officer = await checkpoint.officer('KAZ', 'border')
  for (const party of ['KAZ', 'KGZ'] as const) {
    await until(`all facts at the centre of ${party}`, async () => {
      const status = (await officer.replication()).find((one) => one.party === party)
      const { received, missing, duplicates } = checkpoint.centres[party].summary()
      expect(duplicates).toBe(0)
      return status?.backlog === 0 && missing === 0 && received === status.head.seq
    })
  }
}

const vehicle = { ...planVehicle(0, 1, 'KAZ'), outcome: 'released' as const }

describe('kill -9 in the middle of a crossing', () => {
  it('goes on with the same crossing, without a pulse, and loses nothing at either centre', async () => {
    const drive = checkpoint.site.drive(vehicle)
    await atTheStopLine()
    await control('KAZ')
    await act('KAZ', 'ConcludeExitControl')
    const before = await crossing()
    const pulses = checkpoint.site.board.pulses()

    await checkpoint.gateway().kill()
    await checkpoint.restart()

    expect(await crossing()).toEqual(before)
    expect(before).toMatchObject({ phase: 'entryControl', lawInForce: 'KGZ' })
    expect(checkpoint.site.board.pulses()).toEqual({ ...pulses, ...lights(checkpoint.site.board.pulses()) })

    await control('KGZ')
    await act('KGZ', 'Release')
    await closed()
    expect(await drive).toBe('passed')
    expect(checkpoint.site.board.incidents()).toMatchObject({ crushed: 0, conflicts: 0, rammed: 0 })
    await nothingLost()
    for (const party of ['KAZ', 'KGZ'] as const) {
      const types = checkpoint.centres[party].events(before.id).map(({ event }) => event.type)
      expect(types.filter((type) => type === 'CrossingOpened')).toHaveLength(1)
      expect(types.at(-1)).toBe('CrossingClosed')
    }
  }, 120_000)

  it('does not send again a pulse that was under way, and the boom it finds up comes down on an officer’s word', async () => {
    const drive = checkpoint.site.drive(vehicle)
    await atTheStopLine()
    await control('KAZ')
    await act('KAZ', 'ConcludeExitControl')
    await control('KGZ')
    await act('KGZ', 'Release')
    await checkpoint.site.board.whenBoom('release', 'opening')
    await checkpoint.gateway().kill()
    const { releaseOpen } = checkpoint.site.board.pulses()
    expect(await drive).toBe('passed')

    await checkpoint.restart()
    const officer = await checkpoint.officer('KGZ', 'border')
    await until('the boom is known to be up', async () =>
      (await officer.lane(lane)).crossing?.barriers.find(
        ({ barrier, opened }) => barrier === 'releaseBarrier' && opened,
      ),
    )
    expect(checkpoint.site.board.pulses().releaseOpen).toBe(releaseOpen)
    expect(checkpoint.site.board.boom('release')).toBe('open')

    expect(await officer.wayClear(lane, 'releaseBarrier')).toBe(true)
    const reason = 'The vehicle left while the gateway was away.'
    expect(await officer.command(lane, { type: 'WitnessPassage', barrier: 'releaseBarrier', reason })).toBe(
      true,
    )
    await closed()
    expect(checkpoint.site.board.boom('release')).toBe('closed')
    expect(checkpoint.site.board.incidents()).toMatchObject({ crushed: 0, conflicts: 0 })
    await nothingLost()
  }, 120_000)
})

/** The light is an output too, and is set by state: it may change at any time. */
function lights(pulses: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(pulses).filter(([name]) => name.startsWith('light')))
}
