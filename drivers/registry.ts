import { badgeKeyboard, badgeOsdp, badgeSerial } from './badge-reader/definition.ts'
import { scannerHidPos, scannerKeyboard, scannerSsi } from './barcode-scanner/definition.ts'
import { cameraDahua } from './camera-dahua/definition.ts'
import { cameraFolder } from './camera-folder/definition.ts'
import { cameraHikvision } from './camera-hikvision/definition.ts'
import { cameraHikvisionPush } from './camera-hikvision-push/definition.ts'
import { cameraHttp } from './camera-http/definition.ts'
import { cameraRtsp } from './camera-rtsp/definition.ts'
import { contactBarrier } from './contact-barrier/definition.ts'
import type { DeviceRole, DriverDefinition } from './definition.ts'
import { documentReader } from './document-reader/definition.ts'
import { hidRelay } from './hid-relay/definition.ts'
import { modbusBoard } from './modbus-board/definition.ts'
import { pageFolder } from './page-folder/definition.ts'
import { pageUpload } from './page-upload/definition.ts'
import { scale } from './scale/definition.ts'
import { serialRelay } from './serial-relay/definition.ts'

/** Any kind of device: `role` tells what `create` makes, `options` must have parsed what it is given. */
export type AnyDriverDefinition = { [Role in DeviceRole]: DriverDefinition<Role, unknown> }[DeviceRole]

/** Every kind of device that a configuration may name. */
export const driverRegistry: readonly AnyDriverDefinition[] = [
  documentReader,
  scannerSsi,
  scannerHidPos,
  scannerKeyboard,
  pageFolder,
  pageUpload,
  modbusBoard,
  serialRelay,
  hidRelay,
  contactBarrier,
  scale,
  badgeSerial,
  badgeKeyboard,
  badgeOsdp,
  cameraHttp,
  cameraFolder,
  cameraRtsp,
  cameraHikvision,
  cameraHikvisionPush,
  cameraDahua,
]
