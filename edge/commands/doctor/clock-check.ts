import type { Box } from './box.ts'
import { about, type Finding } from './finding.ts'

/** A clock so far behind its program is wrong for certain, so far ahead of it most likely. */
const plausibleYears = 15

/** `madeOn`: a day (YYYY-MM-DD) on which this version was surely not yet in use. */
export async function checkClock(box: Box, madeOn: string | undefined): Promise<readonly Finding[]> {
  const now = box.clock.now()
  const time = about('clock', 'time')
  const findings: Finding[] = [judgeTime(now, madeOn)]
  const status = await box.timeStatus()
  const todo = 'Name a time server of the network: /etc/systemd/timesyncd.conf, or chrony; then timedatectl.'
  if (status === undefined) {
    findings.push(time.warning('timedatectl does not answer: whether the clock is kept is unknown', todo))
  } else if (/^NTPSynchronized=yes$/m.test(status)) findings.push(time.ok('kept by a time server'))
  else findings.push(time.problem('no time server keeps the clock: records and passes need the time', todo))
  return findings
}

function judgeTime(now: Date, madeOn: string | undefined): Finding {
  const time = about('clock', 'date')
  const said = now.toISOString()
  const todo = 'Set the clock (timedatectl set-time), and look at the battery of the board.'
  if (madeOn === undefined) return time.ok(said)
  // A day of leeway: the date of a model is a local one.
  const made = Date.parse(madeOn) - 86_400_000
  if (now.getTime() < made)
    return time.problem(`${said} is before ${madeOn}, when this version was made`, todo)
  const years = now.getUTCFullYear() - new Date(made).getUTCFullYear()
  if (years > plausibleYears)
    return time.warning(`${said} is ${years} years after this version was made`, todo)
  return time.ok(said)
}
