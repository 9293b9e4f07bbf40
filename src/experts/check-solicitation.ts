import { readClosely } from './solicitation/close-text.ts'
import { contextOf } from './solicitation/context.ts'
import { findAddresses, type PublicAddresses } from './solicitation/find-addresses.ts'
import { findApps, findCodes } from './solicitation/find-apps.ts'
import { findFees } from './solicitation/find-fees.ts'
import { findFirms, findOwnFirm } from './solicitation/find-firms.ts'
import { findFrames } from './solicitation/find-frames.ts'
import { findGifts } from './solicitation/find-gifts.ts'
import { findPhrases } from './solicitation/find-phrases.ts'
import { findEnglishSelf } from './solicitation/find-english-self.ts'
import { findSelf } from './solicitation/find-self.ts'
import type { Finding, SolicitationWords } from './solicitation/words.ts'

export type { Finding } from './solicitation/words.ts'

/** What the check needs of `knowledge/`. */
export type SolicitationKnowledge = {
  solicitation: SolicitationWords
  platforms: readonly { url: string }[]
  services: readonly { inquiry_phone: string | null; supervision_phone: string | null }[]
}

/**
 * What must not leave in the words of an expert or of staff: contact data, fees, firms, gifts, offers of paid
 * services (service-spec, 行为准则; 服务要求 1). Empty: nothing was found. In order, without overlaps of one
 * kind; offsets are UTF-16 places in the text as given. Linear in its length.
 */
export function checkSolicitation(text: string, knowledge: SolicitationKnowledge): Finding[] {
  const words = knowledge.solicitation
  const reading = readClosely(text, words)
  const context = contextOf(reading, words)
  const named = [
    ...findPhrases(reading, context, { kind: 'contact', phrases: words.contact.phrases }),
    ...findApps(reading, context, words),
    ...findCodes(reading, words),
    ...findAddresses(reading, words, publishedIn(knowledge)),
    ...findFees(reading, context, words),
    ...findFirms(reading, words),
    ...findOwnFirm(reading, context, words),
    ...findPhrases(reading, context, { kind: 'solicit', phrases: words.offers.phrases }),
    ...findGifts(reading, context, words),
    ...findFrames(reading, context, words),
  ]
  const selves = [...findSelf(reading, context, words), ...findEnglishSelf(reading, words)]
  return mergeOverlaps(text, [...named, ...notTouching(text, selves, named)])
}

/** What has a kind of its own needs no second finding that somebody offers. */
function notTouching(text: string, findings: Finding[], others: Finding[]): Finding[] {
  const taken = new Uint8Array(text.length)
  for (const { start, end } of others) taken.fill(1, start, end)
  return findings.filter(({ start, end }) => !taken.subarray(start, end).includes(1))
}

function publishedIn({ platforms, services }: SolicitationKnowledge): PublicAddresses {
  return {
    hosts: platforms.map(({ url }) => new URL(url).hostname.replace(/^www\./, '')),
    phones: services
      .flatMap((service) => [service.inquiry_phone, service.supervision_phone])
      .filter((phone) => phone !== null),
  }
}

function mergeOverlaps(text: string, findings: Finding[]): Finding[] {
  const merged: Finding[] = []
  for (const finding of findings.toSorted((one, other) => one.start - other.start)) {
    const same = merged.findLast(({ kind }) => kind === finding.kind)
    if (!same || same.end < finding.start) {
      merged.push({ ...finding })
      continue
    }
    same.end = Math.max(same.end, finding.end)
    same.quote = text.slice(same.start, same.end)
  }
  return merged
}
