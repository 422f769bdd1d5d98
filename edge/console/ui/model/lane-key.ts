import { createSigningKey, type SigningKey } from '../../../ports/proof/sign-act.ts'

const database = 'ayaldama'
const store = 'keys'
const name = 'lane-pc'

/**
 * The key of this lane PC, made at its first use and kept by the browser: its private half can be used by
 * this page and read by nobody. null where the browser signs nothing: over plain http from another machine.
 */
export async function openLaneKey(): Promise<SigningKey | null> {
  if (globalThis.crypto?.subtle === undefined || globalThis.indexedDB === undefined) return null
  try {
    const db = await opened()
    try {
      const kept = await answered<SigningKey | undefined>(db.transaction(store).objectStore(store).get(name))
      if (kept !== undefined) return kept
      const made = await createSigningKey()
      // Another window may have been faster; then its key is the one of this PC.
      const objects = db.transaction(store, 'readwrite').objectStore(store)
      const first = await answered<SigningKey | undefined>(objects.get(name))
      if (first !== undefined) return first
      await answered(objects.put(made, name))
      return made
    } finally {
      db.close()
    }
  } catch {
    return null
  }
}

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(database, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(store)
  return answered(request)
}

function answered<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('the browser keeps no key'))
  })
}
