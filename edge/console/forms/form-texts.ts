/** Languages of the forms: the State languages of both Parties and Russian, whose text has the last word. */
export const formLanguages = ['ru', 'kk', 'ky'] as const
export type FormLanguage = (typeof formLanguages)[number]

/** The forms that a crossing can have: refusal of entry (BR 17.2) and return by the exit Party (JC 7.2). */
export const formNames = ['refusal', 'return'] as const
export type FormName = (typeof formNames)[number]

interface FormTexts {
  readonly title: Readonly<Record<FormName, string>>
  readonly checkpoint: string
  readonly lane: string
  readonly crossing: string
  readonly opened: string
  readonly decided: Readonly<Record<FormName, string>>
  readonly ground: string
  readonly law: string
  readonly cause: string
  readonly reason: string
  readonly vehicle: string
  readonly trailer: string
  readonly documents: string
  readonly name: string
  readonly number: string
  readonly issuer: string
  readonly birth: string
  readonly expiry: string
  readonly officer: string
  readonly notice: string
  readonly readmission: string
  readonly notYet: string
  readonly none: string
  readonly printed: string
  readonly signature: Readonly<Record<'officer' | 'otherParty' | 'driver', string>>
  /** Under the lines to sign on. */
  readonly signHere: string
}

export const formTexts: Readonly<Record<FormLanguage, FormTexts>> = {
  ru: {
    title: {
      refusal: 'Уведомление о непропуске через государственную границу',
      return: 'Акт о возврате транспортного средства',
    },
    checkpoint: 'Пункт пропуска',
    lane: 'Полоса',
    crossing: 'Номер пересечения',
    opened: 'Начало пересечения',
    decided: { refusal: 'Решение о непропуске', return: 'Транспортное средство возвращено' },
    ground: 'Основание',
    law: 'Применяемое право',
    cause: 'Причина',
    reason: 'Обоснование',
    vehicle: 'Номерной знак транспортного средства',
    trailer: 'Номерной знак прицепа',
    documents: 'Проверенные документы',
    name: 'Фамилия, имя',
    number: 'Номер',
    issuer: 'Выдан',
    birth: 'Дата рождения',
    expiry: 'Действителен до',
    officer: 'Решение принял',
    notice: 'Уведомлены Стороны',
    readmission: 'Обратный приём подтверждён',
    notYet: 'ещё нет',
    none: 'не указано',
    printed: 'Распечатано',
    signature: {
      officer: 'Должностное лицо, принявшее решение',
      otherParty: 'Должностное лицо другой Стороны',
      driver: 'Водитель',
    },
    signHere: 'подпись, дата и время',
  },
  kk: {
    title: {
      refusal: 'Мемлекеттік шекара арқылы өткізбеу туралы хабарлама',
      return: 'Көлік құралын қайтару туралы акт',
    },
    checkpoint: 'Өткізу пункті',
    lane: 'Жолақ',
    crossing: 'Өту нөмірі',
    opened: 'Өтудің басталуы',
    decided: { refusal: 'Өткізбеу туралы шешім', return: 'Көлік құралы қайтарылды' },
    ground: 'Негізі',
    law: 'Қолданылатын құқық',
    cause: 'Себебі',
    reason: 'Негіздемесі',
    vehicle: 'Көлік құралының нөмірлік белгісі',
    trailer: 'Тіркеменің нөмірлік белгісі',
    documents: 'Тексерілген құжаттар',
    name: 'Тегі, аты',
    number: 'Нөмірі',
    issuer: 'Берген мемлекет',
    birth: 'Туған күні',
    expiry: 'Жарамдылық мерзімі',
    officer: 'Шешім қабылдаған',
    notice: 'Хабардар етілген Тараптар',
    readmission: 'Кері қабылдау расталды',
    notYet: 'әлі жоқ',
    none: 'көрсетілмеген',
    printed: 'Басып шығарылды',
    signature: {
      officer: 'Шешім қабылдаған лауазымды тұлға',
      otherParty: 'Екінші Тараптың лауазымды тұлғасы',
      driver: 'Жүргізуші',
    },
    signHere: 'қолы, күні және уақыты',
  },
  ky: {
    title: {
      refusal: 'Мамлекеттик чек ара аркылуу өткөрбөө жөнүндө билдирме',
      return: 'Транспорт каражатын кайтаруу жөнүндө акт',
    },
    checkpoint: 'Өткөрүү пункту',
    lane: 'Тилке',
    crossing: 'Өтүүнүн номери',
    opened: 'Өтүүнүн башталышы',
    decided: { refusal: 'Өткөрбөө жөнүндө чечим', return: 'Транспорт каражаты кайтарылды' },
    ground: 'Негизи',
    law: 'Колдонулуучу укук',
    cause: 'Себеби',
    reason: 'Негиздемеси',
    vehicle: 'Транспорт каражатынын номер белгиси',
    trailer: 'Чиркегичтин номер белгиси',
    documents: 'Текшерилген документтер',
    name: 'Фамилиясы, аты',
    number: 'Номери',
    issuer: 'Берген мамлекет',
    birth: 'Туулган күнү',
    expiry: 'Жарактуулук мөөнөтү',
    officer: 'Чечим кабыл алган',
    notice: 'Билдирме алган Тараптар',
    readmission: 'Кайра кабыл алуу ырасталды',
    notYet: 'азырынча жок',
    none: 'көрсөтүлгөн эмес',
    printed: 'Басып чыгарылды',
    signature: {
      officer: 'Чечим кабыл алган кызмат адамы',
      otherParty: 'Экинчи Тараптын кызмат адамы',
      driver: 'Айдоочу',
    },
    signHere: 'колу, күнү жана убактысы',
  },
}
