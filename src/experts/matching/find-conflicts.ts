import { compareNames, type Likeness, readOrganisationName } from './organisation-names.ts'
import type { BilingualText, CaseProfile, ExpertProfile } from './profiles.ts'

export const conflictRules = ['own_firm', 'own_client', 'against_client', 'competitor'] as const
export type ConflictRule = (typeof conflictRules)[number]

export type Conflict = { rule: ConflictRule; text: BilingualText }

type Relation = { rule: ConflictRule; theirs: string[]; of: string[]; what: BilingualText }

/**
 * Ties that bar an expert from a case (DESIGN §2.5; service-spec, 行为准则 and 服务要求 1: impartial,
 * no canvassing). One per rule; the text names both sides and is for staff only.
 */
export function findConflicts(subject: CaseProfile, expert: ExpertProfile): Conflict[] {
  return relationsOf(subject, expert).flatMap(({ rule, theirs, of, what }) => {
    const closest = listAlike(theirs, of).sort(comparePairs)[0]
    return closest ? [{ rule, text: describe(what, closest) }] : []
  })
}

function relationsOf(subject: CaseProfile, expert: ExpertProfile): Relation[] {
  const asker = [subject.organisation]
  return [
    {
      rule: 'own_firm',
      theirs: [expert.employer],
      of: [...asker, ...subject.parties],
      what: { zh: '专家所在单位', en: "the expert's employer" },
    },
    {
      rule: 'own_client',
      theirs: expert.clients,
      of: asker,
      what: { zh: '专家或其单位的客户（咨询人）', en: "a client of the expert's, who asks" },
    },
    {
      rule: 'against_client',
      theirs: expert.clients,
      of: subject.parties,
      what: {
        zh: '专家或其单位的客户（对方当事人）',
        en: "a client of the expert's, on the other side",
      },
    },
    {
      rule: 'competitor',
      theirs: expert.competitorsOf ?? [],
      of: asker,
      what: { zh: '专家客户或单位的竞争者', en: "a competitor of the expert's client or employer" },
    },
  ]
}

type Pair = { mine: string; side: string; likeness: Exclude<Likeness, 'none'> }

function listAlike(theirs: string[], of: string[]): Pair[] {
  const alike: Pair[] = []
  for (const side of of) {
    const sideName = readOrganisationName(side)
    for (const mine of theirs) {
      const likeness = compareNames(readOrganisationName(mine), sideName)
      if (likeness !== 'none') alike.push({ mine, side, likeness })
    }
  }
  return alike
}

/** Certain before possible; then by the names, whatever the order of the lists. */
function comparePairs(left: Pair, right: Pair): number {
  return sortKey(left) < sortKey(right) ? -1 : 1
}

function sortKey({ mine, side, likeness }: Pair): string {
  return [likeness === 'same' ? 0 : 1, mine, side].join('\n')
}

function describe(what: BilingualText, { mine, side, likeness }: Pair): BilingualText {
  if (likeness === 'same') {
    return { zh: `利益冲突：“${side}”是${what.zh}`, en: `conflict: “${side}” is ${what.en}` }
  }
  return {
    zh: `可能的利益冲突：“${side}”与“${mine}”（${what.zh}）名称相近`,
    en: `possible conflict: “${side}” resembles “${mine}”, ${what.en}`,
  }
}
