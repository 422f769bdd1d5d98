/** The two booms of a lane: into the control zone, and out of it. */
export type SimulatedBarrier = 'approach' | 'release'

export type SimulatedLoop = 'approachLoop' | 'zoneLoop' | 'approachLoopUnder' | 'releaseLoopUnder'

export type SimulatedPhotocell = 'approachPhotocell' | 'releasePhotocell'

/**
 * Point map of the simulated board, in the form of a `modbus-board`'s option `points`. Inputs are discrete
 * inputs, outputs coils. Photocells and the stop button are normally closed contacts, as on real
 * barriers: a cut wire reads as interrupted and as pressed.
 */
export const simulatedLanePoints = {
  approachLoop: { fc: 2, address: 0 },
  zoneLoop: { fc: 2, address: 1 },
  approachOpenLimit: { fc: 2, address: 2 },
  approachClosedLimit: { fc: 2, address: 3 },
  approachLoopUnder: { fc: 2, address: 4 },
  approachPhotocell: { fc: 2, address: 5, invert: true },
  releaseOpenLimit: { fc: 2, address: 6 },
  releaseClosedLimit: { fc: 2, address: 7 },
  releaseLoopUnder: { fc: 2, address: 8 },
  releasePhotocell: { fc: 2, address: 9, invert: true },
  stop: { fc: 2, address: 10, invert: true },
  approachOpen: { fc: 5, address: 0 },
  approachClose: { fc: 5, address: 1 },
  releaseOpen: { fc: 5, address: 2 },
  releaseClose: { fc: 5, address: 3 },
  lightRed: { fc: 5, address: 4 },
  lightGreen: { fc: 5, address: 5 },
} as const satisfies Record<string, { fc: 2 | 5; address: number; invert?: boolean }>

export type SimulatedPoint = keyof typeof simulatedLanePoints

/** Name of the discrete input (fc 2) or coil (fc 5) at an address. */
export function simulatedPointAt(fc: 2 | 5, address: number): SimulatedPoint | undefined {
  const names = Object.keys(simulatedLanePoints) as SimulatedPoint[]
  return names.find(
    (name) => simulatedLanePoints[name].fc === fc && simulatedLanePoints[name].address === address,
  )
}
