import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { requireSystem } from '../../support/system-package.ts'

const unit = resolve(import.meta.dirname, '../../../systemd/ayaldama.service')
const analyze = requireSystem('systemd-analyze', 'systemd')

/** Tenths of systemd's own measure, 0 to 100. */
const mostExposure = 15

describe.skipIf(!analyze)('the unit of the gateway', () => {
  test('is exposed by 1.5 at most, as systemd itself reckons', () => {
    const words = ['security', '--offline=true', `--threshold=${mostExposure}`, '--no-pager', unit]
    const { status, stdout } = spawnSync('systemd-analyze', words, { encoding: 'utf8' })
    expect(stdout.split('\n').filter((line) => line.includes('Overall exposure'))).toHaveLength(1)
    expect({ status, overall: stdout.trim().split('\n').at(-1) }).toMatchObject({ status: 0 })
  })

  test('has no word that systemd does not know', () => {
    const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', unit], {
      encoding: 'utf8',
    })
    const complaints = `${stdout}${stderr}`
      .split('\n')
      // The program is there on a box, not here; other units of this machine are not ours.
      .filter((line) => line.includes('ayaldama.service') && !line.includes('is not executable'))
    expect(complaints).toEqual([])
  })

  test('lets a console on all addresses ask for them: os.networkInterfaces() is netlink', () => {
    expect(readFileSync(unit, 'utf8')).toMatch(/^RestrictAddressFamilies=.*\bAF_NETLINK\b/m)
  })

  test('needs neither the network nor a centre: nothing is required of them', () => {
    const text = readFileSync(unit, 'utf8')
    expect(text).not.toMatch(/^(Requires|BindsTo)=/m)
  })
})
