import { describe, expect, it } from 'vitest'
import { requireSystem } from '../../support/system-package.ts'
import { findings, signInAs, smallTargets } from './browser.ts'
import { setStage } from './stage.ts'

describe.skipIf(!requireSystem('chromium', 'chromium'))('a lane out of service on the page', () => {
  const stage = setStage()

  it('is tried by a technician while both Parties’ screens warn, and not with a vehicle in it', async () => {
    const { page, checkpoint } = stage
    const other = await stage.open()
    await signInAs(other, 'R-201')
    await signInAs(page, 'K-102')
    await page.click('text=Equipment')
    await page.click('[data-tab=trial]')
    const trial = '[data-trial=lane-1]'
    await page.fill(`${trial} [name=maintenance-reason]`, 'new boom')
    await page.click(`${trial} .primary`)
    await page.waitForSelector(`${trial} .trial-parts button:enabled`)
    const warned = '[data-lane=lane-1] .maintenance-note'
    await other.waitForSelector(`${warned}:has-text("K-102")`)
    expect(await other.textContent('[data-lane=lane-1] [data-testid=state]')).toBe('Maintenance')

    await page.click(`${trial} .trial-parts button:has-text("open")`)
    await other.waitForSelector(`${warned}:has-text("Tried last")`)
    expect(await findings(page)).toEqual([])
    expect(await findings(other)).toEqual([])
    expect(await page.evaluate(smallTargets)).toEqual([])

    checkpoint.setBarrier('lane-1', 'releaseBarrier', { loop: 'occupied' })
    await page.waitForSelector(`${trial} .trial-parts button:enabled`, { state: 'detached' })
    expect(await page.textContent(`${trial} .trial-parts`)).toContain('A vehicle is in the lane')
    checkpoint.setBarrier('lane-1', 'releaseBarrier', { loop: 'clear' })
    await page.click(`${trial} > .primary`)
    await other.waitForSelector(warned, { state: 'detached' })
    expect(stage.complaints).toEqual([])
  })
})
