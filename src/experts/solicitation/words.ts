/** A phrase; with characters that must not stand right before it, or right after. `…` is a short gap. */
export type Phrase = string | { phrase: string; not_before?: string; not_after?: string }

/** `knowledge/solicitation.yml`, where each list is explained. */
export type SolicitationWords = {
  traditional: string
  simplified: string
  contact: {
    apps: string[]
    short_apps: string[]
    actions: string[]
    phrases: Phrase[]
    codes: string[]
    public_codes: string[]
    public_phones: string[]
    public_hosts: string[]
  }
  own: { firm: Phrase[] }
  offers: { acts: string[]; services: string[]; phrases: Phrase[] }
  fees: {
    phrases: Phrase[]
    names: string[]
    paid: string[]
    own: string[]
    wares: string[]
    official: string[]
    offering: string[]
  }
  firms: {
    kinds: string[]
    parts: string[]
    forms: string[]
    generic: string[]
    opposing: string[]
    recommending: string[]
    referring: string[]
  }
  self: {
    persons: string[]
    not_after: string[]
    not_before: string
    fillers: string[]
    acts: string[]
    matters: string[]
    deeds: string[]
    on: string[]
    views: string[]
    english_trade: string[]
    refusals: string[]
    passes_on: string[]
    trade: string[]
    things: string[]
    before: string[]
    with_public: string[]
    english_persons: string[]
    english_acts: string[]
  }
  frames: {
    for_you: string[]
    doers: string[]
    praised: string[]
    praise: string[]
    finding: string[]
    brands: string[]
    follow: string[]
    elsewhere: string[]
    fee_names: string[]
    deals: string[]
    promises: string[]
  }
  gifts: { phrases: Phrase[]; things: string[] }
  negations: string[]
  warnings: string[]
  others: string[]
  public_bodies: string[]
  likely: { alone: number; listed: number }
}

export const findingKinds = ['contact', 'fee', 'firm', 'gift', 'solicit', 'offer'] as const
export type FindingKind = (typeof findingKinds)[number]

/** A place in the text as given; UTF-16 offsets. */
export type Finding = { kind: FindingKind; quote: string; start: number; end: number }

const escape = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\-]/g, String.raw`\$&`)

/** One of the words, the longest first. */
export function oneOf(words: readonly string[]): string {
  const sorted = words.toSorted((one, other) => other.length - one.length)
  return `(?:${sorted.map(escape).join('|')})`
}

const GAP = String.raw`[^。!?;,\n]{0,8}`
const ENGLISH = /^[a-z]+(?: [a-z]+)+$/

/** One of the phrases, none of them English. */
export function oneOfPhrases(phrases: readonly Phrase[]): string {
  return `(?:${phrases.map(sourceOf).join('|')})`
}

/** Patterns of phrases: of English ones over text with its spaces, of the others over close text. */
export function compilePhrases(phrases: readonly Phrase[]): { close: RegExp; spaced: RegExp } {
  const isEnglish = (phrase: Phrase) => typeof phrase === 'string' && ENGLISH.test(phrase)
  const english = phrases
    .filter(isEnglish)
    .map((phrase) => sourceOf(phrase).replaceAll(' ', String.raw`[\s.,_*-]{1,3}`))
  const others = phrases.filter((phrase) => !isEnglish(phrase)).map(sourceOf)
  return {
    close: new RegExp(others.join('|') || '(?!)', 'gu'),
    spaced: new RegExp(`(?<![a-z])(?:${english.join('|') || '(?!)'})(?![a-z])`, 'gu'),
  }
}

function sourceOf(phrase: Phrase): string {
  if (typeof phrase === 'string') return phrase.split('…').map(escape).join(GAP)
  const before = phrase.not_before ? `(?<![${escape(phrase.not_before)}])` : ''
  const after = phrase.not_after ? `(?![${escape(phrase.not_after)}])` : ''
  return `${before}${sourceOf(phrase.phrase)}${after}`
}
