import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it } from 'vitest'
import { en } from '../../../edge/console/ui/i18n/en.ts'
import type { OfficerActor } from '../../../edge/domain/party.ts'
import { publicKeyOf } from '../../../edge/ports/proof/tree-head.ts'
import { isActSignedBy } from '../../../edge/ports/proof/verify-act.ts'
import type { FakeCheckpoint } from '../../support/fake-lane-control.ts'
import { requireSystem } from '../../support/system-package.ts'
import { signInAs } from './browser.ts'
import { setStage } from './stage.ts'

describe.skipIf(!requireSystem('chromium', 'chromium'))('a lane PC signs what its officer does', () => {
  const approved = new Set<string>()
  const asked = new Set<string>()
  const stage = setStage(() => {
    approved.clear()
    asked.clear()
    return {
      signing: {
        mode: 'required',
        approved: (_, key) => approved.has(key),
        request: async (key) => {
          asked.add(key)
        },
      },
    }
  })
  let page: Page
  let checkpoint: FakeCheckpoint

  beforeEach(async () => {
    ;({ page, checkpoint } = stage)
    await checkpoint.arrive('lane-1')
    await signInAs(page, 'K-101')
  })

  const acts = () =>
    checkpoint.executed.filter((one): one is typeof one & { by: OfficerActor } => 'by' in one)
  const start = () => page.click('[data-act=StartControl-KAZ-border][aria-disabled=false]')
  const mark = (state: string) => page.waitForSelector(`[data-testid=signing][data-state=${state}]`)

  it('the key waits for its approval, and no act goes before; then each goes with a signature that holds', async () => {
    await mark('waiting')
    await start()
    await page.waitForSelector(`text=${en.failures['console.act-unsigned']}`)
    expect(acts()).toEqual([])
    for (const key of asked) approved.add(key)
    await mark('signed')
    await start()
    await page.waitForSelector('[data-act=CompleteControl-KAZ-border][aria-disabled=false]')
    const [command] = acts()
    const act = command?.by.act
    expect(act && isActSignedBy(act.statement, act.signature, publicKeyOf(act.key))).toBe(true)
    expect(act?.statement).toMatchObject({ officer: 'K-101', act: 'StartControl', lane: 'lane-1' })
  })

  it('the private half can be read by nobody, and is the same after the page is opened again', async () => {
    await mark('waiting')
    const exported = await page.evaluate(readKey)
    expect(exported).toBe('InvalidAccessError')
    const [first] = asked
    for (const key of asked) approved.add(key)
    await page.reload()
    await mark('signed')
    expect([...asked]).toEqual([first])
  })
})

/** Runs in the page: tries to take the private key out of the browser. */
async function readKey(): Promise<string> {
  interface Request {
    readonly result: unknown
    onsuccess: () => void
  }
  interface Database {
    transaction(name: string): { objectStore(name: string): { get(key: string): Request } }
  }
  const dom = globalThis as unknown as { indexedDB: { open(name: string): Request } }
  const answer = (request: Request) =>
    new Promise<unknown>((resolve) => {
      request.onsuccess = () => resolve(request.result)
    })
  const db = (await answer(dom.indexedDB.open('ayaldama'))) as Database
  const kept = await answer(db.transaction('keys').objectStore('keys').get('lane-pc'))
  const { privateKey } = kept as { privateKey: Parameters<typeof crypto.subtle.exportKey>[1] }
  return crypto.subtle.exportKey('pkcs8', privateKey).then(
    () => 'exported',
    (error: Error) => error.name,
  )
}
