import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it } from 'vitest'
import { catalogues, languages } from '../../../edge/console/ui/i18n/translator.ts'
import { requireSystem } from '../../support/system-package.ts'
import { cutTexts, signInAs, smallTargets } from './browser.ts'
import { setStage } from './stage.ts'

describe.skipIf(!requireSystem('chromium', 'chromium'))('the supervisor’s page in Chromium', () => {
  const stage = setStage(() => ({ exportEvidence: async () => Buffer.from('archive') }))
  let page: Page

  beforeEach(async () => {
    ;({ page } = stage)
    await stage.checkpoint.arrive('lane-1', { plate: '482KZA02' })
    await stage.checkpoint.arrive('lane-2', { plate: '01KG123ABC' })
  })

  it('finds a crossing by a part of its plate and hands out its evidence; both are recorded', async () => {
    await signInAs(page, 'K-101')
    await page.click('text=Times of the day')
    await page.fill('.search [name=plate]', '482 kza')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.found tbody tr')
    expect(await page.locator('.found tbody tr').allTextContents()).toEqual([
      expect.stringMatching(/482KZA02L898902C3/),
    ])
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.click('.found >> text=Export evidence'),
    ])
    expect(download.suggestedFilename()).toMatch(/^[0-9a-f-]{36}\.tar$/)
    expect(stage.checkpoint.views.map(({ officer, view, plate }) => [officer, view, plate])).toEqual([
      ['K-101', 'search', '482KZA'],
      ['K-101', 'export', null],
    ])
    expect(stage.complaints).toEqual([])
  })

  it('is offered to supervisors alone, in every language, with no text cut off, on targets of 44 px', async () => {
    await signInAs(page, 'K-102')
    await page.click('text=Times of the day')
    await page.waitForSelector('.study')
    expect(await page.locator('.search').count()).toBe(0)
    await page.click('text=Sign out')
    await signInAs(page, 'K-101')
    for (const language of languages) {
      const t = catalogues[language]
      await page.click(`.languages button[lang=${language}]`)
      await page.click(`.search button:has-text("${t.search.submit}")`)
      await page.waitForSelector(`.found >> text=${t.search.export}`)
      expect([language, await page.evaluate(cutTexts)]).toEqual([language, []])
      expect(await page.evaluate(smallTargets)).toEqual([])
    }
  })
})
