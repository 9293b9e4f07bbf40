import { inWords } from '../text/words-text.ts'
import { useText } from '../use-text.ts'
import { BriefBlock } from './brief-block.tsx'
import { readBrief } from './brief.ts'
import type { CaseDetail } from './use-case.ts'

/** What there is to know before answering, and why the machine did not do it alone. */
export function BriefCard({ detail }: { detail: CaseDetail }) {
  const { case: text, words } = useText()
  const brief = readBrief(detail.brief)
  const reasons = [
    ...detail.reasons.map((code) => inWords(words.reasons, code)),
    ...(brief?.reasons ?? []),
  ]
  return (
    <section className="card stack" aria-labelledby="brief">
      <div>
        <h2 id="brief">{text.brief}</h2>
        <p className="muted">{text.briefNote}</p>
      </div>
      {brief && (
        <>
          <BriefBlock title={text.question} items={[brief.question]} />
          <BriefBlock title={text.facts} items={brief.facts.slice(0, -1)} />
          <BriefBlock title={text.missing} items={brief.askBack} />
        </>
      )}
      <BriefBlock title={text.triage} items={[...new Set(reasons)]} />
    </section>
  )
}
