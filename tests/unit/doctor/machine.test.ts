import { cpSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkClock } from '../../../edge/commands/doctor/clock-check.ts'
import { checkDisk } from '../../../edge/commands/doctor/disk-check.ts'
import { checkModels } from '../../../edge/commands/doctor/models-check.ts'
import { checkProgram } from '../../../edge/commands/doctor/program-check.ts'
import { lines, temporaryFolder, told, wellBox } from './site.ts'

const standIns = resolve(import.meta.dirname, '../../fixtures/recognition/models')

describe('the program', () => {
  it('loads all its native parts here', async () => {
    expect((await checkProgram()).every(({ level }) => level === 'ok')).toBe(true)
  })

  it('names a part that does not load, and goes on to the next', async () => {
    const broken = async () => {
      throw new Error('invalid ELF header')
    }
    const findings = await checkProgram([
      ['sharp', broken],
      ['node-hid', async () => {}],
    ])
    expect(lines(findings).slice(1)).toEqual([
      'problem sharp: does not load: invalid ELF header',
      'ok node-hid: loads',
    ])
  })
})

describe('the models', () => {
  it('are as their manifest says', async () => {
    const { findings } = await checkModels(standIns)
    expect(findings.map(({ level }) => level)).toEqual(findings.map(() => 'ok'))
    expect(findings.length).toBeGreaterThan(1)
  })

  it('are told one by one: changed, missing, and a manifest that is none', async () => {
    const folder = temporaryFolder()
    cpSync(standIns, folder, { recursive: true })
    writeFileSync(join(folder, 'plate-reader.onnx'), 'damaged')
    const { findings } = await checkModels(folder)
    expect(told(findings, 'plate-reader')?.what).toMatch(/does not match the SHA-256/)
    expect(told(findings, 'plate-detector')).toBeUndefined()
    writeFileSync(join(folder, 'manifest.json'), '{"models":[]}')
    const [only] = (await checkModels(folder)).findings
    expect(only).toMatchObject({ level: 'problem', subject: join(folder, 'manifest.json') })
  })
})

describe('the clock', () => {
  const at = (now: string, status: string | undefined) => ({
    ...wellBox(temporaryFolder()),
    clock: { now: () => new Date(now), monotonic: () => 0 },
    timeStatus: async () => status,
  })
  const levels = async (now: string, status: string | undefined) =>
    (await checkClock(at(now, status), '2026-11-24')).map(({ level }) => level)

  it('is well where a time server keeps it and the year can be', async () => {
    expect(await levels('2027-03-01T00:00:00Z', 'NTP=yes\nNTPSynchronized=yes\n')).toEqual(['ok', 'ok'])
  })
  it('is wrong before its own program was made', async () => {
    expect(await levels('1970-01-01T00:00:10Z', 'NTPSynchronized=yes\n')).toEqual(['problem', 'ok'])
  })
  it('is doubted long after that', async () => {
    expect(await levels('2070-01-01T00:00:00Z', 'NTPSynchronized=yes\n')).toEqual(['warning', 'ok'])
  })
  it('is a problem where nobody keeps it, a warning where that cannot be told', async () => {
    expect(await levels('2027-03-01T00:00:00Z', 'NTP=no\nNTPSynchronized=no\n')).toEqual(['ok', 'problem'])
    expect(await levels('2027-03-01T00:00:00Z', undefined)).toEqual(['ok', 'warning'])
  })
})

describe('the disk', () => {
  const judged = async (state: { freeMebibytes?: number; inMemory?: boolean; flushMs?: number }) =>
    (
      await checkDisk('/data', async () => ({ freeMebibytes: 9000, inMemory: false, flushMs: 2, ...state }))
    ).map(({ level }) => level)

  it('has room and flushes as a disk does', async () => expect(await judged({})).toEqual(['ok', 'ok']))
  it('has little room, or too little', async () => {
    expect(await judged({ freeMebibytes: 1000 })).toEqual(['warning', 'ok'])
    expect(await judged({ freeMebibytes: 100 })).toEqual(['problem', 'ok'])
  })
  it('is no disk', async () =>
    expect(await judged({ inMemory: true, flushMs: 0.001 })).toEqual(['ok', 'problem']))
  it('flushes faster than a drive can: a hint', async () => {
    expect(await judged({ flushMs: 0.01 })).toEqual(['ok', 'warning'])
  })
  it('flushes so slowly that officers wait', async () => {
    expect(await judged({ flushMs: 80 })).toEqual(['ok', 'warning'])
  })
  it('is measured where the folder will be made, and nothing is left there', async () => {
    const folder = temporaryFolder()
    const { readdirSync } = await import('node:fs')
    const findings = await checkDisk(join(folder, 'not', 'yet'))
    expect(findings).toHaveLength(2)
    expect(readdirSync(folder)).toEqual([])
  })
})
