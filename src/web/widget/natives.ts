/** The browser's own functions, held before the host page can replace them later on. */
/* oxlint-disable typescript/unbound-method -- called only through Reflect.apply, with their object */
const { apply } = Reflect
const { keys } = Object
const { addEventListener } = EventTarget.prototype
const { setProperty } = CSSStyleDeclaration.prototype
const { appendChild } = Node.prototype
const { focus } = HTMLElement.prototype
/* oxlint-enable typescript/unbound-method */
const createElement = document.createElement.bind(document)

export const later = window.setTimeout.bind(window)
export const cancel = window.clearTimeout.bind(window)

export type Rules = Record<string, string>

export function listen(target: EventTarget, type: string, listener: (event: Event) => void): void {
  apply(addEventListener, target, [type, listener])
}

/** Through CSSOM alone, which no Content-Security-Policy forbids; `important` beats any rule of the host. */
export function style(element: HTMLElement, rules: Rules): void {
  const names = keys(rules)
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] ?? ''
    apply(setProperty, element.style, [name, rules[name] ?? '', 'important'])
  }
}

export function append(parent: Node, child: Node): void {
  apply(appendChild, parent, [child])
}

export function create<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  rules: Rules,
): HTMLElementTagNameMap[Name] {
  const element = createElement(name)
  style(element, rules)
  return element
}

export function giveFocus(element: HTMLElement): void {
  apply(focus, element, [])
}
