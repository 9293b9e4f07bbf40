import { Alert, Button } from 'antd'
import { useState } from 'react'
import { useAccount, useMayWork } from '../account.ts'
import { go, useQueryOfAddress } from '../address.ts'
import { useLiveState } from '../live/live-context.ts'
import { toAddress } from '../queue/filters.ts'
import { TermChip } from '../queue/term-chip.tsx'
import { walkFilters } from '../queue/walk.ts'
import { ShortcutSheet } from '../shortcut-sheet.tsx'
import { StateChip } from '../state-chip.tsx'
import { useShortcuts } from '../use-shortcuts.ts'
import { useText } from '../use-text.ts'
import { AboutCard } from './about-card.tsx'
import { ActionBar } from './action-bar.tsx'
import { ApproveDialog } from './approve-dialog.tsx'
import { AssignDrawer } from './assign-drawer.tsx'
import { BriefCard } from './brief-card.tsx'
import { Conversation } from './conversation.tsx'
import { canApprove, canAssign } from './permissions.ts'
import { Progress } from './progress.tsx'
import { ReplyEditor } from './reply-editor.tsx'
import { type ReplyDraft, useReplyDraft } from './reply-draft.ts'
import { ResultCard } from './result-card.tsx'
import { StatementsCard } from './statements-card.tsx'
import { TicketsCard } from './tickets-card.tsx'
import { TimelineCard } from './timeline-card.tsx'
import { type Approval, useApproval } from './use-approval.ts'
import type { CaseDetail } from './use-case.ts'
import { useCheck } from './use-check.ts'
import { type Steps, useSteps } from './use-steps.ts'
import { WrittenCard } from './written-card.tsx'

const backToQueue = () => go(`/?${toAddress(walkFilters())}`)

/** One case: what is known on the right, what is said on the left, and every step that can be taken. */
export function CaseWork({ detail }: { detail: CaseDetail }) {
  const mayWork = useMayWork()
  const [query] = useQueryOfAddress()
  const steps = useSteps(detail)
  const draft = useReplyDraft(detail)
  const writes = mayWork && canApprove(detail.state)
  const assigns = mayWork && canAssign(detail.state)
  const asked = query.get('do')
  const check = useCheck(detail.id, draft, writes)
  const approval = useApproval(detail, draft, steps, asked === 'approve' && writes)
  const [assigning, setAssigning] = useState(asked === 'assign' && assigns)
  const [sheetOpen, setSheetOpen] = useState(false)
  useShortcuts({
    '`': backToQueue,
    '?': () => setSheetOpen(true),
    ...(assigns && { a: () => setAssigning(true) }),
    ...(writes && { e: () => approval.ask('next') }),
  })
  return (
    <div className="stack">
      <Head detail={detail} onHelp={() => setSheetOpen(true)} />
      <Warnings detail={detail} conflict={steps.conflict} />
      {mayWork && (
        <ActionBar
          detail={detail}
          steps={steps}
          {...(writes && { onApprove: approval.ask })}
          {...(assigns && { onAssign: () => setAssigning(true) })}
        />
      )}
      <div className="case-columns">
        <div className="stack">
          <KnownCards detail={detail} draft={writes ? draft : undefined} steps={steps} />
          {writes && (
            <ReplyEditor
              detail={detail}
              draft={draft}
              check={check}
              onApprove={() => approval.ask('next')}
            />
          )}
          <StatementsCard statements={detail.statements} />
          <Conversation turns={detail.turns} />
        </div>
        <SideCards detail={detail} onChanged={steps.refresh} />
      </div>
      <ApprovalOf approval={approval} detail={detail} draft={draft} check={check} />
      <AssignDrawer
        open={assigning}
        detail={detail}
        steps={steps}
        onClose={() => setAssigning(false)}
        onDone={() => setAssigning(false)}
      />
      <ShortcutSheet open={sheetOpen} onClose={() => setSheetOpen(false)} />
    </div>
  )
}

type KnownProps = { detail: CaseDetail; draft: ReplyDraft | undefined; steps: Steps }

/** The briefs, and of a request what came of it. */
function KnownCards({ detail, draft, steps }: KnownProps) {
  return (
    <>
      <BriefCard detail={detail} />
      <WrittenCard detail={detail} draft={draft} />
      <ResultCard detail={detail} steps={steps} key={detail.id} />
    </>
  )
}

type SideProps = { detail: CaseDetail; onChanged: () => void }

function SideCards({ detail, onChanged }: SideProps) {
  return (
    <div className="stack">
      <AboutCard detail={detail} />
      <TicketsCard tickets={detail.tickets} />
      <TimelineCard detail={detail} onChanged={onChanged} />
    </div>
  )
}

type ApprovalProps = {
  approval: Approval
  detail: CaseDetail
  draft: ReplyDraft
  check: ReturnType<typeof useCheck>
}

function ApprovalOf({ approval, detail, draft, check }: ApprovalProps) {
  const { case: text } = useText()
  return (
    <ApproveDialog
      open={approval.asked !== undefined}
      action={approval.asked === 'stay' ? text.approve : text.approveNext}
      detail={detail}
      draft={draft}
      check={check}
      busy={approval.busy}
      problem={approval.problem}
      onConfirm={() => void approval.confirm()}
      onCancel={approval.cancel}
    />
  )
}

function Head({ detail, onHelp }: { detail: CaseDetail; onHelp: () => void }) {
  const { queue, shell, words } = useText()
  return (
    <div className="stack">
      <div className="row">
        <Button size="small" onClick={backToQueue}>
          ← {shell.back}
        </Button>
        <h1>{detail.code}</h1>
        <StateChip state={detail.state} />
        <TermChip dueAt={detail.dueAt} />
        {detail.urgency === 'urgent' && <span className="chip danger">{queue.urgent}</span>}
        {detail.confidential && <span className="chip warning">{words.confidential}</span>}
        <span className="grow" />
        <Button size="small" onClick={onHelp} aria-label={queue.shortcuts}>
          <kbd>?</kbd>
        </Button>
      </div>
      <p className="words subject">{detail.summary}</p>
      <Progress state={detail.state} />
    </div>
  )
}

function Warnings({ detail, conflict }: { detail: CaseDetail; conflict: boolean }) {
  const { case: text, words } = useText()
  const { there } = useLiveState()
  const { id } = useAccount()
  const others = there.filter((person) => person.id !== id).map(({ name }) => name)
  return (
    <>
      {others.length > 0 && <Alert type="info" showIcon title={text.there(others.join('、'))} />}
      {conflict && (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={text.conflict}
          description={text.conflictNow(words.states[detail.state])}
        />
      )}
    </>
  )
}
