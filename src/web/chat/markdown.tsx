import { useMemo } from 'preact/hooks'
import type { Block, Inline } from './parse-markdown.ts'
import { parseMarkdown } from './parse-markdown.ts'

type CitationMarks = {
  /** Numbers that can be opened; another `[n]` stays text. */
  known: number[]
  label: (n: number) => string
  onOpen: (n: number) => void
}

function CitationMark(props: {
  part: Extract<Inline, { kind: 'citation' }>
  marks: CitationMarks
}) {
  const { part, marks } = props
  if (!marks.known.includes(part.n)) return <>{`[${part.n}]${part.tail}`}</>
  return (
    <span class="keep-together">
      <button
        type="button"
        class="citation"
        aria-haspopup="dialog"
        aria-label={marks.label(part.n)}
        onClick={() => marks.onOpen(part.n)}
      >
        {part.n}
      </button>
      {part.tail}
    </span>
  )
}

function InlinePart(props: { part: Inline; marks: CitationMarks }) {
  const { part, marks } = props
  switch (part.kind) {
    case 'text':
      return <>{part.text}</>
    case 'strong':
      return <strong>{part.text}</strong>
    case 'link':
      return (
        <a href={part.href} target="_blank" rel="noopener noreferrer nofollow">
          {part.text}
        </a>
      )
    case 'citation':
      return <CitationMark {...{ part, marks }} />
  }
}

function InlineParts(props: { parts: Inline[]; marks: CitationMarks }) {
  return (
    <>
      {props.parts.map((part, index) => (
        <InlinePart key={index} part={part} marks={props.marks} />
      ))}
    </>
  )
}

function Table(props: { block: Extract<Block, { kind: 'table' }>; marks: CitationMarks }) {
  const { block, marks } = props
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a wide table scrolls by keyboard too
    <div class="table-frame" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {block.head.map((cell, index) => (
              <th key={index} scope="col">
                <InlineParts parts={cell} marks={marks} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map((row, rowIndex) => (
            <tr key={rowIndex}>
              {row.map((cell, index) => (
                <td key={index}>
                  <InlineParts parts={cell} marks={marks} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function List(props: { block: Extract<Block, { kind: 'list' }>; marks: CitationMarks }) {
  const items = props.block.items.map((item, index) => (
    <li key={index}>
      <InlineParts parts={item} marks={props.marks} />
    </li>
  ))
  return props.block.ordered ? <ol start={props.block.start}>{items}</ol> : <ul>{items}</ul>
}

function BlockView(props: { block: Block; marks: CitationMarks }) {
  const { block, marks } = props
  switch (block.kind) {
    case 'paragraph':
      return (
        <p>
          {block.lines.map((line, index) => [
            index > 0 ? <br key={`break-${index}`} /> : null,
            <InlineParts key={index} parts={line} marks={marks} />,
          ])}
        </p>
      )
    case 'heading':
      return (
        <p class="answer-heading">
          <InlineParts parts={block.content} marks={marks} />
        </p>
      )
    case 'list':
      return <List block={block} marks={marks} />
    case 'table':
      return <Table block={block} marks={marks} />
  }
}

/** Text of an answer as elements; nothing of it is ever taken as HTML. */
export function Markdown(props: { text: string; marks: CitationMarks }) {
  const blocks = useMemo(() => parseMarkdown(props.text), [props.text])
  return (
    <>
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} marks={props.marks} />
      ))}
    </>
  )
}
