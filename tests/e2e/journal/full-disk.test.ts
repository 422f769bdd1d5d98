import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ConsoleClient } from '../../../edge/demo/console-client.ts'
import { planVehicle } from '../../../edge/demo/traffic.ts'
import { createTroubleshooter } from '../../../edge/demo/trouble.ts'
import type { Party } from '../../../edge/domain/party.ts'
import { verifyJournal } from '../../../edge/journal/verify.ts'
import type { DiskState } from '../../../edge/ports/disk.ts'
import { type Checkpoint, createCheckpoint, lane, until } from '../../support/checkpoint.ts'
import { mountSmallDisk } from '../../support/small-disk.ts'

const vehicle = (number: number) => ({ ...planVehicle(number, 1, 'KAZ'), outcome: 'released' as const })

async function diskOf({ gateway }: Checkpoint): Promise<DiskState> {
  const answer = await fetch(`${gateway().url}/healthz`)
  return ((await answer.json()) as { readonly disk: DiskState }).disk
}

async function atTheStopLine(officer: ConsoleClient): Promise<void> {
  const trouble = createTroubleshooter(officer)
  await until('a vehicle with its papers in the zone', async () => {
    await trouble.attend(lane)
    const { occupied, crossing } = await officer.lane(lane)
    const closed = crossing?.barriers.every(({ ordered }) => !ordered)
    return occupied.zone === 'occupied' && closed && (crossing?.documents.length ?? 0) > 0
  })
}

async function workToTheEnd(checkpoint: Checkpoint): Promise<void> {
  const control = async (party: Party) => {
    for (const body of ['border', 'customs'] as const) {
      const officer = await checkpoint.officer(party, body)
      const done = { control: { party, kind: body }, decision: 'released' }
      expect(await officer.command(lane, { type: 'StartControl', control: done.control })).toBe(true)
      expect(await officer.command(lane, { type: 'CompleteControl', ...done })).toBe(true)
    }
  }
  await control('KAZ')
  const [kaz, kgz] = [await checkpoint.officer('KAZ', 'border'), await checkpoint.officer('KGZ', 'border')]
  expect(await kaz.command(lane, { type: 'ConcludeExitControl' })).toBe(true)
  await control('KGZ')
  expect(await kgz.command(lane, { type: 'Release' })).toBe(true)
  const trouble = createTroubleshooter(kgz)
  await until('the crossing closed', async () => {
    await trouble.attend(lane)
    return (await kgz.lane(lane)).crossing === null
  })
}

test('a gateway on a full disk finishes the crossing under way, refuses the next, is given room and goes on', async (context) => {
  const disk = mountSmallDisk(32)
  if (disk === null) return context.skip('tmpfs cannot be mounted here')
  const data = join(disk.directory, 'data')
  const checkpoint = await createCheckpoint({ set: () => [`gateway.data=${data}`] })
  try {
    const officer = await checkpoint.officer('KGZ', 'border')
    await until('the ballast', async () => (await diskOf(checkpoint)).level === 'ample')
    const first = checkpoint.site.drive(vehicle(0))
    await atTheStopLine(officer)

    await until('the disk is full', async () => {
      disk.fill()
      // A sign-in is a fact that wants to be written.
      await checkpoint.officer('KAZ', 'customs')
      return (await diskOf(checkpoint)).level === 'full'
    })
    await workToTheEnd(checkpoint)
    expect(await first).toBe('passed')

    const second = checkpoint.site.drive(vehicle(1))
    const waiting = await until('a vehicle that waits', async () => {
      const view = await officer.lane(lane)
      return view.occupied.approach === 'occupied' && view
    })
    expect(waiting).toMatchObject({ state: 'closed', crossing: null, closed: { code: 'lane.no-room' } })
    const metrics = await (await fetch(`${checkpoint.gateway().url}/metrics`)).text()
    expect(metrics).toContain('ayaldama_disk_level{level="full"} 1')

    disk.makeRoom()
    await atTheStopLine(officer)
    expect((await diskOf(checkpoint)).level).toBe('ample')
    await workToTheEnd(checkpoint)
    expect(await second).toBe('passed')

    for (const party of ['KAZ', 'KGZ'] as const) {
      await until(`all facts at the centre of ${party}`, async () => {
        const status = (await officer.replication()).find((one) => one.party === party)
        const { received, missing, duplicates } = checkpoint.centres[party].summary()
        expect(duplicates).toBe(0)
        return status?.backlog === 0 && missing === 0 && received === status.head.seq
      })
    }
    await checkpoint.gateway().stop()
    expect(verifyJournal(data).bad).toBeNull()
  } finally {
    await checkpoint.close()
    disk.close()
  }
}, 240_000)
