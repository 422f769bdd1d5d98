import type { Language } from '../i18n/catalogue.ts'
import { technicianEn } from '../i18n/technician/en.ts'
import { technicianKk } from '../i18n/technician/kk.ts'
import { technicianKy } from '../i18n/technician/ky.ts'
import { technicianRu } from '../i18n/technician/ru.ts'
import type { TechnicianTexts } from '../i18n/technician/texts.ts'
import { useStore } from '../model/store.ts'

/** The texts of these pages come with them, and not with the officer's first paint. */
export const technicianTexts: Readonly<Record<Language, TechnicianTexts>> = {
  kk: technicianKk,
  ky: technicianKy,
  ru: technicianRu,
  en: technicianEn,
}

export function useTechnicianTexts(): TechnicianTexts {
  return technicianTexts[useStore().language.value]
}
