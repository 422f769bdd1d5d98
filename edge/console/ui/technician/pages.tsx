import '../styles/technician.css'

export { ConfigurationPage } from './configuration-page.tsx'
export { technicianTexts } from './texts.ts'
