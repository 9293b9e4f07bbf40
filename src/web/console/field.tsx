import { useId } from 'react'
import type { ReactNode } from 'react'

type Props = {
  label: string
  note?: string
  /** Gets the id that the label points to, and that of the note. */
  children: (ids: { id: string; describedBy: string | undefined }) => ReactNode
}

/** A control with its label above and a note below. */
export function Field({ label, note, children }: Props) {
  const id = useId()
  const noteId = `${id}-note`
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, describedBy: note === undefined ? undefined : noteId })}
      {note !== undefined && (
        <p className="muted" id={noteId}>
          {note}
        </p>
      )}
    </div>
  )
}
