const foldBlankLines = (text: string) => text.replace(/\n\s*\n/g, '\n')

/** `text` with the first occurrence of `quote` highlighted; blank lines between paragraphs are dropped. */
export function MarkedText(props: { text: string; quote: string }) {
  const text = foldBlankLines(props.text)
  const quote = foldBlankLines(props.quote)
  const at = quote === '' ? -1 : text.indexOf(quote)
  if (at === -1) return <>{text}</>
  return (
    <>
      {text.slice(0, at)}
      <mark>{quote}</mark>
      {text.slice(at + quote.length)}
    </>
  )
}
