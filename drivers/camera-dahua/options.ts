import { eventStreamOptions } from '../camera-events/options.ts'

export const cameraDahuaOptions = eventStreamOptions(
  'http://192.0.2.10/cgi-bin/eventManager.cgi?action=attach&codes=[TrafficJunction]&heartbeat=5, or with ' +
    'pictures /cgi-bin/snapManager.cgi?action=attachFileProc&channel=1&heartbeat=5&Flags[0]=Event&Events=[TrafficJunction]',
  15_000,
)
