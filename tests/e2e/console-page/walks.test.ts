import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Party } from '../../../edge/domain/party.ts'
import { fakePins } from '../../support/fake-console.ts'
import type { FakeCheckpoint } from '../../support/fake-lane-control.ts'
import { requireSystem } from '../../support/system-package.ts'
import { signInAs } from './browser.ts'
import { setStage } from './stage.ts'

const lane = '[data-lane=lane-1]'

describe.skipIf(!requireSystem('chromium', 'chromium'))(
  'walks through a lane, an officer at each desk',
  () => {
    const stage = setStage()
    let exit: Page
    let entry: Page
    let checkpoint: FakeCheckpoint

    beforeEach(async () => {
      ;({ page: exit, checkpoint } = stage)
      await checkpoint.arrive('lane-1', { plate: '482KZA02' })
      entry = await stage.open()
      await signInAs(exit, 'K-101')
      await signInAs(entry, 'R-201')
    })

    const press = (page: Page, act: string) => page.click(`${lane} [data-act=${act}][aria-disabled=false]`)
    const submit = (page: Page) => page.locator('dialog[open]').last().locator('[type=submit]').click()
    const done = (page: Page) => page.locator('.modal').first().waitFor({ state: 'detached' })

    /** Start and completion of the border control: two presses, the second with a confirmation. */
    async function control(page: Page, party: Party): Promise<void> {
      await press(page, `StartControl-${party}-border`)
      await press(page, `CompleteControl-${party}-border`)
      await submit(page)
      await done(page)
      customs(party)
    }

    function customs(party: Party): void {
      const by = { kind: 'officer', officer: `${party}-customs`, party, body: 'customs' } as const
      const of = { party, kind: 'customs' } as const
      checkpoint.act('lane-1', { type: 'StartControl', by, control: of })
      checkpoint.act('lane-1', { type: 'CompleteControl', by, control: of, decision: 'released' })
    }

    it('JC 7.1: a clean crossing, by both Parties, with no typing', async () => {
      for (const page of [exit, entry]) {
        await page.evaluate(`window.typed = 0; addEventListener('input', () => { window.typed += 1 })`)
      }
      await control(exit, 'KAZ')
      await press(exit, 'ConcludeExitControl')
      await entry.waitForSelector(`${lane} .law-KGZ`)
      expect(await entry.textContent(`${lane} [data-testid=turn]`)).toContain('Your turn')
      await control(entry, 'KGZ')
      await press(entry, 'Release')
      await exit.waitForSelector(`${lane} [data-testid=state]`)
      checkpoint.leave('lane-1')
      for (const page of [exit, entry]) {
        await page.waitForSelector(`${lane} .recent li:has-text("482KZA02") .outcome-released`)
        expect(await page.evaluate('window.typed')).toBe(0)
      }
      expect(stage.complaints).toEqual([])
    })

    it('BR 17.2: a refusal, told to both at once, and the way back when the exit Party has accepted', async () => {
      await control(exit, 'KAZ')
      await press(exit, 'ConcludeExitControl')
      await press(entry, 'StartControl-KGZ-border')
      await press(entry, 'Refuse')
      await entry.click('.modal >> text=No right of entry')
      await entry.fill('.modal [name=reason]', 'entry ban until 2027')
      await submit(entry)
      for (const page of [exit, entry])
        await page.waitForSelector(`${lane} .refused:has-text("entry ban until 2027")`)
      await press(exit, 'AcceptReadmission')
      await exit.waitForSelector(`${lane} .refused a`)
      checkpoint.leave('lane-1')
      for (const page of [exit, entry]) {
        await page.waitForSelector(`${lane} .recent li:has-text("482KZA02") .outcome-refused`)
      }
      expect(stage.complaints).toEqual([])
    })

    it('JC 15: separate control and the way back, which two officers of the Party give together', async () => {
      const panel = (page: Page) => page.click(`${lane} [data-testid=open-checkpoint]`)
      await panel(exit)
      await exit.click('.checkpoint-panel [data-act=EnterSeparateControl]')
      await exit.locator('dialog[open]').last().locator('[name=separateCause][value=epidemic]').check()
      await exit.locator('dialog[open]').last().locator('[name=reason]').fill('quarantine on the far side')
      await submit(exit)
      await entry.waitForSelector(`${lane} [data-testid=law-marks]:has-text("quarantine on the far side")`)
      await exit.click('.checkpoint-panel [data-act=EndSeparateControl]')
      const dialog = exit.locator('dialog[open]').last()
      await dialog.locator('[name=reason]').fill('the quarantine is over')
      await dialog.locator('[name=officer]').fill('K-102')
      await dialog.locator('[name=pin]').fill(fakePins['K-102'])
      await submit(exit)
      await entry
        .locator(`${lane} [data-testid=law-marks]:has-text("quarantine on the far side")`)
        .waitFor({ state: 'detached' })
      await panel(entry)
      await entry.waitForSelector('[data-notice=joint-control-resumed]')
      expect(stage.complaints).toEqual([])
    })
  },
)
