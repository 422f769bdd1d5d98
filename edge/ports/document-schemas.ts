import { z } from 'zod'

/** Fields of a travel document as `domain/identity/mrz/types.ts` names them. */
export const documentFieldsSchema = z.object({
  documentCode: z.string(),
  issuingState: z.string(),
  documentNumber: z.string(),
  nationality: z.string(),
  surname: z.string(),
  givenNames: z.string(),
  nameTruncated: z.boolean().describe('The name field is full, so the name may be cut (9303-3, 4.6).'),
  sex: z.enum(['M', 'F', 'unspecified']),
  birth: z.string().describe('YYMMDD as printed.'),
  birthDate: z.string().nullable().describe('YYYY-MM-DD; null where the issuer does not know all parts.'),
  expiry: z.string(),
  expiryDate: z.string().nullable(),
  optionalData1: z.string(),
  optionalData2: z.string(),
  personalNumber: z.string().nullable().describe('IIN (12 digits) or PIN (14 digits) where there is one.'),
})

/** Result of one check digit or content rule. */
export const mrzCheckSchema = z.object({
  name: z.enum([
    'documentNumber',
    'birthDate',
    'expiryDate',
    'optionalData',
    'composite',
    'iin',
    'pin',
    'characters',
    'expired',
    'specimenState',
    'state',
  ]),
  outcome: z.enum(['passed', 'failed', 'warning']),
  detail: z.string(),
})

/** One character that was changed, because it was the only change that satisfies the checks. */
export const mrzCorrectionSchema = z.object({
  line: z.int(),
  column: z.int(),
  read: z.string(),
  corrected: z.string(),
  field: z.string(),
})
