import { writeFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { languages } from '../../../edge/console/ui/i18n/translator.ts'
import { technicianTexts } from '../../../edge/console/ui/technician/texts.ts'
import { createDeskBench, type DeskBench, writtenConfiguration } from '../../support/desk-bench.ts'
import { requireSystem } from '../../support/system-package.ts'
import { findings, signInAs, smallTargets } from './browser.ts'
import { setStage } from './stage.ts'

describe.skipIf(!requireSystem('chromium', 'chromium'))('the configuration on the page', () => {
  let bench: DeskBench
  beforeEach(async () => {
    bench = await createDeskBench()
  })
  const stage = setStage(() => ({ configuration: bench.desk }))
  afterEach(() => bench.close())

  async function open(page: Page, officer: 'K-102' | 'R-202'): Promise<void> {
    await signInAs(page, officer)
    await page.click('text=Equipment')
    await page.click('[data-tab=configuration]')
    await page.waitForSelector('.config')
  }

  it('edits a device by its schema: a mistake named at its field, the difference, one technician, one restart', async () => {
    const { page } = stage
    await open(page, 'K-102')
    await page.click('.section:text-is("board")')
    await page.fill('[name="devices.board.pollMs"]', '1')
    await page.waitForSelector('.schema-fault:has-text("a whole number from 10 to 5000")')
    expect(await page.locator('[name=reason]').count()).toBe(0)
    await page.fill('[name="devices.board.pollMs"]', '100')
    await page.waitForSelector('.difference:has-text("100")')
    expect(await page.textContent('.config-side')).toContain('Restart at once, and nothing else: board')
    await page.fill('[name=reason]', 'the bus is slow')
    await page.click('.config-side .primary')
    await page.waitForSelector('text=Saved.')
    expect(bench.restarted).toEqual([['board']])
    expect(await bench.text()).toContain('    pollMs: 100\n')

    await page.click('text=History')
    await page.waitForSelector('.revisions:has-text("the bus is slow")')
    await page.fill('[name=rollback-reason]', 'it was the cable')
    await page.click('text=Back to before this')
    await page.waitForSelector('.revisions', { state: 'detached' })
    expect(await bench.text()).toBe(writtenConfiguration)
    expect(stage.complaints).toEqual([])
  })

  it('JC 5.2: keeps what touches control for a technician of the other Party, who sees it and agrees', async () => {
    const { page } = stage
    await open(page, 'K-102')
    await page.click('.section:text-is("board")')
    await page.click('summary:has-text("zoneLoop")')
    await page.selectOption('[name="devices.board.points.zoneLoop.invert"]', 'true')
    await page.fill('[name=reason]', 'contact was changed')
    await page.click('text=Ask the other Party')
    await page.waitForSelector('.proposal')
    expect(await page.locator('.proposal .primary').count()).toBe(0)
    expect(await bench.text()).toBe(writtenConfiguration)

    const other = await stage.open()
    await open(other, 'R-202')
    await other.waitForSelector('.proposal:has-text("contact was changed")')
    await other.click('.proposal .primary')
    await other.waitForSelector('.proposal', { state: 'detached' })
    expect(await bench.text()).toContain('invert: true')
    expect(bench.journal.events).toMatchObject([{ event: { data: { confirmedBy: { officer: 'R-202' } } } }])
  })

  it('tells of a file that a hand has changed, and is for technicians only', async () => {
    const { page } = stage
    await open(page, 'K-102')
    await page.click('.section:text-is("camera")')
    await page.fill('[name="devices.camera.url"]', 'http://127.0.0.1:9/c.jpg')
    const byHand = `${writtenConfiguration}# by hand\n`
    await writeFile(bench.file, byHand)
    await page.waitForSelector('.config-note:has-text("changed meanwhile")')
    expect(await bench.text()).toBe(byHand)
    await page.click('text=Sign out')
    await page.waitForSelector('.lane')
    await signInAs(page, 'K-101')
    await page.click('text=Equipment')
    await page.waitForSelector('.device')
    expect(await page.locator('.tabs').count()).toBe(0)
  })

  it('says it in each of the four languages, and axe finds nothing', async () => {
    const { page } = stage
    await open(page, 'K-102')
    await page.click('.section:text-is("board")')
    await page.click('summary:has-text("zoneLoop")')
    await page.fill('[name="devices.board.pollMs"]', '1')
    await page.waitForSelector('.schema-fault')
    expect(await findings(page)).toEqual([])
    expect(await page.evaluate(smallTargets)).toEqual([])
    for (const language of languages) {
      await page.click(`.languages button[lang=${language}]`)
      await page.waitForSelector(
        `[data-tab=configuration]:text-is("${technicianTexts[language].tabs.configuration}")`,
      )
    }
  })
})
