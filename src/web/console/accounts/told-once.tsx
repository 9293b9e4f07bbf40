import { App, Button } from 'antd'
import { copyText } from '../../shared/copy-text.ts'
import { peopleText } from '../administration/people-text.ts'
import { useWords } from '../use-words.ts'

/** A secret that nobody can ask for a second time. */
export function ToldOnce({ label, secret }: { label: string; secret: string }) {
  const { accounts: words } = useWords(peopleText)
  const { message } = App.useApp()
  const copy = async () => {
    if (await copyText(secret)) void message.success(words.copied)
  }
  return (
    <output className="stack">
      <p className="label">{label}</p>
      <p className="secret">{secret}</p>
      <div>
        <Button onClick={() => void copy()}>{words.copy}</Button>
      </div>
    </output>
  )
}
