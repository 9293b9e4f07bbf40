import { useText } from '../use-text.ts'
import { FactList } from '../administration/fact-list.tsx'
import { Loaded } from '../administration/loaded.tsx'
import { settingsText } from '../administration/settings-text.ts'
import { useWords } from '../use-words.ts'
import { EmbedCode } from './embed-code.tsx'
import { useSettings } from './use-settings.ts'

export function EmbedScreen() {
  const words = useWords(settingsText)
  const text = useText()
  const settings = useSettings()
  const options = Object.entries(words.embed.optionNotes)
  return (
    <div className="stack">
      <h1>{text.screens.embed}</h1>
      <p>{words.embed.intro}</p>
      <Loaded of={settings}>
        {({ service }) => (
          <>
            <section className="card">
              <EmbedCode address={service.publicUrl} />
            </section>
            <section className="card stack">
              <h2>{words.embed.options}</h2>
              <FactList facts={options} />
            </section>
            <section className="card stack">
              <h2>{words.embed.origins}</h2>
              <p>
                {service.embedOrigins === '*' ? words.embed.anywhere : service.embedOrigins}{' '}
                <span className="muted">{words.setIn('EMBED_ORIGINS')}</span>
              </p>
            </section>
          </>
        )}
      </Loaded>
    </div>
  )
}
