import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { characterOf, keyboardLayouts } from '../../../drivers/barcode-scanner/keyboard-layouts.ts'
import { requireSystem, systemPython } from '../../support/system-package.ts'

const usages = [
  ...Array.from({ length: 0x28 - 0x04 }, (_, i) => 0x04 + i),
  ...[0x2d, 0x2e, 0x2f, 0x30, 0x31, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x64],
]
const xkb = '/usr/share/X11/xkb/symbols/kg'

describe.skipIf(!requireSystem(xkb, 'libxkbcommon0 and xkb-data'))('keyboard layouts', () => {
  const script = fileURLToPath(new URL('support/xkb_layout.py', import.meta.url))

  test('a key writes what libxkbcommon says it writes; of the third level, what is known of it', () => {
    const printed = execFileSync(systemPython, [script, ...keyboardLayouts], { encoding: 'utf8' })
    const peer = JSON.parse(printed) as Record<string, readonly (readonly string[])[]>
    for (const layout of keyboardLayouts) {
      for (const level of [0, 1, 2] as const) {
        const ours = usages.map((usage) => characterOf(layout, usage, level) ?? '')
        const theirs = peer[layout]?.[level] ?? []
        const known = level === 2 ? theirs.map((sign, i) => (ours[i] === '' ? '' : sign)) : theirs
        expect([layout, level, ours]).toEqual([layout, level, known])
      }
    }
  })
})
