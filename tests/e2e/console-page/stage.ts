import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { type RunningConsole, startConsole } from '../../../edge/console/start-console.ts'
import { fakeConsoleOptions } from '../../support/fake-console.ts'
import type { FakeCheckpoint } from '../../support/fake-lane-control.ts'
import { type BuiltPage, buildPage } from './browser.ts'

/** The page of a console on a fake checkpoint, anew for every test; read its parts within a test. */
export interface Stage {
  readonly checkpoint: FakeCheckpoint
  /** At the lanes, 1366×768, in English, nobody signed in. */
  readonly page: Page
  readonly url: string
  /** What the page complained of, and requests that left the gateway. */
  readonly complaints: string[]
  /** One more window, closed with the first; its complaints count too. */
  open(options?: BrowserContextOptions): Promise<Page>
  stopGateway(): Promise<void>
  /** A gateway at the same address that knows no session and no crossing. */
  restartGateway(): Promise<void>
}

type Change = Parameters<typeof fakeConsoleOptions>[0]

/** Builds the page once for the describe block that calls this. `change` is asked before every test. */
export function setStage(change: () => Change = () => ({})): Stage {
  let built: BuiltPage | undefined
  let checkpoint: FakeCheckpoint | undefined
  let running: RunningConsole | undefined
  let pages: Page[] = []
  let complaints: string[] = []

  const there = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new Error('the stage is set within a test only')
    return value
  }

  async function startGateway(port: number): Promise<void> {
    const fake = await fakeConsoleOptions({
      ...{ uiDirectory: there(built).uiDirectory, heartbeatMs: 100, port },
      ...change(),
    })
    checkpoint = fake.checkpoint
    running = await startConsole(fake.options)
  }

  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    const { url } = there(running)
    const viewport = { width: 1366, height: 768 }
    const page = await there(built).browser.newPage({ viewport, locale: 'en-GB', ...options })
    pages.push(page)
    page.setDefaultTimeout(15_000)
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('request', (request) => {
      if (!request.url().startsWith(url)) complaints.push(`left the gateway: ${request.url()}`)
    })
    await page.goto(url)
    await page.waitForSelector('.lane')
    return page
  }

  beforeAll(async () => {
    built = await buildPage()
  }, 60_000)
  afterAll(() => built?.close())

  beforeEach(async () => {
    complaints = []
    await startGateway(0)
    await open()
  })
  afterEach(async () => {
    for (const page of pages) await page.close()
    pages = []
    await running?.close()
  })

  return {
    get checkpoint() {
      return there(checkpoint)
    },
    get page() {
      return there(pages[0])
    },
    get url() {
      return there(running).url
    },
    get complaints() {
      return complaints
    },
    open,
    stopGateway: () => there(running).close(),
    restartGateway: () => startGateway(there(running).port),
  }
}
