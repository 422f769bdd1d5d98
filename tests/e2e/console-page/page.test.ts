import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it } from 'vitest'
import { catalogues, languages } from '../../../edge/console/ui/i18n/translator.ts'
import type { fakePins } from '../../support/fake-console.ts'
import type { FakeCheckpoint } from '../../support/fake-lane-control.ts'
import { fakePassport } from '../../support/fake-lane-data.ts'
import { requireSystem } from '../../support/system-package.ts'
import { cutTexts, scrolledPanes, signInAs, smallTargets } from './browser.ts'
import { setStage } from './stage.ts'

describe.skipIf(!requireSystem('chromium', 'chromium'))('the console page in Chromium', () => {
  const stage = setStage()
  let page: Page
  let checkpoint: FakeCheckpoint

  beforeEach(() => {
    ;({ page, checkpoint } = stage)
  })

  const signIn = (officer: keyof typeof fakePins) => signInAs(page, officer)

  const executed = () =>
    checkpoint.executed.filter((command) => 'by' in command).map((command) => command.type)

  it('shows a passer-by the lanes and nothing of the crossing; an officer sees it after sign-in', async () => {
    await checkpoint.arrive('lane-1', { plate: '482KZA02' })
    await page.waitForSelector('.law-KAZ')
    expect(await page.textContent('body')).not.toContain('482KZA02')
    await signIn('K-101')
    await page.waitForSelector('[data-lane=lane-1] .plate-signs:has-text("482KZA02")')
    await page.waitForSelector('[data-lane=lane-1] .corners polygon', { state: 'attached' })
    expect(await page.textContent('[data-lane=lane-1] .papers')).toContain('ERIKSSON')
    expect(await page.getAttribute('.mrz mark', 'title')).toBe('read “O”, corrected to “0”')
    expect(await page.textContent('[data-testid=turn]')).toContain('Your turn')
    expect(stage.complaints).toEqual([])
  })

  it('BR 17.1: shows who drives, and lets the officer name another; what a paper states against the plate', async () => {
    await checkpoint.arrive('lane-1', { plate: '482KZA02' })
    const { documentNumber: _, ...fields } = fakePassport.fields
    const person = { surname: 'BEKOV', givenNames: 'MARAT', birth: '800101', birthDate: '1980-01-01' }
    checkpoint.act('lane-1', {
      type: 'RecordDocument',
      read: {
        ...fakePassport,
        document: 'second',
        fields: { ...fields, ...person, documentNumber: 'N12345678' },
        corrections: [],
      },
    })
    const paper = { paper: 'p1', format: 'PDF417', characters: 14, text: 'PLATE=777AAA01' } as const
    checkpoint.act('lane-1', { type: 'RecordVehiclePaper', read: { ...paper, source: 'scanner' } })
    checkpoint.act('lane-1', {
      type: 'RecordMismatch',
      mismatch: {
        ...{ kind: 'paperPlate', subject: 'p1', stated: '777AAA01', read: '482KZA02', list: null },
        ...{ article: 'JC 4', lawInForce: 'KAZ' },
      },
    })
    await signIn('K-101')
    const papers = '[data-lane=lane-1] .papers'
    await page.waitForSelector(`${papers} .person-role:has-text("Driver (read first)")`)
    expect(await page.textContent(`${papers} h3`)).toContain('2 persons')
    const told = await page.textContent('[data-testid=mismatches]')
    expect(told).toContain('The vehicle paper states 777AAA01; the plate is 482KZA02')
    expect(await page.evaluate(cutTexts)).toEqual([])
    await page.click('[data-lane=lane-1] .unfold')
    await page.click('[data-lane=lane-1] [data-act^=NameDriver]:has-text("BEKOV")')
    await page.waitForSelector(`${papers} .paper:has-text("BEKOV") .person-role:text-is("Driver")`)
    await page.waitForSelector(`${papers} .paper:has-text("ERIKSSON") .person-role:text-is("Passenger")`)
    for (const language of languages) {
      const texts = catalogues[language].papers
      for (const text of [...Object.values(texts.mismatch), ...Object.values(texts.role)])
        expect(text).not.toBe('')
    }
    expect(stage.complaints).toEqual([])
  })

  it('says wrong PIN in words, and keeps the dialog', async () => {
    await page.click('text=Sign in')
    await page.fill('[name=officer]', 'K-101')
    for (const digit of '0000') await page.click(`.keypad button:text-is("${digit}")`)
    await page.click('.modal button[type=submit]')
    await page.waitForSelector('.modal .failure:has-text("Service number or PIN is wrong.")')
    expect(await page.inputValue('[name=pin]')).toBe('')
  })

  it('JC 7.1: says beside a grey button, and in full on focus, why it is grey and who can unblock it', async () => {
    await checkpoint.arrive('lane-1')
    await signIn('K-101')
    const conclude = '[data-lane=lane-1] [data-act=ConcludeExitControl]'
    await page.waitForSelector(`${conclude}[aria-disabled=true]`)
    const line = await page.textContent(`.act:has(> ${conclude.split(' ')[1]}) .why`)
    expect(line).toContain('A control of this Party is still open.')
    expect(line).toContain('Agreement on joint control, art. 7.1')
    expect(line).toContain('Can unblock: officer of Kazakhstan, border control')
    await page.keyboard.press('e')
    await page.waitForSelector('.bubble:visible:has-text("Border control (Kazakhstan): planned")')
    await page.click(conclude, { force: true })
    expect(executed()).toEqual([])
  })

  it('takes the officer through exit control by keyboard, with no typing; a stray key does nothing', async () => {
    await checkpoint.arrive('lane-1')
    await signIn('K-101')
    await page.waitForSelector('[data-act=StartControl-KAZ-border][aria-disabled=false]')
    await page.keyboard.press('s')
    await page.waitForSelector('.act-armed')
    expect(executed()).toEqual([])
    await page.keyboard.press('s')
    await page.waitForSelector('[data-act=CompleteControl-KAZ-border]')
    await page.keyboard.press('c')
    await page.waitForSelector('dialog[open]')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.step-is-completed:has-text("Border control")')
    expect(executed()).toEqual(['StartControl', 'CompleteControl'])
    const customs = { kind: 'officer', officer: 'K-102', party: 'KAZ', body: 'customs' } as const
    const control = { party: 'KAZ', kind: 'customs' } as const
    checkpoint.act('lane-1', { type: 'StartControl', by: customs, control })
    checkpoint.act('lane-1', { type: 'CompleteControl', by: customs, control, decision: 'released' })
    await page.waitForSelector('[data-act=ConcludeExitControl][aria-disabled=false]')
    await page.keyboard.press('e')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[data-lane=lane-1] .law-KGZ')
    expect(executed().at(-1)).toBe('ConcludeExitControl')
    await page.waitForSelector('[role=status]:has-text("Exit control completed")', { state: 'attached' })
  })

  it('BR 17.2: asks for cause and reason before it refuses entry', async () => {
    await checkpoint.arrive('lane-1')
    const border = { kind: 'officer', officer: 'K-101', party: 'KAZ', body: 'border' } as const
    for (const kind of ['border', 'customs'] as const) {
      const by = { ...border, body: kind }
      checkpoint.act('lane-1', { type: 'StartControl', by, control: { party: 'KAZ', kind } })
      const control = { party: 'KAZ', kind } as const
      checkpoint.act('lane-1', { type: 'CompleteControl', by, control, decision: 'released' })
    }
    checkpoint.act('lane-1', { type: 'ConcludeExitControl', by: border })
    await signIn('R-201')
    await page.click('[data-act=Refuse][aria-disabled=false]')
    await page.click('.modal button[type=submit]')
    expect(executed()).not.toContain('Refuse')
    await page.click('text=No right of entry')
    await page.fill('[name=reason]', 'entry ban until 2027')
    await page.click('.modal button[type=submit]')
    await page.waitForSelector('.refused:has-text("No right of entry")')
    expect(checkpoint.executed.at(-1)).toMatchObject({ type: 'Refuse', cause: 'no-right-of-entry' })
  })

  it('shows the plate’s picture beside the field when it is corrected', async () => {
    await checkpoint.arrive('lane-1')
    await signIn('K-101')
    await page.click('[data-lane=lane-1] [data-act=CorrectPlate]')
    await page.waitForSelector('.modal .crop-large')
    expect(await page.inputValue('[name=plate]')).toBe('482KZA02')
    await page.fill('[name=plate]', '482 kza 03')
    await page.fill('[name=reason]', 'dirt')
    await page.click('.modal button[type=submit]')
    await page.waitForSelector('.plate-signs:has-text("482KZA03")')
    await page.waitForSelector('.plate:has-text("entered by an officer")')
  })

  it('says everything in each of the four languages, with no text cut off, on touch targets of 44 px', async () => {
    await checkpoint.arrive('lane-1')
    await checkpoint.arrive('lane-2', { plate: '01KG482ABC' })
    await signIn('K-101')
    await page.waitForSelector('[data-lane=lane-2] .plate-signs')
    for (const language of languages) {
      const t = catalogues[language]
      await page.click(`.languages button[lang=${language}]`)
      await page.waitForSelector(`[data-act=StartControl-KAZ-border]:has-text("${t.acts.name.StartControl}")`)
      expect(await page.getAttribute('html', 'lang')).toBe(language)
      expect(await page.textContent('.law-KAZ')).toContain(t.party.KAZ)
      expect([language, await page.evaluate(cutTexts)]).toEqual([language, []])
    }
    expect(await page.evaluate(smallTargets)).toEqual([])
  })

  it('shows two lanes at work at 1366×768 without scrolling, in each language and scheme, with two rows of acts', async () => {
    await checkpoint.arrive('lane-1')
    await checkpoint.arrive('lane-2', { plate: '01KG482ABC' })
    const by = { kind: 'officer', officer: 'K-101', party: 'KAZ', body: 'border' } as const
    for (const kind of ['border', 'customs'] as const) {
      const control = { party: 'KAZ', kind } as const
      checkpoint.act('lane-1', { type: 'StartControl', by: { ...by, body: kind }, control })
    }
    await signIn('K-101')
    await page.waitForSelector('[data-lane=lane-2] .plate-signs')
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme })
      for (const language of languages) {
        await page.click(`.languages button[lang=${language}]`)
        await page.waitForSelector(`html[lang=${language}]`)
        expect(await page.locator('[data-lane=lane-1] .acts > div').count()).toBe(2)
        expect([language, await page.evaluate(scrolledPanes)]).toEqual([language, []])
      }
    }
  })

  it('shows of several documents one whole, so that the steps stay in view: any other by a press', async () => {
    await checkpoint.arrive('lane-1', { document: false })
    await checkpoint.arrive('lane-2', { plate: '01KG482ABC' })
    for (const surname of ['ASANOV', 'BEKOV', 'ERKIN']) {
      const fields = { ...fakePassport.fields, surname, documentNumber: `N${surname}` }
      const read = { ...fakePassport, document: surname, fields, corrections: [], checks: [] }
      checkpoint.act('lane-1', { type: 'RecordDocument', read })
    }
    await signIn('K-101')
    const papers = page.locator('[data-lane=lane-1] .identity')
    await papers.locator('.paper-folded').nth(1).waitFor()
    expect(await papers.locator('article strong').allTextContents()).toEqual(['ERKIN ANNA MARIA'])
    expect(await papers.locator('.paper-folded').first().textContent()).toContain('NBEKOV')
    for (const language of languages) {
      await page.click(`.languages button[lang=${language}]`)
      await page.waitForSelector(`html[lang=${language}]`)
      expect([language, await page.evaluate(scrolledPanes)]).toEqual([language, []])
    }
    await papers.locator('.paper-folded', { hasText: 'ASANOV' }).press('Enter')
    await papers.locator('article strong', { hasText: 'ASANOV' }).waitFor()
    expect(await papers.locator('.paper-folded').count()).toBe(2)
    const doubtful = { ...fakePassport, document: 'doubtful', accepted: false }
    checkpoint.act('lane-1', { type: 'RecordDocument', read: doubtful })
    await papers.locator('article strong', { hasText: 'ERIKSSON' }).waitFor()
    expect(await papers.locator('article').count()).toBe(2)
  })

  it('takes an act back by a counter-event with its reason: Z lists what can be taken back', async () => {
    await checkpoint.arrive('lane-1')
    await signIn('K-101')
    const hold = '[data-lane=lane-1] [data-act=HoldVehicle]'
    await page.waitForSelector('[data-act=StartControl-KAZ-border]')
    expect(await page.locator(hold).count()).toBe(0)
    await page.keyboard.press('h')
    await page.waitForSelector(hold)
    await page.keyboard.press('h')
    await page.fill('.modal [name=reason]', 'the seal is broken')
    await page.click('.modal button[type=submit]')
    await page.waitForSelector('[data-testid=law-marks]:has-text("the seal is broken")')
    await page.keyboard.press('z')
    const undo = page.locator('[data-testid=undo]')
    await undo.waitFor()
    expect(
      await undo.locator('[data-act]').evaluateAll((all) => all.map((one) => one.getAttribute('data-act'))),
    ).toEqual(expect.arrayContaining(['LiftHold', 'CorrectPlate']))
    await undo.locator('[data-act=LiftHold]').click()
    const dialog = page.locator('dialog[open]').last()
    await dialog.locator('[type=submit]').click()
    expect(executed().at(-1)).toBe('HoldVehicle')
    await dialog.locator('[name=reason]').fill('another vehicle was meant')
    await dialog.locator('[type=submit]').click()
    await page
      .locator('[data-testid=law-marks]:has-text("the seal is broken")')
      .waitFor({ state: 'detached' })
    expect(checkpoint.executed.at(-1)).toMatchObject({
      ...{ type: 'LiftHold', reason: 'another vehicle was meant' },
      by: { officer: 'K-101' },
    })
    expect(stage.complaints).toEqual([])
  })

  it('JC 7.1: shows a vehicle paper to the Party that scanned it, in four languages, and its length to the other', async () => {
    await checkpoint.arrive('lane-1')
    const text = `01KG123ABC|${'x'.repeat(300)}`
    checkpoint.act('lane-1', {
      type: 'RecordVehiclePaper',
      read: { paper: 'a'.repeat(16), format: 'PDF417', characters: text.length, text, source: 'scanner' },
    })
    await signIn('K-101')
    for (const language of languages) {
      const { papers } = catalogues[language]
      await page.click(`.languages button[lang=${language}]`)
      await page.waitForSelector(`.vehicle-papers h3:has-text("${papers.vehicle}")`)
      expect(await page.textContent('.paper-text')).toBe(text)
      expect([language, await page.evaluate(cutTexts)]).toEqual([language, []])
    }
    await page.click('.languages button[lang=en]')
    await page.click('text=Sign out')
    await signIn('R-201')
    await page.waitForSelector(`.paper-text:has-text("${catalogues.en.papers.withheld}")`)
    expect(await page.textContent('.vehicle-papers')).toContain('311 characters')
    expect(await page.textContent('body')).not.toContain('01KG123ABC')
  })

  it('forgets what it showed when the officer signs out', async () => {
    await checkpoint.arrive('lane-1', { plate: '482KZA02' })
    await signIn('K-101')
    await page.waitForSelector('.plate-signs')
    await page.click('text=Sign out')
    await page.waitForSelector('text=Sign in to act in this lane.')
    expect(await page.textContent('body')).not.toMatch(/482KZA02|ERIKSSON/)
    expect(await page.locator('.picture').count()).toBe(0)
  })

  it('never shows stale as live: says since when the gateway is gone, and lets nobody act', async () => {
    await checkpoint.arrive('lane-1')
    await signIn('K-101')
    await page.waitForSelector('[data-act=StartControl-KAZ-border][aria-disabled=false]')
    await stage.stopGateway()
    await page.waitForSelector('.lost:has-text("Connection lost — last seen")')
    expect(await page.textContent('[data-testid=link]')).toBe('Not live')
    await page.waitForSelector('[data-act=StartControl-KAZ-border][aria-disabled=true]')
    await stage.restartGateway()
    await page.waitForSelector('.link-live')
    await page.waitForSelector('text=Sign in')
    expect(await page.locator('.lost').count()).toBe(0)
  })
})
