import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it } from 'vitest'
import { catalogues, languages } from '../../../edge/console/ui/i18n/translator.ts'
import type { FakeCheckpoint } from '../../support/fake-lane-control.ts'
import { requireSystem } from '../../support/system-package.ts'
import { cutTexts, signInAs, smallTargets } from './browser.ts'
import { setStage } from './stage.ts'

const reader = '[data-device=lane-1-reader]'

describe.skipIf(!requireSystem('chromium', 'chromium'))('the equipment page in Chromium', () => {
  const stage = setStage()
  let page: Page
  let checkpoint: FakeCheckpoint

  beforeEach(async () => {
    ;({ page, checkpoint } = stage)
    await signInAs(page, 'K-101')
    await page.click('text=Equipment')
    await page.waitForSelector(reader)
  })

  const firstDevice = () => page.getAttribute('.device', 'data-device')

  it('shows a failed device first, by shape, with reason and since when; and its repair', async () => {
    expect(await firstDevice()).toBe('lane-2-release')
    const board = '[data-device=lane-1-io]'
    expect(await page.textContent(`${board} .point-on`)).toBe('■zoneLoopon 0 s')
    expect(await page.textContent(`${board} .point-old`)).toBe('▲lightRedold 65 s')
    expect(await page.textContent('[data-device=lane-2-io]')).toContain('not polled yet')

    checkpoint.equipment.setHealth('lane-1-reader', 'stopped', 'device.timeout: no answer in 500 ms')
    await page.waitForSelector(`${reader}.device-bad .lamp-bad`)
    expect(await firstDevice()).toBe('lane-1-reader')
    const told = await page.textContent(reader)
    expect(told).toContain('It did not answer in time.')
    expect(told).toContain('device.timeout: no answer in 500 ms')
    expect(told).toContain('▲ time-outs 3')
    expect(await page.textContent(`${reader} header`)).toMatch(/^stoppedfor 0:\d\d$/)

    checkpoint.equipment.setHealth('lane-1-reader', 'online', 'online')
    await page.waitForSelector(`${reader}.device-good .lamp-good`)
    expect(await firstDevice()).toBe('lane-2-release')
    expect(stage.complaints).toEqual([])
  })

  it('shows the camera’s picture with the detector’s corners, the models, the journal and both centres', async () => {
    await checkpoint.arrive('lane-1')
    await page.waitForSelector('[data-device=lane-1-camera] .corners polygon', { state: 'attached' })
    const side = await page.textContent('.equipment-side')
    for (const text of [
      'epoch 3, event 2417',
      '182.4 of 240 GB free',
      '17 events wait',
      'The broker of this Party acknowledges, not its centre',
      '2,400 events cosigned',
    ])
      expect(side).toContain(text)
    expect(side).toContain('nothing cosigned yet')
    expect(side).toContain('SHA-256 0123456789abcdef…')
    expect(side).toContain('openalpr-eu: plates 54, exact 0.944')
  })

  it('says everything in each of the four languages, with no text cut off', async () => {
    await checkpoint.arrive('lane-1')
    checkpoint.equipment.setHealth('lane-1-io', 'connecting', 'device.connect: refused')
    for (const language of languages) {
      const { equipment, foot } = catalogues[language]
      await page.click(`.languages button[lang=${language}]`)
      await page.waitForSelector(`.equipment h2:text-is("${equipment.title}")`)
      await page.waitForSelector(`.device-reason:has-text("${equipment.reason['device.connect']}")`)
      await page.waitForSelector(`.device-waiting:has-text("${foot.deviceState.connecting}")`)
      expect([language, await page.evaluate(cutTexts)]).toEqual([language, []])
    }
    expect(await page.evaluate(smallTargets)).toEqual([])
  })

  it('is not shown as live when the gateway is gone, and goes when the officer signs out', async () => {
    await page.click('text=Sign out')
    await page.waitForSelector('.lane')
    expect(await page.locator('.equipment').count()).toBe(0)
    await signInAs(page, 'K-101')
    await page.waitForSelector(reader)
    await stage.stopGateway()
    await page.waitForSelector('.not-live .equipment')
    const since = await page.textContent(`${reader} header`)
    checkpoint.equipment.setHealth('lane-1-reader', 'stopped', 'gone')
    expect(await page.textContent(`${reader} header`)).toBe(since)
  })
})
