import type { Credentials } from '../camera-http/http-client.ts'

/**
 * What ffmpeg is told, and how. The address with user name and password goes through its standard input as a list
 * of one entry (ffconcat), because the arguments of a process are shown to every user of the machine.
 *
 * What this weakens: `-safe 0` lets the list name any protocol, so the protocols are limited by name, and files are
 * not among them; the list is made here, and nothing of it comes from the camera.
 */
export function ffmpegArguments(fps: number): readonly string[] {
  const pace = `select='isnan(prev_selected_t)+gte(t-prev_selected_t\\,${(1 / fps).toFixed(3)})'`
  return [
    ...['-hide_banner', '-nostats', '-loglevel', 'warning'],
    ...['-f', 'concat', '-safe', '0', '-protocol_whitelist', 'pipe,rtsp,rtp,tcp,udp,tls', '-i', 'pipe:0'],
    // Frames are dropped and never repeated: a repeated one would hide a stream that stands still.
    ...['-an', '-sn', '-dn', '-vf', pace, '-fps_mode', 'passthrough'],
    ...['-c:v', 'mjpeg', '-q:v', '3', '-f', 'image2pipe', '-flush_packets', '1', 'pipe:1'],
  ]
}

const percent = (text: string) => encodeURIComponent(text).replaceAll("'", '%27')

/** The list for the standard input. `timeoutMs` ends a socket that says nothing. */
export function ffmpegInput(
  url: string,
  credentials: Pick<Credentials, 'username' | 'password'> | null,
  options: { readonly transport: 'tcp' | 'udp'; readonly timeoutMs: number },
): string {
  const user =
    credentials === null ? '' : `${percent(credentials.username)}:${percent(credentials.password)}@`
  const address = url.replace(/^(rtsps?:\/\/)/i, (scheme) => scheme + user).replaceAll("'", '%27')
  return [
    'ffconcat version 1.0',
    `file '${address}'`,
    `option rtsp_transport ${options.transport}`,
    `option timeout ${options.timeoutMs * 1000}`,
    '',
  ].join('\n')
}

/** A line of ffmpeg's log without the user name and password that it repeats. */
export const withoutSecrets = (line: string): string => line.replace(/(rtsps?:\/\/)[^\s'"]*@/gi, '$1')

/** What a line of ffmpeg's log says of the camera; null for what is no failure of the connection. */
export function failureIn(line: string): 'refused' | 'unreachable' | 'damaged' | null {
  if (/\b401\b|Unauthorized|authorization failed/i.test(line)) return 'refused'
  if (
    /Connection (refused|reset|timed out)|No route|unreachable|Impossible to open|Temporary failure/i.test(
      line,
    )
  ) {
    return 'unreachable'
  }
  if (/error while decoding|corrupt|concealing|missed \d+ packets|invalid data/i.test(line)) return 'damaged'
  return null
}
