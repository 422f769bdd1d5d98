import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { catalogues, languages } from '../../../edge/console/ui/i18n/translator.ts'
import type { CheckpointCommand } from '../../../edge/domain/checkpoint/commands.ts'
import type { CrossingCommand } from '../../../edge/domain/crossing/commands.ts'
import type { FakeCheckpoint } from '../../support/fake-lane-control.ts'
import { requireSystem } from '../../support/system-package.ts'
import { cutTexts, signInAs, smallTargets } from './browser.ts'
import { setStage } from './stage.ts'

const kaz = { kind: 'officer', officer: 'K-101', party: 'KAZ', body: 'border' } as const
const kgz = { kind: 'officer', officer: 'R-201', party: 'KGZ', body: 'border' } as const
const hourMs = 3_600_000
const lane = '[data-lane=lane-1]'
const instruction = 'call the shift leader'

describe.skipIf(!requireSystem('chromium', 'chromium'))('the agreements on the page', () => {
  let now: number
  const stage = setStage(() => {
    now = Date.now()
    return { clock: { now: () => new Date(now), monotonic: () => performance.now() } }
  })
  let page: Page
  let checkpoint: FakeCheckpoint

  beforeEach(() => {
    ;({ page, checkpoint } = stage)
  })
  afterEach(() => expect(stage.complaints).toEqual([]))

  const inHours = (hours: number) => new Date(now + hours * hourMs).toISOString()
  function cross(command: CrossingCommand): void {
    expect(checkpoint.act('lane-1', command)).toMatchObject({ ok: true })
  }
  async function atCheckpoint(command: CheckpointCommand): Promise<void> {
    expect(await checkpoint.lanes.execute('lane-1', command)).toMatchObject({ ok: true })
  }
  const openPanel = () => page.click(`${lane} [data-testid=open-checkpoint]`)
  /** Whether every element begins well above the acts, which cover what does not fit. */
  async function inSight(of: string, selector: string): Promise<boolean> {
    const floor = await page.locator(`${of} .acts`).evaluate((acts) => acts.getBoundingClientRect().top)
    const tops = await page
      .locator(`${of} ${selector}`)
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top))
    return tops.length > 0 && tops.every((top) => top < floor - 20)
  }
  const mark = (text: string) => page.waitForSelector(`${lane} .law-mark:has-text("${text}")`)

  const rescue = () =>
    cross({
      type: 'RecordCategory',
      found: {
        ...{ category: 'rescue', priority: 1, article: 'BR 20.2', controls: 'all', list: 'R-12' },
        ...{ equipment: ['pump', 'ladder'], source: 'register' },
      },
    })
  const hit = () =>
    cross({
      type: 'RecordWatchHit',
      hit: { party: 'KAZ', list: 'w', entry: '1', matched: 'document', instruction },
    })
  const lostMark = (): CheckpointCommand => ({
    type: 'IssueNotice',
    by: kgz,
    notice: 'border-mark-lost',
    fields: { place: 'km 12', mark: '47', what: 'fallen', reason: 'flood', time: inHours(-1) },
  })
  const animals = (): CheckpointCommand => ({
    ...{ type: 'DeclareRestriction', by: kaz, article: 'BR 25', place: 'established', cause: 'epizootic' },
    scope: { lane: null, exitParty: null, citizenships: [], goods: ['animals'] },
    ...{ from: inHours(0), until: inHours(48), reason: 'foot-and-mouth disease' },
  })
  const separate: CheckpointCommand = {
    ...{ type: 'EnterSeparateControl', by: kaz, cause: 'epidemic', reason: 'quarantine' },
  }

  /** All that can stand over one crossing at once. */
  async function everything(): Promise<void> {
    await checkpoint.arrive('lane-1')
    rescue()
    hit()
    cross({
      type: 'RecordTransit',
      transit: { point: 'post 3', from: inHours(-2), minutes: 95, limitMinutes: 30, over: true },
    })
    cross({ type: 'RecordViolation', by: kaz, laws: ['KAZ', 'KGZ'], description: 'undeclared goods' })
    cross({ type: 'HoldVehicle', by: kaz, reason: 'search' })
    cross({ type: 'DeclareGoods', by: kaz, goods: ['animals'] })
    cross({ type: 'OpenIncident', by: kaz, kind: 'damage', place: 'lane 1', causes: 'hit the boom' })
    await atCheckpoint(lostMark())
    await atCheckpoint(animals())
    await atCheckpoint(separate)
    for (const number of [1, 4]) {
      await atCheckpoint({
        ...{ type: 'EnterPaperForm', by: kaz, series: 'A', number, filledAt: inHours(-3) },
        ...{ plate: '123ABC02', outcome: 'released', reason: 'power cut' },
      })
    }
  }

  it('BR 20.2: the badge of a category says its priority, list and equipment, with the article', async () => {
    await checkpoint.arrive('lane-1')
    await signInAs(page, 'K-101')
    await page.waitForSelector(`${lane} .plate-signs`)
    expect(await page.locator(`${lane} .law-category`).count()).toBe(0)
    rescue()
    const badge = await (await mark('Rescue service')).textContent()
    expect(badge).toContain('priority 1 · list R-12 · Equipment: pump, ladder')
    expect(badge).toContain('border regime, art. 20.2')
    expect(await page.getAttribute(`${lane} .law-category small`, 'title')).toBe(
      'Agreement on the border regime, art. 20.2',
    )
  })

  it('JC 3: the badge of a hit is on the own screen, and nothing of it on that of the other Party', async () => {
    await checkpoint.arrive('lane-1')
    hit()
    await signInAs(page, 'K-101')
    expect(await (await mark('Watch list')).textContent()).toContain(instruction)
    await page.click('text=Sign out')
    await signInAs(page, 'R-201')
    await page.waitForSelector(`${lane} .plate-signs`)
    expect(await page.locator('.law-hit').count()).toBe(0)
    expect(await page.content()).not.toContain(instruction)
  })

  it('JC 14.2, BR 15, BR 25, JC 15: each is a mark with its words and article', async () => {
    await everything()
    await signInAs(page, 'K-101')
    await mark('Violation')
    const marks = await page.locator(`${lane} .law-mark`).allTextContents()
    for (const [words, article] of [
      ['undeclared goods', 'joint control, art. 14.2'],
      ['From the border 95 min, allowed 30 min', 'border regime, art. 15'],
      ['epizootic · animals', 'border regime, art. 25'],
      ['Separate control', 'joint control, art. 15'],
      ['Incidents', 'border regime, art. 33'],
    ] as const) {
      expect(marks.filter((text) => text.includes(words) && text.includes(article))).toHaveLength(1)
    }
    expect(marks.some((text) => text.includes('Vehicle held') && text.includes('search'))).toBe(true)
  })

  it('badges leave the vehicle in sight whatever comes together, and a few the steps as well, in each language', async () => {
    await checkpoint.arrive('lane-2', { plate: '01KG482ABC' })
    await everything()
    await signInAs(page, 'K-101')
    await mark('Watch list')
    const inView = async (where: string, of: string, selectors: readonly string[]) => {
      for (const language of languages) {
        await page.click(`.languages button[lang=${language}]`)
        await page.waitForSelector(`.law-mark:has-text("${catalogues[language].law.hit}")`)
        for (const selector of selectors)
          expect([where, language, selector, await inSight(of, selector)]).toEqual([
            where,
            language,
            selector,
            true,
          ])
        expect([where, language, await page.evaluate(cutTexts)]).toEqual([where, language, []])
      }
      expect(await page.evaluate(smallTargets)).toEqual([])
      await page.click('.languages button[lang=en]')
    }
    const vehicle = ['.law-mark', '.picture', '.plate-signs', '.papers']
    await inView('beside another lane, nine badges', lane, vehicle)
    await inView('beside another lane, one badge', '[data-lane=lane-2]', [...vehicle, '.party-steps h3'])
    await page.click('.top-bar button:has-text("One lane")')
    await inView('one lane, nine badges', lane, ['.law-mark', '.picture', '.papers', '.party-steps h3'])
  })

  it('in a narrow lane crowded badges keep their word, one touch shows the rest, and a hit never shrinks', async () => {
    await everything()
    await signInAs(page, 'K-101')
    const category = await mark('Rescue service')
    const more = page.locator(`${lane} .law-category .law-more`)
    expect(await category.isVisible()).toBe(true)
    expect(await more.isVisible()).toBe(false)
    expect(await page.locator(`${lane} .law-hit`).isVisible()).toBe(true)
    expect(await page.getByText(instruction).isVisible()).toBe(true)
    await page.click(`${lane} .law-more-button`)
    await more.waitFor({ state: 'visible' })
    expect(await more.textContent()).toContain('priority 1 · list R-12')
    await page.click(`${lane} .law-more-button`)
    await more.waitFor({ state: 'hidden' })
  })

  it('BR 4.2: a notice of the other Party is counted, read and receipted in the panel, by touch alone', async () => {
    await signInAs(page, 'K-101')
    await atCheckpoint(lostMark())
    await page.waitForSelector(`${lane} .law-open .count:text-is("1")`)
    await openPanel()
    const row = '[data-notice=border-mark-lost]'
    const text = await page.textContent(row)
    expect(text).toContain('Lost or damaged border mark · Kyrgyzstan')
    expect(text).toContain('Border mark: 47 · What: fallen')
    expect(text).toContain('receipt due')
    await page.click(`${row} [data-act^=ConfirmReceipt]`)
    await page.waitForSelector(`${row}:has-text("received")`)
    expect(await page.locator(`${lane} .law-open .count`).count()).toBe(0)
    expect(await page.evaluate(smallTargets)).toEqual([])
    await page.click('.modal-close')
    await page.waitForSelector('.checkpoint-panel', { state: 'detached' })
  })

  it('a notice of the own Party is not for the own officer to receipt', async () => {
    await atCheckpoint(lostMark())
    await signInAs(page, 'R-201')
    await openPanel()
    await page.waitForSelector('[data-notice=border-mark-lost]')
    expect(await page.locator('[data-act^=ConfirmReceipt][aria-disabled=false]').count()).toBe(0)
  })

  it('a receipt that is overdue raises an alarm in the lane and in the panel', async () => {
    await atCheckpoint(lostMark())
    await signInAs(page, 'R-201')
    expect(await page.locator('.law-open-overdue').count()).toBe(0)
    now += 1000 * hourMs
    await atCheckpoint({ ...lostMark(), by: kaz })
    await page.waitForSelector(`${lane} .law-open-overdue`)
    await openPanel()
    await page.waitForSelector('.checkpoint-panel [role=alert]:has-text("receipt not confirmed")')
    expect(await page.locator('.law-overdue[data-notice=border-mark-lost]').count()).toBe(1)
  })

  it('BR 23.2: a notice that comes too late is refused in the panel itself, over the lane', async () => {
    await signInAs(page, 'K-101')
    await openPanel()
    await page.click('[data-act=IssueNotice]')
    const dialog = page.locator('dialog[open]').last()
    await dialog.locator('select').first().selectOption('blasting')
    for (const input of await dialog.locator('input:visible, textarea:visible').all()) {
      const timed = (await input.getAttribute('type')) === 'datetime-local'
      await input.fill(timed ? '2020-01-01T10:00' : 'quarry')
    }
    await dialog.locator('[type=submit]').click()
    const refusal = page.locator('.checkpoint-panel .notice')
    await refusal.waitFor()
    expect(await refusal.textContent()).toContain('The notice comes later than the agreement allows.')
    expect(await refusal.textContent()).toContain('Agreement on the border regime, art. 23.2')
    await refusal.locator('.close').click()
    await refusal.waitFor({ state: 'detached' })
    // The browser itself says that the gateway refused.
    expect(stage.complaints.splice(0)).toEqual([expect.stringContaining('409')])
  })

  it('BR 11, 14.3, 25: a form shows one article, that of what is chosen in it, and says each ground in words', async () => {
    await signInAs(page, 'K-101')
    await openPanel()
    await page.click('[data-act=IssueNotice]')
    const form = page.locator('dialog[open] form').last()
    expect(await form.textContent()).not.toContain('art.')
    await form.locator('select').selectOption('survey-flight')
    expect((await form.textContent())?.match(/art\. [\d.]+/g)).toEqual(['art. 21.2'])
    await page.locator('dialog[open]').last().locator('.modal-close').click()
    await page.click('[data-act=DeclareRestriction]')
    const grounds = page.locator('dialog[open] fieldset').filter({ has: page.locator('[name=article]') })
    expect(await grounds.locator('.choice').allTextContents()).toEqual([
      'crossing · border regime, art. 11',
      'admission · border regime, art. 14.3',
      'animals and what comes of them · border regime, art. 25',
    ])
    expect(await page.evaluate(cutTexts)).toEqual([])
  })

  it('the panel says notices, restrictions, incidents and missing forms in each language, no word of the code', async () => {
    await everything()
    await signInAs(page, 'K-101')
    await openPanel()
    for (const language of languages) {
      // The dialog keeps the pointer: the language is changed behind it, as another desk would.
      await page
        .locator(`.languages button[lang=${language}]`)
        .evaluate((button) => (button as { click(): void } & object).click())
      const { law } = catalogues[language]
      await page.waitForSelector(`.modal h2:has-text("${law.title}")`)
      const text = (await page.textContent('.checkpoint-panel')) ?? ''
      for (const words of [
        law.notice['separate-control'],
        law.form.established,
        law.paperGaps,
        law.incidents,
      ])
        expect(text).toContain(words)
      expect(text).toContain(`${law.separateCause.epidemic}: quarantine`)
      if (language !== 'en') expect(text).not.toMatch(/established|epizootic|epidemic|lane-1/)
      expect(text).toContain(`${law.paperGaps} 2–3`)
      expect([language, await page.evaluate(cutTexts)]).toEqual([language, []])
    }
  })
})
