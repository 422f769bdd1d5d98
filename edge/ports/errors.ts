/**
 * Every error that leaves a part of Ayaldama, by code. Refusals of commands stand in
 * `domain/refusal.ts`; these are failures of devices, files, services and configuration.
 */
export const errorTable = {
  'config.unreadable': 'The configuration file cannot be read.',
  'config.syntax': 'The configuration file is not valid YAML.',
  'config.invalid': 'A value of the configuration is not allowed.',
  'config.changed': 'The configuration file has changed since it was read.',
  'config.not-kept': 'No such former configuration is kept.',
  'config.not-writable': 'The gateway may not write its configuration file.',
  'config.proposal': 'There is no such change to confirm, or it takes a technician of the other Party.',
  'config.restart': 'The gateway cannot be started anew now.',
  'config.rule-pack': 'The rule pack is not valid.',
  'config.rule-pack-signature': 'The rule pack is not signed by both Parties.',
  'list.unreadable': 'The list of a Party cannot be read.',
  'list.signature': 'The list does not carry the signature of its Party.',
  'list.invalid': 'The list of a Party is not valid.',
  'node.version': 'Ayaldama needs Node 24 or later.',
  'device.connect': 'The device cannot be reached.',
  'device.timeout': 'The device did not answer in time.',
  'device.protocol': 'The device answered with bytes that its protocol does not allow.',
  'device.exception': 'The device refused the request.',
  'device.read-back': 'The output does not read back as it was written.',
  'device.not-online': 'The device is not online.',
  'device.lifecycle': 'The device cannot go from its present state to the one asked for.',
  'camera.http': 'The camera answered with an HTTP error.',
  'camera.not-a-picture': 'The camera sent something that is not a picture.',
  'camera.ffmpeg':
    'ffmpeg, which reads the stream of the camera, cannot be run: install ffmpeg 5.1 or later.',
  'file.unreadable': 'The file cannot be read.',
  'model.missing': 'A model file named by the manifest is missing.',
  'model.corrupt': 'A model file does not match the SHA-256 of the manifest.',
  'model.manifest': 'The model manifest is not valid.',
  'recognition.busy': 'All workers are busy and a newer frame took the place of this one.',
  'recognition.still': 'Nothing moved since the frame that was read last.',
  'recognition.not-a-picture': 'The file is not a picture that can be decoded.',
  'recognition.worker': 'A recognition worker failed.',
  'lane.internal': 'A part of the lane failed in a way that no code foresees.',
  'clip.ffmpeg': 'ffmpeg, which decodes clips, cannot be run: install ffmpeg.',
  'journal.open': 'The journal cannot be opened.',
  'journal.locked': 'Another process has the journal open.',
  'journal.closed': 'The journal is closed.',
  'journal.not-durable': 'The journal is not set to survive a power cut.',
  'journal.full': 'The disk of the journal is full.',
  'journal.append': 'An event could not be written.',
  'journal.altered': 'The journal is not as it was recorded.',
  'journal.key': 'The key that signs the journal cannot be read or made.',
  'journal.busy': 'Too many events wait to be written.',
  'evidence.crossing': 'The journal holds no such crossing.',
  'evidence.key': 'There is no key of the gateway to sign with: export beside the gateway itself.',
  'evidence.archive': 'The archive is not as it was exported.',
  'journal.backup': 'The journal could not be backed up.',
  'journal.restore': 'The backup could not be restored.',
  'replication.ack-signature': 'An acknowledgement does not carry the signature of its centre.',
  'replication.ack-invalid': 'An acknowledgement is not valid.',
  'replication.refused': 'The broker refused a publication.',
  'replication.certificate': 'The certificate of the gateway or of the broker is not taken.',
  'replication.not-admitted': 'The broker does not admit this gateway.',
  'replication.no-centre-key': 'The key of the centre is missing.',
  'central.store': 'There is no database of a centre.',
  'central.head-refused': 'A tree head of a gateway does not continue the one that was cosigned.',
  'central.act-refused': 'A fact in an officer’s name is not what an officer signed.',
  'central.erasure-refused': 'A notice of erasure is not signed by the gateway, and nothing was erased.',
  'central.message-invalid': 'A message of a gateway is not valid.',
  'console.listen': 'The console cannot listen on this address.',
  'console.certificate': 'The certificate of the console or its key is of no use.',
  'console.sign-in': 'Officer or PIN is wrong.',
  'console.locked-out': 'Too many wrong PINs; wait before the next try.',
  'console.bad-request': 'The request is not valid.',
  'console.not-found': 'There is no such thing.',
  'console.not-signed-in': 'Only a signed-in officer may ask for this.',
  'console.pass-expired': 'The service pass of the officer has expired (JC 12).',
  'console.act-unsigned':
    'This gateway takes no act without a signature, and the key of this lane PC is not approved.',
  'console.act-signature':
    'The signature of the act is not valid, or was given on another state of the lane.',
  'console.second-officer': 'The consent of the second officer is not for this act, or is used up.',
  'console.not-supervisor': 'Only a supervisor may look into the crossings of past days.',
  'console.other-pc': 'The session belongs to another lane PC.',
  'console.not-technician': 'Only a technician may do this.',
  'console.origin': 'The request comes from another site, or names a host that is not this gateway.',
  'console.too-large': 'The request is too large.',
  'console.unavailable': 'The gateway could not do this.',
} as const satisfies Record<string, string>

export type ErrorCode = keyof typeof errorTable

/** An error with a code of the table and the place where it arose (file:line:column, device, topic …). */
export class AyaldamaError extends Error {
  readonly code: ErrorCode
  readonly place: string

  constructor(code: ErrorCode, place: string, detail?: string, options?: ErrorOptions) {
    super(`${place}: ${errorTable[code]}${detail === undefined ? '' : ` ${detail}`}`, options)
    this.name = 'AyaldamaError'
    this.code = code
    this.place = place
  }
}
