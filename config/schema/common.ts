import { z } from 'zod'
import { controlKinds } from '../../edge/domain/party.ts'

/** Party by its ISO 3166-1 alpha-3 sign, as ICAO 9303 prints it. */
export const partySchema = z.enum(['KAZ', 'KGZ'])

export const controlKindSchema = z.enum(controlKinds)

/** Names that go into topics, file names and paths. */
export const idSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/)
  .meta({
    allowed: 'lower-case letters, digits and hyphens, a letter first, at most 40 characters',
  })

export const text = z.string().min(1).max(1000)

export const fileSchema = z.string().min(1).max(4096).meta({
  allowed: 'a file name; relative names start at the folder of this file',
})

export const folderSchema = z.string().min(1).max(4096).meta({
  allowed: 'a folder; relative names start at the folder of this file',
})

/** Calendar date of the checkpoint. */
export const dateSchema = z
  .string()
  .refine((value) => isDate(value), {
    error: (issue) => `${JSON.stringify(issue.input)} is no calendar date`,
  })
  .meta({ allowed: 'a date YYYY-MM-DD' })

function isDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const date = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value)
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat
  } catch {
    return false
  }
}
