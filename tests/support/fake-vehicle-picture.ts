import { createHash } from 'node:crypto'
import sharp from 'sharp'
import type { Corners, EvidenceRef } from '../../edge/domain/crossing/events.ts'

export interface FakePicture {
  readonly frame: EvidenceRef
  readonly crop: EvidenceRef
  readonly corners: Corners
  readonly bytes: ReadonlyMap<string, Buffer>
}

/** A drawn vehicle with a plate, as a lane camera would send it: 1280 × 720. */
export async function drawFakeVehicle(plate: string, paint: string): Promise<FakePicture> {
  const frameBytes = await sharp(Buffer.from(scene(plate, paint)))
    .jpeg({ quality: 82 })
    .toBuffer()
  const cropBytes = await sharp(frameBytes)
    .extract({ left: 505, top: 500, width: 270, height: 66 })
    .resize(540)
    .jpeg({ quality: 88 })
    .toBuffer()
  const frame = reference(frameBytes)
  const crop = reference(cropBytes)
  return {
    frame,
    crop,
    corners: [
      [512, 506],
      [768, 506],
      [768, 560],
      [512, 560],
    ],
    bytes: new Map([
      [frame.sha256, frameBytes],
      [crop.sha256, cropBytes],
    ]),
  }
}

function reference(bytes: Buffer): EvidenceRef {
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    mediaType: 'image/jpeg',
    bytes: bytes.length,
  }
}

function scene(plate: string, paint: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1280 720" width="1280" height="720">
  <defs>
    <linearGradient id="sky" x2="0" y2="1"><stop offset="0" stop-color="#8fa6b8"/><stop offset="1" stop-color="#cfd8de"/></linearGradient>
    <linearGradient id="glass" x2="0" y2="1"><stop offset="0" stop-color="#1d2a33"/><stop offset="1" stop-color="#44545f"/></linearGradient>
  </defs>
  <rect width="1280" height="720" fill="url(#sky)"/>
  <path d="M0 300 L210 190 L390 270 L560 160 L780 280 L980 200 L1280 310 V340 H0 Z" fill="#7d8c94"/>
  <path d="M0 330 H1280 V720 H0 Z" fill="#5e6468"/>
  <path d="M120 720 L520 330 H560 L250 720 Z M1160 720 L760 330 H730 L1040 720 Z" fill="#c9c4a5"/>
  <ellipse cx="640" cy="650" rx="400" ry="34" fill="#0006"/>
  <path d="M400 330 Q640 280 880 330 L960 450 H320 Z" fill="${paint}"/>
  <path d="M425 342 Q640 300 855 342 L905 430 H375 Z" fill="url(#glass)"/>
  <path d="M300 440 Q640 410 980 440 Q1000 520 992 630 H288 Q280 520 300 440 Z" fill="${paint}"/>
  <path d="M450 470 H830 L810 498 H470 Z" fill="#161b1f"/>
  <ellipse cx="365" cy="492" rx="52" ry="24" fill="#f3f1dc"/><ellipse cx="915" cy="492" rx="52" ry="24" fill="#f3f1dc"/>
  <path d="M292 580 H988 V632 H292 Z" fill="#20262b"/>
  <rect x="310" y="620" width="110" height="60" rx="16" fill="#15181b"/><rect x="860" y="620" width="110" height="60" rx="16" fill="#15181b"/>
  <rect x="512" y="506" width="256" height="54" rx="6" fill="#f6f6f2" stroke="#222" stroke-width="3"/>
  <rect x="516" y="510" width="34" height="46" fill="#00a5bf"/>
  <text x="533" y="550" font-family="DejaVu Sans" font-size="15" font-weight="700" text-anchor="middle" fill="#fff">KZ</text>
  <text x="658" y="550" font-family="DejaVu Sans Condensed, DejaVu Sans" font-size="42" font-weight="700" text-anchor="middle" fill="#111" textLength="196" lengthAdjust="spacingAndGlyphs">${plate}</text>
</svg>`
}
