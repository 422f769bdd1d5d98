import '../styles/technician.css'

export { ConfigurationPage } from './configuration-page.tsx'
export { SetupPage } from './setup-page.tsx'
export { technicianTexts } from './texts.ts'
export { TrialPage } from './trial-page.tsx'
