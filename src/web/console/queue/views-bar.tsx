import { Button, Input, Popover } from 'antd'
import { useState } from 'react'
import { focusFirst } from '../focus-first.ts'
import { useText } from '../use-text.ts'
import { type Filters, readFilters, toAddress } from './filters.ts'
import { useViews } from './views.ts'

type Props = { filters: Filters; onChange: (filters: Filters) => void }

const ready = {
  mine: { mine: 'true' },
  urgent: { urgency: 'urgent' },
  overdue: { state: 'all', overdue: 'true' },
  release: { state: 'replied' },
} as const satisfies Record<string, Filters>
const readyNames = ['mine', 'urgent', 'overdue', 'release'] as const

/** Filters under a name: ours, and those that somebody has kept in this browser. */
export function ViewsBar({ filters, onChange }: Props) {
  const { queue } = useText()
  const { views, save, remove } = useViews()
  const current = toAddress(filters)
  return (
    <fieldset className="row">
      <legend className="hidden-text">{queue.views}</legend>
      <span className="muted" aria-hidden="true">
        {queue.views}
      </span>
      {readyNames.map((name) => (
        <Button
          key={name}
          size="small"
          aria-pressed={current === toAddress(ready[name])}
          onClick={() => onChange(ready[name])}
        >
          {queue.ready[name]}
        </Button>
      ))}
      {views.map(({ name, address }) => (
        <span key={name} className="view">
          <Button
            size="small"
            aria-pressed={current === address}
            onClick={() => onChange(readFilters(new URLSearchParams(address)))}
          >
            {name}
          </Button>
          <Button
            size="small"
            type="text"
            aria-label={queue.removeView(name)}
            onClick={() => remove(name)}
          >
            ×
          </Button>
        </span>
      ))}
      {current !== '' && <SaveView onSave={(name) => save({ name, address: current })} />}
    </fieldset>
  )
}

function SaveView({ onSave }: { onSave: (name: string) => void }) {
  const { queue, shell } = useText()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const save = () => {
    if (name.trim() === '') return
    onSave(name.trim())
    setName('')
    setOpen(false)
  }
  const form = (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <Input
        aria-label={queue.viewName}
        placeholder={queue.viewName}
        value={name}
        maxLength={20}
        ref={focusFirst}
        onChange={({ target }) => setName(target.value)}
      />
      <Button type="primary" htmlType="submit">
        {shell.save}
      </Button>
    </form>
  )
  return (
    <Popover trigger="click" open={open} onOpenChange={setOpen} content={form} destroyOnHidden>
      <Button size="small" type="link">
        {queue.saveView}
      </Button>
    </Popover>
  )
}
