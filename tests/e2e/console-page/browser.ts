import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { fakePins } from '../../support/fake-console.ts'

export const chromiumArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface BuiltPage {
  readonly uiDirectory: string
  readonly browser: Browser
  close(): Promise<void>
}

/** Builds the page into a folder of its own and starts Debian's Chromium. */
export async function buildPage(): Promise<BuiltPage> {
  const uiDirectory = await mkdtemp(join(tmpdir(), 'ayaldama-page-'))
  await build({
    configFile: fileURLToPath(new URL('../../../edge/console/ui/vite.config.ts', import.meta.url)),
    logLevel: 'error',
    build: { outDir: uiDirectory },
  })
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: chromiumArguments })
  return {
    uiDirectory,
    browser,
    async close() {
      await browser.close()
      await rm(uiDirectory, { recursive: true, force: true })
    },
  }
}

/** Signs an officer in on a page that is in English. */
export async function signInAs(page: Page, officer: keyof typeof fakePins): Promise<void> {
  await page.click('text=Sign in')
  await page.fill('[name=officer]', officer)
  await page.fill('[name=pin]', fakePins[officer])
  await page.keyboard.press('Enter')
  await page.waitForSelector('text=Sign out')
}

/** Runs in the page: elements whose text is wider or higher than the room it has. */
export function cutTexts(): string[] {
  const selectors =
    '.top-bar, .top-bar .tool, .device, .device li, .equipment-side section, .place, .law-text, .law-mark, .law-list li, .notice, .turn, .chip, .act-name, .plate-text, .mrz-line, .field, .foot-bar, .step'
  const dom = globalThis as unknown as {
    document: {
      querySelectorAll(
        selector: string,
      ): Iterable<{ className: string; scrollWidth: number; clientWidth: number; textContent: string }>
    }
  }
  return [...dom.document.querySelectorAll(selectors)]
    .filter((element) => element.scrollWidth > element.clientWidth + 1)
    .map((element) => `${element.className}: ${element.textContent}`)
}

/** Runs in the page: panes that have to be scrolled for all that they show. */
export function scrolledPanes(): string[] {
  const dom = globalThis as unknown as {
    document: {
      querySelectorAll(
        selector: string,
      ): Iterable<{ className: string; scrollHeight: number; clientHeight: number }>
    }
  }
  return [...dom.document.querySelectorAll('.lanes, .lane-body')]
    .filter((pane) => pane.scrollHeight > pane.clientHeight)
    .map((pane) => `${pane.className}: ${pane.scrollHeight} of ${pane.clientHeight}`)
}

/** Runs in the page: visible controls smaller than 44 px in height or width. */
export function smallTargets(): string[] {
  const dom = globalThis as unknown as {
    document: {
      querySelectorAll(selector: string): Iterable<{
        textContent: string
        getBoundingClientRect(): { width: number; height: number }
      }>
    }
  }
  return [
    ...dom.document.querySelectorAll('button, summary, input:not([type=radio]), label:has([type=radio])'),
  ]
    .map((element) => ({ element, box: element.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 0 && (box.width < 43.5 || box.height < 43.5))
    .map(({ element, box }) => `${element.textContent} ${box.width}×${box.height}`)
}

interface Finding {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

/** What axe finds against WCAG 2.2 AA, one line a place. */
export async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const violations = await page.evaluate<readonly Finding[]>(`axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    resultTypes: ['violations'],
  }).then((result) => result.violations)`)
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id} (${impact}): ${html.slice(0, 200)} ${failureSummary}`),
  )
}
