import { describe, expect, it } from 'vitest'
import {
  createOfficerDirectory,
  hashPin,
  type OfficerRecord,
  passIsValid,
} from '../../../edge/console/officers.ts'

const record: OfficerRecord = {
  officer: 'K-101',
  party: 'KAZ',
  body: 'border',
  pin: await hashPin('2468', 1024),
  passValidUntil: '2026-12-31',
}

describe('officer directory', () => {
  it('verifies the right PIN and says for which Party and body the officer acts', async () => {
    expect(await createOfficerDirectory([record]).verify('K-101', '2468')).toEqual({
      outcome: 'verified',
      officer: { kind: 'officer', officer: 'K-101', party: 'KAZ', body: 'border' },
      duties: [],
      passValidUntil: '2026-12-31',
    })
  })

  it('knows an officer by the badge, however its reader writes it, and by the PIN that belongs to it', async () => {
    const directory = createOfficerDirectory([{ ...record, badge: '04A2B3C4' }])
    for (const badge of ['04A2B3C4', '04a2b3c4', '04:A2:B3:C4', '04-a2-b3-c4 ']) {
      expect(directory.identify(badge)).toBe('K-101')
      expect(await directory.verify(badge, '2468')).toMatchObject({ officer: { officer: 'K-101' } })
    }
    expect(directory.identify('04A2B3C5')).toBeNull()
    expect(await directory.verify('04A2B3C4', '2469')).toEqual({ outcome: 'wrong' })
  })

  it('refuses a badge that is of two officers, or that is the number of another', () => {
    const other = { ...record, officer: 'K-102' }
    const badge = '04A2B3C4'
    expect(() =>
      createOfficerDirectory([
        { ...record, badge },
        { ...other, badge: '04:a2:b3:c4' },
      ]),
    ).toThrow(/K-101/)
    expect(() => createOfficerDirectory([{ ...record, badge: 'K-102' }, other])).toThrow(/K-102/)
  })

  it('answers the same to a wrong PIN and to an unknown officer', async () => {
    const directory = createOfficerDirectory([record])
    expect(await directory.verify('K-101', '2469')).toEqual({ outcome: 'wrong' })
    expect(await directory.verify('nobody', '2468')).toEqual({ outcome: 'wrong' })
  })

  it('makes another hash of the same PIN each time', async () => {
    const again = await hashPin('2468', 1024)
    expect(again).toMatch(/^scrypt\$1024\$8\$1\$/)
    expect(again).not.toBe(record.pin)
  })

  it.each(['', '2468', 'scrypt$1000$8$1$AAAAAAAAAAA$AAAA', 'bcrypt$1024$8$1$AAAAAAAAAAA$AAAA'])(
    'refuses at start the hash %j, which could never be checked',
    (pin) => {
      expect(() => createOfficerDirectory([{ ...record, pin }])).toThrow(/scrypt\$N\$r\$p/)
    },
  )

  it('refuses an officer named twice, and a pass without a date', () => {
    expect(() => createOfficerDirectory([record, record])).toThrow(/twice/)
    expect(() => createOfficerDirectory([{ ...record, passValidUntil: 'soon' }])).toThrow(/YYYY-MM-DD/)
  })
})

describe('JC 12: service pass', () => {
  const lastMinute = new Date('2026-12-31T18:59:00Z')

  it('is good through its last day by the calendar of the checkpoint, not of Greenwich', () => {
    expect(passIsValid('2026-12-31', lastMinute, 'Asia/Almaty')).toBe(true)
    expect(passIsValid('2026-12-31', new Date('2026-12-31T19:01:00Z'), 'Asia/Almaty')).toBe(false)
    expect(passIsValid('2026-12-31', new Date('2026-12-31T19:01:00Z'), 'UTC')).toBe(true)
  })
})
