import { setTimeout as pause } from 'node:timers/promises'
import { type BoardSimulator, createBoardSimulator } from '../../drivers/simulator/board/board-simulator.ts'
import {
  type CameraSimulator,
  createCameraSimulator,
} from '../../drivers/simulator/camera/camera-simulator.ts'
import {
  createVehicleDrive,
  type DriveEnd,
  type VehicleDrive,
} from '../../drivers/simulator/lane/vehicle-drive.ts'
import {
  createReaderSimulator,
  type ReaderSimulator,
} from '../../drivers/simulator/reader/reader-simulator.ts'
import type { Party } from '../domain/party.ts'
import type { PlannedVehicle } from './traffic.ts'

/** The devices of one simulated lane, and the vehicles that drive through it. */
export interface Site {
  readonly lane: string
  readonly exitParty: Party
  readonly entryParty: Party
  readonly board: BoardSimulator
  readonly reader: ReaderSimulator
  readonly camera: CameraSimulator
  /** The vehicle in the lane, null while it is empty. */
  readonly vehicle: () => PlannedVehicle | null
  /** An officer waves the vehicle in the zone back. */
  waveBack(): void
  /** Drives one vehicle up, through and out; resolves when it is gone. */
  drive(vehicle: PlannedVehicle): Promise<DriveEnd>
  close(): Promise<void>
}

/** Nominal travel of the booms at speed 1, ms. */
export const boomTravelMs = 2000
const driveUpMs = 2400
const handOverMs = 900

export async function createSite(options: {
  readonly lane: string
  readonly exitParty: Party
  readonly entryParty: Party
  readonly speed: number
}): Promise<Site> {
  const { speed, ...identity } = options
  const board = await createBoardSimulator({ travelMs: boomTravelMs / speed })
  const reader = await createReaderSimulator()
  const camera = await createCameraSimulator()
  let present: PlannedVehicle | null = null
  let driving: VehicleDrive | null = null

  return {
    ...identity,
    board,
    reader,
    camera,
    vehicle: () => present,
    waveBack: () => driving?.waveBack(),

    async drive(vehicle) {
      const handOver = async () => {
        for (const { lines } of vehicle.documents) {
          await pause(handOverMs / speed)
          reader.scan(lines)
        }
      }
      present = vehicle
      camera.setVehicle({
        plate: { ...vehicle.plate, style: 'standard' },
        vehicle: vehicle.body,
        light: vehicle.light,
        dirt: vehicle.dirt,
        seed: vehicle.number,
      })
      camera.driveUp({ durationMs: driveUpMs / speed })
      const drive = createVehicleDrive(board, {
        speed,
        heedsLight: true,
        onStage: (stage) => {
          if (stage === 'stopped') void handOver()
        },
      })
      driving = drive
      const end = await drive.run()
      present = null
      camera.setVehicle(null)
      return end
    },

    async close() {
      driving?.remove()
      await Promise.all([board.close(), reader.close(), camera.close()])
    },
  }
}
