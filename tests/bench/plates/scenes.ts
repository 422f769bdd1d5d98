import { createSceneRenderer } from '../../../drivers/simulator/camera/scene/render-scene.ts'

/** JPEG pictures of 1280 × 720: vehicles near and farther, by day and by night, clean and dirty. */
export async function drawScenes(): Promise<readonly Uint8Array[]> {
  const renderer = createSceneRenderer()
  const plates = [
    { text: '382SBK13', country: 'KZ' },
    { text: '01482ABF', country: 'KG' },
    { text: '715KMA02', country: 'KZ' },
    { text: '08331TZ', country: 'KG' },
  ]
  return await Promise.all(
    plates.map((plate, index) =>
      renderer.renderScene({
        plate: { ...plate, style: 'standard' },
        vehicle: index % 2 === 0 ? 'car' : 'lorry',
        distance: index / 10,
        light: index === 3 ? 'night' : 'day',
        dirt: index / 10,
        seed: index + 1,
      }),
    ),
  )
}
