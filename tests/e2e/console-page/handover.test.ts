import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it } from 'vitest'
import { catalogues, languages } from '../../../edge/console/ui/i18n/translator.ts'
import { requireSystem } from '../../support/system-package.ts'
import { cutTexts, signInAs, smallTargets } from './browser.ts'
import { setStage } from './stage.ts'

const lane = '[data-lane=lane-1]'

describe.skipIf(!requireSystem('chromium', 'chromium'))('the change of a shift on the page', () => {
  const stage = setStage()
  let page: Page

  beforeEach(async () => {
    ;({ page } = stage)
    const { checkpoint } = stage
    await checkpoint.arrive('lane-1', { plate: '482KZA02' })
    const by = { kind: 'officer', officer: 'K-101', party: 'KAZ', body: 'border' } as const
    const control = { party: 'KAZ', kind: 'border' } as const
    checkpoint.act('lane-1', { type: 'StartControl', by, control })
    checkpoint.act('lane-1', { type: 'HoldVehicle', by, reason: 'the seal is broken' })
    await signInAs(page, 'K-101')
  })

  const open = async (name: string = catalogues.en.acts.name.HandOverShift) => {
    await page.click(`${lane} [data-testid=open-checkpoint]`)
    await page.click(`[data-act=HandOverShift]:has-text("${name}")`)
    await page.waitForSelector('[data-testid=open-work]')
  }

  it('JC 12: names what stands open, takes both PINs, and goes on in the name of the officer who came', async () => {
    await open()
    const told = await page.textContent('[data-testid=open-work]')
    for (const text of [
      '482KZA02',
      'Border control (Kazakhstan): under way',
      'Kazakhstan · the seal is broken',
    ]) {
      expect(told).toContain(text)
    }
    const dialog = page.locator('dialog[open]').last()
    await dialog.locator('[name=note]').fill('the driver waits for a seal')
    await dialog.locator('[name=officer]').fill('K-103')
    await dialog.locator('[name=pin]').fill('9753')
    await dialog.locator('[type=submit]').click()
    await page.waitForSelector('.who-name:has-text("K-103")')
    expect(stage.checkpoint.sessions).toEqual(['in K-101', 'out K-101', 'in K-103'])
    await page.click(`${lane} [data-testid=open-checkpoint]`)
    await page.waitForSelector('[data-testid=handovers]:has-text("K-101 → K-103")')
    expect(await page.textContent('[data-testid=handovers]')).toContain('the driver waits for a seal')
    await page.keyboard.press('Escape')
    await page.click('text=Times of the day')
    await page.waitForSelector('.study [data-testid=handovers]:has-text("the driver waits for a seal")')
    await page.click('text=Sign out')
    await signInAs(page, 'R-201')
    await page.waitForSelector('.study [data-testid=handovers]:has-text("K-101 → K-103")')
    expect(await page.textContent('.study')).not.toContain('waits for a seal')
    expect(stage.complaints).toEqual([])
  })

  it('says it in every language, with no text cut off, on targets of 44 px', async () => {
    for (const language of languages) {
      await page.click(`.languages button[lang=${language}]`)
      await open(catalogues[language].acts.name.HandOverShift)
      expect([language, await page.evaluate(cutTexts)]).toEqual([language, []])
      expect(await page.evaluate(smallTargets)).toEqual([])
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
      await page.locator('.modal').first().waitFor({ state: 'detached' })
    }
  })
})
