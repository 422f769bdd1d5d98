import { seededRandom } from '../../drivers/simulator/camera/scene/random.ts'
import type { CrossingOutcome } from '../domain/crossing/events.ts'
import { printMrz } from '../domain/identity/mrz/print.ts'
import type { Party } from '../domain/party.ts'

/** A document in a traveller's hand. */
export interface PlannedDocument {
  readonly lines: readonly string[]
}

/** One vehicle of the demo: what is true of it, and what its officers will find. */
export interface PlannedVehicle {
  readonly number: number
  readonly plate: { readonly text: string; readonly country: 'KZ' | 'KG' }
  readonly body: 'car' | 'van' | 'lorry' | 'bus'
  readonly light: 'day' | 'night'
  /** 0 clean to 1. */
  readonly dirt: number
  readonly documents: readonly PlannedDocument[]
  readonly outcome: CrossingOutcome
}

/** Six vehicles make one round: with one refusal, one return, one at night and one dirty. */
const round: readonly Pick<PlannedVehicle, 'outcome' | 'light' | 'dirt' | 'body'>[] = [
  { outcome: 'released', light: 'day', dirt: 0, body: 'car' },
  { outcome: 'released', light: 'day', dirt: 0.15, body: 'lorry' },
  { outcome: 'refused', light: 'day', dirt: 0, body: 'car' },
  { outcome: 'released', light: 'night', dirt: 0, body: 'van' },
  { outcome: 'returned', light: 'day', dirt: 0.1, body: 'car' },
  { outcome: 'released', light: 'day', dirt: 0.45, body: 'bus' },
]

/** The `number`th vehicle (from 0) of a seed; the same seed plans the same traffic. */
export function planVehicle(number: number, seed: number, exitParty: Party): PlannedVehicle {
  const random = seededRandom(seed * 7919 + number * 104_729)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  const shape = round[number % round.length] as (typeof round)[number]
  const country = random() < 0.75 === (exitParty === 'KAZ') ? 'KZ' : 'KG'
  const travellers = shape.body === 'car' && random() < 0.5 ? 2 : 1
  return {
    number,
    ...shape,
    plate: { country, text: country === 'KZ' ? kazakhPlate(random) : kyrgyzPlate(random) },
    documents: Array.from({ length: travellers }, () => ({
      lines: travelDocument(pick(['KAZ', 'KGZ'] as const), random, shape.outcome === 'refused'),
    })),
  }
}

const letters = 'ABCDEFHKLMNPRSTUVXYZ'

function series(random: () => number, length: number): string {
  return Array.from({ length }, () => letters[Math.floor(random() * letters.length)]).join('')
}

function digits(random: () => number, length: number): string {
  return Array.from({ length }, () => Math.floor(random() * 10)).join('')
}

function region(random: () => number, most: number): string {
  return String(1 + Math.floor(random() * most)).padStart(2, '0')
}

/** KZ 2012: three digits, three letters, region 01 to 20. */
function kazakhPlate(random: () => number): string {
  return `${digits(random, 3)}${series(random, 3)}${region(random, 20)}`
}

/** KG 2016: region 01 to 09, three digits, three letters. */
function kyrgyzPlate(random: () => number): string {
  return `${region(random, 9)}${digits(random, 3)}${series(random, 3)}`
}

const surnames = ['AKHMETOVA', 'BEKOV', 'DZHUMABAEV', 'ISAKOVA', 'KASYMOV', 'NURLANOVA', 'OSMONOV', 'SADYKOV']
const givenNames = ['AIDA', 'AZAMAT', 'BERMET', 'DANA', 'ERLAN', 'GULNARA', 'MARAT', 'NURSULTAN', 'TIMUR']

/** An invented passport (TD3). An expired one is what the entry Party refuses (BR 17.1). */
function travelDocument(state: Party, random: () => number, expired: boolean): readonly string[] {
  const two = (from: number, to: number) =>
    String(from + Math.floor(random() * (to - from + 1))).padStart(2, '0')
  const birth = `${two(60, 99)}${two(1, 12)}${two(1, 28)}`
  const expiry = `${expired ? two(20, 24) : two(28, 34)}${two(1, 12)}${two(1, 28)}`
  const female = random() < 0.5
  return printMrz(
    {
      documentCode: 'P',
      issuingState: state,
      documentNumber: `${state === 'KAZ' ? 'N' : 'PE'}${digits(random, state === 'KAZ' ? 8 : 7)}`,
      nationality: state,
      surname: surnames[Math.floor(random() * surnames.length)] ?? 'BEKOV',
      givenNames: givenNames[Math.floor(random() * givenNames.length)] ?? 'AIDA',
      sex: female ? 'F' : 'M',
      birth,
      expiry,
    },
    'TD3',
  )
}
