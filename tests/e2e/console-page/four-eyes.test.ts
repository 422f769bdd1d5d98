import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it } from 'vitest'
import { catalogues, languages } from '../../../edge/console/ui/i18n/translator.ts'
import { fakePins } from '../../support/fake-console.ts'
import type { FakeCheckpoint } from '../../support/fake-lane-control.ts'
import { requireSystem } from '../../support/system-package.ts'
import { cutTexts, signInAs, smallTargets } from './browser.ts'
import { setStage } from './stage.ts'

const lane = '[data-lane=lane-1]'
const emergency = `${lane} [data-boom-act=OpenInEmergency]`

describe.skipIf(!requireSystem('chromium', 'chromium'))('an override by four eyes on the page', () => {
  const stage = setStage()
  let page: Page
  let checkpoint: FakeCheckpoint

  beforeEach(async () => {
    ;({ page, checkpoint } = stage)
    await checkpoint.arrive('lane-1')
  })

  async function standBy(officer: keyof typeof fakePins, pin: string = fakePins[officer]): Promise<void> {
    await page.fill('.second [name=officer]', officer)
    await page.fill('.second [name=pin]', pin)
    await page.click('.modal button[type=submit]')
  }

  it('opens in an emergency when the second officer has given badge and PIN, and not before', async () => {
    await signInAs(page, 'K-101')
    await page.click(emergency)
    await page.fill('.modal [name=reason]', 'fire in the cabin')
    await page.click('.modal button[type=submit]')
    expect(await page.locator('.modal').count()).toBe(1)
    await standBy('R-201', '0000')
    await page.waitForSelector('.modal .failure:has-text("Service number or PIN is wrong.")')
    expect(checkpoint.emergencies).toEqual([])
    await standBy('R-201')
    await page.locator('.modal').waitFor({ state: 'detached' })
    expect(checkpoint.emergencies).toMatchObject([
      {
        ...{ barrier: 'releaseBarrier', reason: 'fire in the cabin' },
        by: { officer: 'K-101', second: { officer: 'R-201', party: 'KGZ' } },
      },
    ])
  })

  it('JC 7.1: asks for reopening by two of the own Party; the same officer twice is told why not', async () => {
    for (const kind of ['border', 'customs'] as const) {
      const control = { party: 'KAZ', kind } as const
      const by = { kind: 'officer', officer: `${kind}`, party: 'KAZ', body: kind } as const
      checkpoint.act('lane-1', { type: 'StartControl', by, control })
      checkpoint.act('lane-1', { type: 'CompleteControl', by, control, decision: 'released' })
      if (kind === 'customs')
        checkpoint.act('lane-1', { type: 'ConcludeExitControl', by: { ...by, body: 'border' } })
    }
    await signInAs(page, 'K-101')
    const reopen = async (second: keyof typeof fakePins) => {
      await page.click(`${lane} [data-act=RequestReopening]`)
      await page.fill('.modal [name=reason]', 'a wanted person')
      await standBy(second)
      await page.locator('.modal').waitFor({ state: 'detached' })
    }
    await page.click(`${lane} .unfold`)
    await reopen('K-101')
    await page.waitForSelector(`${lane} .notice:has-text("The second officer is another than the first.")`)
    await reopen('R-201')
    await page.waitForSelector(`${lane} .notice:has-text("This act belongs to the other Party.")`)
    await reopen('K-102')
    await page.waitForSelector(`${lane} [data-testid=law-marks]:has-text("a wanted person")`)
    expect(checkpoint.executed.at(-1)).toMatchObject({
      by: { officer: 'K-101', second: { officer: 'K-102' } },
    })
  })

  it('asks for the second officer in every language, with no text cut off, on targets of 44 px', async () => {
    await signInAs(page, 'K-101')
    for (const language of languages) {
      const t = catalogues[language]
      await page.click(`.languages button[lang=${language}]`)
      await page.click(emergency)
      await page.waitForSelector(`.modal legend:has-text("${t.second.title}")`)
      expect([language, await page.evaluate(cutTexts)]).toEqual([language, []])
      expect(await page.evaluate(smallTargets)).toEqual([])
      await page.keyboard.press('Escape')
      await page.locator('.modal').waitFor({ state: 'detached' })
    }
  })
})
