import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { type Acknowledged, acknowledgementBytes } from '../ports/feed/acknowledgement.ts'
import type { CosignatureMessage } from '../ports/feed/messages.ts'
import { cosignatureBytes } from '../ports/proof/tree-head.ts'

export interface CentreKey {
  /** PEM (PKCS #8); stays with the centre. */
  readonly privateKey: string
  /** Base64 of the SPKI DER form: what the gateways are given. */
  readonly publicKey: string
}

/** A new ed25519 key pair of a centre. */
export function generateCentreKey(): CentreKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  }
}

/** The public half of a PEM, base64 of SPKI DER. Throws where it is no private key. */
export function publicKeyOfCentre(privateKey: string): string {
  return createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64')
}

/** Signs acknowledgements; answers base64. Throws where the PEM is no private key. */
export function createSigner(privateKey: string): (ack: Acknowledged) => string {
  const key = createPrivateKey(privateKey)
  return (ack) => sign(null, acknowledgementBytes(ack), key).toString('base64')
}

/** Cosigns tree heads; answers base64. Throws where the PEM is no private key. */
export function createCosigner(
  privateKey: string,
): (statement: Omit<CosignatureMessage, 'signature'>) => string {
  const key = createPrivateKey(privateKey)
  return (statement) => sign(null, cosignatureBytes(statement), key).toString('base64')
}
