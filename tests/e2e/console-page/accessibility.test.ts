import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it } from 'vitest'
import type { FakeCheckpoint } from '../../support/fake-lane-control.ts'
import { requireSystem } from '../../support/system-package.ts'
import { signInAs } from './browser.ts'
import { setStage } from './stage.ts'

const lane = '[data-lane=lane-1]'

interface Finding {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

/** What axe finds against WCAG 2.2 AA, one line a place. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const violations = await page.evaluate<readonly Finding[]>(`axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    resultTypes: ['violations'],
  }).then((result) => result.violations)`)
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id} (${impact}): ${html.slice(0, 200)} ${failureSummary}`),
  )
}

describe.skipIf(!requireSystem('chromium', 'chromium'))('WCAG 2.2 AA by axe, on the page', () => {
  const stage = setStage()
  let checkpoint: FakeCheckpoint

  beforeEach(() => {
    ;({ checkpoint } = stage)
  })

  // Colours in the middle of a transition are nobody's choice.
  const open = (colorScheme: 'dark' | 'light') => stage.open({ colorScheme, reducedMotion: 'reduce' })

  for (const scheme of ['dark', 'light'] as const) {
    describe(`in the ${scheme} scheme`, () => {
      it('finds nothing at the lanes, signed out and signing in', async () => {
        await checkpoint.arrive('lane-1')
        const page = await open(scheme)
        await page.waitForSelector('.law-KAZ')
        expect(await findings(page)).toEqual([])
        await page.click('text=Sign in')
        await page.waitForSelector('.modal')
        expect(await findings(page)).toEqual([])
      })

      it('finds nothing at a crossing with its papers, its steps, its grey acts and the details', async () => {
        await checkpoint.arrive('lane-1')
        const page = await open(scheme)
        await signInAs(page, 'K-101')
        await page.waitForSelector(`${lane} .papers`)
        await page.click('.foot-bar [aria-expanded]')
        await page.waitForSelector('.foot-details')
        expect(await findings(page)).toEqual([])
      })

      it('finds nothing at the dialogs of an act', async () => {
        await checkpoint.arrive('lane-1')
        const page = await open(scheme)
        await signInAs(page, 'K-101')
        for (const act of ['Return', 'CorrectPlate']) {
          await page.click(`${lane} [data-act=${act}]`)
          await page.waitForSelector('.modal')
          expect(await findings(page)).toEqual([])
          await page.keyboard.press('Escape')
        }
      })

      it('finds nothing at the agreements of the checkpoint, and at the study of a day and the equipment', async () => {
        const page = await open(scheme)
        await signInAs(page, 'K-101')
        await page.click(`${lane} [data-testid=open-checkpoint]`)
        await page.waitForSelector('.modal')
        expect(await findings(page)).toEqual([])
        await page.keyboard.press('Escape')
        await page.click('text=Times of the day')
        await page.waitForSelector('.study')
        expect(await findings(page)).toEqual([])
        await checkpoint.arrive('lane-1')
        checkpoint.equipment.setHealth('lane-1-reader', 'connecting', 'device.connect: refused')
        await page.click('text=Equipment')
        await page.waitForSelector('.device-waiting')
        await page.waitForSelector('.equipment .model')
        await page.waitForSelector('.equipment .corners', { state: 'attached' })
        expect(await findings(page)).toEqual([])
      })
    })
  }
})
