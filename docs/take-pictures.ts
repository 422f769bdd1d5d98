/**
 * Takes the pictures of README and guides from the running demo in Debian's Chromium: what the page shows, no more.
 * Run: npm run pictures, or npm run pictures -- --all DIR for every screen in each of the four languages.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { chromium, type Page } from 'playwright-core'

const languages = ['EN', 'RU', 'KK', 'KY'] as const

/** How each screen is reached from the lanes of an officer who is signed in; by nothing that a language changes. */
const screens = {
  lanes: async () => {},
  emergency: async (page) => {
    await page.locator('[data-boom-act=OpenInEmergency]').first().click()
    await page.locator('.modal .second').waitFor()
  },
  handover: async (page) => {
    await page.locator('[data-testid=open-checkpoint]').first().click()
    await page.locator('[data-act=HandOverShift]').click()
    await page.locator('[data-testid=open-work]').waitFor()
  },
  undo: async (page) => {
    await page.keyboard.press('z')
    await page.locator('[data-testid=undo]').waitFor()
  },
  supervisor: async (page) => {
    await page.locator('.top-bar button[aria-pressed].tool').nth(0).click()
    await page.locator('.search [type=submit]').click()
    await page.locator('.found, .search > p.muted').first().waitFor()
  },
  equipment: async (page) => {
    await page.locator('.top-bar button[aria-pressed].tool').nth(1).click()
    await page.locator('.device .corners polygon').first().waitFor({ state: 'attached' })
    await page.waitForTimeout(1500)
  },
  configuration: (page) => technicianPage(page, 'configuration'),
  setup: (page) => technicianPage(page, 'setup'),
  trial: (page) => technicianPage(page, 'trial'),
  locked: async (page) => {
    await page.locator('[data-testid=lock]').click()
    await page.locator('[data-testid=locked]').waitFor()
  },
} as const satisfies Readonly<Record<string, (page: Page) => Promise<void>>>
type Screen = keyof typeof screens

interface Picture {
  readonly file: string
  readonly language: (typeof languages)[number]
  readonly colorScheme: 'dark' | 'light'
  readonly screen: Screen
}

const ofTheGuides: readonly Picture[] = [
  { file: 'supervisor.png', language: 'EN', colorScheme: 'light', screen: 'supervisor' },
  { file: 'console.png', language: 'EN', colorScheme: 'dark', screen: 'lanes' },
  { file: 'console-ru.png', language: 'RU', colorScheme: 'light', screen: 'lanes' },
  { file: 'console-kk.png', language: 'KK', colorScheme: 'dark', screen: 'lanes' },
  { file: 'console-ky.png', language: 'KY', colorScheme: 'light', screen: 'lanes' },
  { file: 'emergency.png', language: 'RU', colorScheme: 'light', screen: 'emergency' },
  { file: 'handover.png', language: 'EN', colorScheme: 'dark', screen: 'handover' },
  { file: 'equipment.png', language: 'EN', colorScheme: 'light', screen: 'equipment' },
  { file: 'configuration.png', language: 'EN', colorScheme: 'light', screen: 'configuration' },
  { file: 'setup.png', language: 'EN', colorScheme: 'light', screen: 'setup' },
  { file: 'trial.png', language: 'EN', colorScheme: 'light', screen: 'trial' },
]

const everyScreen: readonly Picture[] = languages.flatMap((language, index) =>
  (Object.keys(screens) as Screen[]).map((screen) => ({
    ...{ file: `${screen}-${language.toLowerCase()}.png`, language, screen },
    colorScheme: index % 2 === 0 ? ('dark' as const) : ('light' as const),
  })),
)

const { all } = parseArgs({ options: { all: { type: 'string' } } }).values
const pictures = all === undefined ? ofTheGuides : everyScreen
const folder = all === undefined ? resolve(import.meta.dirname, 'pictures') : resolve(all)
await mkdir(folder, { recursive: true })

/** The pages of technicians, each with something on it. */
async function technicianPage(page: Page, tab: 'configuration' | 'setup' | 'trial'): Promise<void> {
  await page.locator('.top-bar button[aria-pressed].tool').nth(1).click()
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
// The supervisor's day has some crossings to show.
await pause(40_000)
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: quiet })
try {
  for (const { file, language, colorScheme, screen } of pictures) {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, colorScheme })
    await desk(page, url, language)
    await screens[screen](page)
    await page.waitForTimeout(300)
    await page.screenshot({ path: resolve(folder, file) })
    await page.context().close()
    process.stdout.write(`${file}\n`)
  }
} finally {
  await browser.close()
  demo.kill('SIGINT')
  await once(demo, 'exit')
}
