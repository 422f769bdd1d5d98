import { between, pick } from './random.ts'
import type { Scene, ScenePlate } from './render-scene.ts'
import { vehicleKinds } from './vehicle-shape.ts'

/** A vehicle as the simulator is told of it: a scene without the distance. */
export type SimulatedVehicle = Omit<Scene, 'distance'>

const LETTERS = 'ABCDEFGHKLMNOPRSTUVXYZ'

const text = (alphabet: string, length: number, random: () => number) =>
  Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('')

const region = (last: number, random: () => number) =>
  String(1 + Math.floor(random() * last)).padStart(2, '0')

/**
 * A plate of a make that each State issues, its text canonical. Kazakhstan: three digits, two letters (a
 * company) or three, region 01 to 20. Kyrgyzstan: region 01 to 09, three digits, two or three letters.
 */
export function randomPlate(country: 'KZ' | 'KG', random: () => number): ScenePlate {
  const digits = text('0123456789', 3, random)
  const letters = text(LETTERS, random() < 0.2 ? 2 : 3, random)
  return country === 'KZ'
    ? {
        country,
        text: digits + letters + region(20, random),
        style: random() < 0.1 ? 'kz-two-line' : 'kz-2012',
      }
    : { country, text: region(9, random) + digits + letters, style: 'kg-2016' }
}

export function randomVehicle(random: () => number): SimulatedVehicle {
  return {
    plate: randomPlate(random() < 0.5 ? 'KZ' : 'KG', random),
    vehicle: pick(vehicleKinds, random),
    light: random() < 0.25 ? 'night' : 'day',
    dirt: between(0, 0.35, random),
    seed: Math.floor(random() * 2 ** 31),
  }
}
