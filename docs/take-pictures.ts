/**
 * Takes the pictures of README and guide from the running demo in Debian's Chromium: what the page shows, no more.
 * Run: npm run pictures
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium, type Page } from 'playwright-core'

const pictures = [
  { file: 'console.png', language: 'EN', colorScheme: 'dark' },
  { file: 'console-ru.png', language: 'RU', colorScheme: 'light' },
  { file: 'console-kk.png', language: 'KK', colorScheme: 'dark' },
  { file: 'console-ky.png', language: 'KY', colorScheme: 'light' },
  { file: 'equipment.png', language: 'EN', colorScheme: 'light' },
  { file: 'configuration.png', language: 'EN', colorScheme: 'light', tab: 'configuration' },
  { file: 'setup.png', language: 'EN', colorScheme: 'light', tab: 'setup' },
  { file: 'trial.png', language: 'EN', colorScheme: 'light', tab: 'trial' },
] as const

/** The pages of technicians, each with something on it. */
async function technicianPage(page: Page, tab: 'configuration' | 'setup' | 'trial'): Promise<void> {
  await page.getByRole('button', { name: 'Equipment' }).click()
  await page.locator(`[data-tab=${tab}]`).click()
  if (tab === 'configuration') {
    await page.locator('.section', { hasText: 'lane-1-board' }).click()
    await page.locator('[name="devices.lane-1-board.pollMs"]').fill('100')
    await page.locator('.section', { hasText: 'lane-1-approach' }).click()
    await page.locator('[name="devices.lane-1-approach.pulseMs"]').fill('400')
    await page.locator('.both').waitFor()
    await page.locator('.tabs').scrollIntoViewIfNeeded()
  }
  await page.waitForTimeout(1000)
}

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** An officer's desk on the demo's page, when both lanes have a vehicle with its papers in the zone. */
async function desk(page: Page, url: string, language: string): Promise<void> {
  await page.goto(url)
  await page.getByRole('button', { name: 'Sign in' }).first().click()
  await page.locator('dialog input').nth(0).fill('KAZ-199')
  await page.locator('dialog input').nth(1).fill('0000')
  await page.keyboard.press('Enter')
  // The desk of this officer is open in lane 1 (exit) and lane 2 (entry): both wait for a person.
  await page.getByText('Your turn').nth(1).waitFor({ timeout: 90_000 })
  const start = page.getByRole('button', { name: 'Start control' }).first()
  if (await start.isVisible()) await start.click()
  await page.waitForTimeout(1500)
  if (language !== 'EN') await page.locator(`button[lang=${language.toLowerCase()}]`).click()
  await page.waitForTimeout(500)
}

const cli = resolve(import.meta.dirname, '../edge/cli.ts')
const demo = spawn(process.execPath, [cli, 'demo', '--speed', '2', '--port', '0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
const url = await new Promise<string>((found) => {
  createInterface({ input: demo.stdout }).on('line', (line) => {
    const address = /^console +(\S+)$/.exec(line)?.[1]
    if (address !== undefined) found(address)
  })
})
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: quiet })
try {
  for (const { file, language, colorScheme, ...more } of pictures) {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, colorScheme })
    await desk(page, url, language)
    if (file === 'equipment.png') {
      await page.getByRole('button', { name: 'Equipment' }).click()
      await page.locator('.device .corners polygon').first().waitFor({ state: 'attached' })
      await page.waitForTimeout(1500)
    }
    if ('tab' in more) await technicianPage(page, more.tab)
    await page.screenshot({ path: resolve(import.meta.dirname, 'pictures', file) })
    await page.context().close()
    process.stdout.write(`${file}\n`)
  }
} finally {
  await browser.close()
  demo.kill('SIGINT')
  await once(demo, 'exit')
}
