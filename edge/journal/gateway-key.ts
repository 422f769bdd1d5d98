import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { AyaldamaError } from '../ports/errors.ts'

/** Signs the tree heads; never leaves the machine, and no backup holds it. */
export const gatewayKeyFile = 'gateway-key.pem'
/** Public keys of this journal, base64 of SPKI DER, one a line, oldest first: what the centres are given. */
export const gatewayKeysFile = 'gateway-keys.pub'

export interface GatewayKey {
  readonly privateKey: KeyObject
  /** Base64 of the SPKI DER form. */
  readonly publicKey: string
}

/**
 * The key of this gateway, made at the first start, readable by its owner only. After a restore there is
 * none, so another is made and named beside those of before. Throws `journal.key`.
 */
export function openGatewayKey(directory: string): GatewayKey {
  const file = join(directory, gatewayKeyFile)
  try {
    if (!existsSync(file)) {
      const { privateKey } = generateKeyPairSync('ed25519')
      writeDurably(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 0o600)
    }
    const privateKey = createPrivateKey(readFileSync(file))
    const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64')
    const known = readGatewayKeys(directory)
    if (!known.includes(publicKey)) {
      writeDurably(join(directory, gatewayKeysFile), `${[...known, publicKey].join('\n')}\n`, 0o644)
    }
    return { privateKey, publicKey }
  } catch (cause) {
    throw new AyaldamaError('journal.key', file, cause instanceof Error ? cause.message : undefined, {
      cause,
    })
  }
}

/** The public keys that stand beside a journal; none where no gateway signed it. */
export function readGatewayKeys(directory: string): readonly string[] {
  const file = join(directory, gatewayKeysFile)
  return existsSync(file) ? keysIn(readFileSync(file, 'utf8')) : []
}

export function keysIn(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** Half a key would stop the gateway for good, so the name appears when the bytes are on the disk. */
function writeDurably(file: string, text: string, mode: number): void {
  const temporary = `${file}.new`
  rmSync(temporary, { force: true })
  const handle = openSync(temporary, 'wx', mode)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(temporary, file)
}
