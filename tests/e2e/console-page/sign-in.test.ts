import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it } from 'vitest'
import { catalogues, languages } from '../../../edge/console/ui/i18n/translator.ts'
import { fakeBadges } from '../../support/fake-console.ts'
import type { FakeCheckpoint } from '../../support/fake-lane-control.ts'
import { requireSystem } from '../../support/system-package.ts'
import { signInAs } from './browser.ts'
import { setStage } from './stage.ts'

const minuteMs = 60_000

describe.skipIf(!requireSystem('chromium', 'chromium'))('sign-in on the page', () => {
  let passed: number
  const stage = setStage(() => {
    passed = 0
    return {
      clock: {
        now: () => new Date(Date.now() + passed),
        monotonic: () => performance.now() + passed,
      },
    }
  })
  let page: Page
  let checkpoint: FakeCheckpoint

  beforeEach(async () => {
    ;({ page, checkpoint } = stage)
    await checkpoint.arrive('lane-1', { plate: '482KZA02' })
  })

  /** As a reader that types: the keys of an American keyboard, then Enter. */
  async function holdBadge(badge: string): Promise<void> {
    for (const sign of badge) await page.keyboard.press(/\d/.test(sign) ? `Digit${sign}` : `Key${sign}`)
    await page.keyboard.press('Enter')
  }
  const signedIn = (officer: string) => page.waitForSelector(`.who-name:has-text("${officer}")`)

  it('a badge at the reader opens the sign-in, which asks the PIN only: two acts of one hand', async () => {
    await holdBadge(fakeBadges['K-101'])
    await page.waitForSelector('.modal')
    expect(await page.inputValue('[name=officer]')).toBe('04A2B3C4D5')
    await page.keyboard.type('2468')
    await page.keyboard.press('Enter')
    await signedIn('K-101')
    expect(stage.complaints).toEqual([])
  })

  it('a badge is read into the open field as well, whatever layout the lane PC is set to', async () => {
    await page.click('text=Sign in')
    // What a Kazakh layout makes of the digits of a reader.
    for (const sign of fakeBadges['R-201']) {
      await page.dispatchEvent('[name=officer]', 'keydown', { code: `Digit${sign}`, key: 'ә' })
    }
    expect(await page.inputValue('[name=officer]')).toBe(fakeBadges['R-201'])
    await page.press('[name=officer]', 'Enter')
    await page.keyboard.type('8642')
    await page.keyboard.press('Enter')
    await signedIn('R-201')
  })

  it('JC 12: an expired pass is refused in words, in every language', async () => {
    for (const language of languages) {
      const t = catalogues[language]
      await page.click(`.languages button[lang=${language}]`)
      await page.click(`.top-bar button:text-is("${t.bar.signIn}")`)
      await page.fill('[name=officer]', 'K-199')
      await page.fill('[name=pin]', '9999')
      await page.keyboard.press('Enter')
      await page.waitForSelector(`.failure:has-text("${t.failures['console.pass-expired']}")`)
      expect(t.failures['console.pass-expired']).toMatch(/12/)
      await page.keyboard.press('Escape')
      await page.locator('.modal').waitFor({ state: 'detached' })
    }
  })

  it('locks: nothing of the crossing is left, Escape leads nowhere, the PIN alone goes on', async () => {
    await signInAs(page, 'K-101')
    await page.waitForSelector('.plate-signs')
    await page.click('[data-testid=lock]')
    await page.waitForSelector('[data-testid=locked]:has-text("K-101")')
    expect(await page.textContent('body')).not.toMatch(/482KZA02|ERIKSSON/)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    expect(await page.locator('.modal').count()).toBe(1)
    await page.keyboard.type('1111')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.failure')
    await page.keyboard.type('2468')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.plate-signs:has-text("482KZA02")')
    expect(checkpoint.sessions).toEqual(['in K-101'])
  })

  it('locks by itself when nothing is done, also after the page was opened anew; another officer may sign in', async () => {
    await signInAs(page, 'K-101')
    passed += 15 * minuteMs
    await page.waitForSelector('[data-testid=locked]')
    await page.reload()
    await page.waitForSelector('[data-testid=locked]:has-text("K-101")')
    expect(await page.textContent('body')).not.toContain('482KZA02')
    await page.click('.modal >> text=Sign out')
    await page.locator('.modal').waitFor({ state: 'detached' })
    await signInAs(page, 'R-201')
    expect(checkpoint.sessions).toEqual(['in K-101', 'out K-101', 'in R-201'])
  })
})
