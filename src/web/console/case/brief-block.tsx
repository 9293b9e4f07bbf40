/** One part of a brief below its title. */
export function BriefBlock({ title, items }: { title: string; items: string[] }) {
  if (items.length === 0) return null
  return (
    <div>
      <h3>{title}</h3>
      {items.length === 1 ? (
        <p className="words">{items[0]}</p>
      ) : (
        <ul className="plain">
          {items.map((item, at) => (
            <li key={at} className="words">
              {item}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
